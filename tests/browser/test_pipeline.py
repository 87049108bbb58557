"""The board, the statistics and one's own achievements in Chromium: at both widths, by keyboard, without a fault that axe finds."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.conf import settings as django_settings
from playwright.sync_api import expect

from kechuang.casework.parties.models import Person
from kechuang.core import clock
from kechuang.domains.statistics import nightly
from tests.browser.test_office import AXE, become, office
from tests.casework.office import Office, act
from tests.domains.achievements.unit import KIND, registered
from tests.domains.transformations.dealing import performing, planned, priced, publicised, unit_of
from tests.domains.transformations.earning import received

if TYPE_CHECKING:
    from playwright.sync_api import Page

__all__ = ["office"]
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SHOTS = Path(django_settings.VAR_DIR) / "screenshots"


def shot(page: Page, name: str) -> None:
    """A picture at both widths; nothing is wider than the page, and axe finds nothing."""
    SHOTS.mkdir(parents=True, exist_ok=True)
    axe = Path(django_settings.NODE_MODULES) / "axe-core" / "axe.min.js"
    if axe.is_file():
        page.context.new_cdp_session(page).send("Runtime.evaluate", {"expression": axe.read_text()})
        assert page.evaluate(AXE) == [], name
    for width in (390, 1440):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.body.scrollWidth <= innerWidth"), f"{name} is wider than {width}"
        page.screenshot(path=str(SHOTS / f"pipeline-{name}-{width}.png"), full_page=True)


def fill(office: Office) -> None:
    """Deals in every state of the way, money of two years, and an achievement that lies idle."""
    planned(office, "equity", title="染料作价投资")
    priced(office, price="200000", title="染料许可")
    publicised(office, price="300000.50", title="印染助剂许可")
    licence = performing(office, price="400000", signed_on=dt.date(2025, 3, 1), title="膜分离许可")
    received(office, licence, "100000", "2025-06-01")
    received(office, licence, "50000.25", clock.today().replace(month=1, day=5))
    performing(office, "transfer", price="250000.10", title="激光清洗转让")
    idle = registered(office, unit_of(office), on="2022-06-01", title="等离子体染整工艺")
    act(f"{KIND}.put_on_use_first", idle, {"on": "2023-02-02"}, office["kc-st_department-clerk"])
    nightly.ladder(clock.today())
    nightly.figures(clock.today())
    office["scientist"].person = Person.objects.get(name="张三")
    office["scientist"].save()


def test_board_statistics_and_own_achievements(page: Page, office: Office) -> None:
    fill(office)
    page.set_viewport_size({"width": 1440, "height": 900})
    become(page, "manager", "/transformations/board/")
    expect(page.get_by_role("heading", name="转化看板")).to_be_visible()
    expect(page.locator("#lane-in_notice").locator("xpath=..")).to_contain_text("300,000.50")
    shot(page, "board")

    become(page, "kc-st_department-clerk", "/transformations/statistics/")
    contracted = page.locator("section", has=page.locator("#c-contracted"))
    contracted.locator("summary").focus()
    page.keyboard.press("Enter")
    expect(contracted.get_by_role("row", name="2025")).to_contain_text("400,000.00")
    shot(page, "statistics")
    with page.expect_download() as saved:
        page.get_by_role("link", name="导出 .xlsx").click()
    assert saved.value.suggested_filename.endswith(".xlsx")

    become(page, "scientist", "/my-achievements/")
    expect(page.locator("main")).to_contain_text("公示期满")
    shot(page, "mine")
