"""Who may be rewarded: important contributors and their class, completers with a title share, leaders."""

from __future__ import annotations

from kechuang.law.expression import ON, all_of, any_of, const, facts, given, governed, known, reading, when
from kechuang.law.rule import check, entitlement, remark, rule
from kechuang.law.rules.rewards import pool_floor, reward, reward_day
from kechuang.law.types import COUNT, FEN, FLAG, choice

CONTRIBUTOR = choice(
    [
        ("none", "都不是", "none of these"),
        ("completer", "职务科技成果完成人", "completer"),
        ("st_personnel", "科技人员", "S&T staff"),
        ("transfer_staff", "技术转移机构工作人员", "transfer-office staff"),
        ("manager", "相关管理人员", "manager"),
    ]
)
CLASS = choice(
    [
        ("main_contributor", "主要贡献人员", "main contributor"),
        ("transfer_staff", "转移机构工作人员和管理人员", "transfer staff or manager"),
        ("other", "其他人员", "other"),
    ]
)

person = facts(
    "person",
    contributor=(CONTRIBUTOR, "在成果完成和转化中的身份", "Part in making or transforming the achievement"),
    important_contribution=(FLAG, "重要贡献已记录并有证明", "Important contribution recorded, with evidence"),
    recorded_class=(CLASS, "分配方案中记录的类别", "Class recorded in the plan"),
    title_share_taken=(FLAG, "已取得成果权属份额", "Has taken a title share"),
    reward_chosen=(FLAG, "要求按规定比例获取奖励", "Asks for the reward instead"),
    leader=(FLAG, "单位负责人", "Leader of the unit"),
    main_completer=(FLAG, "职务科技成果主要完成人", "Main completer of the achievement"),
    direct_contribution=(FLAG, "对转化做出直接重要贡献", "Made a direct important contribution to the transformation"),
    contribution_proof=(FLAG, "负责人贡献证明已附", "Proof of the leader's contribution attached"),
)
remaining = facts(
    "reward",
    remaining_persons=(COUNT, "取得权属份额者退出后仍参加分配的人数", "Persons left after those with a title share"),
    forgone=(FEN, "取得权属份额者原应分得的奖励", "Reward that those with a title share would have had"),
)

TITLE = ("quzhou-2024:art20.p2.a", "quzhou-2024:art20.p2.b", "zhejiang-2021:art37.p3")
YES = const(True, FLAG)

# -- important contributors ----------------------------------------------------------------------------------

important_contributor = check(
    "important_contributor",
    any_of(
        person.contributor.is_("completer"),
        all_of(person.contributor.is_not("none"), person.important_contribution),
    ),
    applies=governed("zhejiang-2021:art28.p4", on=reward_day),
    zh="是否为重要贡献人员",
    en="Is the person an important contributor?",
    cites="zhejiang-2021:art28.p4",
    module="rewards",
    about=(
        "完成人，以及为转化做出重要贡献的科技人员、技术转移机构工作人员和相关管理人员，才可以列入奖励。",
        "Completers, and S&T staff, transfer staff and managers with an important contribution: nobody else is listed.",
    ),
)

_as_recorded = given(
    person.recorded_class,
    when(
        person.contributor.one_of("transfer_staff", "manager"),
        const("transfer_staff", CLASS),
        when(person.contributor.is_("none"), const("other", CLASS), const("main_contributor", CLASS)),
    ),
)
_completers_only = when(
    person.contributor.is_("completer"),
    const("main_contributor", CLASS),
    when(
        person.contributor.one_of("transfer_staff", "manager"),
        const("transfer_staff", CLASS),
        const("other", CLASS),
    ),
)

reward_class = rule(
    "reward_class",
    reading("A07.membership", recorded_class=_as_recorded, completers_only=_completers_only),
    applies=governed("zhejiang-2021:art37.p2.a", on=reward_day, unit__public_research_unit=True),
    zh="在奖励分配中的类别",
    en="Class in the distribution",
    cites=["zhejiang-2021:art28.p4", "zhejiang-2021:art37.p2.a", "zhejiang-2021:art37.p2.b"],
    module="rewards",
    about=(
        "以分配方案记录的类别为准；没有记录的，完成人和科技人员列主要贡献人员，转移和管理人员列另一类。",
        "As recorded in the plan; else completers and S&T staff are main contributors, the rest the other class.",
    ),
)

# -- a share of title instead of the reward -----------------------------------------------------------------------

_reached = any_of(
    governed("quzhou-2024:art20.p2.a", on=reward_day, unit__public_platform=True),
    governed("zhejiang-2021:art37.p3", on=reward_day, unit__public_research_unit=True),
)

pool_participation = entitlement(
    "pool_participation",
    any_of(~person.title_share_taken, person.reward_chosen),
    applies=_reached,
    zh="完成人参加单位收益的分配",
    en="The completer shares in the unit's income",
    cites=TITLE,
    module="rewards",
    about=(
        "取得权属份额的完成人不再参加收益分配；要求按规定比例获取奖励的除外。",
        "A completer with a title share no longer takes part, unless asking for the reward instead.",
    ),
)

title_share_election = check(
    "title_share_election",
    reading(
        "A08.combination",
        either=~all_of(person.title_share_taken, person.reward_chosen),
        both=YES,
    ),
    applies=_reached,
    zh="权属份额与奖励择一",
    en="Title share or reward, not both",
    cites=TITLE,
    module="rewards",
    remarks=[
        remark(
            all_of(person.title_share_taken, person.reward_chosen),
            "同一完成人既取得权属份额又要求奖励；按默认解释只能择一，选择须记录在案。",
            "The completer holds a title share and asks for the reward; by the default reading one of them, on record.",
            "warning",
            TITLE,
        )
    ],
    about=(
        "完成人在权属份额与按比例奖励之间选择。",
        "The completer chooses between a title share and the reward by the standards.",
    ),
)

_with_somebody = reading(
    "A08.remaining",
    others_keep=given(reward.paid, pool_floor),
    pool_reduced=given(reward.paid, pool_floor) - remaining.forgone,
)

pool_after_title_shares = rule(
    "pool_after_title_shares",
    when(
        remaining.remaining_persons > 0,
        _with_somebody,
        reading("A08.nobody_left", unit_keeps=const(0, FEN), other_contributors=given(reward.paid, pool_floor)),
    ),
    applies=_reached,
    zh="有人取得权属份额后的奖励总额",
    en="Pool after some took title shares",
    cites=TITLE,
    module="rewards",
    about=(
        "取得权属份额者退出后，其余人员保持原类别参加分配；无人可分的由人认定。",
        "Those left keep their classes; with nobody left, a person decides.",
    ),
)

# -- leaders ---------------------------------------------------------------------------------------------------

leader_reward = check(
    "leader_reward",
    any_of(
        ~person.leader,
        all_of(any_of(person.main_completer, person.direct_contribution), person.contribution_proof),
    ),
    applies=governed("zhejiang-2021:art42.p1", on=given(reward.paid_on, ON)),
    zh="单位负责人领取奖励",
    en="Reward of a leader",
    cites="zhejiang-2021:art42.p1",
    module="rewards",
    remarks=[
        remark(
            all_of(person.leader, known(person.contribution_proof), ~person.contribution_proof),
            "单位负责人的奖励行须另附贡献证明，并注明所依据的规定。",
            "A leader's line needs extra proof of the contribution and the rule it rests on.",
            "advice",
            "zhejiang-2021:art42.p1",
        )
    ],
    about=(
        "单位负责人是主要完成人或者做出直接重要贡献并附证明的，可以领取；其他人员不受本条限制。",
        "A leader may be rewarded as main completer or for a direct important contribution, with proof.",
    ),
)
