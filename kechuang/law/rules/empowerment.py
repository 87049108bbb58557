"""Giving completers the ownership or the long-term use of a service achievement: for how long, of what, agreed how."""

from __future__ import annotations

from kechuang.law.expression import (
    ON,
    all_of,
    any_of,
    complete,
    facts,
    full_years,
    given,
    governed,
    greatest,
    known,
    least,
    missing,
    parameter,
    plus_days,
    plus_years,
    reading,
)
from kechuang.law.rule import check, entitlement, remark
from kechuang.law.rules.disposal import empowerment_barred
from kechuang.law.types import DATE, FLAG, SHARE, YEARS, choice, items_of

__all__ = ["empowerment"]

RIGHT = choice(
    [
        ("ownership", "所有权（份额）", "ownership, or a share of it"),
        ("long_term_use", "长期使用权", "long-term use right"),
    ]
)

empowerment = facts(
    "empowerment",
    right=(RIGHT, "赋权类型", "Right given"),
    eligible=(FLAG, "职务科技成果符合赋权条件", "The service achievement meets the conditions"),
    starts_on=(DATE, "使用权首日", "First day of the use right"),
    ends_on=(DATE, "使用权末日（含）", "Last day of the use right, included"),
    patent_expires_on=(DATE, "专利届满日", "Patent expires on"),
    ownership_share=(SHARE, "赋予的所有权份额", "Share of ownership given"),
    takes_reward=(FLAG, "该完成人参加本项成果的收益奖励", "The completer also takes the reward from the income"),
    written=(FLAG, "已书面约定", "Agreed in writing"),
    matters=(items_of("empowerment.matters"), "协议约定的事项", "Matters agreed on"),
)

_TERM = "quzhou-2024:art18.p1.a"
_day = given(ON, empowerment.starts_on)
_governed = governed(_TERM, on=_day, unit__public_platform=True)
_is_use = any_of(~known(empowerment.right), empowerment.right.is_("long_term_use"))

years = parameter("empowerment.use_years", YEARS, on=_day, zh="使用权最短年限", en="Least years of use")
# The last day on which the years are full: 2025-01-01 runs to 2034-12-31. The second day serves a start on 29 February.
_full_on = greatest(
    plus_days(plus_years(empowerment.starts_on, years), -1), plus_years(plus_days(empowerment.starts_on, -1), years)
)
_counted = reading(
    "A14.counting",
    inclusive_end=full_years(empowerment.starts_on, empowerment.ends_on) >= years,
    anniversary=empowerment.ends_on >= plus_years(empowerment.starts_on, years),
)
earliest_end = reading(
    "A14.counting", inclusive_end=_full_on, anniversary=plus_years(empowerment.starts_on, years)
).called("使用权末日不得早于", "The use right must last at least until", _TERM)
_beyond = all_of(known(empowerment.patent_expires_on), empowerment.ends_on > empowerment.patent_expires_on)
_capped = any_of(~known(empowerment.patent_expires_on), empowerment.ends_on <= empowerment.patent_expires_on)

empowerment_term = check(
    "empowerment_term",
    reading(
        "A14.patent_life",
        may_exceed=_counted,
        # With the patent as the limit, a term to its last day is enough and a longer one is not accepted.
        capped=all_of(
            _capped,
            any_of(
                _counted,
                all_of(
                    known(empowerment.patent_expires_on),
                    empowerment.ends_on >= least(earliest_end, empowerment.patent_expires_on),
                ),
            ),
        ),
    ),
    applies=_is_use,
    zh="长期使用权不少于规定年限",
    en="The long-term use right lasts the least years",
    cites=[_TERM],
    module="achievements",
    outputs={
        "full_years": full_years(empowerment.starts_on, empowerment.ends_on).called("满整年数", "Full years"),
        "earliest_end": earliest_end,
    },
    remarks=[
        remark(
            _beyond,
            "期限长于专利剩余期限；专利届满后只余约定的其他权益。",
            "The term outlasts the patent; afterwards only what else was agreed remains.",
            "advice",
            _TERM,
        )
    ],
)

empowerment_exclusion = check(
    "empowerment_exclusion",
    ~empowerment_barred,
    applies=governed("quzhou-2024:art18.p1.b", unit__public_platform=True),
    zh="可能影响国家安全、国家利益和重大社会公共利益的成果不得赋权",
    en="No empowerment where national security, national interest or a major public interest may suffer",
    cites=["quzhou-2024:art18.p1.b"],
    module="achievements",
    remarks=[
        remark(
            empowerment_barred,
            "任何一项成立即不得赋权，没有例外。",
            "Any one of the three bars empowerment; there is no override.",
            cites="quzhou-2024:art18.p1.b",
        )
    ],
)

_agreed = complete(empowerment.matters, "empowerment.matters")
_not_written = all_of(known(empowerment.written), ~empowerment.written)

empowerment_agreement = check(
    "empowerment_agreement",
    all_of(_agreed, ~_not_written),
    applies=governed("quzhou-2024:art18.p2", unit__public_platform=True),
    zh="赋权的书面约定齐全",
    en="The written empowerment agreement is whole",
    cites=["quzhou-2024:art18.p2"],
    module="agreements",
    outputs={"missing": missing(empowerment.matters, "empowerment.matters")},
    remarks=[remark(_not_written, "须以书面约定。", "It must be in writing.", cites="quzhou-2024:art18.p2")],
)

_share_real = all_of(empowerment.ownership_share > 0, empowerment.ownership_share <= 1)
_right_sound = any_of(
    all_of(empowerment.right.is_("ownership"), _share_real),
    all_of(empowerment.right.is_("long_term_use"), empowerment_term),
).called("赋权类型和份额、期限合乎规定", "Right, share or term as required", _TERM)

empowerment_entitlement = entitlement(
    "empowerment",
    all_of(empowerment.eligible, ~empowerment_barred, _right_sound),
    applies=_governed,
    zh="可以赋予完成人所有权或者长期使用权",
    en="Completers may be given ownership or a long-term use right",
    cites=[_TERM, "quzhou-2024:art18.p1.b"],
    module="achievements",
    outputs={
        "eligible": empowerment.eligible,
        "excluded": empowerment_barred,
        "right_sound": _right_sound,
    },
)

_both = all_of(empowerment.ownership_share > 0, empowerment.takes_reward)

share_or_reward = check(
    "share_or_reward",
    reading("A08.combination", either=~_both, both=any_of(~_both, _both)),
    applies=any_of(
        governed("quzhou-2024:art20.p2.a", unit__public_platform=True),
        governed("zhejiang-2021:art37.p3", unit__public_research_unit=True),
    ),
    zh="取得权属份额的完成人不再参加收益奖励",
    en="A completer with a share of title takes no further part in the reward",
    cites=["quzhou-2024:art20.p2.a", "quzhou-2024:art20.p2.b", "zhejiang-2021:art37.p3"],
    module="rewards",
    remarks=[
        remark(
            _both,
            "完成人要求按现金标准奖励的，应当放弃权属份额；两者择一并记录。",
            "A completer who asks for the reward gives up the share; one of the two, on record.",
            cites=["quzhou-2024:art20.p2.b", "zhejiang-2021:art37.p3"],
        )
    ],
)
