"""How the total reward is shared: the floors of two classes, the check of a plan, and all of it for one deal."""

from __future__ import annotations

from dataclasses import dataclass

from kechuang.law.expression import (
    Node,
    all_of,
    any_of,
    at_least,
    const,
    facts,
    given,
    governed,
    known,
    least,
    reading,
    share,
    when,
)
from kechuang.law.rule import Remark, check, remark, rule
from kechuang.law.rules.net_income import costs_remark, net_income
from kechuang.law.rules.reward_coverage import main_share, staff_share
from kechuang.law.rules.rewards import (
    NATIONAL,
    measures_if,
    pool_floor,
    pool_share,
    research_unit_governed,
    reward,
    reward_day,
    unit_keeps,
)
from kechuang.law.types import COUNT, FEN, FLAG
from kechuang.law.vocabulary import unless_not_reached

parts = facts(
    "reward",
    main_contributors=(FEN, "主要贡献人员所得合计", "Main contributors get, in all"),
    transfer_staff=(FEN, "转移机构工作人员和管理人员所得合计", "Transfer staff and managers get, in all"),
    others=(FEN, "其他人员所得合计", "Others get, in all"),
    completers=(FEN, "其中完成人所得合计", "of which completers get, in all"),
    transfer_staff_count=(COUNT, "承担转化的转移机构工作人员和管理人员人数", "Number of transfer staff and managers"),
    persons_in_both_classes=(COUNT, "同时列入两类的人数", "Persons listed in both classes"),
    reserved=(FEN, "单位留存备奖的金额", "Kept by the unit for later rewards"),
)

MAIN, STAFF = "zhejiang-2021:art37.p2.a", "zhejiang-2021:art37.p2.b"
YES, NO = const(True, FLAG), const(False, FLAG)


@dataclass(frozen=True)
class Floors:
    """The least the two classes get of one total (fen), both floors together, and whether those exceed the total."""

    main: Node
    staff: Node
    both: Node
    too_small: Node


def floors_of(total: Node, zh: str = "", en: str = "") -> Floors:
    """The floors of the two classes of a total; zh, en say of which.

    On a total of a few fen the two floors, each rounded up, exceed the whole. Then the whole wins and the larger class
    is served first, which is what the largest remainder over the two shares gives (A36).
    """
    main = share(total, main_share).called(f"{zh}主要贡献人员至少", f"{en}Main contributors at least", MAIN)
    staff = share(total, staff_share).called(
        f"{zh}转移机构工作人员和管理人员按份额", f"{en}Transfer staff's share", STAFF
    )
    left = total - main
    capped = reading("A36", whole_wins=when(known(main_share), least(staff, left), staff), floors_win=staff)
    named = capped.called(
        f"{zh}转移机构工作人员和管理人员至少", f"{en}Transfer staff and managers at least", STAFF
    )  # fmt: skip
    return Floors(main, named, main + staff, main + staff > total)


def _small_remark(floors: Floors) -> Remark:
    return remark(
        floors.too_small,
        "总额太小，两类下限进位后合计超过总额，不能同时满足；按默认解释以总额为准，先满足主要贡献人员。",
        "The total is too small: both floors, rounded up, exceed it and cannot both be met. By the default reading the "
        "whole wins, main contributors first.",
        cites=[MAIN, STAFF],
    )


_of_pool = floors_of(pool_floor)
_of_paid = floors_of(reward.paid, "按实际奖励总额，", "Of the total paid: ")

# -- the floors of the two classes -------------------------------------------------------------------------

total_reward = given(reward.paid, pool_floor).called("奖励总额", "Total reward")
"""The reward that is shared out: what is paid, or the floor of the pool while that is not known."""
_of_total = floors_of(total_reward)
_nobody = all_of(known(parts.transfer_staff_count), parts.transfer_staff_count.is_(0))

main_floor = rule(
    "main_contributors_floor",
    share(total_reward, main_share),
    applies=unless_not_reached(main_share, MAIN, on=reward_day),
    zh="主要贡献人员至少",
    en="Main contributors at least",
    cites=MAIN,
    module="rewards",
    remarks=[_small_remark(_of_total)],
    about=(
        "奖励总额中主要贡献人员合计的下限；没有实际总额时按总额下限计算。",
        "The least the main contributors get of the total paid, or of the pool floor while nothing is paid.",
    ),
)

staff_floor = rule(
    "transfer_staff_floor",
    when(
        _nobody,
        reading("A07.empty_class", to_main=const(0, FEN), reserved=_of_total.staff),
        _of_total.staff,
    ),
    applies=unless_not_reached(staff_share, STAFF, on=reward_day),
    zh="转移机构工作人员和管理人员至少",
    en="Transfer staff and managers at least",
    cites=STAFF,
    module="rewards",
    remarks=[
        _small_remark(_of_total),
        remark(
            _nobody,
            "没有承担转化的转移机构工作人员和管理人员，这一份额归谁须由人认定。",
            "There are no transfer staff or managers: who gets their share is for a person to determine.",
            "advice",
            STAFF,
        ),
    ],
    about=(
        "奖励总额中承担转化的转移机构工作人员和管理人员合计的下限。",
        "The least the transfer staff and managers who carried the deal get of the total.",
    ),
)

# -- a plan, checked -----------------------------------------------------------------------------------------

_main = reading("A07.membership", recorded_class=parts.main_contributors, completers_only=parts.completers)
_classes = parts.main_contributors + parts.transfer_staff
_given_out = when(known(parts.others), _classes + parts.others, _classes).called(
    "各类所得合计", "The classes get, in all"
)
_total = given(reward.paid, _given_out).called("奖励总额", "Total reward")
_plan = floors_of(_total)

_main_enough = (_main >= _plan.main).called("主要贡献人员达到下限", "Main contributors reach their floor", MAIN)
_without_staff = reading(
    "A07.empty_class",
    to_main=_main >= _plan.main + _plan.staff,
    reserved=parts.reserved >= _plan.staff,
)
_staff_enough = when(
    parts.transfer_staff >= _plan.staff,
    YES,
    when(parts.transfer_staff > 0, NO, when(parts.transfer_staff_count.is_(0), _without_staff, NO)),
).called("转移机构工作人员和管理人员达到下限", "Transfer staff and managers reach their floor", STAFF)
_sums = when(known(parts.others), _given_out.is_(_total), _given_out <= _total).called(
    "各类合计与奖励总额相符", "The classes sum to the total"
)
_one_class = when(
    known(parts.persons_in_both_classes),
    reading("A07.both_classes", one_class=parts.persons_in_both_classes.is_(0), split=YES),
    YES,
)
_short = any_of(~_main_enough, ~_staff_enough)

distribution_check = check(
    "distribution_check",
    all_of(_main_enough, _staff_enough, _sums, _one_class),
    applies=all_of(
        unless_not_reached(main_share, MAIN, on=reward_day),
        (main_share >= const(0, main_share.type)).called("分配比例有规定", "A split between classes is laid down"),
    ),
    zh="奖励分配是否达到各类下限",
    en="Does the distribution reach the floor of each class?",
    cites=[MAIN, STAFF],
    module="rewards",
    outputs={
        "total": _total,
        "main_contributors_floor": _plan.main,
        "main_contributors_shortfall": at_least(_plan.main - _main, 0).called(
            "主要贡献人员差额", "Main contributors' shortfall"
        ),
        "transfer_staff_floor": _plan.staff,
        "transfer_staff_shortfall": at_least(_plan.staff - parts.transfer_staff, 0).called(
            "转移机构工作人员和管理人员差额", "Transfer staff and managers' shortfall"
        ),
        "left_for_others": (_total - _plan.main - _plan.staff).called("其余可自由分配", "Left to share out freely"),
        "measures": measures_if(_short),
    },
    remarks=[
        _small_remark(_plan),
        remark(
            _given_out > _total,
            "各类所得合计超过奖励总额。",
            "The classes get more than the total reward.",
        ),
        remark(
            parts.persons_in_both_classes > 0,
            "有人同时列入两类；按默认解释每人只列一类。",
            "Somebody is listed in both classes; by the default reading each person is in one.",
            cites=[MAIN, STAFF],
        ),
        remark(
            all_of(_short, research_unit_governed("zhejiang-2021:art46.p1")),
            "由主管部门责令限期改正；逾期未改正的，追究直接负责的主管人员和其他直接责任人员的责任。",
            "The competent department orders correction within a period; after it, those directly responsible answer.",
            "consequence",
            "zhejiang-2021:art46.p1",
        ),
    ],
    about=(
        "按各类人员合计核对：主要贡献人员、转移机构工作人员和管理人员、其他。没有转移人员时由人认定。",
        "By the totals of the classes. Where there are no transfer staff, a person decides who gets their share.",
    ),
)

# -- all of it for one deal ------------------------------------------------------------------------------------

_city = governed("quzhou-2024:art20.p1", on=reward_day, unit__public_platform=True)
# Where both floors do not fit into the pool, the other reading of A36 tops the pool up.
_topped_up = reading("A36", whole_wins=pool_floor, floors_win=_of_pool.both)

reward_distribution = rule(
    "reward_distribution",
    when(known(main_share), when(_of_pool.too_small, _topped_up, pool_floor), pool_floor),
    zh="奖励分配测算",
    en="Reward distribution",
    cites=["quzhou-2024:art20.p1.i1", "zhejiang-2021:art37.p1.i1", MAIN, STAFF, *NATIONAL],
    module="rewards",
    outputs={
        "net_income": net_income,
        "pool_share": pool_share,
        "pool_floor": pool_floor,
        "main_contributors_floor": _of_pool.main,
        "transfer_staff_floor": _of_pool.staff,
        "unit_keeps_at_most": unit_keeps,
        "paid_main_contributors_floor": _of_paid.main,
        "paid_transfer_staff_floor": _of_paid.staff,
        "unit_keeps": (net_income - reward.paid).called("单位实际留存", "Unit keeps"),
        "shortfall": at_least(pool_floor - reward.paid, 0).called("实际奖励低于下限的差额", "Paid below the floor by"),
    },
    remarks=[
        costs_remark,
        _small_remark(_of_pool),
        remark(
            reward.paid < pool_floor,
            "实际奖励总额低于下限。",
            "The total paid is below the floor.",
            cites=["quzhou-2024:art20.p1.i1", "zhejiang-2021:art37.p1.i1"],
        ),
        remark(
            all_of(_city, ~research_unit_governed(MAIN)),
            "省条例的内部分配比例只约束政府设立的研究开发机构、高等院校，本单位没有这一义务。",
            "The province's split between classes binds public research units alone, so not this unit.",
            "advice",
            [MAIN, STAFF],
        ),
        remark(
            all_of(_city, ~known(research_unit_governed(MAIN))),
            "本单位是否也是政府设立的研究开发机构、高等院校尚未认定，两类人员下限因此待定。",
            "Whether the unit is also a public research unit is not determined, so the two classes' floors are open.",
            "warning",
            [MAIN, STAFF],
        ),
    ],
    about=(
        "转让、许可一笔收入的净收入、奖励总额下限、两类人员下限和单位至多留存；填了实际奖励总额的，按它再算一遍。",
        "Net income, pool floor, the two classes' floors and what the unit keeps at most; again for the total paid.",
    ),
)
