"""What is done once a day. Floors above say what with `every_day`; a job does it by the hour, `kechuang daily` at once.

Each piece of work is noted for its day when it is done, so that one that fails is tried again without the others.
"""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.db import models

from kechuang.core import clock

Work = Callable[[dt.date], str]
log = logging.getLogger(__name__)


class DayWork(models.Model):
    """A piece of work done for a day, and what it said."""

    day = models.DateField()
    name = models.CharField(max_length=40)
    said = models.TextField()
    done_at = models.DateTimeField(default=clock.now)

    class Meta:
        app_label = "core"
        constraints = (models.UniqueConstraint(name="day_work_once", fields=("day", "name")),)

    def __str__(self) -> str:
        return f"{self.day} {self.name}: {self.said}"


class NotDone(Exception):
    """Some of a day's work failed; the names of it. The rest was done."""


@dataclass(frozen=True, slots=True)
class _Piece:
    work: Work
    at: dt.time
    last: bool


_pieces: dict[str, _Piece] = {}


def every_day(name: str, work: Work, *, at: dt.time = dt.time(), last: bool = False) -> None:
    """Register a day's work; it is told the day and says in a line what it did. Doing it twice must change nothing.

    at: the hour in China before which the job does not do it. last: after all other work, for what passes on what the
    others found.
    """
    _pieces[name] = _Piece(work, at, last)


def _in_order() -> list[tuple[str, _Piece]]:
    return sorted(_pieces.items(), key=lambda one: one[1].last)  # stable: as registered


def work(day: dt.date) -> Iterator[str]:
    """Do everything for a day, yielding what each says. Raises NotDone at the end when something failed."""
    yield from _do(day, _in_order())


def work_of_the_hour() -> list[str]:
    """Do what of today's work has come and is not done yet. Raises NotDone when something failed."""
    now = clock.now()
    done = set(DayWork.objects.filter(day=now.date()).values_list("name", flat=True))
    return list(_do(now.date(), [(n, p) for n, p in _in_order() if n not in done and p.at <= now.time()]))


def _do(day: dt.date, pieces: list[tuple[str, _Piece]]) -> Iterator[str]:
    failed = []
    for name, piece in pieces:
        try:
            said = piece.work(day)
        except Exception:
            log.exception("the day's work %s failed", name)
            failed.append(name)
            continue
        DayWork.objects.bulk_create(
            [DayWork(day=day, name=name, said=said)], update_conflicts=True, unique_fields=["day", "name"],
            update_fields=["said", "done_at"],
        )  # fmt: skip
        yield f"{name}: {said}"
    if failed:
        raise NotDone(", ".join(failed))
