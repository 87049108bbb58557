"""A personal slip: where each fen of a person's reward comes from, when it is paid, what tax it may cost. Amounts in fen."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from kechuang.casework.cases.law import ask
from kechuang.casework.notices.queries import standing
from kechuang.casework.parties.reach import reach_of
from kechuang.core import clock
from kechuang.core.money import fen_of, yuan
from kechuang.core.words import day_words, either
from kechuang.domains.achievements.completing import percent
from kechuang.domains.rewards import costing, facts, planning
from kechuang.domains.rewards.citing import where_it_governs
from kechuang.domains.rewards.costing import Step
from kechuang.domains.rewards.models import PAYING, RewardPayment, RewardPlan, RewardShare
from kechuang.domains.rewards.paying import clocks, taxing
from kechuang.domains.transformations.facts import receipt_facts
from kechuang.law import Finding, Verdict
from kechuang.law.library import load
from kechuang.law.model import Citation
from kechuang.law.types import SHARE
from kechuang.law.words import words

Source = RewardPlan.Source
RATES = ("pool_share", "share")
"""Outputs of the rules of floors that say the rate."""


def may_read(user: Any, share: RewardShare) -> bool:
    """Whether someone reads the slip of a share: the person, and those who lead, pay or audit for the unit. Nobody else.

    RewardPayment.objects.visible_to says the same of payments; a parity test holds the two together.
    """
    person = getattr(user, "person_id", None)
    return (person is not None and person == share.person_id) or reach_of(user).acts_for(share.plan.owner_id, PAYING)


@dataclass(frozen=True, slots=True)
class Date:
    """Something that was or will be. day: none where no text sets one."""

    day: dt.date | None
    text: str
    done: bool
    cites: Sequence[Citation] = ()


@dataclass(frozen=True, slots=True)
class Slip:
    """Everything a slip shows of one share."""

    share: RewardShare
    fen: int
    steps: Sequence[Step]
    dates: Sequence[Date]
    lawful: Verdict | None
    payment: RewardPayment | None
    taxed: taxing.Taxed | None
    about: str

    @property
    def plan(self) -> RewardPlan:
        return self.share.plan

    @property
    def paid(self) -> tuple[int, int | None, int] | None:
        """Of a payment in money: what was due, what of it was withheld as tax (none where nobody has said), what was paid out."""
        if self.payment is None or self.payment.stake is not None:
            return None
        fen, kept = fen_of(self.payment.amount), self.payment.withheld
        return fen, None if kept is None else fen_of(kept), fen - (0 if kept is None else fen_of(kept))


def slip_of(share: RewardShare) -> Slip:
    """Explain one share, by the plan as it stands."""
    plan = share.plan
    whole = planning.whole(plan)
    payment = share.payments.filter(standing=True).first()
    about = plan.transformation or plan.contract_fund
    cash = plan.source in (Source.RECEIPTS, Source.PROFIT)
    day = payment.paid_on if payment is not None else clock.today()
    return Slip(
        share, fen_of(share.amount), _steps(share, whole), _dates(share, payment), _lawful(whole), payment,
        taxing.taxed(share, day) if cash and share.amount else None, about.title if about is not None else plan.title,
    )  # fmt: skip


def _lawful(whole: planning.Whole) -> Verdict | None:
    """Whether pool and classes keep their floors; None where no text asks for one."""
    said = [f.verdict for f in (*whole.checked.pool, *whole.checked.classes)]
    for verdict in (Verdict.BREACHED, Verdict.NEEDS_DETERMINATION, Verdict.MET):
        if verdict in said:
            return verdict
    return None


def _cites(findings: Sequence[Finding], most: int = 3) -> tuple[Citation, ...]:
    return tuple(dict.fromkeys(c for finding in findings for c in finding.citations))[:most]


# -- the way to the amount -----------------------------------------------------------------------------------


def _steps(share: RewardShare, whole: planning.Whole) -> list[Step]:
    plan, found = share.plan, whole.measured
    steps = [*costing.deductions(plan), *_incomes(plan), _income(plan, found)]
    steps.append(
        Step(
            _("单位拿出 %(part)s 作奖励") % {"part": ratio(found.pool, found.income)}, found.pool,
            _least(found),
            _cites([floor.finding for floor in found.floors if floor.finding is not None]),
        )
    )  # fmt: skip
    group = [fen_of(one.amount) for one in plan.shares.all() if one.group == share.group]
    floors = {RewardShare.Group.MAIN: found.main_floor, RewardShare.Group.TRANSFER: found.staff_floor}
    floor = floors.get(RewardShare.Group(share.group))
    steps.append(
        Step(
            _("%(group)s分 %(part)s") % {"group": share.get_group_display(), "part": ratio(sum(group), found.pool)}, sum(group),
            "" if floor is None else _class_least(share, found, floor),
            _cites([f for one in found.classes for f in one.findings]),
        )
    )  # fmt: skip
    fen = fen_of(share.amount)
    steps.append(Step(_("你占其中 %(part)s") % {"part": ratio(fen, sum(group))}, fen, _why(share), (), own=True))
    return steps


SHARES = {RewardShare.Group.MAIN: "main_contributors_share", RewardShare.Group.TRANSFER: "transfer_staff_share"}
"""Class -> the output of reward_coverage that says its least share of the pool."""


def _class_least(share: RewardShare, found: Any, floor: int) -> str:
    """The floor of a class, with its share of the pool where one holds for all of the pool."""
    ask_ = facts.asker(share.plan)
    output = SHARES[RewardShare.Group(share.group)]
    shares = {ask_("reward_coverage", one.facts).output(output) for one in found.classes} - {None}
    if len(shares) == 1:
        least = shares.pop()
        rate = either(*(words(least, SHARE, lang, load()) for lang in ("zh", "en")))
        return _("法定不低于奖励总额的 %(rate)s，即 %(floor)s") % {"rate": rate, "floor": yuan(floor)}
    return _("法定不低于 %(floor)s") % {"floor": yuan(floor)}


def _least(found: Any) -> str:
    """The floor of the pool, with its rate where one holds for all of the income."""
    if found.floor is None:
        return ""
    outputs = [one for floor in found.floors if floor.finding is not None for one in floor.finding.outputs]
    rates = {
        either(*(words(one.value, one.type, lang, load()) for lang in ("zh", "en")))
        for one in outputs
        if one.name in RATES and one.value is not None
    }
    if len(rates) == 1:
        return _("法定不低于 %(rate)s，即 %(floor)s") % {"rate": rates.pop(), "floor": yuan(found.floor)}
    return _("法定不低于 %(floor)s") % {"floor": yuan(found.floor)}


def _incomes(plan: RewardPlan) -> list[Step]:
    """Each receipt with its net income; one that is all of it is told with the sum."""
    rows = list(
        plan.receipts.select_related("receipt__transformation").order_by("receipt__received_on", "receipt__position")
    )
    if len(rows) < 2:
        return []
    return [
        Step(
            _("%(day)s到账 %(amount)s 元的净收入") % {
                "day": day_words(row.receipt.received_on, weekday=False, year=True), "amount": yuan(fen_of(row.receipt.amount)),
            },
            fen_of(row.income), "" if row.floor is None else _("其中至少奖励 %(floor)s") % {"floor": yuan(fen_of(row.floor))},
        )
        for row in rows
    ]  # fmt: skip


def _income(plan: RewardPlan, found: Any) -> Step:
    labels = {
        Source.RECEIPTS: _("净收入"), Source.EQUITY: _("作价投资额"), Source.PROFIT: _("年度营业利润"),
        Source.CONTRACT_FUNDS: _("横向项目经费结余"),
    }  # fmt: skip
    note = ""
    cites: tuple[Citation, ...] = ()
    rows = list(plan.receipts.select_related("receipt__transformation"))
    if rows:
        total = sum(fen_of(row.receipt.amount) for row in rows)
        away = total - found.income
        said = _("到账 %(total)s，扣除成本和税金 %(away)s") if away else _("到账 %(total)s，没有扣除")
        note = said % {"total": yuan(total), "away": yuan(away)}
        first = rows[0].receipt
        if first.transformation is not None and first.income is not None:
            cites = _cites([ask(first.transformation, "receipt_net_income", receipt_facts(first))], 2)
    return Step(labels[Source(plan.source)], found.income, note, cites)


def _why(share: RewardShare) -> str:
    parts = [str(share.get_part_display())]
    if share.weight is not None:
        parts.append(_("贡献份额 %(part)s") % {"part": percent(share.weight)})
    if share.contribution.strip():
        parts.append(share.contribution.strip())
    if share.plan.settled_on is not None:
        parts.append(_("方案 %(day)s 确定") % {"day": day_words(share.plan.settled_on, weekday=False, year=True)})
    return " · ".join(parts)


def ratio(part: int, whole: int) -> str:
    """A part of a whole in per cent, two places at most, cut off and never rounded up to look better."""
    if whole <= 0:
        return "–"
    hundredths = part * 10_000 // whole
    text = f"{hundredths // 100}.{hundredths % 100:02d}".rstrip("0").rstrip(".")
    return _("约 %(part)s") % {"part": f"{text}%"} if part * 10_000 % whole else f"{text}%"


# -- the days ----------------------------------------------------------------------------------------------------


def _dates(share: RewardShare, payment: RewardPayment | None) -> list[Date]:
    plan = share.plan
    today = clock.today()
    dates = [Date(plan.obtained_on, _("单位取得收入"), True)]
    notice = standing(plan, "reward_plan").notice
    if notice is not None and notice.starts_on is not None:
        dates.append(Date(notice.starts_on, _("开始公示"), notice.starts_on <= today))
        if notice.ends_on is not None:
            dates.append(
                Date(
                    notice.ends_on, _("公示期满，此前可提异议"), notice.ends_on < today,
                    where_it_governs("zhejiang-2021:art39.p1.b", plan.region_id),
                )
            )  # fmt: skip
    if plan.settled_on is not None:
        dates.append(Date(plan.settled_on, _("方案确定"), True))
    if payment is not None:
        done = (
            _("股权登记到你名下") if payment.stake is not None else _("已支付") if payment.amount > 0 else _("已收回")
        )
        dates.append(Date(payment.paid_on, done, True))
    elif plan.due_on is not None and plan.state != "void":
        dates.append(Date(plan.due_on, _("最迟支付"), False, _due_cites(plan)))
    return sorted(dates, key=lambda one: one.day or today)


def _due_cites(plan: RewardPlan) -> tuple[Citation, ...]:
    given = clocks.plan_facts(plan)
    return () if given is None else _cites([facts.asker(plan)("reward_payment", given)], 2)
