"""What the law needs to know of a platform's plans and their filing."""

from __future__ import annotations

from typing import Any

from kechuang.domains.platforms.facts.governance import cobuilt_facts
from kechuang.domains.platforms.models import DevelopmentPlan, Platform, YearPlan
from kechuang.domains.platforms.queries.filing import round_for


def standing_plan(platform: Platform) -> DevelopmentPlan | None:
    """The construction plan adopted last."""
    rows = DevelopmentPlan.objects.filter(platform=platform, adopted_on__isnull=False).prefetch_related("parts")
    return rows.order_by("-edition").first()


def horizon_facts(plan: DevelopmentPlan | None) -> dict[str, Any]:
    """Which horizons a construction plan has."""
    return {"plan.horizons": [part.horizon for part in plan.parts.all()] if plan is not None else []}


def filing_facts(plan: YearPlan) -> dict[str, Any]:
    """The days the department set for this plan, as far as it has. What was determined in the case the law is told besides."""
    found: dict[str, Any] = dict(cobuilt_facts(plan.platform))
    round_ = round_for(plan.region_id, plan.year)
    if round_ is not None:
        found |= {"plan.due_on": round_.plan_due_on, "plan.evaluation_due_on": round_.evaluation_due_on}
    for name in ("filed_on", "evaluation_filed_on"):
        day = getattr(plan, name)
        if day is not None:
            found[f"plan.{name}"] = day
    return found


def year_facts(plan: YearPlan) -> dict[str, Any]:
    """Everything the rules of a platform's year ask about its plan."""
    materials = []
    if plan.filed_on is not None:
        materials += ["work_plan", "performance_targets"]
    if plan.evaluation_filed_on is not None:
        materials.append("self_evaluation_report")
    has_targets = plan.pk is not None and plan.targets.exists()
    found = {
        **filing_facts(plan),
        **horizon_facts(standing_plan(plan.platform)),
        "plan.work_plans_in_year": 1 if plan.work.strip() else 0,
        "plan.targets_in_year": 1 if has_targets else 0,
        "plan.self_evaluations_in_year": 1 if plan.evaluated_on is not None else 0,
        "plan.materials": materials,
    }
    for name in ("income_total", "income_fiscal", "costs_total"):
        amount = getattr(plan, name)
        if amount is not None:
            found[f"governance.{name}"] = int(amount * 100)
    return found
