"""Slips of a stake, of a year's profit and of contract funds: each by its own words and clauses, as page and as paper."""

from __future__ import annotations

import datetime as dt

from kechuang.core import clock
from kechuang.domains.rewards.models import RewardPayment, RewardPlan
from kechuang.domains.rewards.papers.slip import slip_paper
from kechuang.domains.rewards.slips import Slip, slip_of
from tests.casework.office import Office, act
from tests.domains.rewards.planning import PLAN, earning_unit, pay, settled
from tests.domains.rewards.test_other_sources import deal_of, draft
from tests.domains.transformations.earning import profit, registered_stake, settled_fund
from tests.web.rewards.test_slips import someone, text


def steps(slip: Slip) -> list[tuple[str, int]]:
    return [(step.label, step.fen) for step in slip.steps]


def later() -> dt.date:
    return clock.today() + dt.timedelta(days=17)


def test_a_stake_registered_in_a_persons_name(office: Office) -> None:
    deal = deal_of(office, "equity")
    registered_stake(office, deal, dt.date(2025, 6, 10))
    plan = settled(
        office,
        draft(office, source="equity", transformation=deal.pk),
        "张三 主要贡献 3040000 完成人\n赵六 转移 160000 转移人员 洽谈",
    )
    with clock.moved_to(later()):
        data = {"paid_on": clock.today().isoformat(), "evidence": "变更登记通知书 7 号"}
        act(f"{PLAN}.register_stakes", plan, data, office["finance"])
        plan = RewardPlan.objects.get(pk=plan.pk)
        assert plan.state == "paid"
        share = plan.shares.get(person__name="张三")
        slip = slip_of(share)
        assert steps(slip)[:2] == [("作价投资额", 400_000_000), ("单位拿出 80% 作奖励", 320_000_000)]
        assert slip.steps[-1].fen == 304_000_000
        assert (slip.paid, slip.taxed) == (None, None), "a stake is no money, and the notice is of cash"
        page = text(someone("张三"), f"/my-rewards/{plan.number}/")
        for words in ("股权登记到你名下", "30.4%", "变更登记通知书 7 号", "3,040,000.00"):
            assert words in page, words
        assert "个人所得税" not in page.split("<main")[1]
        assert "30.4%" in str(slip_paper(share).body)
        assert "30.4%" in text(office["finance"], f"/case/{plan.number}/")


def test_a_years_profit_is_paid_from_the_units_own_money(office: Office) -> None:
    deal = deal_of(office, "self_implementation", dt.date(2023, 5, 1))
    profit(office, deal, 2025, "1000000")
    plan = settled(
        office,
        draft(office, source="profit", transformation=deal.pk, year="2025"),
        "张三 主要贡献 95000 完成人\n赵六 转移 5000 转移人员 推广",
    )
    plan = pay(office, plan, later(), "张三赵六")
    assert plan.state == "paid"
    assert sum(row.amount for row in RewardPayment.objects.all()) == 100_000
    slip = slip_of(plan.shares.get(person__name="张三"))
    assert steps(slip) == [
        ("年度营业利润", 100_000_000), ("单位拿出 10% 作奖励", 10_000_000), ("主要贡献人员分 95%", 9_500_000),
        ("你占其中 100%", 9_500_000),
    ]  # fmt: skip
    assert slip.steps[1].note == "法定不低于 10%，即 100,000.00"
    assert "95,000.00" in text(someone("张三"), f"/my-rewards/{plan.number}/", "en")


def test_the_surplus_of_contract_funds(office: Office) -> None:
    unit = earning_unit(office, "330108", **{"unit.public_platform": False})
    fund = settled_fund(office, owner=unit.pk)
    plan = draft(office, source="contract_funds", contract_fund=fund.pk, pool="150000", team_only="true", agreed="true")
    plan = settled(office, plan, "赵六 其他 150000 科技人员 试制")
    slip = slip_of(plan.shares.get())
    assert steps(slip) == [
        ("横向项目经费结余", 20_000_000), ("单位拿出 75% 作奖励", 15_000_000), ("其他人员分 100%", 15_000_000),
        ("你占其中 100%", 15_000_000),
    ]  # fmt: skip
    page = text(someone("赵六"), f"/my-rewards/{plan.number}/")
    assert "150,000.00" in page
