"""Empowerment (quzhou-2024 art18, art20.p2): ten full years, the exclusions, the agreement, share or reward."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from kechuang.law import Finding, Verdict, explain

PLATFORM = {"unit.public_platform": True}
MATTERS = ["share_or_term", "income", "deadline", "costs", "reporting"]
CLEAR = {
    "screen.national_security": False, "screen.national_interest": False, "screen.public_interest": False,
}  # fmt: skip


def ask(rule: str, facts: dict[str, Any], territory: str = "330802", on: str = "2025-06-10", **more: Any) -> Finding:
    return explain(rule, facts, territory=territory, on=on, **more)


def term(start: str, end: str) -> dict[str, Any]:
    return {**PLATFORM, "empowerment.starts_on": start, "empowerment.ends_on": end}


@pytest.mark.parametrize(
    ("start", "end", "verdict", "years", "earliest"),
    [
        ("2025-01-01", "2034-12-31", Verdict.MET, 10, "2034-12-31"),
        ("2025-01-01", "2034-12-30", Verdict.BREACHED, 9, "2034-12-31"),
        ("2025-01-01", "2044-12-31", Verdict.MET, 20, "2034-12-31"),
        ("2024-02-29", "2034-02-28", Verdict.MET, 10, "2034-02-28"),
        ("2024-02-29", "2034-02-27", Verdict.BREACHED, 9, "2034-02-28"),
        ("2018-03-01", "2028-02-28", Verdict.BREACHED, 9, "2028-02-29"),
        ("2018-03-01", "2028-02-29", Verdict.MET, 10, "2028-02-29"),
        ("2025-06-15", "2035-06-14", Verdict.MET, 10, "2035-06-14"),
    ],
)
def test_ten_full_years(start: str, end: str, verdict: Verdict, years: int, earliest: str) -> None:
    found = ask("empowerment_term", term(start, end))
    assert (found.verdict, found.output("full_years")) == (verdict, years)
    assert found.output("earliest_end") == dt.date.fromisoformat(earliest)
    assert "quzhou-2024:art18.p1.a" in {str(c) for c in found.citations}


@pytest.mark.parametrize(("end", "verdict"), [("2034-12-31", Verdict.BREACHED), ("2035-01-01", Verdict.MET)])
def test_counted_to_the_anniversary(end: str, verdict: Verdict) -> None:
    found = ask("empowerment_term", term("2025-01-01", end), interpretations={"A14.counting": "anniversary"})
    assert (found.verdict, found.output("earliest_end")) == (verdict, dt.date(2035, 1, 1))


@pytest.mark.parametrize(
    ("end", "exceed", "capped"),
    [
        ("2032-06-30", Verdict.BREACHED, Verdict.MET),  # as long as the patent lives
        ("2032-06-29", Verdict.BREACHED, Verdict.BREACHED),
        ("2034-12-31", Verdict.MET, Verdict.BREACHED),  # longer than the patent
    ],
)
def test_a_patent_with_less_left(end: str, exceed: Verdict, capped: Verdict) -> None:
    facts = {**term("2025-01-01", end), "empowerment.patent_expires_on": "2032-06-30"}
    found = ask("empowerment_term", facts)
    assert found.verdict is exceed
    assert bool(found.remarks) is (exceed is Verdict.MET)
    assert ask("empowerment_term", facts, interpretations={"A14.patent_life": "capped"}).verdict is capped


@pytest.mark.parametrize(
    ("facts", "territory", "on", "verdict"),
    [
        (
            {**term("2025-01-01", "2034-12-31"), "unit.public_platform": False},
            "330802",
            "2025-06-10",
            Verdict.NO_LAW_FOUND,
        ),
        (term("2025-01-01", "2034-12-31"), "330106", "2025-06-10", Verdict.NO_LAW_FOUND),
        (term("2025-01-01", "2034-12-31"), "330802", "2025-02-28", Verdict.NO_LAW_FOUND),
        (
            {**term("2025-01-01", "2034-12-31"), "empowerment.right": "ownership"},
            "330802",
            "2025-06-10",
            Verdict.NOT_APPLICABLE,
        ),
        ({**PLATFORM, "empowerment.starts_on": "2025-01-01"}, "330802", "2025-06-10", Verdict.NEEDS_DETERMINATION),
    ],
)
def test_where_no_term_is_asked(facts: dict[str, Any], territory: str, on: str, verdict: Verdict) -> None:
    assert ask("empowerment_term", facts, territory, on).verdict is verdict


@pytest.mark.parametrize("fact", ["national_security", "national_interest", "public_interest"])
def test_any_exclusion_bars_it_whatever_else(fact: str) -> None:
    bare = {**PLATFORM, f"screen.{fact}": True}
    assert ask("empowerment_exclusion", bare).verdict is Verdict.BREACHED
    granted = {
        **PLATFORM, **CLEAR, f"screen.{fact}": True, "empowerment.eligible": True, "empowerment.right": "ownership",
        "empowerment.ownership_share": "70%",
    }  # fmt: skip
    assert ask("empowerment", granted).verdict is Verdict.NOT_APPLICABLE


def test_exclusion_needs_all_three_answers() -> None:
    found = ask("empowerment_exclusion", {**PLATFORM, "screen.national_security": False})
    assert found.missing == ("screen.national_interest", "screen.public_interest")


@pytest.mark.parametrize(
    ("right", "verdict"),
    [
        ({"empowerment.right": "ownership", "empowerment.ownership_share": "70%"}, Verdict.MET),
        ({"empowerment.right": "ownership", "empowerment.ownership_share": "0%"}, Verdict.NOT_APPLICABLE),
        ({"empowerment.right": "ownership", "empowerment.ownership_share": "101%"}, Verdict.NOT_APPLICABLE),
        ({"empowerment.right": "long_term_use", **term("2025-01-01", "2034-12-31")}, Verdict.MET),
        ({"empowerment.right": "long_term_use", **term("2025-01-01", "2034-12-30")}, Verdict.NOT_APPLICABLE),
        ({}, Verdict.NEEDS_DETERMINATION),
    ],
)
def test_the_right_type(right: dict[str, Any], verdict: Verdict) -> None:
    assert ask("empowerment", {**PLATFORM, **CLEAR, "empowerment.eligible": True, **right}).verdict is verdict


@pytest.mark.parametrize(
    ("matters", "more", "verdict"),
    [
        (MATTERS, {}, Verdict.MET),
        (MATTERS, {"empowerment.written": True}, Verdict.MET),
        (MATTERS, {"empowerment.written": False}, Verdict.BREACHED),
        (MATTERS[:4], {}, Verdict.BREACHED),
        ([], {}, Verdict.BREACHED),
    ],
)
def test_five_matters_agreed(matters: list[str], more: dict[str, Any], verdict: Verdict) -> None:
    found = ask("empowerment_agreement", {**PLATFORM, "empowerment.matters": matters, **more})
    assert (found.verdict, found.output("missing")) == (verdict, frozenset(MATTERS) - frozenset(matters))


@pytest.mark.parametrize(
    ("share", "reward", "verdict"),
    [
        ("30%", True, Verdict.BREACHED),
        ("30%", False, Verdict.MET),
        ("0%", True, Verdict.MET),
        (None, False, Verdict.MET),
        ("30%", None, Verdict.NEEDS_DETERMINATION),
    ],
)
def test_share_or_reward(share: str | None, reward: bool | None, verdict: Verdict) -> None:
    facts = {**PLATFORM, "empowerment.ownership_share": share, "empowerment.takes_reward": reward}
    assert ask("share_or_reward", facts).verdict is verdict


def test_share_and_reward_in_the_other_reading() -> None:
    facts = {**PLATFORM, "empowerment.ownership_share": "30%", "empowerment.takes_reward": True}
    assert ask("share_or_reward", facts, interpretations={"A08.combination": "both"}).verdict is Verdict.MET
    elsewhere = {**facts, "unit.public_platform": False, "unit.public_research_unit": True}
    assert ask("share_or_reward", elsewhere, "330106").verdict is Verdict.BREACHED
    assert ask("share_or_reward", elsewhere, "310115").verdict is Verdict.NOT_APPLICABLE
