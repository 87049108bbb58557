"""Sealing a day and verifying the chain."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass

import pghistory.models
from django.apps import apps
from django.db import connection, transaction

from kechuang.core import clock
from kechuang.core.audit.models import Leaf, Seal

FIRST = "0" * 64
"""What the first seal names as its predecessor."""
OF_A_DAY = (
    "SELECT pgh_id, row_to_json(event)::text FROM (SELECT {columns} FROM {table}) event "
    "WHERE pgh_created_at >= %s AND pgh_created_at < %s ORDER BY pgh_id"
)
Columns = dict[str, list[str]]


@dataclass(frozen=True, slots=True)
class Broken:
    """The first thing that does not fit: the day, the event table and event id (None for the seal itself), and what."""

    day: dt.date
    table: str
    event: int | None
    what: str

    def __str__(self) -> str:
        where = f"{self.table} {self.event}" if self.event is not None else self.table
        return f"{self.day} {where}: {self.what}"


def hashed(*parts: str) -> str:
    """The chain's hash over parts; the one place to swap when SM3 takes its turn."""
    digest = hashlib.sha256()
    for part in parts:
        digest.update(len(part).to_bytes(8, "big") + part.encode())
    return digest.hexdigest()


def event_tables() -> list[str]:
    """The tables that hold history, by name."""
    return sorted(
        model._meta.db_table
        for model in apps.get_models()
        if issubclass(model, pghistory.models.Event) and model._meta.managed and not model._meta.abstract
    )


def columns_now() -> Columns:
    """What each event table is made of, in the order of the table."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.relname, array_agg(a.attname::text ORDER BY a.attnum) FROM pg_attribute a "
            "JOIN pg_class c ON c.oid = a.attrelid WHERE c.oid = ANY (SELECT to_regclass(quote_ident(t)) FROM unnest(%s::text[]) t) "
            "AND a.attnum > 0 AND NOT a.attisdropped GROUP BY c.relname",
            [event_tables()],
        )
        return dict(cursor.fetchall())


def _rows(table: str, day: dt.date, columns: list[str]) -> Iterator[tuple[int, str]]:
    """Event id and digest of each event of a Chinese day, in order; of these columns alone."""
    start = dt.datetime.combine(day, dt.time(), tzinfo=clock.CHINA)
    quoted = connection.ops.quote_name
    with connection.cursor() as cursor:
        cursor.execute(
            OF_A_DAY.format(table=quoted(table), columns=", ".join(map(quoted, columns))),
            [start, start + dt.timedelta(days=1)],
        )
        while chunk := cursor.fetchmany(5_000):
            for event, text in chunk:
                yield event, hashed(text)


@transaction.atomic
def seal_day(day: dt.date) -> Seal:
    """Seal a finished day. Days are sealed in order, once; ValueError says which day is next."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('kechuang.audit.seal'))")
    last = Seal.objects.order_by("-day").first()
    if last is not None and day != last.day + dt.timedelta(days=1):
        raise ValueError(f"the next day to seal is {last.day + dt.timedelta(days=1)}, not {day}")
    columns = columns_now()
    leaves = [(table, event, digest) for table in event_tables() for event, digest in _rows(table, day, columns[table])]
    previous = last.digest if last else FIRST
    seal = Seal.objects.create(
        day=day, previous=previous, digest=_digest(previous, day, columns, leaves), rows=len(leaves), columns=columns,
        sealed_at=clock.now(),
    )  # fmt: skip
    Leaf.objects.bulk_create(
        (Leaf(seal=seal, table=table, event=event, digest=digest) for table, event, digest in leaves), batch_size=5_000
    )
    return seal


def seal_until(day: dt.date) -> list[Seal]:
    """Seal every day from the first with events, or the day after the last seal, up to and including `day`."""
    last = Seal.objects.order_by("-day").first()
    start = last.day + dt.timedelta(days=1) if last else _first_day()
    made = []
    while start is not None and start <= day:
        made.append(seal_day(start))
        start += dt.timedelta(days=1)
    return made


def seal_finished(day: dt.date) -> list[Seal]:
    """Seal what was over before `day` and can gain no more events.

    Events are dated by the beginning of their transaction, by the database's clock: a transaction that still runs may
    add to the day it began on, and a demonstration's clock may be days ahead.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT least(now(), min(xact_start)) FROM pg_stat_activity WHERE datname = current_database()")
        (open_since,) = cursor.fetchone()
    return seal_until(min(day, open_since.astimezone(clock.CHINA).date()) - dt.timedelta(days=1))


def _first_day() -> dt.date | None:
    days = []
    with connection.cursor() as cursor:
        for table in event_tables():
            cursor.execute(f"SELECT min(pgh_created_at) FROM {connection.ops.quote_name(table)}")  # noqa: S608
            (first,) = cursor.fetchone()
            if first is not None:
                days.append(first.astimezone(clock.CHINA).date())
    return min(days, default=None)


def _digest(previous: str, day: dt.date, columns: Columns | None, leaves: list[tuple[str, int, str]]) -> str:
    made_of = [] if columns is None else [json.dumps(columns, sort_keys=True)]
    return hashed(
        previous, day.isoformat(), *made_of, *(f"{table}:{event}:{digest}" for table, event, digest in leaves)
    )


def verify() -> Broken | None:
    """Walk the chain from the first day. None when all fits, else the first thing that does not."""
    previous = FIRST
    for seal in Seal.objects.order_by("day"):
        broken = _does_not_follow(seal, previous) or _does_not_fit(seal)
        if broken is not None:
            return broken
        previous = seal.digest
    return None


def glance() -> Broken | None:
    """A quick look: every seal follows the one before, and the last sealed day is whole. `verify` looks at all days."""
    previous, last = FIRST, None
    for last in Seal.objects.order_by("day"):
        if (broken := _does_not_follow(last, previous)) is not None:
            return broken
        previous = last.digest
    return _does_not_fit(last) if last is not None else None


def _does_not_follow(seal: Seal, previous: str) -> Broken | None:
    if seal.previous == previous:
        return None
    return Broken(seal.day, "seal", None, "does not follow the seal of the day before")


def _does_not_fit(seal: Seal) -> Broken | None:
    """The first event of the seal's day that is not as it was sealed; else whether the seal itself is."""
    kept = {(leaf.table, leaf.event): leaf.digest for leaf in seal.leaves.all()}
    now = columns_now()
    columns = now | (seal.columns or {})
    for table in event_tables():
        for gone in [column for column in columns[table] if column not in now[table]]:
            return Broken(seal.day, table, None, f"lost the column {gone}")
    found = {
        (table, event): digest for table in event_tables() for event, digest in _rows(table, seal.day, columns[table])
    }
    for key in sorted({*kept, *found}):
        table, event = key
        if key not in found:
            return Broken(seal.day, table, event, "was removed")
        if key not in kept:
            return Broken(seal.day, table, event, "was slipped in after the day was sealed")
        if kept[key] != found[key]:
            return Broken(seal.day, table, event, "was altered")
    leaves = [(table, event, digest) for (table, event), digest in sorted(kept.items())]
    if seal.rows != len(leaves) or seal.digest != _digest(seal.previous, seal.day, seal.columns, leaves):
        return Broken(seal.day, "seal", None, "was altered")
    return None
