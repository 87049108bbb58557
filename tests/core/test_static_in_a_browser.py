"""Pages as Chromium shows them: every file arrives, the policy refuses nothing they need, nothing overflows."""

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SIZES = {"phone": (390, 844), "desk": (1440, 900)}


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("address", ["/", "/law/", "/calc/reward/", "/api/docs"])
def test_page_loads_whole(page: "Page", address: str, size: str) -> None:
    width, height = SIZES[size]
    page.set_viewport_size({"width": width, "height": height})
    missing: list[str] = []
    page.on("response", lambda response: missing.append(response.url) if response.status >= 400 else None)
    page.goto(address, wait_until="networkidle")
    assert missing == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate("[...document.styleSheets].every(sheet => sheet.cssRules.length > 0)")


def test_words_of_the_law_are_set_in_the_song_type_that_npm_brings(page: "Page") -> None:
    page.goto("/law/quzhou-2024/art20.p1.i1/", wait_until="networkidle")
    loaded = page.evaluate(
        "document.fonts.ready.then(f => [...f].filter(x => x.status === 'loaded').map(x => x.family))"
    )
    assert any("Noto Serif SC" in family for family in loaded)
