"""What the law needs to know of an empowerment, a report, a loss and a management system, as typed or as kept."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Any

from kechuang.domains.achievements.facts.achievement import screen_facts
from kechuang.domains.achievements.facts.units import holder_facts
from kechuang.domains.achievements.models import WHOLE, Achievement, IPRight, ManagementSystem, SciTechReport


def empowerment_facts(achievement: Achievement, data: Mapping[str, Any]) -> dict[str, Any]:
    """Of an empowerment as typed: right, term, share given, matters agreed on."""
    facts: dict[str, Any] = {
        **holder_facts(achievement.owner),
        **screen_facts(achievement),
        "empowerment.right": data["right"],
        "empowerment.eligible": data["eligible"],
        "empowerment.starts_on": data["starts_on"],
        "empowerment.written": data["written"],
        "empowerment.matters": [name for name, text in data["matters"].items() if text],
    }
    if data.get("ends_on"):
        facts["empowerment.ends_on"] = data["ends_on"]
    expires = [r.expires_on for r in achievement.rights.all() if r.status == IPRight.Status.GRANTED and r.expires_on]
    if expires:
        facts["empowerment.patent_expires_on"] = max(expires)
    share = sum(part for _person, part, _reward in data["holders"] if part)
    if share:
        facts["empowerment.ownership_share"] = Fraction(share, WHOLE)
    return facts


def choices_facts(achievement: Achievement, data: Mapping[str, Any]) -> Iterable[dict[str, Any]]:
    """Each completer's choice between the share and the reward."""
    unit = holder_facts(achievement.owner)
    for _person, part, takes_reward in data["holders"]:
        share = Fraction(part, WHOLE) if part else Fraction(0)
        yield {**unit, "empowerment.ownership_share": share, "empowerment.takes_reward": takes_reward}


def report_facts(achievement: Achievement, report: SciTechReport | None = None) -> dict[str, Any]:
    """What was handed in, and by when it had to be."""
    kept = list(achievement.reports.all())
    found = report or (kept[-1] if kept else None)
    facts: dict[str, Any] = {
        "submission.fiscal_project": achievement.fiscal,
        "submission.materials": found.materials if found else [],
    }
    if found is not None:
        facts["submission.submitted_on"] = found.submitted_on
        if found.due_on is not None:
            facts["submission.due_on"] = found.due_on
    return facts


def loss_facts(achievement: Achievement, data: Mapping[str, Any]) -> dict[str, Any]:
    """A loss as typed: proofs, the unit's review, the filing."""
    facts = {
        **holder_facts(achievement.owner),
        "exemption.loss_evidence": list(data["evidence"]),
        "exemption.unit_reviewed": data["reviewed_on"] is not None,
        "exemption.filed": data["filed_on"] is not None,
    }
    if data.get("diligent") is not None:
        facts["exemption.diligent"] = data["diligent"]
    return facts


def system_facts(system: ManagementSystem) -> dict[str, Any]:
    """What a management system covers, and whether it is applied."""
    return {
        **holder_facts(system.owner),
        "management.contents": [name for name, text in system.contents.items() if str(text).strip()],
        "management.implemented": system.state != "draft" or system.in_force_on is not None,
    }
