"""Two failing years in a row in Keqiao: an assessment opens and nothing ends by itself; every page says that it is a simulation."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from kechuang.core import clock
from kechuang.domains.evaluation.models import Assessment, Campaign, Evaluation, Rectification, Termination
from kechuang.domains.platforms.models import Platform
from tests.browser.test_office import become, office
from tests.browser.year_stage import do, look, says
from tests.casework.office import Office, registered
from tests.domains.evaluation.results import fact, published

if TYPE_CHECKING:
    from playwright.sync_api import Page

__all__ = ["office"]
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
CLERK, LEADER = "kq-st_department-clerk", "kq-st_department-leader"


def test_two_failing_years_open_an_assessment_and_end_nothing(page: Page, office: Office) -> None:
    page.set_viewport_size({"width": 1440, "height": 900})
    platform = registered(office)
    fact(platform, "unit.cobuilt_platform")
    year = clock.today().year
    published(office, {platform: "below_standard"}, year=year - 1)
    assert not Assessment.objects.exists(), "one failing year is not two"
    published(office, {platform: "unqualified"}, year=year)
    case = Assessment.objects.get()
    before = Platform.objects.values_list("state", flat=True).get(pk=platform.pk)

    become(page, CLERK, f"/case/{case.number}/")
    says(page, "模拟", "合作不会自动终止")
    look(page, "assessment")
    page.goto(f"/case/{platform.number}/")
    expect(page.locator("main").get_by_role("link", name="启动终止合作")).to_have_count(0)
    become(page, LEADER, f"/case/{case.number}/")
    expect(page.get_by_role("button", name="作出结论")).to_have_attribute("aria-disabled", "true")

    become(page, f"kq-manager-{platform.pk}", f"/case/{case.number}/")
    do(page, "平台陈述", statement="团队换届，第二年已恢复")
    become(page, CLERK, f"/case/{case.number}/")
    for side, name in (("expert", "许研究员"), ("cofounder", "某大学")):
        do(page, "记录意见", side=side, name=name, view="fit", text="方向仍有需求", given_on=clock.today().isoformat())
    become(page, LEADER, f"/case/{case.number}/")
    do(page, "作出结论", conclusion="fit", reasons="第二年已恢复，限期整改后继续合作")
    look(page, "assessed")
    case.refresh_from_db()
    assert (case.state, Termination.objects.count()) == ("concluded", 0)
    assert Platform.objects.values_list("state", flat=True).get(pk=platform.pk) == before


def test_every_page_of_keqiao_says_that_it_is_a_simulation(page: Page, office: Office) -> None:
    platform = registered(office)
    fact(platform, "unit.cobuilt_platform")
    year = clock.today().year
    for year_of, grade in ((year - 1, "below_standard"), (year, "unqualified")):
        published(office, {platform: grade}, year=year_of)
    evaluation, campaign = Evaluation.objects.latest("pk"), Campaign.objects.latest("pk")
    page.set_viewport_size({"width": 1440, "height": 900})
    become(page, CLERK, "/evaluations/")
    silent = []
    for address in (
        f"/case/{campaign.number}/", f"/case/{evaluation.number}/", f"/case/{Rectification.objects.latest('pk').number}/",
        f"/case/{Assessment.objects.get().number}/", "/evaluation-campaigns/", "/evaluations/", "/rectifications/", "/assessments/",
        f"/case/{platform.number}/",
    ):  # fmt: skip
        page.goto(address)
        if "模拟" not in page.locator("main").inner_text():
            silent.append(address)
    assert silent == []
