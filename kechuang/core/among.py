"""Rows with one of many values: `filter(among("owner__credit_code", codes))` does what `__in` does, the values as one array.

A parameter for each of a thousand values costs Django and the driver more than the database takes to answer.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db.models import BooleanField, Expression, F, Func, Q, QuerySet


class AmongArray(Func):
    """value = ANY (array). Not IN (subquery): joined by OR to other conditions, PostgreSQL uses an index for this alone."""

    template = "(%(expressions)s))"
    arg_joiner = " = ANY ("
    arity = 2
    output_field = BooleanField()


class _Many(Expression):
    """Whole numbers as one text that PostgreSQL reads as an array; texts as the driver writes a list."""

    def __init__(self, values: list[Any]) -> None:
        super().__init__()
        self.values = values

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, Any]:
        if not self.values:
            return "'{}'", []
        if isinstance(self.values[0], str):
            return "%s::text[]", [self.values]
        return "%s::bigint[]", [f"{{{','.join(str(int(value)) for value in self.values)}}}"]


def among(path: str, values: Iterable[int] | Iterable[str]) -> Q:
    """A condition on an ORM path that leads to a column of whole numbers or of text. values: all of one kind."""
    return Q(AmongArray(F(path), _Many(list(values))))


class Selected(Expression):
    """The values a query selects, as an array: `AmongArray(F("id"), Selected(rows.values("case_id")))`.

    The query stands alone and is written out at once, so that a page may use the same in twenty others; what it is asked of
    may not change in between.
    """

    def __init__(self, rows: QuerySet[Any, Any]) -> None:
        super().__init__()
        try:
            self.sql, self.params = rows.order_by().query.sql_with_params()
        except EmptyResultSet:
            self.sql, self.params = "SELECT NULL::bigint WHERE false", ()

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, Any]:
        return f"ARRAY({self.sql})", list(self.params)
