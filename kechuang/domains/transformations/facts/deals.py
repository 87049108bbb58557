"""What the law needs to know of a deal: its mode, how it was priced, when it was signed, who the buyer is, whose it was."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from kechuang.casework.notices import facts as notice_facts
from kechuang.casework.notices.models import Notice
from kechuang.core import clock
from kechuang.core.money import fen_of
from kechuang.domains.achievements import facts as achievements
from kechuang.domains.achievements.models import Achievement
from kechuang.domains.transformations.models import Transformation
from kechuang.domains.transformations.queries import pricings_of


def unit_facts(deal: Transformation, day: dt.date | None = None) -> dict[str, Any]:
    """The facts of the unit that holds what is transformed, on a day (today when none is said)."""
    return achievements.holder_facts(deal.owner, day or clock.today())


def deal_facts(deal: Transformation) -> dict[str, Any]:
    """The deal as far as it is known: mode, way of pricing, day of the contract, the buyer's relation to the completers."""
    given: dict[str, Any] = {
        "deal.mode": deal.mode or None,
        "deal.pricing_method": deal.method or None,
        "deal.contract_on": deal.contract_on,
        "buyer.relation": deal.relation or None,
    }
    return {name: value for name, value in given.items() if value is not None}


def pricing_facts(deal: Transformation) -> dict[str, Any]:
    """The base price of a listing or an auction (fen), and whether it is reasoned."""
    rows = pricings_of(deal)
    last = rows[-1] if rows else None
    if last is None or last.base_price is None:
        return {}
    return {
        "pricing.base_price": fen_of(last.base_price),
        "pricing.base_price_reasoned": bool(last.base_reasons.strip()),
    }


def signing_facts(deal: Transformation, notice: Notice | None, data: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """What is asked before a contract is signed; data: what was typed, which counts before what is kept."""
    typed = data or {}
    given = {**unit_facts(deal), **deal_facts(deal), **pricing_facts(deal)}
    if notice is not None:
        given |= {**notice_facts.price(notice), **notice_facts.objections(notice)}
    if typed.get("contract_on"):
        given["deal.contract_on"] = typed["contract_on"]
    if typed.get("relation"):
        given["buyer.relation"] = typed["relation"]
    if deal.mode == Transformation.Mode.EQUITY:
        given["stake.manager_designated"] = bool((typed.get("equity_manager") or deal.equity_manager).strip())
    return given


def screening_facts(achievement: Achievement, mode: str) -> dict[str, Any]:
    """What decides whether the unit may dispose of an achievement in this mode by itself."""
    return {
        **achievements.holder_facts(achievement.owner),
        **achievements.screen_facts(achievement),
        "deal.mode": mode,
    }


def consent_fact(achievement: Achievement) -> bool | None:
    """Whether the owner of the trade secret agreed to publish it, by the latest screening."""
    answer = achievements.screen_facts(achievement).get("screen.owner_consents")
    return None if answer is None else bool(answer)
