"""Writers of construction plans and of the rounds in which a department takes the year's filings."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.db.models import Max
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kechuang.casework.cases.actions import action
from kechuang.casework.cases.forms import NoteForm
from kechuang.casework.cases.law import ask
from kechuang.casework.cases.standard import attachment_for, paper_filing_for
from kechuang.casework.inbox import services as inbox
from kechuang.casework.parties.models import Role
from kechuang.core import clock
from kechuang.core.permissions import Refusal
from kechuang.core.words import in_chinese
from kechuang.domains.platforms.actions.decisions import decided
from kechuang.domains.platforms.actions.participants import MANAGER, founder, manager, science_clerk, secretary, share
from kechuang.domains.platforms.actions.years import start_clocks
from kechuang.domains.platforms.facts.governance import cobuilt_facts
from kechuang.domains.platforms.facts.plans import horizon_facts
from kechuang.domains.platforms.forms import plans as forms
from kechuang.domains.platforms.models import DevelopmentPlan, FilingRound, HorizonPart, YearPlan
from kechuang.domains.platforms.queries.filing import department_of, platforms_of
from kechuang.law import Finding

Data = Mapping[str, Any]
HORIZONS = "keqiao-2025-draft:s2.2.a"
YEARLY = "quzhou-2024:art33.p3"
_SCIENCE = _("由科技主管部门的经办人或者负责人办理")


# -- construction plans --------------------------------------------------------------------------------------


@action(
    DevelopmentPlan,
    label=_("编制建设方案"),
    creates=True,
    by=manager,
    who=MANAGER,
    form=forms.DevelopmentPlanForm,
    cites=HORIZONS,
)
def draft(plan: DevelopmentPlan, *, data: Data, by: Any) -> Callable[[], None]:
    """Open the next edition of a platform's construction plan; it starts from the last one."""
    plan.platform = data["platform"]
    plan.owner, plan.region = plan.platform.owner, plan.platform.region
    editions = DevelopmentPlan.objects.filter(platform=plan.platform).aggregate(last=Max("edition"))
    plan.edition = (editions["last"] or 0) + 1
    return _parts(plan, data)


@action(
    DevelopmentPlan,
    label=_("修改方案"),
    stays=("draft",),
    by=manager,
    who=MANAGER,
    form=forms.HorizonsForm,
    cites=HORIZONS,
)
def redraft(plan: DevelopmentPlan, *, data: Data, by: Any) -> Callable[[], None]:
    """Change the draft."""
    return _parts(plan, data)


def _parts(plan: DevelopmentPlan, data: Data) -> Callable[[], None]:
    plan.title = data["title"]

    def finish() -> None:
        share(plan, plan.platform)
        plan.parts.all().delete()
        for horizon, start, end, goals in data["parts"]:
            HorizonPart.objects.create(plan=plan, horizon=horizon, starts_on=start, ends_on=end, goals=goals)

    return finish


def _adoption(plan: DevelopmentPlan, *, data: Data, by: Any) -> list[Finding | Refusal]:
    said = decided(plan.platform, "development_plan", plan, data.get("resolution"), bool(data))
    given = cobuilt_facts(plan.platform) | horizon_facts(plan)
    return [*said, ask(plan, "construction_plan", given)]


@action(
    DevelopmentPlan,
    label=_("审定方案"),
    moves={"draft": "adopted"},
    by=manager,
    who=MANAGER,
    form=forms.AdoptDevelopmentForm,
    law=_adoption,
    cites=[HORIZONS, "keqiao-2025-draft:s4.1.a"],
    main=True,
)
def adopt(plan: DevelopmentPlan, *, data: Data, by: Any) -> None:
    """The council has decided on the plan, in every horizon the law names."""
    plan.resolution, plan.adopted_on = data["resolution"], clock.today()


@action(DevelopmentPlan, label=_("撤回方案"), moves={"draft": "withdrawn"}, by=manager, who=MANAGER, form=NoteForm)
def withdraw(plan: DevelopmentPlan, *, data: Data, by: Any) -> None:
    """Give the draft up, with the reason."""


attach_to_development_plan = attachment_for(DevelopmentPlan, secretary | founder)
keep_development_plan = paper_filing_for(DevelopmentPlan, secretary)

# -- the days of filing --------------------------------------------------------------------------------------


@action(
    FilingRound,
    label=_("发布年度备案安排"),
    creates=True,
    by=science_clerk,
    who=_SCIENCE,
    form=forms.RoundForm,
    cites=YEARLY,
    hint=_("确定当年计划和自评的备案日期；平台的期限随之起算"),
)
def issue(round_: FilingRound, *, data: Data, by: Any) -> Callable[[], None]:
    """Set the days of a year for a region; every platform is asked for its plan, and clocks start where the law binds."""
    department = department_of(by)
    if department is not None:
        round_.owner, round_.region, round_.place = department, department.region, department.region_id
    round_.year, round_.public = data["year"], True
    with in_chinese():
        round_.title = gettext("%(place)s %(year)d 年度计划和自评备案安排") % {
            "place": round_.region.name if department is not None else "", "year": round_.year,
        }  # fmt: skip
    return _days(round_, data)


@action(
    FilingRound,
    label=_("调整日期"),
    stays=("issued",),
    by=science_clerk,
    who=_SCIENCE,
    form=forms.RoundDaysForm,
    cites=YEARLY,
)
def change(round_: FilingRound, *, data: Data, by: Any) -> Callable[[], None]:
    """Other days; clocks that run are restarted to them."""
    return _days(round_, data)


def _days(round_: FilingRound, data: Data) -> Callable[[], None]:
    for name in ("plan_due_on", "evaluation_due_on", "document"):
        setattr(round_, name, data[name])

    def finish() -> None:
        plans = {
            plan.platform_id: plan
            for plan in YearPlan.objects.filter(year=round_.year, withdrawn_on=None).select_related("platform__owner")
        }
        missing = []
        for platform in platforms_of(round_):
            plan = plans.get(platform.pk)
            if plan is None:
                missing.append(platform.owner)
            else:
                start_clocks(plan)
        if missing:
            text = _("编制年度工作计划和绩效目标")
            inbox.open_todo(round_, "draft_plan", missing, text, (Role.PLATFORM_MANAGER,))

    return finish


@action(
    FilingRound, label=_("结束"), moves={"issued": "closed"}, by=science_clerk, who=_SCIENCE, settles=("draft_plan",)
)
def close(round_: FilingRound, *, data: Data, by: Any) -> None:
    """The year's filings are in, or are followed one by one."""


@action(
    FilingRound,
    label=_("撤回安排"),
    moves={"issued": "withdrawn"},
    by=science_clerk,
    who=_SCIENCE,
    form=NoteForm,
    settles=("draft_plan",),
)
def take_back(round_: FilingRound, *, data: Data, by: Any) -> None:
    """The days no longer stand; another arrangement may be issued."""
    round_.withdrawn_on = clock.today()


attach_to_round = attachment_for(FilingRound, science_clerk)
