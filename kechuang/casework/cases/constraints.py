"""The check constraints of a case asked in Python, before the database is: a refusal at the field instead of an error.

Only comparisons of the case's own columns are asked; what cannot be decided here is left to the database.
"""

from __future__ import annotations

import operator
from collections.abc import Callable
from functools import cache
from typing import Any

from django.db.models import CheckConstraint, F, Q
from django.utils.translation import gettext as _

from kechuang.core.permissions import Ground, Refusal

_COMPARE: dict[str, Callable[[Any, Any], bool]] = {
    "exact": operator.eq, "gt": operator.gt, "gte": operator.ge, "lt": operator.lt, "lte": operator.le,
}  # fmt: skip


class _CannotTell(Exception):
    """A lookup this module does not know, or an expression."""


def broken_constraint(case: Any) -> Refusal | None:
    """The first check constraint the unsaved row breaks, told by the fields it compares."""
    for constraint, names in _constraints(type(case)):  # type: ignore[arg-type]  # a class is hashable
        try:
            holds = _holds(constraint.condition, case)
        except _CannotTell:
            continue
        if holds is False:
            labels = [str(case._meta.get_field(name).verbose_name) for name in names]
            text = _("“%(fields)s”互相矛盾") % {"fields": "”与“".join(labels)}
            return Refusal(Ground.INPUT, text, errors={names[0]: [text]})
    return None


@cache
def _constraints(model: Any) -> tuple[tuple[CheckConstraint, tuple[str, ...]], ...]:
    family = [model, *model._meta.get_parent_list()]
    found = [c for one in family for c in one._meta.constraints if isinstance(c, CheckConstraint)]
    return tuple((c, tuple(dict.fromkeys(_names(c.condition)))) for c in found if isinstance(c.condition, Q))


def _names(condition: Any) -> list[str]:
    found: list[str] = []
    for child in condition.children:
        if isinstance(child, Q):
            found += _names(child)
        elif isinstance(child, tuple):
            found.append(child[0].partition("__")[0])
            if isinstance(child[1], F):
                found.append(_named(child[1]))
    return found


def _named(of: Any) -> str:
    """The column an F names; its type does not say that it has a name."""
    return str(of.name)


def _holds(condition: Any, row: Any) -> bool | None:
    """True, False, or None for unknown as SQL has it: a comparison with nothing. An unknown check passes."""
    results = [_holds(c, row) if isinstance(c, Q) else _lookup(c, row) for c in condition.children]
    if condition.connector == Q.AND:
        answer = False if False in results else None if None in results else True
    elif condition.connector == Q.OR:
        answer = True if True in results else None if None in results else False
    else:
        raise _CannotTell
    return answer if answer is None or not condition.negated else not answer


def _lookup(child: Any, row: Any) -> bool | None:
    if not isinstance(child, tuple):
        raise _CannotTell
    path, wanted = child
    name, _dot, lookup = path.partition("__")
    value = getattr(row, row._meta.get_field(name).attname)
    if isinstance(wanted, F):
        wanted = getattr(row, row._meta.get_field(_named(wanted)).attname)
        if wanted is None:
            return None
    elif lookup == "isnull" or (lookup in ("", "exact") and wanted is None):
        return (value is None) is (wanted is None or wanted)
    compare = _COMPARE.get(lookup or "exact")
    if compare is None or hasattr(wanted, "resolve_expression"):
        raise _CannotTell
    if value is None:
        return None
    try:
        return compare(value, wanted)
    except TypeError:
        raise _CannotTell from None
