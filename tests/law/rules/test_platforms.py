"""What counts as a platform, where each text reaches, recognition and what it opens."""

from __future__ import annotations

from datetime import date

import pytest

from kechuang.law import Determination, Verdict, explain

KEQIAO, BINJIANG, QUJIANG, HANGZHOU, SHANGHAI = "330603", "330108", "330803", "330106", "310115"
MET, BREACHED, OPEN, NONE = (
    Verdict.MET,
    Verdict.BREACHED,
    Verdict.NEEDS_DETERMINATION,
    Verdict.NOT_APPLICABLE,
)
DAY = "2025-06-10"


def value(rule, facts, territory, on=DAY, **more):
    finding = explain(rule, facts, territory=territory, on=on, **more)
    return finding.value if finding.verdict is Verdict.COMPUTED else finding.verdict


# -- reach of the Quzhou regulation (A26) -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("territory", "on", "facts", "applies"),
    [
        (QUJIANG, "2025-03-01", {}, True),
        (QUJIANG, "2025-02-28", {}, False),
        ("330800", DAY, {"scope.activities": ["layout"]}, True),
        (QUJIANG, DAY, {"scope.activities": []}, False),
        (KEQIAO, DAY, {}, False),
        (HANGZHOU, DAY, {"enclave": {"located": True, "home_region": "330800"}}, False),
    ],
)
def test_quzhou_scope(territory, on, facts, applies):
    assert value("quzhou_scope", facts, territory, on) is applies


def test_quzhou_scope_reaches_an_enclave_only_by_the_other_reading():
    facts = {"enclave": {"located": True, "home_region": "330802"}}
    assert value("quzhou_scope", facts, SHANGHAI, interpretations={"A26": "whole_regulation"}) is True
    facts["enclave"]["home_region"] = "330106"
    assert value("quzhou_scope", facts, SHANGHAI, interpretations={"A26": "whole_regulation"}) is False


@pytest.mark.parametrize("territory", [HANGZHOU, SHANGHAI])
def test_only_premises_reach_an_enclave(territory):
    facts = {"enclave": {"located": True, "home_region": "330802", "premises_secured": False}}
    finding = explain("enclave_premises", facts, territory=territory, on=DAY)
    assert finding.verdict is BREACHED
    assert "quzhou-2024:art29.p2" in {str(c) for c in finding.citations}
    scope = explain("quzhou_scope", facts, territory=territory, on=DAY)
    assert (scope.value, scope.output("premises_duty")) == (False, True)


@pytest.mark.parametrize(
    ("enclave", "on"),
    [
        ({"located": False, "home_region": "330802"}, DAY),
        ({"located": True, "home_region": "330603"}, DAY),
        ({"located": True, "home_region": "330802"}, "2025-02-28"),
    ],
)
def test_no_duty_of_premises(enclave, on):
    facts = {"enclave": {**enclave, "premises_secured": False}}
    assert explain("enclave_premises", facts, territory=HANGZHOU, on=on).verdict is NONE


# -- platform and public platform (A01, A02, A40) -----------------------------------------------------------

FISCAL = {"funding": "fiscal", "recognised": True, "research_activity": True}


@pytest.mark.parametrize(
    ("unit", "public", "platform"),
    [
        (FISCAL, True, True),
        ({**FISCAL, "funding": "social"}, False, True),
        ({**FISCAL, "funding": "social", "recognised": False}, False, False),
        ({**FISCAL, "research_activity": False}, False, False),
        ({**FISCAL, "funding": "mixed"}, OPEN, True),
        ({**FISCAL, "recognised": False}, OPEN, OPEN),
        ({"funding": "fiscal", "recognised": True}, OPEN, OPEN),
        ({"public_platform": True}, True, True),
        ({"public_platform": False, "platform": True}, False, True),
    ],
)
def test_four_cases_of_founding_money_and_recognition(unit, public, platform):
    assert value("is_public_platform", {"unit": unit}, QUJIANG) is public
    assert value("is_platform", {"unit": unit}, QUJIANG) is platform


def test_a_fiscal_platform_without_recognition_is_for_a_person():
    facts = {"unit": {**FISCAL, "recognised": False}}
    finding = explain("is_public_platform", facts, territory=QUJIANG, on=DAY)
    assert finding.missing == ("unit.public_platform",)
    assert [r.kind for r in finding.remarks] == ["warning"]
    answer = Determination("unit.public_platform", True, by="市科技局", on=date(2025, 6, 11))
    assert value("is_public_platform", facts, QUJIANG, determinations=[answer]) is True


def test_platform_of_another_city_is_not_asked_here():
    assert value("is_public_platform", {"unit": FISCAL}, HANGZHOU) is NONE
    assert value("is_public_platform", {"unit": FISCAL}, QUJIANG, "2025-02-28") is NONE


def test_converted_institute_that_is_still_a_fiscal_platform_is_open():
    facts = {"unit": {**FISCAL, "converted_on": "2024-01-01"}}
    finding = explain("is_public_platform", facts, territory=QUJIANG, on=DAY)
    assert (finding.verdict, finding.open) == (OPEN, ("A40",))
    assert value("is_public_platform", facts, QUJIANG, interpretations={"A40": "platform_rule"}) is True
    assert value("is_public_platform", facts, QUJIANG, interpretations={"A40": "enterprise_rule"}) is False


@pytest.mark.parametrize(("choice", "also"), [("per_unit", None), ("always", True), ("never", False)])
def test_public_platform_is_not_by_itself_a_public_research_unit(choice, also):
    finding = explain(
        "is_public_platform", {"unit": FISCAL}, territory=QUJIANG, on=DAY, interpretations={"A02": choice}
    )
    assert finding.output("also_public_research_unit") is also


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"agreement.signed_on": "2025-02-01"}, True),
        ({"unit.built_with_government": True}, True),
        ({"unit.included_as_cobuilt": True}, True),
        ({"unit.built_with_government": False, "unit.included_as_cobuilt": False}, False),
        ({"unit.cobuilt_platform": False, "agreement.signed_on": "2025-02-01"}, False),
        ({}, OPEN),
    ],
)
def test_cobuilt_platform(facts, expected):
    assert value("is_cobuilt_platform", facts, KEQIAO) is expected


def test_normally_only_warns():
    facts = {"unit": {"built_with_government": True, "funding": "social", "legal_form": "none"}}
    finding = explain("is_cobuilt_platform", facts, territory=KEQIAO, on=DAY)
    assert (finding.value, finding.simulation) == (True, True)
    assert [r.kind for r in finding.remarks] == ["warning", "warning"]
    assert finding.output("draft_binds") is False


@pytest.mark.parametrize(
    ("unit", "expected"),
    [
        ({"funding": "mixed", "legal_form": "enterprise", "research_activity": True}, True),
        ({"funding": "social", "legal_form": "enterprise", "research_activity": True}, False),
        ({"funding": "fiscal", "legal_form": "none", "research_activity": True}, False),
        ({"funding": "fiscal", "legal_form": "enterprise"}, OPEN),
    ],
)
def test_iur_platform(unit, expected):
    assert value("is_iur_platform", {"unit": unit}, BINJIANG) is expected


@pytest.mark.parametrize(
    ("work", "kind"),
    [
        ("frontier_research", "basic_research"),
        ("applied_innovation", "technology_innovation"),
        ("innovation_service", "innovation_service"),
    ],
)
def test_class_follows_the_main_work(work, kind):
    facts = {"unit": {"iur_platform": True, "main_work": work}}
    assert value("platform_class", facts, BINJIANG) == kind


def test_class_on_record_that_differs_from_the_work_is_pointed_out():
    facts = {"unit": {"iur_platform": True, "main_work": "frontier_research", "platform_class": "innovation_service"}}
    finding = explain("platform_class", facts, territory=BINJIANG, on=DAY)
    assert (finding.value, len(finding.remarks)) == ("innovation_service", 1)


# -- recognition ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("published", "verdict"),
    [(["conditions", "procedure", "results"], MET), (["conditions", "procedure"], BREACHED)],
)
def test_recognition_is_published(published, verdict):
    facts = {"recognition.published": published}
    assert explain("recognition_publications", facts, territory=QUJIANG, on=DAY).verdict is verdict


LED = {"iur_platform": True, "platform_class": "technology_innovation", "enterprise_led": True}


@pytest.mark.parametrize(
    ("level", "reason", "verdict"),
    [
        ("national", None, MET),
        ("province", None, MET),
        ("city", None, OPEN),
        ("city", True, MET),
        ("county", False, BREACHED),
    ],
)
def test_company_led_technology_platform_needs_provincial_recognition_in_principle(level, reason, verdict):
    facts = {"unit": {**LED, "recognition_level": level}, "recognition.exception_recorded": reason}
    finding = explain("recognition_level", facts, territory=BINJIANG, on=DAY)
    assert (finding.verdict, finding.output("least_level")) == (verdict, "province")


def test_recognition_level_elsewhere():
    assert explain("recognition_level", {"unit.recognition_level": "county"}, territory=QUJIANG, on=DAY).verdict is MET
    basic = {"unit": {**LED, "platform_class": "basic_research", "recognition_level": "city"}}
    assert explain("recognition_level", basic, territory=BINJIANG, on=DAY).verdict is NONE


@pytest.mark.parametrize(
    ("kinds", "reason", "verdict"), [(["laboratory"], None, MET), ([], None, OPEN), ([], False, BREACHED)]
)
def test_recognition_kind(kinds, reason, verdict):
    facts = {"unit": LED, "recognition": {"kinds": kinds, "exception_recorded": reason}}
    assert explain("recognition_kind", facts, territory=BINJIANG, on=DAY).verdict is verdict


@pytest.mark.parametrize(
    ("level", "conditions", "verdict"),
    [
        ("city", True, MET),
        ("national", True, MET),
        ("county", True, NONE),
        ("city", False, NONE),
        ("city", None, OPEN),
        ("county", None, NONE),
    ],
)
def test_title_self_review_from_city_level(level, conditions, verdict):
    facts = {"unit": {"platform": True, "recognition_level": level}, "title_review.conditions_met": conditions}
    assert explain("title_self_review", facts, territory=QUJIANG, on=DAY).verdict is verdict


def test_socially_founded_platform_applies():
    facts = {"unit.founder": "social", "recognition.types_applied": ["key_laboratory"]}
    assert explain("recognition_application", facts, territory=QUJIANG, on=DAY).verdict is MET
    facts["unit.founder"] = "government"
    assert explain("recognition_application", facts, territory=QUJIANG, on=DAY).verdict is NONE
