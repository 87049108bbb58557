"""Counting rows no further than anybody reads: a list of a million rows costs no more than one of ten thousand."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.core.paginator import Page, Paginator
from django.db import connection
from django.db.models import QuerySet

from kechuang.casework.cases.queries import among

MOST = 10_000
"""Rows a list leads through page by page; beyond, it is narrowed."""


def counted(lists: Sequence[QuerySet[Any]], most: int) -> list[int]:
    """The number of rows of each, at most one more than `most`, in one query."""
    parts: list[str] = []
    given: list[Any] = []
    for rows in lists:
        try:
            sql, params = rows.order_by().values("pk")[: most + 1].query.sql_with_params()
        except EmptyResultSet:  # a condition that nothing can meet
            parts.append("0")
            continue
        parts.append(f"(SELECT count(*) FROM ({sql}) counted)")  # noqa: S608  # SQL that Django wrote
        given += params
    if not parts:
        return []
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(parts)}", given)
        return list(cursor.fetchone())


FEW = 1_000
"""As many rows are sorted and counted by their ids, whatever the order and the conditions."""


def few(rows: QuerySet[Any]) -> list[int] | None:
    """The ids of the rows when there are at most FEW, else None."""
    return _counted(rows, FEW, FEW)[1]


def _counted(rows: QuerySet[Any], most: int, few: int) -> tuple[int, list[int] | None]:
    """The number of rows, at most one more than `most`, and which they are when there are no more than `few`."""
    try:
        sql, params = rows.order_by().values("pk")[: most + 1].query.sql_with_params()
    except EmptyResultSet:
        return 0, []
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT count(*), CASE WHEN count(*) <= {few:d} THEN array_agg(pk) END FROM ({sql}) counted",  # noqa: S608
            params,
        )
        number, ids = cursor.fetchone()
    return number, ids or [] if number <= few else None


class Pages(Paginator):
    """Pages of a list; `count` stops at MOST, and `more` says that there are others.

    rows: those of the list, in order. whole: all rows of the kind in the same order (the same when not given), from which
    those of a page are read by their ids; nothing else is ever read from it.
    """

    def __init__(self, rows: QuerySet[Any], per_page: int, whole: QuerySet[Any] | None = None) -> None:
        super().__init__(rows, per_page)
        self.whole = rows if whole is None else whole

    @cached_property
    def _counted(self) -> tuple[int, list[int] | None]:
        rows: Any = self.object_list
        return _counted(rows, MOST, FEW)

    @cached_property
    def count(self) -> int:
        return min(self._counted[0], MOST)

    def page(self, number: int | str) -> Page[Any]:
        """The rows of a page: first which they are, with no table joined but those that decide it, then the rows."""
        number = self.validate_number(number)
        bottom = (number - 1) * self.per_page
        ids = self._counted[1]
        rows: Any = self.object_list if ids is None else self.whole.filter(among(ids))
        wanted = list(rows.values_list("pk", flat=True)[bottom : min(bottom + self.per_page, self.count)])
        found = {row.pk: row for row in self.whole.order_by().filter(pk__in=wanted)} if wanted else {}
        return Page([found[pk] for pk in wanted if pk in found], number, self)

    @property
    def more(self) -> bool:
        return self._counted[0] > MOST
