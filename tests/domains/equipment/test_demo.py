"""The demonstration of equipment stands: registered, published, used for a year, some on order; told through the actions."""

from __future__ import annotations

import pytest

from kechuang.core import clock
from kechuang.domains.equipment.demo.story import EquipmentStory
from kechuang.domains.equipment.models import Equipment, Purchase, SearchHit, UsePeriod
from kechuang.domains.equipment.queries.openness import openness
from kechuang.domains.platforms.demo.history import History
from kechuang.domains.platforms.demo.office import make_office
from kechuang.domains.platforms.demo.registry import platforms


@pytest.mark.django_db
def test_the_demonstration_has_a_year_of_use() -> None:
    office = make_office()
    history = History(office, clock.today())
    for serial, entry in enumerate(platforms(), 1):
        if entry.region in ("330108", "330603", "330803") and entry.years > 2:
            history.register(serial, entry)
    EquipmentStory(office, clock.today()).tell_all()
    assert set(Equipment.objects.values_list("state", flat=True)) == {"in_use", "down"}
    assert set(Equipment.objects.values_list("openness", flat=True)) == {"shared", "conditional", "not_shared"}
    assert set(Purchase.objects.values_list("state", flat=True)) == {"draft", "submitted", "declined", "bought"}
    assert SearchHit.objects.filter(search__purchase__state="submitted").exists()
    assert UsePeriod.objects.exclude(struck_on=None).count() == 1
    year = clock.today().year
    for region, when in (("330603", year), ("330108", year - 1)):
        told = openness(Equipment.objects.filter(region__code=region), when)
        assert told.hours.outside > 100, region
        assert told.utilisation is not None
        assert told.utilisation < 1
