"""What the law needs to know to grade: a platform as a unit, its veto events, a campaign's classes, the joint review."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from kechuang.casework.cases.law import determined_in
from kechuang.domains.evaluation.models import Campaign, Evaluation
from kechuang.domains.platforms.facts import unit_facts
from kechuang.law.rules.grading import CLASSES


def campaign_facts(campaign: Campaign) -> dict[str, Any]:
    """What is the same for all of a campaign."""
    return {"on": campaign.held_on, "evaluation.kind": campaign.kind_of, "evaluation.year": campaign.year}


def veto_facts(evaluation: Evaluation) -> dict[str, Any]:
    """Nothing where nobody has looked: an empty list is not the same as a list nobody wrote."""
    if evaluation.veto is None:
        return {}
    return {
        "evaluation.veto_matters": list(evaluation.veto_matters),
        "evaluation.veto_event": bool(evaluation.veto_matters),
        "evaluation.staff_veto_matters": list(evaluation.staff_veto_matters),
    }


def grade_facts(evaluation: Evaluation, campaign: Campaign) -> dict[str, Any]:
    """For evaluation_grade of one platform, its grade apart."""
    return {**unit_facts(evaluation.platform, campaign.held_on), **campaign_facts(campaign), **veto_facts(evaluation)}


def determined(evaluations: Iterable[Evaluation]) -> dict[int, dict[str, Any]]:
    """Facts that persons determined in evaluations, by evaluation."""
    kept = determined_in(row.pk for row in evaluations)
    return {pk: {d.question: d.answer for d in rows} for pk, rows in kept.items()}


def round_facts(counts: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """For evaluation_round_closable. counts: a row a class with class, evaluated, registered, excellent."""
    rows = {row["class"]: row for row in counts}
    found: dict[str, Any] = {}
    for name in CLASSES:
        row = rows.get(name, {})
        found[f"evaluation.{name}_count"] = row.get("evaluated") or 0
        found[f"evaluation.{name}_registered"] = row.get("registered") or 0
        found[f"evaluation.{name}_excellent"] = row.get("excellent") or 0
    return found


def joint_review_facts(
    campaign: Campaign, units: Iterable[Mapping[str, Any]], *, leader: bool | None = None
) -> dict[str, Any]:
    """For joint_review. The bureau convenes: the campaign is its own. units: facts of the platforms judged, for their regime."""
    departments = [row.department for row in campaign.opinions.all()] if campaign.pk else []
    first = next(iter(units), {})
    traits = {name: value for name, value in first.items() if name.startswith("unit.")}
    found = {**traits, **campaign_facts(campaign), "review.departments": departments, "review.st_bureau": True}
    if leader is not None:
        found["review.district_leader"] = leader
    return found
