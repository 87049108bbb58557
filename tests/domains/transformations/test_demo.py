"""The demonstration has deals in every state, of every mode, priced in every way, told through the actions."""

from __future__ import annotations

import pytest

from kechuang.casework.notices.queries import standing
from kechuang.core import clock
from kechuang.domains.platforms.demo.history import History
from kechuang.domains.platforms.demo.office import make_office
from kechuang.domains.platforms.demo.registry import platforms
from kechuang.domains.transformations.demo.story import DealStory
from kechuang.domains.transformations.models import Transformation
from kechuang.domains.transformations.notices import PRICE


@pytest.mark.django_db
def test_every_state_mode_and_way_of_pricing_is_there() -> None:
    history = History(make_office(), clock.today())
    for serial, entry in enumerate(platforms(), 1):
        if entry.region.startswith("3308") and entry.money == "f":
            history.register(serial, entry)
    DealStory(history.office, clock.today()).tell_all()
    deals = Transformation.objects.all()
    assert {d.state for d in deals} == {code for code, _label in Transformation.STATES}
    assert {d.mode for d in deals} == set(Transformation.Mode.values)
    assert {d.method for d in deals} == {"", *Transformation.Method.values}
    running = deals.get(state="in_notice", mode="licence")
    assert standing(running, PRICE).state == "running"
    asked = deals.get(state="in_notice", mode="transfer")
    assert standing(asked, PRICE).clear
    assert asked.preemptions.filter(answer="").count() == 2
