"""The place where a year of evaluation and money is played: Binjiang, its departments, six platforms, experts, the city above."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings as django_settings
from playwright.sync_api import expect

from kechuang.casework.parties.models import Role
from kechuang.core import clock
from kechuang.core.demo import demo_time
from kechuang.domains.platforms.models import Platform
from tests.browser.test_office import AXE, OVERFLOWING, press
from tests.casework.office import Department, Office, act
from tests.domains.evaluation.playing import make_binjiang
from tests.domains.evaluation.playing import platform as platform_of
from tests.domains.platforms.admitting import expert

if TYPE_CHECKING:
    from playwright.sync_api import Page

REGION, CITY = "330108", "330100"
TITLES = (
    "视觉感知创新中心", "柔性传感研究院", "先进封装研究院", "智能网联研究院", "量子传感研究院", "数字疗法研究院",
)  # fmt: skip
FIRST, SECOND, THIRD, FOURTH, VETOED, LAST = TITLES
BUREAU, CHIEF, SECOND_CHIEF = "bj-st_department-clerk", "bj-st_department-leader", "bj-st-second"
TREASURY, TREASURER, PAYER = (f"bj-finance_department-{role}" for role in ("leader", "finance", "clerk"))
CITY_TREASURY, CITY_PAYER = "hz-finance-leader", "hz-finance-clerk"
AUDITOR = "bj-auditor"
MANAGER, FINANCE = f"manager-{FIRST}", f"finance-{FIRST}"
PARK, PROFESSOR = "bj-park-clerk", "bj-professor"
FILE = {"name": "佐证.txt", "mimeType": "text/plain", "buffer": "名单".encode()}
SHOTS = Path(django_settings.VAR_DIR) / "screenshots"


@dataclass
class Stage:
    """Who plays, and the days of the year. platforms: by title."""

    office: Office
    year: int
    platforms: dict[str, Platform] = field(default_factory=dict)

    def act(self, name: str, case: Any, data: Mapping[str, Any], by: str, **more: Any) -> Any:
        """What somebody else does meanwhile, on the day the demo clock shows."""
        with demo_time():
            return act(name, case, dict(data), self.office[by], **more).case


def set_up(office: Office) -> Stage:
    """People and platforms that run since two years; seven experts, one of them of the university that founded them all."""
    stage = Stage(office, clock.today().year + 1)
    make_binjiang(office)
    organisations = office.organisations
    bureau, finance = organisations["bj-st_department"], organisations["bj-finance_department"]
    office.user(SECOND_CHIEF, bureau, Role.LEADER)
    office.user(TREASURER, finance, Role.FINANCE)
    audit = office.organisation("bj-audit", REGION, department=Department.AUDIT)
    office.user(AUDITOR, audit, Role.AUDITOR)
    above = office.organisation("hz-finance", CITY, department=Department.FINANCE)
    office.user(CITY_TREASURY, above, Role.LEADER)
    office.user(CITY_PAYER, above, Role.CLERK)
    office.user(PARK, organisations["bj-park"], Role.CLERK)
    office.user(PROFESSOR, organisations["bj-university"], Role.RESEARCHER)
    since = clock.today() - dt.timedelta(700)
    for title in TITLES:
        made = platform_of(office, title)
        data = {"operating_since": since.isoformat()}
        stage.platforms[title] = act("platforms.platform.start_operation", made, data, office[BUREAU]).case
        office.user(f"finance-{title}", made.owner, Role.FINANCE)
    elsewhere = office.organisation("钱江大学", CITY, kind="university")
    for n in range(6):
        expert(office, bureau, elsewhere, "scientific", f"expert-{n}", REGION, ())
    expert(office, bureau, organisations["bj-university"], "scientific", "expert-of-founder", REGION, ())
    return stage


def new(page: Page, listed: str, label: str, **values: Any) -> None:
    """Begin a case from its list: press the button, fill the form in, send it."""
    page.goto(listed)
    do(page, label, **values)


def do(page: Page, label: str, **values: Any) -> None:
    """Press the button of the case that is open, fill its form in by the names of its fields, send it, be told that it is done."""
    press(page, label)
    fill(page, **values)
    send(page, label)


def fill(page: Page, **values: str) -> None:
    """Fill the form that is open in by the names of its fields; "on" ticks a box."""
    for name, value in values.items():
        control = page.locator(f"main [name={name}]").first
        if value == "on":
            control.check(force=True)
        elif control.evaluate("e => e.tagName") == "SELECT":
            control.select_option(value)
        else:
            control.fill(value)


def send(page: Page, label: str) -> None:
    page.locator("main form").get_by_role("button", name=label, exact=True).click()
    expect(page.locator(".k-said")).to_contain_text(f"{label}已办")


def waits(page: Page, label: str, *words: str) -> None:
    """The button stands on the page but cannot be pressed yet, and says why."""
    door = page.locator("main").get_by_role(
        "button", name=re.compile(rf"^{re.escape(label)}(，|$)")
    )  # with the day it opens
    expect(door).to_have_attribute("aria-disabled", "true")
    says(page, *words)


def rests(page: Page, label: str, *words: str) -> None:
    """What cannot be done for now is told in the fold below the panels, with the reason."""
    told = page.locator("details.k-rest li").filter(has=page.get_by_text(label, exact=True))
    for word in words:
        expect(told).to_contain_text(word)


def attach(page: Page, case: str) -> None:
    """Add the file that stands for all evidence of the year."""
    page.goto(f"/case/{case}/?show=documents")
    page.locator("#sections input[type=file]").set_input_files(FILE)  # type: ignore[arg-type]  # as playwright takes it
    page.locator("#sections").get_by_role("button", name="添加", exact=True).click()
    expect(page.locator("#sections")).to_contain_text(FILE["name"])  # type: ignore[arg-type]  # of one dictionary
    page.goto(f"/case/{case}/")


def says(page: Page, *words: str) -> None:
    for word in words:
        expect(page.locator("main")).to_contain_text(word)


def look(page: Page, name: str) -> None:
    """The page that is open fits a phone and a desk, and axe finds nothing; a picture of both is kept."""
    SHOTS.mkdir(parents=True, exist_ok=True)
    axe = Path(django_settings.NODE_MODULES) / "axe-core" / "axe.min.js"
    session = page.context.new_cdp_session(page)
    for width in (390, 1440):
        page.set_viewport_size({"width": width, "height": 900})
        assert (page.evaluate(OVERFLOWING), name, width) == ([], name, width)
        page.screenshot(path=str(SHOTS / f"played-{name}-{width}.png"), full_page=True)
        if axe.is_file():
            # The page's policy refuses script elements of a test; the debugger may still run one.
            session.send("Runtime.evaluate", {"expression": axe.read_text()})
            assert (page.evaluate(AXE), name, width) == ([], name, width)
