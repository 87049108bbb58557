"""Writers of many panels at once: the office takes all panels of a campaign that are ready a step further."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kechuang.casework.cases import longsteps
from kechuang.casework.cases.actions import action
from kechuang.core.permissions import Ground, Refusal
from kechuang.domains.evaluation import advancing
from kechuang.domains.evaluation.actions.scoring import BY_EXPERTS
from kechuang.domains.evaluation.actions.who import EVALUATOR, evaluator
from kechuang.domains.evaluation.forms import scoring as forms
from kechuang.domains.evaluation.models import Campaign

Data = Mapping[str, Any]


def _some(campaign: Campaign, *, data: Data, by: Any) -> list[Refusal]:
    if campaign.pk and (step := longsteps.running(campaign, advancing.ADVANCE)) is not None:
        given = {"done": step.done, "total": step.total}
        return [Refusal(Ground.STATE, gettext("正在推进专家组，已办 %(done)d 组，共 %(total)d 组") % given)]
    if campaign.pk and not any(advancing.standing(campaign, step) for step in advancing.STEPS):
        return [Refusal(Ground.STATE, gettext("没有可以推进的专家组"))]
    return []


@action(
    Campaign,
    label=_("推进专家组"),
    stays=("scoring",),
    by=evaluator,
    who=EVALUATOR,
    form=forms.AdvanceForm,
    law=_some,
    cites=BY_EXPERTS,
    hint=_("专家都已确认的开始评分，评分交齐的转入讨论，讨论过的进入终评；逐组判断，不能办的列出理由。结论由组长出具"),
)
def advance_panels(campaign: Campaign, *, data: Data, by: Any) -> Callable[[], None]:
    """Take every panel that is at a step through it, each on its own grounds."""
    return lambda: advancing.advance(campaign, data["step"], by)
