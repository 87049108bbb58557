"""The payment clock and the reward notice: the last day to pay, the last day to start the notice, what follows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

import pytest

from kechuang.law import Finding, Verdict, explain

QUZHOU, HANGZHOU, BEIJING = "330803", "330106", "110108"
PUBLIC = {"unit.public_research_unit": True, "unit.state_owned": True}
COMPANY = {"unit.public_research_unit": False, "unit.state_owned": False}
INCOME = {"deal.received_on": "2024-08-31", "deal.agreed": False}


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def run(rule: str, *facts: Mapping[str, Any], territory: str = QUZHOU, **readings: str) -> Finding:
    case = {name: value for part in facts for name, value in part.items()}
    chosen = {name.replace("__", "."): choice for name, choice in readings.items()}
    return explain(rule, case, territory=territory, interpretations=chosen)


# -- scenario 10 -----------------------------------------------------------------------------------------


def test_payment_of_scenario_10_is_due_on_the_last_day_of_february() -> None:
    finding = run("reward_payment", INCOME, PUBLIC)
    assert (finding.verdict, finding.value) == (Verdict.COMPUTED, day("2025-02-28"))
    assert finding.output("notice_start_by") == day("2025-02-12")
    assert "zhejiang-2021:art40.p2.a" in {str(c) for c in finding.citations}


@pytest.mark.parametrize(
    ("as_of", "verdict", "overdue"),
    [("2025-02-28", Verdict.COMPUTED, 0), ("2025-03-01", Verdict.BREACHED, 1), ("2025-03-31", Verdict.BREACHED, 31)],
)
def test_payment_unpaid_is_overdue_from_the_day_after(as_of: str, verdict: Verdict, overdue: int) -> None:
    finding = run("reward_payment", INCOME, PUBLIC, {"as_of": as_of})
    assert (finding.verdict, finding.output("overdue_days")) == (verdict, overdue)
    sanctions = [said for said in finding.remarks if said.kind == "consequence"]
    assert len(sanctions) == (verdict is Verdict.BREACHED)
    if sanctions:
        assert [str(c) for c in sanctions[0].cites] == ["zhejiang-2021:art46.p1"]
        assert "orders correction" in sanctions[0].en


def test_payment_of_a_company_has_the_same_clock_and_no_sanction() -> None:
    finding = run("reward_payment", INCOME, COMPANY, {"as_of": "2025-03-01"})
    assert (finding.verdict, finding.value) == (Verdict.BREACHED, day("2025-02-28"))
    assert finding.output("notice_start_by") is None
    assert any("no sanction is named" in said.en for said in finding.remarks)
    assert not any("orders correction" in said.en for said in finding.remarks)


@pytest.mark.parametrize(
    ("facts", "due"),
    [
        ({"reward.agreed_months": 8}, "2025-04-30"),
        ({"deal.agreed": True, "reward.agreed_months": 3}, "2024-12-02"),  # 30 November is a Saturday
        ({"reward.agreed_due_on": "2025-06-30"}, "2025-06-30"),
        ({"deal.agreed": True, "reward.payment_period_set": False}, "2025-02-28"),  # a rule that sets no period
    ],
)
def test_payment_by_rule_or_agreement(facts: dict[str, Any], due: str) -> None:
    assert run("reward_payment", INCOME, PUBLIC, facts).value == day(due)


def test_payment_asks_for_the_period_when_one_is_said_to_exist() -> None:
    finding = run("reward_payment", {"deal.received_on": "2024-08-31", "deal.agreed": True}, PUBLIC)
    assert finding.verdict == Verdict.NEEDS_DETERMINATION
    assert "reward.agreed_months" in finding.missing


def test_payment_does_not_take_silence_for_no_agreement() -> None:
    finding = run("reward_payment", {"deal.received_on": "2024-08-31"}, PUBLIC)
    assert finding.verdict == Verdict.NEEDS_DETERMINATION
    assert "deal.agreed" in finding.missing


@pytest.mark.parametrize(("months", "warned"), [(12, False), (13, True)])
def test_payment_over_a_year_is_accepted_with_a_warning(months: int, warned: bool) -> None:
    finding = run("reward_payment", INCOME, PUBLIC, {"reward.agreed_months": months})
    assert any("twelve months" in said.en for said in finding.remarks) == warned
    assert finding.verdict == Verdict.COMPUTED


@pytest.mark.parametrize(
    ("readings", "facts", "due"),
    [
        ({"A33": "six_months"}, {"reward.agreed_months": 8}, "2025-02-28"),
        ({"A33": "six_months"}, {"reward.agreed_months": 5}, "2025-02-05"),  # after the Spring Festival
        ({"A30__act_by": "stays"}, {"reward.agreed_months": 5}, "2025-01-31"),
    ],
)
def test_payment_other_readings(readings: dict[str, str], facts: dict[str, Any], due: str) -> None:
    assert run("reward_payment", INCOME, PUBLIC, facts, **readings).value == day(due)


def test_payment_in_an_unpublished_year_is_provisional() -> None:
    finding = run("reward_payment", {"deal.received_on": "2026-08-31", "deal.agreed": False}, PUBLIC)
    assert (finding.value, finding.provisional) == (day("2027-03-01"), True)


EQUITY = {"deal.mode": "equity", "deal.equity_registered_on": "2025-05-20"}


@pytest.mark.parametrize(
    ("facts", "readings", "due"),
    [
        ({"deal.agreed": False}, {}, "2025-05-20"),
        ({"reward.agreed_months": 6}, {}, "2025-05-20"),
        ({"reward.agreed_months": 6}, {"A35": "only_without_rule"}, "2025-11-20"),
        ({"deal.agreed": False}, {"A35": "only_without_rule"}, "2025-05-20"),
    ],
)
def test_equity_reward_is_given_at_registration(facts: dict[str, Any], readings: dict[str, str], due: str) -> None:
    assert run("reward_payment", EQUITY, PUBLIC, facts, **readings).value == day(due)


def test_equity_reward_on_the_day_and_a_day_late() -> None:
    in_time = run("reward_payment", EQUITY, PUBLIC, {"reward.paid_on": "2025-05-20"})
    late = run("reward_payment", EQUITY, PUBLIC, {"reward.paid_on": "2025-05-21"})
    assert (in_time.verdict, late.verdict) == (Verdict.MET, Verdict.BREACHED)


def test_payment_elsewhere_follows_the_agreement_or_finds_no_law() -> None:
    agreed = run("reward_payment", INCOME, PUBLIC, {"reward.agreed_months": 8}, territory=BEIJING)
    silent = run("reward_payment", INCOME, PUBLIC, territory=BEIJING)
    assert agreed.value == day("2025-04-30")
    assert silent.verdict == Verdict.NO_LAW_FOUND


def test_payment_before_the_province_spoke_finds_no_law() -> None:
    early = {"deal.received_on": "2017-09-30", "deal.agreed": False}
    assert run("reward_payment", early, PUBLIC).verdict == Verdict.NO_LAW_FOUND


@pytest.mark.parametrize(
    ("facts", "verdict"),
    [
        ({"reward.agreed_months": 8}, Verdict.MET),
        ({"reward.payment_period_set": True}, Verdict.MET),
        ({"deal.agreed": False}, Verdict.BREACHED),
        ({}, Verdict.NEEDS_DETERMINATION),
    ],
)
def test_payment_period_must_be_written_down_by_any_unit(facts: dict[str, Any], verdict: Verdict) -> None:
    assert explain("payment_period_recorded", facts, territory=HANGZHOU, on="2025-06-10").verdict == verdict


# -- the notice ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("notice_on", "paid_on", "verdict", "early"),
    [
        ("2025-02-12", "2025-02-28", Verdict.MET, 0),
        ("2025-02-13", "2025-02-28", Verdict.BREACHED, 1),
        ("2025-02-12", "2025-02-27", Verdict.BREACHED, 1),
    ],
)
def test_reward_is_paid_after_fifteen_full_days(notice_on: str, paid_on: str, verdict: Verdict, early: int) -> None:
    finding = run("reward_notice", {"reward.notice_on": notice_on, "reward.paid_on": paid_on}, PUBLIC)
    assert (finding.verdict, finding.output("early_days")) == (verdict, early)


@pytest.mark.parametrize(
    ("readings", "facts", "opens"),
    [
        ({}, {}, "2025-05-31"),
        ({"A09__start_day": "included"}, {}, "2025-05-30"),
        ({"A09__days": "working"}, {}, "2025-06-07"),  # 2 June is the Dragon Boat holiday
        ({"A09__payment": "any_time"}, {}, "2025-05-15"),
        ({}, {"reward.notice_changed_on": "2025-05-20"}, "2025-06-05"),
        ({"A09__change": "continues"}, {"reward.notice_changed_on": "2025-05-20"}, "2025-05-31"),
        (
            {"A30__minimum_notice": "moves"},
            {"reward.notice_changed_on": "2025-05-16"},
            "2025-06-04",
        ),  # 31 May to 3 June
    ],
)
def test_reward_notice_readings(readings: dict[str, str], facts: dict[str, Any], opens: str) -> None:
    finding = run("reward_notice", {"reward.notice_on": "2025-05-15"}, facts, PUBLIC, **readings)
    assert finding.value == day(opens)


def test_latest_notice_start_counts_the_first_day_by_the_other_reading() -> None:
    assert run("reward_payment", INCOME, PUBLIC, A09__start_day="included").output("notice_start_by") == (
        day("2025-02-13")
    )


def test_latest_notice_start_leaves_just_enough_time() -> None:
    start = run("reward_payment", INCOME, PUBLIC).output("notice_start_by")
    opens = run("reward_notice", {"reward.notice_on": start}, PUBLIC).value
    assert opens == day("2025-02-28")


def test_reward_notice_binds_state_units_alone() -> None:
    assert run("reward_notice", {"reward.notice_on": "2025-05-15"}, COMPANY).verdict == Verdict.NO_LAW_FOUND
    unknown = run("reward_notice", {"reward.notice_on": "2025-05-15"})
    assert unknown.verdict == Verdict.NEEDS_DETERMINATION
