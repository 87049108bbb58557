"""Day arithmetic against an account kept apart from it: a calendar walked one day at a time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import transaction
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from kechuang.casework.notices import services
from kechuang.casework.notices.models import Notice
from kechuang.casework.notices.queries import standing
from kechuang.core.clock import CHINA, moved_to
from kechuang.core.permissions import Refused
from tests.casework.notices.kit import day, put_up
from tests.casework.office import Office

ONE = dt.timedelta(days=1)
SOME_DAY = st.dates(dt.date(2024, 1, 1), dt.date(2027, 12, 31))
"""Holidays, make-up days, month ends, a leap day, and a year whose holidays are not published."""


def walked(first: dt.date, days: int) -> dt.date:
    """The last of so many full days after a first day that is not counted; rest days count like any other."""
    full, last = 0, first
    while full < days:
        last += ONE
        full += 1
    return last


@contextmanager
def undone() -> Iterator[None]:
    """An example of its own: what it wrote is gone with it."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@settings(max_examples=30, suppress_health_check=list(HealthCheck), deadline=None)
@given(
    unit=SOME_DAY,
    gap=st.integers(-20, 20),
    longer=st.one_of(st.none(), st.integers(0, 60)),
    change=st.one_of(st.none(), st.tuples(st.integers(0, 14), st.integers(0, 9), st.integers(0, 9))),
)
@example(unit=day("2024-02-14"), gap=1, longer=None, change=None)
@example(unit=day("2026-09-17"), gap=0, longer=None, change=None)
@example(unit=day("2025-01-14"), gap=3, longer=None, change=(14, 0, 5))
@example(unit=day("2027-09-20"), gap=-4, longer=0, change=None)
def test_the_last_full_day_is_the_walked_one(
    platform: Any, office: Office, unit: dt.date, gap: int, longer: int | None, change: tuple[int, int, int] | None
) -> None:
    with undone():
        market = unit + gap * ONE
        start = max(unit, market)
        last = walked(start, 15)
        with moved_to(start):
            chosen = None if longer is None else last + longer * ONE
            last = chosen or last
            notice = put_up(platform, office, str(unit), str(market), ends_on=chosen)
        assert (notice.starts_on, notice.ends_on) == (start, last)
        if change is not None:
            wait, later_unit, later_market = change
            changed = start + wait * ONE
            days = {"unit": changed + later_unit * ONE, "market": changed + later_market * ONE}
            start = max(days.values())
            last = walked(start, 15 + (longer or 0))
            with moved_to(changed), transaction.atomic():
                services.amend(notice, fields={"mode": "转让"}, by=office["kq-manager"], reason="更正方式")
                assert standing(platform, "test_price").ends_on is None
            for channel in sorted(days, key=lambda name: days[name]):
                with moved_to(days[channel]), transaction.atomic():
                    services.post(notice, channel, days[channel], "回执", by=office["kq-manager"])
            notice = Notice.objects.get(pk=notice.pk)
            assert (notice.starts_on, notice.ends_on) == (start, last)
        for moment, state in (
            (dt.datetime.combine(last, dt.time(0, 0), CHINA), "running"),
            (dt.datetime.combine(last, dt.time(23, 59, 30), CHINA), "running"),
            (dt.datetime.combine(last + ONE, dt.time(0, 0), CHINA), "clear"),
        ):
            with moved_to(moment):
                found = standing(platform, "test_price")
                assert found.state == state
                assert (found.refusal.opens_on if found.refusal else None) == (None if state == "clear" else last + ONE)


@settings(max_examples=20, suppress_health_check=list(HealthCheck), deadline=None)
@given(start=SOME_DAY, days=st.integers(-3, 40))
def test_days_of_the_publisher_stand_as_chosen_and_never_none(
    platform: Any, office: Office, start: dt.date, days: int
) -> None:
    with undone():
        ends_on = start + days * ONE
        clerk = office["kq-st_department-clerk"]
        with moved_to(start):
            try:
                with transaction.atomic():
                    made = services.publish(
                        platform, "test_result", fields={"result": "合格"}, by=clerk, ends_on=ends_on
                    )
            except Refused:
                assert days < 1
                return
        assert days >= 1
        assert made.ends_on == walked(start, days)


def test_a_channel_that_comes_late_keeps_the_chosen_number_of_days(platform: Any, office: Office) -> None:
    with moved_to(day("2025-05-01")):
        notice = put_up(platform, office, "2025-05-01", ends_on=day("2025-05-31"))
    with moved_to(day("2025-05-10")), transaction.atomic():
        services.post(notice, "market", day("2025-05-10"), "回执", by=office["kq-manager"])
    assert Notice.objects.get(pk=notice.pk).ends_on == day("2025-06-09")
