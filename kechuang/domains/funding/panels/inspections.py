"""An inspection on its page: what is looked at, what was found before, who else plans to look."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from kechuang.casework.cases.law import ask
from kechuang.core.ui.sites import Fact, Sheet
from kechuang.domains.achievements.panels.words import badge, chips, day, remarks, silent
from kechuang.domains.funding.facts.inspections import inspection_facts
from kechuang.domains.funding.models import Inspection
from kechuang.domains.funding.queries.inspections import also_planned, earlier, evaluation_before


def about(inspection: Inspection, user: Any) -> Sheet:
    """What, when, and by whom."""
    facts = [
        Fact(_("平台"), inspection.platform.title, url=reverse("case", args=[inspection.platform.number])),
        Fact(_("检查事项"), str(inspection.get_subject_display())),
        Fact(_("拟检查日"), day(inspection.planned_on)),
        Fact(_("检查单位"), str(inspection.owner)),
    ]
    if inspection.project is not None:
        facts.insert(
            1, Fact(_("检查的项目"), inspection.project.number, url=reverse("case", args=[inspection.project.number]))
        )
    if inspection.interval_months is not None:
        facts.append(Fact(_("不重复检查间隔（月）"), str(inspection.interval_months)))
        facts.append(Fact(_("间隔的依据"), inspection.interval_document))
    if inspection.done_on is not None:
        facts.append(Fact(_("检查日"), day(inspection.done_on)))
    return Sheet(_("检查评估"), facts=facts, text=inspection.result)


def once(inspection: Inspection, user: Any) -> Sheet:
    """Whether it repeats an earlier one, by law; and what was found then, to be used again."""
    finding = ask(inspection, "duplicate_inspection", inspection_facts(inspection))
    rows = [
        [{"label": i.number, "url": reverse("case", args=[i.number])}, str(i.owner), day(i.done_on), i.result[:120], i.state_label]
        for i in earlier(inspection)[:10]
    ] + [
        [{"label": i.number, "url": reverse("case", args=[i.number])}, str(i.owner), day(i.planned_on), "–", i.state_label]
        for i in also_planned(inspection)[:10]
    ]  # fmt: skip
    judged = evaluation_before(inspection)
    if judged is not None:
        url = reverse("case", args=[judged.number])
        grade, on = str(judged.get_grade_display()), day(judged.campaign.published_on)
        rows.append([{"label": judged.number, "url": url}, str(judged.campaign.owner), on, grade, judged.state_label])
    text = remarks([finding])
    if inspection.repeats:
        text = f"{text}\n{_('再次检查的理由')}：{inspection.repeats}".strip()
    head = [_("编号"), _("检查单位"), _("日期"), _("检查结果"), _("状态")]
    if silent(finding) and not rows:
        text = text or _("没有查过同一事项。")
    return Sheet(
        _("是否重复检查"), head=head if rows else (), rows=rows, text=text, cites=chips([finding]),
        badge=None if silent(finding) else badge(finding),
    )  # fmt: skip
