"""Evaluation in Chromium: a platform fills in its self-evaluation and hands it in; pages fit a phone and a desk."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from kechuang.core import clock
from kechuang.domains.evaluation.models import Evaluation
from tests.browser.platform_year import do, look, to_day
from tests.browser.test_office import become, office
from tests.casework.office import Office

if TYPE_CHECKING:
    from playwright.sync_api import Page

__all__ = ["office"]
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
TODAY = dt.date(2026, 12, 1)


def test_a_platform_hands_in_its_self_evaluation_and_the_pages_fit(page: Page, office: Office) -> None:
    from tests.domains.evaluation.judging import BUREAU, adopted, attached, drafted, node, opened, operating, started

    with clock.moved_to(dt.datetime(2026, 12, 1, 9, tzinfo=clock.CHINA)):
        operating(office)
        adopted(office)
        waiting = opened(office, kind_of="cycle")
        evaluation = started(office).evaluations.get()
        file = attached(office, evaluation)
        draft = drafted(office, platform_class="basic_research")
        node(draft, "A", 60, "group")
    become(page, BUREAU, "/evaluations/")
    to_day(page, TODAY)
    look(page, [
        "/evaluations/", "/evaluation-campaigns/", "/evaluation-schemes/", f"/case/{waiting.number}/",
        f"/case/{evaluation.campaign.number}/", f"/case/{evaluation.scheme.number}/", f"/case/{draft.number}/",
        f"/case/{draft.number}/set_node/", "/new/evaluation-campaigns/open_campaign/",
        f"/case/{waiting.number}/leave_out/",
    ], "evaluation-bureau")  # fmt: skip
    manager = f"kq-manager-{evaluation.platform_id}"
    become(page, manager, f"/case/{evaluation.number}/")
    expect(page.locator("main")).to_contain_text("还有 4 项没有填完")
    look(page, [f"/case/{evaluation.number}/", f"/case/{evaluation.number}/fill_in/"], "evaluation-manager")
    do(
        page, evaluation.number, "填写自评", **{
            "A1 人员：目标值": "5", "A1 人员：说明": "两人年底到岗", "A2 认定：说明": "认定在办", "B1 创新水平：自评分": "80",
            "B2 孵化企业": "3", "B2 孵化企业：佐证材料": file, "B2 孵化企业：说明": "一家延期",
        },
    )  # fmt: skip
    page.goto(f"/case/{evaluation.number}/")
    expect(page.locator("main")).to_contain_text("已填完")
    do(page, evaluation.number, "提交自评", 自评报告="完成年度任务")
    assert Evaluation.objects.get(pk=evaluation.pk).state == "submitted"
    become(page, BUREAU, f"/case/{evaluation.number}/")
    look(page, [
        f"/case/{evaluation.number}/", f"/case/{evaluation.number}/correct_indicator/",
        f"/evaluation-evidence/{evaluation.number}/A1/",
    ], "evaluation-checked")  # fmt: skip
