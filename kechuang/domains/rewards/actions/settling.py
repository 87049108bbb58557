"""Settling a plan, by which the reward becomes a debt in the books; and voiding it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from kechuang.casework.cases.actions import Ask, action
from kechuang.casework.cases.forms import NoteForm
from kechuang.core import clock
from kechuang.core.permissions import Refusal
from kechuang.domains.rewards import accruing, lawful, planning, voiding
from kechuang.domains.rewards.actions.who import HEAD, head
from kechuang.domains.rewards.models import RewardPlan
from kechuang.domains.rewards.noticing import tell_named
from kechuang.law import Finding

Data = Mapping[str, Any]


def _ready(plan: RewardPlan, *, data: Data, by: Any) -> list[Finding | Refusal]:
    waits = lawful.noticed(plan)
    if waits:
        return [*waits]
    changed = lawful.changed_since(plan, planning.measured(plan))
    return [changed] if changed is not None else lawful.refusals(plan)


@action(
    RewardPlan,
    label=_("确定方案"),
    moves={"in_notice": "settled", "drafted": "settled"},
    by=head,
    who=HEAD,
    law=_ready,
    cites=["zhejiang-2021:art39.p1.b", "zhejiang-2021:art40.p2.a", "prc-transformation-2015:art44.p1"],
    asks=[
        Ask(
            "pay",
            to=lambda case, data: [case.owner],
            text=_("支付奖励"),
            roles=("finance", "platform_manager", "leader"),
        )
    ],
    main=True,
    hint=_("公示期满没有异议的，确定各人奖励，计入单位应付奖酬；不要求公示的单位可以直接确定"),
)
def settle_plan(plan: RewardPlan, *, data: Data, by: Any) -> Callable[[], None]:
    """Settle who gets what: each share becomes a debt of the unit; from here nothing of the plan changes."""
    plan.settled_on = clock.today()

    def finish() -> None:
        accruing.accrue(plan, by=by)
        tell_named(plan, _("你的奖励已确定"))

    return finish


def _voidable(plan: RewardPlan, *, data: Data, by: Any) -> list[Refusal]:
    return voiding.refusals(plan)


@action(
    RewardPlan,
    label=_("作废方案"),
    moves={"drafted": "void", "in_notice": "void", "settled": "void"},
    by=head,
    who=HEAD,
    form=NoteForm,
    law=_voidable,
    settles=("pay",),
    hint=_("收入可以重新分配；已计提的在账上冲回，已支付的不能作废，用更正方案"),
)
def void_plan(plan: RewardPlan, *, data: Data, by: Any) -> Callable[[], None]:
    """Take a plan back: its income may be shared out anew, what was accrued is reversed."""
    return lambda: voiding.undo(plan, reason=data["note"], by=by)
