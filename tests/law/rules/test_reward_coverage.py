"""Who is covered, what the unit's own rule may say, and which regulation gives way."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

import pytest

from kechuang.law import Verdict, explain

QUZHOU, HANGZHOU, BEIJING = "330803", "330106", "110108"


def unit(platform: bool | None, research: bool | None) -> dict[str, Any]:
    return {"unit.public_platform": platform, "unit.public_research_unit": research}


@pytest.mark.parametrize(
    ("territory", "on", "facts", "case", "share", "main", "staff"),
    [
        (QUZHOU, "2025-06-10", unit(True, True), "both", "80%", "70%", "5%"),
        (QUZHOU, "2025-06-10", unit(True, False), "platform_only", "80%", None, None),
        (QUZHOU, "2025-06-10", unit(False, True), "research_unit_only", "70%", "70%", "5%"),
        (QUZHOU, "2025-06-10", unit(False, False), "neither", "50%", None, None),
        (QUZHOU, "2025-02-28", unit(True, True), "research_unit_only", "70%", "70%", "5%"),
        (HANGZHOU, "2025-06-10", unit(True, True), "research_unit_only", "70%", "70%", "5%"),
        (HANGZHOU, "2025-06-10", unit(True, False), "neither", "50%", None, None),
        (BEIJING, "2025-06-10", unit(False, True), "neither", "50%", None, None),
    ],
)
def test_coverage_four_cases(
    territory: str, on: str, facts: Mapping[str, Any], case: str, share: str, main: str | None, staff: str | None
) -> None:
    def exact(text: str | None) -> Fraction | None:
        return None if text is None else Fraction(text.rstrip("%")) / 100

    finding = explain("reward_coverage", facts, territory=territory, on=on)
    assert (finding.verdict, finding.value) == (Verdict.COMPUTED, case)
    assert finding.output("pool_share_without_agreement") == exact(share)
    assert finding.output("main_contributors_share") == exact(main)
    assert finding.output("transfer_staff_share") == exact(staff)
    assert finding.output("payment_months") == (None if territory == BEIJING else 6)


def test_coverage_asks_per_unit_whether_a_platform_is_a_research_unit() -> None:
    finding = explain("reward_coverage", unit(True, None), territory=QUZHOU, on="2025-06-10")
    assert finding.verdict == Verdict.NEEDS_DETERMINATION
    assert "unit.public_research_unit" in finding.missing


def test_coverage_a03_other_reading_leaves_the_split_out_of_the_city_pool() -> None:
    other = {"A03": "not_in_quzhou"}
    city = explain("reward_coverage", unit(True, True), territory=QUZHOU, on="2025-06-10", interpretations=other)
    elsewhere = explain("reward_coverage", unit(True, True), territory=HANGZHOU, on="2025-06-10", interpretations=other)
    assert city.output("main_contributors_share") is None
    assert elsewhere.output("main_contributors_share") == Fraction(7, 10)


@pytest.mark.parametrize(
    ("facts", "share", "verdict"),
    [
        (unit(True, True), "80%", Verdict.MET),
        (unit(True, True), "79.999999%", Verdict.BREACHED),
        (unit(False, True), "70%", Verdict.MET),
        (unit(False, True), "69%", Verdict.BREACHED),
        (unit(False, False), "10%", Verdict.NOT_APPLICABLE),  # an enterprise may agree on what it likes
    ],
)
def test_agreed_share_may_not_go_below_the_floor(facts: Mapping[str, Any], share: str, verdict: Verdict) -> None:
    case = {**facts, "deal.mode": "licence", "reward.agreed_share": share}
    assert explain("agreed_share_check", case, territory=QUZHOU, on="2025-06-10").verdict == verdict


@pytest.mark.parametrize(
    ("steps", "matters", "verdict", "missing"),
    [
        (["staff_heard", "published"], ["amount"], Verdict.MET, set()),
        (["published"], ["amount"], Verdict.BREACHED, {"staff_heard"}),
        (["staff_heard", "published"], [], Verdict.BREACHED, set()),
    ],
)
def test_reward_rule_is_made_with_the_staff_heard_and_published(
    steps: list[str], matters: list[str], verdict: Verdict, missing: set[str]
) -> None:
    case = {"reward_rule.procedure": steps, "reward_rule.matters": matters}
    finding = explain("reward_rule_procedure", case, territory=BEIJING, on="2025-06-10")
    assert finding.verdict == verdict
    assert finding.output("missing_steps") == frozenset(missing)


@pytest.mark.parametrize(
    ("adopted", "compared", "reading", "result"),
    [
        ("2017-09-30", "lower", "lower_only", "province_prevails"),
        ("2017-09-30", "higher", "lower_only", "local_stands_flagged"),
        ("2017-09-30", "higher", "any_difference", "province_prevails"),
        ("2017-09-30", "same", "any_difference", "local_stands"),
        ("2017-10-01", "lower", "any_difference", "local_stands"),
        ("2024-09-30", "higher", "any_difference", "local_stands"),  # the Quzhou regulation is later: its 80 % stand
    ],
)
def test_earlier_local_rules_give_way_to_the_province(adopted: str, compared: str, reading: str, result: str) -> None:
    case = {"local_rule.adopted_on": adopted, "local_rule.compared": compared}
    finding = explain(
        "local_reward_rule_conflict", case, territory=QUZHOU, on="2025-06-10", interpretations={"A29": reading}
    )
    assert finding.value == result
    assert "zhejiang-2021:art37.p6" in {str(c) for c in finding.citations}


def test_earlier_local_rules_outside_the_province_are_not_its_matter() -> None:
    case = {"local_rule.adopted_on": "2010-01-01", "local_rule.compared": "lower"}
    found = explain("local_reward_rule_conflict", case, territory=BEIJING, on="2025-06-10")
    assert found.verdict == Verdict.NOT_APPLICABLE
