"""Plans in full."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from kechuang.casework.sheets.declare import Out, SheetExport, sheet_export
from kechuang.domains.rewards.models import RewardPlan


def _rows(user: Any) -> Any:
    rows = RewardPlan.objects.visible_to(user).select_related(
        "region", "owner", "transformation", "contract_fund", "replaces"
    )
    return rows.order_by("number")


plans = sheet_export(
    SheetExport(
        RewardPlan,
        title=_("奖励方案"),
        rows=_rows,
        columns=(
            Out(_("编号"), lambda p: p.number, 18, code=True),
            Out(_("状态"), lambda p: p.state_label, 12),
            Out(_("方案名称"), lambda p: p.title, 40),
            Out(_("单位"), lambda p: p.owner.name, 28),
            Out(_("所在地"), lambda p: p.region_id, 10, code=True),
            Out(_("奖励来源"), lambda p: p.get_source_display(), 18),
            Out(_("成果转化"), lambda p: p.transformation.number if p.transformation else None, 18, code=True),
            Out(_("横向项目经费"), lambda p: p.contract_fund.number if p.contract_fund else None, 18, code=True),
            Out(_("收入取得日"), lambda p: p.obtained_on, 12),
            Out(_("净收入（元）"), lambda p: p.income, 16, yuan=True),
            Out(_("奖励下限（元）"), lambda p: p.floor, 16, yuan=True),
            Out(_("奖励总额（元）"), lambda p: p.pool, 16, yuan=True),
            Out(_("最迟支付日"), lambda p: p.due_on, 12),
            Out(_("确定日"), lambda p: p.settled_on, 12),
            Out(_("支付日"), lambda p: p.paid_on, 12),
            Out(_("替代的方案"), lambda p: p.replaces.number if p.replaces else None, 18, code=True),
        ),
    )
)
