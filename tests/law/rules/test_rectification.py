"""After a failing grade: rectification, dynamic adjustment, failing years in a row, exit."""

from __future__ import annotations

from datetime import date

import pytest

from kechuang.law import Verdict, explain

KEQIAO, BINJIANG, QUJIANG = "330603", "330108", "330803"
DAY = "2025-06-10"
MET, BREACHED, OPEN, NONE = Verdict.MET, Verdict.BREACHED, Verdict.NEEDS_DETERMINATION, Verdict.NOT_APPLICABLE
COBUILT, PUBLIC = {"unit.cobuilt_platform": True}, {"unit.public_platform": True}


def keqiao(rule, facts, **reading):
    chosen = {name.replace("_", ".", 1): choice for name, choice in reading.items()}
    return explain(rule, {**COBUILT, **facts}, territory=KEQIAO, on=DAY, interpretations=chosen)


@pytest.mark.parametrize(
    ("grade", "reading", "fails"),
    [
        ("unqualified", "all_fail", True),
        ("below_standard", "all_fail", True),
        ("not_reached", "all_fail", True),
        ("qualified", "all_fail", False),
        ("below_standard", "unqualified_only", False),
        ("unqualified", "unqualified_only", True),
    ],
)
def test_three_words_for_failing(grade, reading, fails):
    finding = keqiao("evaluation_failed", {"evaluation.grade": grade}, A20_words=reading)
    assert (finding.value, finding.simulation) == (fails, True)


def test_keqiao_failing_brings_rectification_and_money_measures():
    finding = keqiao("rectification_required", {"evaluation.grade": "not_reached"})
    assert (finding.value, finding.output("funding_measure")) == (True, True)
    assert finding.remarks[0].kind == "consequence"


@pytest.mark.parametrize(
    ("facts", "required"),
    [
        ({"target_met": False}, True),
        ({"target_met": True}, False),
        ({"grade": "unqualified"}, True),
        ({"grade": "good"}, False),
    ],
)
def test_quzhou_below_target_is_rectified(facts, required):
    finding = explain("rectification_required", {**PUBLIC, "evaluation": facts}, territory=QUJIANG, on=DAY)
    assert (finding.value, finding.output("funding_measure")) == (required, False)
    assert not finding.simulation


def test_rectification_is_not_binjiangs():
    facts = {**PUBLIC, "evaluation.grade": "unqualified"}
    assert explain("rectification_required", facts, territory=BINJIANG, on=DAY).verdict is NONE


def test_time_to_rectify_is_set_in_the_order():
    facts = {**PUBLIC, "rectification": {"due_on": "2025-09-30", "ordered_on": "2025-06-30", "fixed_months": 2}}
    assert explain("rectification_due", facts, territory=QUJIANG, on=DAY).value == date(2025, 9, 30)
    fixed = {"A27.period": "fixed"}
    finding = explain("rectification_due", facts, territory=QUJIANG, on=DAY, interpretations=fixed)
    assert finding.value == date(2025, 9, 1)  # 30 August is a Saturday


@pytest.mark.parametrize(
    ("facts", "as_of", "measure"),
    [
        ({"completed": False, "measure": "reclassify"}, None, "reclassify"),
        ({"completed": True}, None, "none"),
        ({"completed_on": "2025-09-30"}, None, "none"),
        ({"due_on": "2025-09-30", "measure": "reduce"}, "2025-09-30", "none"),
        ({"due_on": "2025-09-30", "measure": "reduce"}, "2025-10-01", "reduce"),
    ],
)
def test_unfinished_rectification_is_adjusted_dynamically(facts, as_of, measure):
    told = {**PUBLIC, "evaluation.target_met": False, "rectification": facts, "as_of": as_of}
    assert explain("dynamic_adjustment", told, territory=QUJIANG, on=DAY).value == measure


def test_dynamic_adjustment_is_exit_by_the_other_reading_and_open_without_a_measure():
    told = {**PUBLIC, "evaluation.target_met": False, "rectification.completed": False}
    finding = explain("dynamic_adjustment", told, territory=QUJIANG, on=DAY)
    assert (finding.verdict, finding.missing) == (OPEN, ("rectification.measure",))
    exit_only = {"A27.adjustment": "exit"}
    assert explain("dynamic_adjustment", told, territory=QUJIANG, on=DAY, interpretations=exit_only).value == "exit"


# -- failing years in a row -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("facts", "years", "opens"),
    [
        ({"grade": "unqualified", "previous_year_grade": "unqualified"}, 2, True),
        ({"grade": "unqualified", "previous_year_grade": "below_standard"}, 2, True),
        ({"grade": "unqualified", "previous_year_grade": "good"}, 1, False),
        ({"grade": "good"}, 0, False),
        # a year without evaluation breaks the chain
        ({"grade": "unqualified", "previous_year_grade": "not_evaluated", "earlier_grade": "unqualified"}, 1, False),
        ({"failures_in_row": 3}, 3, True),
    ],
)
def test_two_failing_years_open_an_assessment(facts, years, opens):
    finding = keqiao("evaluation_consecutive_failures", {"evaluation": facts})
    assert (finding.value, finding.output("assessment_opens")) == (years, opens)
    assert [r.kind for r in finding.remarks] == (["consequence"] if opens else [])


def test_a_year_without_evaluation_is_skipped_by_the_other_reading():
    facts = {"grade": "unqualified", "previous_year_grade": "not_evaluated", "earlier_grade": "unqualified"}
    assert keqiao("evaluation_consecutive_failures", {"evaluation": facts}, A20_gap="skipped").value == 2


def test_other_words_do_not_add_up_by_the_narrow_reading():
    facts = {"grade": "unqualified", "previous_year_grade": "below_standard"}
    assert keqiao("evaluation_consecutive_failures", {"evaluation": facts}, A20_words="unqualified_only").value == 1


@pytest.mark.parametrize(
    ("years", "unfit", "verdict"), [(2, True, MET), (2, False, BREACHED), (2, None, OPEN), (1, True, BREACHED)]
)
def test_cooperation_never_ends_by_itself(years, unfit, verdict):
    facts = {"evaluation.failures_in_row": years, "assessment.found_unfit": unfit}
    finding = keqiao("cooperation_termination", facts)
    assert (finding.verdict, finding.simulation) == (verdict, True)


# -- exit ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("passed", "other", "reading", "exits"),
    [
        (False, False, "listed_only", True),
        (True, True, "listed_only", False),
        (True, True, "recorded", True),
        (True, False, "recorded", False),
    ],
)
def test_exit_means_no_next_round(passed, other, reading, exits):
    facts = {"unit.iur_platform": True, "evaluation": {"cycle_passed": passed, "other_exit_case": other}}
    finding = explain("platform_exit", facts, territory=BINJIANG, on=DAY, interpretations={"A24.exit": reading})
    assert (finding.value, finding.output("next_round"), len(finding.remarks)) == (exits, not exits, int(exits))
