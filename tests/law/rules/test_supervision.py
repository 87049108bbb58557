"""Management system, project bar, correction of rewards, conduct (zhejiang art15, 45-47): scenario 24."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from kechuang.law import Finding, Verdict, explain

PUBLIC = {"unit.public_research_unit": True}
FIVE = ["registration", "implementation", "disposal_distribution", "organisation", "objections"]
BARRED = {**PUBLIC, "bar.notified_on": "2025-05-20", "bar.serious": True}


def ask(rule: str, facts: dict[str, Any], territory: str = "330802", on: str = "2025-06-10", **more: Any) -> Finding:
    return explain(rule, facts, territory=territory, on=on, **more)


# -- the bar: scenario 24 --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("taken", "verdict", "early"),
    [
        ("2028-05-20", Verdict.BREACHED, 1),
        ("2028-05-21", Verdict.MET, 0),
        ("2025-05-21", Verdict.BREACHED, 1096),
        ("2025-05-20", Verdict.BREACHED, 1097),  # the day of the notice itself
        ("2025-05-19", Verdict.NOT_APPLICABLE, None),
    ],
)
def test_scenario_24_bar(taken: str, verdict: Verdict, early: int | None) -> None:
    found = ask("project_bar", {**BARRED, "bar.taken_on": taken})
    assert found.verdict is verdict
    if verdict is not Verdict.NOT_APPLICABLE:
        assert (found.value, found.output("early_days")) == (dt.date(2028, 5, 21), early)
        assert found.output("bar_until") == dt.date(2028, 5, 20)
    by_day = ask("project_taking_on", BARRED, on=taken)
    assert by_day.verdict is (Verdict.BREACHED if verdict is Verdict.BREACHED else Verdict.MET)


@pytest.mark.parametrize(
    ("facts", "switch", "verdict", "value"),
    [
        ({"bar.decided_on": "2025-05-10"}, {"A17.start": "decision"}, Verdict.COMPUTED, "2028-05-11"),
        ({}, {"A30.minimum_notice": "moves"}, Verdict.COMPUTED, "2028-05-23"),  # 2028-05-20 is a Saturday
        ({"bar.serious": False}, {}, Verdict.NOT_APPLICABLE, None),
        ({"bar.serious": False, "bar.repeated": True}, {"A17.serious": "repeated"}, Verdict.COMPUTED, "2028-05-21"),
        ({"bar.own_department": False}, {}, Verdict.COMPUTED, "2028-05-21"),
        ({"bar.own_department": False}, {"A17.scope": "department"}, Verdict.NOT_APPLICABLE, None),
        ({}, {"A17.scope": "department"}, Verdict.NEEDS_DETERMINATION, None),
        ({"bar.fiscal_project": False}, {}, Verdict.NOT_APPLICABLE, None),
        ({"unit.public_research_unit": False}, {}, Verdict.NO_LAW_FOUND, None),
        ({"bar.serious": None}, {}, Verdict.NEEDS_DETERMINATION, None),
    ],
)
def test_what_the_bar_rests_on(facts: dict[str, Any], switch: dict[str, str], verdict: Verdict, value: Any) -> None:
    found = ask("project_bar", {**BARRED, **facts}, interpretations=switch)
    assert (found.verdict, found.value) == (verdict, value and dt.date.fromisoformat(value))


def test_an_application_within_the_bar_is_accepted_with_a_warning() -> None:
    facts = {**BARRED, "bar.applied_on": "2028-05-20"}
    found = ask("project_application", facts)
    assert (found.verdict, [said.kind for said in found.remarks]) == (Verdict.MET, ["warning"])
    assert ask("project_application", facts, interpretations={"A38": "applying_too"}).verdict is Verdict.BREACHED
    later = {**BARRED, "bar.applied_on": "2028-05-21"}
    assert ask("project_application", later, interpretations={"A38": "applying_too"}).verdict is Verdict.MET
    assert not ask("project_application", later).remarks


def test_the_bar_outside_the_province() -> None:
    assert ask("project_bar", BARRED, "310115").verdict is Verdict.NO_LAW_FOUND


def test_a_bar_for_reports_not_handed_in() -> None:
    serious = {"bar.notified_on": "2025-05-20", "bar.serious": True}
    assert ask("report_default_bar", serious, "310115").missing == ("bar.ends_on",)
    named = ask("report_default_bar", {**serious, "bar.ends_on": "2026-05-20"}, "310115")
    assert named.value == dt.date(2026, 5, 21)
    beijing = ask("report_default_bar", serious, "110108")
    assert beijing.value == dt.date(2028, 5, 21)  # that city states three years
    assert ask("report_default_bar", {**serious, "bar.serious": False}, "310115").verdict is Verdict.NOT_APPLICABLE


# -- management system -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("contents", "more", "verdict", "missing"),
    [
        (FIVE, {}, Verdict.MET, set()),
        (FIVE, {"management.implemented": False}, Verdict.BREACHED, set()),
        (FIVE[:3], {}, Verdict.BREACHED, {"organisation", "objections"}),
    ],
)
def test_management_system(contents: list[str], more: dict[str, Any], verdict: Verdict, missing: set[str]) -> None:
    found = ask("management_system", {**PUBLIC, "management.contents": contents, **more})
    assert (found.verdict, found.output("missing")) == (verdict, missing)
    assert bool(found.remarks) is (verdict is Verdict.BREACHED)


def test_management_system_where() -> None:
    held = {"management.contents": FIVE}
    assert ask("management_system", {**held, "unit.public_research_unit": False}).verdict is Verdict.NO_LAW_FOUND
    assert ask("management_system", {**PUBLIC, **held}, "310115").verdict is Verdict.NO_LAW_FOUND
    beijing = ["registration", "implementation", "distribution", "organisation", "objections"]
    assert ask("management_system", {**PUBLIC, "management.contents": beijing}, "110108").verdict is Verdict.MET


@pytest.mark.parametrize(
    ("facts", "value"),
    [
        ({"management.contents": FIVE}, "none"),
        ({"management.contents": FIVE[:4], "bar.serious": False}, "correction"),
        ({"management.contents": FIVE[:4], "bar.serious": True}, "criticism_and_bar"),
        ({"management.contents": FIVE[:4]}, None),
    ],
)
def test_what_follows(facts: dict[str, Any], value: str | None) -> None:
    assert ask("management_system_sanction", {**PUBLIC, **facts}).value == value


# -- rewards not given -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("order", "corrected", "verdict", "due"),
    [
        ({"correction.due_on": "2025-07-01"}, "2025-07-01", Verdict.MET, "2025-07-01"),
        ({"correction.due_on": "2025-07-01"}, "2025-07-02", Verdict.BREACHED, "2025-07-01"),
        # 30 days after 2025-05-29 end on Saturday 06-28: Monday 06-30
        ({"correction.issued_on": "2025-05-29", "correction.days": 30}, "2025-06-30", Verdict.MET, "2025-06-30"),
        ({"correction.issued_on": "2025-05-29", "correction.days": 30}, "2025-07-01", Verdict.BREACHED, "2025-06-30"),
    ],
)
def test_correction_order(order: dict[str, Any], corrected: str, verdict: Verdict, due: str) -> None:
    found = ask("reward_correction", {**PUBLIC, **order, "correction.corrected_on": corrected})
    assert (found.verdict, found.value) == (verdict, dt.date.fromisoformat(due))
    assert bool(found.remarks) is (verdict is Verdict.BREACHED)


def test_a_private_company_has_no_article_46() -> None:
    private = {"unit.public_research_unit": False, "unit.public_platform": False, "correction.due_on": "2025-07-01"}
    assert ask("reward_correction", private).verdict is Verdict.NOT_APPLICABLE
    breached = {**private, "reward_breach.provincial": True, "reward_breach.city_only": False}
    assert ask("reward_default_sanction", breached).verdict is Verdict.NOT_APPLICABLE


@pytest.mark.parametrize(
    ("provincial", "city", "platform", "more", "switch", "value"),
    [
        (False, False, True, {}, {}, "none"),
        (True, False, True, {}, {}, "correction"),
        (True, False, True, {"correction.due_on": "2025-06-01"}, {}, "personal_liability"),
        (
            True,
            False,
            True,
            {"correction.due_on": "2025-06-01", "correction.corrected_on": "2025-06-01"},
            {},
            "correction",
        ),
        (False, True, True, {}, {}, "reported"),
        (False, True, True, {}, {"A32": "provincial_sanction"}, "correction"),
    ],
)
def test_sanction_for_rewards(
    provincial: bool, city: bool, platform: bool, more: dict[str, Any], switch: dict[str, str], value: str
) -> None:
    facts = {
        **PUBLIC, "unit.public_platform": platform, "reward_breach.provincial": provincial,
        "reward_breach.city_only": city, **more,
    }  # fmt: skip
    found = ask("reward_default_sanction", facts, interpretations=switch)
    assert found.value == value
    assert any("没有规定制裁" in said.zh for said in found.remarks) is (value == "reported")


# -- conduct ---------------------------------------------------------------------------------------


def test_conduct_of_completers_and_officials() -> None:
    good = {"conduct.cooperates": True, "conduct.keeps_achievement": False, "conduct.obstructs": False}
    assert ask("completer_conduct", {**PUBLIC, **good}).verdict is Verdict.MET
    assert ask("completer_conduct", {**PUBLIC, "conduct.obstructs": True}).verdict is Verdict.BREACHED
    assert ask("official_misconduct", {"misconduct.kinds": []}).verdict is Verdict.MET
    bad = ask("official_misconduct", {"misconduct.kinds": ["neglect"]})
    assert (bad.verdict, [said.kind for said in bad.remarks]) == (Verdict.BREACHED, ["consequence"])
    assert ask("official_misconduct", {}).verdict is Verdict.NEEDS_DETERMINATION
