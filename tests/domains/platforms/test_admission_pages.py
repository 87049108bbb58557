"""Pages of admission and recognition: they open for those who may, say what is missing, and cost the same at any length."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.casework.office import Office, act
from tests.domains.platforms.admitting import (
    ADMISSION,
    BUDGET,
    called,
    experts,
    heard,
    opened,
    submitted,
)
from tests.domains.platforms.recognising import applied, platform_of, prepared, published, taking

HAN = re.compile(r"[\u3400-\u9fff]")


def client(office: Office, name: str, language: str = "zh-hans") -> Client:
    made = Client()
    made.cookies["django_language"] = language
    made.force_login(office[name], backend="django.contrib.auth.backends.ModelBackend")
    return made


def text(of: Client, address: str, status: int = 200) -> str:
    answer = of.get(address)
    assert answer.status_code == status, (address, answer.status_code)
    return answer.content.decode()


def test_an_application_starts_with_what_the_system_knows(office: Office) -> None:
    call = called(office)
    page = text(client(office, "kc-professor"), f"/case/{call.number}/")
    address = reverse("case-new", args=["admissions", "apply"])
    assert f"{address}?call={call.number}" in page
    form = text(client(office, "kc-professor"), f"{address}?call={call.number}")
    assert f'value="{call.number} 新材料平台征集"' in form
    assert 'value="kc-university"' in form
    assert re.search(r'<option value="330802"[^>]* selected', form)
    assert re.search(r'value="new_materials"[^>]* checked', form)
    assert 'value="kc-park"' in form
    assert 'value="kc-professor"' in form, "the person who applies is the one to ask"


def test_the_draft_says_what_is_missing_and_the_office_does_not_see_it(office: Office) -> None:
    draft = opened(office, directions="", team="")
    page = text(client(office, "kc-professor"), f"/case/{draft.number}/")
    assert "提交前还要填" in page
    assert "主攻方向、团队" in page
    text(client(office, "kc-st_department-clerk"), f"/case/{draft.number}/", 404)


def test_the_budget_stands_beside_the_decision_and_is_not_told_before(office: Office) -> None:
    admission = submitted(office)
    act(f"{ADMISSION}.arrange_budget", admission, BUDGET, office["kc-finance_department-clerk"])
    office_page = text(client(office, "kc-st_department-clerk"), f"/case/{admission.number}/")
    assert "5,100,000.50" in office_page
    assert "5,100,000.50" not in text(client(office, "kc-professor"), f"/case/{admission.number}/")
    for name, told in (("kc-professor", False), ("kc-st_department-clerk", True)):
        reader = client(office, name)
        api = text(reader, f"/api/cases/{admission.number}/")
        timeline = text(reader, f"/case/{admission.number}/?show=timeline")
        assert [("2500000.50" in one, "2,500,000.50" in one)[n] for n, one in ((0, api), (1, timeline))] == [told, told]
        sheet = b"".join(reader.get(reverse("export-csv", args=["platforms.admission"])).streaming_content).decode()
        assert ("5100000.50" in sheet) is told


def test_a_round_shows_the_public_what_is_published(office: Office) -> None:
    batch = published(office, prepared(office))
    page = text(Client(), f"/case/{batch.number}/")
    assert "全职科研人员不少于二十人" in page
    assert "尚未公开" in page


def test_every_page_opens_in_both_languages(office: Office) -> None:
    experts(office)
    admission, batch, platform = submitted(office), taking(office), platform_of(office)
    act(f"{ADMISSION}.arrange_budget", admission, BUDGET, office["kc-finance_department-clerk"])
    cases = [admission, called(office), heard(office), batch, applied(office, batch, platform), platform]
    addresses = [f"/case/{case.number}/" for case in cases]
    addresses += [f"/case/{admission.number}/accept/", f"/case/{admission.number}/arrange_budget/",
                  f"/case/{batch.number}/extend/", "/new/calls/draft/", "/new/expert-consultations/consult/",
                  f"/new/expert-consultations/consult/?admission={admission.number}",
                  "/new/recognition-rounds/prepare/", "/new/admissions/apply/", "/new/recognition-applications/apply/",
                  "/admissions/", "/calls/", "/expert-consultations/", "/recognition-rounds/",
                  "/recognition-applications/"]  # fmt: skip
    for language in ("zh-hans", "en"):
        leader = client(office, "kc-st_department-leader", language)
        for address in addresses:
            page = text(leader, address)
            assert page.count("<h1") == 1, address


@pytest.mark.parametrize("address", ["/admissions/", "/calls/", "/recognition-rounds/", "/recognition-applications/",
                                     "/api/cases/?kind=admissions", "/api/cases/?kind=recognition-applications"])  # fmt: skip
def test_thirty_rows_cost_as_many_queries_as_one(office: Office, address: str) -> None:
    reader = client(office, "kc-st_department-clerk")

    def another(n: int) -> None:
        submitted(office, title=f"第{n}家创新中心")
        called(office, title=f"第{n}次")
        applied(office, taking(office, title=f"第{n}批"), platform_of(office, title=f"第{n}家"))

    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert reader.get(address).status_code == 200
        return len(asked)

    another(0)
    queries()
    one = queries()
    for n in range(1, 12):
        another(n)
    assert queries() == one
    assert one <= 14, one
