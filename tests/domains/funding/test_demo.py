"""The demonstration of money stands: told through the actions, and it adds up."""

from __future__ import annotations

from itertools import count

import pytest

from kechuang.casework.cases.direct import step
from kechuang.casework.ledger.checking import verify
from kechuang.casework.ledger.queries import use
from kechuang.core import clock
from kechuang.domains.evaluation.demo.results import ResultStory
from kechuang.domains.evaluation.demo.story import EvaluationStory
from kechuang.domains.funding.demo.story import PLACES, FundingStory
from kechuang.domains.funding.matching import matched
from kechuang.domains.funding.models import Budget, BudgetLine, FundRequest
from kechuang.domains.funding.queries.trace import ways
from kechuang.domains.platforms.demo.history import History
from kechuang.domains.platforms.demo.office import make_office
from kechuang.domains.platforms.demo.registry import platforms
from kechuang.domains.platforms.models import Platform
from tests.domains.evaluation.results import fact


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


@pytest.mark.django_db
def test_an_award_of_the_demonstration_is_in_a_budget_and_partly_spent() -> None:
    office = make_office()
    history = History(office, clock.today())
    for serial, entry in enumerate(platforms(), 1):
        if entry.region == "330108" and entry.years > 2.4 and Platform.objects.count() < 3:
            platform = history.register(serial, entry)
            data = {"operating_since": history.day(500)}
            history.act("platforms.platform.start_operation", platform, data, "330108-st_department-clerk", 190)
            fact(platform, "unit.iur_platform")
    EvaluationStory(office, clock.today()).tell_all()
    ResultStory(office, clock.today()).tell_all()
    FundingStory(office, clock.today()).tell_all()
    award = FundRequest.objects.get(request_kind="award", state="paid", brought_by__isnull=False)
    line = BudgetLine.objects.get(award=award)
    mark = line.budget.marks.get(source=award.source)
    assert (line.amount, mark.earmark.amount) == (award.amount, award.amount)
    assert use(mark.earmark).spent == 28_650_000
    assert line.budget.edition == 2
    assert all(way.whole for way in ways(line.budget))
    assert list(verify()) == []
