"""Writers of rectifications: ordered with a day, planned, reported, accepted or sent back; adjusted where it failed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kechuang.casework.cases.actions import Ask, Start, Stop, action, step_words
from kechuang.casework.cases.forms import NoteForm
from kechuang.casework.cases.law import ask, breach
from kechuang.casework.cases.standard import attachment_for, determination_for
from kechuang.casework.obligations import services as obligations
from kechuang.casework.obligations.models import Obligation
from kechuang.core import clock
from kechuang.core.permissions import Ground, Refusal
from kechuang.core.words import in_chinese
from kechuang.domains.evaluation import effects, following
from kechuang.domains.evaluation.actions.who import (
    EVALUATED,
    EVALUATOR,
    LEADER,
    evaluated,
    evaluating_leader,
    evaluator,
)
from kechuang.domains.evaluation.facts.results import rectification_facts
from kechuang.domains.evaluation.following import Made
from kechuang.domains.evaluation.forms import rectification as forms
from kechuang.domains.evaluation.models import Effect, Rectification
from kechuang.law import Finding, Verdict
from kechuang.law.bilingual import both

Data = Mapping[str, Any]
ORDER = ["quzhou-2024:art33.p2.b", "keqiao-2025-draft:s4.3.f", "keqiao-2025-draft:s4.4.c"]
CLOCK, ADJUSTMENT = "rectification_due", "dynamic_adjustment"

step_words(Rectification, open_rectification=_("评价结果要求整改"))


def _clock_facts(case: Rectification, data: Data) -> dict[str, Any]:
    return rectification_facts(case)


_RUNS = Start(CLOCK, owner=lambda case, data: case.owner, facts=_clock_facts, settled_by="submit_rectification")
_DUE = Ask("submit_rectification", to=lambda case, data: [case.owner], text=_("按期完成整改并提交整改报告"))


@action(
    Rectification,
    label=_("下达整改通知"),
    moves={"pending": "ordered"},
    by=evaluator,
    who=EVALUATOR,
    form=forms.OrderForm,
    cites=ORDER,
    starts=[_RUNS],
    asks=[_DUE],
    settles=("order_rectification",),
    hint=_("定出整改要求和期限，期限自此计算"),
    main=True,
    bulk=True,
)
def order_rectification(case: Rectification, *, data: Data, by: Any) -> None:
    """Say what is to be put right and by when: the period is what the order sets (A27)."""
    case.requirements, case.document = data["requirements"], data["document"]
    case.ordered_on, case.due_on = clock.today(), data["due_on"]


@action(
    Rectification,
    label=_("调整整改期限"),
    stays=("ordered",),
    by=evaluator,
    who=EVALUATOR,
    form=forms.PeriodForm,
    cites=ORDER,
    starts=[_RUNS],
)
def move_period(case: Rectification, *, data: Data, by: Any) -> None:
    """Another day, with the reason."""
    case.due_on = data["due_on"]


@action(
    Rectification,
    label=_("报送整改方案"),
    stays=("ordered",),
    by=evaluated,
    who=EVALUATED,
    form=forms.PlanForm,
    cites=ORDER,
)
def file_plan(case: Rectification, *, data: Data, by: Any) -> None:
    """Say how it will be put right."""
    case.plan, case.planned_on = data["plan"], clock.today()


@action(
    Rectification,
    label=_("提交整改报告"),
    moves={"ordered": "submitted"},
    by=evaluated,
    who=EVALUATED,
    form=forms.ReportForm,
    cites=ORDER,
    stops=[Stop(CLOCK)],
    asks=[Ask("accept_rectification", to=lambda case, data: [case.department], text=_("验收整改"))],
    settles=("submit_rectification",),
    main=True,
)
def submit_rectification(case: Rectification, *, data: Data, by: Any) -> None:
    """Report it as put right; the clock stops on this day, and runs on if the report is sent back."""
    case.report, case.submitted_on = data["report"], clock.today()


@action(
    Rectification,
    label=_("验收通过"),
    moves={"submitted": "completed"},
    by=evaluator,
    who=EVALUATOR,
    form=forms.AcceptForm,
    cites=ORDER,
    settles=("accept_rectification",),
    main=True,
    bulk=True,
)
def accept_rectification(case: Rectification, *, data: Data, by: Any) -> Callable[[], None]:
    """Accept it: completed on the day it was reported."""
    case.completed_on = case.submitted_on
    with in_chinese():
        note = gettext("整改于%(day)s完成并通过验收") % {"day": case.completed_on}
    return lambda: _carried_out(case, note)


def _carried_out(case: Rectification, note: str) -> None:
    """The effect that asked for it is done, unless it was a simulation."""
    for effect in case.evaluation.effects.filter(kind=Effect.Kind.RECTIFICATION, simulation=False, done_on=None):
        effects.carried_out(effect, clock.today(), note)


@action(
    Rectification,
    label=_("验收不通过"),
    moves={"submitted": "ordered"},
    by=evaluator,
    who=EVALUATOR,
    form=forms.PeriodForm,
    cites=ORDER,
    starts=[_RUNS],
    asks=[_DUE],
    settles=("accept_rectification",),
)
def refuse_rectification(case: Rectification, *, data: Data, by: Any) -> None:
    """Send it back with what is still wrong and a day to complete it by."""
    case.due_on = data["due_on"]


def _may_adjust(case: Rectification, *, data: Data, by: Any) -> Finding | Refusal:
    """Only once the day of the order is over without completion; with a measure that the law's reading allows."""
    given = rectification_facts(case)
    if data.get("measure"):
        given["rectification.measure"] = data["measure"]
    finding = ask(case, ADJUSTMENT, given)
    if finding.verdict is Verdict.NEEDS_DETERMINATION:
        return finding
    due = next((output.value for output in finding.outputs if output.name == "due"), None)
    if not due:
        opens = case.due_on + dt.timedelta(days=1) if case.due_on else None
        reason = gettext("整改期限未到，或者已完成整改，不作动态调整")
        return Refusal(Ground.LAW, reason, finding.citations, opens_on=opens, finding=finding)
    if data.get("measure") and finding.value != data["measure"]:
        return breach(finding)
    return finding


@action(
    Rectification,
    label=_("动态调整"),
    moves={"ordered": "adjusted"},
    by=evaluating_leader,
    who=LEADER,
    form=forms.AdjustForm,
    law=_may_adjust,
    cites=["quzhou-2024:art33.p2.b", "quzhou-2024:art5.p1.b", "keqiao-2025-draft:s4.3.f"],
    settles=("submit_rectification",),
    hint=_("到期未完成整改时采取的措施，写明理由；不会自动退出"),
)
def adjust(case: Rectification, *, data: Data, by: Any) -> Callable[[], None]:
    """Put on record what follows of a rectification that was not completed, and tell those who carry it out."""
    case.measure, case.reasons = data["measure"], data["reasons"]

    def finish() -> None:
        finding = ask(case, ADJUSTMENT, rectification_facts(case))
        effect, _new = Effect.objects.get_or_create(
            evaluation=case.evaluation, kind=Effect.Kind.ADJUSTMENT,
            defaults={
                "platform": case.platform, "rule": ADJUSTMENT, "year": clock.today().year, "measure": case.measure,
                "simulation": case.simulation, "made_on": clock.today(), "finding": both(finding),
                "clauses": [str(place) for place in finding.citations],
            },
        )  # fmt: skip
        with in_chinese():
            release(case.pk, gettext("已动态调整"))
        following.effects_made(Made([effect], case, by))

    return finish


def release(case: int, reason: str) -> None:
    """The clock of a rectification that will not be completed runs no longer."""
    for running in Obligation.objects.running().filter(case_id=case, rule=CLOCK):
        obligations.waive(running, reason)


@action(
    Rectification,
    label=_("不再整改"),
    moves={"pending": "dropped", "ordered": "dropped"},
    by=evaluating_leader,
    who=LEADER,
    form=NoteForm,
    settles=("order_rectification", "submit_rectification"),
)
def drop(case: Rectification, *, data: Data, by: Any) -> Callable[[], None]:
    """It is not asked for any longer, with the reason (the result was corrected, the platform has left)."""
    return lambda: release(case.pk, data["note"])


attach_to_rectification = attachment_for(Rectification, evaluated | evaluator)
determine_rectification = determination_for(Rectification)
