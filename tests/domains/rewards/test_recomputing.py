"""All plans of a region measured anew: which would change; what is settled does not."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from django.db import connection
from django.test.utils import CaptureQueriesContext

from kechuang.casework.inbox.models import Todo
from kechuang.core import clock
from kechuang.domains.rewards import recomputing
from kechuang.domains.rewards.models import RewardPlan
from kechuang.law import Context
from tests.casework.office import Office
from tests.domains.achievements.unit import registered
from tests.domains.rewards.planning import drafted, earned, earning_unit, in_notice, settled
from tests.domains.transformations.dealing import performing
from tests.domains.transformations.earning import received

CONTRACT_DAY = Context(interpretations={"A04": "contract_day"})


def test_nothing_differs_by_the_law_as_it_stands(office: Office) -> None:
    drafted(office, earned(office))
    assert list(recomputing.differing("33")) == []


def test_another_reading_tells_what_would_change_and_changes_nothing(office: Office) -> None:
    """By the day of the contract, 2025-02-10, the million bears 70 per cent, not 80."""
    plan = drafted(office, earned(office))
    (found,) = recomputing.differing("3308", CONTRACT_DAY)
    assert (found.plan.pk, found.before, found.after) == (plan.pk, 80_000_000, 70_000_000)
    assert list(recomputing.differing("3306", CONTRACT_DAY)) == []
    plan.refresh_from_db()
    assert str(plan.floor) == "800000.00"


def test_a_draft_is_brought_up_to_date_and_a_notice_told_of_and_a_settled_plan_left_alone(office: Office) -> None:
    unit = earning_unit(office)
    plans = []
    for title in ("一种染料", "二种染料", "三种染料"):
        deal = performing(
            office, signed_on=dt.date(2025, 2, 10), owner=unit.pk, achievement=registered(office, unit, title=title)
        )
        received(office, deal, "1000000", dt.date(2025, 6, 10))
        plans.append(drafted(office, deal))
    on_notice, done = in_notice(office, plans[1]), settled(office, plans[2])
    unit.unit_facts.filter(name="unit.public_platform").update(value=False)
    with clock.moved_to(clock.today() + dt.timedelta(days=20)):
        found = list(recomputing.differing("33"))
        assert [one.after for one in found] == [70_000_000] * 3
        assert recomputing.bring_up_to_date(found) == (1, 1)
    floors = {plan.pk: plan.floor for plan in RewardPlan.objects.all()}
    assert floors[plans[0].pk] == Decimal("700000.00")
    assert floors[on_notice.pk] == floors[done.pk] == Decimal("800000.00")
    assert Todo.objects.filter(case_id=on_notice.pk, name="review_plan").exists()
    assert RewardPlan.objects.get(pk=plans[0].pk).pool == Decimal("800000.00"), "what was proposed stays"


def test_many_plans_are_read_in_few_queries(office: Office) -> None:
    unit = earning_unit(office)
    deal = performing(office, owner=unit.pk, achievement=registered(office, unit))
    received(office, deal, "1000", clock.today())
    drafted(office, deal)
    with CaptureQueriesContext(connection) as one:
        list(recomputing.differing("33"))
    for _ in range(5):
        received(office, deal, "1000", clock.today())
        drafted(office, deal)
    with CaptureQueriesContext(connection) as six:
        list(recomputing.differing("33"))
    assert len(six) == len(one)
