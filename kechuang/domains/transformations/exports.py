"""Deals in full, with their achievements and payment terms."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from kechuang.casework.sheets.declare import Out, SheetExport, sheet_export
from kechuang.domains.transformations.models import Transformation
from kechuang.domains.transformations.terms import line_of


def _rows(user: Any) -> Any:
    rows = Transformation.objects.visible_to(user).select_related("region", "owner", "partner")
    return rows.prefetch_related("items__achievement", "terms").order_by("number")


transformations = sheet_export(
    SheetExport(
        Transformation,
        title=_("成果转化"),
        rows=_rows,
        columns=(
            Out(_("编号"), lambda d: d.number, 18, code=True),
            Out(_("状态"), lambda d: d.state_label, 12),
            Out(_("名称"), lambda d: d.title, 40),
            Out(_("单位"), lambda d: d.owner.name, 28),
            Out(_("所在地"), lambda d: d.region_id, 10, code=True),
            Out(_("科技成果"), lambda d: [f"{i.achievement.number} {i.achievement.title}" for i in d.items.all()], 40),
            Out(_("转化方式"), lambda d: d.get_mode_display(), 12),
            Out(_("许可方式"), lambda d: d.get_licence_display() if d.licence else None, 12),
            Out(_("对方"), lambda d: d.partner_words or None, 28),
            Out(_("对方与完成人的关系"), lambda d: d.get_relation_display() if d.relation else None, 20),
            Out(_("关系说明"), lambda d: d.relation_text or None, 28),
            Out(_("定价方式"), lambda d: d.get_method_display() if d.method else None, 16),
            Out(_("底价（元）"), lambda d: d.base_price, 16),
            Out(_("成交价（元）"), lambda d: d.price, 16),
            Out(_("价格的其他约定"), lambda d: d.price_words or None, 24),
            Out(_("定价日"), lambda d: d.priced_on, 12),
            Out(_("合同签订日"), lambda d: d.contract_on, 12),
            Out(_("技术合同类型"), lambda d: d.get_contract_kind_display() if d.contract_kind else None, 14),
            Out(_("技术合同登记编号"), lambda d: d.contract_number or None, 20, code=True),
            Out(_("合同登记日"), lambda d: d.contract_registered_on, 12),
            Out(_("开始实施日"), lambda d: d.started_on, 12),
            Out(_("支付约定"), lambda d: [line_of(term) for term in d.terms.all()], 40),
        ),
    )
)
