"""From a call to the filed yearly plan and its filed self-evaluation, in one unbroken run with the demo clock.

Applicant, clerk, two experts, leader and somebody from the public who objects bring a platform to the registry; on that very
platform its manager, the park and the university then form the council, decide on the year's plan, file it and evaluate it.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.conf import settings as django_settings
from playwright.sync_api import expect

from kechuang.casework.notices.models import Notice, Objection
from kechuang.casework.parties.models import Role
from kechuang.casework.reviews.models import Panel
from kechuang.core import clock
from kechuang.domains.platforms.models import Admission, Agreement, Platform
from tests.browser.platform_year import decides_and_files, evaluates_and_files, look, signs, takes_office
from tests.browser.test_office import AXE, become, later, office, press
from tests.casework.office import Office, act
from tests.domains.platforms.admitting import called, experts, heard, user_of

if TYPE_CHECKING:
    from playwright.sync_api import Page

__all__ = ["office"]
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WRITTEN = {
    "主攻方向": "电子化学品纯化", "产业需求": "本地企业缺高纯试剂", "院长（主任）人选": "何院长", "联系电话": "0570-1234567",
    "团队": "教授三名，博士十二名", "建设要求": "两年建成中试线", "人才引育": "全职科研人员二十五人",
    "成果转化": "每年转化四项", "企业孵化": "孵化企业八家", "拟共建年限": "5", "申请支持（元）": "12000000",
    "自筹（元）": "3000000",
}  # fmt: skip
SHOTS = Path(django_settings.VAR_DIR) / "screenshots"


def shot(page: Page, name: str) -> None:
    """A picture at both widths; nothing is wider than the page, and axe finds nothing."""
    SHOTS.mkdir(parents=True, exist_ok=True)
    axe = Path(django_settings.NODE_MODULES) / "axe-core" / "axe.min.js"
    if axe.is_file():
        # The page's policy refuses script elements of a test; the debugger may still run one.
        page.context.new_cdp_session(page).send("Runtime.evaluate", {"expression": axe.read_text()})
        assert page.evaluate(AXE) == [], name
    for width in (390, 1440):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.body.scrollWidth <= innerWidth"), f"{name} is wider than {width}"
        page.screenshot(path=str(SHOTS / f"admission-{name}-{width}.png"), full_page=True)


def send(page: Page, label: str) -> None:
    """Press the button of an action's form and be told that it is done."""
    page.get_by_role("button", name=label, exact=True).click()
    expect(page.locator(".k-said")).to_contain_text(f"{label}已办")


def test_from_a_call_to_the_filed_yearly_plan_on_one_platform(page: Page, office: Office) -> None:
    platform = to_the_registry(page, office)
    opened = platform.founded_on
    assert opened is not None
    assert opened > clock.today(), "the demo clock stands behind the notice"
    year = opened.year + 1
    manager = office.user("kc-head", platform.owner, Role.PLATFORM_MANAGER).username
    office.user("kc-dean", office.organisations["kc-university"], Role.LEADER)
    signs(page, Agreement.objects.get(), ("kc-park-clerk", "kc-professor", manager), opened)
    council = takes_office(page, platform, manager, opened, year)
    plan = decides_and_files(page, platform, manager, council, year)
    assert plan.platform_id == platform.pk
    evaluates_and_files(page, plan, year)
    assert (Platform.objects.count(), Admission.objects.get().platform_id) == (1, platform.pk), "one platform all along"
    become(page, "kc-st_department-clerk", "/filing-rounds/")
    look(page, [f"/case/{case.number}/" for case in (platform, council, plan)])


def to_the_registry(page: Page, office: Office) -> Platform:
    """The first half: applied for, reviewed, budgeted, decided, put to notice, objected to, answered, entered."""
    second = office.user("kc-st-second", office.organisations["kc-st_department"], Role.LEADER)
    experts(office, each=2)
    call = called(office)
    page.set_viewport_size({"width": 1440, "height": 900})

    applies(page, call)
    admission = Admission.objects.get()
    here = f"/case/{admission.number}/"

    become(page, "kc-st_department-clerk")
    page.get_by_role("link", name="通过形式审查").first.click()
    page.get_by_label("申请材料齐全，内容完整").check()
    send(page, "通过形式审查")
    panel = Panel.objects.get(subject=admission)
    reviews(page, office, panel)

    become(page, "kc-st_department-clerk", here)
    press(page, "安排预算")
    page.get_by_label("保障方式").select_option("fixed_support")
    page.get_by_label("第一年度").fill("2027")
    page.get_by_label("第 1 年 区（县、市）财政预算（元）").fill("2000000")
    send(page, "安排预算")
    consultation = heard(office)
    page.goto(here)
    press(page, "汇总论证")
    for label in ("专业化论证", "市场化分析", "商业化举证"):
        page.get_by_label(label).fill("可行")
    page.get_by_label("专家征询").fill(consultation.number)
    send(page, "汇总论证")

    become(page, "kc-st_department-leader")
    page.get_by_role("link", name="作出决定").first.click()
    expect(page.locator("aside")).to_contain_text("2,000,000.00")
    shot(page, "decide")
    page.get_by_label("决定", exact=True).select_option("admit")
    page.get_by_label("理由", exact=True).fill("论证齐备，同意准入")
    send(page, "作出决定")
    shot(page, "noticed")

    objects(page, office, second)

    become(page, "kc-st_department-clerk", here)
    expect(page.get_by_role("button", name="准入并登记平台")).to_have_attribute("aria-disabled", "true")
    later(page, 15)
    page.goto(here)
    press(page, "准入并登记平台")
    send(page, "准入并登记平台")
    platform, agreement = Platform.objects.get(), Agreement.objects.get()
    expect(page.locator("main")).to_contain_text(platform.number)
    assert (platform.state, agreement.state) == ("preparing", "draft")
    become(page, "kc-park-clerk", f"/case/{agreement.number}/")
    expect(page.locator("main")).to_contain_text("两年建成中试线")
    expect(page.locator("main")).to_contain_text("2,000,000.00")
    shot(page, "agreement")
    return platform


def applies(page: Page, call: Any) -> None:
    """Begun from the call with what is known; half written it is kept; then handed in."""
    become(page, "kc-professor", f"/case/{call.number}/")
    shot(page, "call")
    press(page, "申请")
    page.get_by_label("拟设平台名称").fill("衢州新材料创新中心")
    page.get_by_label("主攻方向").fill("写到一半")
    expect(page.locator("[data-saved]")).to_contain_text("只有你看得到")
    page.reload()
    expect(page.get_by_label("主攻方向")).to_have_value("写到一半")
    page.get_by_role("button", name="申请准入", exact=True).click()
    expect(page.locator("main")).to_contain_text("提交前还要填")
    shot(page, "draft")
    press(page, "填写申请")
    for label, text in WRITTEN.items():
        page.get_by_label(label, exact=True).fill(text)
    page.get_by_label("类型", exact=True).select_option("technology_innovation")
    page.get_by_label("设立资金").select_option("publicly_funded")
    page.get_by_label("法人形式").select_option("public_institution")
    shot(page, "fill")
    send(page, "填写申请")
    press(page, "提交申请")
    send(page, "提交申请")


def reviews(page: Page, office: Office, panel: Panel) -> None:
    """Blind scores, discussion, final scores, conclusion. Two experts by hand, the others by the way; no score shows early."""
    seats = list(panel.seats.filter(state="asked").order_by("label"))
    by_hand = [seat for seat in seats if seat.side == "scientific"]
    here, clerk = f"/case/{panel.number}/", "kc-st_department-clerk"
    for seat in seats:
        if seat in by_hand:
            become(page, str(user_of(seat)), f"/case/{seat.number}/")
            press(page, "接受")
            for box in page.locator("main input[type=checkbox]").all():
                box.check()
            send(page, "接受")
        else:
            act("reviews.seat.accept", seat, {"no_conflict": True, "confidential": True}, user_of(seat))
    become(page, clerk, here)
    press(page, "开始评分")
    send(page, "开始评分")
    for seat in seats:
        if seat in by_hand:
            become(page, str(user_of(seat)), f"/case/{seat.number}/")
            press(page, "提交评分")
            for field in page.locator("main input[type=number]").all():
                field.fill("86")
            send(page, "提交评分")
        else:
            points = {f"points_{c['name']}": "80" for c in panel.criteria_of(seat.track)}
            act("reviews.seat.submit", seat, points, user_of(seat))
    for reader, address in ((clerk, here), ("kc-professor", f"/case/{panel.subject.number}/")):
        become(page, reader, address)
        expect(page.locator("main")).not_to_contain_text("86.00")
    become(page, clerk, here)
    press(page, "开始讨论")
    send(page, "开始讨论")
    expect(page.locator("main")).to_contain_text("86.00")
    become(page, str(user_of(by_hand[0])), f"/case/{by_hand[0].number}/")
    press(page, "发言")
    page.locator("main textarea[name=text]").fill("产业需求要再核实")
    send(page, "发言")
    become(page, clerk, here)
    expect(page.locator("main")).to_contain_text("产业需求要再核实")
    press(page, "进入终评")
    send(page, "进入终评")
    become(page, str(user_of(by_hand[0])), f"/case/{by_hand[0].number}/")
    press(page, "提交终评")
    expect(page.locator("main input[type=number]").first).to_have_value("86.00")
    page.locator("main input[type=number]").first.fill("82")
    send(page, "提交终评")
    shot(page, "final")
    chair = Panel.objects.get(pk=panel.pk).chair
    assert chair is not None
    become(page, str(user_of(chair)), here)
    press(page, "出具结论")
    page.get_by_label("结论", exact=True).select_option("recommend")
    page.get_by_label("评审意见", exact=True).fill("同意引进。")
    page.get_by_label("地点").fill("三楼会议室")
    send(page, "出具结论")


def objects(page: Page, office: Office, handler: Any) -> None:
    """Somebody without an account objects; one who had no hand in it answers."""
    notice = Notice.objects.get()
    page.context.clear_cookies()
    page.goto("/public/notices/")
    page.get_by_role("link", name=notice.title).click()
    page.get_by_role("link", name="提出异议").first.click()
    page.get_by_label("异议理由").fill("与已有平台重复")
    page.get_by_label("请求").fill("重新论证")
    page.get_by_label("姓名或者单位名称").fill("周某")
    page.get_by_label("电话或者地址").fill("13800001111")
    page.get_by_role("button", name="提出异议").click()
    page.get_by_text("收到异议，回执编号").wait_for()
    objection = Objection.objects.get()
    become(page, str(handler), f"/case/{objection.number}/")
    press(page, "受理")
    send(page, "受理")
    press(page, "答复异议")
    page.get_by_label("处理结果").select_option("rejected")
    page.get_by_label("理由", exact=True).fill("方向与已有平台不同，见论证意见。")
    page.get_by_label("公开的处理情况").fill("理由不成立")
    send(page, "答复异议")
