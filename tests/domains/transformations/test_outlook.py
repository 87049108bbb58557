"""What a deal says lies ahead before its money comes: deadlines by the law, and the least that will be reward."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest
from django.test import Client

from kechuang.core import clock
from kechuang.core.ui.sites import Sheet
from kechuang.domains.transformations.panels import outlook
from tests.casework.office import Office
from tests.domains.achievements.unit import make_unit, registered
from tests.domains.transformations.dealing import performing, priced
from tests.domains.transformations.earning import cost, received

DAY = dt.date(2025, 6, 10)


def facts_of(sheet: Sheet | None) -> dict[str, Any]:
    assert sheet is not None
    return {fact.label: fact.value for fact in sheet.facts}


def test_deadlines_are_counted_from_today_and_cite_their_clauses(office: Office) -> None:
    deal = priced(office, on=dt.date(2025, 6, 1))
    with clock.moved_to(DAY):
        sheet = outlook.deadlines(deal, office["manager"])
    said = facts_of(sheet)
    assert "2025年12月10日" in said["支付奖励"]
    assert "2025年6月26日" in said["奖励公示"]
    assert "2026年3月30日" in said["年度转化报告"]
    assert sheet is not None
    assert all(fact.cite is not None for fact in sheet.facts)


@pytest.mark.parametrize(
    ("region", "facts", "price", "floor"),
    [
        ("330802", {}, "1000000", 80_000_000),
        ("330802", {}, "0.01", 1),
        ("330108", {"unit.public_platform": False}, "2000000", 140_000_000),
    ],
)
def test_the_estimate_is_the_floor_by_law(
    office: Office, region: str, facts: dict[str, Any], price: str, floor: int
) -> None:
    unit = make_unit(office, region, **facts)
    deal = priced(office, price=price, owner=unit.pk, achievement=registered(office, unit))
    with clock.moved_to(DAY):
        sheet = outlook.reward(deal, office["manager"])
    assert facts_of(sheet)["奖励不低于"] == floor
    assert sheet is not None
    assert sheet.badge is not None
    assert sheet.badge.word == "试算"


def test_known_costs_lower_it_and_money_that_came_ends_it(office: Office) -> None:
    deal = performing(office, price="1000000", signed_on=dt.date(2025, 5, 1))
    cost(office, deal, "agency", "100000", dt.date(2025, 5, 2))
    assert facts_of(outlook.reward(deal, office["manager"]))["奖励不低于"] == 72_000_000
    received(office, deal, "1000000", DAY)
    assert outlook.reward(deal, office["manager"]) is None
    assert outlook.deadlines(deal, office["manager"]) is None


def test_the_calculator_opens_with_the_facts_of_the_deal_and_says_the_same(office: Office) -> None:
    deal = performing(office, price="1000000", signed_on=dt.date(2025, 5, 1))
    cost(office, deal, "agency", "100000", dt.date(2025, 5, 2))
    cost(office, deal, "research", "50000", dt.date(2025, 5, 2), fiscal="on")
    sheet = outlook.reward(deal, office["manager"])
    assert sheet is not None
    (link,) = [fact.url for fact in sheet.facts if fact.url]
    assert facts_of(sheet)["奖励不低于"] == 72_000_000
    told = re.sub(r"<[^>]+>", "", Client().get(link).content.decode())
    assert "720,000.00" in told


def test_only_those_who_take_part_are_told(office: Office) -> None:
    deal = priced(office)
    assert outlook.reward(deal, office["kc-firm-member"]) is None
    assert outlook.deadlines(deal, office["kc-firm-member"]) is None
    client = Client()
    client.force_login(office["manager"])
    page = client.get(f"/case/{deal.number}/").content.decode()
    assert "奖励预估" in page
    assert "签约后的期限" in page
    client.cookies["django_language"] = "en"
    assert client.get(f"/case/{deal.number}/").status_code == 200
