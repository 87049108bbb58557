"""The pool, the panels and their seats in full. Scores leave only in the minutes of a concluded panel."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from kechuang.casework.reviews.models import Expert, Panel
from kechuang.casework.reviews.schemes import purpose_of
from kechuang.casework.reviews.words import field_word
from kechuang.casework.sheets.declare import Out, SheetExport, sheet_export


def _experts(user: Any) -> Any:
    rows = Expert.objects.visible_to(user).select_related("region", "owner", "person", "organisation")
    return rows.prefetch_related("conflicts__organisation").order_by("number")


def _panels(user: Any) -> Any:
    return Panel.objects.visible_to(user).select_related("region", "owner", "subject").order_by("number")


def _bonds(expert: Expert) -> str:
    return "；".join(f"{c.get_kind_display()}:{c.organisation or c.person_name}" for c in expert.conflicts.all())


experts = sheet_export(
    SheetExport(
        Expert,
        title=_("专家库"),
        rows=_experts,
        columns=(
            Out(_("编号"), lambda e: e.number, 18, code=True),
            Out(_("状态"), lambda e: e.state_label, 10),
            Out(_("姓名"), lambda e: e.person.name, 12),
            Out(_("所在单位"), lambda e: e.organisation.name, 30),
            Out(_("代表方面"), lambda e: e.get_side_display(), 12),
            Out(_("专业领域"), lambda e: [field_word(f) for f in e.fields], 30),
            Out(_("职称或职务"), lambda e: e.post, 16),
            Out(_("电子邮箱"), lambda e: e.person.email, 24),
            Out("ORCID", lambda e: e.person.orcid, 22, code=True),
            Out(_("简介"), lambda e: e.about, 40),
            Out(_("利害关系"), _bonds, 40),
            Out(_("建库部门"), lambda e: e.owner.name, 24),
            Out(_("立案"), lambda e: e.opened_on, 12),
        ),
    )
)

panels = sheet_export(
    SheetExport(
        Panel,
        title=_("评审组"),
        rows=_panels,
        columns=(
            Out(_("编号"), lambda p: p.number, 18, code=True),
            Out(_("状态"), lambda p: p.state_label, 10),
            Out(_("名称"), lambda p: p.title, 40),
            Out(_("评审种类"), lambda p: str(purpose_of(p.purpose).label), 14),
            Out(_("评审事项"), lambda p: p.subject.number, 18, code=True),
            Out(_("责任单位"), lambda p: p.owner.name, 24),
            Out(_("确认截止"), lambda p: p.reply_by, 12),
            Out(_("评分截止"), lambda p: p.score_by, 12),
            Out(_("结论"), lambda p: p.opinion_words, 12),
            Out(_("立案"), lambda p: p.opened_on, 12),
            Out(_("办结"), lambda p: p.closed_on, 12),
        ),
    )
)
