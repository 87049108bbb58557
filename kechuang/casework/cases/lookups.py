"""Rows asked for by one value, case after case: read one at a time, or for many cases in one query beforehand.

find(Organisation, "credit_code", code)              in a form or a body
with preloaded((Organisation, "credit_code", codes)): around many cases; find() then asks the database nothing
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.db import models
from django.db.models import F

from kechuang.core.among import among

_read: ContextVar[dict[tuple[type, str], dict[Any, list[Any]]]] = ContextVar("preloaded_lookups")


def find(model: type[models.Model], path: str, value: Any) -> list[Any]:
    """The rows of a model whose `path` (an ORM path, as owner__credit_code) is the value."""
    known = _read.get({}).get((model, path), {})
    if value in known:
        return known[value]
    return list(model._default_manager.filter(**{path: value}))


@contextmanager
def preloaded(*wanted: tuple[type[models.Model], str, Iterable[Any]]) -> Iterator[None]:
    """Within the block find() answers for these values from one query each; they are as of the block's beginning."""
    read: dict[tuple[type, str], dict[Any, list[Any]]] = {}
    for model, path, values in wanted:
        rows: dict[Any, list[Any]] = {value: [] for value in values if value not in (None, "")}
        if rows:
            query = model._default_manager.filter(among(path, rows)).annotate(_found_by=F(path))
            for row in query:
                rows[row._found_by].append(row)
        read[model, path] = rows
    token = _read.set(_read.get({}) | read)
    try:
        yield
    finally:
        _read.reset(token)
