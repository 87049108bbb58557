"""No duplicate inspection of a fiscally supported project (quzhou-2024 art26.p3)."""

from __future__ import annotations

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
