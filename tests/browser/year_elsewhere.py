"""What Binjiang's text does not know: money brought in and matched in Keqiao, one inspection of a thing in Quzhou."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playwright.sync_api import expect

from kechuang.casework.ledger.checking import verify
from kechuang.core.money import fen_of
from kechuang.domains.funding.models import Budget, FundRequest, Inspection
from tests.browser.test_office import become, press
from tests.browser.year_of_judging import today
from tests.browser.year_stage import do, fill, look, new, says, send
from tests.casework.office import Office, registered
from tests.domains.funding.moving import appropriated
from tests.domains.funding.test_matching import supported_by_matching

if TYPE_CHECKING:
    from playwright.sync_api import Page

BUREAU, TREASURER, LEADER, PLATFORM = (
    "kq-st_department-clerk",
    "kq-finance",
    "kq-finance_department-leader",
    "kq-treasurer",
)
REPEATED = ("kc-finance_department-clerk", "kc-audit_department-clerk")


def matched(page: Page, office: Office) -> FundRequest:
    """A ratio is set, a firm's money comes in, the match is asked for to the fen, checked, approved and paid; once."""
    budget: Budget = supported_by_matching(office)
    source = budget.marks.get().source
    assert source is not None
    appropriated(office, source, 80_000)
    become(page, TREASURER)
    new(page, "/matching-ratios/", "登记配套比例", region="330603", source_kind="company_investment", ratio="30%",
        valid_from=f"{budget.year}-01-01", document=f"柯科〔{budget.year}〕3 号")  # fmt: skip
    become(page, PLATFORM, f"/case/{budget.number}/")
    do(page, "登记自筹和引入资金", kind="company_investment", received_on=today().isoformat(), amount="123456.79",
       payer="某纺织公司", reference="LS0000000001", agreement="投资协议 1 号")  # fmt: skip
    says(page, "应配套 37,037.03 元，已申请 0.00 元，还可申请 37,037.03 元", "30%", "协议的配套上限 100,000.00 元")
    look(page, "matching")
    page.goto(
        "/budgets/projection/?base=3000000.00&growth=0&years=3&in_company_investment=123456.79&in_own_funds=0&in_growth=10"
    )
    says(page, "以后各年的政府配套", str(budget.year + 3), "149,382.71", "44,814.81")
    look(page, "matching-ahead")
    asks = {"budget": budget.number, "purpose": "引入资金配套"}
    new(page, "/fund-requests/", "申请配套资金", **asks)
    request = FundRequest.objects.get(request_kind="matching")
    assert fen_of(request.amount) == 3_703_703, "rounded down, as the rule says"
    here = f"/case/{request.number}/"
    page.goto("/fund-requests/")
    press(page, "申请配套资金")
    fill(page, **asks)
    page.locator("main form").get_by_role("button", name="申请配套资金", exact=True).click()
    expect(page.locator("#errors")).to_contain_text("按比例应配套 37,037.03 元，已申请 37,037.03 元，没有可再申请的")
    for who, label in ((BUREAU, "审核通过"), (LEADER, "批准拨付"), (TREASURER, "拨付")):
        become(page, who, here)
        do(page, label)
    become(page, PLATFORM, here)
    says(page, "37,037.03", "已拨付")
    request.refresh_from_db()
    assert request.state == "paid"
    assert verify() == [], "the ledger is whole"
    return request


def not_inspected_twice(page: Page, office: Office) -> None:
    """The treasury has looked; the auditors are refused with its number, day and clause, until they say why they look again."""
    platform = registered(office, "330802", "kc")
    first, second = REPEATED
    about = {
        "platform": platform.number, "subject": "use_of_funds", "planned_on": today().isoformat(), "interval_months": "12",
        "interval_document": "衢科〔2026〕2 号",
    }  # fmt: skip
    become(page, first)
    new(page, "/inspections/", "拟订检查", **about)
    done = Inspection.objects.get()
    do(page, "登记检查结果", done_on=today().isoformat(), result="抽查三笔凭证，用途与预算一致")
    become(page, second, "/inspections/")
    press(page, "拟订检查")
    fill(page, **about)
    page.locator("main form").get_by_role("button", name="拟订检查", exact=True).click()
    words = f"已查过同一事项（{done.number}）；可以沿用它的结果，确需再查的写明理由"
    refusal = page.locator("main").get_by_role("alert")
    expect(refusal).to_contain_text(words)
    expect(refusal).to_contain_text("第26条第3款")
    look(page, "inspection-refused")
    assert Inspection.objects.count() == 1
    fill(page, repeats="接到实名举报")
    send(page, "拟订检查")
    says(page, "接到实名举报", done.number)
    look(page, "inspection-again")
