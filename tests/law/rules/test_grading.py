"""Quota, awards, veto, budget cut and effects: Binjiang's evaluation in figures; Keqiao's and Quzhou's words."""

from __future__ import annotations

import pytest

from kechuang.law import Verdict, explain

KEQIAO, BINJIANG, QUJIANG = "330603", "330108", "330803"
DAY = "2025-06-10"
MILLION = 100_000_000
COMPUTED, OPEN, NONE = Verdict.COMPUTED, Verdict.NEEDS_DETERMINATION, Verdict.NOT_APPLICABLE
CLASSES = ("basic_research", "technology_innovation", "innovation_service")


def counts(*figures, suffix="count"):
    return {f"evaluation.{name}_{suffix}": n for name, n in zip(CLASSES, figures, strict=True)}


def binjiang(rule, facts, **more):
    return explain(rule, facts, territory=BINJIANG, on=more.pop("on", DAY), **more)


# -- scenario 22 ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("evaluated", "quotas", "awards"),
    [
        ((9, 7, 4), (1, 1, 0), (5, 3, 0)),
        ((10, 7, 4), (2, 1, 0), (10, 3, 0)),
        ((5, 5, 5), (1, 1, 1), (5, 3, 1)),
        ((4, 4, 4), (0, 0, 0), (0, 0, 0)),
        ((0, 14, 15), (0, 2, 3), (0, 6, 3)),
        ((100, 0, 0), (20, 0, 0), (100, 0, 0)),
    ],
)
def test_quota_and_award_total(evaluated, quotas, awards):
    finding = binjiang("evaluation_award_total", counts(*evaluated))
    assert finding.verdict is COMPUTED
    assert tuple(finding.output(f"{name}_quota") for name in CLASSES) == quotas
    assert tuple(finding.output(f"{name}_award") for name in CLASSES) == tuple(a * MILLION for a in awards)
    assert finding.value == sum(awards) * MILLION
    assert not finding.simulation


def test_quota_cites_the_share_and_the_award():
    finding = binjiang("evaluation_award_total", counts(9, 7, 4))
    assert {"binjiang-2023:s4.5.c", "binjiang-2023:s4.5.d"} <= {str(c) for c in finding.citations}


def test_director_with_an_integrity_case():
    facts = {
        "unit.iur_platform": True,
        "unit.platform_class": "basic_research",
        "evaluation": {"score": 92, "grade": "excellent", "veto_matters": ["integrity"]},
        "budget.next_year_approved": "12500000元",
    }
    finding = binjiang("evaluation_effects", facts)
    assert finding.value == "unqualified"
    assert finding.output("score") == 92
    assert finding.output("award") == 0
    assert finding.output("next_year_budget") == 10 * MILLION
    assert [r.kind for r in finding.remarks] == ["consequence", "consequence"]
    cut = binjiang("next_year_budget", facts)
    assert (cut.value, cut.output("cut")) == (10 * MILLION, 2 * MILLION + 50_000_000)
    assert {"binjiang-2023:s4.5.e", "binjiang-2023:s4.5.f"} <= {str(c) for c in cut.citations}


# -- readings (A23) ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("reading", "evaluated", "quota"),
    [
        ({}, 9, 1),
        ({"A23.rounding": "half_up"}, 9, 2),
        ({"A23.rounding": "half_up"}, 7, 1),
        ({"A23.rounding": "ceil"}, 6, 2),
        ({"A23.rounding": "ceil"}, 5, 1),
        ({"A23.denominator": "registered"}, 4, 2),
    ],
)
def test_quota_of_one_class(reading, evaluated, quota):
    facts = {"evaluation": {"class_count": evaluated, "class_registered": 10}}
    assert binjiang("evaluation_excellent_quota", facts, interpretations=reading).value == quota


def test_award_for_the_class_in_all():
    facts = counts(15, 7, 4)
    finding = binjiang("evaluation_award_total", facts, interpretations={"A23.award": "per_class"})
    assert finding.value == 8 * MILLION


@pytest.mark.parametrize(
    ("kind", "reading", "verdict"),
    [
        ("yearly", "yearly_only", COMPUTED),
        ("cycle", "yearly_only", NONE),
        ("cycle", "yearly_and_cycle", COMPUTED),
        (None, "yearly_only", COMPUTED),
    ],
)
def test_quota_of_a_cycle_evaluation(kind, reading, verdict):
    facts = {"evaluation": {"class_count": 10, "kind": kind}}
    assert binjiang("evaluation_excellent_quota", facts, interpretations={"A23.cycle": reading}).verdict is verdict


def test_a_missing_count_leaves_the_total_open_but_not_the_other_classes():
    facts = counts(9, 7, 4)
    del facts["evaluation.innovation_service_count"]
    finding = binjiang("evaluation_award_total", facts)
    assert (finding.verdict, finding.missing) == (OPEN, ("evaluation.innovation_service_count",))
    assert finding.output("basic_research_award") == 5 * MILLION


@pytest.mark.parametrize(("territory", "on"), [(QUJIANG, DAY), (KEQIAO, DAY), (BINJIANG, "2023-10-19")])
def test_quota_elsewhere_or_before_its_day(territory, on):
    assert explain("evaluation_award_total", counts(9, 7, 4), territory=territory, on=on).verdict is NONE


# -- closing a round --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("excellent", "verdict", "awards"),
    [((1, 1, 0), Verdict.MET, 8), ((2, 1, 0), Verdict.BREACHED, 13), ((0, 0, 1), Verdict.BREACHED, 1)],
)
def test_a_round_over_quota_cannot_close(excellent, verdict, awards):
    finding = binjiang("evaluation_round_closable", {**counts(9, 7, 4), **counts(*excellent, suffix="excellent")})
    assert (finding.verdict, finding.output("awards")) == (verdict, awards * MILLION)


@pytest.mark.parametrize(("excellent", "verdict"), [(2, Verdict.MET), (3, Verdict.BREACHED)])
def test_quota_of_a_class_is_kept(excellent, verdict):
    facts = {"evaluation": {"class_count": 14, "class_excellent": excellent}}
    assert binjiang("evaluation_quota_kept", facts).verdict is verdict


# -- one platform -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "grade", "award"),
    [
        ("basic_research", "excellent", 5),
        ("technology_innovation", "excellent", 3),
        ("innovation_service", "excellent", 1),
        ("basic_research", "good", 0),
        ("innovation_service", "unqualified", 0),
    ],
)
def test_award_by_class_and_grade(kind, grade, award):
    facts = {
        "unit": {"iur_platform": True, "platform_class": kind},
        "evaluation": {"grade": grade, "veto_matters": []},
    }
    assert binjiang("evaluation_award", facts).value == award * MILLION


def test_no_award_while_the_veto_register_was_not_looked_at():
    facts = {
        "unit": {"iur_platform": True, "platform_class": "basic_research"},
        "evaluation.grade": "excellent",
    }
    finding = binjiang("evaluation_award", facts)
    assert (finding.verdict, finding.missing) == (OPEN, ("evaluation.veto_event",))


@pytest.mark.parametrize(
    ("facts", "grade"),
    [
        ({"veto_event": True}, "unqualified"),
        ({"veto_event": False}, "good"),
        ({"veto_event": False, "veto_matters": ["safety"]}, "unqualified"),
        ({"veto_event": True, "veto_matters": []}, "unqualified"),
    ],
)
def test_a_veto_by_name_or_by_a_plain_yes(facts, grade):
    told = {"unit.iur_platform": True, "evaluation": {"grade": "good", **facts}}
    assert binjiang("evaluation_grade", told).value == grade


@pytest.mark.parametrize(
    ("reading", "team", "staff", "grade"),
    [
        ("management_team", [], ["safety"], "good"),
        ("whole_staff", [], ["safety"], "unqualified"),
        ("management_team", ["safety"], [], "unqualified"),
        ("whole_staff", [], [], "good"),
    ],
)
def test_whose_events_are_a_veto(reading, team, staff, grade):
    facts = {
        "unit.iur_platform": True,
        "evaluation": {"grade": "good", "veto_matters": team, "staff_veto_matters": staff},
    }
    assert binjiang("evaluation_grade", facts, interpretations={"A23.veto": reading}).value == grade


@pytest.mark.parametrize(
    ("grade", "reading", "left"),
    [
        ("unqualified", "approved_next_year", 8_000_000),
        ("unqualified", "fiscal_part", 8_800_000),
        ("qualified", "approved_next_year", 10_000_000),
    ],
)
def test_next_year_budget(grade, reading, left):
    facts = {
        "unit.iur_platform": True,
        "evaluation": {"grade": grade, "veto_matters": []},
        "budget": {"next_year_approved": 10_000_000, "next_year_fiscal": 6_000_000},
    }
    assert binjiang("next_year_budget", facts, interpretations={"A23.budget_base": reading}).value == left


def test_cut_of_a_tiny_budget_never_exceeds_the_share():
    facts = {"unit.iur_platform": True, "evaluation.veto_matters": ["safety"], "budget.next_year_approved": 4}
    assert binjiang("next_year_budget", facts).output("cut") == 0


def test_cut_follows_the_yearly_evaluation_alone():
    facts = {
        "unit.iur_platform": True,
        "evaluation": {"grade": "unqualified", "veto_matters": [], "kind": "cycle"},
        "budget.next_year_approved": 10,
    }
    assert binjiang("next_year_budget", facts).verdict is NONE


def test_grade_elsewhere_knows_no_veto():
    facts = {"evaluation": {"grade": "good", "veto_matters": ["integrity"]}}
    quzhou = explain("evaluation_grade", facts, territory=QUJIANG, on=DAY)
    keqiao = explain("evaluation_grade", facts, territory=KEQIAO, on=DAY)
    assert (quzhou.value, quzhou.simulation) == ("good", False)
    assert (keqiao.value, keqiao.simulation) == ("good", True)


def test_effects_in_keqiao_are_its_own():
    facts = {
        "unit.cobuilt_platform": True,
        "evaluation": {"grade": "below_standard", "previous_year_grade": "unqualified", "is_institute": True},
    }
    finding = explain("evaluation_effects", facts, territory=KEQIAO, on=DAY)
    assert finding.simulation
    assert finding.output("award") is None
    assert finding.output("rectification_required") is True
    assert finding.output("failing_years_in_row") == 2
    assert finding.output("excellence_priority") is False


@pytest.mark.parametrize(
    ("grade", "institute", "reading", "verdict"),
    [
        ("excellent", True, None, Verdict.MET),
        ("excellent", False, None, OPEN),
        ("excellent", False, "all_carriers", Verdict.MET),
        ("excellent", False, "institutes_only", NONE),
        ("good", False, None, NONE),
    ],
)
def test_priority_of_excellent_institutes(grade, institute, reading, verdict):
    facts = {"unit.cobuilt_platform": True, "evaluation": {"grade": grade, "is_institute": institute}}
    chosen = {"A20.carriers": reading} if reading else None
    finding = explain("excellence_priority", facts, territory=KEQIAO, on=DAY, interpretations=chosen)
    assert finding.verdict is verdict


@pytest.mark.parametrize(
    ("territory", "trait"),
    [(QUJIANG, "public_platform"), (KEQIAO, "cobuilt_platform"), (BINJIANG, "iur_platform")],
)
def test_later_money_rests_on_the_result(territory, trait):
    facts = {f"unit.{trait}": True, "evaluation.budget_based": False}
    finding = explain("funding_follows_result", facts, territory=territory, on=DAY)
    assert (finding.verdict, finding.simulation) == (Verdict.BREACHED, territory == KEQIAO)
