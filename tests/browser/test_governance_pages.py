"""Pages and forms of governance in Chromium: they fit a phone and a desk, and axe finds nothing on them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.browser.platform_year import look, to_day
from tests.browser.test_office import become, office
from tests.casework.office import Office, act

if TYPE_CHECKING:
    from playwright.sync_api import Page

__all__ = ["office"]
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_pages_and_forms_of_governance_fit_and_axe_finds_nothing(page: Page, office: Office) -> None:
    from kechuang.core.clock import moved_to
    from tests.domains.platforms.governed import START
    from tests.domains.platforms.test_governance_doors import everything

    with moved_to(START):
        cases = everything(office)
        plan = cases["platforms.yearplan"]
        for indicator, goal in (("people", "3"), ("firms_incubated", "500000")):
            act("platforms.yearplan.set_target", plan, {"indicator": indicator, "goal": goal}, office["kq-manager"])
    become(page, "kq-park-clerk", "/councils/")
    to_day(page, START)
    council, meeting = cases["platforms.council"], cases["platforms.meeting"]
    look(page, [
        *(f"/case/{case.number}/" for case in cases.values()),
        f"/case/{council.number}/delegate/", f"/case/{council.number}/amend_charter/", f"/case/{meeting.number}/give_proxy/",
        "/councils/", "/meetings/", "/year-plans/", "/park-units/",
    ], "forms")  # fmt: skip
    become(page, f"kq-manager-{council.platform_id}", "/councils/")  # type: ignore[attr-defined]  # a council has its platform
    look(page, ["/new/councils/form/", "/new/development-plans/draft/", f"/indicators/{council.platform.number}/people/2026/"],  # type: ignore[attr-defined]  # the same
         "manager")  # fmt: skip
