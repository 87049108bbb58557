"""A person's deadlines as an iCalendar feed (RFC 5545), at an address that only they know and can revoke."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable, Mapping
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override
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
    """The person's running obligations in their language, each on its last day, with a reminder three days ahead.

    pages: the address of each case's page, by the id of the case.
    """
    import kechuang.law.rules  # noqa: F401

    with override(feed.user.language or settings.LANGUAGE_CODE):
        shown = entries_of(feed) if entries is None else entries
        return _calendar(shown, pages or {}, "en" if feed.user.language == "en" else "zh")


def _calendar(entries: Iterable[Obligation], pages: Mapping[int, str], lang: str) -> bytes:
    made = Calendar()
    made.add("prodid", "-//Kechuang//obligations//ZH")
    made.add("version", "2.0")
    made.add("x-wr-calname", _("科创 · 期限"))
    for obligation in entries:
        assert obligation.due is not None
        rule = REGISTRY.get(obligation.rule)
        name = (rule.en if lang == "en" else rule.zh) if rule else obligation.rule
        event = Event()
        event.add("uid", f"obligation-{obligation.pk}@kechuang")
        event.add("dtstamp", obligation.created_at)
        event.add("dtstart", obligation.due)
        event.add("dtend", obligation.due + dt.timedelta(days=1))
        mark = _("（暂定）") if obligation.provisional else ""
        event.add("summary", f"{name}{mark} · {obligation.owner}")
        event.add("description", "\n".join([*obligation.cites, obligation.consequence_in(lang)]).strip())
        if obligation.case_id in pages:
            event.add("url", pages[obligation.case_id])
        event.add("status", "TENTATIVE" if obligation.provisional else "CONFIRMED")
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", name)
        alarm.add("trigger", dt.timedelta(days=-3))
        event.add_component(alarm)
        made.add_component(event)
    data: bytes = made.to_ical()
    return data


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
