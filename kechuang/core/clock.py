"""The only place that reads the machine's clock.

Everything else takes the moment as an argument or asks here, so that a demonstration or a test can move time and
every page, deadline and message moves with it. The law floor never asks at all: a rule is told its date.
Ruff bans `datetime.now`, `date.today`, `timezone.now` and `time.time` elsewhere (see pyproject.toml).
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

CHINA = ZoneInfo("Asia/Shanghai")  # legal days are days of Beijing time

_moved: ContextVar[timedelta] = ContextVar("kechuang_clock_moved", default=timedelta(0))


def now() -> datetime:
    """The present moment, aware, in China time."""
    return (datetime.now(UTC) + _moved.get()).astimezone(CHINA)


def today() -> date:
    """The present legal day: the calendar date in China, whatever the machine's own zone."""
    return now().date()


@contextmanager
def moved_to(moment: datetime | date) -> Iterator[None]:
    """Within the block time starts at `moment` (a date means its first second) and runs on from there."""
    if not isinstance(moment, datetime):
        moment = datetime(moment.year, moment.month, moment.day, tzinfo=CHINA)
    if moment.tzinfo is None:
        raise ValueError("moved_to() needs an aware datetime or a date")
    token = _moved.set(moment - datetime.now(UTC))
    try:
        yield
    finally:
        _moved.reset(token)
