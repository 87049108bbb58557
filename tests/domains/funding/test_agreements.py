"""What an agreement promises in all, and what of it was planned, asked for and paid."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from kechuang.core.clock import moved_to
from kechuang.domains.funding.facts.budgets import agreed_for
from kechuang.domains.funding.models import SupportProgramme
from kechuang.domains.funding.panels.agreements import of_agreement
from kechuang.domains.funding.queries.agreements import promised, total
from kechuang.domains.funding.queries.budgets import programme_of
from tests.casework.office import Office, act
from tests.domains.funding.funded import BUDGET, SUPPORT, planned, refused, signed, staffed, supported
from tests.domains.funding.moving import appropriated, approved, brought_in, paid, requested, source


def arranged(office: Office) -> tuple[Any, Any]:
    """A platform and its signed agreement with a support programme in force."""
    platform = staffed(office)
    programme: SupportProgramme = supported(office, platform)
    act(f"{SUPPORT}.put_in_force", programme, {}, office["kq-st_department-leader"])
    return platform, programme.agreement


def submitted(office: Office, budget: Any) -> Any:
    act(f"{BUDGET}.set_conditions", budget, {"standards": "true"}, office["kq-treasurer"])
    return act(f"{BUDGET}.submit", budget, {}, office["kq-treasurer"]).case


def test_the_promise_of_an_agreement_is_followed_to_what_was_paid(office: Office) -> None:
    platform, agreement = arranged(office)
    first, second = agreement.amounts.order_by("year")[:2]
    of = source(office)
    with moved_to(dt.date(first.year, 3, 1)):
        budget = approved(office, platform, [(of, "fiscal", "research", 800_000)], first.year)
        appropriated(office, of, 800_000, year=first.year)
        paid(office, requested(office, budget, 300_000))
        requested(office, budget, 200_000)
        brought_in(office, budget, "donation", 50_000)
    one, two = promised(agreement)[:2]
    assert (one.year, one.agreed, one.planned, one.asked, one.paid) == (
        first.year, int(first.amount * 100), 80_000_000, 50_000_000, 30_000_000,
    )  # fmt: skip
    assert one.arranged == one.agreed, "fixed support of the whole amount"
    assert (two.year, two.planned, two.asked, two.paid) == (second.year, 0, 0, 0)
    whole = total([one, two])
    assert (whole.agreed, whole.paid, whole.left) == (
        one.agreed + two.agreed,
        30_000_000,
        one.agreed + two.agreed - 30_000_000,
    )

    client = Client()
    client.force_login(office["kq-st_department-clerk"])
    page = client.get(f"/case/{agreement.number}/").content.decode()
    assert "协议支持的执行" in page
    assert "300,000.00" in page
    assert of_agreement(agreement, office["kc-firm-member"]) is None


def test_all_years_cost_as_many_queries_as_one(office: Office) -> None:
    platform, agreement = arranged(office)
    year = agreement.amounts.order_by("year").first().year
    of = source(office)
    with moved_to(dt.date(year, 3, 1)):
        approved(office, platform, [(of, "fiscal", "research", 100_000)], year)
    assert total(promised(agreement)).planned == 10_000_000
    with CaptureQueriesContext(connection) as asked:
        promised(agreement)
    assert len(asked) <= 8


def test_a_signed_amendment_binds_the_budgets_of_its_years(office: Office) -> None:
    """The programme drawn up before it arranges no more for them, and no budget plans what is no longer promised."""
    platform, first = arranged(office)
    of = source(office)
    year = first.amounts.order_by("year")[1].year
    before = planned(office, platform, of, year)
    lower = {"amends": first.pk, "starts_on": f"{year}-01-01", "amount_1": "300000", "amount_2": ""}
    after = signed(office, platform, **lower)
    assert agreed_for(before) == 300_000
    assert programme_of(platform.pk, year) is None
    assert programme_of(platform.pk, year - 1) is not None
    told = refused(f"{BUDGET}.check", submitted(office, before), {}, office["kq-st_department-clerk"])
    assert "300,000.00" in told.reason
    assert [row.year for row in promised(first)] == [year - 1]
    assert promised(after)[0].agreed == 30_000_000
