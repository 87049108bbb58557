"""What a night does for figures: the ladder asked anew, and the rows of figures folded."""

from __future__ import annotations

import datetime as dt

from django.db import connection, transaction

from kechuang.domains.statistics import ladder as idle
from kechuang.domains.statistics.kept import ANEW, IDLE_ANEW

LOCK = 0x6B63_6669
"""The key of the lock that lets one fold at a time."""


def figures(day: dt.date) -> str:
    """Make every figure anew from the tables it tells of, whatever the rows say now."""
    return f"{_anew(ANEW)} figures"


def ladder(day: dt.date) -> str:
    """Ask the idle ladder of every registered achievement, and count the answers."""
    told = idle.refresh(day)
    return f"{told.asked} achievements asked, {told.changed} changed, {_anew(IDLE_ANEW)} figures"


@transaction.atomic
def _anew(statement: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        cursor.execute(statement)
        return int(cursor.rowcount)
