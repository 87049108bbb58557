"""Agreements to build a platform together: what they settle, whom to hear first, their term and their filing."""

from __future__ import annotations

from kechuang.law.expression import (
    AS_OF,
    ON,
    Node,
    all_of,
    any_of,
    complete,
    const,
    facts,
    full_years,
    given,
    governed,
    known,
    missing,
    parameter,
    plus_days,
    plus_years,
    reading,
    when,
)
from kechuang.law.rule import check, clock, remark, rule
from kechuang.law.rules.periods import act_by
from kechuang.law.types import COUNT, DATE, FLAG, MONTHS, YEARS, choice, items_of
from kechuang.law.vocabulary import unit

REGIME = choice(
    [
        ("agreement", "按共建协议支持", "support under the agreement"),
        ("general_policy", "按科技创新一般政策支持", "support under the general innovation policy"),
    ]
)

agreement = facts(
    "agreement",
    signed=(FLAG, "共建协议已签署", "Agreement signed"),
    signed_on=(DATE, "共建协议签署日（最后一方）", "Agreement signed on (last signature)"),
    first_signed_on=(DATE, "第一方签字之日", "First signature on"),
    effective_on=(DATE, "共建协议生效之日", "Agreement takes effect on"),
    filed_on=(DATE, "备案报告提交日", "Filed on"),
    topics=(items_of("agreement.topics"), "协议已约定的事项", "Topics the agreement settles"),
    consulted_departments=(
        items_of("agreement.consulted_departments"),
        "已征求意见的部门（已答复或者逾期未复）",
        "Departments consulted (replied or timed out)",
    ),
    consulted_on=(DATE, "征求意见结束日", "Consultation ended on"),
    introducing_entity_named=(FLAG, "已明确引进责任主体", "Introducing entity named"),
    planning_done=(FLAG, "引进责任主体已确定建设规划布局", "Introducing entity has settled plan and layout"),
    performance_urged=(FLAG, "引进责任主体督促履约有记录", "Performance urged, on record"),
    term_years=(YEARS, "本次共建期（年）", "Term of this agreement (years)"),
    earlier_years=(YEARS, "此前各期共建期合计（年）", "Earlier terms in all (years)"),
    counted_from=(
        DATE,
        "连同此前各期和变更前的协议，共建期合计从哪天起算",
        "Day the term counts from, earlier rounds and agreements amended included",
    ),
    starts_on=(DATE, "共建期起始日", "Term starts on"),
    ends_on=(DATE, "共建期届满日", "Term ends on (last day)"),
    special_reason=(FLAG, "特殊情况和要求已记录", "Special circumstances recorded"),
    rounds=(COUNT, "约定的合作轮数", "Rounds agreed"),
    round_years=(YEARS, "每轮年数", "Years a round"),
    rounds_exception=(FLAG, "不按原则轮次的理由已记录", "Reason for other rounds recorded"),
)

signature_day = reading(
    "A25",
    last_signature=agreement.signed_on,
    first_signature=agreement.first_signed_on,
    effective_date=agreement.effective_on,
)
"""The day the agreement counts as signed; unknown while it is not."""

agreement_day = reading(
    "A25",
    last_signature=given(agreement.signed_on, ON),
    first_signature=given(agreement.first_signed_on, ON),
    effective_date=given(agreement.effective_on, ON),
)
"""The day whose law judges the agreement: that of signing, or the day asked about while it is a draft."""

# -- what the agreement settles -------------------------------------------------------------------------

agreement_signed = check(
    "agreement_signed",
    any_of(known(agreement.signed_on), agreement.signed),
    applies=governed("quzhou-2024:art9.p2", on=agreement_day, unit__public_platform=True),
    zh="设立财政平台须签共建协议",
    en="A fiscally funded platform needs a signed agreement",
    cites="quzhou-2024:art9.p2",
    module="agreements",
)

agreement_topics = check(
    "agreement_topics",
    complete(agreement.topics, "agreement.topics", on=agreement_day),
    zh="共建协议约定事项齐全",
    en="The agreement settles every topic",
    cites="quzhou-2024:art9.p2",
    module="agreements",
    outputs={
        "missing_topics": missing(agreement.topics, "agreement.topics", on=agreement_day).called(
            "还缺的事项", "Topics still missing"
        )
    },
)

# -- before signing -------------------------------------------------------------------------------------

_heard_in_time = when(
    all_of(known(agreement.consulted_on), known(agreement.signed_on)),
    agreement.consulted_on <= agreement.signed_on,
    const(True, FLAG),
)
_unheard = missing(agreement.consulted_departments, "agreement.consulted_departments", on=agreement_day)

agreement_consultation = check(
    "agreement_consultation",
    all_of(
        complete(agreement.consulted_departments, "agreement.consulted_departments", on=agreement_day),
        _heard_in_time.called("征求意见在签约之前", "Consultation ended by the day of signing"),
    ),
    applies=governed("keqiao-2025-draft:s1.4.b", on=agreement_day, unit__cobuilt_platform=True),
    zh="签约前征求五部门意见",
    en="Departments consulted before signing",
    cites="keqiao-2025-draft:s1.4.b",
    module="agreements",
    outputs={"missing_departments": _unheard.called("还未征求的部门", "Departments not yet consulted")},
    about=(
        "各部门已答复，或者到期未复，才可以签约。",
        "Each department has replied, or its time to reply has run out, before the agreement is signed.",
    ),
)

introducing_entity_duties = check(
    "introducing_entity_duties",
    all_of(agreement.introducing_entity_named, agreement.planning_done, agreement.performance_urged),
    applies=governed("keqiao-2025-draft:s2.3.a", on=agreement_day, unit__cobuilt_platform=True),
    zh="引进责任主体履责",
    en="The introducing entity does its part",
    cites="keqiao-2025-draft:s2.3.a",
    module="agreements",
)

# -- filing ---------------------------------------------------------------------------------------------

_filing_due = act_by(
    signature_day,
    parameter(
        "agreement.filing_months", MONTHS, on=signature_day, zh="备案期限（月）", en="Months to file the agreement"
    ),
)
_filed_late = when(known(agreement.filed_on), agreement.filed_on > _filing_due, _filing_due < AS_OF)

agreement_filing = clock(
    "agreement_filing",
    _filing_due,
    done=agreement.filed_on,
    zh="共建协议备案",
    en="Filing of the agreement",
    cites="keqiao-2025-draft:s1.4.c",
    module="agreements",
    remarks=[
        remark(
            _filed_late,
            "已逾期；该条没有写明逾期的后果。",
            "Overdue; the clause names no consequence.",
            "consequence",
            "keqiao-2025-draft:s1.4.c",
        )
    ],
    about=("签约后一个月内向区科技局提交备案报告。", "Filed with the district S&T bureau within a month of signing."),
)

# -- how long -------------------------------------------------------------------------------------------

_term_day = given(agreement.signed_on, given(agreement.starts_on, ON))


def _limit(name: str, zh: str, en: str) -> Node:
    return parameter(name, YEARS, on=_term_day, zh=zh, en=en)


_least = _limit("agreement.term_normal_min_years", "通常最短年数", "Normal minimum, years")
_normal = _limit("agreement.term_normal_max_years", "通常最长年数", "Normal maximum, years")
_most = _limit("agreement.term_max_years", "最长年数", "Maximum, years")

_earlier = when(
    known(agreement.earlier_years),
    reading("A21.renewals", added=agreement.earlier_years, separate=const(0, YEARS)),
    const(0, YEARS),
).called("计入的此前年数", "Earlier years counted", "keqiao-2025-draft:s3.1.b")
# By days no part of a year of an earlier round is lost; whole years are for who types them in.
_from = when(
    known(agreement.counted_from),
    reading("A21.renewals", added=agreement.counted_from, separate=agreement.starts_on),
    agreement.starts_on,
).called("共建期合计起算日", "Term counted from", "keqiao-2025-draft:s3.1.b")
_total = (given(agreement.term_years, full_years(_from, agreement.ends_on)) + _earlier).called(
    "共建期合计（年）", "Term in all (years)", "keqiao-2025-draft:s3.1.b"
)
# By dates a term is over N years only past the corresponding day, and under N years only when it lacks a full day of
# them with both ends counted: so that 1 January to 31 December and 1 January to 1 January are both whole years.
_over_most, _over_normal = (
    when(
        known(agreement.term_years),
        agreement.term_years + _earlier > limit,
        agreement.ends_on > plus_years(_from, limit - _earlier),
    )
    for limit in (_most, _normal)
)
_under = when(
    known(agreement.term_years),
    agreement.term_years + _earlier < _least,
    plus_days(agreement.ends_on, 1) < plus_years(_from, _least - _earlier),
)

agreement_term = check(
    "agreement_term",
    all_of(
        (~_over_most).called("不超过最长共建期", "Not over the maximum term", "keqiao-2025-draft:s3.1.b"),
        any_of(~_over_normal, agreement.special_reason).called(
            "通常期限以内，或者有记录的特殊情况", "Within the normal term, or special circumstances recorded",
            "keqiao-2025-draft:s3.1.b",
        ),
        any_of(~_under, reading("A21.short_term", warn=const(True, FLAG), refuse=const(False, FLAG))).called(
            "不短于通常最短期限", "Not below the normal minimum", "keqiao-2025-draft:s3.1.b"
        ),
    ),
    applies=governed("keqiao-2025-draft:s3.1.b", on=_term_day, unit__cobuilt_platform=True),
    zh="共建期限",
    en="Term of the agreement",
    cites="keqiao-2025-draft:s3.1.b",
    module="agreements",
    outputs={
        "total_years": _total,
        "latest_end": plus_years(_from, _most - _earlier).called("最迟届满日", "Latest possible end"),
    },
    remarks=[
        remark(
            _over_most,
            "超过最长共建期，不能这样约定；特殊情况也不能突破。",
            "Over the maximum term: not allowed, special circumstances or not.",
            "consequence",
            "keqiao-2025-draft:s3.1.b",
        ),
        remark(
            all_of(~_over_most, _over_normal),
            "超过通常期限，须有特殊情况和要求并作记录。",
            "Over the normal term: special circumstances and requirements must be recorded.",
            "advice",
            "keqiao-2025-draft:s3.1.b",
        ),
        remark(
            _under,
            "短于通常最短期限；条文用“一般”，按默认解释只作提示。",
            "Below the normal minimum; the text says “normally”, so the default reading only warns.",
            "warning",
            "keqiao-2025-draft:s3.1.b",
        ),
        remark(
            ~any_of(known(agreement.earlier_years), known(agreement.counted_from)),
            "未填此前各期年数，按首次签约计算；续签须把此前年数填上。",
            "Earlier terms not stated: counted as a first agreement. For a renewal, state them.",
            "advice",
        ),
        remark(
            full_years(agreement.starts_on, agreement.ends_on).is_not(agreement.term_years),
            "所填年数与起止日期不一致，按年数计算。",
            "The years stated and the dates do not agree; the years are used.",
        ),
    ],
)  # fmt: skip

_last_day = given(agreement.ends_on, plus_days(plus_years(agreement.starts_on, agreement.term_years), -1))

support_after_term = rule(
    "support_after_term",
    when(_last_day < ON, const("general_policy", REGIME), const("agreement", REGIME)),
    applies=governed("keqiao-2025-draft:s3.1.d", unit__cobuilt_platform=True),
    zh="共建期满后的支持依据",
    en="What supports the platform, in and after the term",
    cites="keqiao-2025-draft:s3.1.d",
    module="funding",
    outputs={"last_day": _last_day.called("共建期届满日", "Last day of the term")},
)

agreement_payment = check(
    "agreement_payment",
    _last_day >= ON,
    applies=governed("keqiao-2025-draft:s3.1.d", unit__cobuilt_platform=True),
    zh="按协议付款须在共建期内",
    en="Payment under the agreement falls within the term",
    cites="keqiao-2025-draft:s3.1.d",
    module="funding",
    outputs={"last_day": _last_day.called("共建期届满日", "Last day of the term")},
)

_all_rounds = agreement.round_years * agreement.rounds

agreement_rounds = check(
    "agreement_rounds",
    any_of(
        all_of(
            agreement.rounds >= parameter("agreement.rounds", COUNT, zh="原则轮数", en="Rounds in principle"),
            agreement.round_years
            >= parameter("agreement.round_years", YEARS, zh="每轮原则年数", en="Years a round in principle"),
        ),
        agreement.rounds_exception,
    ),
    applies=all_of(
        governed("binjiang-2023:s3.1.a", unit__iur_platform=True), unit.platform_class.is_("basic_research")
    ),
    zh="基础研究型平台协议轮次",
    en="Rounds agreed with a basic research platform",
    cites="binjiang-2023:s3.1.a",
    module="agreements",
    outputs={
        "years_in_all": _all_rounds.called("各轮合计年数", "Years in all"),
        "evaluation_cycle": reading("A24.cycle", per_round=agreement.round_years, whole_agreement=_all_rounds).called(
            "综合评价周期", "Cycle of evaluation"
        ),
    },
    about=(
        "原则上两轮、每轮五年，可以更长；不按此的须记录理由。",
        "In principle two rounds of five years or longer; otherwise the reason is recorded.",
    ),
)
