"""The people of a platform: found or made, sealed, never in the timeline, one director at a time."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import pytest

from kechuang.casework.cases.models import TimelineEntry
from kechuang.casework.parties.models import Person
from kechuang.core.permissions import Ground, Refused
from kechuang.domains.platforms.models import Staff
from kechuang.domains.platforms.panels.registry import staff as panel
from tests.casework.office import PLATFORM, Office, act, registered

NUMBER = "11010519491231002X"


@pytest.fixture
def platform(office: Office) -> Any:
    return registered(office)


def data(**more: str) -> dict[str, str]:
    return {"name": "张某", "capacity": "researcher", "valid_from": "2025-03-01"} | more


def employ(office: Office, platform: Any, **more: str) -> None:
    act(f"{PLATFORM}.employ", platform, data(**more), office["kq-manager"])


def errors(office: Office, platform: Any, **more: str) -> set[str]:
    with pytest.raises(Refused) as caught:
        employ(office, platform, **more)
    assert caught.value.refusal.ground is Ground.INPUT
    return set(caught.value.refusal.errors)


def test_a_person_is_made_once_and_found_by_number(office: Office, platform: Any) -> None:
    employ(office, platform, id_number=NUMBER, phone="13800000000")
    employ(office, platform, id_number=NUMBER, capacity="technology_manager")
    person = Person.objects.get()
    assert (person.id_number, person.phone) == (NUMBER, "13800000000"), "what was not typed again is kept"
    assert Staff.objects.filter(person=person).count() == 2
    assert errors(office, platform, id_number=NUMBER, name="李某") == {"name"}
    assert errors(office, platform, id_number=NUMBER) == {"name"}
    assert errors(office, platform, id_number=NUMBER[:-1] + "1") == {"id_number"}
    assert errors(office, platform, orcid="0000-0002-1825-0098") == {"orcid"}


def test_personal_data_is_not_in_the_timeline(office: Office, platform: Any) -> None:
    employ(office, platform, id_number=NUMBER, phone="13800000000", email="zhang@example.org")
    kept = json.dumps(list(TimelineEntry.objects.values_list("data", flat=True)))
    assert "researcher" in kept
    for secret in (NUMBER, "13800000000", "zhang@example.org"):
        assert secret not in kept


def test_one_director_at_a_time(office: Office, platform: Any) -> None:
    employ(office, platform, capacity="director")
    assert errors(office, platform, capacity="director", name="李某") == {"capacity"}
    row = Staff.objects.get()
    act(f"{PLATFORM}.release", platform, {"staff": row.pk, "valid_to": "2025-12-31"}, office["kq-manager"])
    employ(office, platform, capacity="director", name="李某", valid_from="2026-01-01")
    assert Staff.objects.get(valid_to=None).person.name == "李某"
    assert Staff.objects.get(pk=row.pk).valid_to == dt.date(2025, 12, 31)


def test_the_public_sees_the_director_alone(office: Office, platform: Any) -> None:
    employ(office, platform, capacity="director", name="李某")
    employ(office, platform)
    inside, outside = panel(platform, office["kq-manager"]), panel(platform, office["kc-professor"])
    assert inside is not None
    assert outside is not None
    assert len(inside.rows) == 2
    assert [row[0] for row in outside.rows] == ["李某"]
