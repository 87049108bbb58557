"""Writers of a platform's year: the plan and its targets, adopted, filed, looked at half-way, evaluated, filed again."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kechuang.casework.cases.actions import Start, Stop, action
from kechuang.casework.cases.forms import NoteForm
from kechuang.casework.cases.law import ask
from kechuang.casework.cases.standard import attachment_for, determination_for, paper_filing_for
from kechuang.casework.inbox import services as inbox
from kechuang.casework.obligations import services as obligations
from kechuang.casework.obligations.models import Obligation
from kechuang.casework.parties.models import Organisation
from kechuang.core import clock
from kechuang.core.permissions import Ground, Refusal
from kechuang.core.words import in_chinese
from kechuang.domains.platforms.actions.decisions import decided
from kechuang.domains.platforms.actions.participants import MANAGER, founder, manager, secretary, share
from kechuang.domains.platforms.facts.plans import filing_facts, year_facts
from kechuang.domains.platforms.forms import plans as forms
from kechuang.domains.platforms.forms.year_values import EvaluationForm, HalfYearForm
from kechuang.domains.platforms.models import Target, YearPlan
from kechuang.domains.platforms.queries.filing import round_for
from kechuang.law import Finding
from kechuang.law.model import Citation

Data = Mapping[str, Any]
YEARLY, WORK_PLAN, COUNCIL = "quzhou-2024:art33.p3", "keqiao-2025-draft:s2.2.a", "keqiao-2025-draft:s4.1.a"
CLOCKS = (
    ("annual_plan_filing", "plan.due_on", "file"),
    ("self_evaluation_filing", "plan.evaluation_due_on", "file_evaluation"),
)
"""Clock, the fact it counts from, and the action that stops it."""


def _clock_facts(rule: str, due: str) -> Callable[[Any, Data], dict[str, Any] | None]:
    def facts(plan: YearPlan, data: Data) -> dict[str, Any] | None:
        given = filing_facts(plan)
        if due not in given:
            return None
        day = ask(plan, rule, given).value
        return given if isinstance(day, dt.date) else None

    return facts


def _owner(plan: YearPlan, data: Data) -> Organisation:
    return plan.owner


def start_clocks(plan: YearPlan) -> None:
    """Start or restart the filing clocks of a plan to the days the department has set, those not yet met."""
    for rule, due, action_name in CLOCKS:
        met = Obligation.objects.filter(case_id=plan.pk, rule=rule, status=Obligation.Status.MET).exists()
        given = None if met else _clock_facts(rule, due)(plan, {})
        if given is not None:
            obligations.start(
                case_id=plan.pk, rule=rule, territory=plan.region_id, owner=plan.owner, facts=given,
                settled_by=action_name,
            )  # fmt: skip


@action(
    YearPlan,
    label=_("编制年度计划"),
    creates=True,
    by=manager,
    who=MANAGER,
    form=forms.YearPlanForm,
    cites=[YEARLY, WORK_PLAN],
    starts=[
        Start(rule, owner=_owner, facts=_clock_facts(rule, due), settled_by=action_name)
        for rule, due, action_name in CLOCKS
    ],
)
def draft(plan: YearPlan, *, data: Data, by: Any) -> Callable[[], None]:
    """Open the plan of a year; its targets start from those of the plan before."""
    plan.platform, plan.year = data["platform"], data["year"]
    plan.owner, plan.region = plan.platform.owner, plan.platform.region
    with in_chinese():
        plan.title = gettext("%(platform)s %(year)d 年度工作计划") % {
            "platform": plan.platform.title,
            "year": plan.year,
        }
    plan.previous = previous_plan(plan.platform_id, plan.year)
    _write(plan, data)

    def finish() -> None:
        share(plan, plan.platform)
        if plan.previous is not None:
            Target.objects.bulk_create(
                Target(plan=plan, indicator=t.indicator, goal=t.goal, note=t.note) for t in plan.previous.targets.all()
            )
        round_ = round_for(plan.region_id, plan.year)
        if round_ is not None:
            inbox.close_todos(round_, ("draft_plan",), plan.owner)

    return finish


def previous_plan(platform_id: int, year: int) -> YearPlan | None:
    """The latest plan of an earlier year."""
    rows = YearPlan.objects.filter(platform_id=platform_id, year__lt=year, withdrawn_on=None)
    return rows.order_by("-year").first()


def _write(plan: YearPlan, data: Data) -> None:
    plan.work, plan.budget = data["work"], data["budget"]


@action(
    YearPlan,
    label=_("修改计划"),
    stays=("draft",),
    by=manager,
    who=MANAGER,
    form=forms.WorkForm,
    cites=[YEARLY, WORK_PLAN],
)
def redraft(plan: YearPlan, *, data: Data, by: Any) -> None:
    """Change the draft."""
    _write(plan, data)


@action(
    YearPlan,
    label=_("设定目标"),
    stays=("draft",),
    by=manager,
    who=MANAGER,
    form=forms.TargetForm,
    cites=YEARLY,
)
def set_target(plan: YearPlan, *, data: Data, by: Any) -> Callable[[], None]:
    """A target in one indicator; the same indicator again replaces it."""
    values = {"goal": data["goal"], "note": data["note"]}
    return lambda: Target.objects.update_or_create(plan=plan, indicator=data["indicator"], defaults=values) and None


@action(YearPlan, label=_("删去目标"), stays=("draft",), by=manager, who=MANAGER, form=forms.DropTargetForm)
def drop_target(plan: YearPlan, *, data: Data, by: Any) -> Callable[[], None]:
    """A target falls away before the plan is adopted."""
    return lambda: data["target"].delete() and None


def _adoption(plan: YearPlan, *, data: Data, by: Any) -> list[Finding | Refusal]:
    if not plan.targets.exists():
        return [Refusal(Ground.LAW, gettext("还没有绩效目标"), (Citation.parse(YEARLY),))]
    given = bool(data)
    said = decided(plan.platform, "major_matters", plan, data.get("resolution"), given)
    said += decided(plan.platform, "budget_accounts", plan, data.get("budget_resolution"), given)
    facts = year_facts(plan)
    return [*said, ask(plan, "annual_work_plan", facts), ask(plan, "construction_plan", facts)]


@action(
    YearPlan,
    label=_("审定计划"),
    moves={"draft": "adopted"},
    by=manager,
    who=MANAGER,
    form=forms.AdoptYearForm,
    law=_adoption,
    cites=[YEARLY, WORK_PLAN, COUNCIL],
    main=True,
)
def adopt(plan: YearPlan, *, data: Data, by: Any) -> Callable[[], None]:
    """The council has decided on the plan and its budget; targets stand from now on."""
    plan.resolution, plan.budget_resolution = data["resolution"], data["budget_resolution"]
    plan.adopted_on = clock.today()
    return lambda: start_clocks(plan)


@action(
    YearPlan,
    label=_("计划备案"),
    moves={"adopted": "filed"},
    by=manager,
    who=MANAGER,
    form=forms.FilePlanForm,
    cites=YEARLY,
    stops=[Stop("annual_plan_filing", done_on=lambda case, data: data["filed_on"])],
    main=True,
    bulk=True,
)
def file(plan: YearPlan, *, data: Data, by: Any) -> Callable[[], None]:
    """File plan and targets with the science department; late filing is accepted and shown as late."""
    plan.filed_on = data["filed_on"]
    return lambda: start_clocks(plan)  # a unit that was determined to be public since the draft has its clocks, too


def _half_over(plan: YearPlan, *, data: Data, by: Any) -> list[Refusal]:
    opens = dt.date(plan.year, 7, 1)
    if clock.today() >= opens:
        return []
    return [Refusal(Ground.LAW, gettext("上半年还没有过完"), (Citation.parse(YEARLY),), opens_on=opens)]


@action(
    YearPlan,
    label=_("半年回顾"),
    stays=("adopted", "filed"),
    by=manager,
    who=MANAGER,
    form=HalfYearForm,
    law=_half_over,
    cites=YEARLY,
    settles=("look_back",),
)
def look_back(plan: YearPlan, *, data: Data, by: Any) -> None:
    """Half-way: where every target stands, and why some fall short."""
    plan.half_year_on, plan.half_year_note = clock.today(), data["half_year_note"]
    for target in plan.targets.filter(pk__in=data["values"]):
        found = data["values"][target.pk]
        target.half, target.half_source = found["value"], found["source"]
        target.half_reason, target.half_explanation = found["reason"], found["explanation"]
        target.save()


def _year_over(plan: YearPlan, *, data: Data, by: Any) -> list[Refusal]:
    opens = dt.date(plan.year, 12, 1)
    if clock.today() >= opens:
        return []
    text = gettext("年度自评在当年十二月起办理")
    return [Refusal(Ground.LAW, text, (Citation.parse(YEARLY),), opens_on=opens)]


@action(
    YearPlan,
    label=_("年度自评"),
    moves={"filed": "evaluated"},
    by=manager,
    who=MANAGER,
    form=EvaluationForm,
    law=_year_over,
    cites=[YEARLY, "keqiao-2025-draft:s4.1.c"],
    settles=("look_back",),
    main=True,
)
def evaluate(plan: YearPlan, *, data: Data, by: Any) -> None:
    """What came of every target, with the differences explained; it stands."""
    for name in ("evaluation", "income_total", "income_fiscal", "costs_total"):
        setattr(plan, name, data[name])
    for target in plan.targets.filter(pk__in=data["values"]):
        found = data["values"][target.pk]
        target.actual, target.actual_source = found["value"], found["source"]
        target.actual_reason, target.explanation = found["reason"], found["explanation"]
        target.evidence = found["evidence"]
        target.save()
    plan.evaluated_on = clock.today()


def _whole(plan: YearPlan, *, data: Data, by: Any) -> list[Finding]:
    facts = year_facts(plan)
    facts["plan.materials"] = ["work_plan", "performance_targets", "self_evaluation_report"]
    return [ask(plan, "annual_filing", facts), ask(plan, "annual_frequency", facts)]


@action(
    YearPlan,
    label=_("自评备案"),
    moves={"evaluated": "closed"},
    by=manager,
    who=MANAGER,
    form=forms.FileEvaluationForm,
    law=_whole,
    cites=YEARLY,
    stops=[Stop("self_evaluation_filing", done_on=lambda case, data: data["filed_on"])],
    main=True,
    bulk=True,
)
def file_evaluation(plan: YearPlan, *, data: Data, by: Any) -> None:
    """File the self-evaluation; with it the year is closed."""
    plan.evaluation_filed_on = data["filed_on"]


@action(YearPlan, label=_("撤回计划"), moves={"draft": "withdrawn"}, by=manager, who=MANAGER, form=NoteForm)
def withdraw(plan: YearPlan, *, data: Data, by: Any) -> Callable[[], None]:
    """Give the draft up, with the reason; its clocks are waived with it, and the round asks again."""
    plan.withdrawn_on = clock.today()

    def finish() -> None:
        for running in Obligation.objects.running().filter(case_id=plan.pk):
            obligations.waive(running, gettext("计划撤回：%(why)s") % {"why": data["note"]})

    return finish


attach_to_year_plan = attachment_for(YearPlan, secretary | founder)
keep_year_plan = paper_filing_for(YearPlan, secretary)
determine_year_plan = determination_for(YearPlan)
