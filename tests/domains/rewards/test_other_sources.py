"""Plans of a stake, of a year's profit and of contract funds, each by its own rule."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from kechuang.casework.ledger.queries import balance
from kechuang.casework.ledger.services import account
from kechuang.core import clock
from kechuang.core.permissions import Ground, Refused
from kechuang.domains.rewards import planning
from kechuang.domains.rewards.models import RewardAccrual, RewardPlan
from tests.casework.office import Office, act
from tests.domains.achievements.unit import registered
from tests.domains.rewards.planning import PLAN, earning_unit, in_notice, proposed, settled
from tests.domains.transformations.dealing import performing
from tests.domains.transformations.earning import profit, registered_stake, settled_fund


def draft(office: Office, **data: Any) -> RewardPlan:
    made: RewardPlan = act(
        f"{PLAN}.draft_plan", None, {"staff": "赵六", "agreed": "false", **data}, office["manager"]
    ).case
    return made


def deal_of(office: Office, mode: str, on: dt.date = dt.date(2024, 2, 10), **facts: Any) -> Any:
    unit = earning_unit(office, **facts)
    return performing(office, mode, signed_on=on, owner=unit.pk, achievement=registered(office, unit))


def test_a_stake_is_shared_out_in_points_of_the_company_and_in_value(office: Office) -> None:
    """40 per cent put in at 4,000,000: 32 per cent, 3,200,000 of it, at least."""
    deal = deal_of(office, "equity")
    registered_stake(office, deal, dt.date(2025, 6, 10))
    plan = draft(office, source="equity", transformation=deal.pk)
    assert (str(plan.floor), plan.stake, plan.obtained_on) == ("3200000.00", 320_000, dt.date(2025, 6, 10))
    assert plan.due_on == dt.date(2025, 6, 10), "equity is given at its registration"
    assert [(s.person.name, str(s.amount), s.stake) for s in plan.shares.select_related("person")] == [
        ("张三", "1520000.00", 152_000), ("李四", "760000.00", 76_000), ("王五", "760000.00", 76_000),
        ("赵六", "160000.00", 16_000),
    ]  # fmt: skip
    again = {"source": "equity", "transformation": deal.pk}
    with pytest.raises(Refused) as raised:
        act(f"{PLAN}.draft_plan", None, again, office["manager"])
    assert plan.number in raised.value.refusal.errors["transformation"][0]
    low = proposed(office, plan, "张三 主要贡献 3000000 完成人\n赵六 转移 160000 转移人员 洽谈")
    found = planning.whole(low)
    assert found.lacking == 4_000_000
    with pytest.raises(Refused) as raised:
        in_notice(office, low, "张三 主要贡献 3000000 完成人\n赵六 转移 160000 转移人员 洽谈")
    assert raised.value.refusal.ground is Ground.LAW
    done = settled(office, low, "张三 主要贡献 3040000 完成人\n赵六 转移 160000 转移人员 洽谈")
    assert sum(share.stake or 0 for share in done.shares.all()) == done.stake == 320_000
    assert not RewardAccrual.objects.exists(), "no money moves"


def test_more_than_the_stake_cannot_be_given(office: Office) -> None:
    deal = deal_of(office, "equity")
    registered_stake(office, deal, dt.date(2025, 6, 10))
    plan = draft(office, source="equity", transformation=deal.pk)
    with pytest.raises(Refused) as raised:
        proposed(office, plan, "张三 主要贡献 4000000.01 完成人")
    assert "shares" in raised.value.refusal.errors


def test_a_years_profit_by_its_own_rule_from_an_earmark_of_its_own(office: Office) -> None:
    """Ten per cent of a million once the unit draws; a full year within five of production."""
    deal = deal_of(office, "self_implementation", dt.date(2023, 5, 1))
    profit(office, deal, 2025, "1000000")
    plan = draft(office, source="profit", transformation=deal.pk, year="2025")
    assert (str(plan.income), str(plan.floor), plan.obtained_on) == ("1000000.00", "100000.00", dt.date(2025, 12, 31))
    with pytest.raises(Refused) as raised:
        draft(office, source="profit", transformation=deal.pk, year="2025")
    assert "year" in raised.value.refusal.errors
    shares = "张三 主要贡献 95000 完成人\n赵六 转移 5000 转移人员 推广"
    plan = settled(office, plan, shares)
    assert balance(account(plan.owner, "reward_payable")) == 10_000_000
    assert balance(account(plan.owner, "bank")) == 10_000_000
    with clock.moved_to(clock.today() + dt.timedelta(days=17)):
        profit(office, deal, 2025, "1200000", reason="审计调整")
        assert RewardPlan.objects.get(pk=plan.pk).state == "void"
        new = RewardPlan.objects.get(replaces=plan)
        assert (str(new.income), str(new.pool)) == ("1200000.00", "120000.00")
        assert balance(account(plan.owner, "reward_payable")) == 0


def test_a_year_without_profit_has_nothing_to_share_out(office: Office) -> None:
    deal = deal_of(office, "self_implementation", dt.date(2023, 5, 1))
    profit(office, deal, 2024, "-5000")
    for year, words in (("2024", "没有盈利"), ("2023", "还没有记录")):
        with pytest.raises(Refused) as raised:
            draft(office, source="profit", transformation=deal.pk, year=year)
        assert words in raised.value.refusal.errors["year"][0]


def test_the_surplus_of_contract_funds_is_a_ceiling(office: Office) -> None:
    """A surplus of 200,000; a province's unit outside Quzhou, whose rule asks for no list of contract types."""
    unit = earning_unit(office, "330108", **{"unit.public_platform": False})
    fund = settled_fund(office, owner=unit.pk)
    with pytest.raises(Refused) as raised:
        draft(office, source="contract_funds", contract_fund=fund.pk)
    assert "pool" in raised.value.refusal.errors
    plan = draft(office, source="contract_funds", contract_fund=fund.pk, pool="100000", team_only="true", agreed="true")
    assert (str(plan.income), plan.floor, str(plan.pool)) == ("200000.00", None, "100000.00")
    over = proposed(office, plan, "赵六 其他 200000.01 科技人员 试制")
    with pytest.raises(Refused) as raised:
        act(
            f"{PLAN}.publicise_plan",
            over,
            {"notice_unit_on": clock.today(), "notice_unit_evidence": "照片"},
            office["manager"],
        )
    assert "zhejiang-2021:art41.p1" in {str(c) for c in raised.value.refusal.cites}
    done = settled(office, over, "赵六 其他 150000 科技人员 试制")
    assert balance(account(done.owner, "reward_payable")) == 15_000_000


def test_ownership_shares_leave_the_pool_unless_they_chose_the_reward(office: Office) -> None:
    """张三 holds a share of the title, 李四 asked for the reward instead."""
    from kechuang.law.library import load
    from tests.domains.transformations.earning import received

    unit = earning_unit(office)
    achievement = registered(office, unit)
    matters = {f"matter_{item.id}": "已约定" for item in load().checklist_items("empowerment.matters")}
    act("achievements.achievement.empower", achievement, {
        "right": "ownership", "holders": "张三 30%\n李四 奖励", "eligible": True, "starts_on": "2025-01-01", "written": True,
        "agreed_on": "2024-12-20", **matters,
    }, office["head"])  # fmt: skip
    deal = performing(office, signed_on=dt.date(2025, 2, 10), owner=unit.pk, achievement=achievement)
    received(office, deal, "1000000", dt.date(2025, 6, 10))
    plan = draft(office, source="receipts", transformation=deal.pk)
    told = {
        s.person.name: (str(s.amount), s.title_share_taken, s.reward_chosen)
        for s in plan.shares.select_related("person")
    }
    assert told == {
        "张三": ("0.00", True, False), "李四": ("380000.00", False, True), "王五": ("380000.00", False, False),
        "赵六": ("40000.00", False, False),
    }  # fmt: skip
    with pytest.raises(Refused) as raised:
        proposed(office, plan, "张三 主要贡献 760000 完成人\n赵六 转移 40000 转移人员 洽谈")
    assert "张三" in raised.value.refusal.errors["shares"][0]
