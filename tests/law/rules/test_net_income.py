"""Net income, its share in each receipt, and the accounts. Amounts in fen; the tables say yuan."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from itertools import pairwise
from math import ceil
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kechuang.law import Verdict, explain

QUZHOU, HANGZHOU, BEIJING, SHANGHAI = "330803", "330106", "110108", "310115"
YUAN = 100


def deal(**yuan: int | None) -> dict[str, Any]:
    return {f"deal.{name}": None if value is None else value * YUAN for name, value in yuan.items()}


SCENARIO_5 = deal(
    amount=2_000_000, costs=50_000 + 100_000 + 10_000 + 600_000, research_cost=600_000, fiscal_research_cost=400_000,
    taxes=40_000,
)  # fmt: skip


def test_net_income_deducts_own_research_money_and_not_fiscal() -> None:
    """Scenario 5; 1,200,000 (and a pool of 840,000) would be the error of deducting fiscal money too."""
    finding = explain("net_income", SCENARIO_5, territory=HANGZHOU, on="2025-06-10")
    assert (finding.verdict, finding.value) == (Verdict.COMPUTED, 1_600_000 * YUAN)
    assert "zhejiang-2021:art37.p4" in {str(c) for c in finding.citations}
    assert "A05.own_research_cost" in {used.id for used in finding.interpretations}


def test_pool_and_classes_of_scenario_5() -> None:
    facts = {**SCENARIO_5, "deal.mode": "licence", "unit.public_research_unit": True, "unit.public_platform": False}
    finding = explain("reward_distribution", facts, territory=HANGZHOU, on="2025-06-10")
    assert finding.output("net_income") == 1_600_000 * YUAN
    assert finding.value == 1_120_000 * YUAN
    assert finding.output("main_contributors_floor") == 784_000 * YUAN
    assert finding.output("transfer_staff_floor") == 56_000 * YUAN


def test_transformation_costs_are_what_net_income_asks_for() -> None:
    lines = deal(
        appraisal_costs=50_000, agency_costs=100_000, travel_costs=10_000, other_costs=0, research_cost=600_000
    )
    finding = explain("transformation_costs", lines, territory=HANGZHOU, on="2025-06-10")
    assert finding.value == SCENARIO_5["deal.costs"]
    assert finding.output("of_the_deal") == 160_000 * YUAN


@pytest.mark.parametrize(
    ("facts", "net"),
    [
        (deal(amount=1_000_000, costs=0, fiscal_research_cost=0, taxes=0), 1_000_000),
        (deal(amount=100_000, costs=90_000, fiscal_research_cost=0, taxes=10_000), 0),
        (deal(amount=100_000, costs=150_000, fiscal_research_cost=0, taxes=0), 0),  # a loss is zero
        (deal(amount=100_000, costs=150_000, fiscal_research_cost=150_000, taxes=0), 100_000),
    ],
)
def test_net_income_of_other_deals(facts: Mapping[str, Any], net: int) -> None:
    assert explain("net_income", facts, territory=QUZHOU, on="2025-06-10").value == net * YUAN


def test_net_income_own_research_cost_not_deducted_by_the_other_reading() -> None:
    other = {"A05.own_research_cost": "not_deducted"}
    finding = explain("net_income", SCENARIO_5, territory=HANGZHOU, on="2025-06-10", interpretations=other)
    assert finding.value == (2_000_000 - 160_000 - 40_000) * YUAN


def test_net_income_beijing_has_its_own_definition_whatever_is_read_into_zhejiangs() -> None:
    facts = deal(amount=2_000_000, taxes=40_000, maintenance_costs=60_000, direct_costs=100_000)
    for reading in ("deducted", "not_deducted"):
        finding = explain(
            "net_income", facts, territory=BEIJING, on="2025-06-10", interpretations={"A05.own_research_cost": reading}
        )
        assert finding.value == 1_800_000 * YUAN
    before = explain("net_income", facts, territory=BEIJING, on="2019-12-31")
    assert before.verdict == Verdict.NO_LAW_FOUND


def test_net_income_is_undefined_where_no_text_defines_it() -> None:
    assert explain("net_income", SCENARIO_5, territory=SHANGHAI, on="2025-06-10").verdict == Verdict.NO_LAW_FOUND


def test_net_income_already_settled_is_taken_as_it_is_and_said_so() -> None:
    finding = explain("net_income", {"deal.net_income": 5}, territory=SHANGHAI, on="2025-06-10")
    assert finding.value == 5
    assert any("net income stated" in said.en for said in finding.remarks)


@pytest.mark.parametrize("absent", ["amount", "costs", "fiscal_research_cost", "taxes"])
def test_net_income_never_takes_a_missing_amount_for_zero(absent: str) -> None:
    facts = {**SCENARIO_5, f"deal.{absent}": None}
    finding = explain("net_income", facts, territory=HANGZHOU, on="2025-06-10")
    assert finding.verdict == Verdict.NEEDS_DETERMINATION
    assert f"deal.{absent}" in finding.missing


def test_net_income_warns_when_costs_leave_out_the_research_money() -> None:
    facts = deal(amount=2_000_000, costs=160_000, fiscal_research_cost=400_000, taxes=40_000)
    finding = explain("net_income", facts, territory=HANGZHOU, on="2025-06-10")
    assert any("too high" in said.en for said in finding.remarks)


# -- receipts -------------------------------------------------------------------------------------------------------

CONTRACT = {**deal(amount=1_000_000, costs=200_000, fiscal_research_cost=0, taxes=0)}


@pytest.mark.parametrize(
    ("before", "share", "net"),
    [("0", "1/2", 400_000), ("1/2", "1/2", 400_000), ("0", "30%", 240_000), ("30%", "70%", 560_000)],
)
def test_receipt_net_income_shares_costs_by_amount(before: str, share: str, net: int) -> None:
    facts = {**CONTRACT, "receipt.share_before": before, "receipt.share": share}
    assert explain("receipt_net_income", facts, territory=QUZHOU, on="2025-06-10").value == net * YUAN


@pytest.mark.parametrize(
    ("before", "amount", "net"), [(0, 150_000, 0), (0, 300_000, 100_000), (300_000, 700_000, 700_000)]
)
def test_receipt_net_income_first_receipts_carry_the_costs_by_the_other_reading(
    before: int, amount: int, net: int
) -> None:
    facts = {**CONTRACT, "receipt.received_before": before * YUAN, "receipt.amount": amount * YUAN}
    finding = explain(
        "receipt_net_income", facts, territory=QUZHOU, on="2025-06-10",
        interpretations={"A05.instalments": "first_receipts"},
    )  # fmt: skip
    assert finding.value == net * YUAN


def test_receipt_net_income_carries_a_loss_forward_by_the_other_reading() -> None:
    facts = {**CONTRACT, "receipt.share_before": "0", "receipt.share": "1/2", "receipt.loss_before": 100_000 * YUAN}
    finding = explain(
        "receipt_net_income", facts, territory=QUZHOU, on="2025-06-10", interpretations={"A05.loss": "carried_forward"}
    )
    assert finding.value == 300_000 * YUAN


@settings(max_examples=50, deadline=None)
@given(net=st.integers(0, 10**15), cuts=st.lists(st.integers(0, 10**8), max_size=5))
def test_receipts_sum_to_the_net_income(net: int, cuts: list[int]) -> None:
    marks = [0, *sorted(cuts), 10**8]
    total = 0
    for before, after in pairwise(marks):
        facts = {
            "deal.net_income": net,
            "receipt.share_before": f"{before}/{10**8}",
            "receipt.share": f"{after - before}/{10**8}",
        }
        total += explain("receipt_net_income", facts, territory=QUZHOU, on="2025-06-10").value
    assert total == net


def test_receipt_pool_floor_follows_the_day_of_the_receipt() -> None:
    facts = {**CONTRACT, "deal.mode": "licence", "unit.public_platform": True, "unit.public_research_unit": True}
    first = {**facts, "receipt.share_before": "0", "receipt.share": "1/2", "deal.received_on": "2025-02-28"}
    second = {**facts, "receipt.share_before": "1/2", "receipt.share": "1/2", "deal.received_on": "2025-03-01"}
    assert explain("receipt_pool_floor", first, territory=QUZHOU).value == 280_000 * YUAN
    assert explain("receipt_pool_floor", second, territory=QUZHOU).value == 320_000 * YUAN


# -- accounts ---------------------------------------------------------------------------------------------------------

RESEARCH = {"unit.public_research_unit": True}


@pytest.mark.parametrize(
    ("territory", "unit", "paid", "verdict"),
    [
        (HANGZHOU, RESEARCH, 0, Verdict.MET),
        (HANGZHOU, RESEARCH, 1, Verdict.BREACHED),
        (BEIJING, RESEARCH, 1, Verdict.BREACHED),  # by the national law
        (HANGZHOU, {"unit.public_research_unit": False}, 1, Verdict.NOT_APPLICABLE),
        (HANGZHOU, {}, 1, Verdict.NEEDS_DETERMINATION),
    ],
)
def test_income_stays_with_the_unit(territory: str, unit: Mapping[str, Any], paid: int, verdict: Verdict) -> None:
    case = {**unit, "books.paid_to_treasury": paid}
    assert explain("retained_income", case, territory=territory, on="2025-06-10").verdict == verdict


@pytest.mark.parametrize(
    ("mode", "account"),
    [("transfer", "operating_income"), ("licence", "operating_income"), ("equity", "other_income"),
     ("self_implementation", None)],
)  # fmt: skip
def test_income_account_class(mode: str, account: str | None) -> None:
    case = {**RESEARCH, "deal.mode": mode}
    assert explain("income_account_class", case, territory=HANGZHOU, on="2025-06-10").value == account


@pytest.mark.parametrize(
    ("kind", "account"),
    [("appraisal", "operating_expenditure"), ("taxes", "operating_expenditure"), ("research", None)],
)
def test_cost_account_class(kind: str, account: str | None) -> None:
    case = {**RESEARCH, "books.cost_kind": kind}
    assert explain("cost_account_class", case, territory=HANGZHOU, on="2025-06-10").value == account


def test_a_settled_loss_is_no_income() -> None:
    """A05.loss: nothing is carried into the reward, whoever settled the figure."""
    facts = {"deal.net_income": -100, "deal.mode": "licence", "unit.public_research_unit": True}
    for rule in ("net_income", "reward_pool_floor", "unit_keeps_at_most"):
        assert explain(rule, facts, territory=HANGZHOU, on="2025-06-10").value == 0


# -- receipts by their amounts ----------------------------------------------------------------------------------------


def by_amounts(whole: int, costs: int, amounts: list[int], **interpretations: str) -> list[int]:
    """The net income (fen) of each receipt, told what those before were given."""
    found: list[int] = []
    parts = 0
    for n, amount in enumerate(amounts):
        before = sum(amounts[:n])
        facts = {
            "deal.amount": whole, "deal.costs": costs, "deal.fiscal_research_cost": 0, "deal.taxes": 0,
            "receipt.amount": amount, "receipt.received_before": before, "receipt.part_before": parts,
            "receipt.loss_before": 0,
        }  # fmt: skip
        finding = explain(
            "receipt_net_income", facts, territory=QUZHOU, on="2025-06-10", interpretations=interpretations
        )
        found.append(finding.value)
        parts += finding.output("part")
    return found


def test_a_receipt_without_costs_is_its_amount_to_the_fen() -> None:
    """100.10 of 600.00 is no round share; nothing is deducted, so nothing is lost of it."""
    assert by_amounts(60_000, 0, [10_010, 10_010, 39_980]) == [10_010, 10_010, 39_980]


def test_costs_past_a_million_yuan_fall_on_receipts_to_the_fen() -> None:
    """A third of the costs is a third, however large: no share of eight places stands between."""
    third, costs = 10**13, 3 * 10**12
    assert by_amounts(3 * third, costs, [third] * 3) == [third - costs // 3] * 3
    assert by_amounts(3 * third, costs + 1, [third] * 3) == [
        third - costs // 3 - 1,
        third - costs // 3,
        third - costs // 3,
    ]


@settings(max_examples=60, deadline=None)
@given(
    amounts=st.lists(st.integers(1, 10**13), min_size=1, max_size=6), per_million=st.integers(0, 1_000_000),
    odd=st.integers(0, 999),
)  # fmt: skip
def test_what_is_deducted_so_far_is_the_exact_part_rounded_up(amounts: list[int], per_million: int, odd: int) -> None:
    """Never a fen more than the costs in proportion, rounded up once; never a fen less."""
    whole = sum(amounts)
    costs = min(whole * per_million // 10**6 + odd, whole)
    given_so_far = received = 0
    for amount, net in zip(amounts, by_amounts(whole, costs, amounts), strict=True):
        received, given_so_far = received + amount, given_so_far + net
        assert given_so_far == received - ceil(Fraction(costs * received, whole))
    assert given_so_far == whole - costs


@settings(max_examples=60, deadline=None)
@given(
    amounts=st.lists(st.integers(1, 10**13), min_size=1, max_size=5),
    per_mille=st.integers(0, 1500),
    reading=st.sampled_from(["by_amount", "first_receipts"]),
)
def test_receipts_by_amount_sum_to_the_net_income_and_exceed_none(
    amounts: list[int], per_mille: int, reading: str
) -> None:
    whole = sum(amounts)
    costs = whole * per_mille // 1000
    found = by_amounts(whole, costs, amounts, **{"A05.instalments": reading})
    assert sum(found) == max(whole - costs, 0)
    assert all(0 <= net <= amount for net, amount in zip(found, amounts, strict=True))


@pytest.mark.parametrize(
    ("reading", "before", "net", "after"),
    [("zero", 0, 0, 20_000), ("carried_forward", 0, 0, 20_000), ("zero", 5_000, 0, 25_000)],
)
def test_a_receipt_that_costs_more_than_it_brings_is_a_loss(reading: str, before: int, net: int, after: int) -> None:
    facts = {
        **deal(amount=30_000, costs=0, fiscal_research_cost=0, taxes=0), "receipt.share_before": "0", "receipt.share": "1",
        "receipt.costs": 45_000 * YUAN, "receipt.taxes": 5_000 * YUAN, "receipt.loss_before": before * YUAN,
    }  # fmt: skip
    finding = explain(
        "receipt_net_income", facts, territory=QUZHOU, on="2025-06-10", interpretations={"A05.loss": reading}
    )
    assert (finding.value, finding.output("loss_after")) == (net * YUAN, after * YUAN)
