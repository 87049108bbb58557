"""The yearly report (zhejiang-2021 art28, national law art21): scenario 24, contents, use of the results, plans."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from kechuang.law import Finding, Verdict, explain

PUBLIC = {"unit.public_research_unit": True}


def ask(rule: str, facts: dict[str, Any], territory: str = "330802", on: str = "2026-03-30", **more: Any) -> Finding:
    return explain(rule, facts, territory=territory, on=on, **more)


@pytest.mark.parametrize(
    ("filed", "verdict", "overdue"),
    [
        ("2026-03-30", Verdict.MET, 0),
        ("2026-03-31", Verdict.BREACHED, 1),
        ("2026-01-05", Verdict.MET, 0),
        (None, Verdict.COMPUTED, None),
    ],
)
def test_scenario_24_report(filed: str | None, verdict: Verdict, overdue: int | None) -> None:
    found = ask("annual_report_due", {**PUBLIC, "report.year": 2025, "report.filed_on": filed})
    assert (found.verdict, found.value) == (verdict, dt.date(2026, 3, 30))
    assert found.output("overdue_days") == overdue
    assert "zhejiang-2021:art28.p1" in {str(c) for c in found.citations}
    consequences = {str(c) for said in found.remarks for c in said.cites}
    assert ({"zhejiang-2021:art28.p2", "prc-transformation-2015:art46.p2"} <= consequences) is (overdue == 1)


def test_not_filed_by_the_day_asked_about() -> None:
    facts = {**PUBLIC, "report.year": 2025}
    assert ask("annual_report_due", {**facts, "as_of": "2026-04-01"}).verdict is Verdict.BREACHED
    assert ask("annual_report_due", {**facts, "as_of": "2026-03-30"}).verdict is Verdict.COMPUTED


def test_without_a_year_the_one_before_the_day() -> None:
    assert ask("annual_report_due", PUBLIC).value == dt.date(2026, 3, 30)


@pytest.mark.parametrize(
    ("year", "switch", "due"),
    [
        (2025, {"A18.day_itself": "exclusive"}, "2026-03-29"),
        (2023, {}, "2024-03-30"),  # a Saturday: a fixed date stays
        (2023, {"A18.holiday": "moves"}, "2024-04-01"),
        (2025, {"A18.holiday": "moves"}, "2026-03-30"),
    ],
)
def test_other_readings(year: int, switch: dict[str, str], due: str) -> None:
    found = ask("annual_report_due", {**PUBLIC, "report.year": year}, interpretations=switch)
    assert found.value == dt.date.fromisoformat(due)


@pytest.mark.parametrize(
    ("unit", "territory", "year", "verdict"),
    [
        (PUBLIC, "310115", 2025, Verdict.NO_LAW_FOUND),  # the national law names no day
        (PUBLIC, "110108", 2025, Verdict.NO_LAW_FOUND),
        ({"unit.public_research_unit": False}, "330802", 2025, Verdict.NO_LAW_FOUND),
        (PUBLIC, "330802", 2015, Verdict.NO_LAW_FOUND),
        ({}, "330802", 2025, Verdict.NEEDS_DETERMINATION),
    ],
)
def test_where_no_day_is_told(unit: dict[str, Any], territory: str, year: int, verdict: Verdict) -> None:
    assert ask("annual_report_due", {**unit, "report.year": year}, territory).verdict is verdict


def test_one_report_a_year_everywhere() -> None:
    assert ask("annual_report_filed", {**PUBLIC, "report.filed_count": 1}, "310115").verdict is Verdict.MET
    none = ask("annual_report_filed", {**PUBLIC, "report.filed_count": 0}, "310115")
    assert none.verdict is Verdict.BREACHED
    assert [str(c) for said in none.remarks for c in said.cites] == ["prc-transformation-2015:art46.p2"]
    assert ask("annual_report_filed", PUBLIC, "310115").missing == ("report.filed_count",)


def test_contents_and_forwarding() -> None:
    whole = ["achievements", "transformation", "income_distribution"]
    assert ask("annual_report_contents", {**PUBLIC, "report.contents": whole}, "310115").verdict is Verdict.MET
    part = ask("annual_report_contents", {**PUBLIC, "report.contents": whole[:2]}, "330802")
    assert (part.verdict, part.output("missing")) == (Verdict.BREACHED, frozenset({"income_distribution"}))
    assert ask("annual_report_forwarded", {**PUBLIC, "report.forwarded": False}).verdict is Verdict.BREACHED


def test_use_of_the_results() -> None:
    used = {"evaluation_use.in_assessment": True, "evaluation_use.in_funding": True}
    assert ask("transformation_result_used", used).verdict is Verdict.MET
    assert ask("transformation_result_used", {**used, "evaluation_use.in_funding": False}).verdict is Verdict.BREACHED


@pytest.mark.parametrize(
    ("territory", "planned", "assessed", "verdict"),
    [
        ("330802", True, True, Verdict.MET),
        ("330802", True, False, Verdict.BREACHED),
        ("310115", True, None, Verdict.MET),  # the national law asks for the plan only
        ("310115", False, None, Verdict.BREACHED),
    ],
)
def test_plans_of_government(territory: str, planned: bool, assessed: bool | None, verdict: Verdict) -> None:
    facts = {"public_plan.has_transformation": planned, "public_plan.in_assessment": assessed}
    assert ask("transformation_in_public_plan", facts, territory).verdict is verdict
