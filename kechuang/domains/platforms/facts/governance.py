"""What the law needs to know of how a platform is run: council, director, internal rules, autonomy, provisions."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from kechuang.casework.parties.models import Organisation, in_force_on
from kechuang.core import clock
from kechuang.domains.platforms.facts.registry import unit_facts
from kechuang.domains.platforms.models import Appointment, Council, Founder, InternalRule, Platform, Resolution

OWN_FIELDS = ("contract_funds", "management_system")
"""Fields of internal rules that other texts ask for, beside the six of the checklist internal_rules.fields."""
COVERS = {"contract_funds": "contract.types", "management_system": "management_system.contents"}
"""What the rules of those fields must cover, as checklists of the law."""


def cofounders_of(platform: Platform) -> list[Organisation]:
    """Those who set a platform up together: its founders, and the introducing entity for the government's side."""
    found = [row.organisation for row in platform.founders.select_related("organisation").order_by("pk")]
    if platform.introducing_entity is not None:
        found.insert(0, platform.introducing_entity)
    return list(dict.fromkeys(found))


def cofounder_keys(platforms: Iterable[Platform]) -> dict[int, list[int]]:
    """The keys of the co-founders of each of many platforms, in the same order; in one query."""
    found = {
        one.pk: [] if one.introducing_entity_id is None else [one.introducing_entity_id] for one in platforms
    }  # fmt: skip
    rows = Founder.objects.filter(platform__in=list(found)).order_by("pk")
    for platform, organisation in rows.values_list("platform_id", "organisation_id"):
        if organisation not in found[platform]:
            found[platform].append(organisation)
    return found


def council_of(platform: Platform) -> Council | None:
    """The council that stands, forming or seated."""
    return platform.councils.filter(dissolved_on=None).first()


def director_of(platform: Platform, day: dt.date | None = None) -> Appointment | None:
    """The director in office on a day, as appointed."""
    rows = Appointment.objects.filter(in_force_on(day or clock.today()), council__platform=platform)
    return rows.select_related("post__person", "resolution").first()


def rules_in_force(platform: Platform, day: dt.date | None = None) -> dict[str, InternalRule]:
    """The edition in force on a day in each field: the newest that has come into force and is not repealed."""
    on = day or clock.today()
    rows = InternalRule.objects.filter(platform=platform, in_force_on__lte=on).order_by("in_force_on", "edition")
    newest = {row.field: row for row in rows}
    return {field: row for field, row in newest.items() if row.repealed_on is None or on < row.repealed_on}


def unnamed_cofounders(council: Council, day: dt.date | None = None) -> list[Organisation]:
    """Co-founders of whom nobody sits in the council."""
    named = set(council.members.filter(in_force_on(day or clock.today())).values_list("delegated_by_id", flat=True))
    return [one for one in cofounders_of(council.platform) if one.pk not in named]


def cobuilt_facts(platform: Platform, day: dt.date | None = None) -> dict[str, Any]:
    """The platform as a unit, and whether it was built by government together with others."""
    parties = cofounders_of(platform)
    public = [one for one in parties if one.kind == Organisation.Kind.DEPARTMENT]
    return {
        "unit.built_with_government": bool(public) and len(public) < len(parties),
        **unit_facts(platform, day),
    }


def governance_facts(platform: Platform, day: dt.date | None = None) -> dict[str, Any]:
    """Everything the rules of governance ask about a platform on a day."""
    on = day or clock.today()
    council, director, rules = council_of(platform), director_of(platform, on), rules_in_force(platform, on)
    parties = cofounders_of(platform)
    sides = []
    if any(one.kind == Organisation.Kind.DEPARTMENT for one in parties):
        sides.append("government")
    if any(one.kind != Organisation.Kind.DEPARTMENT for one in parties):
        sides.append("parent_institution")
    found: dict[str, Any] = {
        **cobuilt_facts(platform, on),
        "governance.cofounders": sides,
        "governance.purpose_proposed": council is not None and bool(council.purpose and council.scope),
        "governance.council_formed": council is not None and council.state == "seated",
        "governance.council_appointed": council is not None and not unnamed_cofounders(council, on),
        "governance.director_appointed": director is not None,
        "governance.provisions": council.provisions if council else [],
        "governance.council_matters": council.reserved if council else [],
        "governance.director_fields": director.fields if director else [],
        "governance.autonomy": council.autonomy if council else [],
        "governance.internal_rules": [name for name in rules if name not in OWN_FIELDS],
        "contract_funds.rule_types": rules["contract_funds"].covers if "contract_funds" in rules else [],
        "management.contents": rules["management_system"].covers if "management_system" in rules else [],
    }
    if "management_system" not in rules:
        found["management.implemented"] = False
    return found


def decision_facts(platform: Platform, reserved: bool, resolution: Resolution | None) -> dict[str, Any]:
    """The facts of a decision that may be reserved to the council."""
    found = {
        **cobuilt_facts(platform),
        "resolution.reserved": reserved,
        "resolution.adopted": resolution is not None,
    }
    if resolution is not None:
        found["resolution.cofounders_present"] = resolution.cofounders_present
    return found
