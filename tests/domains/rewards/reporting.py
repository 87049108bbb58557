"""Yearly reports for the tests of rewards: of a year in which a plan was settled and paid."""

from __future__ import annotations

import datetime as dt
from typing import Any

from kechuang.core import clock
from kechuang.domains.rewards.models import RewardPlan, TransformationReport
from tests.casework.office import Office, act
from tests.domains.rewards.planning import drafted, earned, pay, settled

REPORT = "rewards.transformationreport"
YEAR = 2025
NEW_YEAR = dt.date(2026, 1, 5)
FILED = {"receipt": "收文〔2026〕12 号"}


def paid_plan(office: Office, *, on: dt.date = dt.date(2025, 9, 10)) -> RewardPlan:
    """A million of net income, settled and paid in 2025."""
    with clock.moved_to(dt.date(2025, 6, 15)):
        plan = settled(office, drafted(office, earned(office)))
    return pay(office, plan, on)


def draft_report(office: Office, unit: Any, year: int = YEAR, on: dt.date = NEW_YEAR) -> TransformationReport:
    with clock.moved_to(on):
        report: TransformationReport = act(
            f"{REPORT}.draft_report", None, {"unit": unit.pk, "year": year}, office["manager"]
        ).case
    return report


def file_report(office: Office, report: TransformationReport, on: dt.date, who: str = "head") -> TransformationReport:
    with clock.moved_to(on):
        act(f"{REPORT}.file_report", report, FILED | {"filed_on": on.isoformat()}, office[who])
    return TransformationReport.objects.get(pk=report.pk)
