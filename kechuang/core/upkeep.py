"""The house's own jobs: the day's work by the hour, and taking up what a dead worker was at."""

from __future__ import annotations

import datetime as dt

from kechuang.core import worker
from kechuang.core.daily import every_day, work_of_the_hour
from kechuang.core.jobs import job


@job("core.daily", cron="*/10 * * * *", tries=1)  # what failed is tried ten minutes later
def daily() -> str:
    """Do what of the day's work has come and is not done yet."""
    return "; ".join(work_of_the_hour())


@job("core.take_up", cron="* * * * *", tries=1)
def take_up() -> int:
    """Queue again what a dead worker was at."""
    return worker.take_up()


def _tidy(day: dt.date) -> str:
    worker.tidy()
    return f"what ended over {worker.KEPT_DAYS} days ago is forgotten"


every_day("jobs", _tidy)
