"""How one address is kept from flooding a notice with objections, without a puzzle that some cannot solve."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db import connection
from django.utils.translation import gettext as _

from kechuang.casework.notices.models import Objection, Source
from kechuang.core import clock
from kechuang.core.crypto import digest
from kechuang.core.permissions import Ground, Refusal, Refused

HOUR = dt.timedelta(hours=1)
KEPT = dt.timedelta(days=2)
PER_HOUR = 5
"""Objections from one address in an hour (setting OBJECTIONS_PER_HOUR)."""


class TooMany(Refused):
    """An address that has objected often enough for now."""


def earlier(submission: str) -> Objection | None:
    """The objection a form already made when it was sent before; forms carry a key of their own."""
    found = (
        Source.objects.filter(submission=_kept(submission)).select_related("objection").first() if submission else None
    )
    return found.objection if found else None


def admit(address: str, submission: str = "") -> Source:
    """Room for one more objection from an address; save it with the objection. Raises TooMany.

    In the transaction that files: two at once from one address wait for each other. Only a keyed digest is kept, two days.
    """
    mark = digest(f"address:{address}")
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"objections:{mark}"])
    most = getattr(settings, "OBJECTIONS_PER_HOUR", PER_HOUR)
    now = clock.now()
    recent = Source.objects.filter(address_digest=mark, at__gt=now - HOUR).order_by("at")
    if recent.count() >= most:
        first = recent[0].at.astimezone(clock.CHINA)
        words = _("一小时内已从这里提出 %(n)d 件异议，%(time)s后再提；填写的内容没有保存，留着这一页") % {
            "n": most, "time": (first + HOUR).strftime("%H:%M"),
        }  # fmt: skip
        raise TooMany(Refusal(Ground.STATE, words))
    return Source(address_digest=mark, submission=_kept(submission), at=now)


def forget() -> int:
    """Drop what is no longer needed."""
    return Source.objects.filter(at__lt=clock.now() - KEPT).delete()[0]


def _kept(submission: str) -> str:
    return digest(f"submission:{submission}") if submission else ""
