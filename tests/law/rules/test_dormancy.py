"""The idle ladder (zhejiang-2021 art38, quzhou-2024 art21): scenario 12, its boundary days and the other readings."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from kechuang.law import Finding, Verdict, explain

IDLE = {
    "unit.public_platform": True, "unit.public_research_unit": True, "idle.ip_right_on": "2023-04-01",
    "idle.fiscal": True, "idle.applied": True, "idle.on_provincial_list": True, "idle.reason_recorded": False,
}  # fmt: skip
OFF_LIST = {**IDLE, "idle.on_provincial_list": False}
REASON = {**IDLE, "idle.reason_recorded": True, "idle.reason_accepted": True}


def ask(rule: str, facts: dict[str, Any], on: str = "2025-06-10", territory: str = "330802", **more: Any) -> Finding:
    return explain(rule, facts, territory=territory, on=on, **more)


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


@pytest.mark.parametrize(
    ("facts", "on", "step", "listing", "licence"),
    [
        (IDLE, "2025-04-01", "completer", False, False),
        (IDLE, "2025-04-02", "listing", True, False),
        (IDLE, "2026-04-01", "listing", True, False),
        (IDLE, "2026-04-02", "licence", True, True),
        (OFF_LIST, "2025-04-02", "completer", False, False),
        (OFF_LIST, "2026-04-02", "licence", False, True),
        (REASON, "2026-04-02", "completer", False, False),
        ({**IDLE, "idle.applied": False}, "2026-04-02", "completer", False, False),
        ({**IDLE, "idle.fiscal": False}, "2026-04-02", "completer", False, False),
    ],
)
def test_scenario_12(facts: dict[str, Any], on: str, step: str, listing: bool, licence: bool) -> None:
    found = ask("idle_ladder", facts, on)
    assert (found.verdict, found.value) == (Verdict.COMPUTED, step)
    assert (found.output("listing_open"), found.output("licence_open")) == (listing, licence)


def test_the_three_dates() -> None:
    found = ask("idle_ladder", IDLE)
    assert [found.output(name) for name in ("completer_from", "listing_from", "licence_from")] == [
        day("2024-04-02"), day("2025-04-02"), day("2026-04-02"),
    ]  # fmt: skip
    assert {"zhejiang-2021:art38.p2", "quzhou-2024:art21.p1.a"} <= {str(c) for c in found.citations}
    off = ask("idle_ladder", OFF_LIST)
    assert (off.output("listing_from"), off.output("licence_from")) == (None, day("2026-04-02"))
    reason = ask("idle_ladder", REASON)
    assert (reason.output("listing_from"), reason.output("licence_from")) == (None, None)
    assert reason.output("completer_from") == day("2024-04-02")


@pytest.mark.parametrize(
    ("rule", "facts", "verdict", "value"),
    [
        ("idle_completer", IDLE, Verdict.COMPUTED, "2024-04-02"),
        ("idle_listing", IDLE, Verdict.COMPUTED, "2025-04-02"),
        ("idle_licence", IDLE, Verdict.COMPUTED, "2026-04-02"),
        ("idle_listing", OFF_LIST, Verdict.NOT_APPLICABLE, None),
        ("idle_licence", OFF_LIST, Verdict.COMPUTED, "2026-04-02"),
        ("idle_listing", REASON, Verdict.NOT_APPLICABLE, None),
        ("idle_licence", REASON, Verdict.NOT_APPLICABLE, None),
        ("idle_completer", {**IDLE, "idle.agreement_on": "2024-01-01"}, Verdict.NOT_APPLICABLE, None),
        ("idle_completer", {**IDLE, "unit.public_research_unit": False}, Verdict.NOT_APPLICABLE, None),
    ],
)
def test_each_clock(rule: str, facts: dict[str, Any], verdict: Verdict, value: str | None) -> None:
    found = ask(rule, facts)
    assert (found.verdict, found.value) == (verdict, value and day(value))


def test_a_date_needs_little_and_an_answer_needs_all() -> None:
    bare = {"unit.public_platform": True, "idle.ip_right_on": "2023-04-01"}
    clock = ask("idle_listing", bare)
    assert (clock.verdict, clock.value, clock.output("open")) == (Verdict.COMPUTED, day("2025-04-02"), None)
    assert clock.remarks
    ladder = ask("idle_ladder", {**bare, "unit.public_research_unit": False})
    assert ladder.verdict is Verdict.NEEDS_DETERMINATION
    assert {"idle.fiscal", "idle.applied", "idle.on_provincial_list", "idle.reason_recorded"} <= set(ladder.missing)
    early = ask("idle_ladder", {**bare, "unit.public_research_unit": False}, "2025-03-31")
    assert (early.verdict, early.value) == (Verdict.COMPUTED, "none")  # before the day the rest does not matter


# -- what ends it ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("use", "switch", "step"),
    [
        ({"idle.used_on": "2024-01-01", "idle.use": "transfer"}, {}, "none"),
        ({"idle.used_on": "2024-01-01", "idle.use": "licence"}, {}, "none"),
        ({"idle.used_on": "2024-01-01", "idle.use": "licence"}, {"A11.licence": "does_not_count"}, "licence"),
        ({"idle.used_on": "2024-01-01", "idle.use": "equity"}, {"A11.licence": "does_not_count"}, "none"),
        ({"idle.used_on": "2026-04-10"}, {}, "none"),  # used on the day itself
        ({"idle.used_on": "2026-04-11"}, {}, "licence"),
    ],
)
def test_use_ends_idleness(use: dict[str, Any], switch: dict[str, str], step: str) -> None:
    assert ask("idle_ladder", {**IDLE, **use}, "2026-04-10", interpretations=switch).value == step


def test_a_reason_counts_when_the_department_accepts_it() -> None:
    recorded = {**IDLE, "idle.reason_recorded": True, "idle.reason_accepted": False}
    assert ask("idle_ladder", recorded).value == "listing"
    assert ask("idle_ladder", recorded, interpretations={"A12": "holder_records"}).value == "completer"
    open_question = ask("idle_ladder", recorded, interpretations={"A12": "open"})
    assert (open_question.verdict, open_question.open) == (Verdict.NEEDS_DETERMINATION, ("A12",))


# -- other readings --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("platform", "choice", "verdict"),
    [
        (True, "platforms_certain", Verdict.COMPUTED),
        (False, "platforms_certain", Verdict.NEEDS_DETERMINATION),
        (False, "platforms_only", Verdict.COMPUTED),
        (False, "any_holder", Verdict.COMPUTED),
    ],
)
def test_holders(platform: bool, choice: str, verdict: Verdict) -> None:
    facts = {**IDLE, "unit.public_platform": platform, "unit.platform": platform}
    found = ask("idle_ladder", facts, interpretations={"A13.holders": choice})
    assert found.verdict is verdict
    if verdict is Verdict.COMPUTED:
        assert found.value == ("completer" if choice == "platforms_only" else "listing")
    else:
        assert "idle.holder_in_scope" in found.missing


def test_the_list_at_three_years() -> None:
    assert ask("idle_ladder", OFF_LIST, "2026-04-02", interpretations={"A13.list": "needed"}).value == "completer"


@pytest.mark.parametrize(
    ("facts", "switch", "listing"),
    [
        ({"idle.filed_on": "2023-05-10", "idle.completed_on": "2023-01-10"}, {}, "2025-05-11"),
        (
            {"idle.filed_on": "2023-05-10", "idle.completed_on": "2023-03-10"},
            {"A11.start": "completion_date"},
            "2025-03-11",
        ),
        ({"idle.ip_right_on": "2024-02-29"}, {}, "2026-03-01"),  # the anniversary is 02-28
        ({"idle.ip_right_on": "2020-01-01"}, {}, "2025-03-01"),  # over two years long before the regulation
        ({"idle.ip_right_on": "2023-04-01"}, {"A11.earlier_time": "from_effective_date"}, "2027-03-02"),
    ],
)
def test_start(facts: dict[str, Any], switch: dict[str, str], listing: str) -> None:
    base = {key: value for key, value in IDLE.items() if key != "idle.ip_right_on"}
    assert ask("idle_listing", {**base, **facts}, interpretations=switch).value == day(listing)


def test_the_completer_is_told_first() -> None:
    assert any("告知完成人" in said.zh for said in ask("idle_ladder", IDLE).remarks)
    assert not ask("idle_ladder", {**IDLE, "idle.completer_told_on": "2025-04-03"}).remarks
    assert not ask("idle_ladder", IDLE, interpretations={"A11.order": "independent"}).remarks


# -- rights and duties -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("on", "facts", "verdict"),
    [
        ("2024-04-01", {}, Verdict.NOT_APPLICABLE),
        ("2024-04-02", {}, Verdict.MET),
        ("2024-06-01", {"idle.agreement_on": "2024-05-01"}, Verdict.NOT_APPLICABLE),
        ("2024-06-01", {"idle.used_on": "2024-03-01", "idle.use": "self_implementation"}, Verdict.NOT_APPLICABLE),
    ],
)
def test_the_completers_own_right(on: str, facts: dict[str, Any], verdict: Verdict) -> None:
    base = {"unit.public_research_unit": True, "idle.ip_right_on": "2023-04-01"}
    found = ask("completer_own_implementation", {**base, **facts}, on, "330106")
    assert found.verdict is verdict
    assert found.output("income_share") == (None if "idle.agreement_on" in facts else 1)


def test_the_own_right_elsewhere() -> None:
    base = {"unit.public_research_unit": True, "idle.ip_right_on": "2023-04-01"}
    assert ask("completer_own_implementation", base, territory="310115").verdict is Verdict.NO_LAW_FOUND
    beijing = ask("idle_completer", base, territory="110108")
    assert (beijing.verdict, beijing.value) == (Verdict.COMPUTED, day("2024-04-02"))  # another city's file, same rule


def test_licence_to_a_qualified_enterprise() -> None:
    facts = {**IDLE, "idle.licensee_qualified": True}
    assert ask("idle_licence_grant", facts, "2026-04-02").verdict is Verdict.MET
    assert ask("idle_licence_grant", facts, "2026-04-01").verdict is Verdict.NOT_APPLICABLE
    unsure = ask("idle_licence_grant", IDLE, "2026-04-02")
    assert unsure.missing == ("idle.licensee_qualified",)
    declared = {**IDLE, "idle.licensee_qualified": False, "idle.licensee_declares": True}
    assert ask("idle_licence_grant", declared, "2026-04-02").verdict is Verdict.NOT_APPLICABLE
    said = ask("idle_licence_grant", declared, "2026-04-02", interpretations={"A13.qualified": "self_declared"})
    assert said.verdict is Verdict.MET


def test_the_listing_duty_and_its_performance() -> None:
    assert ask("idle_listing_done", IDLE, "2025-04-01").verdict is Verdict.NOT_APPLICABLE
    assert ask("idle_listing_done", IDLE, "2025-04-02").verdict is Verdict.BREACHED
    assert ask("idle_listing_done", {**IDLE, "idle.listed_on": "2025-04-02"}, "2025-04-02").verdict is Verdict.MET


@pytest.mark.parametrize(
    ("on", "territory", "verdict"),
    [
        ("2025-06-10", "330106", Verdict.NO_LAW_FOUND),  # Hangzhou has no such rung
        ("2025-06-10", "310115", Verdict.NO_LAW_FOUND),
        ("2025-02-28", "330802", Verdict.NO_LAW_FOUND),  # the day before it is in force
    ],
)
def test_outside_quzhou_or_before_it(on: str, territory: str, verdict: Verdict) -> None:
    assert ask("idle_listing", IDLE, on, territory).verdict is verdict
    assert (
        ask("idle_ladder", {**IDLE, "unit.public_research_unit": False}, on, territory).verdict
        is Verdict.NOT_APPLICABLE
    )


def test_known_only_since_its_approval() -> None:
    assert ask("idle_listing", IDLE, known_on=dt.date(2024, 11, 26)).verdict is Verdict.NO_LAW_FOUND
    assert ask("idle_listing", IDLE, known_on=dt.date(2024, 11, 27)).verdict is Verdict.COMPUTED


def test_as_of_asks_about_another_day_than_on() -> None:
    assert ask("idle_ladder", {**IDLE, "as_of": "2026-04-02"}, "2025-04-01").value == "licence"
