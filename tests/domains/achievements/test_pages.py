"""Lists, case pages, papers, files and the API of achievements: what they say, to whom."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from kechuang.casework.documents.papers import to_docx, to_pdf
from kechuang.casework.inbox.models import Todo
from kechuang.casework.parties.models import Organisation
from kechuang.core import clock
from kechuang.domains.achievements.fees import remind
from kechuang.domains.achievements.models import Achievement
from kechuang.domains.achievements.papers.registration import empowerment_agreement, registration_form
from kechuang.law.library import load
from tests.casework.office import Office, act
from tests.domains.achievements.unit import KIND, disclosed, make_unit, registered


@pytest.fixture
def unit(office: Office) -> Organisation:
    return make_unit(office)


def client_of(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def whole(office: Office, unit: Organisation) -> Any:
    """An achievement with everything its page can show."""
    case = registered(office, unit, on="2022-06-01", abstract="一种高性能染料", screen={"trade_secrets": "false"})
    act(f"{KIND}.record_right", case, {"kind": "invention", "number": "201710601862.3", "applied_on": "2017-07-21",
        "granted_on": "2022-05-01", "fee_due_on": "2026-12-01"}, office["scientist"])  # fmt: skip
    act(f"{KIND}.record_report", case, {"title": "报告", "keywords": "一;二;三", "openness": "open",
        "materials": ["sci_tech_report"], "submitted_on": "2023-01-01"}, office["scientist"])  # fmt: skip
    matters = {f"matter_{item.id}": "已约定" for item in load().checklist_items("empowerment.matters")}
    act(f"{KIND}.empower", case, {"right": "ownership", "holders": "张三 30%", "eligible": True, "starts_on": "2025-01-01",
        "written": True, "agreed_on": "2024-12-20", **matters}, office["head"])  # fmt: skip
    act(f"{KIND}.record_idle_reason", case, {"reason": "等待批件"}, office["manager"])
    act(f"{KIND}.record_use", case, {"mode": "licence", "on": "2025-05-01", "note": "许可企业"}, office["manager"])
    act(f"{KIND}.list_separately", case, {"on": "2025-01-01"}, office["head"])
    return Achievement.objects.get(pk=case.pk)


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_page_says_everything_to_those_who_take_part(office: Office, unit: Organisation, language: str) -> None:
    case = whole(office, unit)
    client = client_of(office["manager"])
    client.cookies["django_language"] = language
    page = client.get(f"/case/{case.number}/").content.decode()
    for words in ("张三", "ZL201710601862.3", "等待批件", "一种高性能染料", "30%", "70%", "许可企业"):
        assert words in page, words
    if language == "zh-hans":
        for words in ("保密和安全审查", "闲置", "超过三年：可以许可", "赋权", "归属", "单列管理"):
            assert words in page, words


def test_the_public_reads_what_is_open_and_no_more(office: Office, unit: Organisation) -> None:
    case = whole(office, unit)
    page = Client().get(f"/case/{case.number}/").content.decode()
    assert "一种高性能染料" in page
    for words in ("等待批件", "不涉密", "许可企业"):
        assert words not in page, words
    secret = registered(office, unit, title="配方", abstract="配方全文",
                        screen={"trade_secrets": "true", "neutral_abstract": "一种配方"})  # fmt: skip
    assert Client().get(f"/case/{secret.number}/").status_code in (302, 404)
    assert "配方全文" in client_of(office["scientist"]).get(f"/case/{secret.number}/").content.decode()


def test_every_form_opens_for_who_may_fill_it_in(office: Office, unit: Organisation) -> None:
    case = whole(office, unit)
    head = client_of(office["head"])
    for name in ("revise", "screen", "settle_ownership", "record_right", "record_right_event", "record_report", "empower",
                 "agree_implementation", "record_use", "record_idle_reason", "list_openly", "license_idle", "write_off"):  # fmt: skip
        answer = head.get(f"/case/{case.number}/{name}/")
        assert answer.status_code == 200, name
    assert head.get("/new/achievements/disclose/").status_code == 200
    assert head.get("/new/management-systems/draft/").status_code == 200
    page = head.get(f"/case/{case.number}/revise/").content.decode()
    assert "*张三 500000/1000000" in page


def test_the_revised_form_reads_back_what_it_shows(office: Office, unit: Organisation) -> None:
    from kechuang.domains.achievements.tables import ACHIEVEMENTS

    case = whole(office, unit)
    assert ACHIEVEMENTS.initial is not None
    shown = dict(ACHIEVEMENTS.initial(case))
    data = {
        "title": case.title, "owner": unit.pk, "kind_of_achievement": "applied", "form": "technology",
        "attribute": "original", "stage": "middle", "completed_on": "2022-03-01", **shown,
    }  # fmt: skip
    again = act(f"{KIND}.revise", case, data, office["scientist"]).case
    assert [c.share for c in again.completers.all()] == [500_000, 250_000, 250_000]


@pytest.mark.parametrize("query", ["", "?f=unused", "?f=fees", "?f=separate", "?f=unscreened", "?kind=applied", "?money=fiscal",
                                   "?q=染料", "?stage=middle&sort=-trl"])  # fmt: skip
def test_the_list_narrows(office: Office, unit: Organisation, query: str) -> None:
    case = whole(office, unit)
    page = client_of(office["manager"]).get(f"/achievements/{query}").content.decode()
    hit = query not in ("?f=unused", "?f=unscreened")
    assert (case.number in page) is hit, query


def test_thirty_rows_cost_as_many_queries_as_one(office: Office, unit: Organisation) -> None:
    client = client_of(office["manager"])

    def cost(url: str) -> int:
        with CaptureQueriesContext(connection) as asked:
            assert client.get(url).status_code == 200
        return len(asked)

    disclosed(office, unit)
    urls = ("/achievements/", "/api/cases/?kind=achievements")
    before = {url: [cost(url), cost(url)][1] for url in urls}
    for n in range(30):
        disclosed(office, unit, title=f"第{n}项")
    assert {url: cost(url) for url in urls} == before


def test_papers_are_set(office: Office, unit: Organisation) -> None:
    case = whole(office, unit)
    for paper in (registration_form(case), empowerment_agreement(case)):
        assert to_pdf(paper).startswith(b"%PDF")
        assert to_docx(paper).startswith(b"PK")
    assert client_of(office["manager"]).get(f"/case/{case.number}/papers/registration.pdf").status_code == 200


def test_the_form_has_every_field_of_the_national_one(office: Office, unit: Organisation) -> None:
    """Name, at most three keywords, form, attribute, stage, level, from and to, secrecy grade, who recommends it."""
    firm = office.organisations["kc-firm"]
    case = registered(
        office,
        unit,
        level="national_leading",
        started_on="2020-01-01",
        recommended_by=firm.pk,
        keywords="染料；纺织；颜色",
    )
    (table,) = [one for one in registration_form(case).body if getattr(one, "head", ())[:1] == ("项目",)]
    told = dict(table.rows)  # type: ignore[union-attr]  # the one table with these heads
    assert {
        "成果名称": "高性能染料", "关键词": "染料；纺织；颜色", "体现形式": "新技术、新工艺", "成果属性": "原始创新", "所处阶段": "中期",
        "成果水平": "国内领先", "研究起止": "2020-01-01 至 2022-03-01", "密级": "非密", "推荐单位": firm.name,
    }.items() <= told.items()  # fmt: skip
    page = client_of(office["manager"]).get(f"/case/{case.number}/").content.decode()
    assert "非密" in page
    assert firm.name in page


def test_numbers_come_by_the_sheet(office: Office, unit: Organisation) -> None:
    from kechuang.casework.sheets import runs
    from kechuang.domains.achievements.imports import numbers_of_achievements
    from tests.sheets.files import xlsx

    first, second = registered(office, unit, title="甲"), registered(office, unit, title="乙")
    rows = [["案件编号", "成果登记号"], [first.number, "9332024Y0012"], [second.number, "9332024Y12"]]
    run = runs.upload(numbers_of_achievements, "登记号.xlsx", xlsx(rows), office["manager"])
    assert (run.good, run.wrong) == (1, 1)
    assert runs.confirm(run)
    assert Achievement.objects.get(pk=first.pk).registration_number == "9332024Y0012"


def test_fees_are_brought_to_mind_once(office: Office, unit: Organisation) -> None:
    with clock.moved_to(dt.date(2026, 9, 1)):
        case = whole(office, unit)
    assert not Todo.objects.filter(case_id=case.pk, name="ip_fee").exists(), "three months ahead"
    day = dt.date(2026, 11, 1)
    assert remind(day) == "1 fee(s) asked for"
    assert remind(day) == "0 fee(s) asked for"
    todo = Todo.objects.get(case_id=case.pk, name="ip_fee")
    assert "2026-12-01" in todo.text
    data = {
        "right": case.rights.get().pk,
        "kind": "fee_paid",
        "on": clock.today().isoformat(),
        "fee_due_on": "2027-12-01",
    }
    with clock.moved_to(day):
        act(f"{KIND}.record_right_event", case, data | {"on": day.isoformat()}, office["manager"])
    assert not Todo.objects.open().filter(case_id=case.pk, name="ip_fee").exists()
    assert remind(day) == "0 fee(s) asked for"
