"""A phone, as a phone draws pages: no page is wider than the screen, and what is wider than it scrolls within itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from kechuang.core.ui.sites import sites
from tests.browser.test_office import become, office
from tests.casework.office import PLATFORM, Office, act, drafted, registered

if TYPE_CHECKING:
    from playwright.sync_api import Browser

__all__ = ["office"]
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WIDE = """() => {
    const width = document.documentElement.clientWidth, found = [];
    const held = e => { for (let p = e.parentElement; p; p = p.parentElement) {
        const how = getComputedStyle(p).overflowX;
        if ((how === 'auto' || how === 'scroll') && p.scrollWidth > p.clientWidth) return 'scrolls';
        if ((how === 'hidden' || how === 'clip') && e.getBoundingClientRect().right > p.getBoundingClientRect().right + 1)
            return 'cut';
    } return ''; };
    if (window.innerWidth > 390) found.push('the page is ' + window.innerWidth + ' wide');
    if (document.documentElement.scrollWidth > width) found.push('scrolls sideways by '
        + (document.documentElement.scrollWidth - width));
    for (const table of document.querySelectorAll('main table')) {
        const how = held(table);
        if (how === 'cut' || (table.getBoundingClientRect().right > width + 1 && how !== 'scrolls'))
            found.push('table ' + table.className + ' ' + how);
    }
    return found;
}"""
PAGES = ("/", "/workbench/", "/obligations/", "/messages/", "/imports/", "/account/", "/public/notices/", "/directory/",
         "/law/", "/law/quzhou-2024/", "/calc/", "/ledger/", "/search/?q=研究院")  # fmt: skip


def test_no_page_is_wider_than_a_phone(browser: Browser, office: Office, live_server: Any) -> None:
    platform = registered(office, title="现代纺织与先进材料产业技术创新研究院")
    data = {"name": "重点实验室", "level": "county", "authority": "区科技局", "valid_from": "2025-01-01"}
    act(f"{PLATFORM}.recognise", platform, data, office["kq-st_department-clerk"])
    cases = [platform, drafted(office, platform)]
    phone = browser.new_context(
        viewport={"width": 390, "height": 844}, is_mobile=True, has_touch=True, base_url=live_server.url, locale="zh-CN"
    )
    page = phone.new_page()
    become(page, "kq-st_department-clerk")
    shows = [f"/case/{case.number}/?show={show}" for case in cases
             for show in ("timeline", "documents", "obligations", "basis")]  # fmt: skip
    lists = [f"/{site.slug}/" for site in sites()]
    forms = [f"/case/{platform.number}/recognise/", "/new/platforms/register/"]
    wide = {}
    for address in (*PAGES, *lists, *shows, *forms):
        answer = page.goto(address)
        assert answer is not None
        assert answer.status == 200, address
        if found := page.evaluate(WIDE):
            wide[address] = found
    phone.close()
    assert wide == {}
