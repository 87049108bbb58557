"""Whom a report is due from: each year's reports are opened on 1 January for the units the law asks, with their clock."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext, gettext_lazy

from kechuang.casework.cases import direct
from kechuang.casework.cases.law import ask
from kechuang.casework.inbox import services as inbox
from kechuang.casework.obligations import services as obligations
from kechuang.casework.parties.models import Organisation
from kechuang.core import clock
from kechuang.domains.achievements.facts import holder_facts
from kechuang.domains.achievements.models import Achievement
from kechuang.domains.rewards.models import TransformationReport
from kechuang.domains.rewards.reporting.figures import contributors, figures
from kechuang.law import Finding, explain

RULE = "annual_report_due"
ROLES = ("platform_manager", "technology_manager", "leader")


def due(unit: Organisation, year: int) -> Finding:
    """When the report of a year is due from a unit, by the texts of its place; no date where none asks it."""
    return explain(RULE, _facts(unit, year), territory=unit.region_id)


def of_report(report: TransformationReport) -> Finding:
    """The same of a report as it stands: whether its day was kept, how many days it was late, what follows."""
    facts = _facts(report.unit, report.year)
    if report.filed_on is not None:
        facts["report.filed_on"] = report.filed_on
    return ask(report, RULE, facts)


def day_of(found: Finding) -> dt.date | None:
    """The last day, none where no text asks for a report."""
    return found.value if isinstance(found.value, dt.date) else None


def days_late(found: Finding) -> int:
    """By so many days the last day was or is past; 0 while it is not."""
    late = next((one.value for one in found.outputs if one.name == "overdue_days"), None)
    return int(late) if late else 0


def _facts(unit: Organisation, year: int) -> dict[str, Any]:
    """Those of the first day after the year reported on, from which the report may be filed."""
    since = dt.date(year + 1, 1, 1)
    return {**holder_facts(unit, since), "report.year": year, "on": since, "as_of": clock.today()}


def holders() -> QuerySet[Organisation]:
    """Units that hold achievements: those a report may be due from."""
    owners = Achievement.objects.filter(registered_on__isnull=False).values("owner")
    return Organisation.objects.filter(pk__in=owners).select_related("region").order_by("pk")


def compute(report: TransformationReport) -> None:
    """Fill in what the rows say today. The caller saves."""
    report.figures, report.contributors = figures(report.unit, report.year), contributors(report.unit, report.year)
    report.computed_on = clock.today()


def start_clock(report: TransformationReport) -> None:
    """Start the clock of a report, where a text asks it of the unit."""
    if day_of(due(report.unit, report.year)) is None:
        return
    facts = {name: value for name, value in _facts(report.unit, report.year).items() if name not in ("on", "as_of")}
    obligations.start(
        case_id=report.pk, rule=RULE, territory=report.region_id, owner=report.owner, facts=facts, settled_by="file_report"
    )  # fmt: skip


def title_of(unit: Organisation, year: int) -> str:
    return gettext("%(unit)s %(year)d 年度科技成果转化报告") % {"unit": unit.name, "year": year}


def made(unit: Organisation, year: int) -> TransformationReport:
    """A report to be opened, with what the rows say."""
    report = TransformationReport(
        unit=unit, owner=unit, region=unit.region, year=year, title=title_of(unit, year)[:200]
    )
    compute(report)
    return report


@transaction.atomic
def open_reports(day: dt.date) -> str:
    """The day's work: from 1 January on, open last year's report of every unit it is due from, and ask the unit for it."""
    year = day.year - 1
    there = set(TransformationReport.objects.filter(year=year).values_list("unit", flat=True))
    opened = 0
    for unit in holders().exclude(pk__in=there):
        if day_of(due(unit, year)) is None:
            continue
        report = made(unit, year)
        direct.open_case(report, "draft_report", by=None, finish=lambda report=report: _ask(report))  # type: ignore[misc]
        opened += 1
    return f"{opened} transformation reports opened"


def _ask(report: Any) -> None:
    start_clock(report)
    inbox.open_todo(report, "file_report", [report.unit], gettext_lazy("核对并报送年度转化报告"), ROLES)
