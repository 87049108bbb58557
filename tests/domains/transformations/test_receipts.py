"""Money that arrives: the net income the law finds in it, the books, and what a reversal undoes. Scenarios 3 and 5."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

from kechuang.core import clock
from kechuang.core.permissions import Refused
from kechuang.domains.transformations import due
from kechuang.domains.transformations.facts import receipt_facts
from kechuang.domains.transformations.following import Change
from kechuang.domains.transformations.income import contract_net_income, net_income, unrewarded_receipts
from kechuang.domains.transformations.models import Cost, Receipt
from kechuang.law import explain
from tests.casework.office import Office, act
from tests.domains.achievements.unit import make_unit
from tests.domains.transformations.dealing import (
    DEAL,
    contract_data,
    fresh,
    notice_data,
    performing,
    planned,
)
from tests.domains.transformations.earning import books, cost, receipt_data, received, reversed_, uncosted

YUAN = 100


def incomes(deal: Any) -> list[int]:
    rows = Receipt.objects.filter(transformation=deal, standing=True).order_by("position")
    return [int(r.income * YUAN) for r in rows if r.income is not None]


# -- scenarios ------------------------------------------------------------------------------------------------------


def test_scenario_3_each_receipt_follows_the_law_of_its_day(office: Office) -> None:
    """350,000 + 400,000 = 750,000 at least, of two receipts of 500,000 net before and after 2025-03-01."""
    deal = performing(office, signed_on=dt.date(2025, 2, 10))
    first = received(office, deal, 500_000, "2025-02-20")
    second = received(office, deal, 500_000, "2025-04-15")
    assert incomes(deal) == [500_000 * YUAN, 500_000 * YUAN]
    assert net_income(deal) == 1_000_000 * YUAN
    floors = [explain("receipt_pool_floor", receipt_facts(r), territory="330802").value for r in (first, second)]
    assert floors == [350_000 * YUAN, 400_000 * YUAN]


@pytest.mark.parametrize(("day", "floor"), [("2025-02-28", 700_000), ("2025-03-01", 800_000)])
def test_scenario_3_a_single_receipt_on_the_two_days(office: Office, day: str, floor: int) -> None:
    deal = performing(office, signed_on=dt.date(2025, 2, 10))
    one = received(office, deal, 1_000_000, day)
    assert explain("receipt_pool_floor", receipt_facts(one), territory="330802").value == floor * YUAN


def test_scenario_5_own_research_money_is_a_cost_and_fiscal_is_not(office: Office) -> None:
    """Keqiao lies in the province outside Quzhou; net 1,600,000, pool 1,120,000 and not 840,000."""
    make_unit(office, "330603", **{"unit.public_platform": False, "unit.platform": False})
    deal = performing(office, price="2000000", signed_on=dt.date(2025, 6, 1))
    for kind, amount, fiscal in (
        ("appraisal", 50_000, ""), ("agency", 100_000, ""), ("travel", 10_000, ""), ("taxes", 40_000, ""),
        ("research", 200_000, ""), ("research", 400_000, "on"),
    ):  # fmt: skip
        cost(office, deal, kind, amount, "2025-06-02", fiscal=fiscal)
    one = received(office, deal, 2_000_000, "2025-06-10")
    assert incomes(deal) == [1_600_000 * YUAN]
    assert contract_net_income(fresh(deal)).value == 1_600_000 * YUAN
    finding = explain("receipt_pool_floor", receipt_facts(one), territory="330603")
    assert finding.value == 1_120_000 * YUAN
    assert "zhejiang-2021:art37.p4" in {str(c) for c in finding.citations}
    held = books(deal)
    assert (held["transformation_cost"], held["tax_expense"]) == (160_000 * YUAN, 40_000 * YUAN)
    assert held["tax_payable"] == 40_000 * YUAN
    assert (held["bank"], held["receivable"], held["payable"]) == (1_840_000 * YUAN, 0, 0)


# -- costs ----------------------------------------------------------------------------------------------------------


def test_costs_of_the_whole_are_shared_by_amount_and_own_costs_stay_with_their_receipt(office: Office) -> None:
    deal = performing(office, price="1000000")
    cost(office, deal, "agency", 100_000)
    received(office, deal, 300_000, taxes="3000")
    received(office, deal, 700_000)
    assert incomes(deal) == [(270_000 - 3_000) * YUAN, 630_000 * YUAN]


def test_a_cost_before_income_is_advanced_by_the_unit_and_paid_back(office: Office) -> None:
    deal = performing(office, price="1000000")
    cost(office, deal, "appraisal", 50_000)
    assert books(deal) | {"received": 0} == {
        "bank": 0, "receivable": 50_000 * YUAN, "payable": 50_000 * YUAN, "tax_payable": 0, "transformation_income": 0,
        "transformation_cost": 0, "tax_expense": 0, "received": 0, "spent": 0,
    }  # fmt: skip
    received(office, deal, 20_000)
    held = books(deal)
    assert (held["transformation_cost"], held["receivable"], held["payable"], held["bank"]) == (
        20_000 * YUAN, 30_000 * YUAN, 30_000 * YUAN, 0,
    )  # fmt: skip
    received(office, deal, 80_000)
    held = books(deal)
    assert (held["transformation_cost"], held["receivable"], held["payable"], held["bank"]) == (
        50_000 * YUAN, 0, 0, 50_000 * YUAN,
    )  # fmt: skip


def test_a_late_cost_falls_on_the_receipts_that_follow(office: Office) -> None:
    deal = performing(office, price="1000000")
    received(office, deal, 500_000)
    cost(office, deal, "agency", 100_000)
    assert incomes(deal) == [500_000 * YUAN]
    received(office, deal, 500_000)
    assert incomes(deal) == [500_000 * YUAN, 400_000 * YUAN]
    assert net_income(deal) == contract_net_income(fresh(deal)).value == 900_000 * YUAN


def test_the_net_income_is_found_anew_when_it_is_asked_for(office: Office, changes: list[Change]) -> None:
    deal = performing(office, price="1000000")
    first = received(office, deal, 1_000_000)
    cost(office, deal, "agency", 100_000)
    assert not changes
    act(f"{DEAL}.restate_income", deal, {"note": "漏记了中介费"}, office["head"])
    assert incomes(deal) == [900_000 * YUAN]
    assert [(f.income, f.reason) for f in first.findings.all()] == [(1_000_000, ""), (900_000, "漏记了中介费")]
    assert [(c.source, [r.pk for r in c.rows], c.reason) for c in changes] == [("receipts", [first.pk], "漏记了中介费")]


def test_a_late_cost_of_one_receipt_changes_that_receipt(office: Office, changes: list[Change]) -> None:
    deal = performing(office, price="1000000")
    first = received(office, deal, 400_000)
    second = received(office, deal, 600_000)
    row = cost(office, deal, "taxes", "1234.56", receipt=first.pk)
    assert incomes(deal) == [40_000_000 - 123_456, 60_000_000]
    assert [r.pk for c in changes for r in c.rows] == [first.pk]
    uncosted(office, row)
    assert incomes(deal) == [40_000_000, 60_000_000]
    assert books(deal)["tax_expense"] == books(deal)["tax_payable"] == 0
    assert second.findings.count() == 1


def test_a_loss_is_no_income_and_royalties_stand_for_themselves(office: Office) -> None:
    deal = performing(office, price="100000", terms="一次 10万元 首付；提成 3% 销售额提成")
    fixed, royalty = deal.terms.all()
    cost(office, deal, "agency", 150_000)
    received(office, deal, 100_000, term=fixed.pk)
    received(office, deal, 30_000, term=royalty.pk, taxes="5000")
    received(office, deal, 1_000, term=royalty.pk, taxes="1000")
    assert incomes(deal) == [0, 25_000 * YUAN, 0]


def on_royalties_alone(office: Office) -> Any:
    """A licence priced by a share of the sales, its notice long over."""
    start = clock.today() - dt.timedelta(days=30)
    deal = planned(office, terms="提成 3% 销售额提成")
    agreed = {
        "price": "", "price_words": "按销售额的 3% 提成", "priced_on": start.isoformat(), "basis": "院务会", "evidence": "纪要",
    }  # fmt: skip
    act(f"{DEAL}.price_by_agreement", deal, agreed, office["manager"])
    with clock.moved_to(start):
        act(f"{DEAL}.publicise_price", deal, notice_data(start, start), office["manager"])
    return act(f"{DEAL}.sign_contract", deal, contract_data(office, clock.today()), office["head"]).case


def test_royalties_alone_bear_the_costs_of_the_whole_from_the_first(office: Office) -> None:
    deal = on_royalties_alone(office)
    term = deal.terms.get()
    cost(office, deal, "appraisal", 50_000)
    for amount in (30_000, 30_000, 30_000):
        received(office, deal, amount, term=term.pk)
    assert incomes(deal) == [0, 10_000 * YUAN, 30_000 * YUAN]


# -- reversal -------------------------------------------------------------------------------------------------------


def test_a_reversal_leaves_everything_as_if_it_had_not_been(office: Office, changes: list[Change]) -> None:
    deal = performing(office, price="1000000")
    cost(office, deal, "agency", 100_000)
    before = books(deal)
    wrong = received(office, deal, 600_000, taxes="6000")
    assert books(deal)["transformation_cost"] == 100_000 * YUAN
    reversed_(office, wrong)
    assert not wrong.standing
    assert [r.pk for c in changes for r in c.rows] == [wrong.pk]
    assert books(deal) == before
    assert not Cost.objects.filter(receipt=wrong, standing=True).exists()
    assert net_income(deal) == 0
    again = received(office, deal, 1_000_000, reference=wrong.reference)
    assert incomes(deal) == [900_000 * YUAN]
    assert list(unrewarded_receipts(deal)) == [again]
    with pytest.raises(Refused):
        reversed_(office, wrong)


def test_an_earlier_receipt_reversed_leaves_later_ones_within_what_arrived(office: Office) -> None:
    deal = performing(office, price="1000000")
    agency = cost(office, deal, "agency", 400_000)
    first = received(office, deal, 500_000)
    assert incomes(deal) == [300_000 * YUAN]
    act(f"{DEAL}.reverse_cost", deal, {"cost": agency.pk, "reason": "不是本项目"}, office["head"])
    assert incomes(deal) == [500_000 * YUAN]
    received(office, deal, 500_000)
    reversed_(office, first)
    assert incomes(deal) == [500_000 * YUAN]
    assert net_income(deal) == 500_000 * YUAN


# -- what is refused ----------------------------------------------------------------------------------------------


def test_one_payment_is_recorded_once(office: Office) -> None:
    deal = performing(office)
    received(office, deal, 1_000, reference="ABC 123")
    with pytest.raises(Refused) as caught:
        received(office, deal, 1_000, reference="ABC123")
    assert deal.number in caught.value.refusal.errors["reference"][0]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"received_on": "2999-01-01"}, "received_on"), ({"amount": "0"}, "amount"), ({"amount": "1.234"}, "amount"),
        ({"amount": "-5"}, "amount"), ({"payer": ""}, "payer"), ({"taxes": "5", "evidence": " "}, "evidence"),
        ({"taxes": "2000000", "evidence": "x"}, "amount"), ({"received_on": "2001-01-01"}, "received_on"),
        ({"term": "999999"}, "term"),
    ],
)  # fmt: skip
def test_a_wrong_receipt_is_told_at_its_field(office: Office, changes: dict[str, str], field: str) -> None:
    deal = performing(office)
    with pytest.raises(Refused) as caught:
        act(f"{DEAL}.record_receipt", deal, receipt_data(1_000_000) | changes, office["manager"])
    assert field in caught.value.refusal.errors
    assert not Receipt.objects.exists()


def test_money_is_for_the_payment_it_fits_where_none_is_chosen(office: Office) -> None:
    deal = performing(office, price="500000", terms="分期 30万元 2026-06-30 首付款\n分期 20万元 2026-12-31 尾款")
    assert [one.left for one in due.payments(deal)] == [30_000_000, 20_000_000]
    second, odd = received(office, deal, "200000"), received(office, deal, "1000")
    assert (second.term and second.term.text, odd.term) == ("尾款", None)
    assert [one.left for one in due.payments(deal)] == [30_000_000]
    only = performing(office, price="300000", terms="一次 30万元 2026-06-30 全款")
    assert received(office, only, "100000.05").term == only.terms.get()
    assert [one.left for one in due.payments(only)] == [19_999_995]


def test_which_payment_is_asked_where_royalties_stand_beside_a_price(office: Office) -> None:
    deal = performing(office, price="300000", terms="一次 10万元 首付；提成 3% 销售额提成")
    with pytest.raises(Refused) as caught:
        received(office, deal, 1_000)
    assert "term" in caught.value.refusal.errors


@pytest.mark.parametrize("mode", ["equity", "self_implementation", "joint_implementation"])
def test_other_modes_have_other_doors(office: Office, mode: str) -> None:
    with pytest.raises(Refused, match=r"股权|营业利润"):
        received(office, performing(office, mode), 1_000)


def test_money_may_arrive_after_the_end(office: Office) -> None:
    deal = performing(office)
    act(f"{DEAL}.complete", deal, {"on": clock.today().isoformat(), "note": "履行完毕"}, office["head"])
    received(office, deal, 1_000)
    assert fresh(deal).state == "completed"
    assert net_income(deal) == 1_000 * YUAN


def test_taxes_are_paid_over_as_far_as_they_are_owed(office: Office) -> None:
    deal = performing(office)
    received(office, deal, 100_000, taxes="3000")
    pay = {"amount": "3000", "on": clock.today().isoformat(), "evidence": "完税证明 1"}
    act(f"{DEAL}.pay_taxes", deal, pay, office["manager"])
    assert (books(deal)["tax_payable"], books(deal)["bank"]) == (0, 97_000 * YUAN)
    with pytest.raises(Refused, match="应交税费"):
        act(f"{DEAL}.pay_taxes", deal, pay, office["manager"])


@pytest.mark.parametrize(("parts", "costs"), [(3, "300000"), (6, "60000.06"), (7, "0.07"), (9, "900000")])
def test_equal_parts_bear_equal_costs_to_the_fen(office: Office, parts: int, costs: str) -> None:
    """A third of the costs is a third, though no third is a decimal."""
    deal = performing(office, price=str(100_000 * parts), signed_on=dt.date(2025, 6, 1))
    cost(office, deal, "agency", costs, "2025-06-02")
    rows = [received(office, deal, "100000", "2025-06-03") for _ in range(parts)]
    assert {row.income for row in rows} == {Decimal(100_000) - Decimal(costs) / parts}
