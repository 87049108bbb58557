"""A changed receipt reopens and recomputes; history, and what was paid, is never edited."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import connection

from kechuang.casework.inbox.models import Message, Todo
from kechuang.casework.ledger import queries as ledger
from kechuang.casework.ledger.models import Entry
from kechuang.casework.ledger.services import account
from kechuang.casework.notices.models import Notice
from kechuang.casework.parties.models import Role, User
from kechuang.core import clock
from kechuang.core.money import fen_of
from kechuang.core.permissions import Refused
from kechuang.domains.rewards.accruing import owed, paid_before
from kechuang.domains.rewards.models import RewardPlan
from tests.casework.office import LONG_AGO, Office, act
from tests.domains.rewards.planning import PLAN, drafted, earned, earning_unit, in_notice, pay, person, settled
from tests.domains.transformations.earning import cost, received, reversed_


def commit() -> None:
    """What deferred triggers hold at the commit, held now."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")


def afterwards() -> Any:
    """The day after a plan of today was settled."""
    return clock.moved_to(clock.today() + dt.timedelta(days=17))


def two_receipts(office: Office) -> Any:
    """A million and two hundred thousand, both after the city's text came into force."""
    deal = earned(office)
    received(office, deal, "200000", dt.date(2025, 7, 1))
    return deal


def balances(plan: RewardPlan) -> tuple[int, int, int]:
    codes = ("reward_payable", "reward_expense", "receivable")
    return tuple(ledger.balance(account(plan.owner, code)) for code in codes)  # type: ignore[return-value]  # three


def second(deal: Any) -> Any:
    return deal.receipts.get(amount=200_000)


def test_a_draft_is_measured_anew_in_its_place(office: Office) -> None:
    deal = two_receipts(office)
    plan = drafted(office, deal)
    assert str(plan.pool) == "960000.00"
    reversed_(office, second(deal))
    plan.refresh_from_db()
    assert (str(plan.income), str(plan.floor), str(plan.pool)) == ("1000000.00", "800000.00", "800000.00")
    assert [str(share.amount) for share in plan.shares.all()] == ["380000.00", "190000.00", "190000.00", "40000.00"]
    assert RewardPlan.objects.count() == 1
    commit()


def test_a_plan_on_notice_is_voided_told_and_drafted_anew(office: Office) -> None:
    unit = earning_unit(office)
    deal = earned(office, unit)
    received(office, deal, "200000", dt.date(2025, 7, 1))
    plan = drafted(office, deal)
    user: User = office.user("zhang", unit, Role.RESEARCHER)
    user.person = person("张三")
    user.save()
    shares = "张三 主要贡献 456000 完成人\n李四 主要贡献 228000 完成人\n王五 主要贡献 228000 完成人\n赵六 转移 48000 转移人员 洽谈"
    plan = in_notice(office, plan, shares)
    reversed_(office, second(deal), "银行退回")
    old = RewardPlan.objects.get(pk=plan.pk)
    assert old.state == "void"
    assert not Notice.objects.filter(subject_id=plan.pk, live=True).exists()
    new = RewardPlan.objects.get(replaces=old)
    assert (new.state, str(new.pool)) == ("drafted", "800000.00")
    assert [(s.person.name, str(s.amount), s.contribution) for s in new.shares.all()] == [
        ("张三", "380000.00", ""), ("李四", "190000.00", ""), ("王五", "190000.00", ""), ("赵六", "40000.00", "洽谈"),
    ]  # fmt: skip
    assert Message.objects.filter(user=user, case_id=plan.pk, text__contains="收入有变").exists()
    assert Todo.objects.filter(case_id=new.pk, name="review_plan", closed_at=None).exists()
    commit()


def test_a_settled_plan_that_is_not_paid_is_voided_with_reversals_in_the_books(office: Office) -> None:
    deal = two_receipts(office)
    plan = settled(office, drafted(office, deal), "张三 主要贡献 912000 完成人\n赵六 转移 48000 转移人员 洽谈")
    assert balances(plan)[0] == 96_000_000
    with afterwards():
        reversed_(office, second(deal))
    assert balances(plan)[:2] == (0, 0)
    assert Entry.objects.filter(reverses__isnull=False, case_id=plan.pk).count() == 2
    new = RewardPlan.objects.get(replaces=plan)
    assert str(new.pool) == "800000.00"
    assert sum(share.amount for share in new.shares.all()) == new.pool
    commit()


def test_what_the_unit_gave_above_the_floor_it_gives_of_the_new_income(office: Office) -> None:
    deal = two_receipts(office)  # 90 per cent of 1.2 million
    plan = in_notice(office, drafted(office, deal), "张三 主要贡献 980000 完成人\n赵六 转移 100000 转移人员 洽谈")
    reversed_(office, second(deal))
    new = RewardPlan.objects.get(replaces=plan)
    assert (str(new.floor), str(new.pool)) == ("800000.00", "900000.00")
    assert sum(share.amount for share in new.shares.all()) == new.pool


def test_a_plan_whose_only_receipt_goes_is_voided_and_not_replaced(office: Office) -> None:
    deal = earned(office)
    plan = settled(office, drafted(office, deal))
    with afterwards():
        reversed_(office, deal.receipts.get())
    assert RewardPlan.objects.get(pk=plan.pk).state == "void"
    assert not RewardPlan.objects.filter(replaces=plan).exists()
    assert balances(plan)[:2] == (0, 0)


def test_a_later_cost_of_a_receipt_is_followed(office: Office) -> None:
    deal = earned(office)
    plan = in_notice(office, drafted(office, deal))
    cost(office, deal, "taxes", "50000", receipt=deal.receipts.get().pk)
    new = RewardPlan.objects.get(replaces=plan)
    assert (str(new.income), str(new.floor)) == ("950000.00", "760000.00")


def test_a_paid_plan_stays_and_a_correcting_one_settles_the_difference(office: Office) -> None:
    deal = two_receipts(office)
    shares = "张三 主要贡献 684000 完成人\n李四 主要贡献 228000 完成人\n赵六 转移 48000 转移人员 洽谈"
    plan = settled(office, drafted(office, deal), shares)
    with afterwards():
        plan = pay(office, plan, clock.today(), "张三")
        with pytest.raises(Refused, match="已有人领到奖励"):
            act(f"{PLAN}.void_plan", plan, {"note": "错"}, office["head"])
        plan = pay(office, plan, clock.today(), "李四赵六")
        assert balances(plan) == (0, 96_000_000, 0)
        reversed_(office, second(deal))
        assert RewardPlan.objects.get(pk=plan.pk).state == "paid", "what was paid is not rewritten"
        new = RewardPlan.objects.get(replaces=plan)
        assert str(new.pool) == "800000.00"
        assert paid_before(new) == {
            person("张三").pk: 68_400_000,
            person("李四").pk: 22_800_000,
            person("赵六").pk: 4_800_000,
        }
        with pytest.raises(Refused, match="更正方案"):
            act(f"{PLAN}.void_plan", new, {"note": "错"}, office["head"])
        new = settled(
            office, new, "张三 主要贡献 470000 完成人\n李四 主要贡献 290000 完成人\n赵六 转移 40000 转移人员 洽谈"
        )
    changes = {s.person.name: fen_of(s.accrual.amount) for s in new.shares.select_related("person", "accrual")}
    assert changes == {"张三": -21_400_000, "李四": 6_200_000, "赵六": -800_000}
    assert {s.person.name: owed(s) for s in new.shares.all()} == {"张三": 0, "李四": 6_200_000, "赵六": 0}
    assert balances(new) == (6_200_000, 80_000_000, 22_200_000), "owed, the new plan's pool, to be had back"
    commit()


def test_whoever_is_not_yet_there_on_the_day_sees_no_amounts(office: Office) -> None:
    """The words of visible_to and of sees_amounts are one: for every person and state."""
    from kechuang.domains.rewards.actions.who import sees_amounts
    from kechuang.domains.rewards.models import RewardShare

    unit = earning_unit(office)
    outsider = office.user("outsider", office.organisations["kc-university"], Role.RESEARCHER)
    plan = drafted(office, earned(office, unit))
    outsider.person = person("王五")
    outsider.save()
    assert plan.obtained_on > LONG_AGO
    for state in ("drafted", "on notice"):
        if state == "on notice":
            plan = in_notice(office, plan)
        for name, user in office.users.items():
            user = User.objects.get(pk=user.pk)  # noqa: PLW2901  without what was read before
            rows = RewardShare.objects.visible_to(user).filter(plan=plan).count()
            assert (rows > 0) is sees_amounts(user, plan), (state, name)
            assert rows in (0, 4)
    assert not sees_amounts(office["kc-professor"], plan)
    assert sees_amounts(User.objects.get(pk=outsider.pk), plan)
    assert sees_amounts(office["scientist"], plan)
