"""No duplicate inspection of a fiscally supported project (quzhou-2024 art26.p3)."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from kechuang.law import Verdict, explain

BEFORE = {"inspection.last_on": "2025-01-15", "inspection.interval_months": 6}


@pytest.mark.parametrize(
    ("facts", "territory", "on", "verdict"),
    [
        ({**BEFORE, "inspection.planned_on": "2025-07-15"}, "330802", "2025-06-10", Verdict.BREACHED),
        ({**BEFORE, "inspection.planned_on": "2025-07-16"}, "330802", "2025-06-10", Verdict.MET),
        (BEFORE, "330802", "2025-07-15", Verdict.BREACHED),  # planned for the day asked about
        ({**BEFORE, "inspection.reason_recorded": True}, "330802", "2025-07-01", Verdict.MET),
        ({}, "330802", "2025-06-10", Verdict.MET),  # nothing was checked before
        ({"inspection.last_on": "2025-01-15"}, "330802", "2025-06-10", Verdict.NEEDS_DETERMINATION),
        ({"inspection.duplicate": True, "inspection.reason_recorded": False}, "330802", "2025-06-10", Verdict.BREACHED),
        ({**BEFORE, "inspection.fiscal_project": False}, "330802", "2025-06-10", Verdict.NOT_APPLICABLE),
        (BEFORE, "330603", "2025-06-10", Verdict.NOT_APPLICABLE),
        (BEFORE, "330802", "2025-02-28", Verdict.NOT_APPLICABLE),
    ],
)
def test_duplicates(facts: dict[str, Any], territory: str, on: str, verdict: Verdict) -> None:
    told = {"inspection.reason_recorded": False, **facts} if "inspection.last_on" in facts else facts
    found = explain("duplicate_inspection", told, territory=territory, on=on)
    assert found.verdict is verdict
    if verdict is Verdict.BREACHED:
        assert [said.kind for said in found.remarks] == ["advice"]


EVALUATED = {
    "inspection.evaluated_on": "2025-04-20",
    "inspection.interval_months": 6,
    "inspection.reason_recorded": False,
}


@pytest.mark.parametrize(
    ("reading", "on", "verdict"),
    [
        ("counts", "2025-10-20", Verdict.BREACHED),
        ("counts", "2025-10-21", Verdict.MET),
        ("apart", "2025-10-20", Verdict.MET),
        ("", "2025-10-20", Verdict.BREACHED),  # the default
    ],
)
def test_an_evaluation_counts_as_it_is_read(reading: str, on: str, verdict: Verdict) -> None:
    read = {"A42": reading} if reading else {}
    found = explain("duplicate_inspection", EVALUATED, territory="330802", on=on, interpretations=read)
    assert found.verdict is verdict


def test_the_latest_of_inspection_and_evaluation_counts() -> None:
    both = {**EVALUATED, "inspection.last_on": "2024-01-15"}
    found = explain("duplicate_inspection", both, territory="330802", on="2025-06-10")
    assert (found.verdict, found.output("opens_on")) == (Verdict.BREACHED, dt.date(2025, 10, 21))
    apart = explain("duplicate_inspection", both, territory="330802", on="2025-06-10", interpretations={"A42": "apart"})
    assert (apart.verdict, apart.output("opens_on")) == (Verdict.MET, dt.date(2024, 7, 16))
    again = {**both, "inspection.reason_recorded": True}
    assert explain("duplicate_inspection", again, territory="330802", on="2025-06-10").verdict is Verdict.MET
