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


Test = Callable[[Any], bool | None]
"""Of an unsaved row: True, False, or None for unknown as SQL has it: a comparison with nothing."""


class _CannotTell(Exception):
    """A lookup this module does not know, or an expression."""


def broken_constraint(case: Any) -> Refusal | None:
    """The first check constraint the unsaved row breaks, told by the fields it compares. An unknown check passes."""
    for test, names in _tests(type(case)):  # type: ignore[arg-type]  # a class is hashable
        try:
            holds = test(case)
        except TypeError:
            continue  # values that do not compare
        if holds is False:
            labels = [str(case._meta.get_field(name).verbose_name) for name in names]
            text = _("“%(fields)s”互相矛盾") % {"fields": "”与“".join(labels)}
            return Refusal(Ground.INPUT, text, errors={names[0]: [text]})
    return None


@cache
def _tests(model: Any) -> tuple[tuple[Test, tuple[str, ...]], ...]:
    """The constraints of a model and its parents that can be asked here, each with the fields it names."""
    family = [model, *model._meta.get_parent_list()]
    found = [c.condition for one in family for c in one._meta.constraints if isinstance(c, CheckConstraint)]
    made = []
    for condition in found:
        if isinstance(condition, Q):
            try:
                made.append((_test(condition, model), tuple(dict.fromkeys(_names(condition)))))
            except _CannotTell:
                continue
    return tuple(made)


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


def _test(condition: Any, model: Any) -> Test:
    parts = [_test(c, model) if isinstance(c, Q) else _comparison(c, model) for c in condition.children]
    if condition.connector not in (Q.AND, Q.OR):
        raise _CannotTell
    settled = condition.connector == Q.OR
    negated = condition.negated

    def test(row: Any) -> bool | None:
        answer: bool | None = not settled
        for part in parts:
            found = part(row)
            if found is settled:
                answer = settled
                break
            if found is None:
                answer = None
        return answer if answer is None or not negated else not answer

    return test


def _comparison(child: Any, model: Any) -> Test:
    if not isinstance(child, tuple):
        raise _CannotTell
    path, wanted = child
    name, _dot, lookup = path.partition("__")
    left = model._meta.get_field(name).attname
    if lookup == "isnull" or (lookup in ("", "exact") and wanted is None):
        empty = wanted is None or bool(wanted)
        return lambda row: (getattr(row, left) is None) is empty
    compare = _COMPARE.get(lookup or "exact")
    if compare is None or (not isinstance(wanted, F) and hasattr(wanted, "resolve_expression")):
        raise _CannotTell
    if isinstance(wanted, F):
        right = model._meta.get_field(_named(wanted)).attname

        def with_another(row: Any) -> bool | None:
            a, b = getattr(row, left), getattr(row, right)
            return None if a is None or b is None else compare(a, b)

        return with_another

    def with_value(row: Any) -> bool | None:
        value = getattr(row, left)
        return None if value is None else compare(value, wanted)

    return with_value
