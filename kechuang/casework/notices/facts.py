"""What the law asks about a notice: the days it stood in its channels, its changes, and what it says.

A kind names one of these as its facts, or wraps it: lambda notice: {**price(notice), **unit_facts(notice.subject)}.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from kechuang.casework.notices.kinds import MARKET, UNIT
from kechuang.casework.notices.models import OPEN, Notice, NoticeContent
from kechuang.law.library import load

_PLACES = {UNIT: "unit", MARKET: "technology_market"}
MARK = "insider"
"""The field of a price notice that marks the buyer's interest; empty where there is none to mark."""


def first_days(content: NoticeContent) -> dict[str, dt.date]:
    """Channel -> first day, the latest record of each."""
    return {posting.channel: posting.first_on for posting in content.postings.all()}


def later(content: NoticeContent) -> dt.date | None:
    """The latest first day, once the content stands in every channel of its kind."""
    days = first_days(content)
    wanted = content.notice.what.channels
    return max(days[name] for name in wanted) if all(name in days for name in wanted) else None


def price(notice: Notice) -> Mapping[str, Any]:
    """The notice of an agreed price (group `notice` of the law). The buyer and the unit are the deal's to tell."""
    contents = _contents(notice)
    first, last = contents[0], contents[-1]
    days, kind = first_days(first), notice.what
    marked = next((c for c in contents if str(c.fields.get(MARK, "")).strip()), None)
    return _said({
        "notice.unit_on": days.get(UNIT),
        "notice.market_on": days.get(MARKET),
        "notice.changed_on": later(last) if last.version > 1 else None,
        "notice.fields": [item for name in last.filled if (item := kind.item_of(name)) in _items("pricing.notice_fields")],
        "notice.channels": [_PLACES[name] for name in first_days(last) if name in _PLACES],
        "notice.insider_marked": marked is first,
        "notice.corrected_on": later(marked) if marked is not None and marked is not first else None,
    })  # fmt: skip


def reward(notice: Notice) -> Mapping[str, Any]:
    """The notice of rewards in the unit (group `reward` of the law)."""
    contents = _contents(notice)
    return _said({
        "reward.notice_on": first_days(contents[0]).get(UNIT),
        "reward.notice_changed_on": later(contents[-1]) if len(contents) > 1 else None,
    })  # fmt: skip


def objections(notice: Notice) -> Mapping[str, Any]:
    """Whether objections are settled and how they are handled, for the checks before signing (groups notice, pricing)."""
    rows = list(notice.objections.values_list("state", "answered_on", "settled_on", "closed_on"))
    pending = any(state in OPEN for state, *_days in rows)
    days = [settled or answered or closed for _state, answered, settled, closed in rows]
    settled = [day for day in days if day is not None]
    published = bool(notice.procedure.strip())
    return _said({
        "notice.objection_pending": pending,
        "notice.objection_settled_on": max(settled) if settled and not pending else None,
        "pricing.objection_procedure_set": published,
        "pricing.objection_procedure_published": published,
    })  # fmt: skip


def _items(checklist: str) -> set[str]:
    return {item.id for item in load().checklist_items(checklist)}


def _contents(notice: Notice) -> list[NoticeContent]:
    found = list(notice.contents.prefetch_related("postings").order_by("version"))
    for content in found:
        content.notice = notice
    return found


def _said(facts: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in facts.items() if value is not None}
