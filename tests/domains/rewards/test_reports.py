"""The yearly report: from the rows and never typed, due by 30 March, frozen once filed, honest about what changed since."""

from __future__ import annotations

import datetime as dt
import io
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from python_calamine import CalamineWorkbook

from kechuang.casework.cases.actions import actions_of
from kechuang.casework.documents.papers import to_docx, to_pdf
from kechuang.casework.inbox.models import Message, Todo
from kechuang.casework.obligations.models import Obligation
from kechuang.casework.parties.models import Organisation, Role, User
from kechuang.core import clock
from kechuang.core.permissions import Ground, Refused
from kechuang.domains.rewards import daily
from kechuang.domains.rewards.models import TransformationReport
from kechuang.domains.rewards.papers.report import record_paper, report_paper
from kechuang.domains.rewards.reporting.later import later
from kechuang.domains.rewards.reporting.lines import lines
from tests.casework.office import Office, act
from tests.domains.rewards.planning import earned, person
from tests.domains.rewards.reporting import FILED, NEW_YEAR, REPORT, YEAR, draft_report, file_report, paid_plan
from tests.domains.transformations.earning import received, reversed_

LAST = dt.date(2026, 3, 30)


def refused(office: Office, report: Any, name: str, on: dt.date, who: str = "head", **data: Any) -> Any:
    with clock.moved_to(on), pytest.raises(Refused) as raised:
        act(f"{REPORT}.{name}", report, data, office[who])
    return raised.value.refusal


def said(report: TransformationReport) -> dict[str, str]:
    return {one.label: one.words for one in lines(report.figures)}


def clock_of(report: TransformationReport) -> Obligation:
    return Obligation.objects.get(case_id=report.pk, rule="annual_report_due")


def text(user: User, path: str) -> str:
    client = Client()
    client.force_login(user)
    answer = client.get(path)
    assert answer.status_code == 200, path
    return answer.content.decode()


def test_the_figures_come_from_the_rows(office: Office) -> None:
    plan = paid_plan(office)
    report = draft_report(office, plan.owner)
    told = said(report)
    assert told["到账金额（元）"] == told["净收入（元）"] == told["方案分配的净收入（元）"] == "1,000,000.00"
    assert told["奖励总额（元）"] == told["本年度支付的奖励（元）"] == "800,000.00"
    assert (told["单位留存（元）"], told["主要贡献人员"]) == ("200,000.00", "760,000.00")
    assert (told["本年度签订的合同（项）"], told["许可合同（项）"], told["领到奖励的人员（人）"]) == ("1", "1", "4")
    assert told["到期未付清的奖励方案（份）"] == "0"
    rows = {row["name"]: (row["amount"], row["paid"]) for row in report.contributors}
    assert rows["张三"] == (38_000_000, 38_000_000)
    assert sum(amount for amount, _paid in rows.values()) == 80_000_000
    assert said(draft_report(office, plan.owner, 2024, dt.date(2025, 10, 1)))["到账金额（元）"] == "0.00"


def test_a_plan_that_was_paid_late_or_not_at_all_is_counted(office: Office) -> None:
    plan = paid_plan(office, on=dt.date(2025, 12, 20))
    assert plan.due_on == dt.date(2025, 12, 10)
    assert said(draft_report(office, plan.owner))["到期未付清的奖励方案（份）"] == "1"


@pytest.mark.parametrize(("day", "late"), [(LAST, 0), (dt.date(2026, 3, 31), 1)])
def test_scenario_24_in_time_on_the_30th_of_march_and_late_on_the_31st(office: Office, day: dt.date, late: int) -> None:
    plan = paid_plan(office)
    report = draft_report(office, plan.owner)
    assert clock_of(report).due == LAST
    report = file_report(office, report, day)
    found = clock_of(report)
    assert (found.status, found.done_on, found.overdue_days) == (Obligation.Status.MET, day, late)
    page = text(office["head"], f"/case/{report.number}/")
    assert ("逾期报送" in page, "按期报送" in page) == (bool(late), not late)
    assert ("责令改正" in page) is bool(late)
    assert "第28条第1款" in page
    clerk = office["kc-st_department-clerk"]
    assert Message.objects.filter(user=clerk, case_id=report.pk, text__contains="已报送 2025 年度").exists()


def test_the_day_s_work_opens_the_reports_that_are_due_and_asks_for_them(office: Office) -> None:
    plan = paid_plan(office)
    with clock.moved_to(NEW_YEAR):
        assert daily.reports(clock.today()).startswith("1 ")
        assert daily.reports(clock.today()).startswith("0 ")
    report = TransformationReport.objects.get()
    assert (report.unit, report.year, report.state) == (plan.owner, YEAR, "drafted")
    assert said(report)["净收入（元）"] == "1,000,000.00"
    assert clock_of(report).due == LAST
    assert Todo.objects.filter(case_id=report.pk, name="file_report", closed_at=None).exists()
    file_report(office, report, LAST)
    assert not Todo.objects.filter(case_id=report.pk, closed_at=None).exists()


def test_what_is_not_over_or_not_up_to_date_is_not_filed(office: Office) -> None:
    plan = paid_plan(office)
    again = refused(office, None, "draft_report", NEW_YEAR, unit=plan.owner_id, year=2027)
    assert "还没有到" in str(again.errors["year"])
    report = draft_report(office, plan.owner, YEAR, dt.date(2025, 12, 1))
    early = refused(office, report, "file_report", dt.date(2025, 12, 31), **FILED, filed_on="2025-12-31")
    assert "过完才能报送" in str(early.errors["filed_on"])
    with clock.moved_to(NEW_YEAR):
        received(office, plan.transformation, "5000", dt.date(2025, 12, 30))
    stale = refused(office, report, "file_report", LAST, **FILED, filed_on=LAST.isoformat())
    assert (stale.ground, "先更新数据" in str(stale.reason)) == (Ground.STATE, True)
    assert "汇总以后的变动" in text(office["head"], f"/case/{report.number}/")
    with clock.moved_to(NEW_YEAR):
        act(f"{REPORT}.refresh_report", report, {"remarks": "另有两项在谈"}, office["manager"])
    report = file_report(office, report, LAST)
    assert said(report)["到账金额（元）"] == "1,005,000.00"
    assert report.remarks == "另有两项在谈"


def test_one_report_a_unit_and_year(office: Office) -> None:
    plan = paid_plan(office)
    report = draft_report(office, plan.owner)
    twice = refused(office, None, "draft_report", NEW_YEAR, unit=plan.owner_id, year=YEAR)
    assert report.number in str(twice.errors["year"])
    other = draft_report(office, plan.owner, 2024)
    with pytest.raises(DatabaseError, match="transformation_report_once"), transaction.atomic():
        TransformationReport.objects.filter(pk=other.pk).update(year=YEAR)


def test_a_filed_report_stays_and_says_what_has_changed_since(office: Office) -> None:
    plan = paid_plan(office)
    report = file_report(office, draft_report(office, plan.owner), LAST)
    assert not later(report).any
    assert "报送以后的变动" not in text(office["head"], f"/case/{report.number}/")
    for change in ({"remarks": "改"}, {"figures": {}}, {"contributors": []}, {"filed_on": NEW_YEAR}):
        with pytest.raises(DatabaseError, match="stays as it was filed"), transaction.atomic():
            TransformationReport.objects.filter(pk=report.pk).update(**change)
    with (
        pytest.raises(DatabaseError, match="stays as it was filed"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("DELETE FROM rewards_transformationreport WHERE case_ptr_id = %s", [report.pk])
    with clock.moved_to(dt.date(2026, 5, 6)):
        received(office, plan.transformation, "90000", dt.date(2025, 11, 1))
        reversed_(office, plan.transformation.receipts.get(position=1))
    changes = {c.line.label: (c.then.words, c.now.words) for c in later(report).changes if c.then and c.now}
    assert changes["到账金额（元）"] == ("1,000,000.00", "90,000.00")
    page = text(office["head"], f"/case/{report.number}/")
    for words in ("报送以后的变动", "已有变动", "1,000,000.00", "90,000.00"):
        assert words in page, words
    assert said(TransformationReport.objects.get(pk=report.pk))["到账金额（元）"] == "1,000,000.00"


def test_half_a_filing_is_none(office: Office) -> None:
    report = draft_report(office, paid_plan(office).owner)
    for half in ({"filed_on": LAST}, {"receipt": "x"}, {"filed_on": dt.date(2025, 12, 31), "receipt": "x"}):
        with pytest.raises(DatabaseError, match="transformation_report_filed_whole"), transaction.atomic():
            TransformationReport.objects.filter(pk=report.pk).update(**half)


# -- who reads what --------------------------------------------------------------------------------------------

PLANNERS, HEAD = {"manager", "head"}, {"head"}
OFFICES = {
    f"kc-{name}-{role}"
    for name in ("st_department", "finance_department", "audit_department")
    for role in ("clerk", "leader")
}
ALLOWED: dict[str, set[str]] = {
    "draft_report": PLANNERS, "refresh_report": PLANNERS, "file_report": HEAD, "attach": PLANNERS | OFFICES,
    "determine": {"kc-st_department-leader"}, "keep_paper": PLANNERS,
}  # fmt: skip


def test_every_action_and_everyone(office: Office) -> None:
    report = draft_report(office, paid_plan(office).owner)
    assert set(ALLOWED) == set(actions_of(TransformationReport))
    for name, allowed in ALLOWED.items():
        action = actions_of(TransformationReport)[name]
        assert {who for who, user in office.users.items() if action.by.test(user, report)} == allowed, name


def test_the_record_by_person_is_told_to_those_over_it_and_to_each_their_own(office: Office) -> None:
    plan = paid_plan(office)
    report = file_report(office, draft_report(office, plan.owner), LAST)
    zhang: User = office.user("zhang", plan.owner, Role.RESEARCHER)
    zhang.person = person("张三")
    zhang.save()
    path = f"/case/{report.number}/"
    for name in ("head", "finance", "kc-st_department-clerk"):
        assert "李四" in text(office[name], path), name
        assert "个人转化贡献记录" in text(office[name], f"{path}?show=documents"), name
    own = text(User.objects.get(pk=zhang.pk), path)
    assert "只列你本人" in own
    assert "李四" not in own
    for show in ("timeline", "documents", "obligations", "basis"):
        for user in (User.objects.get(pk=zhang.pk), office["scientist"]):
            assert "190,000.00" not in text(user, f"{path}?show={show}")
    client = Client()
    client.force_login(office["scientist"])
    answer = client.get(f"/api/cases/{report.number}/")
    assert answer.status_code == 200
    assert "李四" not in answer.content.decode()
    assert answer.json()["fields"]["figures"]["income_distribution"]["net_income"] == 100_000_000
    assert client.get(f"/api/cases/{report.number}/papers/record/pdf").status_code in (403, 404)
    client.force_login(office["kq-professor"])
    for gone in (path, f"/transformation-report-sheets/{report.number}.xlsx"):
        assert client.get(gone).status_code == 404


def test_paper_and_workbook_say_the_same(office: Office) -> None:
    plan = paid_plan(office)
    report = file_report(office, draft_report(office, plan.owner), LAST)
    for paper, words in ((report_paper(report), "单位留存（元）"), (record_paper(report), "380,000.00")):
        assert words in str(paper.body)
        assert to_pdf(paper).startswith(b"%PDF")
        assert to_docx(paper).startswith(b"PK")
    assert any("28" in note or "二十八" in note for note in report_paper(report).notes)

    def book(who: str) -> Any:
        client = Client()
        client.force_login(office[who])
        answer = client.get(f"/transformation-report-sheets/{report.number}.xlsx")
        assert answer.status_code == 200
        return CalamineWorkbook.from_filelike(io.BytesIO(b"".join(answer.streaming_content)))  # type: ignore[arg-type]

    whole = book("head")
    assert whole.sheet_names == ["年度报告", "个人转化贡献记录"]
    told = {row[1]: row[2] for row in whole.get_sheet_by_name("年度报告").to_python()[1:]}
    assert (told["净收入（元）"], told["领到奖励的人员（人）"]) == (1_000_000, 4)
    assert sum(row[6] for row in whole.get_sheet_by_name("个人转化贡献记录").to_python()[1:]) == 800_000
    assert book("scientist").sheet_names == ["年度报告"]


@pytest.mark.parametrize(("query", "hit"), [
    ("", True), ("?year=2025", True), ("?year=2024", False), ("?f=to_file", True), ("?f=overdue", True),
    ("?f=filed_late", False),
])  # fmt: skip
def test_the_list_narrows(office: Office, query: str, hit: bool) -> None:
    report = draft_report(office, paid_plan(office).owner)
    assert (report.number in text(office["head"], f"/transformation-reports/{query}")) is hit, query


def test_the_list_asks_the_same_at_one_row_and_at_thirty(office: Office) -> None:
    unit: Organisation = earned(office).owner
    report = draft_report(office, unit, 2020)
    page = text(office["head"], "/transformation-reports/")
    assert report.number in page
    with CaptureQueriesContext(connection) as one:
        text(office["head"], "/transformation-reports/")
    for year in (*range(2000, 2020), *range(2021, 2026)):
        draft_report(office, unit, year)
    with CaptureQueriesContext(connection) as many:
        assert text(office["head"], "/transformation-reports/").count("ZB-2026-") >= 25
    assert len(many) <= len(one) + 1
