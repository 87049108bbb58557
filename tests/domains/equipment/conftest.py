"""The day on which equipment is tested."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest

from kechuang.core import clock

TODAY = dt.datetime(2026, 7, 1, 9, tzinfo=clock.CHINA)


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    with clock.moved_to(TODAY):
        yield
