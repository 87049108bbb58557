"""The fee of an IP right: due on the day its notice names, late the day after, and nothing is cited."""

from __future__ import annotations

import datetime as dt

import pytest

from kechuang.law import Verdict, explain

DUE = {"ip_fee.due_on": "2026-12-01"}


@pytest.mark.parametrize(
    ("facts", "as_of", "verdict", "late"),
    [
        (DUE, "2026-12-01", Verdict.COMPUTED, 0),
        (DUE, "2026-12-02", Verdict.BREACHED, 1),
        ({**DUE, "ip_fee.paid_on": "2026-12-01"}, "2027-03-01", Verdict.MET, 0),
        ({**DUE, "ip_fee.paid_on": "2026-12-05"}, "2027-03-01", Verdict.BREACHED, 4),
    ],
)
def test_in_time_and_late(facts: dict[str, str], as_of: str, verdict: Verdict, late: int) -> None:
    found = explain("ip_fee_payment", {**facts, "as_of": as_of}, territory="330802", on="2026-11-01")
    assert (found.verdict, found.value, found.output("overdue_days")) == (verdict, dt.date(2026, 12, 1), late)
    assert found.citations == ()
    assert bool(found.remarks) is (verdict is Verdict.BREACHED)


def test_without_a_day_none_is_made_up() -> None:
    found = explain("ip_fee_payment", {}, territory="330802", on="2026-11-01")
    assert (found.verdict, found.missing) == (Verdict.NEEDS_DETERMINATION, ("ip_fee.due_on",))
