"""Counting rows no further than anybody reads: a list of a million rows costs no more than one of two thousand."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.core.paginator import Page, Paginator
from django.db import connection
from django.db.models import QuerySet

from kechuang.core.among import among

MOST = 1_000
"""Rows a list leads through page by page, twenty pages; beyond, it is narrowed. As many are sorted and counted by their ids,
whatever the order and the conditions."""


def few(rows: QuerySet[Any]) -> list[int] | None:
    """The ids of the rows when there are at most MOST, else None."""
    return _counted(rows)[1]


def _counted(rows: QuerySet[Any]) -> tuple[int, list[int] | None]:
    """The number of rows, at most one more than MOST, and which they are when there are no more."""
    try:
        sql, params = rows.order_by().values("pk")[: MOST + 1].query.sql_with_params()
    except EmptyResultSet:
        return 0, []
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT count(*), CASE WHEN count(*) <= {MOST:d} THEN array_agg(pk) END FROM ({sql}) counted",  # noqa: S608
            params,
        )
        number, ids = cursor.fetchone()
    return number, ids or [] if number <= MOST else None


class Pages(Paginator):
    """Pages of a list; `count` stops at MOST, and `more` says that there are others.

    rows: those of the list, in order. whole: all rows of the kind in the same order (the same when not given), from which
    those of a page are read by their ids; nothing else is ever read from it. ids: which rows they are, where that is known;
    many: that there are more than MOST, likewise.
    """

    def __init__(
        self,
        rows: QuerySet[Any],
        per_page: int,
        whole: QuerySet[Any] | None = None,
        ids: list[int] | None = None,
        *,
        many: bool = False,
    ) -> None:
        super().__init__(rows, per_page)
        self.whole = rows if whole is None else whole
        self.ids = ids
        self.many = many

    @cached_property
    def _counted(self) -> tuple[int, list[int] | None]:
        rows: Any = self.object_list
        if self.many:
            return MOST + 1, None
        return _counted(rows) if self.ids is None else (len(self.ids), self.ids)

    @cached_property
    def count(self) -> int:
        return min(self._counted[0], MOST)

    def page(self, number: int | str) -> Page[Any]:
        """The rows of a page. Of many: first which they are, with no table joined but those that decide it, then the rows."""
        number = self.validate_number(number)
        bottom = (number - 1) * self.per_page
        top = min(bottom + self.per_page, self.count)
        ids = self._counted[1]
        rows: Any = self.object_list
        if ids is not None:
            rows = self.whole.filter(among("pk", ids))
            if len(ids) <= 2 * self.per_page:
                return Page(list(rows[bottom:top]) if ids else [], number, self)
        wanted = list(rows.values_list("pk", flat=True)[bottom:top])
        found = {row.pk: row for row in self.whole.order_by().filter(pk__in=wanted)} if wanted else {}
        return Page([found[pk] for pk in wanted if pk in found], number, self)

    @property
    def more(self) -> bool:
        return self._counted[0] > MOST
