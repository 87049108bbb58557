"""Teams, assistants, consortia; own projects, challenges; equipment, meetings, vouchers."""

from __future__ import annotations

from datetime import date

import pytest

from kechuang.law import Verdict, explain

KEQIAO, BINJIANG, QUJIANG, HANGZHOU = "330603", "330108", "330803", "330106"
DAY = "2025-06-10"
MET, BREACHED, OPEN, NONE = Verdict.MET, Verdict.BREACHED, Verdict.NEEDS_DETERMINATION, Verdict.NOT_APPLICABLE
COBUILT, IUR, PUBLIC = {"unit.cobuilt_platform": True}, {"unit.iur_platform": True}, {"unit.public_platform": True}


def at(territory, rule, facts, on=DAY, **more):
    return explain(rule, facts, territory=territory, on=on, **more)


# -- teams --------------------------------------------------------------------------------------------------------


def team(on, costs=300, **facts):
    money = {"contract_funds": 100, "programme_funds": 100, "transformation_income": 100, "costs": costs}
    return at(BINJIANG, "team_self_balance", {**IUR, "team": {"introduced_on": "2024-01-15", **money, **facts}}, on)


@pytest.mark.parametrize(
    ("on", "costs", "verdict", "remark"),
    [
        ("2029-01-15", 300, MET, None),
        ("2027-01-14", 301, MET, None),
        ("2027-01-15", 301, MET, "warning"),
        ("2029-01-15", 301, MET, "warning"),
        ("2029-01-16", 301, BREACHED, "consequence"),
        ("2029-01-16", 300, MET, None),
    ],
)
def test_a_team_balances_within_five_years(on, costs, verdict, remark):
    finding = team(on, costs)
    assert (finding.verdict, finding.output("surplus")) == (verdict, 300 - costs)
    assert finding.output("due") == date(2029, 1, 15)
    assert [r.kind for r in finding.remarks] == ([remark] if remark else [])


ALL = {"all_contract_funds": 500, "all_programme_funds": 0, "all_transformation_income": 300}


@pytest.mark.parametrize(
    ("choice", "all_costs", "verdict", "surplus"),
    [
        ("one_year", 900, MET, 0),
        ("all_years", 900, BREACHED, -100),
        ("all_years", 801, BREACHED, -1),
        ("all_years", 800, MET, 0),
        ("open", 800, OPEN, None),
    ],
)
def test_whether_one_year_counts_or_all_since_the_team_came_is_a_switch(choice, all_costs, verdict, surplus):
    money = {"contract_funds": 300, "programme_funds": 0, "transformation_income": 0, "costs": 300}
    facts = {**IUR, "team": {"introduced_on": "2024-01-15", **money, **ALL, "all_costs": all_costs}}
    finding = at(BINJIANG, "team_self_balance", facts, "2029-01-16", interpretations={"A41.team_balance": choice})
    assert (finding.verdict, finding.output("surplus")) == (verdict, surplus)
    assert "binjiang-2023:s3.2.b" in [str(c) for c in finding.citations]
    used = [(i.id, i.choice) for i in finding.interpretations if i.id == "A41.team_balance"]
    assert used in ([("A41.team_balance", choice)], []) if choice == "open" else used == [("A41.team_balance", choice)]


def test_team_income_of_every_source_must_be_said():
    finding = team("2029-01-16", transformation_income=None)
    assert (finding.verdict, finding.missing) == (OPEN, ("team.transformation_income",))


@pytest.mark.parametrize(("done", "verdict"), [("2029-01-15", MET), ("2029-01-16", BREACHED)])
def test_time_for_a_team(done, verdict):
    facts = {**IUR, "team": {"introduced_on": "2024-01-15", "balanced_on": done}}
    assert at(BINJIANG, "team_balance_due", facts).verdict is verdict


@pytest.mark.parametrize(("sources", "verdict"), [(["surplus"], MET), (["labour_costs"], MET), ([], NONE)])
def test_assistants_are_paid_from_surplus_or_labour_fees(sources, verdict):
    assert at(BINJIANG, "assistant_pay", {**IUR, "assistant.pay_sources": sources}).verdict is verdict


def test_consortium():
    assert at(QUJIANG, "consortium_support", {"unit.platform": True, "consortium.partners": 2}).verdict is MET
    assert at(QUJIANG, "consortium_support", {"unit.platform": True, "consortium.partners": 0}).verdict is NONE


# -- projects and challenges --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("facts", "verdict"),
    [
        ({"consulted": True}, MET),
        ({"consulted": False}, BREACHED),
        ({"consulted_on": "2025-01-10", "listed_on": "2025-01-10"}, MET),
        ({"consulted_on": "2025-01-11", "listed_on": "2025-01-10"}, BREACHED),
        ({}, OPEN),
    ],
)
def test_department_is_consulted_before_the_list(facts, verdict):
    assert at(QUJIANG, "own_project_consultation", {**PUBLIC, "own_project": facts}).verdict is verdict


def test_own_projects_are_a_duty_of_public_platforms():
    facts = {"own_project": {"system": True, "managed": True, "fits_direction": True, "staff_invited": False}}
    assert at(QUJIANG, "own_project_system", {**PUBLIC, **facts}).verdict is MET
    assert at(QUJIANG, "own_project_direction", {**PUBLIC, **facts}).verdict is BREACHED
    assert at(QUJIANG, "own_project_direction", {"unit.public_platform": False, **facts}).verdict is NONE
    assert at(HANGZHOU, "own_project_system", {**PUBLIC, **facts}).verdict is NONE


@pytest.mark.parametrize(
    ("facts", "verdict"),
    [
        ({"needs_district_money": False}, MET),
        (
            {
                "needs_district_money": True, "approved_on": "2025-05-01", "submitted_on": "2025-05-01",
                "district_money": 100, "support_left": 100,
            },
            MET,
        ),
        (
            {
                "needs_district_money": True, "approved_on": "2025-05-02", "submitted_on": "2025-05-01",
                "district_money": 100, "support_left": 100,
            },
            BREACHED,
        ),
        (
            {
                "needs_district_money": True, "approved_on": "2025-05-01", "submitted_on": "2025-05-01",
                "district_money": 101, "support_left": 100,
            },
            OPEN,
        ),
        (
            {
                "needs_district_money": True, "approved_on": "2025-05-01", "submitted_on": "2025-05-01",
                "district_money": 101, "support_left": 100, "exception_recorded": True,
            },
            MET,
        ),
    ],
)  # fmt: skip
def test_district_money_is_approved_first(facts, verdict):
    assert at(BINJIANG, "project_district_money", {**IUR, "application": facts}).verdict is verdict


def test_project_that_reaches_industry():
    facts = {"industrialisation": {"managed": False, "reached": True, "settles_here": True}}
    finding = at(KEQIAO, "industrialisation_support", facts)
    assert (finding.verdict, finding.output("resources"), len(finding.remarks)) == (MET, True, 1)
    facts["industrialisation"]["reached"] = False
    assert at(KEQIAO, "industrialisation_support", facts).verdict is NONE


@pytest.mark.parametrize(
    ("facts", "verdict"),
    [
        ({"tasks_published": True, "list_formed": True}, MET),
        ({"tasks_published": False, "needs_collected": True, "list_formed": True}, MET),
        ({"tasks_published": False, "needs_collected": False, "list_formed": True}, BREACHED),
        ({"tasks_published": True, "list_formed": False}, BREACHED),
    ],
)
def test_challenge_list(facts, verdict):
    assert at(QUJIANG, "challenge_list", {"challenge": facts}).verdict is verdict


@pytest.mark.parametrize(
    ("facts", "verdict"),
    [
        ({"listed": True, "argued": True}, MET),
        ({"listed": True, "argued": False}, BREACHED),
        ({"listed": False}, BREACHED),
        ({"listed": True, "argued_on": "2025-05-01", "started_on": "2025-05-01"}, MET),
        ({"listed": True, "argued_on": "2025-05-02", "started_on": "2025-05-01"}, BREACHED),
        ({"listed": True, "argued_on": "2025-05-02"}, MET),
        ({"listed": True}, OPEN),
    ],
)
def test_work_starts_after_the_proposal_is_examined(facts, verdict):
    assert at(QUJIANG, "challenge_start", {"proposal": facts}).verdict is verdict


# -- equipment, meetings, vouchers --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("searched", "found", "reviewed", "verdict"),
    [
        (True, False, None, MET),
        (True, True, None, OPEN),
        (True, True, True, MET),
        (True, True, False, BREACHED),
        (False, False, True, BREACHED),
    ],
)
def test_shared_equipment_first(searched, found, reviewed, verdict):
    facts = {**IUR, "equipment": {"shared_searched": searched, "shared_found": found, "need_reviewed": reviewed}}
    assert at(BINJIANG, "equipment_purchase", facts).verdict is verdict
    assert at(QUJIANG, "equipment_purchase", facts).verdict is NONE


@pytest.mark.parametrize(("passed", "verdict"), [(True, MET), (False, BREACHED)])
def test_new_projects_are_controlled(passed, verdict):
    assert at(BINJIANG, "new_project_control", {**IUR, "new_project.review_passed": passed}).verdict is verdict


def test_four_stages_of_equipment():
    facts = {**COBUILT, "equipment.stages": ["registration", "sharing", "monitoring"]}
    finding = at(KEQIAO, "equipment_stages", facts)
    assert (finding.verdict, finding.output("missing_stages")) == (BREACHED, frozenset({"support"}))


@pytest.mark.parametrize(
    ("last", "held", "due", "verdict"),
    [
        ("2025-01-15", "2025-04-15", date(2025, 4, 15), MET),
        ("2025-01-15", "2025-04-16", date(2025, 4, 15), BREACHED),
        ("2025-02-28", "2025-05-28", date(2025, 5, 28), MET),
    ],
)
def test_service_meeting_once_a_quarter(last, held, due, verdict):
    finding = explain("service_meeting", {"service_meeting": {"last_on": last, "held_on": held}}, territory=KEQIAO)
    assert (finding.verdict, finding.value, finding.simulation) == (verdict, due, True)
    assert len(finding.remarks) == (verdict is BREACHED)


@pytest.mark.parametrize(("held", "verdict"), [(1, MET), (0, BREACHED)])
def test_meetings_of_the_quarter(held, verdict):
    assert at(KEQIAO, "service_meetings_held", {"service_meeting.held_in_quarter": held}).verdict is verdict


@pytest.mark.parametrize(("kind", "verdict"), [("innovation_service", MET), ("basic_research", NONE)])
def test_service_platforms_take_vouchers(kind, verdict):
    assert at(BINJIANG, "voucher_range", {**IUR, "unit.platform_class": kind}).verdict is verdict
