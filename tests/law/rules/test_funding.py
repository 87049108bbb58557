"""Fiscal money: budgets, lump sum, earmark, controls, modes of support, matching."""

from __future__ import annotations

import pytest

from kechuang.law import Verdict, explain

KEQIAO, BINJIANG, QUJIANG, HANGZHOU = "330603", "330108", "330803", "330106"
DAY = "2025-06-10"
MET, BREACHED, OPEN, NONE = Verdict.MET, Verdict.BREACHED, Verdict.NEEDS_DETERMINATION, Verdict.NOT_APPLICABLE
COBUILT, IUR = {"unit.cobuilt_platform": True}, {"unit.iur_platform": True}


def at(territory, rule, facts, **more):
    return explain(rule, facts, territory=territory, on=DAY, **more)


@pytest.mark.parametrize(("this", "last", "verdict"), [(101, 100, MET), (100, 100, BREACHED), (99, 100, BREACHED)])
def test_quzhou_budget_grows(this, last, verdict):
    finding = at(QUJIANG, "budget_growth", {"budget": {"this_year": this, "last_year": last}})
    assert (finding.verdict, finding.output("increase")) == (verdict, this - last)
    assert at(HANGZHOU, "budget_growth", {"budget": {"this_year": 1, "last_year": 2}}).verdict is NONE


@pytest.mark.parametrize(
    ("lump", "negative", "verdict"), [(True, True, MET), (True, False, BREACHED), (True, None, OPEN)]
)
def test_lump_sum_with_negative_list(lump, negative, verdict):
    facts = {"funding": {"lump_sum": lump, "negative_list": negative}}
    assert at(QUJIANG, "lump_sum_rules", facts).verdict is verdict


@pytest.mark.parametrize(("hit", "verdict"), [(False, MET), (True, BREACHED)])
def test_lump_sum_spending_is_checked_against_the_negative_list_alone(hit, verdict):
    assert at(QUJIANG, "lump_sum_spending", {"spending.on_negative_list": hit}).verdict is verdict


@pytest.mark.parametrize(
    ("purpose", "acts", "verdict"),
    [
        (True, [], MET),
        (True, ["diversion"], BREACHED),
        (None, ["withholding"], BREACHED),
        (False, None, BREACHED),
        (True, None, OPEN),
    ],
)
def test_earmark(purpose, acts, verdict):
    finding = at(KEQIAO, "earmark_kept", {"spending": {"within_purpose": purpose, "prohibited_acts": acts}})
    assert (finding.verdict, finding.simulation) == (verdict, True)


@pytest.mark.parametrize(
    ("controls", "internal", "verdict"),
    [
        (["separate_account", "earmarked", "dedicated_spending"], True, MET),
        (["separate_account", "earmarked"], True, BREACHED),
        (["separate_account", "earmarked", "dedicated_spending"], False, BREACHED),
    ],
)
def test_controls(controls, internal, verdict):
    facts = {**COBUILT, "funding": {"controls": controls, "internal_control": internal}}
    assert at(KEQIAO, "funding_controls", facts).verdict is verdict


@pytest.mark.parametrize(
    ("rule", "names"),
    [
        ("separate_accounts", ("separate_account", "audit_accepted")),
        ("introducing_entity_support", ("support_delivered", "use_supervised")),
    ],
)
def test_both_are_needed(rule, names):
    done = {**COBUILT, **{f"funding.{name}": True for name in names}}
    assert at(KEQIAO, rule, done).verdict is MET
    assert at(KEQIAO, rule, {**done, f"funding.{names[1]}": False}).verdict is BREACHED


@pytest.mark.parametrize(("planned", "verdict"), [(1000, MET), (1001, BREACHED)])
def test_budget_stays_within_the_plan(planned, verdict):
    facts = {**COBUILT, "budget": {"planned": planned, "approved_plan": 1000}}
    finding = at(KEQIAO, "budget_within_plan", facts)
    assert (finding.verdict, finding.output("left")) == (verdict, 1000 - planned)


@pytest.mark.parametrize(("count", "verdict"), [(1, MET), (0, BREACHED)])
def test_a_budget_every_year(count, verdict):
    assert at(KEQIAO, "annual_budget", {**COBUILT, "budget.budgets_in_year": count}).verdict is verdict


@pytest.mark.parametrize(("basic", "verdict"), [(300, MET), (301, BREACHED)])
def test_basic_research_ceiling_is_a_fact(basic, verdict):
    facts = {**COBUILT, "funding": {"total": 1001, "basic_research": basic, "basic_research_ceiling": "30%"}}
    finding = at(KEQIAO, "basic_research_share", facts)
    assert (finding.verdict, finding.output("ceiling")) == (verdict, 300)
    del facts["funding"]["basic_research_ceiling"]
    assert at(KEQIAO, "basic_research_share", facts).missing == ("funding.basic_research_ceiling",)


@pytest.mark.parametrize(
    ("kind", "mode"),
    [
        ("basic_research", "fixed_support"),
        ("technology_innovation", "base_plus_incentive"),
        ("innovation_service", "purchased_service"),
    ],
)
def test_mode_of_support_by_class(kind, mode):
    assert at(BINJIANG, "support_mode", {**IUR, "unit.platform_class": kind}).value == mode
    assert at(QUJIANG, "support_mode", {**IUR, "unit.platform_class": kind}).verdict is NONE


@pytest.mark.parametrize(("met", "amount"), [(True, 700), (False, 500)])
def test_incentive_follows_the_targets(met, amount):
    facts = {
        **IUR,
        "unit.platform_class": "technology_innovation",
        "support": {"base": 500, "incentive": 200, "targets_met": met},
    }
    assert at(BINJIANG, "base_and_incentive", facts).value == amount


@pytest.mark.parametrize(
    ("spent", "change", "standards", "verdict"),
    [
        (100, None, True, MET),
        (101, None, True, OPEN),
        (101, True, True, MET),
        (101, False, True, BREACHED),
        (100, None, False, BREACHED),
    ],
)
def test_budget_binds(spent, change, standards, verdict):
    facts = {
        **IUR,
        "budget": {"spent": spent, "approved": 100, "adjustment_approved": change},
        "funding.spending_standards": standards,
    }
    assert at(BINJIANG, "budget_binding", facts).verdict is verdict


# -- matching -----------------------------------------------------------------------------------------------------


def matching(**facts):
    return at(KEQIAO, "matching_funds", {**COBUILT, "matching": facts})


SOURCES = {"research_funds": 1_000_000, "company_investment": 500_000, "own_funds": 0}


@pytest.mark.parametrize(
    ("facts", "amount"),
    [
        ({"incoming": 1_000_000, "ratio": "50%", "ceiling": 600_000}, 500_000),
        ({"incoming": 1_000_000, "ratio": "50%", "ceiling": 400_000}, 400_000),
        ({"incoming": 999, "ratio": "1/2"}, 499),
        ({**SOURCES, "ratio": "50%", "ceiling": 10**9}, 750_000),
        ({**SOURCES, "ratio": "50%", "research_funds_ratio": "100%"}, 1_250_000),
        ({**SOURCES, "ratio": "50%", "research_funds_ratio": "100%", "ceiling": 1_200_000}, 1_200_000),
        ({"incoming": 0, "ratio": "100%"}, 0),
    ],
)
def test_match_is_ratio_times_what_came_in(facts, amount):
    finding = matching(**facts)
    assert (finding.value, finding.simulation) == (amount, True)
    assert "keqiao-2025-draft:s4.6.c" in {str(c) for c in finding.citations}


def test_ratio_is_never_a_constant():
    assert matching(incoming=1_000_000).missing == ("matching.ratio",)


def test_zero_of_a_source_must_be_said():
    finding = matching(research_funds=100, company_investment=100, ratio="50%")
    assert (finding.verdict, finding.output("research_funds")) == (OPEN, 50)
    assert "matching.own_funds" in finding.missing


def test_ceiling_is_told():
    kinds = [r.en for r in matching(incoming=100, ratio="50%", ceiling=40).remarks]
    assert kinds == ["Over the ceiling: matched up to it."]
    assert [r.en for r in matching(incoming=100, ratio="50%").remarks] == ["No ceiling stated; computed without one."]


def test_running_costs_stay_outside_the_match():
    facts = {**COBUILT, "matching": {"base_operating": 300, "incoming": 1000, "ratio": "50%", "ceiling": 400}}
    finding = at(KEQIAO, "platform_support", facts)
    assert (finding.value, finding.output("matching")) == (700, 400)


@pytest.mark.parametrize(("amount", "verdict"), [(1, MET), (0, BREACHED), (None, OPEN)])
def test_research_for_industry_brings_in_outside_money(amount, verdict):
    facts = {**IUR, "investment": {"industrial_research": True, "outside_amount": amount}}
    assert at(BINJIANG, "outside_investment", facts).verdict is verdict
    facts["investment"]["industrial_research"] = False
    assert at(BINJIANG, "outside_investment", facts).verdict is NONE


@pytest.mark.parametrize(
    ("agreed", "invested", "verdict"),
    [("2025-05-01", "2025-05-01", MET), ("2025-05-02", "2025-05-01", NONE), ("2025-05-01", None, MET)],
)
def test_gains_are_split_as_agreed_beforehand(agreed, invested, verdict):
    facts = {**IUR, "investment": {"split_agreed_on": agreed, "invested_on": invested}}
    assert at(BINJIANG, "joint_investment", facts).verdict is verdict
