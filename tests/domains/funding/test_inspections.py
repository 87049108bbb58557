"""Nobody is inspected twice for the same, without a reason that is recorded."""

from __future__ import annotations

import datetime as dt
from typing import Any

from kechuang.core import clock
from kechuang.core.permissions import Ground
from kechuang.domains.funding.models import Inspection
from kechuang.domains.funding.panels.inspections import once
from tests.casework.office import Office, act
from tests.domains.evaluation.results import published
from tests.domains.funding.funded import refused, staffed

INSPECTION = "funding.inspection"


def planned_data(platform: Any, **changes: Any) -> dict[str, Any]:
    return {
        "platform": platform.pk, "subject": "use_of_funds", "planned_on": clock.today().isoformat(), "interval_months": "12",
        "interval_document": "衢科〔2025〕2 号", "repeats": "",
    } | changes  # fmt: skip


def done(office: Office, platform: Any, **changes: Any) -> Inspection:
    data = planned_data(platform, **changes)
    made: Inspection = act(f"{INSPECTION}.plan_inspection", None, data, office["kc-st_department-clerk"]).case
    result = {"done_on": clock.today().isoformat(), "result": "账实相符"}
    act(f"{INSPECTION}.record_result", made, result, office["kc-st_department-clerk"])
    return made


def test_another_department_is_told_of_the_first_inspection_and_needs_a_reason(office: Office) -> None:
    platform = staffed(office, "330802", "kc")
    finance = office["kc-finance_department-clerk"]
    with clock.moved_to(dt.date(2026, 11, 21)):
        first = done(office, platform)
        refusal = refused(f"{INSPECTION}.plan_inspection", None, planned_data(platform), finance)
        assert refusal.ground is Ground.LAW
        assert "quzhou-2024:art26.p3" in [str(c) for c in refusal.cites]
        assert refusal.opens_on == dt.date(2027, 11, 22), "the day after the interval"
        assert first.number in refusal.errors["repeats"][0]
        soon, late = (planned_data(platform, planned_on=f"2027-11-{day}") for day in (21, 22))
        assert refused(f"{INSPECTION}.plan_inspection", None, soon, finance).ground is Ground.LAW
        assert act(f"{INSPECTION}.plan_inspection", None, late, finance).case.state == "planned"
        again = act(f"{INSPECTION}.plan_inspection", None, planned_data(platform, repeats="群众举报"), finance).case
    assert again.owner == office.organisations["kc-finance_department"]


def test_another_subject_and_a_day_after_the_interval_are_no_repetition(office: Office) -> None:
    platform = staffed(office, "330802", "kc")
    done(office, platform)
    audit = office["kc-audit_department-clerk"]
    assert (
        act(f"{INSPECTION}.plan_inspection", None, planned_data(platform, subject="audit"), audit).case.state
        == "planned"
    )
    later = (clock.today() + dt.timedelta(days=370)).isoformat()
    assert (
        act(f"{INSPECTION}.plan_inspection", None, planned_data(platform, planned_on=later), audit).case.state
        == "planned"
    )


def test_where_the_place_set_no_interval_a_person_must_say(office: Office) -> None:
    platform = staffed(office, "330802", "kc")
    done(office, platform)
    data = planned_data(platform, interval_months="", interval_document="")
    refusal = refused(f"{INSPECTION}.plan_inspection", None, data, office["kc-st_department-clerk"])
    assert refusal.ground is Ground.DETERMINATION
    assert "inspection.interval_months" in refusal.questions
    act(f"{INSPECTION}.plan_inspection", None, data | {"repeats": "整改复查"}, office["kc-st_department-clerk"])


def test_performance_is_not_looked_at_again_after_a_published_evaluation(office: Office) -> None:
    """The clause speaks of inspections and evaluations; how it is read is a switch (A42)."""
    platform = staffed(office, "330802", "kc")
    campaign = published(office, {platform: "good"}, mark="kc", year=2026, quiet=True)
    type(campaign).objects.filter(pk=campaign.pk).update(published_on=clock.today() - dt.timedelta(30))
    clerk = office["kc-st_department-clerk"]
    refusal = refused(f"{INSPECTION}.plan_inspection", None, planned_data(platform, subject="performance"), clerk)
    assert refusal.ground is Ground.LAW
    act(f"{INSPECTION}.plan_inspection", None, planned_data(platform), clerk)  # money is another subject
    data = planned_data(platform, subject="performance", repeats="群众举报")
    made = act(f"{INSPECTION}.plan_inspection", None, data, clerk).case
    sheet = once(made, clerk)
    assert any("PP-" in str(row[0]) for row in sheet.rows), "its result is shown to be used again"
