"""The scenarios that end in a reward, from the money that arrived to the settled plan, through the actions and the ledger."""

from __future__ import annotations

import datetime as dt

import pytest

from kechuang.casework.ledger.queries import balance
from kechuang.casework.ledger.services import account
from kechuang.core import clock
from kechuang.core.permissions import Refused
from kechuang.domains.rewards import planning
from tests.casework.office import Office, act
from tests.domains.achievements.unit import registered
from tests.domains.rewards.planning import PLAN, drafted, earned, earning_unit, in_notice, proposed, settled
from tests.domains.transformations.dealing import performing
from tests.domains.transformations.earning import cost, received


def cites(plan: object) -> set[str]:
    found = planning.whole(plan)  # type: ignore[arg-type]  # a plan
    return {str(c) for f in (*found.measured.findings, *found.checked.findings) for c in f.citations}


def test_scenario_1_the_floor_and_more_than_the_floor(office: Office) -> None:
    """Net 1,000,000 on 2025-06-10: 800,000; of it 560,000 and 40,000. At 900,000: 630,000 and 45,000."""
    plan = drafted(office, earned(office))
    measured = planning.measured(plan)
    assert (measured.floor, measured.main_floor, measured.staff_floor) == (80_000_000, 56_000_000, 4_000_000)
    assert measured.income - measured.pool == 20_000_000, "the unit keeps at most"
    assert {"quzhou-2024:art20.p1.i1", "zhejiang-2021:art37.p2.a", "zhejiang-2021:art37.p2.b"} <= cites(plan)
    plan = proposed(
        office, plan, "张三 主要贡献 629999.99 完成人\n赵六 转移 45000 转移人员 洽谈\n钱七 其他 225000.01 科技人员 测试"
    )
    found = planning.whole(plan)
    assert (found.measured.main_floor, found.measured.staff_floor) == (63_000_000, 4_500_000)
    assert (found.checked.main_shortfall, found.checked.staff_shortfall) == (1, 0), "one fen short"
    data = {"notice_unit_on": clock.today(), "notice_unit_evidence": "照片"}
    with pytest.raises(Refused, match=r"少 0\.01 元"):
        act(f"{PLAN}.publicise_plan", plan, data, office["manager"])
    plan = settled(
        office, plan, "张三 主要贡献 630000 完成人\n赵六 转移 45000 转移人员 洽谈\n钱七 其他 225000 科技人员 测试"
    )
    assert balance(account(plan.owner, "reward_payable")) == 90_000_000


def test_scenario_3_each_receipt_by_the_text_of_its_own_day(office: Office) -> None:
    """500,000 on 2025-02-20 and on 2025-04-15: 350,000 + 400,000. The contract is of 2025-02-10."""
    unit = earning_unit(office)
    deal = performing(office, signed_on=dt.date(2025, 2, 10), owner=unit.pk, achievement=registered(office, unit))
    received(office, deal, "500000", dt.date(2025, 2, 20))
    received(office, deal, "500000", dt.date(2025, 4, 15))
    plan = drafted(office, deal)
    assert [str(row.floor) for row in plan.receipts.order_by("receipt__received_on")] == ["350000.00", "400000.00"]
    assert str(plan.floor) == str(plan.pool) == "750000.00"
    plan = settled(office, plan, "张三 主要贡献 712500 完成人\n赵六 转移 37500 转移人员 洽谈")
    assert balance(account(plan.owner, "reward_payable")) == 75_000_000


@pytest.mark.parametrize(("day", "floor"), [("2025-02-28", "700000.00"), ("2025-03-01", "800000.00")])
def test_scenario_3_the_day_before_and_the_day_of_the_new_text(office: Office, day: str, floor: str) -> None:
    plan = drafted(office, earned(office, on=dt.date.fromisoformat(day)))
    assert str(plan.floor) == floor


def test_scenario_5_fiscal_money_is_no_cost(office: Office) -> None:
    """Outside Quzhou: 2,000,000 less 50,000, 100,000, 10,000, 200,000 of own research, 40,000 taxes: net 1,600,000."""
    unit = earning_unit(office, "330108", **{"unit.public_platform": False})
    deal = performing(
        office, signed_on=dt.date(2025, 2, 10), owner=unit.pk, price="2000000", achievement=registered(office, unit)
    )
    for kind, amount in (("appraisal", "50000"), ("agency", "100000"), ("travel", "10000"), ("taxes", "40000")):
        cost(office, deal, kind, amount)
    cost(office, deal, "research", "200000")
    cost(office, deal, "research", "400000", fiscal="on")
    received(office, deal, "2000000", dt.date(2025, 6, 10))
    plan = drafted(office, deal)
    assert (str(plan.income), str(plan.floor)) == ("1600000.00", "1120000.00")
    measured = planning.measured(plan)
    assert (measured.main_floor, measured.staff_floor) == (78_400_000, 5_600_000)
    assert {"zhejiang-2021:art37.p4", "zhejiang-2021:art37.p1.i1"} <= {
        str(c) for finding in measured.findings for c in finding.citations
    }
    plan = settled(office, plan, "张三 主要贡献 1064000 完成人\n赵六 转移 56000 转移人员 洽谈")
    assert balance(account(plan.owner, "reward_expense")) == 112_000_000


def test_a_private_company_with_its_own_rule_has_no_floor_and_needs_no_notice(office: Office) -> None:
    facts = {"unit.public_platform": False, "unit.public_research_unit": False, "unit.platform": False,
             "unit.state_established": False, "unit.state_owned": False, "unit.kind": "enterprise"}  # fmt: skip
    unit = earning_unit(office, "330108", **facts)
    plan = drafted(office, earned(office, unit), agreed="true", agreed_months="8", pool="300000")
    assert (plan.floor, str(plan.pool)) == (None, "300000.00")
    assert plan.due_on == dt.date(2026, 2, 10), "eight months, by the unit's own rule"
    shares = "张三 主要贡献 300000 完成人"
    proposed(office, plan, shares)
    done = act(f"{PLAN}.settle_plan", plan, {}, office["head"]).case
    assert done.state == "settled"


def test_a_state_unit_cannot_settle_without_its_notice(office: Office) -> None:
    plan = drafted(office, earned(office))
    with pytest.raises(Refused, match="须先公示"):
        act(f"{PLAN}.settle_plan", plan, {}, office["head"])


def test_an_unanswered_question_of_agreement_is_asked(office: Office) -> None:
    """A company that has not said whether it has a rule: national law may ask half, or nothing."""
    facts = {"unit.public_platform": False, "unit.public_research_unit": False, "unit.platform": False,
             "unit.state_established": False, "unit.kind": "enterprise"}  # fmt: skip
    unit = earning_unit(office, "330108", **facts)
    plan = drafted(office, earned(office, unit), agreed="", pool="400000")
    assert plan.floor is None
    assert planning.measured(plan).open
    act(f"{PLAN}.set_terms", plan, {"agreed": "false"}, office["manager"])
    plan.refresh_from_db()
    assert str(plan.floor) == "500000.00"
    with pytest.raises(Refused, match=r"少 100,000\.00 元"):
        in_notice(office, plan, "张三 主要贡献 400000 完成人")
