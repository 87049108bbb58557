"""Writers of contests: a platform contests its scores with evidence, the department answers with reasons."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kechuang.casework.cases.actions import Ask, action
from kechuang.casework.inbox import services as inbox
from kechuang.casework.parties.models import Role
from kechuang.core import clock
from kechuang.core.permissions import Ground, Refusal
from kechuang.domains.evaluation import values
from kechuang.domains.evaluation.actions.evaluations import YEARLY
from kechuang.domains.evaluation.actions.who import EVALUATED, EVALUATOR, evaluated, evaluator
from kechuang.domains.evaluation.forms import contests as forms
from kechuang.domains.evaluation.models import Contest, Evaluation, IndicatorValue
from kechuang.domains.evaluation.queries.phases import phase_of, within
from kechuang.law.model import Citation

Data = Mapping[str, Any]


def _open(evaluation: Evaluation, *, data: Data, by: Any) -> list[Refusal]:
    """Whether scores may be contested today: in the phase of the campaign, on one of its days."""
    cites = tuple(Citation.parse(c) for c in YEARLY)
    phase = phase_of(evaluation.campaign, "contest")
    if evaluation.campaign.state == "contest" and within(evaluation.campaign, "contest"):
        return []
    if phase is not None and clock.today() < phase.starts_on:
        return [Refusal(Ground.LAW, gettext("申辩阶段还没有到"), cites, opens_on=phase.starts_on)]
    return [Refusal(Ground.LAW, gettext("现在不在申辩阶段"), cites)]


@action(
    Evaluation,
    label=_("提出申辩"),
    moves={"scored": "contested"},
    stays=("contested",),
    by=evaluated,
    who=EVALUATED,
    form=forms.ContestForm,
    law=_open,
    cites=YEARLY,
    asks=[
        Ask("answer_contest", lambda case, data: [case.campaign.owner], _("答复平台的申辩"), (Role.CLERK, Role.LEADER))
    ],
)
def contest(evaluation: Evaluation, *, data: Data, by: Any) -> list[Contest]:
    """Say what is wrong with a score or with the whole, with the file that shows it."""
    return [
        Contest(
            evaluation=evaluation, node=data["node"], text=data["text"], claimed=data["claimed"], file=data["file"],
            filed_on=clock.today(), filed_by=by,
        )
    ]  # fmt: skip


@action(
    Evaluation,
    label=_("答复申辩"),
    moves={"contested": ("contested", "reviewed")},
    by=evaluator,
    who=EVALUATOR,
    form=forms.AnswerForm,
    cites=YEARLY,
    main=True,
    hint=_("成立的，认定的数值或者得分计入总分；全部答复后转为已复核"),
)
def answer_contest(evaluation: Evaluation, *, data: Data, by: Any) -> Callable[[], None]:
    """Answer one contest; what is upheld changes the value or the marks, and the score of the whole."""
    row: Contest = data["contest"]
    for name in ("outcome", "answer", "value", "score"):
        setattr(row, name, data[name])
    row.answered_on, row.answered_by = clock.today(), by
    row.save()
    if row.value is not None or row.score is not None:
        _uphold(evaluation, row)
    waiting = evaluation.contests.filter(answered_on=None).exists()
    evaluation.state = "contested" if waiting else "reviewed"

    def finish() -> None:
        if not waiting:
            inbox.close_todos(evaluation, ("answer_contest",))

    return finish


def _uphold(evaluation: Evaluation, contest: Contest) -> None:
    """What was found right stands in the value, and the score is summed anew."""
    value = evaluation.values.select_related("node").get(node=contest.node)
    if contest.value is not None:
        value.given, value.source = contest.value, IndicatorValue.Source.CORRECTED
        value.reason, value.file = contest.answer[:300], contest.file
        value.score = values.marks(value)
    else:
        value.score = contest.score
    value.save()
    evaluation.score = values.total(evaluation, dict(evaluation.values.values_list("node_id", "score")))
