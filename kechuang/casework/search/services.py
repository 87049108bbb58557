"""Keeping the index, and looking things up in it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.db import connection
from django.db.models import Max, QuerySet

from kechuang.casework.search.models import BLOCK_BITS, Entry, block_of
from kechuang.casework.search.words import tokens, wanted

FIRST_BLOCKS, NEXT_BLOCKS, FURTHER, MOST_BLOCKS = 2, 64, 8, 256
"""Blocks asked at first, for the last has just begun; asked next at most; how many times as many as so far after that;
and beyond how many a question asks for all that are left. Few questions: each takes as long as fetching a thousand."""


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


def newest(
    query: str, most: int, *, scopes: Sequence[Sequence[str]] = (), top: Callable[[], int] | None = None
) -> list[int] | None:
    """The ids of the newest cases that have every token of a query, at most `most`; None when it asks for nothing.

    scopes: groups of marks (see Entry.scope); a case must have one of each group. top(): no case sought has a higher id;
    without it what came in last, of another kind, would be read in vain.

    The index is asked block by block, from the newest on, and of so many blocks at a time as should hold what is still
    wanted by what was found so far: a common word costs no more than a rare one. PostgreSQL takes the tokens of a query
    to be independent and so errs by orders of magnitude on how common they are together; here it is seen.
    """
    asked = wanted(query)
    if not asked:
        return None
    where, given = _conditions(asked, scopes)
    block = block_of((top or _last)())
    found: list[int] = []
    looked, width = 0, FIRST_BLOCKS
    while block >= 0 and len(found) < most:
        found += _in_blocks(where, given, block, width, most - len(found))
        block, looked = block - width, looked + width
        enough = (
            3 * (most - len(found)) * looked // (2 * max(len(found), 1)) + 1
        )  # half as many more: they lie unevenly
        width = min(enough, NEXT_BLOCKS) if looked == FIRST_BLOCKS else looked * FURTHER
        width = width if width <= min(MOST_BLOCKS, block) else block + 1
    return found


def _last() -> int:
    """The id of the newest case that can be found; 0 when there is none."""
    newest: int | None = Entry.objects.aggregate(last=Max("case_id"))["last"]
    return newest or 0


def _conditions(asked: list[str], scopes: Sequence[Sequence[str]]) -> tuple[str, list[Any]]:
    parts, given = ["tokens @> %s::varchar[]"], [asked]
    for marks in scopes:
        parts.append("scope && %s::varchar[]")
        given.append(list(marks))
    return " AND ".join(parts), given


def _in_blocks(where: str, given: list[Any], block: int, width: int, most: int) -> list[int]:
    """The newest of those in a block and the `width - 1` blocks before it that meet the conditions."""
    bounds = "case_id < %s" if width > MOST_BLOCKS else f"(ARRAY[case_id >> {BLOCK_BITS}]) && %s::bigint[]"
    blocks = (block + 1) << BLOCK_BITS if width > MOST_BLOCKS else list(range(max(block - width + 1, 0), block + 1))
    with connection.cursor() as cursor:
        cursor.execute(
            # Kept apart from the order: asked together, PostgreSQL may read the entries one by one after all.
            f"WITH found AS MATERIALIZED (SELECT case_id FROM search_entry WHERE {where} AND {bounds}) "  # noqa: S608
            "SELECT case_id FROM found ORDER BY case_id DESC LIMIT %s",
            [*given, blocks, most],
        )
        return [case for (case,) in cursor.fetchall()]
