"""What the law needs to know of evaluations whose grades are settled, and of what followed; many at once in few queries."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from kechuang.domains.evaluation.models import Assessment, EarlierGrade, Evaluation, Rectification
from kechuang.domains.platforms.facts import unit_facts

Facts = dict[str, Any]
NOT_EVALUATED = "not_evaluated"


def result_facts(rows: Sequence[Evaluation], budgets: Mapping[int, Mapping[str, int]]) -> list[Facts]:
    """The facts of each evaluation. rows: with campaign and platform selected (see `with_results`)."""
    before = _earlier_grades(rows)
    return [_facts(row, before.get(row.platform_id, {}), budgets.get(row.platform_id, {})) for row in rows]


def with_results(rows: Any) -> Any:
    """A queryset of evaluations with all that their facts read."""
    return rows.select_related("campaign__owner", "platform__owner", "region", "owner").prefetch_related(
        "platform__recognitions", "platform__owner__unit_facts", "determinations__by"
    )


def _facts(row: Evaluation, before: Mapping[int, str], budget: Mapping[str, int]) -> Facts:
    campaign = row.campaign
    earlier = [year for year in before if year < campaign.year - 1]
    return {
        **unit_facts(row.platform, campaign.held_on),
        "on": campaign.held_on,
        "unit.platform_class": row.platform.platform_class,
        "evaluation.kind": campaign.kind_of,
        "evaluation.grade": row.grade,
        "evaluation.veto_matters": list(row.veto_matters),
        "evaluation.staff_veto_matters": list(row.staff_veto_matters),
        "evaluation.previous_year_grade": before.get(campaign.year - 1, NOT_EVALUATED),
        "evaluation.earlier_grade": before[max(earlier)] if earlier else NOT_EVALUATED,
        **budget,
    }


def _earlier_grades(rows: Iterable[Evaluation]) -> dict[int, dict[int, str]]:
    """Platform -> year -> grade of its published yearly evaluations before these. Withdrawn campaigns do not count.

    Grades brought in from before the system began count where no evaluation of that year was published here.
    """
    years = [row.campaign.year for row in rows]
    if not years:
        return {}
    found: dict[int, dict[int, str]] = {}
    brought_in = EarlierGrade.objects.filter(
        platform_id__in={row.platform_id for row in rows}, year__lt=max(years), withdrawn_on=None
    )
    for platform, year, grade in brought_in.values_list("platform_id", "year", "grade"):
        found.setdefault(platform, {})[year] = grade
    published = Evaluation.objects.filter(
        platform_id__in={row.platform_id for row in rows}, state="published", campaign__kind_of="yearly",
        campaign__year__lt=max(years), campaign__withdrawn_on=None,
    )  # fmt: skip
    for platform, year, grade in published.values_list("platform_id", "campaign__year", "grade"):
        found.setdefault(platform, {})[year] = grade
    return found


def rectification_facts(case: Rectification) -> Facts:
    """Those of its evaluation, and what was ordered and done."""
    evaluation = with_results(Evaluation.objects.filter(pk=case.evaluation_id)).get()
    facts = result_facts([evaluation], {})[0]
    days = {
        "rectification.ordered_on": case.ordered_on,
        "rectification.due_on": case.due_on,
        "rectification.completed_on": case.completed_on,
    }
    facts |= {name: day for name, day in days.items() if day is not None}
    facts.pop("on")
    facts["rectification.measure"] = case.measure or "none"
    return facts


def assessment_facts(case: Assessment) -> Facts:
    """Those of the evaluation that opened it, and the conclusion where there is one."""
    evaluation = with_results(Evaluation.objects.filter(pk=case.evaluation_id)).get()
    facts = result_facts([evaluation], {})[0]
    facts.pop("on")
    if case.conclusion:
        facts["assessment.found_unfit"] = case.conclusion == Assessment.Conclusion.UNFIT
    return facts
