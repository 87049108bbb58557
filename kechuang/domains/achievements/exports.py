"""Achievements in full, with completers as the import reads them."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from kechuang.casework.sheets.declare import Out, SheetExport, sheet_export
from kechuang.domains.achievements.completing import percent
from kechuang.domains.achievements.models import Achievement


def _rows(user: Any) -> Any:
    rows = Achievement.objects.visible_to(user).select_related("region", "owner", "platform", "recommended_by")
    return rows.prefetch_related("completers__person", "rights").order_by("number")


def _completers(achievement: Any) -> list[str]:
    return [f"{'*' if c.main else ''}{c.person.name} {percent(c.share)}" for c in achievement.completers.all()]


achievements = sheet_export(
    SheetExport(
        Achievement,
        title=_("科技成果"),
        rows=_rows,
        columns=(
            Out(_("编号"), lambda a: a.number, 18, code=True),
            Out(_("状态"), lambda a: a.state_label, 12),
            Out(_("成果名称"), lambda a: a.title, 40),
            Out(_("英文名称"), lambda a: a.title_en, 30),
            Out(_("单位"), lambda a: a.owner.name, 28),
            Out(_("所在地"), lambda a: a.region_id, 10, code=True),
            Out(_("平台"), lambda a: a.platform.title if a.platform else None, 24),
            Out(_("完成人和贡献份额"), _completers, 40),
            Out(_("成果类别"), lambda a: a.get_kind_of_achievement_display(), 14),
            Out(_("体现形式"), lambda a: a.get_form_display(), 16),
            Out(_("成果属性"), lambda a: a.get_attribute_display(), 14),
            Out(_("所处阶段"), lambda a: a.get_stage_display(), 10),
            Out(_("水平"), lambda a: a.get_level_display(), 12),
            Out(_("技术成熟度（1–9）"), lambda a: a.trl, 10),
            Out(_("关键词"), lambda a: a.keywords, 24),
            Out(_("产业领域"), lambda a: a.industries, 24),
            Out(_("研究起"), lambda a: a.started_on, 12),
            Out(_("完成日"), lambda a: a.completed_on, 12),
            Out(_("职务成果"), lambda a: a.service, 10),
            Out(_("利用财政性资金形成"), lambda a: a.fiscal, 12),
            Out(_("来源计划"), lambda a: a.programme, 24),
            Out(_("项目编号"), lambda a: a.project_number, 18, code=True),
            Out(_("推荐单位"), lambda a: a.recommended_by.name if a.recommended_by else None, 24),
            Out(_("知识产权"), lambda a: [r.number for r in a.rights.all()], 24),
            Out(_("成果登记号"), lambda a: a.registration_number, 20, code=True),
            Out(_("登记日"), lambda a: a.registered_on, 12),
            Out(_("单列管理"), lambda a: a.separate_on, 12),
        ),
    )
)
