"""Scenarios like those of the list, with other amounts, days, places and units, from the receipt to the settled plan."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from kechuang.casework.ledger.queries import balance
from kechuang.casework.ledger.services import account
from kechuang.core import clock
from kechuang.core.money import fen_of, yuan_of
from kechuang.core.permissions import Refused
from kechuang.domains.rewards import planning
from kechuang.domains.rewards.models import RewardPlan
from tests.casework.office import Office, act
from tests.domains.achievements.unit import registered
from tests.domains.rewards.planning import PLAN, drafted, earned, earning_unit, proposed, settled
from tests.domains.transformations.dealing import performing
from tests.domains.transformations.earning import cost, received, reversed_

SIGNED = dt.date(2024, 8, 1)
NEITHER = {"unit.public_platform": False, "unit.public_research_unit": False, "unit.platform": False}
UNIVERSITY = {"unit.public_platform": False}
PLATFORM = {"unit.public_research_unit": False}


def plan_of(office: Office, region: str, facts: dict[str, Any], fen: int, day: dt.date) -> RewardPlan:
    unit = earning_unit(office, region, **facts)
    deal = performing(office, signed_on=SIGNED, owner=unit.pk, achievement=registered(office, unit))
    received(office, deal, yuan_of(fen), day)
    return drafted(office, deal)


@pytest.mark.parametrize(
    ("region", "facts", "fen", "day", "floor", "main", "staff"),
    [
        # a platform of Quzhou that is a research unit: 80%, of it 70% and 5%, each up to the fen
        ("330802", {}, 123_456_789, "2025-03-01", 98_765_432, 69_135_803, 4_938_272),
        ("330802", {}, 123_456_789, "2025-02-28", 86_419_753, 60_493_828, 4_320_988),
        ("330802", {}, 3, "2026-01-05", 3, 3, 0),  # both cannot be: the whole wins (A36)
        # only a platform: 80%, the split of the province is not asked of it
        ("330802", PLATFORM, 100_000_001, "2025-06-10", 80_000_001, None, None),
        # only a research unit, in Quzhou or in Hangzhou: 70% with the split
        ("330802", UNIVERSITY, 50_000_000, "2025-06-10", 35_000_000, 24_500_000, 1_750_000),
        ("330108", UNIVERSITY, 99_999_999, "2026-02-28", 70_000_000, 49_000_000, 3_500_000),
        # neither, without rule or agreement: the nation's half
        ("330603", NEITHER, 33_333_333, "2025-06-10", 16_666_667, None, None),
    ],
)  # fmt: skip
def test_floors_by_place_unit_and_day(
    office: Office,
    region: str,
    facts: dict[str, Any],
    fen: int,
    day: str,
    floor: int,
    main: int | None,
    staff: int | None,
) -> None:
    plan = plan_of(office, region, facts, fen, dt.date.fromisoformat(day))
    found = planning.measured(plan)
    assert (found.floor, found.main_floor, found.staff_floor) == (floor, main, staff)
    assert sum(fen_of(share.amount) for share in plan.shares.all()) == fen_of(plan.pool) == floor


@pytest.mark.parametrize(
    ("day", "due"), [("2024-08-31", "2025-02-28"), ("2025-08-31", "2026-02-28"), ("2026-03-31", "2026-09-30")]
)
def test_the_day_to_pay_is_six_months_on(office: Office, day: str, due: str) -> None:
    with clock.moved_to(dt.date.fromisoformat(day) + dt.timedelta(days=3)):
        plan = plan_of(office, "330108", UNIVERSITY, 100_000_000, dt.date.fromisoformat(day))
    assert plan.due_on == dt.date.fromisoformat(due)


def test_instalments_over_the_change_of_law_with_costs_shared_by_amount(office: Office) -> None:
    """3,000,000 in three parts less 300,000: nets of 900,000 each; the first by 70%, the others by 80%."""
    unit = earning_unit(office)
    deal = performing(office, signed_on=SIGNED, owner=unit.pk, price="3000000", achievement=registered(office, unit))
    cost(office, deal, "agency", "300000", dt.date(2024, 8, 2))
    for day in ("2025-02-28", "2025-03-01", "2025-09-01"):
        received(office, deal, "1000000", day)
    plan = drafted(office, deal)
    floors = [str(row.floor) for row in plan.receipts.order_by("receipt__received_on")]
    assert floors == ["630000.00", "720000.00", "720000.00"]
    plan = settled(office, plan, "张三 主要贡献 1966500 完成人\n赵六 转移 103500 转移人员 洽谈")
    assert balance(account(unit, "reward_payable")) == 207_000_000


def test_a_receipt_reversed_takes_its_reward_back_and_the_next_is_rewarded_once(office: Office) -> None:
    unit = earning_unit(office)
    deal = performing(office, signed_on=SIGNED, owner=unit.pk, achievement=registered(office, unit))
    wrong = received(office, deal, "400000", dt.date(2025, 6, 1))
    plan = settled(office, drafted(office, deal), "张三 主要贡献 304000 完成人\n赵六 转移 16000 转移人员 洽谈")
    assert balance(account(unit, "reward_payable")) == 32_000_000
    with clock.moved_to(clock.today() + dt.timedelta(days=20)):
        reversed_(office, wrong)
    assert balance(account(unit, "reward_payable")) == balance(account(unit, "reward_expense")) == 0
    assert RewardPlan.objects.get(pk=plan.pk).state == "void"
    with clock.moved_to(clock.today() + dt.timedelta(days=21)):
        received(office, deal, "300000", dt.date(2025, 7, 1))
        again = settled(office, drafted(office, deal), "张三 主要贡献 228000 完成人\n赵六 转移 12000 转移人员 洽谈")
    assert fen_of(again.pool) == balance(account(unit, "reward_payable")) == 24_000_000


def test_a_pool_one_fen_below_its_floor_is_refused_at_every_scale(office: Office) -> None:
    for fen in (101, 9_999, 12_345_678_901):
        plan = drafted(office, earned(office, office.organisations.get("新材料研究院"), fen=fen))
        assert plan.floor is not None
        floor = fen_of(plan.floor)
        staff = -(-(floor - 1) * 5 // 100)
        shares = f"张三 主要贡献 {yuan_of(floor - 1 - staff)} 完成人\n赵六 转移 {yuan_of(staff)} 转移人员 洽谈"
        plan = proposed(office, plan, shares)
        data = {"notice_unit_on": clock.today().isoformat(), "notice_unit_evidence": "照片"}
        with pytest.raises(Refused, match=r"少 0\.01 元") as caught:
            act(f"{PLAN}.publicise_plan", plan, data, office["manager"])
        assert "quzhou-2024:art20.p1.i1" in {str(c) for c in caught.value.refusal.cites}
