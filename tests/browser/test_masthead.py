"""The bar at the head of every page in Chromium: whatever it shows, it shows whole."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.browser.test_office import become, office
from tests.casework.office import Office

if TYPE_CHECKING:
    from playwright.sync_api import Page

__all__ = ["office"]
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

CUT = """() => {
    const bar = document.querySelector('.k-bar__in').getBoundingClientRect();
    const nav = document.querySelector('.k-nav').getBoundingClientRect();
    const shown = s => [...document.querySelectorAll(s)].filter(e => e.getClientRects().length);
    const out = (e, r) => { const b = e.getBoundingClientRect(); return b.left < r.left - 1 || b.right > r.right + 1; };
    const links = shown('.k-nav a').filter(e => e.getBoundingClientRect().top < nav.bottom);
    const found = links.filter(e => out(e, nav)).map(e => e.textContent);
    const few = document.documentElement.dataset.size === 'large' ? 1 : 3;
    if (links.length < few) found.push('few links: ' + links.length);
    if (!shown('.k-menu > summary').length) found.push('no menu');
    if (!shown('.k-bar__me time').length) found.push('no date');
    const parts = shown('.k-bar__in > *').map(e => e.getBoundingClientRect());
    parts.forEach((b, n) => { if (n && b.left < parts[n - 1].right - 1) found.push('part ' + n + ' over the one before'); });
    found.push(...shown('.k-bar__in > *, .k-bar__me > *').filter(e => out(e, bar)).map(e => e.className || e.textContent));
    const input = document.querySelector('.k-search input'), text = document.createElement('canvas').getContext('2d');
    const style = getComputedStyle(input);
    text.font = style.font;
    const room = input.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight);
    if (text.measureText(input.placeholder).width > room) found.push(input.placeholder + ' ' + room);
    return found;
}"""


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_nothing_in_the_bar_is_cut(page: Page, office: Office, live_server: Any, language: str) -> None:
    page.set_viewport_size({"width": 1440, "height": 900})
    become(page, "kq-park-clerk")
    page.context.add_cookies([{"name": "django_language", "value": language, "url": str(live_server)}])
    cut = {}
    for address in ("/workbench/", "/calc/", "/"):
        page.goto(address)
        for size in ("normal", "large"):
            page.evaluate("size => document.documentElement.dataset.size = size", size)
            for width in (1120, 1280, 1440, 1720):
                page.set_viewport_size({"width": width, "height": 900})
                if found := page.evaluate(CUT):
                    cut[address, size, width] = found
    assert cut == {}
