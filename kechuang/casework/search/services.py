"""Keeping the index, and looking things up in it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection
from django.db.models import BigIntegerField, QuerySet

from kechuang.casework.search.models import Entry
from kechuang.casework.search.words import tokens, wanted

LOOKED_THROUGH = 10_000
"""The newest entries read one by one before the index is asked: a word that many share is found among them at once."""
READ_COST, FOUND_COST = 0.55, 4.0
"""What it takes to read one entry in passing, and to fetch one that the index found: from 1.7 in PostgreSQL's own memory
to 6 in the system's (microseconds, measured; their ratio counts)."""

_HIGHEST = BigIntegerField.MAX_BIGINT


def index(rows: Iterable[tuple[int, str]]) -> None:
    """Make cases findable by a text, (case id, text) each; what a case was found by before is forgotten."""
    new = {case: tokens_of(text) for case, text in rows}
    kept = dict(Entry.objects.filter(case_id__in=list(new)).values_list("case_id", "tokens"))
    Entry.objects.bulk_create(
        [Entry(case_id=case, tokens=found) for case, found in new.items() if kept.get(case) != found],
        update_conflicts=True,
        update_fields=["tokens"],
        unique_fields=["case_id"],
        batch_size=1_000,
    )


def tokens_of(text: str) -> list[str]:
    """The tokens of a text as an entry keeps them."""
    return [token[:64] for token in tokens(text)]


def matching(query: str) -> QuerySet[Entry, int] | None:
    """The ids of the cases that have every token of a query, as a subquery; None when it asks for nothing."""
    asked = wanted(query)
    if not asked:
        return None
    return Entry.objects.filter(tokens__contains=asked).values_list("case_id", flat=True)


def newest(query: str, most: int, *, scopes: Sequence[Sequence[str]] = (), top: int | None = None) -> list[int] | None:
    """The ids of the newest cases that have every token of a query, at most `most`; None when it asks for nothing.

    scopes: groups of marks (see Entry.scope); a case must have one of each group. top: no case sought has a higher id;
    without it what came in last, of another kind, would be read in vain.

    A rare word is found by the index, a common one by reading the newest entries. PostgreSQL takes the tokens of a
    query to be independent and so errs by orders of magnitude on how common they are together; here it is measured
    on the newest entries first.
    """
    asked = wanted(query)
    if not asked:
        return None
    where, given = _conditions(asked, scopes)
    found = _read(where, given, most, LOOKED_THROUGH, top)
    if len(found) >= most:
        return found
    with connection.cursor() as cursor:
        cursor.execute("SELECT reltuples FROM pg_class WHERE oid = 'search_entry'::regclass")
        (entries,) = cursor.fetchone()
    rate = len(found) / LOOKED_THROUGH
    through = most / rate if found else 0
    if found and through * READ_COST < entries * rate * FOUND_COST:
        read = _read(where, given, most, min(int(through * 3), int(entries) + 1), top)
        if len(read) >= most:
            return read
    with connection.cursor() as cursor:
        cursor.execute(
            # Kept apart from the order: asked together, PostgreSQL may read the entries one by one after all.
            f"WITH found AS MATERIALIZED (SELECT case_id FROM search_entry WHERE {where}) "  # noqa: S608
            "SELECT case_id FROM found ORDER BY case_id DESC LIMIT %s",
            [*given, most],
        )
        return [case for (case,) in cursor.fetchall()]


def _conditions(asked: list[str], scopes: Sequence[Sequence[str]]) -> tuple[str, list[Any]]:
    parts, given = ["tokens @> %s::varchar[]"], [asked]
    for marks in scopes:
        parts.append("scope && %s::varchar[]")
        given.append(list(marks))
    return " AND ".join(parts), given


def _read(where: str, given: list[Any], most: int, through: int, top: int | None) -> list[int]:
    """Those of the newest entries up to `top` that meet the conditions, read one after the other until there are enough."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT case_id FROM (SELECT * FROM search_entry WHERE case_id <= %s ORDER BY case_id DESC LIMIT %s) newest "  # noqa: S608
            f"WHERE {where} ORDER BY case_id DESC LIMIT %s",
            [_HIGHEST if top is None else top, through, *given, most],
        )
        return [case for (case,) in cursor.fetchall()]
