"""Steps of a platform's first year in Chromium: its council, the plan, the meeting that decides on it, filing, evaluation."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings as django_settings
from playwright.sync_api import expect

from kechuang.casework.obligations.models import Obligation
from kechuang.domains.platforms.models import Agreement, Council, Meeting, Platform, YearPlan
from tests.browser.test_office import AXE, OVERFLOWING, become

if TYPE_CHECKING:
    from playwright.sync_api import Page


def to_day(page: Page, day: dt.date) -> None:
    """Move the demo clock of everybody."""
    page.goto("/demo/clock/")
    page.get_by_label("到哪一天").fill(day.isoformat())
    page.get_by_role("button", name="拨到这一天").click()


def do(page: Page, case: str, label: str, **fields: str) -> None:
    """Open an action of a case from its page, fill in fields by their labels, and carry it out."""
    page.goto(f"/case/{case}/")
    page.locator("main").get_by_role("link", name=label, exact=True).first.click()
    send(page, label, **fields)


def send(page: Page, label: str, **fields: str) -> None:
    for name, value in fields.items():
        control = page.get_by_label(name, exact=True)
        if control.evaluate("e => e.tagName") == "SELECT":
            control.select_option(label=value) if not value.startswith("#") else control.select_option(value[1:])
        else:
            control.fill(value)
    page.locator("main form").get_by_role("button", name=label, exact=True).click()
    expect(page.locator(".k-said")).to_contain_text("已办")


def signs(page: Page, agreement: Agreement, people: Iterable[str], since: dt.date) -> None:
    """The department enters the platform's recognition; its agreement, drafted from the application, is signed by each."""
    become(page, "kc-st_department-clerk")
    do(page, agreement.platform.number, "录入认定", 认定类型="重点实验室", 级别="市级", 认定机关="市科技局",
       认定日=since.isoformat())  # fmt: skip
    here = f"/case/{agreement.number}/"
    become(page, "kc-park-clerk", here)
    do(page, agreement.number, "提交签署")
    for person in people:
        become(page, person, here)
        do(page, agreement.number, "签署", 签署人="王某")
    expect(page.locator(".k-path .now")).to_contain_text("已签")


def takes_office(page: Page, platform: Platform, manager: str, since: dt.date, year: int) -> Council:
    """The platform begins to work; it forms its council, whose members are delegated."""
    become(page, "kc-st_department-clerk")
    do(page, platform.number, "转入运行", 约定运营起算日=since.isoformat())
    to_day(page, dt.date(year, 1, 6))
    page.goto("/new/filing-rounds/issue/")
    send(page, "发布年度备案安排", 年度=str(year))
    expect(page.locator("main")).to_contain_text("没有计划")

    become(page, manager)
    expect(page.locator("main")).to_contain_text("编制年度工作计划和绩效目标")
    page.goto(f"/new/councils/form/?platform={platform.number}")
    send(page, "组建理事会", 宗旨="服务硅材料产业", 业务范围="应用研究和转化", 章程名称和文号="研究院章程",
         章程日期=f"{year}-01-05")  # fmt: skip
    council = Council.objects.get()
    expect(page.locator("main")).to_contain_text("没有委派委员")

    become(page, "kc-park-leader", f"/case/{council.number}/")
    do(page, council.number, "委派委员", 委派单位="kc-park", 姓名="周理事长", 账户="kc-park-leader",
       职务="理事长（主任委员）", 委派文件="函 1")  # fmt: skip
    become(page, "kc-dean", f"/case/{council.number}/")
    for name, account in (("郑院长", "kc-dean"), ("冯教授", "kc-professor")):
        do(page, council.number, "委派委员", 委派单位="kc-university", 姓名=name, 账户=account, 委派文件="函 2")
    become(page, "kc-park-clerk", f"/case/{council.number}/")
    do(page, council.number, "理事会成立")
    return council


def decides_and_files(page: Page, platform: Platform, manager: str, council: Council, year: int) -> YearPlan:
    """The plan is drafted with its targets, decided in a meeting by those delegated, and filed."""
    become(page, manager)
    page.goto(f"/new/year-plans/draft/?platform={platform.number}")
    send(page, "编制年度计划", 年度=str(year), 年度工作计划="建成中试线", **{"经费预算（元）": "2000000"})
    plan = YearPlan.objects.get()
    assert Obligation.objects.get(case_id=plan.pk, rule="annual_plan_filing").due == dt.date(year, 3, 31)
    for indicator, goal in (("理事会会议（次）", "2"), ("新孵化企业（家）", "5")):
        do(page, plan.number, "设定目标", 指标=indicator, 目标值=goal)
    page.goto(f"/case/{plan.number}/")
    expect(page.locator(".k-blocked").first).to_contain_text("要先有通过的决议")

    page.goto(f"/new/meetings/plan/?council={council.pk}")
    send(page, "筹备会议", 开会日=f"{year}-01-20", 地点或者会议号="201 会议室")
    meeting = Meeting.objects.get()
    for title, matter in (("审定年度计划", "重大事项"), ("审定年度预算", "经费预决算")):
        do(page, meeting.number, "列入议题", 议题=title, 事项类别=matter, 提请审议的内容="请审议",
           所涉案件编号=plan.number)  # fmt: skip
    do(page, meeting.number, "发出会议通知")
    to_day(page, dt.date(year, 1, 20))
    for person, member in (("kc-dean", "郑院长"), ("kc-park-leader", "周理事长")):
        become(page, person)
        do(page, meeting.number, "登记出席", 出席方式="到场")
        assert member in page.locator("main").inner_text()
    do(page, meeting.number, "宣布开会", 主持人=f"#{council.members.get(name='周理事长').pk}")
    for person in ("kc-dean", "kc-park-leader"):
        become(page, person)
        do(page, meeting.number, "表决", **{"1. 审定年度计划": "同意", "2. 审定年度预算": "同意"})
    expect(page.locator("main")).to_contain_text("2/0/0")
    do(page, meeting.number, "结束会议", 会议情况="一致通过")
    become(page, manager)
    do(page, meeting.number, "印发纪要")
    page.goto(f"/case/{meeting.number}/?show=documents")
    expect(page.locator("#sections")).to_contain_text("会议纪要")

    numbers = list(council.resolutions.order_by("pk"))
    do(page, plan.number, "审定计划", 依据的决议=f"#{numbers[0].pk}", 审定预算的决议=f"#{numbers[1].pk}")
    do(page, plan.number, "计划备案", 备案日=f"{year}-01-20")
    page.goto(f"/case/{plan.number}/?show=obligations")
    expect(page.locator("#sections")).to_contain_text("年度工作计划和绩效目标备案")
    return plan


def evaluates_and_files(page: Page, plan: YearPlan, year: int) -> None:
    """At the end of the year: what was reached, differences explained, evidence added; filed, and nothing is left due."""
    to_day(page, dt.date(year, 12, 20))
    incubated = plan.targets.get(indicator="firms_incubated").pk
    page.goto(f"/case/{plan.number}/evaluate/")
    expect(page.get_by_label("理事会会议", exact=True)).to_have_value("1")
    page.get_by_label("新孵化企业", exact=True).fill("6")
    for label, value in (("绩效自评", "总体完成"), ("年度总收入（元）", "900"), ("其中财政收入（元）", "600"),
                         ("年度总成本（元）", "800")):  # fmt: skip
        page.get_by_label(label, exact=True).fill(value)
    page.locator("main form").get_by_role("button", name="年度自评").click()
    expect(page.locator("#errors")).to_contain_text("没有达到，说明差异和原因")
    expect(page.locator("#errors")).to_contain_text("填报的数值要有佐证材料")
    expect(page.get_by_label("绩效自评", exact=True)).to_have_value("总体完成")
    upload = {"name": "firms.txt", "mimeType": "text/plain", "buffer": "入孵名单".encode()}
    page.goto(f"/case/{plan.number}/attach/")
    page.locator("input[type=file]").set_input_files(upload)  # type: ignore[arg-type]  # as playwright takes it
    page.locator("main form").get_by_role("button", name="添加文件").click()
    page.goto(f"/case/{plan.number}/evaluate/")
    page.locator(f"[name=evidence_{incubated}]").select_option("firms.txt v1")
    send(page, "年度自评", 新孵化企业="6", 绩效自评="总体完成", **{
        "理事会会议：差异说明": "合并为一次", "年度总收入（元）": "900", "其中财政收入（元）": "600", "年度总成本（元）": "800",
    })  # fmt: skip
    do(page, plan.number, "自评备案", 备案日=f"{year}-12-20")
    expect(page.locator(".k-path")).to_contain_text("自评已备案")
    plan.refresh_from_db()
    assert (plan.state, plan.closed_on) == ("closed", dt.date(year, 12, 20))
    assert set(Obligation.objects.filter(case_id=plan.pk).values_list("status", flat=True)) == {"met"}
    page.goto(f"/case/{plan.number}/")
    page.locator("main").get_by_role("link", name="1", exact=True).first.click()
    expect(page.locator("main")).to_contain_text("第 1 次理事会会议")


def look(page: Page, addresses: list[str], name: str = "year") -> None:
    """The pages fit a phone and a desk, and axe finds nothing on them."""
    axe = Path(django_settings.NODE_MODULES) / "axe-core" / "axe.min.js"
    session = page.context.new_cdp_session(page)
    shots = Path(django_settings.VAR_DIR) / "screenshots"
    shots.mkdir(parents=True, exist_ok=True)
    wrong: dict[str, Any] = {}
    for width in (390, 1440):
        page.set_viewport_size({"width": width, "height": 900})
        for number, address in enumerate(addresses):
            page.goto(address)
            if over := page.evaluate(OVERFLOWING):
                wrong[f"{address} {width}"] = over
            page.screenshot(path=str(shots / f"{name}-{number}-{width}.png"), full_page=True)
            if axe.is_file():
                session.send("Runtime.evaluate", {"expression": axe.read_text()})
                if found := page.evaluate(AXE):
                    wrong[f"{address} {width} axe"] = found
    assert wrong == {}, wrong
