"""Panels of what was paid: to whom and when, what was withheld, how it stands in the wages of the year, the conditions of tax."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kechuang.casework.cases.predicates import member_of_owner
from kechuang.core.money import fen_of, yuan
from kechuang.core.ui.findings import badge, value_words
from kechuang.core.ui.parts import Badge
from kechuang.core.ui.sites import Fact, Sheet
from kechuang.core.words import either
from kechuang.domains.achievements.completing import percent
from kechuang.domains.achievements.panels.words import chips, day
from kechuang.domains.rewards.models import PAYING, RewardPayment, RewardPlan, TaxStatement
from kechuang.domains.rewards.paying import owing, wages
from kechuang.law.library import load


def payments(plan: RewardPlan, user: Any) -> Sheet | None:
    """What was paid, with what undid it; to those who pay all of it, to others their own. Who still waits, to the former."""
    rows = list(
        RewardPayment.objects.visible_to(user).filter(share__plan=plan).select_related("share__person").order_by("pk")
    )
    if not rows:
        return None
    lines = [
        [
            day(row.paid_on), row.share.person.name, percent(row.stake) if row.stake is not None else yuan(fen_of(row.amount)),
            "–" if row.withheld is None else yuan(fen_of(row.withheld)), row.evidence or "–", _mark(row),
        ]
        for row in rows
    ]  # fmt: skip
    left = owing.unpaid(plan) if _staff(user, plan) else []
    words = ngettext("还有 %(n)d 人没有付清", "还有 %(n)d 人没有付清", len(left)) % {"n": len(left)} if left else ""
    head = [_("支付日"), _("姓名"), _("金额（元）"), _("代扣个人所得税（元）"), _("凭证"), _("状态")]
    return Sheet(_("支付"), head=head, rows=lines, numeric=frozenset({2, 3}), note=words)


def _staff(user: Any, plan: RewardPlan) -> bool:
    return member_of_owner(*PAYING).test(user, plan)


def _mark(row: RewardPayment) -> Badge:
    if row.reverses_id is not None:
        return Badge("na", _("冲销"))
    if not row.standing:
        return Badge("na", _("已冲销"))
    return Badge("met", _("已付") if row.amount > 0 else _("已收回"))


def year_wages(plan: RewardPlan, user: Any) -> Sheet | None:
    """What the rewards add to the total wages of each year; the cap of performance pay and its base stay as they are."""
    if not _staff(user, plan):
        return None
    rows = list(plan.wage_records.select_related("plan__owner").order_by("year"))
    if not rows:
        return None
    found = [wages.treatment(row) for row in rows]
    lines = []
    for row, finding in zip(rows, found, strict=True):
        lines.append(Fact(_("%(year)d 年计入工资总额的奖励") % {"year": row.year}, fen_of(row.reward), kind="money"))
        lines += [
            Fact(either(one.zh, one.en), value_words(one.value, one.type, load()))
            for one in finding.outputs if one.value is not None
        ]  # fmt: skip
        kept = wages.cap_kept(row) if row.capped is not None else None
        if kept is not None:
            lines.append(Fact(_("绩效工资限额"), " ", badge=badge(kept)))
    return Sheet(_("工资总额"), facts=lines, cites=chips(found))


def tax(plan: RewardPlan, user: Any) -> Sheet | None:
    """What the unit stated of the conditions under which half of a reward counts as wages; for the estimate alone."""
    if not _staff(user, plan):
        return None
    stated = TaxStatement.objects.filter(plan=plan).first()
    if stated is None:
        return None
    answer = {True: _("是"), False: _("否"), None: _("没有说明")}
    names = ("of_unit", "nonprofit_exemption", "named_kind", "certificate", "published", "kept_apart")
    labels = {field.name: str(field.verbose_name) for field in TaxStatement._meta.concrete_fields}
    lines = [Fact(labels[name], answer[getattr(stated, name)]) for name in names]
    return Sheet(_("个人所得税条件"), facts=lines, text=_("只用于估算，税额以财务申报为准。"))
