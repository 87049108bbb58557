"""How the total is shared: floors of the classes, plans checked, the composite for one deal. Amounts in fen."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kechuang.law import Finding, Verdict, explain

QUZHOU, HANGZHOU, BEIJING = "330803", "330106", "110108"
BOTH = {"unit.public_platform": True, "unit.public_research_unit": True}
PLATFORM = {"unit.public_platform": True, "unit.public_research_unit": False}
RESEARCH = {"unit.public_platform": False, "unit.public_research_unit": True}
YUAN = 100
SCENARIO_1 = {"deal.mode": "licence", "deal.net_income": 1_000_000 * YUAN, "deal.received_on": "2025-06-10"}


def run(rule: str, *facts: Mapping[str, Any], territory: str = QUZHOU, **readings: str) -> Finding:
    case = {name: value for part in facts for name, value in part.items()}
    chosen = {name.replace("__", "."): choice for name, choice in readings.items()}
    return explain(rule, case, territory=territory, on="2025-06-10", interpretations=chosen)


# -- scenario 1 ------------------------------------------------------------------------------------------


def test_distribution_of_scenario_1() -> None:
    finding = run("reward_distribution", SCENARIO_1, BOTH)
    assert finding.value == 800_000 * YUAN
    assert finding.output("net_income") == 1_000_000 * YUAN
    assert finding.output("pool_floor") == 800_000 * YUAN
    assert finding.output("main_contributors_floor") == 560_000 * YUAN
    assert finding.output("transfer_staff_floor") == 40_000 * YUAN
    assert finding.output("unit_keeps_at_most") == 200_000 * YUAN
    assert finding.output("paid_main_contributors_floor") is None
    assert {"quzhou-2024:art20.p1.i1", "zhejiang-2021:art37.p2.a", "zhejiang-2021:art37.p2.b"} <= {
        str(c) for c in finding.citations
    }
    assert {"A03", "A04"} <= {used.id for used in finding.interpretations}


def test_distribution_of_scenario_1_with_more_paid() -> None:
    finding = run("reward_distribution", SCENARIO_1, BOTH, {"reward.paid": 900_000 * YUAN})
    assert finding.output("paid_main_contributors_floor") == 630_000 * YUAN
    assert finding.output("paid_transfer_staff_floor") == 45_000 * YUAN
    assert finding.output("unit_keeps") == 100_000 * YUAN
    assert finding.output("shortfall") == 0
    assert run("main_contributors_floor", SCENARIO_1, BOTH, {"reward.paid": 900_000 * YUAN}).value == 630_000 * YUAN
    assert run("transfer_staff_floor", SCENARIO_1, BOTH, {"reward.paid": 900_000 * YUAN}).value == 45_000 * YUAN


def test_distribution_of_a_platform_alone_has_no_split_duty() -> None:
    finding = run("reward_distribution", SCENARIO_1, PLATFORM)
    assert finding.value == 800_000 * YUAN
    assert finding.output("main_contributors_floor") is None
    assert finding.output("transfer_staff_floor") is None
    assert any("not this unit" in said.en for said in finding.remarks)


def test_distribution_says_when_the_split_waits_for_a_determination() -> None:
    finding = run("reward_distribution", SCENARIO_1, {"unit.public_platform": True})
    assert (finding.value, finding.output("main_contributors_floor")) == (800_000 * YUAN, None)
    assert any("not determined" in said.en for said in finding.remarks)


def test_distribution_of_a_research_unit_in_quzhou_and_outside() -> None:
    for territory in (QUZHOU, HANGZHOU):
        finding = run("reward_distribution", SCENARIO_1, RESEARCH, territory=territory)
        assert finding.value == 700_000 * YUAN
        assert finding.output("main_contributors_floor") == 490_000 * YUAN
        assert finding.output("transfer_staff_floor") == 35_000 * YUAN
        assert finding.output("unit_keeps_at_most") == 300_000 * YUAN


def test_distribution_in_beijing_has_the_national_floor_and_no_split() -> None:
    finding = run("reward_distribution", SCENARIO_1, RESEARCH, territory=BEIJING)
    assert finding.value == 500_000 * YUAN
    assert finding.output("main_contributors_floor") is None


# -- floors alone ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("unit", "territory", "verdict"),
    [
        (BOTH, QUZHOU, Verdict.COMPUTED),
        (PLATFORM, QUZHOU, Verdict.NOT_APPLICABLE),
        (RESEARCH, BEIJING, Verdict.NO_LAW_FOUND),
        ({}, QUZHOU, Verdict.NEEDS_DETERMINATION),
    ],
)
def test_main_contributors_floor_by_unit_and_place(unit: Mapping[str, Any], territory: str, verdict: Verdict) -> None:
    assert run("main_contributors_floor", {"reward.paid": 100}, unit, territory=territory).verdict == verdict


def test_main_contributors_floor_a03_other_reading() -> None:
    assert run("main_contributors_floor", {"reward.paid": 100}, BOTH, A03="not_in_quzhou").verdict == (
        Verdict.NOT_APPLICABLE
    )


@pytest.mark.parametrize(
    ("paid", "main", "staff"), [(0, 0, 0), (1, 1, 0), (2, 2, 0), (3, 3, 0), (4, 3, 1), (20, 14, 1), (21, 15, 2)]
)
def test_floors_of_tiny_totals_the_whole_wins(paid: int, main: int, staff: int) -> None:
    """A36: with 1, 2 or 3 fen both floors rounded up exceed the whole."""
    assert run("main_contributors_floor", {"reward.paid": paid}, BOTH).value == main
    found = run("transfer_staff_floor", {"reward.paid": paid}, BOTH)
    assert found.value == staff
    assert any("too small" in said.en for said in found.remarks) == (0 < paid < 4)


def test_floors_of_tiny_totals_win_by_the_other_reading() -> None:
    assert run("transfer_staff_floor", {"reward.paid": 1}, BOTH, A36="floors_win").value == 1
    tiny = {**SCENARIO_1, "deal.net_income": 1}
    assert run("reward_distribution", tiny, BOTH, A36="floors_win").value == 2


@given(st.integers(0, 10**15))
def test_floors_never_exceed_the_total(paid: int) -> None:
    main = run("main_contributors_floor", {"reward.paid": paid}, BOTH).value
    staff = run("transfer_staff_floor", {"reward.paid": paid}, BOTH).value
    assert main + staff <= paid
    assert main * 10 >= paid * 7


@pytest.mark.parametrize(
    ("reading", "verdict", "value"),
    [("open", Verdict.NEEDS_DETERMINATION, None), ("to_main", Verdict.COMPUTED, 0), ("reserved", Verdict.COMPUTED, 5)],
)
def test_transfer_staff_floor_of_an_empty_class(reading: str, verdict: Verdict, value: int | None) -> None:
    case = {"reward.paid": 100, "reward.transfer_staff_count": 0}
    finding = run("transfer_staff_floor", case, BOTH, A07__empty_class=reading)
    assert (finding.verdict, finding.value) == (verdict, value)
    assert finding.open == (("A07.empty_class",) if reading == "open" else ())


# -- plans -----------------------------------------------------------------------------------------------


def plan(paid: int | None, main: int, staff: int, others: int | None = None, **more: int) -> dict[str, Any]:
    return {
        "reward.paid": paid, "reward.main_contributors": main, "reward.transfer_staff": staff, "reward.others": others,
        **{f"reward.{name}": value for name, value in more.items()},
    }  # fmt: skip


@pytest.mark.parametrize(
    ("case", "verdict"),
    [
        (plan(900, 630, 45, 225), Verdict.MET),
        (plan(900, 629, 45, 226), Verdict.BREACHED),
        (plan(900, 630, 44, 226), Verdict.BREACHED),
        (plan(900, 630, 45, 224), Verdict.BREACHED),  # a fen is missing
        (plan(900, 630, 45, 226), Verdict.BREACHED),  # a fen too many
        (plan(900, 630, 45), Verdict.MET),  # the others may have the rest
        (plan(900, 630, 271), Verdict.BREACHED),
        (plan(None, 630, 45, 225), Verdict.MET),  # the total is what the classes get
        (plan(900, 855, 45, 0, persons_in_both_classes=1), Verdict.BREACHED),
        (plan(900, 855, 45, 0, persons_in_both_classes=0), Verdict.MET),
        (plan(0, 0, 0, 0), Verdict.MET),
        (plan(1, 1, 0, 0), Verdict.MET),  # A36
    ],
)
def test_distribution_check(case: Mapping[str, Any], verdict: Verdict) -> None:
    assert run("distribution_check", case, BOTH).verdict == verdict


def test_distribution_check_tells_the_shortfalls_and_the_sanction() -> None:
    finding = run("distribution_check", plan(900, 600, 40, 260), BOTH)
    assert finding.output("main_contributors_shortfall") == 30
    assert finding.output("transfer_staff_shortfall") == 5
    assert finding.output("left_for_others") == 225
    assert finding.output("measures") == frozenset({"correction", "personal_liability"})
    assert [str(c) for said in finding.remarks for c in said.cites] == ["zhejiang-2021:art46.p1"]


@pytest.mark.parametrize(
    ("case", "reading", "verdict"),
    [
        (plan(900, 900, 0, 0, transfer_staff_count=0), "open", Verdict.NEEDS_DETERMINATION),
        (plan(900, 600, 0, 300, transfer_staff_count=0), "open", Verdict.BREACHED),  # the main class is short anyway
        (plan(900, 675, 0, 225, transfer_staff_count=0), "to_main", Verdict.MET),
        (plan(900, 674, 0, 226, transfer_staff_count=0), "to_main", Verdict.BREACHED),
        (plan(900, 630, 0, transfer_staff_count=0, reserved=45), "reserved", Verdict.MET),
        (plan(900, 630, 0, transfer_staff_count=0, reserved=44), "reserved", Verdict.BREACHED),
        (
            plan(900, 900, 0, 0, transfer_staff_count=2),
            "to_main",
            Verdict.BREACHED,
        ),  # there are some, and they got none
    ],
)
def test_distribution_check_with_an_empty_class(case: Mapping[str, Any], reading: str, verdict: Verdict) -> None:
    finding = run("distribution_check", case, BOTH, A07__empty_class=reading)
    assert finding.verdict == verdict
    if verdict is Verdict.NEEDS_DETERMINATION:
        assert finding.open == ("A07.empty_class",)


def test_distribution_check_asks_for_the_number_when_the_class_got_nothing() -> None:
    finding = run("distribution_check", plan(900, 900, 0, 0), BOTH)
    assert (finding.verdict, finding.missing) == (Verdict.NEEDS_DETERMINATION, ("reward.transfer_staff_count",))


def test_distribution_check_other_readings_of_the_classes() -> None:
    completers = plan(900, 630, 45, 225, completers=600)
    assert run("distribution_check", completers, BOTH, A07__membership="completers_only").verdict == Verdict.BREACHED
    twice = plan(900, 855, 45, 0, persons_in_both_classes=1)
    assert run("distribution_check", twice, BOTH, A07__both_classes="split").verdict == Verdict.MET


@pytest.mark.parametrize(
    ("unit", "territory", "verdict"),
    [
        (PLATFORM, QUZHOU, Verdict.NOT_APPLICABLE),
        (RESEARCH, BEIJING, Verdict.NO_LAW_FOUND),
        ({"unit.public_platform": True}, QUZHOU, Verdict.NEEDS_DETERMINATION),
    ],
)
def test_distribution_check_where_no_split_is_laid_down(
    unit: Mapping[str, Any], territory: str, verdict: Verdict
) -> None:
    assert run("distribution_check", plan(900, 1, 1, 1), unit, territory=territory).verdict == verdict


@pytest.mark.parametrize("net", [1, 2, 3])
@pytest.mark.parametrize("name", ["main_contributors_floor", "transfer_staff_floor", "reward_distribution"])
def test_a_reward_too_small_for_both_floors_says_so(name: str, net: int) -> None:
    facts = {"deal.net_income": net, "deal.mode": "licence", "unit.public_research_unit": True}
    told = [said.en for said in explain(name, facts, territory="330106", on="2025-06-10").remarks]
    assert any("cannot both be met" in words for words in told)
    facts["deal.net_income"] = 1000
    told = [said.en for said in explain(name, facts, territory="330106", on="2025-06-10").remarks]
    assert not any("cannot both be met" in words for words in told)
