"""Writers of what follows a published evaluation by a person's decision: the next round, and what the law left open."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kechuang.casework.cases.actions import action
from kechuang.casework.cases.models import CaseDetermination
from kechuang.casework.cases.standard import DeterminationForm
from kechuang.core import clock
from kechuang.core.permissions import Ground, Refusal
from kechuang.domains.evaluation import effects, following
from kechuang.domains.evaluation.actions.who import LEADER, evaluating_leader
from kechuang.domains.evaluation.cycles import EXIT, ending_agreement, exit_finding
from kechuang.domains.evaluation.following import Made
from kechuang.domains.evaluation.forms import cycles as forms
from kechuang.domains.evaluation.models import Campaign, CycleDecision, Effect, Evaluation
from kechuang.law import Finding, Verdict
from kechuang.law.bilingual import both

Data = Mapping[str, Any]
CITES = ["binjiang-2023:s4.5.a", "binjiang-2023:s2.p1.b", "binjiang-2023:s1.2.i2"]


def _may_decide(evaluation: Evaluation, *, data: Data, by: Any) -> Refusal | Finding | None:
    if evaluation.campaign.kind_of != Campaign.Kind.CYCLE:
        return Refusal(Ground.STATE, gettext("只有周期综合评价才决定下一轮合作"))
    if hasattr(evaluation, "decision"):
        return Refusal(Ground.STATE, gettext("下一轮合作已经决定"))
    if "passed" not in data:
        return None
    said = exit_finding(evaluation, passed=data["passed"], other=data["other_exit_case"])
    return said if said.verdict is Verdict.NEEDS_DETERMINATION else None


@action(
    Evaluation,
    label=_("决定下一轮合作"),
    stays=("published",),
    by=evaluating_leader,
    who=LEADER,
    form=forms.NextRoundForm,
    law=_may_decide,
    cites=CITES,
    settles=("decide_next_round",),
    hint=_("周期综合评价之后，决定是否开展下一轮合作及其形式和支持内容"),
)
def decide_next_round(evaluation: Evaluation, *, data: Data, by: Any) -> Callable[[], None]:
    """Decide on the next round; where the law allows none, that is an effect of its own, and it ends nothing by itself."""
    agreement = ending_agreement(evaluation.platform, evaluation.campaign.held_on)
    said = exit_finding(evaluation, passed=data["passed"], other=data["other_exit_case"])
    barred = said.value is True

    def finish() -> None:
        CycleDecision.objects.create(
            evaluation=evaluation, agreement=agreement, passed=data["passed"], other_exit_case=data["other_exit_case"],
            barred=barred, form="" if barred else data["form"], support="" if barred else data["support"],
            reasons=data["reasons"], finding=both(said), decided_on=clock.today(), decided_by=by,
        )  # fmt: skip
        if not barred:
            return
        effect = Effect.objects.create(
            evaluation=evaluation, platform=evaluation.platform, kind=Effect.Kind.EXIT, rule=EXIT,
            year=clock.today().year, simulation=said.simulation, finding=both(said), made_on=clock.today(),
            clauses=[str(place) for place in said.citations],
        )  # fmt: skip
        following.effects_made(Made([effect], evaluation, by))

    return finish


def _open_ones(evaluation: Evaluation, *, data: Data, by: Any) -> Refusal | None:
    if evaluation.effects.filter(open=True).exists():
        return None
    return Refusal(Ground.STATE, gettext("没有待认定的效果"))


@action(
    Evaluation,
    label=_("认定结果的效果"),
    stays=("published",),
    by=evaluating_leader,
    who=LEADER,
    form=DeterminationForm,
    law=_open_ones,
    hint=_("对效果中法规或者事实没有说清的问题作出认定，认定后按法规得出结果"),
)
def determine_effects(evaluation: Evaluation, *, data: Data, by: Any) -> Callable[[], None]:
    """Determine what the law left open of what follows from this result, and let the law say it."""

    def finish() -> None:
        CaseDetermination.objects.create(
            case_id=evaluation.pk, question=data["question"], answer=json.loads(json.dumps(data["answer"])),
            basis=data["basis"], by=by, on=clock.today(),
        )  # fmt: skip
        effects.settle_open(evaluation, case=evaluation, by=by)

    return finish
