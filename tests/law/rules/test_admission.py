"""Bringing a platform in: layout, experts, priority, panel, reviews, budget in step."""

from __future__ import annotations

import pytest

from kechuang.law import Verdict, explain

KEQIAO, BINJIANG, QUJIANG = "330603", "330108", "330803"
DAY = "2025-06-10"
MET, BREACHED, OPEN, NONE = Verdict.MET, Verdict.BREACHED, Verdict.NEEDS_DETERMINATION, Verdict.NOT_APPLICABLE
FIELDS = ["technology", "industry", "investment", "law"]
SIDES = ["experts", "government", "enterprise", "platform", "investment"]
ASPECTS = ["professional", "market", "commercial"]
TRACKS = ["scientific_review", "investment_review"]
CRITERIA = ["frontier", "team", "complementarity", "self_funding", "industry_fit", "market_outlook"]


@pytest.mark.parametrize(
    ("advantage", "emerging", "verdict"),
    [
        (["specialty_paper"], None, MET),
        ([], ["low_altitude_economy"], MET),
        ([], [], BREACHED),
        ([], None, OPEN),
    ],
)
def test_layout_serves_listed_industries(advantage, emerging, verdict):
    facts = {"layout": {"advantage_industries": advantage, "emerging_industries": emerging}}
    assert explain("platform_layout", facts, territory=QUJIANG, on=DAY).verdict is verdict


@pytest.mark.parametrize(
    ("facts", "verdict", "lacking"),
    [
        ({"expert_fields": FIELDS}, MET, frozenset()),
        ({"expert_fields": FIELDS[:3]}, BREACHED, frozenset({"law"})),
        ({"expert_fields": FIELDS, "held_on": "2025-05-01", "decided_on": "2025-05-01"}, MET, frozenset()),
        ({"expert_fields": FIELDS, "held_on": "2025-05-02", "decided_on": "2025-05-01"}, BREACHED, frozenset()),
    ],
)
def test_four_fields_of_experts_before_deciding(facts, verdict, lacking):
    finding = explain("expert_consultation", {"consultation": facts}, territory=QUJIANG, on=DAY)
    assert (finding.verdict, finding.output("missing_fields")) == (verdict, lacking)


def test_experts_are_a_duty_in_quzhou_alone_and_from_march_2025():
    facts = {"consultation.expert_fields": []}
    for territory, on in ((BINJIANG, DAY), (QUJIANG, "2025-02-28")):
        assert explain("expert_consultation", facts, territory=territory, on=on).verdict is NONE


@pytest.mark.parametrize(
    ("facts", "verdict"),
    [
        ({"major_platform_holder": True}, MET),
        ({"origins": ["double_first_class"]}, MET),
        ({"origins": ["major_platform_holder"]}, MET),
        ({"origins": [], "major_platform_holder": False}, NONE),
        ({"origins": []}, OPEN),
    ],
)
def test_admission_priority(facts, verdict):
    finding = explain("admission_priority", {"admission": facts}, territory=KEQIAO, on=DAY)
    assert (finding.verdict, finding.simulation) == (verdict, True)


@pytest.mark.parametrize(
    ("rule", "fact", "items"),
    [
        ("admission_panel", "panel_sides", SIDES),
        ("admission_aspects", "assessment_aspects", ASPECTS),
        ("admission_criteria", "review_criteria", CRITERIA),
    ],
)
def test_lists_that_must_be_whole(rule, fact, items):
    whole = explain(rule, {f"admission.{fact}": items}, territory=KEQIAO, on=DAY)
    short = explain(rule, {f"admission.{fact}": items[1:]}, territory=KEQIAO, on=DAY)
    assert (whole.verdict, whole.simulation) == (MET, True)
    assert (short.verdict, short.output("missing_items")) == (BREACHED, frozenset(items[:1]))
    assert explain(rule, {}, territory=KEQIAO, on=DAY).missing == (f"admission.{fact}",)


@pytest.mark.parametrize(
    ("tracks", "reason", "verdict"),
    [(TRACKS, None, MET), (TRACKS[:1], None, OPEN), (TRACKS[:1], True, MET), (TRACKS[:1], False, BREACHED)],
)
def test_two_reviews_normally(tracks, reason, verdict):
    facts = {"admission": {"review_tracks": tracks, "exception_recorded": reason}}
    assert explain("admission_tracks", facts, territory=KEQIAO, on=DAY).verdict is verdict


@pytest.mark.parametrize(
    ("step", "reason", "verdict"),
    [(True, None, MET), (False, None, OPEN), (False, True, MET), (False, False, BREACHED)],
)
def test_budget_in_step_in_principle(step, reason, verdict):
    facts = {"admission": {"budget_in_step": step, "exception_recorded": reason}}
    assert explain("admission_budget", facts, territory=KEQIAO, on=DAY).verdict is verdict


def test_the_whole_argument():
    facts = {
        "panel_sides": SIDES, "assessment_aspects": ASPECTS, "review_tracks": TRACKS, "review_criteria": CRITERIA,
        "budget_in_step": True,
    }  # fmt: skip
    assert explain("admission_complete", {"admission": facts}, territory=KEQIAO, on=DAY).verdict is MET
    facts["panel_sides"] = SIDES[:4]
    assert explain("admission_complete", {"admission": facts}, territory=KEQIAO, on=DAY).verdict is BREACHED
    assert explain("admission_complete", {"admission": facts}, territory=BINJIANG, on=DAY).verdict is NONE
