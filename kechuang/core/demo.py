"""The demonstration: a mark that this database was made for it, and the clock that a demonstration may move.

Real records and invented ones never meet: demo mode starts on an empty database or on one that bears the mark.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import models
from django.http import HttpRequest, HttpResponseBase

from kechuang.core import clock
from kechuang.core.failures import Mendable


class Demonstration(models.Model):
    """The one row that marks a demonstration database. moved: seconds the demo clock is ahead of the machine's."""

    made_at = models.DateTimeField(default=clock.now)
    moved = models.BigIntegerField(default=0)

    class Meta:
        app_label = "core"
        constraints = (models.CheckConstraint(name="demonstration_is_one", condition=models.Q(pk=1)),)

    def __str__(self) -> str:
        return f"demonstration since {self.made_at:%Y-%m-%d}"


def load() -> str | None:
    """Mark an empty database as made for demonstration. Raises Mendable when it holds other people's records."""
    if Demonstration.objects.exists():
        return None
    if get_user_model().objects.exists():
        raise Mendable(
            "Demo mode refuses this database: it holds accounts and was not made for demonstration.",
            "Point DATABASE_URL at an empty database (or KECHUANG_VAR at an empty folder), or unset KECHUANG_DEMO.",
        )
    Demonstration.objects.create(pk=1)
    return "this database is marked as a demonstration"


def marked() -> bool:
    """Whether this database was made for demonstration."""
    return Demonstration.objects.exists()


def on() -> bool:
    """Whether this is a demonstration: by the settings and by the database's own mark."""
    return bool(settings.KECHUANG_DEMO) and marked()


def move_clock(days: int) -> None:
    """Let the demo clock show so many days on (or back, when negative) from what it shows now."""
    Demonstration.objects.filter(pk=1).update(moved=models.F("moved") + days * 86_400)


def reset_clock() -> None:
    """Put the demo clock back to the machine's."""
    Demonstration.objects.filter(pk=1).update(moved=0)


@contextmanager
def demo_time() -> Iterator[bool]:
    """Within the block the clock shows demonstration time; yields whether that differs. Nothing outside demo mode."""
    moved = (Demonstration.objects.values_list("moved", flat=True).first() or 0) if settings.KECHUANG_DEMO else 0
    if not moved:
        yield False
        return
    with clock.moved_to(clock.now() + dt.timedelta(seconds=moved)):
        yield True


class DemoClockMiddleware:
    """Within a request of a demonstration the clock shows demonstration time. Does nothing outside demo mode."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not settings.KECHUANG_DEMO:
            return self.get_response(request)
        with demo_time() as moved:
            request.demo_clock = moved  # type: ignore[attr-defined]  # read by the masthead
            return self.get_response(request)
