"""Panels of a plan: what the law asks and what is given, the classes, the people, what it rests on, its notice."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kechuang.casework.cases.predicates import takes_part
from kechuang.casework.notices import panels as notice_panels
from kechuang.casework.notices.queries import standing
from kechuang.core.money import fen_of, yuan
from kechuang.core.ui.findings import badge, value_words
from kechuang.core.ui.parts import Badge, Crumb, Split, split_bar
from kechuang.core.ui.sites import Fact, Sheet
from kechuang.core.words import either, in_clauses, in_sentences
from kechuang.domains.achievements.completing import percent
from kechuang.domains.achievements.panels.words import chips, day, remarks
from kechuang.domains.rewards import planning, sources
from kechuang.domains.rewards.actions.who import sees_amounts
from kechuang.domains.rewards.computing import Measured
from kechuang.domains.rewards.computing.measuring import Floor
from kechuang.domains.rewards.models import RewardPlan, RewardShare
from kechuang.domains.rewards.planning import Whole
from kechuang.domains.rewards.slips import may_read
from kechuang.law import Finding, Verdict
from kechuang.law.library import load

Source = RewardPlan.Source


def whole_of(plan: RewardPlan) -> Whole:
    """What the law says of the plan, asked once for a page."""
    kept: Whole | None = plan.__dict__.get("_whole")
    if kept is None:
        kept = plan.__dict__["_whole"] = planning.whole(plan)
    return kept


def floors(plan: RewardPlan, user: Any) -> Sheet | None:
    """Each floor and what is given; a breach in yuan, with its clause and whether a sanction is named."""
    if not takes_part(user, plan):
        return None
    found = whole_of(plan)
    measured = found.measured
    if plan.source == Source.CONTRACT_FUNDS:
        return _surplus(plan, found)
    rows = [_income_row(plan, floor, part) for floor, part in zip(measured.floors, measured.parts, strict=True)]
    findings = [*measured.findings, *found.checked.pool]
    lines = [
        Fact(_("净收入合计"), measured.income, kind="money"),
        _floor_fact(measured),
        Fact(_("奖励总额"), measured.pool, kind="money"),
        Fact(_("单位留存"), measured.income - measured.pool, kind="money"),
    ]
    if found.lacking:
        lines.append(Fact(_("少于下限"), found.lacking, kind="money", badge=Badge("breach", _("不符合"))))
    if plan.stake is not None:
        lines.insert(3, Fact(_("奖励的公司股权"), percent(plan.stake)))
    return Sheet(
        _("奖励总额和下限"), facts=lines, badge=_pool_badge(found), cites=chips(findings, 6), split=_bar(plan, measured),
        text=in_sentences(_consequences(found.checked.pool)), rows=rows, numeric=frozenset({1, 2, 3}),
        head=[_("收入"), _("净收入（元）"), _("比例"), _("下限（元）"), _("结论")],
    )  # fmt: skip


def _floor_fact(measured: Measured) -> Fact:
    if measured.open:
        return Fact(_("奖励下限"), _("待认定"), badge=Badge("open", _("待认定")))
    if measured.floor is None:
        return Fact(_("奖励下限"), _("没有适用于本单位的下限"))
    return Fact(_("奖励下限"), measured.floor, kind="money")


def _income_row(plan: RewardPlan, floor: Floor, part: int) -> list[Any]:
    finding = floor.finding
    rate = (
        next((o for o in finding.outputs if o.name in ("pool_share", "share") and o.value is not None), None)
        if finding
        else None
    )
    mark: Any = "–" if finding is None else badge(finding)
    if floor.fen is not None:
        mark = (
            Badge("met", _("达到"))
            if part >= floor.fen
            else Badge("breach", _("少 %(fen)s 元") % {"fen": yuan(floor.fen - part)})
        )
    return [
        _when(plan, floor), yuan(floor.income.fen),
        value_words(rate.value, rate.type, load()) if rate is not None else "–",
        "–" if floor.fen is None else yuan(floor.fen), mark,
    ]  # fmt: skip


def _when(plan: RewardPlan, floor: Floor) -> str:
    facts = floor.income.facts
    match plan.source:
        case Source.EQUITY:
            return _("%(day)s 股权登记") % {"day": day(facts["deal.equity_registered_on"])}
        case Source.PROFIT:
            return _("%(year)d 年营业利润") % {"year": facts["deal.profit_year"]}
    return _("%(day)s 到账") % {"day": day(facts["deal.received_on"])}


def _bar(plan: RewardPlan, measured: Measured) -> Split | None:
    """Money to scale: the classes, and what stays with the unit."""
    sums = {code: 0 for code, _label in RewardShare.Group.choices}
    for share in plan.shares.all():
        sums[share.group] += fen_of(share.amount)
    kept = measured.income - sum(sums.values())
    if kept < 0:
        return None
    parts = [
        (tone, str(label), sums[code]) for tone, (code, label) in zip("abc", RewardShare.Group.choices, strict=True)
    ]
    shown = [(tone, label, fen, label) for tone, label, fen in parts if fen] + [
        ("d", _("单位留存"), kept, _("单位留存"))
    ]
    told = in_clauses(f"{label} {yuan(fen)}" for _tone, label, fen, _text in shown)
    return split_bar(shown, _("净收入 %(net)s 的分配：%(parts)s") % {"net": yuan(measured.income), "parts": told})


def _pool_badge(found: Whole) -> Badge:
    if found.lacking or any(f.verdict is Verdict.BREACHED for f in found.checked.pool):
        return Badge("breach", _("低于下限"))
    if found.measured.open or any(f.verdict is Verdict.NEEDS_DETERMINATION for f in found.checked.pool):
        return Badge("open", _("待认定"))
    return Badge("na", _("没有下限")) if found.measured.floor is None else Badge("met", _("达到下限"))


def _consequences(findings: Iterable[Finding]) -> list[str]:
    """What follows a breach: the sanction named, or that none is, each once."""
    return list(dict.fromkeys(
        either(said.zh, said.en) for finding in findings if finding.verdict is Verdict.BREACHED for said in finding.remarks
    ))  # fmt: skip


def _surplus(plan: RewardPlan, found: Whole) -> Sheet:
    """Contract funds: no floor, but a ceiling and its conditions."""
    lines = [
        Fact(_("结余"), found.measured.income, kind="money"),
        Fact(_("奖励总额"), found.measured.pool, kind="money"),
        Fact(_("留存"), found.measured.income - found.measured.pool, kind="money"),
    ]
    (finding,) = found.checked.pool
    return Sheet(
        _("横向项目经费结余的奖励"), facts=lines, badge=badge(finding), cites=chips([finding]), text=remarks([finding])
    )  # fmt: skip


def classes(plan: RewardPlan, user: Any) -> Sheet | None:
    """The two classes that have a floor, and the others: floor, given, verdict."""
    if not takes_part(user, plan) or plan.source == Source.CONTRACT_FUNDS:
        return None
    found = whole_of(plan)
    measured, checked = found.measured, found.checked
    shares = list(plan.shares.all())
    rows = []
    for code, label in RewardShare.Group.choices:
        own = [fen_of(share.amount) for share in shares if share.group == code]
        floor = {"main_contributor": measured.main_floor, "transfer_staff": measured.staff_floor}.get(code)
        lacks = {"main_contributor": checked.main_shortfall, "transfer_staff": checked.staff_shortfall}.get(code, 0)
        rows.append(
            [
                str(label),
                str(len(own)),
                "–" if floor is None else yuan(floor),
                yuan(sum(own)),
                _class_mark(found, code, floor, lacks, own),
            ]
        )
    said = [*measured.findings, *checked.classes]
    return Sheet(
        _("各类人员"), head=[_("类别"), _("人数"), _("至少（元）"), _("所得（元）"), _("结论")], rows=rows,
        numeric=frozenset({1, 2, 3}), cites=chips(list(checked.classes), 4), text=remarks(list(checked.classes)),
        badge=_classes_badge(checked.classes) if said else None,
    )  # fmt: skip


def _class_mark(found: Whole, code: str, floor: int | None, lacks: int, own: list[int]) -> Any:
    if floor is None:
        return Badge("na", _("没有下限"))
    empty = code == "transfer_staff" and not own and floor
    if empty and found.checked.open:
        return Badge("open", _("没有人，归谁待认定"))
    if empty and not found.checked.breached:
        return Badge("met", _("已认定"))
    return Badge("breach", _("少 %(fen)s 元") % {"fen": yuan(lacks)}) if lacks else Badge("met", _("达到"))


def _classes_badge(findings: Iterable[Finding]) -> Badge | None:
    rows = [f for f in findings if f.verdict not in (Verdict.NOT_APPLICABLE, Verdict.NO_LAW_FOUND)]
    worst = next((f for v in (Verdict.BREACHED, Verdict.NEEDS_DETERMINATION) for f in rows if f.verdict is v), None)
    return badge(worst or rows[0]) if rows else Badge("na", _("没有规定"))


def people(plan: RewardPlan, user: Any) -> Sheet | None:
    """Everybody the plan rewards, with class, part, amount, and what the law asks of them."""
    if not sees_amounts(user, plan):
        return None
    found = whole_of(plan)
    asked = {share.pk: finding for share, finding in reversed(found.people) if finding.verdict is not Verdict.MET}
    shares = list(plan.shares.select_related("person").order_by("position"))
    rows = [
        [
            share.person.name, share.get_group_display(), share.get_part_display(),
            percent(share.weight) if share.weight is not None else "–", _amount(share, user),
            *([percent(share.stake)] if share.stake is not None else ["–"] if plan.stake is not None else []),
            _about(share), _person_mark(share, asked.get(share.pk)),
        ]
        for share in shares
    ]  # fmt: skip
    head = [_("姓名"), _("类别"), _("身份"), _("贡献份额"), _("奖励（元）")]
    if plan.stake is not None:
        head.append(_("公司股权"))
    troubled = list(asked.values())
    numbers = frozenset({3, 4}) if plan.stake is None else frozenset({3, 4, 5})
    return Sheet(
        _("奖励人员"), head=[*head, _("贡献和依据"), _("结论")], rows=rows, numeric=numbers,
        note=ngettext("%(n)d 人", "%(n)d 人", len(rows)) % {"n": len(rows)}, cites=chips(troubled), text=remarks(troubled),
        foot=_("建议按完成人的贡献份额分配，最大余数法取整；同余数的排在前面的先得一分。"),
    )  # fmt: skip


def _amount(share: RewardShare, user: Any) -> str | Crumb:
    """What a person gets; for those who read the slip it leads there."""
    amount = yuan(fen_of(share.amount))
    if not may_read(user, share):
        return amount
    return Crumb(amount, reverse("reward-slip-of", args=[share.plan.number, share.position]))


def _about(share: RewardShare) -> str:
    said = []
    if share.leader:
        said.append(_("单位负责人"))
    if share.main:
        said.append(_("主要完成人"))
    if share.direct:
        said.append(_("对转化做出直接重要贡献"))
    if share.proof:
        said.append(_("证明：%(proof)s") % {"proof": share.proof})
    return in_sentences([*said, share.contribution]) if share.contribution else in_sentences(said) if said else "–"


def _person_mark(share: RewardShare, finding: Finding | None) -> Any:
    if share.title_share_taken and not share.reward_chosen:
        return Badge("na", _("已取得权属份额，不参加"))
    if finding is None:
        return Badge("met", _("可以列入"))
    if finding.rule == "leader_reward":
        return Badge("breach", _("负责人缺少证明"))
    if finding.rule == "important_contributor":
        return Badge("breach", _("没有记录贡献"))
    return badge(finding)


def particulars(plan: RewardPlan, user: Any) -> Sheet:
    """What is shared out, when it was obtained, until when it is due."""
    about = plan.transformation or plan.contract_fund
    lines = [Fact(_("奖励来源"), str(plan.get_source_display()))]
    if about is not None:
        lines.append(Fact(_("出自"), about.title, url=reverse("case", args=[about.number])))
    lines += [
        Fact(_("收入取得日"), day(plan.obtained_on)),
        Fact(_("最迟支付日"), day(plan.due_on)),
        Fact(_("规定或者约定"), {None: _("没有填"), True: _("有"), False: _("没有")}[plan.agreed]),
    ]
    if plan.agreed_months is not None:
        lines.append(
            Fact(
                _("约定的支付期限"),
                ngettext("%(n)d 个月", "%(n)d 个月", plan.agreed_months) % {"n": plan.agreed_months},
            )
        )
    if plan.agreed_due_on is not None:
        lines.append(Fact(_("约定的支付日"), day(plan.agreed_due_on)))
    if plan.settled_on is not None:
        lines.append(Fact(_("确定日"), day(plan.settled_on)))
    if plan.replaces is not None:
        lines.append(Fact(_("替代的方案"), plan.replaces.number, url=reverse("case", args=[plan.replaces.number])))
    for later in plan.replaced_by.all():
        lines.append(Fact(_("由它替代"), later.number, url=reverse("case", args=[later.number])))
    return Sheet(_("要点"), facts=lines)


def notice(plan: RewardPlan, user: Any) -> Sheet | None:
    """The days of the notice, drawn to scale."""
    found = standing(plan, "reward_plan").notice
    return notice_panels.days(found, user) if found is not None and takes_part(user, plan) else None


def receipts(plan: RewardPlan, user: Any) -> Sheet | None:
    """The receipts the plan shares out, and whether it still does."""
    rows = sources.receipts(plan)
    if not rows or not takes_part(user, plan):
        return None
    lines = []
    for row in rows:
        mark = Badge("met", _("在本方案")) if row.standing else Badge("na", _("已退出"))
        if not row.receipt.standing:
            mark = Badge("breach", _("到账已冲销"))
        lines.append(
            [
                day(row.receipt.received_on),
                row.receipt.payer,
                yuan(fen_of(row.receipt.amount)),
                yuan(fen_of(row.income)),
                mark,
            ]
        )
    return Sheet(
        _("到账"), head=[_("到账日"), _("付款方"), _("到账（元）"), _("净收入（元）"), _("状态")], rows=lines, numeric=frozenset({2, 3})
    )  # fmt: skip
