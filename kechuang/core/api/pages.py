"""Pages of rows by keyset: stable while rows are added, and as quick on the thousandth page as on the first."""

from __future__ import annotations

import base64
import binascii
import datetime as dt
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from kechuang.core.api.problems import wrong_input

LIMIT, MOST = 30, 100
_BIGGEST = 2**63 - 1


def whole(value: Any) -> int:
    """A row id out of a cursor."""
    if isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= _BIGGEST:
        return value
    raise ValueError(value)


def day(value: Any) -> dt.date:
    """A date out of a cursor."""
    return dt.date.fromisoformat(str(value))


def words(value: Any) -> str:
    """A text out of a cursor."""
    if isinstance(value, str) and "\x00" not in value:
        value.encode()
        return value
    raise ValueError(value)


@dataclass(frozen=True, slots=True)
class Order:
    """The order of a list: names of columns, the last of them unique, and how each is read out of a cursor."""

    keys: tuple[tuple[str, Callable[[Any], Any]], ...]
    descending: bool = False

    def page(self, rows: QuerySet[Any], cursor: str, limit: int) -> tuple[list[Any], str | None]:
        """Up to `limit` rows after the cursor ("" for the first), and the cursor of the next page if there is one."""
        names = [name for name, _read in self.keys]
        ordered = rows.order_by(*(f"-{name}" if self.descending else name for name in names))
        if cursor:
            ordered = ordered.filter(self._after(self._read(cursor)))
        found = list(ordered[: limit + 1])
        if len(found) <= limit:
            return found, None
        last = found[limit - 1]
        return found[:limit], _written([getattr(last, name) for name in names])

    def _after(self, values: list[Any]) -> Q:
        compare = "lt" if self.descending else "gt"
        query, equal = Q(), Q()
        for (name, _read), value in zip(self.keys, values, strict=True):
            query |= equal & Q(**{f"{name}__{compare}": value})
            equal &= Q(**{name: value})
        return query

    def _read(self, cursor: str) -> list[Any]:
        try:
            sent = json.loads(base64.urlsafe_b64decode(cursor.encode("ascii") + b"=="))
            if not isinstance(sent, list) or len(sent) != len(self.keys):
                raise ValueError(cursor)
            return [read(value) for (_name, read), value in zip(self.keys, sent, strict=True)]
        except (ValueError, RecursionError, binascii.Error):
            raise wrong_input("cursor", _("不是这个列表给出的游标")) from None


def _written(values: list[Any]) -> str:
    text = json.dumps([v.isoformat() if isinstance(v, dt.date) else v for v in values], separators=(",", ":"))
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")
