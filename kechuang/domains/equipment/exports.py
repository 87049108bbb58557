"""The register in full, under the heads of the template, with the hours of this year; and purchases."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from kechuang.casework.sheets.declare import Out, SheetExport, sheet_export
from kechuang.domains.equipment.models import Equipment, Purchase
from kechuang.domains.equipment.tables.register import with_hours


def _equipment(user: Any) -> Any:
    return (
        with_hours(Equipment.objects.visible_to(user)).select_related("region", "owner", "platform").order_by("number")
    )


equipment = sheet_export(
    SheetExport(
        Equipment,
        title=_("大型科研仪器"),
        rows=_equipment,
        columns=(
            Out(_("编号"), lambda e: e.number, 18, code=True),
            Out(_("状态"), lambda e: e.state_label, 10),
            Out(_("平台"), lambda e: e.platform.number, 18, code=True),
            Out(_("平台名称"), lambda e: e.platform.title, 30),
            Out(_("仪器名称"), lambda e: e.title, 30),
            Out(_("规格型号"), lambda e: e.model_name, 18),
            Out(_("生产厂商"), lambda e: e.maker, 20),
            Out(_("仪器类别"), lambda e: e.category, 16),
            Out(_("资产编号"), lambda e: e.asset_number, 18, code=True),
            Out(_("原值（元）"), lambda e: e.value, 16, yuan=True),
            Out(_("购置日"), lambda e: e.acquired_on, 12),
            Out(_("所在地"), lambda e: e.region_id, 10, code=True),
            Out(_("安放地点"), lambda e: e.place, 24),
            Out(_("机组负责人"), lambda e: e.operator, 14),
            Out(_("预约联系方式"), lambda e: e.contact, 20),
            Out(_("开放情况"), lambda e: e.get_openness_display(), 12),
            Out(_("开放条件或者不开放的理由"), lambda e: e.openness_note, 30),
            Out(_("服务内容"), lambda e: e.services, 40),
            Out(_("对外收费（元/小时）"), lambda e: e.price_outside, 18, yuan=True),
            Out(_("内部收费（元/小时）"), lambda e: e.price_own, 18, yuan=True),
            Out(_("年额定机时（小时）"), lambda e: e.hours_available, 18),
            Out(_("今年对外机时"), lambda e: e.hours_outside, 14),
            Out(_("今年机时"), lambda e: e.hours_now, 12),
            Out(_("最近公布日"), lambda e: e.published_on, 12),
            Out(_("报废日"), lambda e: e.retired_on, 12),
        ),
    )
)


def _purchases(user: Any) -> Any:
    rows = Purchase.objects.visible_to(user).select_related("region", "owner", "platform", "equipment")
    return rows.prefetch_related("searches__hits").order_by("number")


def _found(purchase: Purchase) -> int:
    return len({hit.equipment_id for search in purchase.searches.all() for hit in search.hits.all()})


purchases = sheet_export(
    SheetExport(
        Purchase,
        title=_("仪器购置申请"),
        rows=_purchases,
        columns=(
            Out(_("编号"), lambda p: p.number, 18, code=True),
            Out(_("状态"), lambda p: p.state_label, 12),
            Out(_("拟购仪器名称"), lambda p: p.title, 30),
            Out(_("平台"), lambda p: p.platform.title, 30),
            Out(_("预算（元）"), lambda p: p.budget, 16, yuan=True),
            Out(_("主要技术要求"), lambda p: p.specification, 40),
            Out(_("购置理由和用途"), lambda p: p.need, 40),
            Out(_("检索次数"), lambda p: len(p.searches.all()), 10),
            Out(_("找到的仪器（台）"), _found, 14),
            Out(_("已有仪器为什么不能满足"), lambda p: p.why_none_fits, 40),
            Out(_("提交日"), lambda p: p.submitted_on, 12),
            Out(_("审查日"), lambda p: p.decided_on, 12),
            Out(_("审查意见"), lambda p: p.opinion, 40),
            Out(_("购置的仪器"), lambda p: p.equipment.number if p.equipment else None, 18, code=True),
        ),
    )
)
