"""Paying a settled plan: through the books, one file for the bank, on time or late, undone by its opposite alone."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kechuang.casework.cases.engine import offers as offers_of
from kechuang.casework.ledger import queries as ledger_queries
from kechuang.casework.ledger import services as ledger
from kechuang.casework.ledger.models import BankAccount, Payment, PaymentFile
from kechuang.casework.ledger.payments import hand_out
from kechuang.casework.obligations.models import Obligation
from kechuang.core import clock
from kechuang.core.money import fen_of
from kechuang.core.permissions import Ground, Refused
from kechuang.domains.rewards.forms.paying import TaxForm
from kechuang.domains.rewards.models import RewardPayment, RewardPlan, WageRecord
from kechuang.domains.rewards.paying.lines import read_accounts
from tests.casework.office import Office, act
from tests.domains.rewards.planning import ACCOUNTS, PLAN, drafted, earned, earning_unit, pay, pay_data, settled
from tests.domains.rewards.planning import person as find
from tests.domains.transformations.earning import received, reversed_

SETTLED = dt.date(2025, 7, 1)


def ready(office: Office, **changes: Any) -> RewardPlan:
    """A plan of a million, settled on 1 July 2025."""
    with clock.moved_to(dt.date(2025, 6, 15)):
        return settled(office, drafted(office, earned(office), **changes))


def refused(office: Office, plan: RewardPlan, on: dt.date, name: str = "pay", who: str = "finance", **data: Any) -> Any:
    with clock.moved_to(on), pytest.raises(Refused) as raised:
        act(f"{PLAN}.{name}", plan, data, office[who])
    return raised.value.refusal


def page_of(user: Any, plan: RewardPlan) -> str:
    client = Client()
    client.force_login(user)
    answer = client.get(f"/case/{plan.number}/")
    assert answer.status_code == 200
    return answer.content.decode()


def clock_of(case: Any) -> Obligation:
    return Obligation.objects.filter(case_id=case.pk, rule="reward_payment").latest("pk")


def test_everybody_is_paid_by_one_file_and_the_clock_stops(office: Office) -> None:
    plan = ready(office)
    assert clock_of(plan).status == Obligation.Status.DUE
    assert clock_of(plan).due == dt.date(2025, 12, 10)
    plan = pay(office, plan, dt.date(2025, 9, 10), withheld="张三 9,900.00")
    assert (plan.state, plan.paid_on) == ("paid", dt.date(2025, 9, 10))
    assert sum(row.amount for row in RewardPayment.objects.all()) == plan.pool
    file = PaymentFile.objects.get()
    assert (file.count, str(file.total)) == (4, "790100.00")
    text = hand_out(file, by=office["finance"]).decode("utf-8-sig")
    assert "张三,6222000000000001,工商银行衢州分行,370100.00" in text
    assert ledger_queries.balance(ledger.account(plan.owner, "reward_payable")) == 0
    assert ledger_queries.balance(ledger.account(plan.owner, "tax_payable")) == 990_000
    assert clock_of(plan).status == Obligation.Status.MET
    assert clock_of(plan).done_on == dt.date(2025, 9, 10)
    assert not clock_of(plan).consequence
    assert BankAccount.objects.get(person=find("张三")).masked.endswith("0001")


def test_scenario_10_overdue_on_the_first_of_march_and_article_46_applies(office: Office) -> None:
    """Income on 2024-08-31, no rule, no agreement: due 2025-02-28, notice by 2025-02-12, overdue on 2025-03-01."""
    with clock.moved_to(dt.date(2025, 1, 6)):
        unit = earning_unit(office, "330108")
        deal = earned_on(office, unit, dt.date(2024, 8, 31))
        first = clock_of(deal)
        assert (first.due, first.settled_by) == (dt.date(2025, 2, 28), "draft_plan")
        assert "2025-02-12" in str(first.told("zh"))
        plan = settled(office, drafted(office, deal), SHARES_70)
    assert clock_of(deal).status == Obligation.Status.WAIVED
    assert clock_of(plan).due == dt.date(2025, 2, 28)
    plan = pay(office, plan, dt.date(2025, 3, 1))
    late = clock_of(plan)
    assert (late.status, late.overdue_days) == (Obligation.Status.MET, 1)
    assert "责令限期改正" in late.consequence
    assert "zhejiang-2021:art46.p1" in str(late.finding)


def test_scenario_10_eight_months_by_the_units_rule(office: Office) -> None:
    with clock.moved_to(dt.date(2025, 1, 6)):
        deal = earned_on(office, earning_unit(office, "330108"), dt.date(2024, 8, 31))
        plan = drafted(office, deal, agreed="true", agreed_months="8")
    assert clock_of(plan).due == dt.date(2025, 4, 30)


def test_scenario_10_a_private_company_has_the_clock_without_article_46(office: Office) -> None:
    with clock.moved_to(dt.date(2025, 1, 6)):
        none = {"unit.public_platform": False, "unit.public_research_unit": False, "unit.platform": False}
        unit = earning_unit(office, "330108", **none, **{"unit.state_owned": False, "unit.state_established": False})
        plan = drafted(office, earned_on(office, unit, dt.date(2024, 8, 31)))
    with clock.moved_to(dt.date(2025, 3, 1)):
        act(f"{PLAN}.set_terms", plan, {"agreed": "false"}, office["manager"])
        late = clock_of(plan)
    assert late.due == dt.date(2025, 2, 28)
    assert "没有规定制裁" in late.consequence


SHARES_70 = "张三 主要贡献 332500 完成人\n李四 主要贡献 166250 完成人\n王五 主要贡献 166250 完成人\n赵六 转移 35000 转移人员 洽谈和签约"


def earned_on(office: Office, unit: Any, day: dt.date) -> Any:
    from tests.domains.achievements.unit import registered
    from tests.domains.transformations.dealing import performing

    deal = performing(office, signed_on=dt.date(2024, 8, 1), owner=unit.pk, achievement=registered(office, unit))
    received(office, deal, Decimal(1_000_000), day)
    return deal


def test_a_reward_raises_total_wages_and_not_the_cap(office: Office) -> None:
    from kechuang.domains.rewards.paying import wages

    plan = pay(office, ready(office), dt.date(2025, 9, 10))
    data = {
        "year": 2025,
        "total": "5000000",
        "performance_pay": "900000",
        "performance_cap": "1000000",
        "capped": "true",
    }
    act(f"{PLAN}.record_wages", plan, data, office["head"])
    row = WageRecord.objects.get()
    finding = wages.treatment(row)
    assert (finding.value, finding.output("total_wages")) == (80_000_000, 580_000_000)
    assert finding.output("counted_in_performance_cap") == finding.output("counted_in_performance_base") == 0
    assert finding.output("cap_left") == 10_000_000
    page = page_of(office["finance"], plan)
    for words in ("2025 年计入工资总额的奖励", "工资总额", "代扣个人所得税（元）", "已付"):
        assert words in page, words
    assert "2025 年计入工资总额的奖励" not in page_of(office["kc-st_department-clerk"], plan)
    assert refused(office, plan, dt.date(2025, 9, 10), "record_wages", "head", year=2024).ground is Ground.INPUT


def test_some_now_the_rest_later(office: Office) -> None:
    plan = pay(office, ready(office), dt.date(2025, 9, 10), "张三李四")
    assert plan.state == "settled"
    assert clock_of(plan).status == Obligation.Status.DUE
    plan = pay(office, plan, dt.date(2025, 9, 20), "王五赵六")
    assert plan.state == "paid"
    assert PaymentFile.objects.count() == 2
    assert clock_of(plan).done_on == dt.date(2025, 9, 20)


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"paid_on": "2025-06-30"}, "paid_on", "早于方案确定日"),
        ({"paid_on": "2025-09-11"}, "paid_on", "今天之后"),
        ({"accounts": ""}, "accounts", "还缺收款账户：张三、李四、王五、赵六"),
        ({"accounts": "张三，6222"}, "accounts", "应写成"),
        ({"accounts": ACCOUNTS.replace("6222000000000001", "62x2")}, "accounts", "6 到 30 位数字"),
        ({"accounts": f"{ACCOUNTS}\n孙七，工行，6222000000000009"}, "accounts", "不在要支付的人里"),
        ({"withheld": "张三 380000"}, "withheld", "少于奖励"),
        ({"withheld": "张三 一百"}, "withheld", "不是金额"),
        ({"withheld": "张三 1\n张三 2"}, "withheld", "写了两次"),
    ],
)
def test_what_is_mistyped_is_told_at_its_field(office: Office, changes: dict[str, str], field: str, words: str) -> None:
    plan = ready(office)
    refusal = refused(office, plan, dt.date(2025, 9, 10), **(pay_data(plan, dt.date(2025, 9, 10)) | changes))
    assert words in str(refusal.errors[field])
    assert not RewardPayment.objects.exists()


def test_half_counts_only_when_the_notice_is_satisfied(office: Office) -> None:
    plan = ready(office)
    share = plan.shares.get(person__name="张三")
    day = dt.date(2025, 9, 10)
    data = pay_data(plan, day, preferential=[str(share.pk)])
    assert refused(office, plan, day, **data).ground is Ground.DETERMINATION
    stated = dict.fromkeys(("of_unit", "named_kind", "certificate", "published", "kept_apart"), "true")
    from kechuang.casework.parties.models import UnitFact

    for name, value in (("unit.legal_form", "public_institution"), ("unit.funding", "fiscal")):
        UnitFact.objects.create(
            organisation=plan.owner, name=name, value=value, valid_from=dt.date(2020, 1, 1), evidence="证书"
        )
    with clock.moved_to(day):
        act(f"{PLAN}.state_tax_conditions", plan, stated | {"certificate": "false"}, office["head"])
    no = refused(office, plan, day, **data)
    assert "技术合同已认定登记" in str(no.reason)
    assert "reward-tax-2018" in str([str(c) for c in no.cites])
    with clock.moved_to(day):
        act(f"{PLAN}.state_tax_conditions", plan, stated, office["head"])
    pay(office, plan, day, preferential=[str(share.pk)])
    assert RewardPayment.objects.get(share=share).preferential is True


def test_what_the_bank_gave_back_is_owed_again(office: Office) -> None:
    plan = pay(office, ready(office), dt.date(2025, 9, 10))
    row = RewardPayment.objects.get(share__person__name="张三")
    with clock.moved_to(dt.date(2025, 9, 12)):
        act(f"{PLAN}.reverse_payment", plan, {"payment": row.pk, "reason": "账号有误，银行退汇"}, office["finance"])
    plan = RewardPlan.objects.get(pk=plan.pk)
    assert (plan.state, plan.paid_on) == ("settled", None)
    assert ledger_queries.balance(ledger.account(plan.owner, "reward_payable")) == 38_000_000
    assert clock_of(plan).status == Obligation.Status.DUE
    assert clock_of(plan).due == dt.date(2025, 12, 10)
    plan = pay(office, plan, dt.date(2025, 9, 20), "张三", accounts="张三，工商银行，6222000000000099")
    assert plan.state == "paid"
    standing = RewardPayment.objects.standing()
    assert (
        sum(fen_of(r.amount) for r in standing)
        == sum(fen_of(r.amount) for r in RewardPayment.objects.all())
        == 80_000_000
    )
    assert Payment.objects.latest("pk").to.number == "6222000000000099"
    assert WageRecord.objects.get().reward == Decimal("800000.00")


def test_a_correcting_plan_takes_the_difference_back(office: Office) -> None:
    plan = pay(office, ready(office), dt.date(2025, 9, 10))
    deal = plan.transformation
    with clock.moved_to(dt.date(2025, 10, 8)):
        received(office, deal, Decimal(900_000), dt.date(2025, 6, 10))
        reversed_(office, deal.receipts.get(position=1))
        new = RewardPlan.objects.get(replaces=plan)
        assert new.pool == 0
        assert "由" not in str(new.state_label)
        data = {"notice_unit_on": "2025-10-08", "notice_unit_evidence": "公示栏照片"}
        act(f"{PLAN}.publicise_plan", new, data, office["manager"])
    with clock.moved_to(dt.date(2025, 10, 25)):
        act(f"{PLAN}.settle_plan", new, {}, office["head"])
        assert "替代" in str(
            refused(
                office,
                plan,
                clock.today(),
                "reverse_payment",
                payment=str(RewardPayment.objects.first().pk),
                reason="x",
            ).reason
        )
        claim = ledger.account(plan.owner, "receivable")
        assert ledger_queries.balance(claim) == 80_000_000
        for share in new.shares.all():
            back = {"paid_on": "2025-10-25", "person": str(share.pk), "reference": "LS-1"}
            act(f"{PLAN}.take_back", new, back, office["finance"])
        assert ledger_queries.balance(claim) == 0
    new.refresh_from_db()
    assert new.state == "paid"
    assert sum(row.amount for row in RewardPayment.objects.all()) == 0


def test_nothing_is_undone_before_anything_is_paid(office: Office) -> None:
    plan = ready(office)
    offers = {offer.action.name: offer for offer in offers_of(plan, office["finance"])}
    told = offers["reverse_payment"].refusal
    assert told is not None
    assert told.reason == "还没有支付过，没有可以冲销的"
    plan = pay(office, plan, dt.date(2025, 9, 10), "张三")
    offers = {offer.action.name: offer for offer in offers_of(plan, office["finance"])}
    assert offers["reverse_payment"].refusal is None


def test_tax_conditions_of_which_none_is_stated_are_no_statement(office: Office) -> None:
    plan = ready(office)
    empty = TaxForm({"of_unit": "", "published_on": "", "evidence": ""}, case=plan, by=office["finance"])
    assert empty.non_field_errors() == ["每一项都没有说明，没有可以记录的：至少说明一项条件"]
    said = TaxForm({"named_kind": "true"}, case=plan, by=office["finance"])
    assert said.is_valid(), said.errors


def test_only_finance_pays(office: Office) -> None:
    plan = ready(office)
    for who in ("manager", "head", "scientist", "kc-st_department-leader"):
        assert refused(office, plan, dt.date(2025, 9, 10), who=who).ground is Ground.PERMISSION, who
    with pytest.raises(RewardPlan.DoesNotExist):
        act(f"{PLAN}.pay", plan, {}, office["kq-professor"])


# -- what the database itself refuses ------------------------------------------------------------------------------


def written(statement: str, *values: Any) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def raw(statement: str, *values: Any) -> str:
    with pytest.raises(DatabaseError) as raised:
        written(statement, *values)
    return str(raised.value)


def test_no_payment_by_hand_changed_deleted_or_of_another_amount(office: Office) -> None:
    plan = pay(office, ready(office), dt.date(2025, 9, 10), "张三")
    row = RewardPayment.objects.get()
    assert "does not change" in raw("UPDATE rewards_rewardpayment SET amount = 1 WHERE id = %s", row.pk)
    assert "does not change" in raw("UPDATE rewards_rewardpayment SET standing = false WHERE id = %s", row.pk)
    assert "not deleted" in raw("DELETE FROM rewards_rewardpayment WHERE id = %s", row.pk)
    other = plan.shares.get(person__name="李四")
    insert = (
        "INSERT INTO rewards_rewardpayment (share_id, paid_on, amount, evidence, standing, entry_id) "
        "VALUES (%s, '2025-09-10', %s, '', true, %s)"
    )
    assert "is owed 190000.00 yuan, the payment is of 190001" in raw(insert, other.pk, 190_001, row.entry_id)
    assert "names no entry of the ledger" in raw(insert, other.pk, 190_000, None)
    assert "is not paid" in raw(
        "UPDATE cases_case SET state = 'paid', version = version + 1, closed_on = '2025-11-21' WHERE id = %s", plan.pk
    )


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(taxes=st.lists(st.integers(0, 3_999_999), min_size=4, max_size=4), cut=st.integers(1, 3))
def test_payments_sum_to_the_plan_however_they_are_made(office: Office, taxes: list[int], cut: int) -> None:
    """Whoever is paid first and whatever is withheld: rewards paid, money out of the bank and taxes come to the pool."""
    with transaction.atomic():
        for name in ("新材料研究院",):
            office.organisations.pop(name, None)
        plan = ready(office)
        names = ["张三", "李四", "王五", "赵六"]
        for part in (names[:cut], names[cut:]):
            kept = "\n".join(f"{n} {taxes[names.index(n)] / 100:.2f}" for n in part)
            plan = pay(office, plan, dt.date(2025, 9, 10), "".join(part), withheld=kept)
        paid = sum(fen_of(row.amount) for row in RewardPayment.objects.filter(share__plan=plan))
        out = sum(fen_of(p.amount) for p in Payment.objects.filter(entry__case=plan))
        assert plan.state == "paid"
        assert paid == fen_of(plan.pool) == out + sum(taxes)
        transaction.set_rollback(True)


def test_an_account_is_read_as_it_stands_on_a_card() -> None:
    """In groups of four, with figures of either width."""
    found = read_accounts(
        "张三，工商银行，６２２２ 0812 0000 0000 001\n李四，建设银行，6217-0012-3456-7890", ["张三", "李四"]
    )
    assert [one.number for one in found.values()] == ["6222081200000000001", "6217001234567890"]
