"""Pages of money in Chromium: they fit a phone and a desk, axe finds nothing, and the years ahead answer their sliders."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.platform_year import look
from tests.browser.test_office import become, office
from tests.casework.office import Office

if TYPE_CHECKING:
    from playwright.sync_api import Page

__all__ = ["office"]
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_pages_of_moving_money_fit_and_axe_finds_nothing(page: Page, office: Office) -> None:
    from kechuang.domains.funding.models import FundRequest
    from tests.domains.funding.moving import brought_in, funded, spent

    budget = funded(office)[2]
    spent(office, budget.lines.get(category="research", side="spending"), "1234.56", payee="东方试剂公司")
    brought_in(office, budget, "donation", "512.34")
    become(page, "kq-treasurer", "/budgets/")
    look(page, [
        f"/case/{budget.number}/", f"/budgets/trace/{budget.number}/", "/budgets/overview/", "/fund-requests/",
        f"/case/{FundRequest.objects.get().number}/", f"/case/{budget.number}/record_spending/", "/budgets/projection/",
        "/matching-ratios/", "/inspections/",
    ], "money")  # fmt: skip


def test_the_years_ahead_answer_their_sliders(page: Page, office: Office) -> None:
    from tests.domains.funding.test_results import judged

    budget = judged(office, "unqualified")
    page.goto("/demo/people/?q=bj-manager&next=/budgets/projection/")
    page.get_by_role("button", name=re.compile(r"^\s*bj-manager-\d+ ")).first.click()
    table = page.locator("main table").last
    expect(table).to_contain_text("10,000,000.00")
    look(page, ["/budgets/projection/", f"/case/{budget.number}/"], "ahead")
    page.goto("/budgets/projection/")
    slider = page.locator('input[name="cut"]')
    slider.evaluate("e => { e.value = 30; e.dispatchEvent(new Event('change', {bubbles: true})); }")
    expect(page.locator("main table").last).to_contain_text("8,750,000.00")
    expect(page.locator("main")).to_contain_text("条文改变只是假设")
    look(page, ["/budgets/projection/?base=12500000.00&growth=5&years=3&cut=30&award=7000000"], "changed")
    page.get_by_role("link", name="恢复现行条文").click()
    expect(page.locator("main table").last).not_to_contain_text("8,750,000.00")
