"""The list and the page of yearly reports as a declaration."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kechuang.casework.cases.predicates import takes_part
from kechuang.core import clock
from kechuang.core.money import yuan_of
from kechuang.core.ui.sites import CasePaper, CaseSite, Column, register
from kechuang.domains.rewards import filters
from kechuang.domains.rewards.actions.who import sees_records
from kechuang.domains.rewards.models import TransformationReport
from kechuang.domains.rewards.panels import reports as panels
from kechuang.domains.rewards.papers.report import record_paper, report_paper


def _amount(name: str) -> Any:
    def value(report: TransformationReport) -> Any:
        fen = report.figures.get("income_distribution", {}).get(name)
        return None if fen is None else yuan_of(fen)

    return value


def _links(report: TransformationReport, user: Any) -> Sequence[tuple[str, str]]:
    if not takes_part(user, report):
        return ()
    return [(_("下载 .xlsx"), reverse("transformation-report-sheet", args=[report.number]))]


def _values(report: TransformationReport) -> Mapping[str, Any]:
    return {"remarks": report.remarks, "filed_on": clock.today()}


def _new(user: Any, given: Mapping[str, Any]) -> Mapping[str, Any]:
    return {"year": clock.today().year - 1}


REPORTS = register(
    CaseSite(
        TransformationReport,
        slug="transformation-reports",
        title=gettext_lazy("年度转化报告"),
        unit=gettext_lazy("份"),
        area="achievements",
        columns=(
            "number",
            "title",
            "owner",
            "region",
            Column("year", gettext_lazy("年度"), lambda r: r.year, "number", "year"),
            Column("net_income", gettext_lazy("净收入（元）"), _amount("net_income"), "yuan"),
            Column("pool", gettext_lazy("奖励总额（元）"), _amount("pool"), "yuan"),
            Column("paid", gettext_lazy("支付的奖励（元）"), _amount("paid"), "yuan", shown=False),
            Column("filed_on", gettext_lazy("报送日"), lambda r: r.filed_on, "day", "filed_on"),
            "state",
            "due",
            "left",
        ),
        filters=(filters.YEAR,),
        quick=(filters.TO_FILE, filters.OVERDUE, filters.FILED_LATE),
        search=("owner__name",),
        related=("unit",),
        main=(
            panels.changes,
            panels.achievements,
            panels.transformation,
            panels.distribution,
            panels.record,
            panels.about,
        ),
        side=(panels.when,),
        path=("drafted", "filed"),
        sub=lambda report: report.unit.name,
        initial=_values,
        initial_new=_new,
        links=_links,
        beside={"file_report": (panels.changes, panels.when), "refresh_report": (panels.changes,)},
        papers=(
            CasePaper("report", gettext_lazy("年度转化报告"), report_paper),
            CasePaper(
                "record", gettext_lazy("个人转化贡献记录"), record_paper, lambda case, user: sees_records(user, case)
            ),
        ),
    )
)
