"""An objection on a phone, without an account and without scripts in the way; its answer in the office."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest

from kechuang.casework.notices.models import Objection
from kechuang.casework.parties.models import Role
from kechuang.core import clock
from tests.casework.notices.kit import own_kinds, put_up
from tests.casework.office import Office, act, make_office, registered

if TYPE_CHECKING:
    from playwright.sync_api import Page

__all__ = ["own_kinds"]
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SHOTS = os.environ.get("KECHUANG_SHOTS", "")


@pytest.fixture
def shot(page: Page) -> Callable[[str], None]:
    """Keep a picture of the page, wide and narrow, where KECHUANG_SHOTS names a folder."""

    def take(name: str) -> None:
        overflow = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        for width in (1440, 390):
            page.set_viewport_size({"width": width, "height": 900})
            assert page.evaluate(overflow) <= 0, f"{name} is wider than {width}"
            if SHOTS:
                page.screenshot(path=f"{SHOTS}/{name}-{width}.png", full_page=True)

    return take


def published() -> tuple[Office, Any, Any]:
    office = make_office()
    platform = registered(office)
    today = clock.today()
    notice = put_up(platform, office, str(today), str(today))
    notice.interests.create(who="澄源公司", relation="完成人配偶控制的企业", named=True)
    return office, platform, notice


def test_an_objection_on_a_phone(page: Page, shot: Callable[[str], None]) -> None:
    office, platform, notice = published()
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto("/")
    shot("portal")
    page.goto("/public/notices/")
    shot("board")
    page.get_by_role("link", name=notice.title).click()
    shot("notice")
    page.get_by_role("link", name="提出异议").first.click()
    page.get_by_role("button", name="提出异议").click()
    shot("object-wrong")
    page.get_by_label("异议理由").fill("价格低于同类成交价")
    page.get_by_label("请求").fill("更正价格")
    page.get_by_label("姓名或者单位名称").fill("张三丰")
    page.get_by_label("电话或者地址").fill("13800001111")
    page.get_by_label("证据材料").set_input_files({"name": "比价.csv", "mimeType": "text/csv", "buffer": b"a,b\n1,2\n"})
    page.get_by_role("button", name="提出异议").click()
    page.get_by_text("收到异议，回执编号").wait_for()
    shot("follow")
    link = page.url
    objection = Objection.objects.get()
    handler = office.user("kq-colleague", platform.owner, Role.AUDITOR)
    act("notices.objection.acknowledge", objection, {}, handler)
    act(
        "notices.objection.answer",
        objection,
        {"outcome": "rejected", "reasons": "与评估报告第三页一致。", "summary": "价格无误"},
        handler,
    )
    page.goto(link)
    page.get_by_text("与评估报告第三页一致。").wait_for()
    shot("answered")


def test_the_office_sees_the_days_and_who_may_not_handle(page: Page, shot: Callable[[str], None]) -> None:
    office, _platform, notice = published()
    office.organisations["kq-university"]
    data = {"notice": notice.number, "arguments": "价格低", "remedy": "更正"}
    objection = act("notices.objection.file", None, data, office["kc-professor"]).case
    _sign_in(page, office["kq-manager"])
    for path, name in (
        ("/notices/", "office-list"), (f"/case/{notice.number}/", "office-notice"), ("/objections/", "office-objections"),
        (f"/case/{objection.number}/", "office-objection"), (f"/case/{notice.number}/amend/", "office-amend"),
        (f"/case/{notice.number}/post/", "office-post"), ("/public/notices/", "board-signed-in"),
    ):  # fmt: skip
        page.goto(path)
        shot(name)
    page.goto(f"/case/{objection.number}/")
    assert page.get_by_text("是此事的经手人").count()


def _sign_in(page: Page, user: Any) -> None:
    from django.test import Client

    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    cookie = client.cookies["sessionid"]
    page.goto("/law/")
    base = page.evaluate("location.origin")
    page.context.add_cookies([{"name": "sessionid", "value": cookie.value, "url": base}])
