"""What the law needs to know of an agreement."""

from __future__ import annotations

import datetime as dt
from typing import Any

from kechuang.core import clock, once
from kechuang.domains.platforms.facts.registry import unit_facts
from kechuang.domains.platforms.models import Agreement
from kechuang.law.calendar import add_days, add_months


def agreement_facts(agreement: Agreement, day: dt.date | None = None) -> dict[str, Any]:
    """The facts about an agreement on a day, with those of its platform; read once for a page."""
    on = day or clock.today()
    if agreement.pk is None:
        return _read(agreement, on)
    return dict(once.kept(("agreement facts", agreement.pk, on), lambda: _read(agreement, on)))


def _read(agreement: Agreement, on: dt.date) -> dict[str, Any]:
    facts = {
        **unit_facts(agreement.platform, on),
        "agreement.topics": [name for name, text in agreement.topics.items() if str(text).strip()],
        "agreement.starts_on": agreement.starts_on,
        "agreement.ends_on": agreement.ends_on,
        "agreement.special_reason": bool(agreement.special_reason.strip()),
        **term_facts(agreement),
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


def term_facts(agreement: Agreement) -> dict[str, Any]:
    """What stands of the terms before this one: the day all of them together count from, or that there were none (A21)."""
    start = counted_from(agreement)
    return {"agreement.earlier_years": 0} if start == agreement.starts_on else {"agreement.counted_from": start}


def counted_from(agreement: Agreement) -> dt.date:
    """The first day of this term, moved back by as long as the terms before it ran: of rounds renewed, of agreements amended.

    Where they follow each other without a gap it is the first day of the first; days between two terms do not count.
    """
    start = agreement.starts_on
    for before, last in agreement.earlier():
        months, days = _length(before.starts_on, last)
        start = add_days(add_months(start, -months), -days)
    return start


def _length(first: dt.date, last: dt.date) -> tuple[int, int]:
    """A term with both its ends, in whole months counted back from its end, and the days left over."""
    end = add_days(last, 1)
    months = (end.year - first.year) * 12 + end.month - first.month
    while add_months(end, -months) < first:
        months -= 1
    return months, (add_months(end, -months) - first).days
