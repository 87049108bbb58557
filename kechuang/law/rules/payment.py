"""When the reward is paid: the statutory clock, the unit's own period, equity at registration, the notice before."""

from __future__ import annotations

from kechuang.law.expression import (
    AS_OF,
    Node,
    all_of,
    const,
    facts,
    given,
    governed,
    greatest,
    known,
    latest_start,
    least,
    minimum_until,
    parameter,
    plus_days,
    reading,
    when,
)
from kechuang.law.rule import check, clock, remark
from kechuang.law.rules.net_income import income, income_day, not_applicable, version_day
from kechuang.law.rules.periods import act_by
from kechuang.law.rules.rewards import reward
from kechuang.law.types import DATE, DAYS, FLAG, MONTHS
from kechuang.law.vocabulary import agreed, deal

terms = facts(
    "reward",
    payment_period_set=(FLAG, "奖励制度或协议已定支付期限", "Payment period set by the reward rule or agreement"),
    agreed_months=(MONTHS, "规定或约定的支付期限（月）", "Payment period by rule or agreement (months)"),
    agreed_due_on=(DATE, "规定或约定的支付日", "Payment day by rule or agreement"),
    notice_on=(DATE, "奖励情况公示日", "Reward notice put up on"),
    notice_changed_on=(DATE, "公示内容变更后重新公示日", "Changed reward notice put up on"),
)

LONG_MONTHS = 12
"""Months over which the period of a unit's rule is warned of (A33); no text sets a limit."""

# -- the last day to pay ------------------------------------------------------------------------------------------

YES = const(True, FLAG)
period_set = when(
    known(terms.agreed_months),
    YES,
    when(known(terms.agreed_due_on), YES, given(terms.payment_period_set, agreed)),
).called("支付期限有规定或者约定", "A payment period is set by rule or agreement")


_months = parameter(
    "reward.payment_months",
    MONTHS,
    on=version_day,
    agreed=const(False, FLAG),
    zh="法定支付期限（月）",
    en="Statutory months to pay",
)
_statutory = act_by(income_day, _months).called("法定支付期限的末日", "Last day by law", "zhejiang-2021:art40.p2.a")
_own = given(terms.agreed_due_on, act_by(income_day, terms.agreed_months)).called(
    "规定或约定的支付末日",
    "Last day by rule or agreement",
    "zhejiang-2021:art40.p1",
    "prc-transformation-2015:art44.p2",
)
_set = reading("A33", no_limit=_own, six_months=least(_own, _statutory))
_in_money = when(period_set, _set, _statutory)

_is_equity = when(known(deal.mode), deal.mode.is_("equity"), known(income.equity_registered_on))
_registered = income.equity_registered_on
_in_equity = reading("A35", always=_registered, only_without_rule=when(period_set, _set, _registered))

due = when(_is_equity, _in_equity, _in_money)
_late = when(known(reward.paid_on), reward.paid_on > due, due < AS_OF)

# -- the notice before it -----------------------------------------------------------------------------------------

notice_days = parameter("reward.notice_days", DAYS, on=version_day, zh="奖励公示天数", en="Days of the reward notice")
_latest = latest_start(notice_days, due.called("支付末日", "Last day to pay"))
_after_notice = reading(
    "A09.days",
    calendar=reading("A09.start_day", excluded=_latest, included=plus_days(_latest, 1)),
    working=not_applicable(_latest),
)
_notice_start_by = reading("A09.payment", after_publicity=_after_notice, any_time=not_applicable(_latest))

_no_sanction = all_of(
    governed("zhejiang-2021:art40.p1", on=version_day),
    ~governed("zhejiang-2021:art46.p1", on=version_day, unit__public_research_unit=True),
)

payment = clock(
    "reward_payment",
    due,
    done=reward.paid_on,
    zh="奖励支付期限",
    en="Payment of the reward",
    cites=[
        "zhejiang-2021:art40.p2.a", "zhejiang-2021:art40.p2.b", "zhejiang-2021:art40.p1",
        "prc-transformation-2015:art44.p2",
    ],
    module="rewards",
    outputs={
        "notice_start_by": _notice_start_by.called(
            "为按期支付，最迟公示日", "Latest day to put up the reward notice", "zhejiang-2021:art39.p1.b"
        ),
        "period_set": period_set,
    },
    remarks=[
        remark(
            all_of(_late, governed("zhejiang-2021:art46.p1", on=version_day, unit__public_research_unit=True)),
            "已逾期：由主管部门责令限期改正；逾期未改正的，追究直接负责的主管人员和其他直接责任人员的责任。",
            "Overdue: the competent department orders correction within a period; after it, those directly responsible "
            "answer.",
            "consequence",
            "zhejiang-2021:art46.p1",
        ),
        remark(
            all_of(_late, _no_sanction),
            "已逾期；第四十六条只约束政府设立的研究开发机构、高等院校，对本单位没有规定制裁。",
            "Overdue; art. 46 binds public research units alone, so no sanction is named for this unit.",
            "consequence",
            "zhejiang-2021:art46.p1",
        ),
        remark(
            terms.agreed_months > LONG_MONTHS,
            "规定或约定的支付期限超过十二个月；没有法定上限，请核对是否合理。",
            "The period set is over twelve months; no limit is laid down, but check that it is reasonable.",
            "warning",
            "zhejiang-2021:art40.p1",
        ),
        remark(
            all_of(~period_set, ~_is_equity),
            "奖励制度和协议都没有规定支付期限，按法定期限；应当补订。",
            "Neither the reward rule nor an agreement sets a period: the statutory one runs; set one.",
            "advice",
            "zhejiang-2021:art40.p1",
        ),
    ],
    about=(
        "每次取得收入各自起算；有规定或约定的从其规定；作价投资的在股权登记或者变更时完成。",
        "Each receipt has its own clock; a rule or agreement goes before; equity is given at its registration.",
    ),
)  # fmt: skip

payment_period_recorded = check(
    "payment_period_recorded",
    period_set,
    applies=governed("zhejiang-2021:art40.p1", on=version_day),
    zh="奖励支付期限写入制度或协议",
    en="The payment period is set by rule or agreement",
    cites="zhejiang-2021:art40.p1",
    module="rewards",
    remarks=[
        remark(
            ~period_set,
            "没有规定也没有约定的，自取得收入之日起适用法定期限。",
            "Without either, the statutory period runs from the day income is obtained.",
            "consequence",
            "zhejiang-2021:art40.p2.a",
        ),
        remark(
            terms.agreed_months > LONG_MONTHS,
            "支付期限超过十二个月；没有法定上限，请核对是否合理。",
            "The period is over twelve months; no limit is laid down, but check that it is reasonable.",
            "warning",
            "zhejiang-2021:art40.p1",
        ),
    ],
    about=(
        "对任何完成单位都适用，不限于公办单位。",
        "Binds any completing unit, not only public ones.",
    ),
)

# -- the notice ------------------------------------------------------------------------------------------------------

_noticed = reading(
    "A09.change",
    restarts=when(known(terms.notice_changed_on), greatest(terms.notice_on, terms.notice_changed_on), terms.notice_on),
    continues=terms.notice_on,
)
_from = reading("A09.start_day", excluded=_noticed, included=plus_days(_noticed, -1))
_notice_days = parameter(
    "reward.notice_days", DAYS, on=terms.notice_on, zh="奖励公示天数", en="Days of the reward notice"
)


def _until(unit: str) -> Node:
    return reading(
        "A30.minimum_notice",
        stays=minimum_until(_from, _notice_days, unit=unit),
        moves=minimum_until(_from, _notice_days, unit=unit, roll=True),
    )


notice_until = reading("A09.days", calendar=_until("day"), working=_until("workday")).called(
    "奖励公示期末日", "Last day of the reward notice", "zhejiang-2021:art39.p1.b"
)

reward_notice = clock(
    "reward_notice",
    reading("A09.payment", after_publicity=plus_days(notice_until, 1), any_time=terms.notice_on),
    done=reward.paid_on,
    not_before=True,
    zh="奖励公示期满可以支付之日",
    en="First day the reward may be paid after its notice",
    cites="zhejiang-2021:art39.p1.b",
    module="notices",
    outputs={"notice_until": notice_until},
    remarks=[
        remark(
            reward.paid_on < notice_until,
            "公示期未满即支付；本条没有规定后果。",
            "Paid before the notice ended; the clause names no consequence.",
            "consequence",
            "zhejiang-2021:art39.p1.b",
        )
    ],
    about=(
        "国有企业事业单位的奖励情况在单位公示，期满次日起可以支付；内容变更重新计算。",
        "State enterprises and institutions put the reward on notice; it may be paid from the day after.",
    ),
)
