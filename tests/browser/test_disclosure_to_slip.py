"""From a disclosure to a slip that explains each fen, as five people with the demo clock: the scientist, the head of the unit,
its technology manager, its finance, and a clerk of the department to whom the year is reported."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.conf import settings as django_settings
from playwright.sync_api import expect

from kechuang.casework.ledger.models import PaymentFile
from kechuang.casework.parties.models import Person, User
from kechuang.core import clock
from kechuang.domains.achievements.models import Achievement
from kechuang.domains.rewards.models import RewardPlan, TransformationReport
from kechuang.domains.transformations.models import Transformation
from tests.browser.test_office import AXE, become, later, office, press
from tests.casework.office import Office
from tests.domains.rewards.planning import ACCOUNTS, SHARES, earning_unit

if TYPE_CHECKING:
    from playwright.sync_api import Page

__all__ = ["office"]
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
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
        page.screenshot(path=str(SHOTS / f"reward-{name}-{width}.png"), full_page=True)


def fill(page: Page, **values: Any) -> None:
    """Fill a form by the names of its fields: texts, choices, and yes or no."""
    for name, value in values.items():
        field = page.locator(f"main [name={name}]")
        if field.first.get_attribute("type") in ("radio", "checkbox"):
            page.locator(f"main [name={name}][value={value}]").first.check(force=True)
        elif field.first.evaluate("e => e.tagName") == "SELECT":
            field.first.select_option(value)
        else:
            field.first.fill(value)


def send(page: Page, label: str) -> None:
    """Press the button of an action's form and be told that it is done."""
    page.get_by_role("button", name=label, exact=True).click()
    expect(page.locator(".k-said")).to_contain_text(f"{label}已办")


def do(page: Page, label: str, **values: Any) -> None:
    press(page, label)
    fill(page, **values)
    send(page, label)


def today() -> dt.date:
    from kechuang.core.demo import demo_time

    with demo_time():
        return clock.today()


def test_five_people_take_an_achievement_from_its_disclosure_to_the_slips_of_its_rewards(
    page: Page, office: Office
) -> None:
    page.set_viewport_size({"width": 1440, "height": 900})
    earning_unit(office)

    achievement = disclosed_and_registered(page)
    deal = sold(page, achievement)
    received(page, deal)
    plan = shared_out(page, deal)
    assert plan.state == "settled"
    paid(page, plan)
    slip(page, plan)
    reported(page, plan)


def disclosed_and_registered(page: Page) -> Achievement:
    """The scientist discloses, the head screens, the manager registers."""
    become(page, "scientist", "/achievements/")
    press(page, "披露成果")
    fill(
        page, title="高性能染料", completers="*张三 50%\n李四 25%\n王五 25%", kind_of_achievement="applied",
        form="technology", attribute="original", stage="middle", completed_on="2022-03-01", service="true",
        fiscal="true", government_project="true", state_rule="false", project_agreement="false",
    )  # fmt: skip
    shot(page, "disclose")
    send(page, "披露成果")
    achievement = Achievement.objects.get()
    here = f"/case/{achievement.number}/"
    do(page, "提交审查")
    become(page, "head", here)
    questions = ("state_secrets", "national_security", "national_interest", "public_interest", "trade_secrets")
    do(page, "保密和安全审查", **dict.fromkeys(questions, "false"), basis="不涉密")
    become(page, "manager", here)
    do(page, "登记成果", registered_on="2022-06-01")
    shot(page, "registered")
    achievement.refresh_from_db()
    assert achievement.state == "registered"
    return achievement


def sold(page: Page, achievement: Achievement) -> Transformation:
    """The manager plans a licence, agrees a price and puts it to notice; after fifteen days the head signs."""
    become(page, "manager", f"/case/{achievement.number}/")
    page.goto("/transformations/")
    press(page, "拟定转化方案")
    fill(
        page, achievements=f"{achievement.number}", mode="licence", licence="ordinary", partner_name="鉴湖染整有限公司",
        relation="none",
    )  # fmt: skip
    send(page, "拟定转化方案")
    deal = Transformation.objects.get()
    here = f"/case/{deal.number}/"
    day = today().isoformat()
    do(page, "协议定价", price="1000000", priced_on=day, basis="院务会讨论，比较同类许可", evidence="院务会 3 号纪要")
    do(
        page, "公示协议定价", notice_summary="一种高性能染料", notice_unit_on=day, notice_unit_evidence="公告栏照片",
        notice_market_on=day, notice_market_evidence="https://market.example/1", relation="none", secret="false",
        procedure="书面提出，十五日内答复", answer_days="15",
    )  # fmt: skip
    shot(page, "noticed")
    become(page, "head", here)
    expect(page.get_by_role("button", name="签订合同")).to_have_attribute("aria-disabled", "true")
    later(page, 15)
    page.goto(here)
    expect(page.get_by_role("button", name="签订合同")).to_have_attribute("aria-disabled", "true")
    later(page, 1)
    page.goto(here)
    do(page, "签订合同", contract_on=today().isoformat(), contract_kind="licence", relation="none")
    shot(page, "signed")
    deal.refresh_from_db()
    assert deal.state == "performing"
    return deal


def received(page: Page, deal: Transformation) -> None:
    """Finance records what arrived, and what it cost."""
    become(page, "finance", f"/case/{deal.number}/")
    do(
        page, "登记到账", received_on=today().isoformat(), amount="1000000", payer="鉴湖染整有限公司",
        reference="BK20260001", evidence="发票 1",
    )  # fmt: skip
    expect(page.locator("main")).to_contain_text("1,000,000.00")
    shot(page, "received")


def shared_out(page: Page, deal: Transformation) -> RewardPlan:
    """The manager drafts by the law's floors and proposes; after the notice the head settles."""
    become(page, "manager", "/reward-plans/")
    press(page, "拟订奖励方案")
    fill(page, source="receipts", transformation=deal.number, staff="赵六", agreed="false")
    send(page, "拟订奖励方案")
    plan = RewardPlan.objects.get()
    here = f"/case/{plan.number}/"
    expect(page.locator("main")).to_contain_text("800,000.00")
    press(page, "提出分配")
    fill(page, shares=SHARES)
    send(page, "提出分配")
    shot(page, "plan")
    do(page, "公示奖励", notice_unit_on=today().isoformat(), notice_unit_evidence="公示栏照片")
    later(page, 15)
    later(page, 1)
    become(page, "head", here)
    press(page, "确定方案")
    send(page, "确定方案")
    plan.refresh_from_db()
    return plan


def paid(page: Page, plan: RewardPlan) -> None:
    """Finance pays everybody through the books: one file for the bank."""
    become(page, "finance", f"/case/{plan.number}/")
    press(page, "支付奖励")
    for box in page.locator("main [name=people]").all():
        box.check(force=True)
    fill(page, paid_on=today().isoformat(), accounts=ACCOUNTS, withheld="张三 9,900.00")
    send(page, "支付奖励")
    shot(page, "paid")
    plan.refresh_from_db()
    assert plan.state == "paid"
    assert str(PaymentFile.objects.get().total) == "790100.00"


def slip(page: Page, plan: RewardPlan) -> None:
    """The scientist, on a phone, reads why it is this amount and takes the paper along."""
    User.objects.filter(username="scientist").update(person=Person.objects.get(name="张三"))
    page.set_viewport_size({"width": 390, "height": 844})
    become(page, "scientist", "/my-rewards/")
    shot(page, "mine")
    page.set_viewport_size({"width": 390, "height": 844})
    page.locator("main").get_by_role("link", name="高性能染料").click()
    main = page.locator("main")
    for words in ("380,000.00", "人民币叁拾捌万元整", "不低于法定下限", "第20条第1款第1项", "370,100.00", "估算"):
        expect(main).to_contain_text(words)
    expect(main).not_to_contain_text("李四")
    shot(page, "slip")
    page.set_viewport_size({"width": 390, "height": 844})
    with page.expect_download() as taken:
        page.get_by_role("link", name="下载 .pdf").click()
    assert Path(taken.value.path()).read_bytes().startswith(b"%PDF")
    page.set_viewport_size({"width": 1440, "height": 900})


def reported(page: Page, plan: RewardPlan) -> None:
    """In the new year the manager drafts the report and the head files it; a clerk of the department reads it."""
    later(page, 15)
    become(page, "manager", "/transformation-reports/")
    press(page, "拟订年度报告")
    fill(page, year=str(today().year - 1))
    send(page, "拟订年度报告")
    report = TransformationReport.objects.get()
    here = f"/case/{report.number}/"
    become(page, "head", here)
    do(page, "报送年度报告", filed_on=today().isoformat(), receipt="收文〔2027〕12 号")
    become(page, "kc-st_department-clerk", here)
    for words in ("按期报送", "1,000,000.00", "800,000.00", "个人转化贡献记录", "张三"):
        expect(page.locator("main")).to_contain_text(words)
    shot(page, "report")
    report.refresh_from_db()
    assert report.state == "filed"
