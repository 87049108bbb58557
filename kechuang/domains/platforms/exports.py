"""The registry in full, under the heads of the template, so that what went out can be read by what takes in."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from kechuang.casework.sheets.declare import Out, SheetExport, sheet_export
from kechuang.domains.platforms.models import Agreement, Platform


def _platforms(user: Any) -> Any:
    rows = Platform.objects.visible_to(user).select_related("region", "owner", "introducing_entity")
    return rows.prefetch_related("founders__organisation", "recognitions").order_by("number")


def _agreements(user: Any) -> Any:
    rows = Agreement.objects.visible_to(user).select_related("region", "owner", "platform")
    return rows.prefetch_related("amounts").order_by("number")


platforms = sheet_export(
    SheetExport(
        Platform,
        title=_("科创平台"),
        rows=_platforms,
        columns=(
            Out(_("编号"), lambda p: p.number, 18, code=True),
            Out(_("状态"), lambda p: p.state_label, 10),
            Out(_("名称"), lambda p: p.title, 34),
            Out(_("英文名称"), lambda p: p.owner.name_en, 30),
            Out(_("统一社会信用代码"), lambda p: p.owner.credit_code, 24, code=True),
            Out(_("所在地"), lambda p: p.region_id, 12, code=True),
            Out(_("所在地名称"), lambda p: p.region.name, 14),
            Out(_("类型"), lambda p: p.get_platform_class_display(), 14),
            Out(_("设立资金"), lambda p: p.get_origin_display(), 22),
            Out(_("法人形式"), lambda p: p.get_legal_form_display(), 22),
            Out(_("产业领域"), lambda p: p.fields, 24),
            Out(_("主攻方向"), lambda p: p.directions, 30),
            Out(_("引进责任主体"), lambda p: p.introducing_entity.name if p.introducing_entity else None, 28),
            Out(_("共建主体"), lambda p: [f.organisation.name for f in p.founders.all()], 34),
            Out(_("设立日"), lambda p: p.founded_on, 12),
            Out(_("约定运营起算日"), lambda p: p.operating_since, 16),
            Out(_("地址"), lambda p: p.address, 30),
            Out(_("场地面积（平方米）"), lambda p: p.floor_area, 18),
            Out(_("网址"), lambda p: p.website, 24),
            Out(_("认定"), lambda p: [str(r) for r in p.recognitions.all()], 30),
            Out(_("立案"), lambda p: p.opened_on, 12),
            Out(_("办结"), lambda p: p.closed_on, 12),
        ),
    )
)

agreements = sheet_export(
    SheetExport(
        Agreement,
        title=_("共建协议"),
        rows=_agreements,
        columns=(
            Out(_("编号"), lambda a: a.number, 18, code=True),
            Out(_("状态"), lambda a: a.state_label, 10),
            Out(_("协议名称"), lambda a: a.title, 34),
            Out(_("平台"), lambda a: a.platform.title, 30),
            Out(_("所在地"), lambda a: a.region_id, 12, code=True),
            Out(_("责任单位"), lambda a: a.owner.name, 28),
            Out(_("保障方式"), lambda a: a.get_support_mode_display(), 14),
            Out(_("支持总额（元）"), lambda a: sum(x.amount for x in a.amounts.all()), 18, yuan=True),
            Out(_("共建期起"), lambda a: a.starts_on, 12),
            Out(_("共建期止"), lambda a: a.ends_on, 12),
            Out(_("最后签署日"), lambda a: a.signed_on, 12),
            Out(_("备案日"), lambda a: a.filed_on, 12),
        ),
    )
)
