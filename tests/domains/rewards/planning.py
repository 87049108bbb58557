"""Plans for the tests of rewards: a unit that has earned, a plan drafted, on notice, settled."""

from __future__ import annotations

import datetime as dt
from typing import Any

from kechuang.casework.parties.models import Organisation, Person, Role
from kechuang.core import clock
from kechuang.core.money import yuan_of
from kechuang.domains.rewards.models import RewardPlan
from kechuang.domains.transformations.models import Transformation
from tests.casework.office import Office, act
from tests.domains.achievements.unit import make_unit, registered
from tests.domains.transformations.dealing import performing
from tests.domains.transformations.earning import received

PLAN = "rewards.rewardplan"
DAY = dt.date(2025, 6, 10)


def earning_unit(office: Office, region: str = "330802", **facts: Any) -> Organisation:
    """A unit with its people, finance among them; by default a public platform that is a public research unit."""
    unit = make_unit(office, region, **facts)
    office.user("finance", unit, Role.FINANCE)
    return unit


def earned(
    office: Office, unit: Organisation | None = None, *, fen: int = 100_000_000, on: dt.date = DAY
) -> Transformation:
    """A licence with one receipt, by default of a million yuan net, in Quzhou."""
    unit = unit or earning_unit(office)
    deal = performing(office, signed_on=dt.date(2025, 2, 10), owner=unit.pk, achievement=registered(office, unit))
    received(office, deal, yuan_of(fen), on)
    return deal


def drafted(office: Office, deal: Transformation, **changes: Any) -> RewardPlan:
    """A plan as the law suggests it, with one person who carried the transformation."""
    data = {"source": "receipts", "transformation": deal.pk, "staff": "赵六", "agreed": "false"} | changes
    plan: RewardPlan = act(f"{PLAN}.draft_plan", None, data, office["manager"]).case
    return plan


SHARES = "张三 主要贡献 380000 完成人\n李四 主要贡献 190000 完成人\n王五 主要贡献 190000 完成人\n赵六 转移 40000 转移人员 洽谈和签约"


def proposed(office: Office, plan: RewardPlan, shares: str = SHARES) -> RewardPlan:
    act(f"{PLAN}.propose_shares", plan, {"shares": shares}, office["manager"])
    return RewardPlan.objects.get(pk=plan.pk)


def in_notice(office: Office, plan: RewardPlan, shares: str = SHARES) -> RewardPlan:
    """The plan proposed and put on notice today."""
    proposed(office, plan, shares)
    data = {"notice_unit_on": clock.today().isoformat(), "notice_unit_evidence": "公示栏照片"}
    act(f"{PLAN}.publicise_plan", plan, data, office["manager"])
    return RewardPlan.objects.get(pk=plan.pk)


def settled(office: Office, plan: RewardPlan, shares: str = SHARES) -> RewardPlan:
    """The plan put on notice today, and settled on the sixteenth day after."""
    in_notice(office, plan, shares)
    with clock.moved_to(clock.today() + dt.timedelta(days=16)):
        act(f"{PLAN}.settle_plan", plan, {}, office["head"])
    return RewardPlan.objects.get(pk=plan.pk)


ACCOUNTS = """张三，工商银行衢州分行，6222000000000001
李四，工商银行衢州分行，6222000000000002
王五 农业银行 6222000000000003
赵六|中国银行|6222000000000004"""


def pay_data(plan: RewardPlan, on: dt.date, names: str = "", **changes: Any) -> dict[str, Any]:
    """What finance types to pay these people (all, where none is named) on a day."""
    rows = plan.shares.select_related("person").filter(amount__gt=0)
    wanted = [str(s.pk) for s in rows if not names or s.person.name in names]
    accounts = "\n".join(line for line in ACCOUNTS.splitlines() if not names or line[:2] in names)
    return {
        "paid_on": on.isoformat(),
        "people": wanted,
        "accounts": accounts,
        "withheld": "",
        "preferential": [],
    } | changes


def pay(office: Office, plan: RewardPlan, on: dt.date, names: str = "", **changes: Any) -> RewardPlan:
    """Paid on a day through the books, and the plan as it then stands."""
    with clock.moved_to(on):
        act(f"{PLAN}.pay", plan, pay_data(plan, on, names, **changes), office["finance"])
    return RewardPlan.objects.get(pk=plan.pk)


def person(name: str) -> Person:
    return Person.objects.get(name=name)
