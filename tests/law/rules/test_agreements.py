"""Agreements: topics, consultation, filing, term, what follows the term."""

from __future__ import annotations

from datetime import date

import pytest

from kechuang.law import Determination, Verdict, explain

KEQIAO, BINJIANG, QUJIANG, HANGZHOU = "330603", "330108", "330803", "330106"
DEPARTMENTS = ["talent_office", "st_department", "finance_department", "hr_department", "audit_department"]
TOPICS = ["support", "construction", "talent", "transformation", "incubation"]
MET, BREACHED, OPEN = Verdict.MET, Verdict.BREACHED, Verdict.NEEDS_DETERMINATION


def cited(finding):
    return {str(citation) for citation in finding.citations}


def said(finding, kind):
    return [remark.en for remark in finding.remarks if remark.kind == kind]


# -- scenario 20 ------------------------------------------------------------------------------------------


def test_filing_three_days_late_has_no_consequence_in_the_text():
    finding = explain(
        "agreement_filing",
        {"agreement": {"signed_on": "2025-01-31", "filed_on": "2025-03-03"}},
        territory=KEQIAO,
    )
    assert (finding.verdict, finding.value) == (BREACHED, date(2025, 2, 28))
    assert finding.output("overdue_days") == 3
    assert finding.simulation
    assert "keqiao-2025-draft:s1.4.c" in cited(finding)
    assert said(finding, "consequence") == ["Overdue; the clause names no consequence."]


@pytest.mark.parametrize(
    ("signed", "filed", "due", "verdict", "late"),
    [
        ("2025-01-31", "2025-02-28", date(2025, 2, 28), MET, 0),
        ("2025-01-31", "2025-03-01", date(2025, 2, 28), BREACHED, 1),
        ("2025-03-01", "2025-04-01", date(2025, 4, 1), MET, 0),
        # a Saturday that is a make-up workday does not roll
        ("2026-01-31", "2026-02-28", date(2026, 2, 28), MET, 0),
        # the last day, 1 October, is a holiday; the first working day after it is the 9th
        ("2025-09-01", "2025-10-09", date(2025, 10, 9), MET, 0),
        ("2025-09-01", "2025-10-10", date(2025, 10, 9), BREACHED, 1),
    ],
)
def test_filing_month(signed, filed, due, verdict, late):
    finding = explain("agreement_filing", {"agreement": {"signed_on": signed, "filed_on": filed}}, territory=KEQIAO)
    assert (finding.verdict, finding.value, finding.output("overdue_days")) == (verdict, due, late)


def test_filing_unfiled_is_a_date_until_it_is_overdue():
    facts = {"agreement": {"signed_on": "2025-01-31"}}
    assert explain("agreement_filing", facts, territory=KEQIAO).verdict is Verdict.COMPUTED
    overdue = explain("agreement_filing", {**facts, "as_of": "2025-03-10"}, territory=KEQIAO)
    assert (overdue.verdict, overdue.output("overdue_days")) == (BREACHED, 10)


def test_filing_without_a_signature_asks_for_it():
    finding = explain("agreement_filing", {"agreement": {"filed_on": "2025-03-03"}}, territory=KEQIAO)
    assert finding.verdict is OPEN
    assert "agreement.signed_on" in finding.missing


@pytest.mark.parametrize(
    ("reading", "due"),
    [
        ({"A25": "first_signature"}, date(2025, 2, 10)),
        ({"A25": "effective_date"}, date(2025, 3, 10)),
        ({"A30.act_by": "stays"}, date(2025, 2, 28)),
    ],
)
def test_filing_other_readings(reading, due):
    facts = {"agreement": {"signed_on": "2025-01-31", "first_signed_on": "2025-01-10", "effective_on": "2025-02-10"}}
    assert explain("agreement_filing", facts, territory=KEQIAO, interpretations=reading).value == due


def test_filing_stays_on_a_holiday_by_the_other_reading():
    facts = {"agreement": {"signed_on": "2025-09-01"}}
    finding = explain("agreement_filing", facts, territory=KEQIAO, interpretations={"A30.act_by": "stays"})
    assert finding.value == date(2025, 10, 1)


@pytest.mark.parametrize("territory", [BINJIANG, QUJIANG, HANGZHOU])
def test_filing_is_known_to_keqiao_alone(territory):
    facts = {"agreement": {"signed_on": "2025-06-01", "filed_on": "2025-12-01"}}
    assert explain("agreement_filing", facts, territory=territory).verdict is Verdict.NO_LAW_FOUND


def test_filing_before_the_day_the_draft_names():
    facts = {"agreement": {"signed_on": "2024-12-31", "filed_on": "2025-12-01"}}
    assert explain("agreement_filing", facts, territory=KEQIAO).verdict is Verdict.NO_LAW_FOUND


# -- term -------------------------------------------------------------------------------------------------


def term(reading=None, **facts):
    return explain("agreement_term", {"agreement": facts}, territory=KEQIAO, on="2025-06-01", interpretations=reading)


@pytest.mark.parametrize(
    ("facts", "verdict"),
    [
        ({"term_years": 4}, MET),
        ({"term_years": 3}, MET),
        ({"term_years": 5}, MET),
        ({"term_years": 6, "special_reason": True}, MET),
        ({"term_years": 6, "special_reason": False}, BREACHED),
        ({"term_years": 8}, OPEN),
        ({"term_years": 10, "special_reason": True}, MET),
        ({"term_years": 11, "special_reason": True}, BREACHED),
        ({"term_years": 12}, BREACHED),
        ({"term_years": 2}, MET),
        # renewals count towards the ten years
        ({"term_years": 4, "earlier_years": 6, "special_reason": True}, MET),
        ({"term_years": 4, "earlier_years": 7, "special_reason": True}, BREACHED),
        ({"term_years": 2, "earlier_years": 3}, MET),
        # by dates: to the day before the anniversary or to the anniversary is the same number of years
        ({"starts_on": "2025-02-01", "ends_on": "2030-01-31"}, MET),
        ({"starts_on": "2025-02-01", "ends_on": "2030-02-01"}, MET),
        ({"starts_on": "2025-02-01", "ends_on": "2030-02-02"}, OPEN),
        ({"starts_on": "2025-02-01", "ends_on": "2035-02-01", "special_reason": True}, MET),
        ({"starts_on": "2025-02-01", "ends_on": "2035-02-02", "special_reason": True}, BREACHED),
        ({}, OPEN),
    ],
)
def test_term(facts, verdict):
    finding = term(**facts)
    assert finding.verdict is verdict
    assert finding.simulation or not facts


def test_term_eight_years_asks_for_the_reason_alone():
    finding = term(term_years=8)
    assert finding.missing == ("agreement.special_reason",)
    reason = Determination("agreement.special_reason", True, by="区科技局", on=date(2025, 6, 2), basis="会议纪要")
    decided = explain(
        "agreement_term", {"agreement.term_years": 8}, territory=KEQIAO, on="2025-06-01", determinations=[reason]
    )
    assert (decided.verdict, decided.determinations) == (MET, (reason,))


@pytest.mark.parametrize(("ends", "warned"), [("2028-01-30", True), ("2028-01-31", False), ("2028-02-01", False)])
def test_term_short_of_three_years_by_a_day_warns(ends, warned):
    finding = term(starts_on="2025-02-01", ends_on=ends)
    assert (finding.verdict, bool(said(finding, "warning"))) == (MET, warned)


def test_term_other_readings():
    assert term({"A21.short_term": "refuse"}, term_years=2).verdict is BREACHED
    assert term({"A21.renewals": "separate"}, term_years=5, earlier_years=10).verdict is MET


def test_term_and_dates_that_disagree_are_pointed_out():
    finding = term(term_years=4, starts_on="2025-02-01", ends_on="2030-01-31")
    assert said(finding, "warning") == ["The years stated and the dates do not agree; the years are used."]


def test_term_tells_the_latest_end():
    assert term(term_years=4, starts_on="2025-02-01", earlier_years=3).output("latest_end") == date(2032, 2, 1)


def test_term_is_unknown_to_quzhou():
    finding = explain("agreement_term", {"agreement.term_years": 12}, territory=QUJIANG, on="2025-06-01")
    assert (finding.verdict, finding.simulation) == (Verdict.NOT_APPLICABLE, False)


@pytest.mark.parametrize(
    ("on", "regime", "payment"), [("2030-01-31", "agreement", MET), ("2030-02-01", "general_policy", BREACHED)]
)
def test_after_the_term_general_policy_only(on, regime, payment):
    facts = {"agreement": {"starts_on": "2025-02-01", "term_years": 5}}
    assert explain("support_after_term", facts, territory=KEQIAO, on=on).value == regime
    assert explain("agreement_payment", facts, territory=KEQIAO, on=on).verdict is payment


# -- topics and consultation ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("topics", "verdict", "missing"),
    [
        (TOPICS, MET, frozenset()),
        (TOPICS[:4], BREACHED, frozenset({"incubation"})),
        ([], BREACHED, frozenset(TOPICS)),
    ],
)
def test_quzhou_agreement_topics(topics, verdict, missing):
    facts = {"unit.public_platform": True, "agreement": {"topics": topics}}
    finding = explain("agreement_topics", facts, territory=QUJIANG, on="2025-06-01")
    assert (finding.verdict, finding.output("missing_topics")) == (verdict, missing)
    assert "quzhou-2024:art9.p2" in cited(finding)


@pytest.mark.parametrize(
    ("territory", "on", "public", "verdict"),
    [
        (QUJIANG, "2025-03-01", True, BREACHED),
        (QUJIANG, "2025-02-28", True, Verdict.NO_LAW_FOUND),
        (QUJIANG, "2025-06-01", False, Verdict.NO_LAW_FOUND),
        (HANGZHOU, "2025-06-01", True, Verdict.NO_LAW_FOUND),
    ],
)
def test_agreement_topics_reach(territory, on, public, verdict):
    facts = {"unit.public_platform": public, "agreement.topics": ["support"]}
    assert explain("agreement_topics", facts, territory=territory, on=on).verdict is verdict


def test_agreement_topics_not_known_before_approval():
    facts = {"unit.public_platform": True, "agreement.topics": []}
    finding = explain("agreement_topics", facts, territory=QUJIANG, on="2025-06-01", known_on=date(2024, 11, 26))
    assert finding.verdict is Verdict.NO_LAW_FOUND


def test_a_fiscal_platform_needs_a_signed_agreement():
    facts = {"unit.public_platform": True}
    assert explain("agreement_signed", facts, territory=QUJIANG, on="2025-06-01").verdict is OPEN
    for answer, verdict in ((True, MET), (False, BREACHED)):
        told = {**facts, "agreement.signed": answer}
        assert explain("agreement_signed", told, territory=QUJIANG, on="2025-06-01").verdict is verdict


@pytest.mark.parametrize(
    ("facts", "verdict"),
    [
        ({"consulted_departments": DEPARTMENTS}, MET),
        ({"consulted_departments": DEPARTMENTS[:4]}, BREACHED),
        ({"consulted_departments": DEPARTMENTS, "consulted_on": "2025-06-01", "signed_on": "2025-06-01"}, MET),
        ({"consulted_departments": DEPARTMENTS, "consulted_on": "2025-06-02", "signed_on": "2025-06-01"}, BREACHED),
    ],
)
def test_five_departments_before_signing(facts, verdict):
    finding = explain("agreement_consultation", {"agreement": facts}, territory=KEQIAO, on="2025-06-01")
    assert (finding.verdict, finding.simulation) == (verdict, True)


def test_missing_department_is_named():
    facts = {"agreement": {"consulted_departments": DEPARTMENTS[:4]}}
    finding = explain("agreement_consultation", facts, territory=KEQIAO, on="2025-06-01")
    assert finding.output("missing_departments") == frozenset({"audit_department"})


def test_introducing_entity():
    facts = {
        "unit.cobuilt_platform": True,
        "agreement": {"introducing_entity_named": True, "planning_done": True, "performance_urged": True},
    }
    assert explain("introducing_entity_duties", facts, territory=KEQIAO, on="2025-06-01").verdict is MET
    facts["agreement"]["performance_urged"] = False
    assert explain("introducing_entity_duties", facts, territory=KEQIAO, on="2025-06-01").verdict is BREACHED


# -- rounds (Binjiang) ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rounds", "years", "reason", "verdict"),
    [
        (2, 5, None, MET),
        (3, 5, None, MET),
        (2, 6, None, MET),
        (1, 5, None, OPEN),
        (2, 4, True, MET),
        (1, 10, False, BREACHED),
    ],
)
def test_two_rounds_of_five_years_for_basic_research(rounds, years, reason, verdict):
    facts = {
        "unit": {"iur_platform": True, "platform_class": "basic_research"},
        "agreement": {"rounds": rounds, "round_years": years, "rounds_exception": reason},
    }
    finding = explain("agreement_rounds", facts, territory=BINJIANG, on="2025-06-01")
    assert (finding.verdict, finding.output("years_in_all")) == (verdict, rounds * years)


def test_rounds_are_for_basic_research():
    facts = {"unit": {"iur_platform": True, "platform_class": "innovation_service"}, "agreement.rounds": 1}
    finding = explain("agreement_rounds", facts, territory=BINJIANG, on="2025-06-01")
    assert finding.verdict is Verdict.NOT_APPLICABLE
