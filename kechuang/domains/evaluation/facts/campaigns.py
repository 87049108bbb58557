"""What the law needs to know of a platform to say whether it is evaluated."""

from __future__ import annotations

from typing import Any

from kechuang.casework.parties.models import Organisation
from kechuang.domains.evaluation.models import Campaign
from kechuang.domains.platforms.facts.registry import unit_facts
from kechuang.domains.platforms.models import Platform


def platform_facts(platform: Platform, campaign: Campaign) -> dict[str, Any]:
    """The platform as a unit on the day of evaluation; made from prefetched rows (queries.participation.platforms_in)."""
    parties = [row.organisation for row in platform.founders.all()]
    if platform.introducing_entity is not None:
        parties.append(platform.introducing_entity)
    sides = {one.kind == Organisation.Kind.DEPARTMENT for one in parties}
    found: dict[str, Any] = {
        "on": campaign.held_on,
        "unit.built_with_government": len(sides) == 2,
        **unit_facts(platform, campaign.held_on),
        "evaluation.held_on": campaign.held_on,
        "evaluation.kind": campaign.kind_of,
    }
    signed = [
        one for one in platform.agreements.all() if one.signed_on is not None and one.signed_on <= campaign.held_on
    ]
    if signed:
        last = max(signed, key=lambda one: (one.signed_on, one.pk))
        found |= {"agreement.signed_on": last.signed_on, "agreement.starts_on": last.starts_on}
    if platform.operating_since is not None:
        found["evaluation.operation_start"] = platform.operating_since
    return found
