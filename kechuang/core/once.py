"""What is read once while one page is drawn: a page that shows many panels asks the same of the same rows many times.

Only a page that writes nothing reads so; everywhere else each question is answered anew.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TypeVar

T = TypeVar("T")
_kept: ContextVar[dict[Hashable, Any] | None] = ContextVar("kechuang_read_once", default=None)


@contextmanager
def reading() -> Iterator[None]:
    """Keep what is read until the end of this; also a decorator of a view that only reads."""
    token = _kept.set({})
    try:
        yield
    finally:
        _kept.reset(token)


def kept(key: Hashable, read: Callable[[], T]) -> T:
    """What was read under this key while `reading`, else what is read now."""
    found = _kept.get()
    if found is None:
        return read()
    if key not in found:
        found[key] = read()
    made: T = found[key]
    return made
