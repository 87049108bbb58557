"""Today, for the two commands that need a day of their own: the day a text is imported, and the day a clock is read."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo


def today() -> dt.date:
    """The calendar date in China. The law floor stands below `kechuang.core.clock`, so the machine is asked here."""
    return dt.datetime.now(ZoneInfo("Asia/Shanghai")).date()  # noqa: TID251  see above; no rule calls this
