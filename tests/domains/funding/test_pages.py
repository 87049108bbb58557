"""Lists, pages, forms, papers, sheets and the API of funding."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from kechuang.casework.documents.papers import to_docx, to_pdf
from kechuang.casework.sheets.declare import export_of, import_of
from kechuang.domains.funding.models import Budget
from kechuang.domains.funding.papers.budget import budget_paper
from tests.casework.office import Office, act, registered
from tests.domains.funding.funded import BUDGET, SOURCE, approved, budgeted, planned, source, staffed, supported


def client_of(user: Any, language: str = "zh-hans") -> Client:
    client = Client()
    client.force_login(user)
    client.cookies["django_language"] = language
    return client


def adjusted(office: Office) -> Any:
    """A budget in its second edition, with another change under way."""
    platform = staffed(office)
    budget = planned(office, platform, source(office, agreed=False))
    approved(office, budget)
    staff = budget.lines.get(category="staff")
    for amount, settled in (("2400000.00", True), ("2300000.00", False)):
        act(f"{BUDGET}.adjust", budget, {"note": "人员变动"}, office["kq-treasurer"])
        act(f"{BUDGET}.set_amounts", budget, {f"amount_{staff.pk}": amount}, office["kq-treasurer"])
        if settled:
            act(f"{BUDGET}.approve_adjustment", budget, {"note": "同意调减"}, office["kq-finance"])
    return Budget.objects.get(pk=budget.pk)


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_page_says_everything_to_those_who_take_part(office: Office, language: str) -> None:
    budget = adjusted(office)
    page = client_of(office["kq-treasurer"], language).get(f"/case/{budget.number}/").content.decode()
    for words in ("纺丝中试线", "2,000,000.01", "6,700,000.00", "同意调减", "ZK-", "柯财〔2026〕88 号"):
        assert words in page, words
    assert client_of(office["kc-finance_department-clerk"]).get(f"/case/{budget.number}/").status_code == 404


def test_every_form_opens_for_who_may_fill_it_in(office: Office) -> None:
    platform = staffed(office)
    fiscal = source(office)
    programme = supported(office, platform)
    draft = planned(office, platform, fiscal)
    treasurer, arranger = client_of(office["kq-treasurer"]), client_of(office["kq-finance"])
    for case, client, names in (
        (draft, treasurer, ("set_line", "set_amounts", "drop_line", "set_conditions", "submit", "withdraw", "attach")),
        (fiscal, arranger, ("change_control", "list_item", "end_item", "close_source")),
        (programme, arranger, ("set_year", "put_in_force", "withdraw_programme")),
    ):
        for name in names:
            answer = client.get(f"/case/{case.number}/{name}/")
            assert answer.status_code == 200, name
            assert "<form" in answer.content.decode(), name
    page = treasurer.get(f"/new/budgets/draft_budget/?platform={platform.number}")
    assert platform.number in page.content.decode()
    for slug, name, client in (
        ("fund-sources", "register_source", arranger), ("support-programmes", "draft_programme", arranger),
    ):  # fmt: skip
        assert client.get(f"/new/{slug}/{name}/").status_code == 200
    answer = treasurer.post(f"/case/{draft.number}/set_line/", {"category": "staff", "title": "薪酬", "amount": "x"})
    assert "薪酬" in answer.content.decode()


def test_the_paper_adds_up_and_is_written(office: Office) -> None:
    budget = adjusted(office)
    paper = budget_paper(budget)
    assert to_docx(paper)[:2] == b"PK"
    assert to_pdf(paper)[:4] == b"%PDF"
    tables = [one for one in paper.body if hasattr(one, "rows")]
    assert tables[1].rows[-1][4] == "6,600,000.00"
    assert [row[0] for row in tables[3].rows] == ["1", "2"]


@pytest.mark.parametrize("kind", ["budgets", "fund-sources", "support-programmes"])
def test_thirty_rows_cost_as_many_queries_as_one(office: Office, kind: str) -> None:
    client = client_of(office["kq-finance_department-clerk"])

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(f"/{kind}/").status_code == 200
        return len(queries)

    platform = staffed(office)
    fiscal = source(office)
    supported(office, platform)
    planned(office, platform, fiscal, year=2030)
    asked()
    one = asked()
    for n in range(1, 30):
        if kind == "budgets":
            budgeted(office, platform, 2030 + n)
        elif kind == "fund-sources":
            source(office, title=f"第{n}种")
        else:
            supported(office, registered(office, title=f"第{n}家"))
    assert (asked(), one <= 25) == (one, True), one


def test_lines_come_from_a_sheet_and_go_out_as_one(office: Office) -> None:
    columns = {column.name for column in import_of(f"{BUDGET}.set_line").sheet_columns}
    assert {"case_number", "category", "title", "source", "money", "amount", "basic_research", "note"} == columns
    assert import_of(f"{SOURCE}.list_item").sheet_columns
    budget = planned(office, staffed(office), source(office, agreed=False))
    out = export_of("funding.budget")
    rows = [[column.value(row) for column in out.columns] for row in out.rows(office["kq-finance"])]
    assert len(rows) == budget.lines.count()
    assert not list(out.rows(office["kc-finance_department-clerk"]))


def test_the_api_does_what_the_page_does(office: Office) -> None:
    budget = planned(office, staffed(office), source(office, agreed=False))
    client = client_of(office["kq-treasurer"])
    found = client.get(f"/api/cases/{budget.number}/").json()
    assert found["number"] == budget.number
    assert {"set_line", "set_amounts", "submit"} <= set(re.findall(r"\w+", str(found)))


LISTS = {
    "budgets": ("编制年度预算", "kq-treasurer", "draft_budget"),
    "fund-sources": ("登记经费渠道", "kq-finance", "register_source"),
    "support-programmes": ("", "kq-finance", "draft_programme"),
    "fund-requests": ("申请用款", "kq-treasurer", "request_funds"),
    "matching-ratios": ("登记配套比例", "kq-finance", "set_ratio"),
    "inspections": ("", "kq-finance", ""),
}


@pytest.mark.parametrize("slug", LISTS)
def test_an_empty_list_says_what_begins_it_and_who_may(office: Office, slug: str) -> None:
    words, who, name = LISTS[slug]
    staffed(office)
    for language in ("zh-hans", "en"):
        page = client_of(office[who], language).get(f"/{slug}/").content.decode()
        hollow = page[page.index("k-empty") :]
        assert words in hollow or language == "en"
        assert f"/new/{slug}/{name}" in hollow
    page = client_of(office["kc-professor"]).get(f"/{slug}/").content.decode()
    hollow = page[page.index("k-empty") :]
    assert "由" in hollow, "who may is named"
    assert f"/new/{slug}/{name}" not in hollow


def test_growth_is_told_of_the_whole_place_and_binds_no_single_budget(office: Office) -> None:
    """Quzhou's article 26: the money of all platforms of the place, once both years are there."""
    platform = staffed(office, "330802", "kc")
    fiscal = source(office, "kc", agreed=False)
    approved(office, planned(office, platform, fiscal, year=2027, mark="kc"), "kc")
    later = planned(office, platform, fiscal, year=2028, mark="kc")
    client = client_of(office["kc-treasurer"])
    assert "只作提示" not in client.get(f"/case/{later.number}/").content.decode()
    approved(office, later, "kc")
    page = client.get(f"/case/{later.number}/").content.decode()
    for words in ("只作提示，不约束这一份预算", "本年 6,000,000.00 元", "上年 6,000,000.00 元"):
        assert words in page, words
