"""Rows whose text is one of many: `filter(among("key", keys))` does what `key__in` does, with the values as one array.

A parameter for each of a thousand values costs Django and the driver more than the database takes to answer.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import CharField, Lookup, Q, TextField


@CharField.register_lookup
@TextField.register_lookup
class _Among(Lookup):
    lookup_name = "among"

    def get_prep_lookup(self) -> list[str]:
        return [str(value) for value in self.rhs]

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, Any]:
        left, params = self.process_lhs(compiler, connection)
        return f"{left} = ANY(%s)", (*params, self.rhs)


def among(path: str, values: Iterable[str]) -> Q:
    """A condition on an ORM path (as owner__credit_code) that leads to a column of text."""
    return Q(**{f"{path}__among": frozenset(values)})  # a list Django would walk through, looking for expressions
