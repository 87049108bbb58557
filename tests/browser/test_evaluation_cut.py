"""The cut of a class in Chromium: dragged, moved by keys and by buttons, and without script; money and readings follow."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from kechuang.core import clock
from kechuang.domains.evaluation.models import Evaluation
from tests.browser.platform_year import look, to_day
from tests.browser.test_office import become, office
from tests.casework.office import Office

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

__all__ = ["office"]
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
TODAY = dt.date(2026, 12, 1)
BASIC = "基础研究型优秀线"


def test_the_cut_moves_and_the_money_follows(page: Page, browser: Browser, office: Office) -> None:
    from tests.domains.evaluation.playing import BUREAU, no_vetoes, proposed, scored_round

    scores = {"basic_research": [94 - 3 * n for n in range(12)], "technology_innovation": [92, 89, 86, 83, 80]}
    with clock.moved_to(dt.datetime(2026, 12, 1, 9, tzinfo=clock.CHINA)):
        made = scored_round(office, scores)
        no_vetoes(made, {"B1": ["integrity"]})
        proposed(made)
    before = list(Evaluation.objects.order_by("pk").values())
    address = f"/evaluation-simulator/{made.campaign.number}/"
    become(page, BUREAU, f"/case/{made.campaign.number}/")
    to_day(page, TODAY)
    page.set_viewport_size({"width": 1440, "height": 1000})
    page.goto(address)
    cut = page.get_by_role("slider", name=BASIC)
    expect(cut).to_have_attribute("aria-valuenow", "2")
    expect(cut).to_have_attribute("aria-valuemax", "2")
    expect(page.locator("#readings")).to_contain_text("改“四舍五入”")

    cut.focus()
    page.keyboard.press("ArrowUp")
    expect(page.locator("main")).to_contain_text("优秀名额 2 家，优秀 1 家")
    expect(cut).to_be_focused()
    expect(page.locator("tfoot")).to_contain_text("8,000,000")
    page.keyboard.press("ArrowDown")
    expect(page.locator("main")).to_contain_text("优秀名额 2 家，优秀 2 家")
    page.keyboard.press("ArrowDown")
    expect(cut).to_have_attribute("aria-valuenow", "2")

    first = page.locator("[data-lane]").first.locator("[data-may]").first.bounding_box()
    box = cut.bounding_box()
    assert first
    assert box
    page.mouse.move(box["x"] + 12, box["y"] + box["height"] / 2)
    page.mouse.down()
    page.mouse.move(box["x"] + 12, first["y"] + 2, steps=6)
    expect(cut).to_have_attribute("aria-valuenow", "0")
    page.mouse.up()
    expect(page.locator("main")).to_contain_text("优秀名额 2 家，优秀 0 家")
    assert "wanted_basic_research=0" in page.url
    page.get_by_role("button", name="基础研究型：优秀线下移一家").click()
    expect(page.locator("main")).to_contain_text("优秀名额 2 家，优秀 1 家")
    assert list(Evaluation.objects.order_by("pk").values()) == before, "to look at, not to decide"
    expect(page.locator("#readings")).to_contain_text("改“四舍五入”")
    look(page, [f"{address}?readings=1"], "simulator")

    plain = browser.new_context(java_script_enabled=False, locale="zh-CN", storage_state=page.context.storage_state())
    bare = plain.new_page()
    bare.goto(page.url.split("?")[0])
    bare.get_by_role("button", name="基础研究型：优秀线上移一家").click()
    expect(bare.locator("main")).to_contain_text("优秀名额 2 家，优秀 1 家")
    bare.get_by_role("link", name="算出换个读法会怎样").click()
    expect(bare.locator("#readings")).to_contain_text("改“四舍五入”")
    plain.close()
