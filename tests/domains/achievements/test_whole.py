"""The database holds contribution shares to the whole, and ownership within it, whatever writes them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from kechuang.casework.parties.models import Person
from kechuang.core import clock
from kechuang.domains.achievements.models import WHOLE, Achievement, Completer, OwnershipShare
from tests.casework.office import Office


@pytest.fixture
def achievement(office: Office) -> Achievement:
    unit = office.organisations["kq-university"]
    return Achievement.objects.create(
        kind=Achievement.kind_name(), number="CG-2026-000001", title="染料", region=unit.region, owner=unit,
        state="disclosed", kind_of_achievement="applied", form="technology", attribute="original", stage="middle",
        completed_on=clock.today(),
    )  # fmt: skip


def shares(achievement: Achievement, *parts: int) -> list[Completer]:
    return [
        Completer(achievement=achievement, person=Person.objects.create(name=f"完成人{n}"), position=n, share=part)
        for n, part in enumerate(parts, 1)
    ]


@contextmanager
def refused() -> Iterator[None]:
    """What is written inside is refused by the database at commit at the latest."""
    with pytest.raises(IntegrityError), transaction.atomic():  # noqa: PT012  the check is the commit
        yield
        check()


def check() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")


@pytest.mark.parametrize("parts", [(WHOLE,), (333_334, 333_333, 333_333), (1, WHOLE - 1)])
def test_shares_that_sum_to_the_whole_stand(achievement: Achievement, parts: tuple[int, ...]) -> None:
    Completer.objects.bulk_create(shares(achievement, *parts))
    check()


@pytest.mark.parametrize("parts", [(WHOLE - 1,), (500_000, 500_001), (333_333, 333_333, 333_333)])
def test_shares_that_do_not_are_refused(achievement: Achievement, parts: tuple[int, ...]) -> None:
    with refused():
        Completer.objects.bulk_create(shares(achievement, *parts))


def test_taking_one_away_by_sql_is_refused(achievement: Achievement) -> None:
    Completer.objects.bulk_create(shares(achievement, 400_000, 600_000))
    check()
    with refused(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM achievements_completer WHERE position = 1")


def owned(achievement: Achievement, share: int, start: str, end: str | None = None) -> Any:
    return OwnershipShare(
        achievement=achievement, organisation=achievement.owner, share=share, basis="赋权协议",
        valid_from=dt.date.fromisoformat(start), valid_to=dt.date.fromisoformat(end) if end else None,
    )  # fmt: skip


def test_ownership_passes_on_but_never_exceeds_the_whole(achievement: Achievement) -> None:
    owned(achievement, WHOLE, "2024-01-01", "2025-12-31").save()
    owned(achievement, 300_000, "2026-01-01").save()
    owned(achievement, 700_000, "2026-01-01").save()
    check()
    with refused():
        owned(achievement, 1, "2027-05-01").save()
    with refused():
        owned(achievement, 1, "2023-01-01", "2024-01-01").save()
