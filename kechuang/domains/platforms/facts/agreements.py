"""What the law needs to know of an agreement."""

from __future__ import annotations

import datetime as dt
from typing import Any

from kechuang.core import clock
from kechuang.domains.platforms.facts.registry import unit_facts
from kechuang.domains.platforms.models import Agreement


def agreement_facts(agreement: Agreement, day: dt.date | None = None) -> dict[str, Any]:
    """The facts about an agreement on a day, with those of its platform."""
    on = day or clock.today()
    facts = {
        **unit_facts(agreement.platform, on),
        "agreement.topics": [name for name, text in agreement.topics.items() if str(text).strip()],
        "agreement.starts_on": agreement.starts_on,
        "agreement.ends_on": agreement.ends_on,
        "agreement.special_reason": bool(agreement.special_reason.strip()),
        "agreement.earlier_years": earlier_years(agreement),
        "agreement.introducing_entity_named": agreement.owner_id is not None,
        **signature_facts(agreement),
    }
    if agreement.pk is not None:
        facts["agreement.consulted_departments"] = [
            c.department for c in agreement.consultations.all() if c.settled(on)
        ]
    for name in ("consulted_on", "filed_on"):
        value = getattr(agreement, name)
        if value is not None:
            facts[f"agreement.{name}"] = value
    return facts


def signature_facts(agreement: Agreement) -> dict[str, Any]:
    """First and last signature, once every party has signed; the first is not known where only the day was taken over."""
    if agreement.signed_on is None:
        return {}
    facts = {"agreement.signed_on": agreement.signed_on}
    days = [s.signed_on for s in agreement.signatures.all() if s.signed_on is not None]
    return {**facts, "agreement.first_signed_on": min(days)} if days else facts


def earlier_years(agreement: Agreement) -> int:
    """Whole years of the agreements this one renews, added together (A21)."""
    from kechuang.law.calendar import full_years

    return sum(full_years(before.starts_on, before.ends_on) for before in agreement.earlier())
