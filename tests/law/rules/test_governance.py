"""Council, director, rules, autonomy, own income; plans and reports; whether a text is in force."""

from __future__ import annotations

from datetime import date

import pytest

from kechuang.law import Verdict, explain

KEQIAO, BINJIANG, QUJIANG, HANGZHOU = "330603", "330108", "330803", "330106"
DAY = "2025-06-10"
MET, BREACHED, OPEN, NONE = Verdict.MET, Verdict.BREACHED, Verdict.NEEDS_DETERMINATION, Verdict.NOT_APPLICABLE
COBUILT = {"unit.cobuilt_platform": True}


@pytest.mark.parametrize(
    ("rule", "fact", "items"),
    [
        ("cofounders", "cofounders", ["government", "parent_institution"]),
        ("cofounder_provisions", "provisions", ["start_up_funds", "running_funds", "premises_equipment"]),
        ("internal_rules", "internal_rules", ["party", "personnel", "research", "finance", "assets", "safety"]),
        (
            "council_matters",
            "council_matters",
            ["development_plan", "major_matters", "budget_accounts", "appointments"],
        ),
        ("director_fields", "director_fields", ["personnel", "finance", "pay", "assets"]),
        ("autonomy_granted", "autonomy", ["team", "funds", "route"]),
    ],
)
def test_keqiao_lists(rule, fact, items):
    whole = explain(rule, {**COBUILT, f"governance.{fact}": items}, territory=KEQIAO, on=DAY)
    short = explain(rule, {**COBUILT, f"governance.{fact}": items[:-1]}, territory=KEQIAO, on=DAY)
    assert (whole.verdict, whole.simulation) == (MET, True)
    assert (short.verdict, short.output("missing_items")) == (BREACHED, frozenset(items[-1:]))
    unknown = explain(rule, {f"governance.{fact}": items}, territory=KEQIAO, on=DAY)
    assert (unknown.verdict, "unit.cobuilt_platform" in unknown.missing) == (OPEN, True)
    elsewhere = explain(rule, {**COBUILT, f"governance.{fact}": []}, territory=HANGZHOU, on=DAY)
    assert elsewhere.verdict is Verdict.NO_LAW_FOUND


def test_binjiang_autonomy_has_fields_of_its_own():
    facts = {"unit.iur_platform": True, "governance.autonomy": ["investment", "personnel", "pay"]}
    finding = explain("autonomy_granted", facts, territory=BINJIANG, on=DAY)
    assert (finding.verdict, finding.output("missing_items")) == (BREACHED, frozenset({"business"}))
    assert not finding.simulation


@pytest.mark.parametrize(
    ("rule", "facts"),
    [
        ("platform_purpose", ("purpose_proposed",)),
        ("council_formation", ("council_formed", "council_appointed", "director_appointed")),
    ],
)
def test_keqiao_duties_of_the_cofounders(rule, facts):
    done = {**COBUILT, **{f"governance.{name}": True for name in facts}}
    assert explain(rule, done, territory=KEQIAO, on=DAY).verdict is MET
    undone = {**done, f"governance.{facts[-1]}": False}
    assert explain(rule, undone, territory=KEQIAO, on=DAY).verdict is BREACHED


def test_document_carried_out():
    finding = explain("implemented_document", {}, territory=KEQIAO, on=DAY)
    assert (finding.value, finding.simulation) == ("浙组〔2024〕5号", True)


@pytest.mark.parametrize(("costs", "covers"), [(600, True), (601, False)])
def test_own_income(costs, covers):
    facts = {**COBUILT, "governance": {"income_total": 1000, "income_fiscal": 400, "costs_total": costs}}
    finding = explain("self_sustaining_income", facts, territory=KEQIAO, on=DAY)
    assert (finding.value, finding.output("covers_costs"), len(finding.remarks)) == (600, covers, 0 if covers else 1)


# -- plans and filing -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("horizons", "verdict"),
    [(["near_term", "medium_term", "long_term"], MET), (["near_term", "long_term"], BREACHED)],
)
def test_horizons(horizons, verdict):
    facts = {**COBUILT, "plan.horizons": horizons}
    assert explain("construction_plan", facts, territory=KEQIAO, on=DAY).verdict is verdict


@pytest.mark.parametrize(
    ("territory", "trait", "plans", "verdict"),
    [
        (QUJIANG, "public_platform", 1, MET),
        (QUJIANG, "public_platform", 0, BREACHED),
        (KEQIAO, "cobuilt_platform", 0, BREACHED),
        (BINJIANG, "iur_platform", 0, NONE),
    ],
)
def test_work_plan_every_year(territory, trait, plans, verdict):
    facts = {f"unit.{trait}": True, "plan.work_plans_in_year": plans}
    finding = explain("annual_work_plan", facts, territory=territory, on=DAY)
    assert (finding.verdict, finding.simulation) == (verdict, territory == KEQIAO)


@pytest.mark.parametrize(
    ("materials", "verdict", "lacking"),
    [
        (["work_plan", "performance_targets", "self_evaluation_report"], MET, frozenset()),
        (["work_plan", "performance_targets"], BREACHED, frozenset({"self_evaluation_report"})),
    ],
)
def test_filing_set_of_three(materials, verdict, lacking):
    facts = {"unit.public_platform": True, "plan.materials": materials}
    finding = explain("annual_filing", facts, territory=QUJIANG, on=DAY)
    assert (finding.verdict, finding.output("missing_materials")) == (verdict, lacking)
    assert [str(c) for c in finding.step.cites] == ["quzhou-2024:art33.p3"]


def test_filing_set_is_for_public_platforms():
    facts = {"unit.public_platform": False, "plan.materials": []}
    assert explain("annual_filing", facts, territory=QUJIANG, on=DAY).verdict is Verdict.NO_LAW_FOUND


@pytest.mark.parametrize(("counts", "verdict"), [((1, 1, 1), MET), ((1, 1, 0), BREACHED), ((1, 1, None), OPEN)])
def test_yearly_counts(counts, verdict):
    names = ("work_plans_in_year", "targets_in_year", "self_evaluations_in_year")
    facts = {"unit.public_platform": True, "plan": dict(zip(names, counts, strict=True))}
    assert explain("annual_frequency", facts, territory=QUJIANG, on=DAY).verdict is verdict


@pytest.mark.parametrize(
    ("rule", "fact"),
    [("plan_outline", "plan_includes_platforms"), ("report_to_congress", "report_includes_platforms")],
)
def test_government_duties(rule, fact):
    for answer, verdict in ((True, MET), (False, BREACHED), (None, OPEN)):
        assert explain(rule, {f"government.{fact}": answer}, territory=QUJIANG, on=DAY).verdict is verdict
    assert explain(rule, {f"government.{fact}": False}, territory=KEQIAO, on=DAY).verdict is NONE
    assert explain(rule, {f"government.{fact}": False}, territory=QUJIANG, on="2025-02-28").verdict is NONE


# -- in force -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("territory", "on", "known_on", "value"),
    [
        (QUJIANG, "2025-03-01", None, True),
        (QUJIANG, "2025-02-28", None, False),
        (QUJIANG, "2025-03-01", date(2024, 11, 26), False),
        (BINJIANG, "2023-10-20", None, True),
        (BINJIANG, "2023-10-19", None, False),
        (KEQIAO, "2025-06-10", None, False),
        (HANGZHOU, "2025-06-10", None, False),
    ],
)
def test_in_force(territory, on, known_on, value):
    assert explain("local_rules_in_force", {}, territory=territory, on=on, known_on=known_on).value is value


def test_the_draft_binds_nobody_until_adopted():
    draft = explain("draft_status", {}, territory=KEQIAO, on="2025-01-01")
    assert (draft.value, draft.simulation, draft.output("document_kind")) == (False, True, "opinions")
    stated = explain(
        "draft_status", {}, territory=KEQIAO, on="2025-01-01",
        interpretations={"A22.status": "stated_date", "A22.title": "measures"},
    )  # fmt: skip
    assert (stated.value, stated.output("document_kind")) == (True, "measures")
    assert explain("draft_status", {}, territory=KEQIAO, on="2024-12-31").verdict is NONE


def test_earlier_measures_stand_while_the_draft_is_one():
    finding = explain("earlier_measures_stand", {}, territory=KEQIAO, on=DAY)
    assert (finding.value, finding.output("number_doubtful")) == (True, True)
    other = {"A22.status": "stated_date", "A22.number": "as_printed"}
    finding = explain("earlier_measures_stand", {}, territory=KEQIAO, on=DAY, interpretations=other)
    assert (finding.value, finding.output("number_doubtful")) == (False, False)


@pytest.mark.parametrize(
    ("adopted", "present", "verdict"),
    [(True, True, MET), (True, False, BREACHED), (False, None, BREACHED), (True, None, OPEN)],
)
def test_a_reserved_matter_needs_a_resolution_with_every_cofounder(adopted, present, verdict):
    given = {**COBUILT, "resolution.reserved": True, "resolution.adopted": adopted}
    if present is not None:
        given["resolution.cofounders_present"] = present
    finding = explain("reserved_decision", given, territory=KEQIAO, on=DAY)
    assert (finding.verdict, finding.simulation) == (verdict, True)
    assert [str(c) for c in finding.citations][:1] == ["keqiao-2025-draft:s4.1.a"]
    other = explain("reserved_decision", {**given, "resolution.reserved": False}, territory=KEQIAO, on=DAY)
    assert other.verdict is NONE
    assert explain("reserved_decision", given, territory=QUJIANG, on=DAY).verdict is NONE


@pytest.mark.parametrize("name", ["performance", "support", "funds"])
def test_duties_of_the_introducing_entity_run_to_the_day_agreed(name):
    given = {**COBUILT, f"duty.{name}_due_on": date(2025, 9, 30), "as_of": date(2025, 10, 2)}
    finding = explain(f"introducing_{name}", given, territory=KEQIAO, on=DAY)
    assert (finding.value, finding.verdict, finding.output("overdue_days")) == (date(2025, 9, 30), BREACHED, 2)
    done = explain(
        f"introducing_{name}", {**given, f"duty.{name}_done_on": date(2025, 9, 30)}, territory=KEQIAO, on=DAY
    )
    assert (done.verdict, done.output("overdue_days")) == (MET, 0)
    assert explain(f"introducing_{name}", given, territory=BINJIANG, on=DAY).verdict is NONE


@pytest.mark.parametrize(
    ("rule", "due", "filed"),
    [
        ("annual_plan_filing", "plan.due_on", "plan.filed_on"),
        ("self_evaluation_filing", "plan.evaluation_due_on", "plan.evaluation_filed_on"),
    ],
)
def test_yearly_filings_run_to_the_day_the_department_set(rule, due, filed):
    given = {"unit.public_platform": True, due: date(2026, 3, 31)}
    on_time = explain(rule, {**given, filed: date(2026, 3, 31)}, territory=QUJIANG, on=DAY)
    late = explain(rule, {**given, filed: date(2026, 4, 1)}, territory=QUJIANG, on=DAY)
    assert (on_time.verdict, on_time.value) == (MET, date(2026, 3, 31))
    assert (late.verdict, late.output("overdue_days"), len(late.remarks)) == (BREACHED, 1, 1)
    assert explain(rule, {"unit.public_platform": False, due: DAY}, territory=QUJIANG, on=DAY).verdict is NONE
    assert explain(rule, {"unit.public_platform": True}, territory=QUJIANG, on=DAY).missing == (due,)
    assert explain(rule, given, territory=KEQIAO, on=DAY).verdict is NONE
