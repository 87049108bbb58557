"""Writers of scoring: experts drawn for each platform, their scores taken over, contests closed, vetoes recorded."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from kechuang.casework.cases import longsteps
from kechuang.casework.cases.actions import action, step_words
from kechuang.casework.cases.direct import step_many
from kechuang.casework.cases.law import ask
from kechuang.core import bulk, clock
from kechuang.core.permissions import Ground, Refusal, Refused
from kechuang.domains.evaluation import drawing
from kechuang.domains.evaluation.actions.who import EVALUATOR, evaluator
from kechuang.domains.evaluation.facts.grading import grade_facts
from kechuang.domains.evaluation.forms import grading as grading_forms
from kechuang.domains.evaluation.forms import scoring as forms
from kechuang.domains.evaluation.models import Campaign, Contest, Evaluation
from kechuang.domains.evaluation.queries.scoring import judged_by_experts, panels_of, without_values
from kechuang.domains.evaluation.scoring import score_all
from kechuang.law.model import Citation

Data = Mapping[str, Any]
BY_EXPERTS = ["keqiao-2025-draft:s4.3.c", "quzhou-2024:art33.p1", "binjiang-2023:s4.5.b"]
step_words(
    Evaluation, take_over=_("专家评分汇总出分"), close_contest=_("申辩结束，得分确定"), settle=_("联合审定等次"),
    take_back=_("撤回审定，重新会商"), publish=_("公布评价结果"),
)  # fmt: skip


def _places(cited: Sequence[str]) -> tuple[Citation, ...]:
    return tuple(Citation.parse(place) for place in cited)


def phase_over(campaign: Campaign, name: str, open_rows: int, words: str) -> list[Refusal]:
    """While rows are open, a phase lasts to its last day; then it may end."""
    phase = campaign.phases.filter(phase=name).first() if campaign.pk else None
    if not open_rows or phase is None or clock.today() > phase.ends_on:
        return []
    text = gettext("%(words)s，这一阶段到 %(day)s 为止") % {"words": words, "day": phase.ends_on}
    return [Refusal(Ground.LAW, text, _places(BY_EXPERTS), opens_on=phase.ends_on + dt.timedelta(days=1))]


def locked(campaign: Campaign, *states: str) -> list[Evaluation]:
    """The evaluations of a campaign in these states, locked, in the order of their keys."""
    rows = Evaluation.objects.select_for_update(of=("self", "case_ptr")).filter(campaign=campaign, state__in=states)
    return list(rows.select_related("owner", "region", "platform").order_by("pk"))


def _self_evaluated(campaign: Campaign, *, data: Data, by: Any) -> list[Refusal]:
    waiting = campaign.evaluations.filter(state="invited").count() if campaign.pk else 0
    words = ngettext("还有 %(n)d 家没有交自评", "还有 %(n)d 家没有交自评", waiting) % {"n": waiting}
    return phase_over(campaign, "self_evaluation", waiting, words)


@action(
    Campaign,
    label=_("抽取专家，开始评分"),
    moves={"self_evaluation": "scoring"},
    by=evaluator,
    who=EVALUATOR,
    form=forms.DrawForm,
    law=_self_evaluated,
    cites=BY_EXPERTS,
    main=True,
    hint=_("每家平台随机抽取一组专家，与该平台有利害关系的不进入抽取；自评期内没有交自评的按系统数据评"),
)
def start_scoring(campaign: Campaign, *, data: Data, by: Any) -> Callable[[], None]:
    """Draw a panel for every platform whose scheme has indicators that experts score."""
    return lambda: drawing.draw(campaign, data, by)


def _some_without(campaign: Campaign, *, data: Data, by: Any) -> list[Refusal]:
    if campaign.pk and (step := longsteps.running(campaign, drawing.DRAW)) is not None:
        given = {"done": step.done, "total": step.total}
        return [Refusal(Ground.STATE, gettext("正在抽取专家，已办 %(done)d 家，共 %(total)d 家") % given)]
    short = judged_by_experts(campaign).count() - panels_of(campaign).values("subject_id").distinct().count()
    return [] if short else [Refusal(Ground.STATE, gettext("各平台都已有专家组"))]


@action(
    Campaign,
    label=_("补抽专家"),
    stays=("scoring",),
    by=evaluator,
    who=EVALUATOR,
    form=forms.DrawForm,
    law=_some_without,
    cites=BY_EXPERTS,
    hint=_("专家组作废的平台重新抽取一组"),
)
def draw_again(campaign: Campaign, *, data: Data, by: Any) -> Callable[[], None]:
    """Draw a panel for platforms that have none, because theirs was broken off."""
    return lambda: drawing.draw(campaign, data, by)


def _all_concluded(campaign: Campaign, *, data: Data, by: Any) -> list[Refusal]:
    platforms = judged_by_experts(campaign).count()
    done = panels_of(campaign).filter(state="closed").values("subject_id").distinct().count()
    short = platforms - done
    if short <= 0:
        return []
    text = ngettext("还有 %(n)d 家平台的专家组没有出结论", "还有 %(n)d 家平台的专家组没有出结论", short) % {"n": short}
    return [Refusal(Ground.LAW, text, _places(BY_EXPERTS))]


@action(
    Campaign,
    label=_("汇总评分，转入申辩"),
    moves={"scoring": "contest"},
    by=evaluator,
    who=EVALUATOR,
    form=forms.TakeOverForm,
    law=_all_concluded,
    cites=BY_EXPERTS,
    main=True,
    hint=_("此后各平台看得到自己的得分，可以申辩"),
)
def finish_scoring(campaign: Campaign, *, data: Data, by: Any) -> Callable[[], None]:
    """Take over the experts' scores and the marks of the records; from here on each platform sees its own."""
    missing = without_values(campaign).select_related("evaluation__platform", "node")
    if not data["missing_is_zero"] and (first := missing.first()) is not None:
        many = missing.count()
        words = {"n": many, "platform": first.evaluation.platform.title, "node": first.node.name}
        text = gettext("%(n)d 项定量指标缺数或者没有目标值，例如 %(platform)s：%(node)s") % words
        raise Refused(Refusal(Ground.INPUT, text, errors={"missing_is_zero": [text]}))

    def finish() -> None:
        rows = locked(campaign, "invited", "submitted")
        score_all(rows, missing_is_zero=data["missing_is_zero"])
        step_many(rows, "take_over", to="scored", by=by, fields=("score",), data=_told_score, cites=BY_EXPERTS)

    return finish


def _told_score(evaluation: Evaluation) -> Data:
    return {"score": evaluation.score}


def _contests_answered(campaign: Campaign, *, data: Data, by: Any) -> list[Refusal]:
    """No contest may come any more, and all were answered."""
    if campaign.pk is None:
        return []
    phase = campaign.phases.filter(phase="contest").first()
    if phase is not None and clock.today() <= phase.ends_on:
        text = gettext("申辩到 %(day)s 为止") % {"day": phase.ends_on}
        return [Refusal(Ground.LAW, text, _places(BY_EXPERTS), opens_on=phase.ends_on + dt.timedelta(days=1))]
    open_ones = Contest.objects.filter(evaluation__campaign=campaign, answered_on=None)
    waiting = open_ones.exclude(evaluation__state="left_out").count()
    if not waiting:
        return []
    text = ngettext("还有 %(n)d 件申辩没有答复", "还有 %(n)d 件申辩没有答复", waiting) % {"n": waiting}
    return [Refusal(Ground.LAW, text, _places(BY_EXPERTS))]


@action(
    Campaign,
    label=_("申辩结束，转入联合审定"),
    moves={"contest": "joint_review"},
    by=evaluator,
    who=EVALUATOR,
    law=_contests_answered,
    cites=["binjiang-2023:s5.2", *BY_EXPERTS],
    main=True,
)
def close_contest(campaign: Campaign, *, data: Data, by: Any) -> Callable[[], None]:
    """Reckon once more the scores of those who contested; all are final."""

    def finish() -> None:
        rows = locked(campaign, "scored", "contested", "reviewed")
        contested = set(Contest.objects.filter(evaluation__campaign=campaign).values_list("evaluation_id", flat=True))
        changed = [row for row in rows if row.pk in contested or row.score is None]
        bulk.update(Evaluation, "score", score_all(changed, missing_is_zero=True))
        open_ones = [row for row in rows if row.state != "reviewed"]
        step_many(
            open_ones, "close_contest", to="reviewed", by=by, fields=("score",), data=_told_score, cites=BY_EXPERTS
        )

    return finish


# -- vetoes ------------------------------------------------------------------------------------------------

VETO = "binjiang-2023:s4.5.f"


@action(
    Evaluation,
    label=_("记录否决事项核查"),
    stays=("invited", "submitted", "scored", "contested", "reviewed"),
    by=evaluator,
    who=EVALUATOR,
    form=grading_forms.VetoForm,
    cites=VETO,
    bulk=True,
    hint=_("核查过没有的也要记录：没有人核查不等于没有"),
)
def record_veto(evaluation: Evaluation, *, data: Data, by: Any) -> None:
    """Record what was found of veto events in the year, or that there is none; the law says whether it vetoes."""
    evaluation.veto_matters, evaluation.staff_veto_matters = data["veto_matters"], data["staff_veto_matters"]
    evaluation.veto_note, evaluation.veto = data["veto_note"], False
    campaign = evaluation.campaign
    finding = ask(
        evaluation, "evaluation_grade", {**grade_facts(evaluation, campaign), "evaluation.grade": "qualified"}
    )
    evaluation.veto = finding.value == "unqualified"
