"""What the law needs to know of an achievement: its secrecy, whose it is, how long it lies idle."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from kechuang.core import clock
from kechuang.domains.achievements.facts.units import holder_facts
from kechuang.domains.achievements.models import Achievement, IPRight, Use

SCREEN = (
    "state_secrets", "national_security", "national_interest", "public_interest", "trade_secrets", "owner_consents",
)  # fmt: skip
OWNERSHIP = ("state_rule", "project_agreement", "government_project", "unit_means", "unit_agreement")


def screen_facts(achievement: Achievement) -> dict[str, Any]:
    """The answers of its latest screening; nothing before there is one."""
    latest = list(achievement.screenings.all()[:1]) if achievement.pk else []
    return answers(latest[0]) if latest else {}


def answers(screening: Any) -> dict[str, Any]:
    """A screening's answers (a row, or what was typed) by the law's names; what was not answered is left out."""
    get = screening.get if isinstance(screening, dict) else lambda name: getattr(screening, name)
    return {f"screen.{name}": get(name) for name in SCREEN if get(name) is not None}


def ownership_facts(achievement: Achievement) -> dict[str, Any]:
    """What decides whose it is (zhejiang-2021 art. 35)."""
    values = {name: getattr(achievement, name) for name in OWNERSHIP}
    return {f"ownership.{name}": value for name, value in values.items() if value is not None}


def idle_facts(
    achievement: Achievement, day: dt.date | None = None, unit: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    """What the idle ladder counts from and what stops it, with the unit's facts (read here unless they are given)."""
    on = day or clock.today()
    facts: dict[str, Any] = {
        **(holder_facts(achievement.owner, on) if unit is None else unit),
        "idle.completed_on": achievement.completed_on,
        "idle.fiscal": achievement.fiscal,
        "idle.applied": achievement.kind_of_achievement == Achievement.Kind.APPLIED,
        "idle.on_provincial_list": achievement.use_first_on is not None and achievement.use_first_on <= on,
    }
    granted = [r.granted_on for r in achievement.rights.all() if r.status == IPRight.Status.GRANTED and r.granted_on]
    dates = {
        "ip_right_on": min(granted) if granted else None,
        "filed_on": achievement.registered_on,
        "completer_told_on": achievement.told_on,
        "listed_on": achievement.listed_on,
        "licensed_on": achievement.licensed_on,
    }
    agreements = [a.signed_on for a in achievement.implementations.all() if a.ends_on is None or on <= a.ends_on]
    dates["agreement_on"] = min(agreements) if agreements else None
    facts |= {f"idle.{name}": day for name, day in dates.items() if day is not None}
    uses = sorted(achievement.uses.all(), key=lambda use: (use.mode == Use.Mode.LICENCE, use.used_on))
    if uses:  # of several the first that counts under either reading of a licence (A11)
        facts |= {"idle.used_on": uses[0].used_on, "idle.use": uses[0].mode}
    reasons = list(achievement.idle_reasons.all())
    facts["idle.reason_recorded"] = bool(reasons)
    if reasons:
        facts["idle.reason_accepted"] = reasons[-1].accepted is True
    return facts
