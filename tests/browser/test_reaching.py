"""By keyboard alone, and on a phone: every control is reached, seen when reached, and under nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

from kechuang.casework.sheets import runs
from kechuang.domains.platforms.imports import platforms
from tests.browser.platform_year import look
from tests.browser.test_office import become, office
from tests.casework.office import Office, drafted, registered
from tests.sheets import files
from tests.sheets.files import platform_row

if TYPE_CHECKING:
    from playwright.sync_api import Page

__all__ = ["office"]
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
CLERK = "kq-st_department-clerk"
REACHED = """() => {
  const e = document.activeElement;
  if (!e || e === document.body || e.dataset.reached) return null;
  e.dataset.reached = "1";
  e.scrollIntoView({ block: "nearest", behavior: "instant" });
  const style = getComputedStyle(e), box = e.getBoundingClientRect(), dock = document.querySelector(".k-dock");
  const covered = getComputedStyle(dock).display !== "none" && !dock.contains(e) && box.bottom > dock.getBoundingClientRect().top
    && box.height < innerHeight / 2;
  const ring = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
  return ring && !covered ? "" : `${e.outerHTML.slice(0, 120)} ring ${ring} covered ${covered}`;
}"""
LEFT = """() => [...document.querySelectorAll("a[href], button:not(:disabled), input:not([type=hidden]):not(:disabled), select,"
  + " textarea, summary, [tabindex='0']")].filter((e) => e.checkVisibility() && !e.dataset.reached).map((e) => e.outerHTML.slice(0, 120))"""


@pytest.fixture
def pages(office: Office) -> list[str]:
    """The workbench, a search, an import half wrong, the list with rows, an empty list and the door of the demonstration."""
    drafted(office, registered(office, title="现代纺织研究院"))
    rows = [platform_row(n, 所在地="330603") for n in range(3)]
    rows[1] = platform_row(1, 类型="错的")
    run = runs.upload(platforms, "平台.xlsx", files.platforms(rows), office[CLERK])
    return [
        "/workbench/", "/search/?q=纺织", f"/imports/{run.pk}/", "/platforms/", "/terminations/", "/demo/people/",
        f"/search/?q={'Supercalifragilistic' * 4}",
    ]  # fmt: skip


@pytest.mark.parametrize("width", [390, 1440])
def test_every_control_is_reached_by_tab_with_a_ring_and_under_nothing(
    page: Page, office: Office, pages: list[str], width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    become(page, CLERK)
    wrong: dict[str, Any] = {}
    for address in pages:
        page.goto(address)
        found: list[str] = []
        for _press in range(300):
            page.keyboard.press("Tab")
            said = page.evaluate(REACHED)
            if said is None:
                break
            found += [said] if said else []
        found += page.evaluate(LEFT)
        if found:
            wrong[address] = found
    assert wrong == {}


def test_the_skip_link_comes_first_and_the_slash_goes_to_the_search(page: Page, office: Office) -> None:
    drafted(office, registered(office, title="现代纺织研究院"))
    become(page, CLERK)
    page.goto("/platforms/")
    page.keyboard.press("Tab")
    skip = page.locator(".k-skip")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null"), "past the bar"
    page.keyboard.press("/")
    expect(page.locator(".k-search input")).to_be_focused()
    page.keyboard.type("现代纺织")
    page.locator("#found-here a").first.wait_for()
    page.keyboard.press("ArrowDown")
    expect(page.locator("#found-here a").first).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator(".k-search input")).to_be_focused()
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto("/platforms/")
    page.keyboard.press("/")
    page.wait_for_url("**/search/")


def test_pages_of_the_shell_fit_and_axe_finds_nothing(page: Page, office: Office, pages: list[str]) -> None:
    become(page, CLERK)
    look(page, pages, "shell")


def test_a_table_wider_than_the_phone_stacks_or_shows_its_edge(page: Page, office: Office, pages: list[str]) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    become(page, CLERK)
    page.goto(next(address for address in pages if address.startswith("/imports/")))
    expect(page.get_by_text("不在可选的值之中")).to_be_in_viewport()
    assert page.evaluate("document.querySelector('.k-table--stack').scrollWidth <= 390")
    expect(page.get_by_role("table").get_by_role("row")).to_have_count(2)
    page.goto("/platforms/")
    edge = page.evaluate("getComputedStyle(document.querySelector('.k-scroll')).backgroundImage")
    assert "linear-gradient" in edge


def test_the_people_of_the_demonstration_are_found_by_words(page: Page, office: Office) -> None:
    page.goto("/demo/people/")
    expect(page.get_by_role("heading", name="先试这")).to_be_visible()
    page.get_by_role("searchbox", name="姓名、单位、地方或者岗位").fill("柯城 审计")
    expect(page.locator("#people button")).to_have_count(2)
    page.locator("#people button").first.click()
    page.wait_for_url("**/workbench/")
