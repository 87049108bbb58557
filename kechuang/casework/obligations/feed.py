"""A person's deadlines as an iCalendar feed (RFC 5545), at an address that only they know and can revoke."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable, Mapping
from typing import Any

from icalendar import Alarm, Calendar, Event

from kechuang.casework.obligations.models import Feed, Obligation
from kechuang.core import clock
from kechuang.law.rule import REGISTRY

MOST = 2_000
"""Events of a calendar, the soonest; a programme that reads more at every turn helps nobody."""


def subscribe(user: Any, name: str) -> str:
    """Make an address and return its token, once; only the digest stays."""
    token = Feed.new_token()
    Feed.objects.create(user=user, name=name, token_digest=_digest(token))
    return token


def revoke(feed: Feed) -> None:
    """Close an address for good."""
    feed.revoked_at = clock.now()
    feed.save(update_fields=("revoked_at",))


def feed_of(token: str) -> Feed | None:
    """The feed of a token, if it is one and is not revoked."""
    return (
        Feed.objects.filter(token_digest=_digest(token), revoked_at=None, user__is_active=True)
        .select_related("user")
        .first()
    )


def entries_of(feed: Feed) -> list[Obligation]:
    """What the feed shows: the running obligations its person may see, the soonest first."""
    rows = Obligation.objects.running().visible_to(feed.user).exclude(due=None).select_related("owner")
    return list(rows.order_by("due", "pk")[:MOST])


def calendar(feed: Feed, entries: Iterable[Obligation] | None = None, pages: Mapping[int, str] | None = None) -> bytes:
    """The running obligations of the person, each on its last day, with a reminder three days ahead.

    pages: the address of each case's page, by the id of the case.
    """
    import kechuang.law.rules  # noqa: F401

    made = Calendar()
    made.add("prodid", "-//Kechuang//obligations//ZH")
    made.add("version", "2.0")
    made.add("x-wr-calname", "科创 · 期限")
    for obligation in entries_of(feed) if entries is None else entries:
        assert obligation.due is not None
        rule = REGISTRY.get(obligation.rule)
        event = Event()
        event.add("uid", f"obligation-{obligation.pk}@kechuang")
        event.add("dtstamp", obligation.created_at)
        event.add("dtstart", obligation.due)
        event.add("dtend", obligation.due + dt.timedelta(days=1))
        mark = "（暂定）" if obligation.provisional else ""
        event.add("summary", f"{rule.zh if rule else obligation.rule}{mark} · {obligation.owner}")
        event.add("description", "\n".join([*obligation.cites, obligation.consequence]).strip())
        if pages and obligation.case_id in pages:
            event.add("url", pages[obligation.case_id])
        event.add("status", "TENTATIVE" if obligation.provisional else "CONFIRMED")
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", rule.zh if rule else obligation.rule)
        alarm.add("trigger", dt.timedelta(days=-3))
        event.add_component(alarm)
        made.add_component(event)
    data: bytes = made.to_ical()
    return data


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
