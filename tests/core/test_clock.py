"""core.clock: legal days are days of China, and time can be moved."""

from datetime import UTC, date, datetime, timedelta

import pytest

from kechuang.core import clock


def test_now_is_aware_and_in_china() -> None:
    assert clock.now().utcoffset() == timedelta(hours=8)


def test_today_changes_at_midnight_in_china_not_in_utc() -> None:
    with clock.moved_to(datetime(2026, 3, 1, 15, 59, 59, tzinfo=UTC)):
        assert clock.today() == date(2026, 3, 1)
    with clock.moved_to(datetime(2026, 3, 1, 16, 0, tzinfo=UTC)):
        assert clock.today() == date(2026, 3, 2)


def test_moved_to_runs_on_and_ends_with_the_block() -> None:
    before = clock.now()
    with clock.moved_to(date(2030, 5, 24)):
        first = clock.now()
        assert timedelta(0) <= first - datetime(2030, 5, 24, tzinfo=clock.CHINA) < timedelta(minutes=1)
        assert clock.now() >= first
    assert timedelta(0) <= clock.now() - before < timedelta(minutes=1)


def test_moved_to_refuses_a_moment_without_zone() -> None:
    with pytest.raises(ValueError, match="aware"), clock.moved_to(datetime(2030, 5, 24)):  # noqa: DTZ001
        pass
