"""What makes many rows fast makes them as the model itself would: blanks, keys of related rows, constraints asked in Python."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db.models.signals import post_init

from kechuang.casework.cases.constraints import broken_constraint
from kechuang.casework.cases.models import TimelineEntry
from kechuang.casework.parties.models import Organisation, User
from kechuang.core import bulk, clock
from kechuang.core.blanks import Blank
from kechuang.domains.platforms.models import Founder, Platform

DAY = dt.date(2026, 5, 1)


def held(row: Any) -> dict[str, Any]:
    return {name: value for name, value in vars(row).items() if name != "_state"}


def test_a_blank_is_what_the_model_makes() -> None:
    clerk = User(pk=7, username="clerk")
    with clock.moved_to(DAY):
        blank = Blank(Platform, kind="platforms.platform", created_by=clerk, state="preparing")
    with clock.moved_to(dt.date(2026, 6, 1)):
        made, alone = (
            blank(title="甲"),
            Platform(kind="platforms.platform", created_by=clerk, state="preparing", title="甲"),
        )
    assert held(made) | {"updated_at": None} == held(alone) | {"updated_at": None}
    assert made.opened_on == dt.date(2026, 6, 1), "a default that is asked for is asked for each row"
    assert made.updated_at.date() == made.opened_on
    assert made.created_by is clerk
    assert made._state.adding
    assert made._state.db is None


def test_blanks_share_nothing_that_can_change() -> None:
    blank = Blank(TimelineEntry, by=User(pk=7))
    one, other = blank(action="a"), blank(action="b", data={"n": 1})
    one.data["x"] = 1
    one.by = None
    assert (other.data, blank().data) == ({"n": 1}, {})
    assert other.by_id == 7
    assert other.by.pk == 7
    assert (one.action, other.action) == ("a", "b")


def test_a_model_that_is_listened_to_makes_its_rows_itself() -> None:
    told: list[Any] = []

    def listen(instance: Any, **_more: Any) -> None:
        told.append(instance)

    post_init.connect(listen, sender=Founder)
    try:
        made = Blank(Founder, organisation_id=3)(platform_id=5)
    finally:
        post_init.disconnect(listen, sender=Founder)
    assert told[-1] is made
    assert (made.organisation_id, made.platform_id) == (3, 5)


def test_keys_of_rows_saved_since_are_taken() -> None:
    owner, platform = Organisation(name="甲"), Platform(title="甲")
    platform.owner = owner
    with pytest.raises(ValueError, match="unsaved related object 'owner'"):
        bulk.take_related_keys([platform])
    owner.pk = 12
    bulk.take_related_keys([platform])
    assert platform.owner_id == 12
    assert platform.owner is owner


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"founded_on": DAY, "operating_since": None}, None),
        ({"founded_on": DAY, "operating_since": DAY}, None),
        ({"founded_on": DAY, "operating_since": DAY - dt.timedelta(1)}, "operating_since"),
        ({"opened_on": DAY, "closed_on": DAY - dt.timedelta(1)}, "closed_on"),
        ({"opened_on": DAY, "closed_on": DAY}, None),
        ({"public": True, "confined": True}, "public"),
        ({"public": False, "confined": True}, None),
        ({"founded_on": DAY, "operating_since": "soon"}, None),
    ],
)
def test_a_constraint_is_broken_as_the_database_would_have_it(given: dict[str, Any], field: str | None) -> None:
    refusal = broken_constraint(Platform(**given))
    assert (list(refusal.errors) if refusal else None) == ([field] if field else None)
