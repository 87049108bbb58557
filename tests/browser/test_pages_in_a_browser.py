"""Pages in Chromium: nothing overflows, axe finds nothing, the calculators answer as one types."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.conf import settings
from playwright.sync_api import expect

from kechuang.web.calc.definitions import DATES, IDLE, QUOTA, REWARD, Calculator

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def example(calculator: Calculator) -> str:
    from urllib.parse import urlencode

    from django.urls import reverse

    return f"{reverse(calculator.url_name)}?{urlencode({**calculator.example, 'known_on': '2026-01-01'})}"


ADDRESSES = [
    "/", "/search/?q=净收入", "/law/", "/law/quzhou-2024/", "/law/quzhou-2024/art20.p1.i1/", "/law/interpretations/",
    "/law/rules/", "/law/rules/price_publicity/", "/law/coverage/?law=zhejiang-2021", "/calc/", "/calc/reward/",
    "/nowhere/",
]  # fmt: skip


def addresses() -> list[str]:
    return [*ADDRESSES, *(example(calculator) for calculator in (REWARD, DATES, IDLE, QUOTA))]


def prefer(page: Page, theme: str, language: str = "zh-hans") -> None:
    page.goto("/")
    base = re.match(r"https?://[^/]+", page.url)[0]  # type: ignore[index]
    page.context.add_cookies(
        [
            {"name": "kc_theme", "value": theme, "url": base},
            {"name": "django_language", "value": language, "url": base},
        ]
    )


def visit(page: Page, address: str) -> None:
    """Open a page; the 404 page is wanted, so its own line in the console is not an error."""
    page.goto(address, wait_until="load")


def overflowing(page: Page) -> list[str]:
    """What reaches past the right edge outside the regions that scroll by themselves."""
    found: list[str] = page.evaluate(
        """() => document.body.scrollWidth <= innerWidth ? [] : [...document.querySelectorAll('body *')]
            .filter(e => e.getBoundingClientRect().right > innerWidth + 1 && !e.closest('.k-scroll, .k-sub, .k-drawer'))
            .slice(0, 5).map(e => e.tagName + '.' + e.className)"""
    )
    return found


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1440])
def test_no_page_overflows(page: Page, width: int, theme: str, request: pytest.FixtureRequest) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    prefer(page, theme)
    shots = Path(str(request.config.rootpath)) / "var" / "screenshots"
    shots.mkdir(parents=True, exist_ok=True)
    for number, address in enumerate(address for address in addresses() if address != "/nowhere/"):
        visit(page, address)
        assert overflowing(page) == [], address
        page.screenshot(path=str(shots / f"{number:02d}-{width}-{theme}.png"), full_page=True)


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing(page: Page, theme: str, language: str) -> None:
    axe = Path(settings.NODE_MODULES) / "axe-core" / "axe.min.js"
    if not axe.is_file():
        pytest.skip("axe-core is not among the npm packages")
    prefer(page, theme, language)
    session = page.context.new_cdp_session(page)
    for address in addresses():
        if address == "/nowhere/":
            continue
        visit(page, address)
        # The page's policy refuses script elements of a test; the debugger may still run one.
        session.send("Runtime.evaluate", {"expression": axe.read_text()})
        found: list[Any] = page.evaluate(
            """async () => (await axe.run(document, {resultTypes: ['violations']})).violations
                .map(v => [v.id, v.nodes.map(n => n.target.join(' ')).slice(0, 3)])"""
        )
        assert found == [], address


def test_the_answer_follows_what_is_typed(page: Page) -> None:
    page.set_viewport_size({"width": 1440, "height": 900})
    visit(page, example(REWARD))
    amount, figure = page.locator("#f-deal-amount"), page.locator("#result .k-figure")
    amount.fill("2,230,000.00")
    amount.press("Tab")
    expect(figure).to_contain_text("1,600,000")
    assert "deal.amount=2%2C230%2C000.00" in page.url
    assert "deal.research_cost" not in page.url  # empty fields stay out of the address
    expect(page.locator("#live")).to_contain_text("1,600,000")
    amount.fill("abc")
    amount.press("Tab")
    expect(page.locator("#f-deal-amount-error")).to_contain_text("1,230,000.00")
    expect(amount).to_have_attribute("aria-invalid", "true")
    amount.fill("1230000")
    amount.press("Tab")
    expect(figure).to_contain_text("800,000")
    expect(amount).not_to_have_attribute("aria-invalid", "true")
    page.locator("input[name='i.A04'][value=contract_day]").check(force=True)
    expect(figure).to_contain_text("700,000")


def test_a_citation_opens_its_clause_and_gives_the_focus_back(page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    visit(page, example(REWARD))
    chip = page.locator(".k-tree a[data-clause]").first
    chip.click()
    sheet = page.locator("dialog.k-drawer[open]")
    expect(sheet).to_contain_text("衢州市科创平台高质量发展条例")
    expect(page.locator("#clause-title").last).to_be_focused()
    page.keyboard.press("Escape")
    expect(sheet).to_have_count(0)
    assert page.evaluate("document.activeElement.hasAttribute('data-clause')")


def test_the_slash_goes_to_the_search(page: Page) -> None:
    visit(page, "/law/")
    page.keyboard.press("/")
    page.keyboard.type("净收入")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/?q=*")
    assert "第37条第4款" in page.inner_text("main")


def test_large_type_reflows(page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    prefer(page, "light")
    page.context.add_cookies([{"name": "kc_size", "value": "large", "url": re.match(r"https?://[^/]+", page.url)[0]}])  # type: ignore[index]
    for address in ("/", example(REWARD), "/law/quzhou-2024/"):
        visit(page, address)
        assert overflowing(page) == [], address
        assert page.evaluate("getComputedStyle(document.documentElement).fontSize") == "20px"
