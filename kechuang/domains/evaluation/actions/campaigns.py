"""Writers of campaigns: opened for a region and year, its phases set, who takes part and who is left out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kechuang.casework.cases.actions import action
from kechuang.casework.cases.standard import attachment_for
from kechuang.domains.evaluation.actions.who import EVALUATOR, evaluator
from kechuang.domains.evaluation.forms import campaigns as forms
from kechuang.domains.evaluation.models import Campaign, CampaignPhase
from kechuang.domains.platforms.queries.filing import department_of

Data = Mapping[str, Any]
EVALUATE = ["quzhou-2024:art33.p1", "keqiao-2025-draft:s4.3.b", "binjiang-2023:s4.5.b"]


@action(
    Campaign,
    label=_("启动评价"),
    creates=True,
    by=evaluator,
    who=EVALUATOR,
    form=forms.CampaignForm,
    cites=EVALUATE,
)
def open_campaign(campaign: Campaign, *, data: Data, by: Any) -> Callable[[], None]:
    """Begin the evaluation of a region's platforms: which year, on what day, and when each phase lasts."""
    department = department_of(by)
    if department is not None:
        campaign.owner, campaign.region, campaign.place = department, department.region, department.region_id
    for name in ("kind_of", "year", "held_on", "document"):
        setattr(campaign, name, data[name])
    campaign.title = gettext("%(place)s %(year)d 年平台%(kind)s") % {
        "place": campaign.region.name if department is not None else "", "year": campaign.year,
        "kind": campaign.get_kind_of_display(),
    }  # fmt: skip
    return lambda: write_phases(campaign, data)


def write_phases(campaign: Campaign, data: Data) -> None:
    """The days of every phase, in place of those before."""
    for name, _words in CampaignPhase.Phase.choices:
        days = {"starts_on": data[f"{name}_from"], "ends_on": data[f"{name}_to"]}
        CampaignPhase.objects.update_or_create(campaign=campaign, phase=name, defaults=days)


@action(
    Campaign,
    label=_("调整阶段"),
    stays=("prepared", "self_evaluation", "scoring", "contest", "joint_review"),
    by=evaluator,
    who=EVALUATOR,
    form=forms.PhasesForm,
    cites=EVALUATE,
)
def set_phases(campaign: Campaign, *, data: Data, by: Any) -> Callable[[], None]:
    """Other days for the phases."""
    return lambda: write_phases(campaign, data)


attach_to_campaign = attachment_for(Campaign, evaluator)
