"""When a platform is evaluated, by whom, on which indicators."""

from __future__ import annotations

from datetime import date

import pytest

from kechuang.law import Verdict, explain

KEQIAO, BINJIANG, QUJIANG, HANGZHOU = "330603", "330108", "330803", "330106"
DAY = "2025-06-10"
MET, BREACHED, OPEN, NONE = Verdict.MET, Verdict.BREACHED, Verdict.NEEDS_DETERMINATION, Verdict.NOT_APPLICABLE
DEPARTMENTS = [
    "talent_office", "development_reform_department", "economy_it_department", "finance_department", "hr_department",
    "commerce_department", "market_regulation_department",
]  # fmt: skip


@pytest.mark.parametrize(
    ("start", "held", "verdict"),
    [
        ("2024-03-01", "2025-02-28", BREACHED),
        ("2024-03-01", "2025-03-01", MET),
        ("2024-02-29", "2025-02-28", MET),
        ("2024-02-29", "2025-02-27", BREACHED),
    ],
)
def test_first_evaluation_after_a_full_year(start, held, verdict):
    facts = {"unit.cobuilt_platform": True, "evaluation": {"operation_start": start, "held_on": held}}
    finding = explain("first_evaluation", facts, territory=KEQIAO)
    assert (finding.verdict, finding.simulation) == (verdict, True)
    eligible = explain("evaluation_eligible", facts, territory=KEQIAO)
    assert eligible.verdict is (MET if verdict is MET else NONE)


def test_first_evaluation_counts_from_registration_by_the_other_reading():
    facts = {
        "unit.cobuilt_platform": True,
        "evaluation": {"operation_start": "2024-09-01", "registered_on": "2024-03-01"},
    }
    finding = explain("first_evaluation", facts, territory=KEQIAO, on=DAY)
    assert finding.value == date(2025, 9, 1)
    chosen = {"A20.first_evaluation": "registration_date"}
    finding = explain("first_evaluation", facts, territory=KEQIAO, on=DAY, interpretations=chosen)
    assert finding.value == date(2025, 3, 1)
    assert explain("evaluation_eligible", facts, territory=KEQIAO, on=DAY, interpretations=chosen).verdict is MET


def test_first_evaluation_asks_for_the_start():
    finding = explain("first_evaluation", {"unit.cobuilt_platform": True}, territory=KEQIAO, on=DAY)
    assert finding.missing == ("evaluation.operation_start",)


@pytest.mark.parametrize(
    ("facts", "verdict"),
    [
        ({"held_on": "2025-05-01"}, MET),
        ({"scheduled": True}, MET),
        ({"scheduled": False, "exclusion_recorded": True}, MET),
        ({"scheduled": False, "exclusion_recorded": False}, BREACHED),
        ({"scheduled": False}, OPEN),
    ],
)
def test_quzhou_evaluates_public_platforms_regularly(facts, verdict):
    told = {"unit.public_platform": True, "evaluation": facts}
    finding = explain("evaluation_regular", told, territory=QUJIANG, on=DAY)
    assert (finding.verdict, len(finding.remarks)) == (verdict, 1)


@pytest.mark.parametrize(("times", "verdict"), [(1, MET), (0, BREACHED)])
def test_binjiang_evaluates_every_year(times, verdict):
    facts = {"unit.iur_platform": True, "evaluation.times_in_year": times}
    assert explain("evaluation_yearly", facts, territory=BINJIANG, on=DAY).verdict is verdict


@pytest.mark.parametrize(
    ("territory", "scheme", "verdict"),
    [
        (QUJIANG, "basic_research", MET),
        (QUJIANG, "innovation_service", BREACHED),
        (BINJIANG, "innovation_service", BREACHED),
        (HANGZHOU, "innovation_service", NONE),
    ],
)
def test_the_scheme_is_that_of_the_class(territory, scheme, verdict):
    facts = {"unit": {"platform_class": "basic_research", "iur_platform": True}, "evaluation.scheme_class": scheme}
    assert explain("evaluation_by_class", facts, territory=territory, on=DAY).verdict is verdict


@pytest.mark.parametrize(
    ("facts", "reading", "verdict"),
    [
        ({"evaluation": {"cycle_years": 5, "cycle_agreed": False}}, "per_round", MET),
        ({"evaluation": {"cycle_years": 6, "cycle_agreed": False}}, "per_round", BREACHED),
        ({"evaluation": {"cycle_years": 6, "cycle_agreed": True}}, "per_round", NONE),
        ({"evaluation": {"cycle_years": 6}}, "per_round", OPEN),
        ({"evaluation.cycle_agreed": False, "agreement": {"round_years": 5, "rounds": 2}}, "per_round", MET),
        ({"evaluation.cycle_agreed": False, "agreement": {"round_years": 5, "rounds": 2}}, "whole_agreement", BREACHED),
    ],
)
def test_cycle_of_five_years_unless_agreed(facts, reading, verdict):
    told = {"unit.iur_platform": True, **facts}
    finding = explain("evaluation_cycle", told, territory=BINJIANG, on=DAY, interpretations={"A24.cycle": reading})
    assert finding.verdict is verdict


@pytest.mark.parametrize(("held", "verdict"), [("2028-10-31", MET), ("2028-11-01", BREACHED)])
def test_cycle_evaluation_before_the_agreement_ends(held, verdict):
    facts = {"unit.iur_platform": True, "agreement.ends_on": "2028-10-31", "evaluation.cycle_held_on": held}
    assert explain("cycle_evaluation", facts, territory=BINJIANG).verdict is verdict


def test_cycle_evaluation_belongs_to_the_round():
    facts = {
        "unit.iur_platform": True,
        "agreement.ends_on": "2033-10-31",
        "evaluation": {"round_ends_on": "2028-10-31"},
    }
    assert explain("cycle_evaluation", facts, territory=BINJIANG, on=DAY).value == date(2028, 10, 31)
    whole = {"A24.cycle": "whole_agreement"}
    finding = explain("cycle_evaluation", facts, territory=BINJIANG, on=DAY, interpretations=whole)
    assert finding.value == date(2033, 10, 31)


@pytest.mark.parametrize(
    ("departments", "bureau", "leader", "verdict"),
    [
        (DEPARTMENTS, True, True, MET),
        (DEPARTMENTS[:6], True, True, BREACHED),
        (DEPARTMENTS, False, True, BREACHED),
        (DEPARTMENTS, True, None, OPEN),
    ],
)
def test_joint_review_of_seven_departments_and_the_bureau(departments, bureau, leader, verdict):
    facts = {
        "unit.iur_platform": True,
        "review": {"departments": departments, "st_bureau": bureau, "district_leader": leader},
    }
    assert explain("joint_review", facts, territory=BINJIANG, on=DAY).verdict is verdict


@pytest.mark.parametrize(("groups", "verdict"), [(["general", "individual"], MET), (["general"], BREACHED)])
def test_two_groups_of_indicators(groups, verdict):
    facts = {"unit.cobuilt_platform": True, "evaluation.indicator_groups": groups}
    finding = explain("evaluation_indicators", facts, territory=KEQIAO, on=DAY)
    assert (finding.verdict, finding.simulation) == (verdict, True)


@pytest.mark.parametrize(("adjusted", "year"), [(True, 2025), (False, 2024)])
def test_indicators_are_carried_over(adjusted, year):
    facts = {
        "unit.iur_platform": True,
        "evaluation": {"indicators_adjusted": adjusted, "year": 2025, "indicators_year": 2024},
    }
    finding = explain("indicators_in_use", facts, territory=BINJIANG, on=DAY)
    assert (finding.value, finding.output("carried_over")) == (year, not adjusted)
