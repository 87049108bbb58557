"""Counting rows no further than anybody reads, several lists in one query."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet


def counted(lists: Sequence[QuerySet[Any]], most: int | None = None) -> list[int]:
    """The number of rows of each in one query, at most one more than `most` where that is given."""
    parts: list[str] = []
    given: list[Any] = []
    for rows in lists:
        try:
            sql, params = rows.order_by().values("pk")[: None if most is None else most + 1].query.sql_with_params()
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
