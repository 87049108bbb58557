"""What the law needs to know of the unit that holds achievements."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db.models import prefetch_related_objects

from kechuang.casework.parties.models import Organisation
from kechuang.core import clock, once
from kechuang.domains.platforms.facts import unit_facts
from kechuang.domains.platforms.models import Platform

_KINDS = {
    Organisation.Kind.RESEARCH_INSTITUTION: "research_institution",
    Organisation.Kind.UNIVERSITY: "university",
    Organisation.Kind.ENTERPRISE: "enterprise",
}


def holder_facts(unit: Organisation, day: dt.date | None = None) -> dict[str, Any]:
    """The facts of a unit on a day: those of its platform where it is one, its kind, and what is recorded of it."""
    on = day or clock.today()
    return dict(once.kept(("holder_facts", unit.pk, on), lambda: _read(unit, on)))


def _read(unit: Organisation, on: dt.date) -> dict[str, Any]:
    return _facts(unit, once.kept(("platform of", unit.pk), lambda: _platform_of(unit)), on)


def _platform_of(unit: Organisation) -> Platform | None:
    return Platform.objects.owned_by(unit.pk).exclude(state="exited").select_related("owner").first()


def facts_of_holders(units: Iterable[Organisation], day: dt.date | None = None) -> dict[int, dict[str, Any]]:
    """The same of several units at once, by organisation, in three queries."""
    held = {unit.pk: unit for unit in units}
    prefetch_related_objects(list(held.values()), "unit_facts")
    found: dict[int, Platform] = {}
    rows = Platform.objects.owned_by(*held).exclude(state="exited").prefetch_related("recognitions")
    for platform in rows:
        platform.owner = held[platform.owner_id]
        found.setdefault(platform.owner_id, platform)
    return {pk: _facts(unit, found.get(pk), day or clock.today()) for pk, unit in held.items()}


def _facts(unit: Organisation, platform: Platform | None, on: dt.date) -> dict[str, Any]:
    given: dict[str, Any] = {}
    if platform is not None:
        given |= unit_facts(platform, on)
    kind = _KINDS.get(Organisation.Kind(unit.kind))
    if kind is not None:
        given["unit.kind"] = kind
    return given | unit.facts_on(on)
