"""A contest and a joint review in Chromium: contested with a file, answered with reasons; departments, ties and vetoes fit the page."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from playwright.sync_api import expect

from kechuang.core import clock
from kechuang.domains.evaluation.models import Evaluation
from tests.browser.platform_year import do, look, send, to_day
from tests.browser.test_office import become, office
from tests.casework.office import Office, act

if TYPE_CHECKING:
    from playwright.sync_api import Page

__all__ = ["office"]
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
TODAY = dt.date(2026, 12, 1)


def test_contested_answered_and_reviewed(page: Page, office: Office) -> None:
    from tests.domains.evaluation.playing import BUREAU, LEADER, heard, no_vetoes, playing, proposed

    scores = {"technology_innovation": [90, 85, 85, 70, 50]}
    with clock.moved_to(dt.datetime(2026, 12, 1, 9, tzinfo=clock.CHINA)):
        made = playing(office, scores)
        made.act("start_scoring", {"seats_scientific": "1", "reply_by": clock.today(), "score_by": clock.today()})
        made.act("finish_scoring")
        made.campaign.phases.filter(phase="contest").update(starts_on=clock.today(), ends_on=clock.today())
        upload = SimpleUploadedFile("证书.txt", "登记证书".encode(), content_type="text/plain")
        data = {"follows": "", "document_kind": "佐证"}
        act("evaluation.evaluation.attach", made["A4"], data, office["manager-A4"], files={"file": upload})
    number, campaign = made["A4"].number, made.campaign.number
    become(page, "manager-A4", f"/case/{number}/")
    to_day(page, TODAY)
    look(page, [f"/case/{number}/contest/"], "contest")
    do(
        page, number, "提出申辩", 指标="R 成果数", 申辩内容="漏计两项", 主张的数值="72", 佐证材料="证书.txt v1",
    )  # fmt: skip
    become(page, BUREAU, f"/case/{number}/")
    expect(page.locator("main")).to_contain_text("等答复")
    look(page, [f"/case/{number}/answer_contest/"], "contest-answer")
    page.goto(f"/case/{number}/answer_contest/")
    page.locator("#id_contest").select_option(index=1)
    send(page, "答复申辩", 结论="成立", 答复="核对登记证书，补计两项", 认定的数值="72")
    page.goto(f"/case/{number}/")
    expect(page.locator("main")).to_contain_text("核对登记证书，补计两项")
    assert Evaluation.objects.get(number=number).score == 72
    with clock.moved_to(dt.datetime(2026, 12, 1, 10, tzinfo=clock.CHINA)):
        before = clock.today() - dt.timedelta(1)
        made.campaign.phases.filter(phase="contest").update(starts_on=before, ends_on=before)
        made.act("close_contest")
        no_vetoes(made, {"A5": ["integrity"]})
        proposed(made)
        heard(made, but=["finance_department"])
    become(page, LEADER, f"/case/{campaign}/")
    look(page, [
        f"/case/{campaign}/", f"/case/{campaign}/decide_tie/", f"/case/{campaign}/record_opinion/",
        f"/case/{campaign}/propose_grades/",
    ], "joint-review")  # fmt: skip
    page.goto(f"/case/{campaign}/")
    expect(page.locator("main")).to_contain_text("一票否决")
