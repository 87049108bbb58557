"""Who may be rewarded: contributors and classes, title shares, leaders."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from kechuang.law import Finding, Verdict, explain

QUZHOU, HANGZHOU, BEIJING = "330803", "330106", "110108"
RESEARCH = {"unit.public_platform": False, "unit.public_research_unit": True}
PLATFORM = {"unit.public_platform": True, "unit.public_research_unit": False}
NEITHER = {"unit.public_platform": False, "unit.public_research_unit": False}


def run(rule: str, *facts: Mapping[str, Any], territory: str = HANGZHOU, **readings: str) -> Finding:
    case = {name: value for part in facts for name, value in part.items()}
    chosen = {name.replace("__", "."): choice for name, choice in readings.items()}
    return explain(rule, case, territory=territory, on="2025-06-10", interpretations=chosen)


@pytest.mark.parametrize(
    ("contributor", "proved", "verdict"),
    [
        ("completer", None, Verdict.MET),
        ("st_personnel", True, Verdict.MET),
        ("transfer_staff", True, Verdict.MET),
        ("manager", False, Verdict.BREACHED),
        ("manager", None, Verdict.NEEDS_DETERMINATION),
        ("none", True, Verdict.BREACHED),
    ],
)
def test_important_contributor(contributor: str, proved: bool | None, verdict: Verdict) -> None:
    case = {"person.contributor": contributor, "person.important_contribution": proved}
    assert run("important_contributor", case).verdict == verdict


@pytest.mark.parametrize(
    ("facts", "reading", "result"),
    [
        ({"person.contributor": "completer"}, "recorded_class", "main_contributor"),
        ({"person.contributor": "st_personnel"}, "recorded_class", "main_contributor"),
        ({"person.contributor": "st_personnel"}, "completers_only", "other"),
        ({"person.contributor": "manager"}, "recorded_class", "transfer_staff"),
        ({"person.contributor": "completer", "person.recorded_class": "transfer_staff"}, "recorded_class",
         "transfer_staff"),
        ({"person.contributor": "completer", "person.recorded_class": "transfer_staff"}, "completers_only",
         "main_contributor"),
    ],
)  # fmt: skip
def test_reward_class(facts: Mapping[str, Any], reading: str, result: str) -> None:
    assert run("reward_class", facts, RESEARCH, A07__membership=reading).value == result


@pytest.mark.parametrize(
    ("taken", "chosen", "verdict"),
    [
        (False, None, Verdict.MET),
        (True, True, Verdict.MET),
        (True, False, Verdict.NOT_APPLICABLE),
        (True, None, Verdict.NEEDS_DETERMINATION),
    ],
)
@pytest.mark.parametrize(("unit", "territory"), [(RESEARCH, HANGZHOU), (PLATFORM, QUZHOU)])
def test_completer_with_a_title_share_leaves_the_income(
    unit: Mapping[str, Any], territory: str, taken: bool, chosen: bool | None, verdict: Verdict
) -> None:
    case = {"person.title_share_taken": taken, "person.reward_chosen": chosen}
    assert run("pool_participation", case, unit, territory=territory).verdict == verdict


@pytest.mark.parametrize(
    ("reading", "taken", "chosen", "verdict"),
    [
        ("either", True, True, Verdict.BREACHED),
        ("either", True, False, Verdict.MET),
        ("either", False, None, Verdict.MET),
        ("both", True, True, Verdict.MET),
    ],
)
def test_title_share_or_reward(reading: str, taken: bool, chosen: bool | None, verdict: Verdict) -> None:
    case = {"person.title_share_taken": taken, "person.reward_chosen": chosen}
    assert run("title_share_election", case, RESEARCH, A08__combination=reading).verdict == verdict


@pytest.mark.parametrize(
    ("left", "readings", "verdict", "value"),
    [
        (3, {}, Verdict.COMPUTED, 900),
        (3, {"A08__remaining": "pool_reduced"}, Verdict.COMPUTED, 600),
        (0, {}, Verdict.NEEDS_DETERMINATION, None),
        (0, {"A08__nobody_left": "unit_keeps"}, Verdict.COMPUTED, 0),
        (0, {"A08__nobody_left": "other_contributors"}, Verdict.COMPUTED, 900),
    ],
)
def test_pool_after_title_shares(left: int, readings: dict[str, str], verdict: Verdict, value: int | None) -> None:
    case = {"reward.paid": 900, "reward.forgone": 300, "reward.remaining_persons": left}
    finding = run("pool_after_title_shares", case, RESEARCH, **readings)
    assert (finding.verdict, finding.value) == (verdict, value)
    assert finding.open == (("A08.nobody_left",) if value is None else ())


def test_title_shares_of_other_units_are_not_their_matter() -> None:
    case = {"person.title_share_taken": True, "person.reward_chosen": False}
    assert run("pool_participation", case, NEITHER, territory=QUZHOU).verdict == Verdict.NOT_APPLICABLE


@pytest.mark.parametrize(
    ("facts", "verdict"),
    [
        ({"leader": False}, Verdict.MET),
        ({"leader": True, "main_completer": True, "contribution_proof": True}, Verdict.MET),
        ({"leader": True, "main_completer": False, "direct_contribution": True, "contribution_proof": True},
         Verdict.MET),
        ({"leader": True, "main_completer": True, "contribution_proof": False}, Verdict.BREACHED),
        ({"leader": True, "main_completer": False, "direct_contribution": False}, Verdict.BREACHED),
        ({"leader": True, "main_completer": True}, Verdict.NEEDS_DETERMINATION),
    ],
)  # fmt: skip
def test_leader_reward_needs_extra_proof(facts: Mapping[str, Any], verdict: Verdict) -> None:
    assert run("leader_reward", {f"person.{name}": value for name, value in facts.items()}).verdict == verdict


def test_leader_reward_of_the_province_is_not_beijings() -> None:
    assert run("leader_reward", {"person.leader": True}, territory=BEIJING).verdict == Verdict.NOT_APPLICABLE
