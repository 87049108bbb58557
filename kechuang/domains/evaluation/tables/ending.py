"""Assessments and terminations as lists and as pages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy, pgettext_lazy

from kechuang.core import clock
from kechuang.core.ui.sites import CaseSite, Column, register
from kechuang.domains.evaluation.filters import AREA, YEAR_OF_EVALUATION
from kechuang.domains.evaluation.models import Assessment, Evaluation, Rectification, Termination
from kechuang.domains.evaluation.panels import ending as panels
from kechuang.domains.evaluation.panels.ending import termination_links
from kechuang.domains.evaluation.tables.marks import simulation_column
from kechuang.domains.platforms.columns import PLATFORM


def _new(user: Any, given: Mapping[str, Any]) -> Mapping[str, Any]:
    """Begun from the page of its ground."""
    found: dict[str, Any] = {}
    for name, model in (("assessment", Assessment), ("rectification", Rectification), ("evaluation", Evaluation)):
        case = model.objects.visible_to(user).filter(number=given.get(name) or "", termination=None).first()
        if case is not None:
            found[name] = case.pk
    return found


def _today(case: Any) -> Mapping[str, Any]:
    return {"given_on": clock.today(), "done_on": clock.today(), "statement": getattr(case, "statement", "")}


ASSESSMENTS = register(
    CaseSite(
        Assessment,
        slug="assessments",
        title=pgettext_lazy("page", "综合评估研判"),
        unit=pgettext_lazy("assessments", "件"),
        area=AREA,
        columns=(
            "number",
            "title",
            PLATFORM,
            "region",
            Column("failures", gettext_lazy("连续不合格年数"), lambda a: a.failures, "number", "failures"),
            Column("conclusion", gettext_lazy("结论"), lambda a: a.get_conclusion_display(), sort="conclusion"),
            Column("concluded", gettext_lazy("结论日"), lambda a: a.concluded_on, "day", "concluded_on"),
            simulation_column(),
            "state",
        ),
        filters=(YEAR_OF_EVALUATION,),
        search=("platform__title", "platform__number"),
        related=("platform",),
        main=(panels.assessed, panels.opinions),
        side=(panels.assessment_in_law,),
        path=("opened", "concluded"),
        begins=gettext_lazy(
            "连续两个年度评价不合格的，公布结果时自动立案；研判本身不终止合作，由专家和共建各方提出意见后作出结论。"
        ),
        begins_in="evaluation-campaigns",
        sub=lambda a: a.platform.title,
        initial=_today,
        links=termination_links,
    )
)

TERMINATIONS = register(
    CaseSite(
        Termination,
        slug="terminations",
        title=pgettext_lazy("page", "终止合作"),
        unit=pgettext_lazy("terminations", "件"),
        area=AREA,
        columns=(
            "number",
            "title",
            PLATFORM,
            "region",
            Column("decided", gettext_lazy("决定日"), lambda t: t.decided_on, "day", "decided_on"),
            "state",
        ),
        search=("platform__title", "platform__number"),
        related=("platform",),
        main=(panels.ended, panels.steps),
        side=(panels.termination_in_law,),
        path=("clearing", "completed"),
        begins=gettext_lazy(
            "要有记录在案的依据才能启动：综合评估研判结论为不宜继续、整改措施定为退出，或者周期评价后不再合作；从那一案件的页面启动。"
        ),
        begins_in="assessments",
        sub=lambda t: t.platform.title,
        initial=_today,
        initial_new=_new,
    )
)
