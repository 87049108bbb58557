"""Evaluations of platforms as a list and as pages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext, gettext_lazy, pgettext_lazy

from kechuang.core.ui.sites import CasePaper, CaseSite, Column, register
from kechuang.domains.evaluation.actions.evaluations import due_days, fill_indicator
from kechuang.domains.evaluation.actions.who import evaluated
from kechuang.domains.evaluation.filters import AREA, CAMPAIGN, CLASS, KIND_OF_CAMPAIGN, YEAR_OF_CAMPAIGN
from kechuang.domains.evaluation.models import Evaluation
from kechuang.domains.evaluation.panels import effects, ending, grading
from kechuang.domains.evaluation.panels import evaluations as panels
from kechuang.domains.evaluation.panels.ending import termination_links
from kechuang.domains.evaluation.papers.self_evaluation import self_evaluation_paper
from kechuang.domains.evaluation.tables.marks import simulation_column
from kechuang.domains.platforms.columns import PLATFORM


def _statement(evaluation: Evaluation) -> Mapping[str, Any]:
    """The report as it stands; before there is one, what the platform said of its year when it filed its plan's results."""
    said = evaluation.plan.evaluation if evaluation.plan is not None else ""
    return {"statement": evaluation.statement or said}


def _score(evaluation: Evaluation) -> Decimal | None:
    """To the hundredth, as it was rounded."""
    return None if evaluation.score is None else evaluation.score.quantize(Decimal("0.01"))


def _links(evaluation: Evaluation, user: Any) -> Sequence[tuple[str, str]]:
    """The self-evaluation as a sheet filled in from the records, and where it is uploaded, for the platform while it works on it."""
    found = list(termination_links(evaluation, user))
    if evaluation.state == "invited" and evaluated.test(user, evaluation):
        key = fill_indicator.key
        found += [
            (gettext("下载自评表 .xlsx"), reverse("import-filled", args=[key, evaluation.number])),
            (gettext("上传自评表"), reverse("import-new", args=[key])),
        ]
    return found


EVALUATIONS = register(
    CaseSite(
        Evaluation,
        slug="evaluations",
        title=gettext_lazy("平台评价"),
        unit=pgettext_lazy("evaluations", "份"),
        area=AREA,
        columns=(
            "number",
            "title",
            PLATFORM,
            "region",
            Column("class", gettext_lazy("平台类型"), lambda e: e.get_platform_class_display(), sort="platform_class"),
            Column("year", gettext_lazy("年度"), lambda e: str(e.campaign.year), sort="campaign__year"),
            Column("submitted", gettext_lazy("自评提交"), lambda e: e.submitted_on, "day", "submitted_on"),
            Column("score", gettext_lazy("得分"), _score, "number", sort="score"),
            Column("grade", gettext_lazy("等次"), lambda e: e.get_grade_display(), sort="grade"),
            simulation_column(lambda e: e.campaign),
            "state",
            "due",
            "left",
        ),
        filters=(CAMPAIGN, YEAR_OF_CAMPAIGN, KIND_OF_CAMPAIGN, CLASS),
        search=("platform__title", "platform__number"),
        related=("platform",),
        prefetched=lambda: ("campaign", "scheme", "plan"),
        prepared=lambda rows: rows.prefetch_related("campaign"),
        main=(
            grading.outcome,
            effects.of_evaluation,
            panels.values,
            grading.marks,
            grading.experts,
            panels.remarks,
            panels.statement,
            panels.contests,
            ending.next_round,
        ),
        side=(panels.about,),
        initial=_statement,
        todo_days=due_days,
        beside={
            "correct_indicator": (panels.values,),
            "contest": (panels.values,),
            "answer_contest": (panels.contests,),
        },
        path=("invited", "submitted", "scored", "reviewed", "graded", "published"),
        begins=gettext_lazy("由评价工作启动自评产生：届时辖区内依规定参评的平台各有一份，由平台管理人员填写自评。"),
        begins_in="evaluation-campaigns",
        sub=lambda e: e.campaign.title,
        links=_links,
        papers=(
            CasePaper(
                "self-evaluation",
                gettext_lazy("自评报告"),
                self_evaluation_paper,
                lambda e, user: e.submitted_on is not None,
            ),
        ),
    )
)
