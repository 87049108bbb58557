"""What the forms of money start from."""

from __future__ import annotations

from typing import Any

from kechuang.core import clock
from kechuang.domains.achievements.completing import percent
from kechuang.domains.transformations.models import EquityStake, Transformation


def money_values(deal: Transformation) -> dict[str, Any]:
    """Today, the other side as payer, the stake as it stands where there is one; amounts are never filled in beforehand."""
    today = clock.today()
    values: dict[str, Any] = {
        "received_on": today, "spent_on": today, "registered_on": today, "payer": deal.partner_words, "amount": None,
        "kind": None, "company": deal.partner, "company_name": deal.partner_name, "value": deal.price,
    }  # fmt: skip
    stake = EquityStake.objects.filter(transformation=deal).first()
    if stake is not None:
        names = ("company", "shares", "value", "registered_on", "evidence")
        values |= {name: getattr(stake, name) for name in names}
        values |= {"share": percent(stake.share), "company_name": "" if stake.company_id else stake.company_name}
    last = deal.profits.last()
    if last is not None:
        values["production_on"] = last.production_on
    return values
