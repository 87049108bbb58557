"""What is done once a day. Floors above say what with `every_day`; `kechuang daily` does all of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator

Work = Callable[[dt.date], str]
_work: dict[str, Work] = {}
_last: dict[str, Work] = {}


def every_day(name: str, work: Work, *, last: bool = False) -> None:
    """Register a day's work; it is told the day and says in a line what it did. Doing it twice must change nothing.

    last: after all other work, for what passes on what the others found.
    """
    (_last if last else _work)[name] = work


def work(day: dt.date) -> Iterator[str]:
    """Do everything for a day, in the order it was registered, yielding what each says."""
    for name, one in {**_work, **_last}.items():
        yield f"{name}: {one(day)}"
