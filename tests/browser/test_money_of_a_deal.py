"""From receipts to the bank in Chromium: deal, plan, slip and payment file fit a phone and a desk, and say which is which."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from kechuang.core import clock
from tests.browser.platform_year import look
from tests.browser.test_office import become, office
from tests.casework.office import Office

if TYPE_CHECKING:
    from playwright.sync_api import Page

__all__ = ["office"]
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_money_of_a_deal_is_told_apart_and_fits(page: Page, office: Office) -> None:
    from kechuang.casework.ledger.models import PaymentFile
    from tests.domains.achievements.unit import registered
    from tests.domains.rewards.planning import drafted, earning_unit, pay, settled
    from tests.domains.transformations.dealing import performing
    from tests.domains.transformations.earning import cost, received

    unit = earning_unit(office)
    deal = performing(office, signed_on=dt.date(2025, 2, 10), owner=unit.pk, achievement=registered(office, unit))
    received(office, deal, 100_000, dt.date(2025, 3, 1))
    cost(office, deal, "appraisal", 20_000, dt.date(2025, 3, 2))
    cost(office, deal, "travel", 3_000, dt.date(2025, 3, 2))
    received(office, deal, 923_000, dt.date(2025, 6, 10))
    with clock.moved_to(dt.date(2025, 6, 15)):
        plan = settled(office, drafted(office, deal))
    pay(office, plan, dt.date(2025, 9, 10), withheld="张三 9,900.00")
    file, slip = PaymentFile.objects.get(), f"/my-rewards/{plan.number}/1/"
    become(page, "finance", f"/ledger/payments/{file.number}/")
    for words in ("应发合计", "代扣个人所得税", "实付合计", "9,900.00"):
        expect(page.locator("main")).to_contain_text(words)
    look(page, [f"/ledger/payments/{file.number}/", f"/case/{plan.number}/", slip], "money-paid")
    expect(page.locator("main")).to_contain_text("法定不低于奖励总额的")
    for words in ("评估费 20,000.00", "差旅费 3,000.00", "扣除：合同成本和税金中落到这些到账的部分"):
        expect(page.locator("main")).to_contain_text(words)
    page.set_viewport_size({"width": 390, "height": 900})
    gap = page.evaluate(
        """() => Math.min(...[...document.querySelectorAll('.k-log--slip li')].map(row => {
          const range = document.createRange(); range.selectNodeContents(row.querySelector('time'));
          return row.querySelector('i').getBoundingClientRect().left - range.getBoundingClientRect().right;
        }))"""
    )
    assert gap >= 6, "a date touches its dot"
    become(page, "manager", f"/case/{deal.number}/")
    expect(page.locator("main")).to_contain_text("本次净收入＝")
    expect(page.locator("main")).to_contain_text("合同净收入＝")
    assert page.locator(".k-doors a.k-btn").count() <= 5
    assert page.locator(".k-quiet a").count() >= 5
    look(page, [f"/case/{deal.number}/"], "money-deal")
