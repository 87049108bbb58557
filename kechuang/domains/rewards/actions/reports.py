"""Writers of the yearly report: drafted from the rows, brought up to date, filed once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kechuang.casework.cases.actions import Stop, action
from kechuang.casework.cases.law import ask
from kechuang.casework.cases.standard import attachment_for, determination_for, paper_filing_for
from kechuang.casework.inbox import services as inbox
from kechuang.casework.parties.models import Organisation
from kechuang.core.permissions import Ground, Refusal
from kechuang.domains.achievements.facts import holder_facts
from kechuang.domains.platforms.queries.offices import departments_over
from kechuang.domains.rewards.actions.who import HEAD, PLANNER, department, head, planner
from kechuang.domains.rewards.forms import reports as forms
from kechuang.domains.rewards.models import TransformationReport
from kechuang.domains.rewards.reporting import due
from kechuang.domains.rewards.reporting.figures import CONTENTS
from kechuang.domains.rewards.reporting.later import later
from kechuang.law import Finding

Data = Mapping[str, Any]
DUE, CONTENT = "zhejiang-2021:art28.p1", "prc-transformation-2015:art21.p1"


@action(
    TransformationReport,
    label=_("拟订年度报告"),
    creates=True,
    by=planner,
    who=PLANNER,
    form=forms.DraftReportForm,
    cites=[DUE, CONTENT],
    hint=_("数据从成果、转化、到账和奖励的记录里来，不用再填"),
)
def draft_report(report: TransformationReport, *, data: Data, by: Any) -> Callable[[], None]:
    """Open the report of a unit and year with what the rows say."""
    report.unit = report.owner = data["unit"]
    report.region, report.year = report.owner.region, data["year"]
    report.title = due.title_of(report.unit, report.year)[:200]
    due.compute(report)
    return lambda: due.start_clock(report)


@action(
    TransformationReport,
    label=_("更新数据"),
    stays=("drafted",),
    by=planner,
    who=PLANNER,
    form=forms.RemarksForm,
    cites=[CONTENT],
    hint=_("按现在的记录重新汇总，可以补写说明"),
)
def refresh_report(report: TransformationReport, *, data: Data, by: Any) -> None:
    """Sum up anew what the rows say, with what the unit adds in words."""
    due.compute(report)
    report.remarks = data["remarks"]


def _whole(report: TransformationReport, *, data: Data, by: Any) -> list[Finding | Refusal]:
    said: list[Finding | Refusal] = []
    if later(report).any:
        words = gettext("记录在汇总以后有变动：先更新数据")
        said.append(Refusal(Ground.STATE, words))
    contents = [name for name in CONTENTS if report.figures.get(name)]
    facts = {**holder_facts(report.unit), "report.year": report.year, "report.contents": contents}
    said.append(ask(report, "annual_report_contents", facts))
    return said


@action(
    TransformationReport,
    label=_("报送年度报告"),
    moves={"drafted": "filed"},
    by=head,
    who=HEAD,
    form=forms.FileForm,
    law=_whole,
    cites=[DUE, CONTENT, "zhejiang-2021:art28.p2"],
    stops=(Stop(due.RULE, done_on=lambda case, data: data["filed_on"]),),
    settles=("file_report",),
    main=True,
    hint=_("三月三十日前报送主管部门；报送以后不再改动"),
)
def file_report(report: TransformationReport, *, data: Data, by: Any) -> Callable[[], None]:
    """Hand it in: from here it stays as it is. Late is recorded as late."""
    report.filed_on, report.receipt = data["filed_on"], data["receipt"]

    def finish() -> None:
        told = inbox.members_of(departments_over(report.region_id, Organisation.Department.ST))
        words = _("%(unit)s已报送 %(year)d 年度转化报告")
        inbox.tell(told, "case", lambda: words % {"unit": report.unit.name, "year": report.year}, case_id=report.pk)

    return finish


attach_to_report = attachment_for(TransformationReport, planner | department)
determine_report = determination_for(TransformationReport)
keep_report_paper = paper_filing_for(TransformationReport, planner)
