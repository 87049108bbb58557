"""Fines, measures and the credit record (zhejiang-2021 art43, 44; national law art47-51). Amounts in fen."""

from __future__ import annotations

from typing import Any

import pytest

from kechuang.law import Finding, Verdict, explain

LOW, HIGH = 5_000_000, 10_000_000


def ask(rule: str, facts: dict[str, Any], territory: str = "330802", on: str = "2025-06-10", **more: Any) -> Finding:
    return explain(rule, facts, territory=territory, on=on, **more)


def fine(violation: str, income: int | None, territory: str = "330802", **more: Any) -> Finding:
    return ask("sanction_fine", {"sanction.violation": violation, "sanction.illegal_income": income}, territory, **more)


@pytest.mark.parametrize("violation", ["fraud", "false_appraisal", "broker_deceit"])
@pytest.mark.parametrize(
    ("income", "added", "instead"),
    [
        (0, (LOW, HIGH), (LOW, HIGH)),
        (1, (LOW + 1, HIGH + 3), (1, 3)),
        (30_000_000, (35_000_000, 100_000_000), (30_000_000, 90_000_000)),
    ],
)
def test_both_readings(violation: str, income: int, added: tuple[int, int], instead: tuple[int, int]) -> None:
    found = fine(violation, income)
    assert (found.output("fixed_min"), found.output("fixed_max")) == (LOW, HIGH)
    assert (found.output("added_min"), found.output("added_max")) == added
    assert (found.output("instead_min"), found.output("instead_max")) == instead
    assert found.output("confiscation") == income
    assert found.value == min(added[0], instead[0])
    assert found.output("fine_max") == max(added[1], instead[1])
    assert any("两种读法" in said.zh for said in found.remarks) is (income > 0)
    for choice, expected in (("added", added), ("instead", instead)):
        one = fine(violation, income, interpretations={"A16": choice})
        assert (one.value, one.output("fine_max")) == expected
        assert not any("两种读法" in said.zh for said in one.remarks)


def test_taking_anothers_achievement() -> None:
    found = fine("misappropriation", None)
    assert (found.value, found.output("fine_max")) == (LOW, HIGH)
    assert (found.output("discretionary"), found.output("confiscation")) == (True, 0)
    assert "zhejiang-2021:art44.p1.i3" in {str(c) for c in found.citations}
    assert "zhejiang-2021:art43.p1" in {str(c) for said in found.remarks for c in said.cites}


@pytest.mark.parametrize(
    ("violation", "income", "territory", "on", "verdict"),
    [
        ("fraud", None, "330802", "2025-06-10", Verdict.NEEDS_DETERMINATION),
        ("fraud", 0, "310115", "2025-06-10", Verdict.NO_LAW_FOUND),  # the national law names no amount
        ("fraud", 0, "330802", "2017-09-30", Verdict.NO_LAW_FOUND),
        ("misappropriation", 0, "110108", "2025-06-10", Verdict.NO_LAW_FOUND),
    ],
)
def test_where_no_range_is_told(violation: str, income: int | None, territory: str, on: str, verdict: Verdict) -> None:
    facts = {"sanction.violation": violation, "sanction.illegal_income": income}
    assert ask("sanction_fine", facts, territory, on).verdict is verdict


def test_a_text_that_settles_the_structure_needs_no_reading() -> None:
    found = fine("fraud", 30_000_000, "110108")
    assert (found.value, found.output("fine_max")) == (30_000_000, 90_000_000)
    assert not any("两种读法" in said.zh for said in found.remarks)
    none = fine("fraud", 0, "110108", interpretations={"A16": "added"})
    assert (none.value, none.output("fine_max")) == (LOW, HIGH)


@pytest.mark.parametrize(
    ("violation", "income", "proposed", "verdict"),
    [
        ("fraud", 0, LOW, Verdict.MET),
        ("fraud", 0, LOW - 1, Verdict.BREACHED),
        ("fraud", 0, HIGH + 1, Verdict.BREACHED),
        ("fraud", 0, 0, Verdict.BREACHED),
        ("misappropriation", 0, 0, Verdict.MET),  # it may be left out
        ("misappropriation", 0, 1, Verdict.BREACHED),
        ("misappropriation", 0, HIGH, Verdict.MET),
    ],
)
def test_a_proposed_fine(violation: str, income: int, proposed: int, verdict: Verdict) -> None:
    facts = {"sanction.violation": violation, "sanction.illegal_income": income, "sanction.fine": proposed}
    assert ask("fine_within_range", facts).verdict is verdict


@pytest.mark.parametrize(
    ("violation", "order", "true"),
    [
        ("fraud", "correction", {"honours_revoked", "confiscation"}),
        ("false_appraisal", "correction", {"warning", "confiscation", "licence_revoked"}),
        ("misappropriation", "cessation", {"fine_discretionary"}),
        ("broker_deceit", "correction", {"warning", "confiscation", "licence_revoked"}),
    ],
)
def test_measures(violation: str, order: str, true: set[str]) -> None:
    facts = {
        "sanction.violation": violation, "sanction.illegal_income": 100, "sanction.serious": True,
        "sanction.loss_caused": False, "sanction.crime": False,
    }  # fmt: skip
    found = ask("sanction_measures", facts)
    assert found.value == order
    assert {o.name for o in found.outputs if o.value is True} == true
    light = ask("sanction_measures", {**facts, "sanction.serious": False})
    assert light.output("licence_revoked") is False
    nation = ask("sanction_measures", facts, "310115")
    assert (nation.verdict, nation.output("warning")) == (Verdict.COMPUTED, False)


@pytest.mark.parametrize(
    ("recorded", "final", "verdict"),
    [
        (True, True, Verdict.MET),
        (False, False, Verdict.MET),
        (True, False, Verdict.BREACHED),
        (False, True, Verdict.BREACHED),
        (True, None, Verdict.NEEDS_DETERMINATION),
    ],
)
def test_credit_record_only_when_final(recorded: bool, final: bool | None, verdict: Verdict) -> None:
    found = ask("credit_record_entry", {"sanction.recorded": recorded, "sanction.final": final})
    assert found.verdict is verdict
    assert ask("credit_record_entry", {"sanction.recorded": recorded}, "310115").verdict is Verdict.NOT_APPLICABLE


def test_higher_law_first() -> None:
    assert ask("liability_source", {"sanction.higher_law_states": True}).value == "higher_law"
    assert ask("liability_source", {"sanction.higher_law_states": False}).value == "regulation"
    assert ask("liability_source", {}).missing == ("sanction.higher_law_states",)


def test_employees_and_agencies() -> None:
    leaked = {"breach.secret_leaked": True, "sanction.loss_caused": True}
    assert ask("employee_liability", leaked).value is True
    assert ask("employee_liability", {**leaked, "sanction.loss_caused": False}).value is False
    assert ask("agency_secrecy", leaked).verdict is Verdict.BREACHED


def test_a_gain_below_nothing_lowers_no_fine() -> None:
    none, negative = fine("fraud", 0), fine("fraud", -30_000_000)
    assert (negative.value, negative.output("fine_max")) == (none.value, none.output("fine_max"))
    assert negative.output("confiscation") == 0


@pytest.mark.parametrize("violation", ["fraud", "misappropriation"])
@pytest.mark.parametrize(("territory", "on"), [("310115", "2025-06-10"), ("330802", "2017-01-01")])
def test_where_no_text_states_a_fine_nothing_is_said_of_it(violation: str, territory: str, on: str) -> None:
    found = fine(violation, 500, territory, on=on)
    assert found.verdict is Verdict.NO_LAW_FOUND
    assert found.remarks == ()
    assert {one.value for one in found.outputs} == {None}
