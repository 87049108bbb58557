"""Writers of assessments: the platform is heard, experts and co-founders give opinions, the leader concludes with reasons."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kechuang.casework.cases.actions import action, step_words
from kechuang.casework.cases.forms import NoteForm
from kechuang.casework.cases.law import ask
from kechuang.casework.cases.predicates import member_of_party
from kechuang.casework.cases.standard import attachment_for, determination_for
from kechuang.casework.inbox import services as inbox
from kechuang.casework.parties.models import Role
from kechuang.core import clock
from kechuang.core.permissions import Ground, Refusal
from kechuang.core.words import in_chinese, listed
from kechuang.domains.evaluation import effects
from kechuang.domains.evaluation.actions.who import EVALUATED, EVALUATOR, LEADER, evaluating_leader, evaluator
from kechuang.domains.evaluation.facts.results import assessment_facts
from kechuang.domains.evaluation.forms import ending as forms
from kechuang.domains.evaluation.models import Assessment, AssessmentOpinion, Effect
from kechuang.law import Finding, Verdict

Data = Mapping[str, Any]
TWICE = "keqiao-2025-draft:s4.4.d"
FAILURES = "evaluation_consecutive_failures"
NEEDED = (AssessmentOpinion.Side.EXPERT, AssessmentOpinion.Side.COFOUNDER)
"""Whose opinions an assessment is not concluded without: those the clause names as acting in it."""

heard = member_of_party("platform", Role.PLATFORM_MANAGER)
step_words(Assessment, open_assessment=_("连续不合格，启动综合评估研判"))


@action(
    Assessment,
    label=_("平台陈述"),
    stays=("opened",),
    by=heard,
    who=EVALUATED,
    form=forms.StatementForm,
    cites=TWICE,
    settles=("state_views",),
)
def state_views(case: Assessment, *, data: Data, by: Any) -> None:
    """The platform says its side."""
    case.statement, case.stated_on = data["statement"], clock.today()


@action(
    Assessment,
    label=_("记录意见"),
    stays=("opened",),
    by=evaluator,
    who=EVALUATOR,
    form=forms.OpinionForm,
    cites=TWICE,
    main=True,
)
def record_opinion(case: Assessment, *, data: Data, by: Any) -> Callable[[], None]:
    """What an expert, a co-founder or a department said; a later one of the same stands in place of the first."""

    def finish() -> None:
        said = {name: data[name] for name in ("view", "text", "given_on")} | {"recorded_by": by}
        AssessmentOpinion.objects.update_or_create(assessment=case, side=data["side"], name=data["name"], defaults=said)

    return finish


def _may_conclude(case: Assessment, *, data: Data, by: Any) -> Iterator[Finding | Refusal]:
    """There are failing years in a row, and those the clause names were heard."""
    finding = ask(case, FAILURES, assessment_facts(case))
    opens = next((output.value for output in finding.outputs if output.name == "assessment_opens"), None)
    if opens is False:
        yield Refusal(Ground.LAW, gettext("已不构成连续不合格，不作结论"), finding.citations, finding=finding)
    if finding.verdict is Verdict.NEEDS_DETERMINATION:
        yield finding
    there = set(case.opinions.values_list("side", flat=True))
    if missing := [str(side.label) for side in NEEDED if side not in there]:
        words = gettext("还没有记录这些方面的意见：%(names)s") % {"names": listed(missing)}
        yield Refusal(Ground.LAW, words, finding.citations, finding=finding)


@action(
    Assessment,
    label=_("作出结论"),
    moves={"opened": "concluded"},
    by=evaluating_leader,
    who=LEADER,
    form=forms.ConclusionForm,
    law=_may_conclude,
    cites=TWICE,
    settles=("record_opinion", "state_views"),
    hint=_("结论本身不终止合作；不宜继续的，另行办理终止"),
    main=True,
)
def conclude_assessment(case: Assessment, *, data: Data, by: Any) -> Callable[[], None]:
    """Fit or unfit to go on, with reasons. An unfit one may be ended, by a decision of its own."""
    case.conclusion, case.reasons = data["conclusion"], data["reasons"]
    case.concluded_on, case.concluded_by = clock.today(), by

    def finish() -> None:
        with in_chinese():
            note = gettext("研判结论：%(words)s") % {"words": case.get_conclusion_display()}
        for effect in case.evaluation.effects.filter(kind=Effect.Kind.ASSESSMENT, simulation=False, done_on=None):
            effects.carried_out(effect, clock.today(), note)
        told = inbox.members(case.platform.owner)
        inbox.tell(told, "case", inbox.of_case(_("综合评估研判有了结论"), case), case_id=case.pk)

    return finish


@action(
    Assessment,
    label=_("不再研判"),
    moves={"opened": "dropped"},
    by=evaluating_leader,
    who=LEADER,
    form=NoteForm,
    settles=("record_opinion", "state_views"),
)
def drop_assessment(case: Assessment, *, data: Data, by: Any) -> None:
    """It is not needed any longer, with the reason (a result was corrected, the platform has left)."""


attach_to_assessment = attachment_for(Assessment, evaluator | heard)
determine_assessment = determination_for(Assessment)
