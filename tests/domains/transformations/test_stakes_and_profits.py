"""A stake, its dividends, and the profit of implementing: rows, books, what the law makes of them, what is refused."""

from __future__ import annotations

import datetime as dt

import pytest

from kechuang.casework.ledger.models import Earmark
from kechuang.core import clock
from kechuang.core.permissions import Refused
from kechuang.domains.transformations.books import holds
from kechuang.domains.transformations.facts import equity_facts, profit_facts
from kechuang.domains.transformations.following import Change
from kechuang.domains.transformations.income import net_income
from kechuang.domains.transformations.models import Receipt, YearProfit
from kechuang.law import Verdict, explain
from tests.casework.office import Office, act
from tests.domains.transformations.dealing import DEAL, performing
from tests.domains.transformations.earning import profit, receipt_data, registered_stake, reversed_, stake_data

YUAN = 100


def test_a_stake_is_counted_by_the_law_and_stands_in_the_books(office: Office) -> None:
    """Of 40% obtained, 80% is 32% of the company; put in at 4,000,000."""
    deal = performing(office, "equity", signed_on=dt.date(2025, 5, 1))
    stake = registered_stake(office, deal, dt.date(2025, 6, 10))
    finding = explain("reward_stake_floor", equity_facts(stake), territory="330802")
    assert (finding.verdict, str(finding.value)) == (Verdict.COMPUTED, "8/25")
    assert finding.output("value") == 3_200_000 * YUAN
    mark = Earmark.objects.get(project_id=deal.pk)
    assert holds("investment", mark) == holds("transformation_income", mark) == 4_000_000 * YUAN


def test_a_stake_recorded_wrongly_is_put_right_and_followers_hear(office: Office, changes: list[Change]) -> None:
    deal = performing(office, "equity")
    stake = registered_stake(office, deal)
    with pytest.raises(Refused, match="更正股权"):
        registered_stake(office, deal)
    right = stake_data(share="1/3", value="3000000", reason="比例登错")
    act(f"{DEAL}.correct_equity", deal, right, office["head"])
    stake.refresh_from_db()
    assert (stake.share, stake.value) == (333_333, 3_000_000)
    assert holds("investment", Earmark.objects.get(project_id=deal.pk)) == 3_000_000 * YUAN
    assert [(c.source, c.rows) for c in changes] == [("equity", [stake])]


@pytest.mark.parametrize(
    ("wrong", "field"),
    [({"share": "0"}, "share"), ({"share": "101%"}, "share"), ({"share": "40.00001%"}, "share"), ({"share": "x"}, "share"),
     ({"share": "1/0"}, "share"), ({"value": "0"}, "value"), ({"evidence": ""}, "evidence"), ({"company_name": " "}, "company"),
     ({"registered_on": "2999-01-01"}, "registered_on"), ({"registered_on": "2001-01-01"}, "registered_on")],
)  # fmt: skip
def test_a_wrong_stake_is_told_at_its_field(office: Office, wrong: dict[str, str], field: str) -> None:
    deal = performing(office, "equity")
    with pytest.raises(Refused) as caught:
        act(f"{DEAL}.register_equity", deal, stake_data() | wrong, office["manager"])
    assert field in caught.value.refusal.errors


def test_dividends_are_other_income_and_no_reward_is_taken_of_them(office: Office) -> None:
    deal = performing(office, "equity")
    with pytest.raises(Refused, match="还没有登记股权"):
        act(f"{DEAL}.record_dividend", deal, receipt_data(5_000), office["manager"])
    registered_stake(office, deal)
    act(f"{DEAL}.record_dividend", deal, receipt_data(5_000), office["manager"])
    row = Receipt.objects.get(kind="dividend")
    mark = Earmark.objects.get(project_id=deal.pk)
    assert (holds("other_income", mark), row.income, net_income(deal)) == (5_000 * YUAN, None, 0)
    reversed_(office, row)
    assert (holds("other_income", mark), holds("bank", mark), row.standing) == (0, 0, False)


def test_the_profit_of_a_year_is_counted_by_days(office: Office) -> None:
    """Production began on 2023-05-01: 2023 counts from the day after to the year's end, 244 of 365 days."""
    deal = performing(office, "self_implementation")
    first = profit(office, deal, 2023, "3650000")
    second = profit(office, deal, 2024, "-20")
    finding = explain("profit_reward_floor", profit_facts(first), territory="330802")
    assert finding.output("days_counted") == 244
    assert finding.value == 244 * 1_000 * YUAN
    assert explain("profit_reward_floor", profit_facts(second), territory="330802").value == 0


def test_a_later_figure_replaces_an_earlier_one_which_stays(office: Office, changes: list[Change]) -> None:
    deal = performing(office, "joint_implementation")
    old = profit(office, deal, 2024, 100)
    with pytest.raises(Refused) as caught:
        profit(office, deal, 2024, 90)
    assert "reason" in caught.value.refusal.errors
    new = profit(office, deal, 2024, 90, reason="审计调整")
    assert (new.replaces, list(YearProfit.objects.order_by("pk"))) == (old, [old, new])
    assert [(c.source, c.rows, c.reason) for c in changes] == [("profit", [new], "审计调整")]


@pytest.mark.parametrize(
    ("wrong", "field"),
    [({"year": "2999"}, "year"), ({"year": "2022"}, "year"), ({"profit": ""}, "profit"), ({"profit": "1.001"}, "profit"),
     ({"production_on": "2024-05-01"}, "production_on"), ({"production_on": "2999-01-01"}, "production_on")],
)  # fmt: skip
def test_a_wrong_profit_is_told_at_its_field(office: Office, wrong: dict[str, str], field: str) -> None:
    deal = performing(office, "self_implementation")
    profit(office, deal, 2024, 5)
    with pytest.raises(Refused) as caught:
        profit(office, deal, int(wrong.pop("year", "2025")), wrong.pop("profit", "1"), **wrong)
    assert field in caught.value.refusal.errors


def test_a_licence_has_no_profit_and_no_stake(office: Office) -> None:
    deal = performing(office)
    with pytest.raises(Refused, match="自行实施或者合作实施"):
        profit(office, deal, clock.today().year - 1, 5)
    with pytest.raises(Refused, match="只有作价投资"):
        registered_stake(office, deal)
