"""A kind of funds on its page: what it is, its negative list by date, what was appropriated, the budgets that use it."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from kechuang.casework.ledger.queries import use
from kechuang.core import clock
from kechuang.core.money import fen_of, yuan
from kechuang.core.ui.parts import Badge
from kechuang.core.ui.sites import Fact, Sheet
from kechuang.domains.funding.models import Budget, FundSource
from kechuang.domains.platforms.panels.governance import chips
from kechuang.domains.platforms.panels.words import day, link
from kechuang.domains.transformations.panels.money import standing_badge

LUMP = ("quzhou-2024:art26.p2", "keqiao-2025-draft:s3.2.a")


def about(source: FundSource, user: Any) -> Sheet:
    """What money it is and how it is controlled."""
    listed = source.negative_list.in_force(clock.today()).exists()
    control = None
    if source.lump_sum:
        control = Badge("met", _("有负面清单")) if listed else Badge("open", _("还没有负面清单"))
    return Sheet(_("经费渠道"), facts=[
        Fact(_("经费种类"), str(source.get_use_display())),
        Fact(_("资金来源"), str(source.get_money_display())),
        Fact(_("财政层级"), str(source.get_level_display()) or "–"),
        Fact(_("拨款单位"), str(source.funder) if source.funder else "–"),
        Fact(_("协议约定的支持"), _("是") if source.agreed else _("否")),
        Fact(_("管理方式"), _("包干制") if source.lump_sum else _("按预算项目管理"), badge=control),
        Fact(_("起止"), f"{day(source.valid_from)} – {day(source.valid_to) if source.valid_to else _('长期')}"),
        Fact(_("文号"), source.document or "–"),
    ], cites=chips(LUMP, source.region_id))  # fmt: skip


def negative_list(source: FundSource, user: Any) -> Sheet | None:
    """Every item with its dates; those that hold today first."""
    today = clock.today()
    items = list(source.negative_list.all())
    if not items and not source.lump_sum:
        return None

    def standing(item: Any) -> Badge:
        if item.valid_from > today:
            return Badge("na", _("未到生效日"))
        ended = item.valid_to is not None and item.valid_to < today
        return Badge("na", _("已终止")) if ended else Badge("met", _("有效"))

    rows = [
        [i.code, i.text, i.document, f"{day(i.valid_from)} – {day(i.valid_to) if i.valid_to else ''}", standing(i)]
        for i in items
    ]
    if not rows:
        return Sheet(
            _("负面清单"),
            badge=Badge("open", _("还没有")),
            text=_("包干的经费要有负面清单。"),
            cites=chips(LUMP, source.region_id),
        )
    return Sheet(_("负面清单"), head=[_("项号"), _("不得列支的事项"), _("文号"), _("起止"), _("状态")], rows=rows)


MOST = 50


def used_by(source: FundSource, user: Any) -> Sheet | None:
    """The budgets that plan with it, as far as the person may see them."""
    rows = Budget.objects.visible_to(user).filter(lines__source=source, withdrawn_on=None).distinct()
    lines = []
    for budget in rows.order_by("-year", "-pk").prefetch_related("lines")[:MOST]:
        mine = [line for line in budget.lines.all() if line.source_id == source.pk]
        sums = {
            side: yuan(sum(fen_of(line.amount) for line in mine if line.side == side))
            for side in ("income", "spending")
        }
        lines.append([link(budget.number, budget), budget.title, sums["income"], sums["spending"], budget.state_label])
    if not lines:
        return None
    return Sheet(
        _("使用它的预算"), rows=lines, numeric=frozenset({2, 3}),
        head=[_("编号"), _("名称"), _("收入（元）"), _("支出（元）"), _("状态")],
    )  # fmt: skip


def appropriations(source: FundSource, user: Any) -> Sheet | None:
    """Each year's appropriations, what is paid out and what is left."""
    rows = list(source.appropriations.select_related("earmark", "entry").order_by("-year", "-pk"))
    if not rows:
        return None
    lines = [
        [
            str(row.year), row.document, yuan(fen_of(row.amount)),
            {"label": row.entry.number, "url": reverse("ledger-entry", args=[row.entry.number])},
            row.reason or "–", standing_badge(row),
        ]
        for row in rows
    ]  # fmt: skip
    head = [_("年度"), _("预算指标文号"), _("金额（元）"), _("凭证号"), _("冲销理由"), _("状态")]
    marks = {row.year: row.earmark for row in rows}
    parts = []
    for year, mark in sorted(marks.items(), reverse=True):
        now = use(mark)
        words = _("%(year)d 年：安排 %(received)s 元，已拨付 %(spent)s 元，结余 %(left)s 元")
        parts.append(
            words % {"year": year, "received": yuan(now.received), "spent": yuan(now.spent), "left": yuan(now.left)}
        )
    return Sheet(_("预算安排"), head=head, rows=lines, numeric=frozenset({2}), text="\n".join(parts))
