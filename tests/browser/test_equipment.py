"""Equipment in Chromium: registered by a sheet, its use recorded; it stands in the self-evaluation, its page one press away."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from kechuang.core import clock
from kechuang.domains.equipment.models import Equipment, Purchase
from tests.browser.platform_year import do, look, send, to_day
from tests.browser.test_office import become, office
from tests.casework.office import Office
from tests.sheets.files import xlsx

if TYPE_CHECKING:
    from playwright.sync_api import Page

__all__ = ["office"]
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
TODAY = dt.date(2026, 12, 1)
HEADS = [
    "平台",
    "仪器名称",
    "规格型号",
    "资产编号",
    "原值（元）",
    "购置日",
    "开放情况",
    "对外收费（元/小时）",
    "年额定机时（小时）",
    "服务内容",
]
NODES = (
    {"code": "A", "name": "开放共享", "weight": 100, "kind": "group"},
    {"code": "A1", "name": "开放机时", "weight": 100, "kind": "record", "parent": "A", "indicator": "equipment_hours",
     "measure": "fixed", "full_at": 10},
)  # fmt: skip
LONG_NAME = "绍兴市柯桥区越锦印染新材料联合研究开发有限责任公司"


def test_equipment_by_sheet_its_use_and_the_self_evaluation(page: Page, office: Office) -> None:
    from tests.domains.evaluation.judging import adopted, operating, started

    with clock.moved_to(dt.datetime(2026, 12, 1, 9, tzinfo=clock.CHINA)):
        platform = operating(office)
        adopted(office, nodes=NODES)
        evaluation = started(office).evaluations.get()
    manager = f"kq-manager-{platform.pk}"
    page.set_viewport_size({"width": 1440, "height": 900})
    become(page, manager, "/equipment/")
    to_day(page, TODAY)
    rows = [
        [
            platform.number,
            f"{name}显微镜",
            "SE-500",
            f"00{n}",
            "3200000.00",
            "2024-06-03",
            "开放共享",
            "600",
            "1800",
            "断面形貌",
        ]
        for n, name in enumerate(("扫描电子", "透射电子", "激光共聚焦"))
    ]
    page.goto("/equipment/")
    page.locator("summary", has_text="导入").click()
    page.locator(".k-pop__list").get_by_role("link", name="大型科研仪器").click()
    page.locator("input[type=file]").set_input_files(
        {"name": "仪器.xlsx", "mimeType": "application/octet-stream", "buffer": xlsx([HEADS, *rows])}
    )
    page.locator("main form").get_by_role("button", name="检查").click()
    page.locator("main form[action$='/confirm/'] button").click()
    expect(page.locator("main")).to_contain_text("SB-2026-000003")
    page.goto("/equipment/")
    page.get_by_role("link", name="扫描电子显微镜").first.click()
    equipment = Equipment.objects.get(title="扫描电子显微镜")
    do(page, equipment.number, "登记使用", 使用日="2026-11-02", 开始时刻="09:00", 结束时刻="15:30", 使用方="外单位",
       使用单位名称=LONG_NAME, 用途="面料断面观察", **{"收费（元）": "3900"})  # fmt: skip
    expect(page.locator("main")).to_contain_text(LONG_NAME)
    page.goto(f"/case/{equipment.number}/record_use/")
    for label, value in (("使用日", "2026-11-02"), ("开始时刻", "15:00"), ("结束时刻", "16:00"), ("用途", "撞上了")):
        page.get_by_label(label, exact=True).fill(value)
    page.get_by_label("使用方", exact=True).select_option("own")
    page.locator("main form").get_by_role("button", name="登记使用", exact=True).click()
    expect(page.locator("#errors")).to_contain_text("这段时间已有使用记录")
    expect(page.get_by_label("用途", exact=True)).to_have_value("撞上了")

    do(page, evaluation.number, "填写自评", **{"A1 开放机时：说明": "首年对外开放"})
    page.goto(f"/case/{evaluation.number}/")
    page.locator(f'main a[href*="/evaluation-evidence/{evaluation.number}/A1/"]').first.click()
    expect(page.locator("main")).to_contain_text("6.5")
    page.locator("main").get_by_role("link", name=re.compile(equipment.number)).click()
    expect(page.locator("h1")).to_contain_text("扫描电子显微镜")

    page.goto("/new/equipment-purchases/request/")
    send(page, "申请购置仪器", 拟购仪器名称="台式显微镜", 主要技术要求="分辨率优于 10 nm", 购置理由和用途="现有机时已满",
         **{"预算（元）": "980000"})  # fmt: skip
    purchase = Purchase.objects.get()
    do(page, purchase.number, "检索仪器库", 检索词="显微镜")
    expect(page.locator("main")).to_contain_text("激光共聚焦显微镜 SE-500")
    look(page, [
        "/equipment/", f"/case/{equipment.number}/", f"/case/{equipment.number}/record_use/", "/new/equipment/register/",
        f"/case/{purchase.number}/", f"/case/{purchase.number}/submit/", "/equipment-purchases/", "/equipment-use/",
        f"/case/{platform.number}/",
    ], "equipment-manager")  # fmt: skip
    page.set_viewport_size({"width": 1440, "height": 900})
    become(page, "kq-st_department-clerk", f"/case/{equipment.number}/")
    do(page, equipment.number, "公布")
    page.context.clear_cookies()
    look(page, ["/equipment-library/", f"/case/{equipment.number}/"], "equipment-public")
    expect(page.locator("main")).not_to_contain_text(LONG_NAME)
