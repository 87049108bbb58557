"""Figures of the demonstration: what a night would find, so that boards and statistics tell something on the first day."""

from __future__ import annotations

from kechuang.core import clock
from kechuang.core.demo import marked
from kechuang.domains.statistics import nightly
from kechuang.domains.statistics.ladder import asked_on
from kechuang.domains.statistics.models import Figure


def load() -> str | None:
    """Ask the idle ladder and make the figures, where the demonstration has none of the ladder yet."""
    if not marked() or asked_on() is not None:
        return None
    nightly.ladder(clock.today())
    nightly.figures(clock.today())
    return f"{Figure.objects.count()} figures"
