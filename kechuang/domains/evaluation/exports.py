"""Spreadsheets out: schemes, campaigns and evaluations in full."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _

from kechuang.casework.sheets.declare import Out, SheetExport, sheet_export
from kechuang.domains.evaluation.models import Campaign, Evaluation, Scheme


def _schemes(user: Any) -> Any:
    rows = Scheme.objects.visible_to(user).select_related("region", "owner", "carried_from")
    return rows.annotate(indicator_count=Count("nodes", filter=~Q(nodes__kind="group")))


schemes = sheet_export(
    SheetExport(
        Scheme,
        _("评价指标体系"),
        _schemes,
        (
            Out(_("编号"), lambda s: s.number, 18, code=True),
            Out(_("名称"), lambda s: s.title, 40),
            Out(_("所在地"), lambda s: str(s.region)),
            Out(_("平台类型"), lambda s: str(s.get_platform_class_display())),
            Out(_("年度"), lambda s: s.year, 8),
            Out(_("版次"), lambda s: s.edition, 8),
            Out(_("指标数"), lambda s: s.indicator_count, 8),
            Out(_("沿用自"), lambda s: s.carried_from.number if s.carried_from else "", 18, code=True),
            Out(_("文号"), lambda s: s.document, 20),
            Out(_("审定日"), lambda s: s.adopted_on),
            Out(_("状态"), lambda s: s.state_label),
        ),
    )
)

campaigns = sheet_export(
    SheetExport(
        Campaign,
        _("评价工作"),
        lambda user: (
            Campaign.objects.visible_to(user)
            .select_related("region", "owner")
            .annotate(platform_count=Count("evaluations"))
        ),
        (
            Out(_("编号"), lambda c: c.number, 18, code=True),
            Out(_("名称"), lambda c: c.title, 40),
            Out(_("所在地"), lambda c: str(c.region)),
            Out(_("组织部门"), lambda c: str(c.owner), 30),
            Out(_("评价种类"), lambda c: str(c.get_kind_of_display())),
            Out(_("评价年度"), lambda c: c.year, 8),
            Out(_("评价日"), lambda c: c.held_on),
            Out(_("参评平台"), lambda c: c.platform_count, 8),
            Out(_("公布日"), lambda c: c.published_on),
            Out(_("状态"), lambda c: c.state_label),
        ),
    )
)

evaluations = sheet_export(
    SheetExport(
        Evaluation,
        _("平台评价"),
        lambda user: Evaluation.objects.visible_to(user).select_related(
            "region", "owner", "platform", "campaign", "scheme"
        ),
        (
            Out(_("编号"), lambda e: e.number, 18, code=True),
            Out(_("平台编号"), lambda e: e.platform.number, 18, code=True),
            Out(_("平台"), lambda e: e.platform.title, 40),
            Out(_("所在地"), lambda e: str(e.region)),
            Out(_("平台类型"), lambda e: str(e.get_platform_class_display())),
            Out(_("评价种类"), lambda e: str(e.campaign.get_kind_of_display())),
            Out(_("评价年度"), lambda e: e.campaign.year, 8),
            Out(_("指标体系"), lambda e: e.scheme.number, 18, code=True),
            Out(_("自评提交日"), lambda e: e.submitted_on),
            Out(_("自评得分"), lambda e: e.self_score, 10),
            Out(_("状态"), lambda e: e.state_label),
        ),
    )
)
