"""Writers of terminations: begun on a recorded ground, carried out step by step, completed when nothing is left."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kechuang.casework.cases.actions import Ask, action
from kechuang.casework.cases.forms import NoteForm
from kechuang.casework.cases.law import ask, breach
from kechuang.casework.cases.models import CaseParty
from kechuang.casework.cases.standard import attachment_for, determination_for
from kechuang.casework.inbox import services as inbox
from kechuang.casework.parties.models import Organisation
from kechuang.core import clock
from kechuang.core.permissions import Ground, Refusal
from kechuang.core.words import in_chinese, listed
from kechuang.domains.evaluation.actions.who import EVALUATOR, LEADER, evaluating_leader, evaluator
from kechuang.domains.evaluation.cycles import exit_finding
from kechuang.domains.evaluation.effects import carried_out
from kechuang.domains.evaluation.facts.results import assessment_facts, rectification_facts
from kechuang.domains.evaluation.forms import ending as forms
from kechuang.domains.evaluation.models import Effect, Termination, TerminationStep
from kechuang.domains.evaluation.queries.ending import left_to_do
from kechuang.law import Finding

Data = Mapping[str, Any]
CITES = ["keqiao-2025-draft:s4.4.d", "quzhou-2024:art33.p2.b", "binjiang-2023:s2.p1.b"]


def _ground(case: Termination, *, data: Data, by: Any) -> Finding | Refusal:
    """The law on the ground it rests on: failing years and an unfit assessment, an exit on record, or no next round."""
    if case.assessment is not None:
        return ask(case, "cooperation_termination", assessment_facts(case.assessment))
    if case.evaluation is not None:
        made = case.evaluation.decision
        finding = exit_finding(case.evaluation, passed=made.passed, other=made.other_exit_case)
        return finding if finding.value is True else breach(finding)
    assert case.rectification is not None
    finding = ask(case, "dynamic_adjustment", rectification_facts(case.rectification))
    return finding if finding.value == "exit" else breach(finding)


def _office(case: Termination) -> tuple[Organisation, bool]:
    """The department that ends it, and whether all of it is a simulation."""
    if case.assessment is not None:
        return case.assessment.owner, case.assessment.simulation
    if case.rectification is not None:
        return case.rectification.department, case.rectification.simulation
    assert case.evaluation is not None
    effect = case.evaluation.effects.get(kind=Effect.Kind.EXIT)
    return case.evaluation.campaign.owner, effect.simulation


@action(
    Termination,
    label=_("启动终止合作"),
    creates=True,
    by=evaluating_leader,
    who=LEADER,
    form=forms.TerminationForm,
    law=_ground,
    law_needs_data=True,
    cites=CITES,
    asks=[Ask("record_step", to=lambda case, data: [case.owner], text=_("办理终止合作的各项步骤"))],
)
def begin_termination(case: Termination, *, data: Data, by: Any) -> Callable[[], None]:
    """Begin to end a cooperation, on a recorded ground alone; the platform and its founders take part."""
    case.assessment, case.rectification, case.evaluation = (data[name] for name in forms.GROUNDS)
    ground = case.assessment or case.rectification or data["evaluation"]
    case.platform, case.region = ground.platform, ground.region
    case.owner, case.simulation = _office(case)
    case.reasons, case.document, case.decided_on = data["reasons"], data["document"], clock.today()
    with in_chinese():
        case.title = gettext("%(platform)s终止合作") % {"platform": case.platform.title[:150]}

    def finish() -> None:
        platform = case.platform
        sides = {platform.owner_id: "platform"}
        sides |= {founder.organisation_id: "cofounder" for founder in platform.founders.all()}
        if platform.introducing_entity_id:
            sides.setdefault(platform.introducing_entity_id, "introducing")
        CaseParty.objects.bulk_create(
            CaseParty(case_id=case.pk, organisation_id=one, role=role) for one, role in sides.items()
        )
        told = inbox.members(platform.owner)
        inbox.tell(told, "case", inbox.of_case(_("终止合作已启动"), case), case_id=case.pk)

    return finish


@action(
    Termination,
    label=_("记录步骤"),
    stays=("clearing",),
    by=evaluator,
    who=EVALUATOR,
    form=forms.StepForm,
    cites=CITES,
    main=True,
)
def record_step(case: Termination, *, data: Data, by: Any) -> Callable[[], None]:
    """A step that was done: when, and how; recorded again, it stands corrected."""

    def finish() -> None:
        said = {"done_on": data["done_on"], "text": data["text"], "recorded_by": by}
        TerminationStep.objects.update_or_create(termination=case, step=data["step"], defaults=said)

    return finish


def _all_done(case: Termination, *, data: Data, by: Any) -> Refusal | None:
    left = left_to_do(case)
    if not left:
        return None
    return Refusal(Ground.STATE, gettext("还没有完成：%(names)s") % {"names": listed(left)})


@action(
    Termination,
    label=_("办结终止"),
    moves={"clearing": "completed"},
    by=evaluating_leader,
    who=LEADER,
    law=_all_done,
    cites=CITES,
    settles=("record_step",),
    hint=_("各项步骤完成、协议已终止、平台已登记退出后办结"),
)
def complete_termination(case: Termination, *, data: Data, by: Any) -> Callable[[], None]:
    """Every step is done, the agreement ended and the registry says that the platform has left: so is what asked for it."""

    def finish() -> None:
        grounds = [case.evaluation, case.rectification and case.rectification.evaluation]
        asked = Effect.objects.filter(evaluation__in=[row for row in grounds if row is not None], done_on=None)
        for effect in asked.filter(open=False, waived=False, simulation=False):
            if effect.kind == Effect.Kind.EXIT or (effect.kind, effect.measure) == (Effect.Kind.ADJUSTMENT, "exit"):
                carried_out(effect, clock.today(), case.number)

    return finish


@action(
    Termination,
    label=_("不再终止"),
    moves={"clearing": "abandoned"},
    by=evaluating_leader,
    who=LEADER,
    form=NoteForm,
    settles=("record_step",),
)
def abandon_termination(case: Termination, *, data: Data, by: Any) -> None:
    """Cooperation goes on after all, with the reason."""


attach_to_termination = attachment_for(Termination, evaluator)
determine_termination = determination_for(Termination)
