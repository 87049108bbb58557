"""Counting rows no further than anybody reads: a list of a million rows costs no more than one of ten thousand."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.core.paginator import Page, Paginator
from django.db import connection
from django.db.models import QuerySet

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


class Pages(Paginator):
    """Pages of a list; `count` stops at MOST, and `more` says that there are others."""

    @cached_property
    def _counted(self) -> int:
        rows: Any = self.object_list
        return counted([rows], MOST)[0]

    @cached_property
    def count(self) -> int:
        return min(self._counted, MOST)

    def page(self, number: int | str) -> Page[Any]:
        """The rows of a page: first which they are, with no table joined but those that decide it, then the rows."""
        number = self.validate_number(number)
        bottom = (number - 1) * self.per_page
        rows: Any = self.object_list
        wanted = list(rows.values_list("pk", flat=True)[bottom : min(bottom + self.per_page, self.count)])
        found = {row.pk: row for row in rows.order_by().filter(pk__in=wanted)} if wanted else {}
        return Page([found[pk] for pk in wanted if pk in found], number, self)

    @property
    def more(self) -> bool:
        return self._counted > MOST
