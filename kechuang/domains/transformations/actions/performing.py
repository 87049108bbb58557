"""Writers of performance: terms, milestones, and how a deal ends."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kechuang.casework.cases.actions import action
from kechuang.casework.cases.forms import NoteForm
from kechuang.core.permissions import Ground, Refusal
from kechuang.domains.transformations import due, terms
from kechuang.domains.transformations.actions.contracts import hand_over
from kechuang.domains.transformations.actions.deals import take_down
from kechuang.domains.transformations.actions.pricing import close_answers
from kechuang.domains.transformations.actions.who import BEFORE, HEAD, MANAGER, head, manager
from kechuang.domains.transformations.forms import deals as forms
from kechuang.domains.transformations.models import Term, Transformation

Data = Mapping[str, Any]


@action(
    Transformation,
    label=_("变更支付约定"),
    stays=("performing",),
    by=manager,
    who=MANAGER,
    form=forms.TermsForm,
    hint=_("已有到账或者已达成的约定不改"),
)
def change_terms(deal: Transformation, *, data: Data, by: Any) -> Callable[[], None]:
    """Change the payment terms as the parties agreed; those on which something rests stand."""

    def finish() -> None:
        terms.write_terms(deal, data["terms"])
        due.refresh(deal)

    return finish


def _has_milestone(deal: Transformation, *, data: Data, by: Any) -> Any:
    if deal.terms.filter(kind=Term.Kind.MILESTONE, reached_on=None).exists():
        return None
    return Refusal(Ground.STATE, gettext("没有待达成的里程碑"))


@action(
    Transformation,
    label=_("达成里程碑"),
    stays=("performing",),
    by=manager,
    who=MANAGER,
    form=forms.MilestoneForm,
    law=_has_milestone,
)
def reach_milestone(deal: Transformation, *, data: Data, by: Any) -> Callable[[], None]:
    """Record that a milestone was reached, with what shows it, and by when it is paid."""

    def finish() -> None:
        term: Term = data["term"]
        term.reached_on, term.evidence = data["on"], data["evidence"]
        term.due_on = data["due_on"] or term.due_on
        term.save()
        due.refresh(deal)

    return finish


@action(
    Transformation,
    label=_("完成"),
    moves={"performing": "completed"},
    by=manager,
    who=MANAGER,
    form=forms.EndForm,
    settles=(due.TODO,),
    hint=_("合同履行完毕，或者实施结束；转让、作价投资的成果自此归对方。之后的到账照样登记"),
)
def complete(deal: Transformation, *, data: Data, by: Any) -> Callable[[], None]:
    """The contract is performed: what was sold is the other side's. Money that comes later is still recorded."""
    return lambda: hand_over(deal, data["on"], by)


@action(
    Transformation,
    label=_("终止"),
    moves={"performing": "ended"},
    by=head,
    who=HEAD,
    form=forms.EndForm,
    settles=(due.TODO,),
    hint=_("解除或者撤销合同，停止实施；写明原因"),
)
def end(deal: Transformation, *, data: Data, by: Any) -> None:
    """The contract is dissolved, or implementation stops, with the reason."""


@action(
    Transformation,
    label=_("撤回方案"),
    moves=dict.fromkeys(BEFORE, "withdrawn"),
    by=manager,
    who=MANAGER,
    form=NoteForm,
)
def withdraw(deal: Transformation, *, data: Data, by: Any) -> Callable[[], None]:
    """Give a deal up before a contract, with the reason; its notice comes down."""

    def finish() -> None:
        take_down(deal, by=by, reason=data["note"])
        close_answers(deal)

    return finish
