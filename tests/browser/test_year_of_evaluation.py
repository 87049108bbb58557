"""A year of a district from start to finish with the demo clock: as platform, expert, bureau, finance, auditor and a reader.

Binjiang, whose text gives awards and cuts. What other people of the same role do meanwhile goes through the same actions.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from tests.browser import year_elsewhere as elsewhere
from tests.browser import year_ended as ended
from tests.browser import year_of_cycle as rounds
from tests.browser import year_of_effects as effects
from tests.browser import year_of_judging as judging
from tests.browser import year_of_money as money
from tests.browser.platform_year import to_day
from tests.browser.test_office import become, office
from tests.browser.year_stage import BUREAU, set_up
from tests.casework.office import Office

if TYPE_CHECKING:
    from playwright.sync_api import Page

__all__ = ["office"]
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_year_from_its_budget_to_what_its_evaluation_does_to_the_next(page: Page, office: Office) -> None:
    stage = set_up(office)
    page.set_default_timeout(30_000)  # the first page of a cold server on a busy machine
    page.set_viewport_size({"width": 1440, "height": 900})
    become(page, BUREAU)
    to_day(page, dt.date(stage.year, 1, 5))
    rounds.agreed(stage)
    money.arranged(page, stage)
    budget = money.planned(page, stage)
    money.approved(page, stage, budget)
    money.paid(page, budget)
    to_day(page, dt.date(stage.year, 3, 3))
    money.spent(page, budget)
    money.adjusted(page, budget)
    to_day(page, dt.date(stage.year, 11, 21))
    money.inspected(page, stage)
    money.followed(page, budget)

    judging.recognised(page, stage)
    judging.scheme_set(page, stage)
    to_day(page, dt.date(stage.year, 12, 1))
    campaign = judging.opened(page, stage)
    judging.self_evaluated(page, stage)
    judging.corrected(page)
    judging.scored(page, stage, campaign)
    judging.contested(page, campaign)
    next_year = effects.next_year_budgeted(stage)
    judging.graded(page, stage, campaign)
    judging.published(page, campaign)

    award = effects.awarded(page, stage)
    for title, before in next_year.items():
        effects.cut(page, title, before)
    ended.settled(page, stage, budget)
    ended.brought_in(page, stage, award)
    rounds.judged(page, stage)
    rounds.ended(page, stage)
    effects.rectified(page, office, stage.year)


def test_money_brought_in_is_matched_and_nothing_is_inspected_twice(page: Page, office: Office) -> None:
    """Clauses of other places: Keqiao's draft matches, Quzhou's regulation forbids the second look."""
    page.set_default_timeout(30_000)
    page.set_viewport_size({"width": 1440, "height": 900})
    elsewhere.matched(page, office)
    elsewhere.not_inspected_twice(page, office)
