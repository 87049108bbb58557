"""The demonstration of money stands: told through the actions, and it adds up."""

from __future__ import annotations

from itertools import count

import pytest

from kechuang.casework.cases.direct import step
from kechuang.casework.ledger.checking import verify
from kechuang.core import clock
from kechuang.domains.funding.demo.story import PLACES, FundingStory
from kechuang.domains.funding.matching import matched
from kechuang.domains.funding.models import Budget, FundRequest
from kechuang.domains.funding.queries.trace import ways
from kechuang.domains.platforms.demo.history import History
from kechuang.domains.platforms.demo.office import make_office
from kechuang.domains.platforms.demo.registry import platforms
from kechuang.domains.platforms.models import Platform


@pytest.mark.django_db
def test_every_place_has_a_budget_carried_out() -> None:
    office = make_office()
    history, serials = History(office, clock.today()), count(1)
    for place in PLACES:
        entries = [entry for entry in platforms() if entry.region == place.region and entry.years > 2]
        for entry in entries[: place.platforms]:
            made = Platform.objects.get(pk=history.register(next(serials), entry).pk)
            step(made, "start_operation", by=office.users["agency-manager"], to="operating")
    FundingStory(office, clock.today()).tell_all()
    assert Budget.objects.filter(state="approved").count() == Platform.objects.count() >= 3
    for budget in Budget.objects.all():
        assert all(way.whole for way in ways(budget))
    assert set(FundRequest.objects.values_list("state", flat=True)) == {"paid", "checked"}
    first = Budget.objects.filter(region_id="330603")[0]
    assert len(matched(first).parts) == 1
    assert list(verify()) == []
