"""The office in Chromium: four people take an agreement from draft to filing while the demo clock moves on."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.conf import settings as django_settings
from django.core.handlers.wsgi import WSGIHandler
from playwright.sync_api import expect

from kechuang.core import demo
from kechuang.domains.platforms.models import Agreement
from tests.casework.office import Office, act, drafted, make_office, registered

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
TOPICS = ("支持措施", "建设要求", "人才引育", "成果转化", "企业孵化")


@pytest.fixture
def office(live_server: Any, settings: Any, transactional_db: None) -> Iterator[Office]:
    """A small office in a database marked for demonstration, served with the demo clock."""
    settings.MIDDLEWARE = ["kechuang.core.demo.DemoClockMiddleware", *settings.MIDDLEWARE]
    server, before = live_server.thread.httpd, live_server.thread.httpd.get_app()
    server.set_app(live_server.thread.static_handler(WSGIHandler()))
    demo.Demonstration.objects.create(pk=1)
    yield make_office()
    server.set_app(before)


def become(page: Page, name: str, then: str = "/workbench/") -> None:
    """Sign in as someone with one press."""
    page.goto(f"/demo/people/?next={then}")
    page.get_by_role("button", name=re.compile(rf"^\s*{re.escape(name)} ")).first.click()
    page.wait_for_url(f"**{then}")


def later(page: Page, days: int) -> None:
    page.goto("/demo/clock/")
    page.get_by_role("button", name=f"往后 {days} 天").click()
    expect(page.locator(".k-bar .k-tag").first).to_have_text("演示时间")


def press(page: Page, label: str) -> None:
    page.locator("main").get_by_role("link", name=label, exact=True).first.click()


def test_four_people_take_an_agreement_from_draft_to_filing(page: Page, office: Office) -> None:
    page.set_viewport_size({"width": 1440, "height": 900})
    platform = registered(office)

    become(page, "kq-park-clerk", f"/case/{platform.number}/")
    press(page, "起草共建协议")
    page.get_by_label("共建期起").fill("2027-01-01")
    page.get_by_label("共建期止").fill("2026-01-01")
    for topic in TOPICS:
        page.get_by_label(topic, exact=True).fill("已约定")
    page.get_by_label("保障方式").select_option("fixed_support")
    page.get_by_label("第 1 年支持金额（元）").fill("1000000")
    page.get_by_role("button", name="起草共建协议").click()
    expect(page.locator("#errors")).to_contain_text("共建期止")
    expect(page.get_by_label("人才引育")).to_have_value("已约定")
    page.get_by_label("共建期止").fill("2031-12-31")
    page.get_by_role("button", name="起草共建协议").click()
    expect(page.locator(".k-said")).to_contain_text("起草共建协议已办")
    agreement = Agreement.objects.get()
    here = f"/case/{agreement.number}/"

    press(page, "征求部门意见")
    page.get_by_role("button", name="征求部门意见").click()
    expect(page.locator(".k-path .now")).to_contain_text("征求意见")

    become(page, "kq-finance_department-clerk")
    page.get_by_role("link", name="答复意见").click()
    page.get_by_label("意见", exact=True).select_option("changes")
    page.get_by_role("button", name="答复意见").click()
    expect(page.locator("#errors")).to_contain_text("写明要改什么")
    page.get_by_label("意见内容").fill("拨付以考核为前提")
    page.get_by_role("button", name="答复意见").click()
    expect(page.locator("main")).to_contain_text("1 / 5 已复")

    become(page, "kq-park-clerk", here)
    press(page, "提交签署")  # the Keqiao text is a draft: it warns and does not block
    page.get_by_role("button", name="提交签署").click()
    expect(page.locator(".k-path .now")).to_contain_text("签署")
    press(page, "签署")
    page.get_by_label("签署人").fill("王某")
    page.get_by_role("button", name="签署", exact=True).click()
    for name in (f"kq-manager-{platform.pk}", "kq-professor"):
        become(page, name, here)
        press(page, "签署")
        page.get_by_label("签署人").fill("李某")
        page.get_by_role("button", name="签署", exact=True).click()
    expect(page.locator(".k-path .now")).to_contain_text("次日起算，共")

    become(page, "kq-park-clerk")
    expect(page.locator("main")).to_contain_text("共建协议备案")
    later(page, 31)
    later(page, 15)
    page.goto("/workbench/")
    expect(page.locator(".k-days--late")).to_be_visible()
    page.locator(".k-due").get_by_role("link", name="报备").click()
    page.get_by_role("button", name="报备").click()
    expect(page.locator(".k-path .now")).to_contain_text("已备案")
    page.get_by_role("link", name="义务").click()
    expect(page.locator("#sections")).to_contain_text("迟了")
    agreement.refresh_from_db()
    assert agreement.state == "filed"
    become(page, "kq-audit_department-clerk", here)
    expect(page.locator("main .k-doors .k-btn--act")).to_have_count(0)


def pages(office: Office) -> list[str]:
    """An agreement that waits for replies, one that is overdue, and the pages around them."""
    waiting, drafted_ = drafted(office, registered(office)), drafted(office, registered(office, title="另一家"))
    act("platforms.agreement.consult", waiting, {"reply_by": "2099-01-20"}, office["kq-park-clerk"])
    return [
        "/workbench/", "/platforms/", "/agreements/", "/obligations/", "/directory/", f"/case/{waiting.number}/",
        f"/case/{waiting.number}/?show=basis", f"/case/{waiting.platform.number}/", f"/case/{drafted_.number}/redraft/",
        f"/case/{drafted_.number}/consult/", "/new/agreements/draft/", f"/agreements/bulk/?id={waiting.pk}&id={drafted_.pk}",
        f"/agreements/bulk/consult/?id={waiting.pk}&id={drafted_.pk}", "/demo/people/", "/demo/clock/",
    ]  # fmt: skip


OVERFLOWING = """() => document.body.scrollWidth <= innerWidth ? [] : [...document.querySelectorAll('body *')]
    .filter(e => e.getBoundingClientRect().right > innerWidth + 1 && !e.closest('.k-scroll, .k-sub, .k-tabs'))
    .slice(0, 5).map(e => e.tagName + '.' + e.className)"""
AXE = """async () => (await axe.run(document, {resultTypes: ['violations']})).violations
    .map(v => [v.id, v.nodes.map(n => n.target.join(' ')).slice(0, 3)])"""


@pytest.mark.parametrize(
    ("width", "theme", "language"), [(390, "light", "zh-hans"), (1440, "dark", "zh-hans"), (1440, "light", "en")]
)
def test_pages_fit_and_axe_finds_nothing(
    page: Page, office: Office, width: int, theme: str, language: str, live_server: Any
) -> None:
    addresses = pages(office)
    page.set_viewport_size({"width": width, "height": 900})
    become(page, "kq-park-clerk")
    page.context.add_cookies(
        [
            {"name": "kc_theme", "value": theme, "url": str(live_server)},
            {"name": "django_language", "value": language, "url": str(live_server)},
        ]
    )
    axe = Path(django_settings.NODE_MODULES) / "axe-core" / "axe.min.js"
    session = page.context.new_cdp_session(page)
    shots = Path(django_settings.VAR_DIR) / "screenshots"
    shots.mkdir(parents=True, exist_ok=True)
    wrong: dict[str, Any] = {}
    for number, address in enumerate(addresses):
        page.goto(address)
        if over := page.evaluate(OVERFLOWING):
            wrong[address] = over
        page.screenshot(path=str(shots / f"office-{number:02d}-{width}-{theme}-{language}.png"), full_page=True)
        if axe.is_file():
            # The page's policy refuses script elements of a test; the debugger may still run one.
            session.send("Runtime.evaluate", {"expression": axe.read_text()})
            if found := page.evaluate(AXE):
                wrong[address] = found
    assert wrong == {}


def test_selecting_rows_tells_what_can_be_done_with_them(page: Page, office: Office) -> None:
    platform = registered(office)
    first, second = drafted(office, platform), drafted(office, platform, title="第二份")
    act("platforms.agreement.consult", second, {"reply_by": "2099-01-20"}, office["kq-park-clerk"])
    page.set_viewport_size({"width": 1440, "height": 900})
    become(page, "kq-park-clerk", "/agreements/")
    page.get_by_label("全选本页").check()
    bar = page.get_by_role("toolbar", name="批量操作")
    expect(bar).to_contain_text("已选 2 件")
    bar.get_by_role("button", name="征求部门意见，1 件可办，1 件不可办").click()
    expect(page.locator("main")).to_contain_text("这 1 件不可办")
    page.get_by_label("请各部门于此日前答复").fill("2099-02-01")
    page.get_by_role("button", name="征求部门意见").click()
    expect(page.locator(".k-said")).to_contain_text("办了 1 件")
    first.refresh_from_db()
    assert first.state == "consulting"


def test_without_script_everything_still_works(browser: Any, office: Office, live_server: Any) -> None:
    platform = registered(office)
    agreement = drafted(office, platform)
    context = browser.new_context(base_url=str(live_server), java_script_enabled=False, locale="zh-CN")
    page = context.new_page()
    become(page, "kq-park-clerk", f"/case/{agreement.number}/")
    page.get_by_role("link", name="法律依据").click()
    expect(page.locator("#sections")).to_contain_text("征求部门意见")
    page.goto("/agreements/")
    page.get_by_label(f"选 {agreement.number}").check()
    page.get_by_role("button", name="看所选能办什么").click()
    page.get_by_role("button", name="征求部门意见，1 件可办").click()
    page.get_by_label("请各部门于此日前答复").fill("2099-02-01")
    page.get_by_role("button", name="征求部门意见").click()
    expect(page.locator(".k-said")).to_contain_text("办了 1 件")
    context.close()
