"""Writers of evaluations until they are scored: filled in by the platform, submitted, checked and corrected."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kechuang.casework.cases.actions import Ask, action
from kechuang.casework.cases.forms import NoteForm
from kechuang.casework.cases.standard import attachment_for, determination_for, paper_filing_for
from kechuang.casework.parties.models import Role
from kechuang.core import clock
from kechuang.core.permissions import Ground, Refusal
from kechuang.core.words import listed
from kechuang.domains.evaluation import values
from kechuang.domains.evaluation.actions.who import EVALUATED, EVALUATOR, evaluated, evaluator
from kechuang.domains.evaluation.forms import values as forms
from kechuang.domains.evaluation.models import Evaluation, IndicatorValue
from kechuang.domains.evaluation.queries.phases import phase_of
from kechuang.law.model import Citation

Data = Mapping[str, Any]
YEARLY = ["quzhou-2024:art33.p1", "keqiao-2025-draft:s4.3.c", "binjiang-2023:s4.5.b"]
NAMED = 6
"""How many indicators a refusal names."""


def _in_phase(evaluation: Evaluation, *, data: Data, by: Any) -> list[Refusal]:
    """Whether the self-evaluation may still be worked on."""
    if evaluation.campaign.state == "self_evaluation":
        return []
    return [Refusal(Ground.STATE, gettext("自评阶段已经结束"), tuple(Citation.parse(c) for c in YEARLY))]


@action(
    Evaluation,
    label=_("填写自评"),
    stays=("invited",),
    by=evaluated,
    who=EVALUATED,
    form=forms.FillInForm,
    law=_in_phase,
    cites=YEARLY,
    hint=_("系统数据已经填好，只补没有的；可以分几次填"),
)
def fill_in(evaluation: Evaluation, *, data: Data, by: Any) -> None:
    """Keep what was filled in so far."""
    _keep(evaluation, data["values"])


@action(
    Evaluation,
    label=_("逐项填写自评"),
    stays=("invited",),
    by=evaluated,
    who=EVALUATED,
    form=forms.FillOneForm,
    law=_in_phase,
    cites=YEARLY,
    hint=_("一次一项；指标多时下载填好系统数据的自评表，补完再上传"),
)
def fill_indicator(evaluation: Evaluation, *, data: Data, by: Any) -> None:
    """Keep what was said of one indicator."""
    _keep(evaluation, data["values"])


def _keep(evaluation: Evaluation, found: Mapping[int, Mapping[str, Any]]) -> None:
    for row in evaluation.values.filter(pk__in=found):
        for name, value in found[row.pk].items():
            setattr(row, name, value)
        row.save()


def _complete(evaluation: Evaluation, *, data: Data, by: Any) -> list[Refusal]:
    late = _in_phase(evaluation, data=data, by=by)
    if late:
        return late
    rows = values.leaves_of(evaluation)
    now = values.read(evaluation, [row.node for row in rows])
    for row in rows:
        if row.node_id in now:
            row.recorded = now[row.node_id].value
    lacking = [forms.label_of(row.node) for row in rows if values.missing(row)]
    if not lacking:
        return []
    names = lacking[:NAMED]
    if len(lacking) > NAMED:
        names.append(gettext("等 %(n)d 项") % {"n": len(lacking)})
    text = gettext("自评还没有填完：%(names)s") % {"names": listed(names)}
    return [Refusal(Ground.LAW, text, tuple(Citation.parse(c) for c in YEARLY))]


@action(
    Evaluation,
    label=_("提交自评"),
    moves={"invited": "submitted"},
    by=evaluated,
    who=EVALUATED,
    form=forms.SubmitForm,
    law=_complete,
    law_needs_data=True,
    cites=YEARLY,
    settles=("submit_self_evaluation",),
    main=True,
    hint=_("提交时再取一次系统数据，连同依据一起留存"),
)
def submit_self_evaluation(evaluation: Evaluation, *, data: Data, by: Any) -> None:
    """The self-evaluation stands: records are read once more and kept with their rows, marks are summed."""
    evaluation.statement, evaluation.submitted_on = data["statement"], clock.today()
    values.refresh(evaluation)
    rows = values.leaves_of(evaluation)
    for row in rows:
        if row.node.kind == "record":
            row.self_score = values.marks(row)
            row.save()
    evaluation.self_score = values.total(evaluation, {row.node_id: row.self_score for row in rows})


@action(
    Evaluation,
    label=_("退回自评"),
    moves={"submitted": "invited"},
    by=evaluator,
    who=EVALUATOR,
    form=NoteForm,
    law=_in_phase,
    cites=YEARLY,
    asks=[
        Ask(
            "submit_self_evaluation", lambda case, data: [case.owner], _("自评被退回，补充后再提交"),
            (Role.PLATFORM_MANAGER,),
        )
    ],
    bulk=True,
)  # fmt: skip
def return_self_evaluation(evaluation: Evaluation, *, data: Data, by: Any) -> None:
    """Give the self-evaluation back, with what is lacking; what was filled in stays."""
    evaluation.submitted_on, evaluation.self_score = None, None


@action(
    Evaluation,
    label=_("更正指标值"),
    stays=("submitted",),
    by=evaluator,
    who=EVALUATOR,
    form=forms.CorrectForm,
    cites=YEARLY,
    hint=_("核对发现数值不对时，凭证据更正；平台看得到，也可以申辩"),
)
def correct_indicator(evaluation: Evaluation, *, data: Data, by: Any) -> None:
    """Another value counts, with its reason and evidence; the record stays beside it."""
    row: IndicatorValue = data["value_of"]
    row.given, row.reason, row.file = data["value"], data["reason"], data["file"]
    row.source = IndicatorValue.Source.CORRECTED
    row.save()


PHASE_OF_TODO = {"submit_self_evaluation": "self_evaluation", "answer_contest": "contest"}
"""Within which phase of its campaign an evaluation's to-do is asked for."""


def due_days(todos: Any) -> dict[int, Any]:
    """The last day of its phase for each to-do of evaluations, by its key."""
    cases = {todo.case_id for todo in todos}
    rows = Evaluation.objects.filter(pk__in=cases).select_related("campaign").prefetch_related("campaign__phases")
    by_pk, found = {row.pk: row for row in rows}, {}
    for todo in todos:
        row, name = by_pk.get(todo.case_id), PHASE_OF_TODO.get(todo.name)
        phase = phase_of(row.campaign, name) if row is not None and name is not None else None
        if phase is not None:
            found[todo.pk] = phase.ends_on
    return found


attach_to_evaluation = attachment_for(Evaluation, evaluated | evaluator)
determine_evaluation = determination_for(Evaluation)
keep_paper_of_evaluation = paper_filing_for(Evaluation, evaluated | evaluator)
