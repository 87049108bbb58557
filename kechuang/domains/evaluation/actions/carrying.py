"""Writers of effects that people carry out by hand: that it was done, when, and by which decision."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kechuang.casework.cases.actions import action
from kechuang.core.permissions import Ground, Refusal
from kechuang.domains.evaluation import effects
from kechuang.domains.evaluation.actions.who import EVALUATOR, evaluator
from kechuang.domains.evaluation.forms import carrying as forms
from kechuang.domains.evaluation.models import Evaluation

Data = Mapping[str, Any]
CITES = ["quzhou-2024:art33.p2.b", "keqiao-2025-draft:s4.3.f", "binjiang-2023:s2.p1.b"]


def _some_waiting(evaluation: Evaluation, *, data: Data, by: Any) -> Refusal | None:
    if forms.waiting(evaluation).exists():
        return None
    return Refusal(Ground.STATE, gettext("没有待登记执行的措施：奖励、削减、整改和研判各由自己的步骤执行"))


@action(
    Evaluation,
    label=_("登记效果执行"),
    stays=("published",),
    by=evaluator,
    who=EVALUATOR,
    form=forms.CarryOutForm,
    law=_some_waiting,
    cites=CITES,
    hint=_("动态调整、扶持、不再合作等措施，办好以后在这里登记；预算已决算、不能再入账的削减，在这里登记怎样处理"),
)
def carry_out(evaluation: Evaluation, *, data: Data, by: Any) -> Callable[[], None]:
    """Say of a measure that it was taken: until then its page says that it is still to be."""
    return lambda: effects.carried_out(data["effect"], data["done_on"], data["done_note"])
