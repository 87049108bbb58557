"""Innovation vouchers (zhejiang-2021 art22): uses, no limits, listed providers, a settlement every half year."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from kechuang.law import Finding, Verdict, explain


def ask(rule: str, facts: dict[str, Any], territory: str = "330802", on: str = "2025-06-10", **more: Any) -> Finding:
    return explain(rule, facts, territory=territory, on=on, **more)


@pytest.mark.parametrize(
    ("holder", "verdict"),
    [("enterprise", Verdict.MET), ("entrepreneur", Verdict.MET), ("other", Verdict.NOT_APPLICABLE)],
)
def test_holders(holder: str, verdict: Verdict) -> None:
    assert ask("voucher_grant", {"voucher.holder": holder}).verdict is verdict
    assert ask("voucher_grant", {"voucher.holder": holder}, "310115").verdict is Verdict.NOT_APPLICABLE


@pytest.mark.parametrize(
    ("facts", "verdict"),
    [
        ({"voucher.services": ["testing"]}, Verdict.MET),
        ({"voucher.services": ["rd_design", "intermediate_test"]}, Verdict.MET),
        ({"voucher.services": []}, Verdict.NEEDS_DETERMINATION),  # the list is open
        ({"voucher.services": [], "voucher.similar_service": False}, Verdict.BREACHED),
        ({"voucher.services": [], "voucher.similar_service": True}, Verdict.MET),
    ],
)
def test_uses(facts: dict[str, Any], verdict: Verdict) -> None:
    assert ask("voucher_use", facts).verdict is verdict


@pytest.mark.parametrize(
    ("facts", "verdict"),
    [
        ({}, Verdict.MET),
        ({"voucher.provider_listed": False}, Verdict.BREACHED),
        ({"voucher.expires_on": "2025-06-10"}, Verdict.MET),
        ({"voucher.expires_on": "2025-06-09"}, Verdict.BREACHED),
        ({"voucher.expires_on": "2025-06-09", "voucher.used_on": "2025-06-01"}, Verdict.MET),
        ({"voucher.provider_listed": None}, Verdict.NEEDS_DETERMINATION),
    ],
)
def test_acceptance(facts: dict[str, Any], verdict: Verdict) -> None:
    held = {"voucher.services": ["testing"], "voucher.provider_listed": True, **facts}
    assert ask("voucher_acceptance", held).verdict is verdict
    assert ask("voucher_acceptance", held, "330603").verdict is verdict  # anywhere in the province


def test_provider_on_the_list() -> None:
    assert ask("voucher_provider", {"voucher.provider_listed": True}).verdict is Verdict.MET
    assert ask("voucher_provider", {"voucher.provider_listed": False}).verdict is Verdict.BREACHED


@pytest.mark.parametrize(
    ("place", "holder", "any_limit", "territorial"),
    [
        (False, False, Verdict.MET, Verdict.MET),
        (True, False, Verdict.BREACHED, Verdict.BREACHED),
        (False, True, Verdict.BREACHED, Verdict.MET),
    ],
)
def test_no_limits(place: bool, holder: bool, any_limit: Verdict, territorial: Verdict) -> None:
    facts = {
        "voucher.territorial_limit": place, "voucher.holder_limit": holder, "voucher.other_limit": False,
    }  # fmt: skip
    assert ask("voucher_no_limits", facts).verdict is any_limit
    assert ask("voucher_no_limits", facts, interpretations={"A19.limits": "territorial"}).verdict is territorial


@pytest.mark.parametrize(
    ("last", "rolling", "stays", "calendar"),
    [
        ("2025-01-10", "2025-07-10", "2025-07-10", "2025-12-31"),
        ("2025-06-30", "2025-12-30", "2025-12-30", "2025-12-31"),
        ("2025-07-01", "2026-01-04", "2026-01-01", "2026-06-30"),  # New Year moves it to the make-up working day
        ("2024-08-31", "2025-02-28", "2025-02-28", "2025-06-30"),
    ],
)
def test_settlement(last: str, rolling: str, stays: str, calendar: str) -> None:
    facts = {"voucher.last_settled_on": last}
    assert ask("voucher_settlement", facts).value == dt.date.fromisoformat(rolling)
    held = ask("voucher_settlement", facts, interpretations={"A30.act_by": "stays"})
    assert held.value == dt.date.fromisoformat(stays)
    halves = ask("voucher_settlement", facts, interpretations={"A19.half_year": "calendar"})
    assert halves.value == dt.date.fromisoformat(calendar)


def test_settlement_done_late_first_and_elsewhere() -> None:
    facts = {"voucher.last_settled_on": "2025-01-10"}
    assert ask("voucher_settlement", {**facts, "voucher.settled_on": "2025-07-10"}).verdict is Verdict.MET
    late = ask("voucher_settlement", {**facts, "voucher.settled_on": "2025-07-13"})
    assert (late.verdict, late.output("overdue_days")) == (Verdict.BREACHED, 3)
    assert ask("voucher_settlement", {"voucher.opened_on": "2025-01-10"}).value == dt.date(2025, 7, 10)
    assert ask("voucher_settlement", {}).verdict is Verdict.NEEDS_DETERMINATION
    assert ask("voucher_settlement", facts, "310115").verdict is Verdict.NO_LAW_FOUND
    assert ask("voucher_settlement", facts, known_on=dt.date(2017, 3, 29)).verdict is Verdict.NO_LAW_FOUND
    calendar = {"A19.half_year": "calendar"}
    assert ask("voucher_settlement", facts, "310115", interpretations=calendar).verdict is Verdict.NO_LAW_FOUND


def test_frequency() -> None:
    assert ask("voucher_settlement_frequency", {"voucher.settlements_in_half_year": 1}).verdict is Verdict.MET
    assert ask("voucher_settlement_frequency", {"voucher.settlements_in_half_year": 0}).verdict is Verdict.BREACHED
