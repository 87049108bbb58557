"""The money of a year as its people move it: arranged, planned, approved, asked for at two levels, paid, spent, followed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from playwright.sync_api import expect
from python_calamine import CalamineWorkbook

from kechuang.domains.funding.models import Budget, BudgetEdition, FundRequest, FundSource, Spending
from tests.browser.test_office import become, press
from tests.browser.year_stage import (
    AUDITOR,
    BUREAU,
    CITY_PAYER,
    CITY_TREASURY,
    FINANCE,
    FIRST,
    PAYER,
    TREASURER,
    TREASURY,
    Stage,
    do,
    fill,
    look,
    new,
    rests,
    says,
    send,
)

if TYPE_CHECKING:
    from playwright.sync_api import Page

DISTRICT, ABOVE, AWARDS = "区级科创平台专项", "市级科创平台补助", "评价奖励专项"
VOUCHER = {"name": "发票.txt", "mimeType": "text/plain", "buffer": "光学镜头".encode()}


def arranged(page: Page, stage: Stage) -> None:
    """The treasuries of the district and of the city register what they give, and put a year's money to it."""
    for who, payer, title, level, use, yuan in (
        (TREASURER, "bj-finance_department", DISTRICT, "county", "operating", "3000000"),
        (CITY_PAYER, "hz-finance", ABOVE, "city", "research", "1000000"),
    ):
        become(page, who, "/fund-sources/")
        new(
            page, "/fund-sources/", "登记经费渠道", title=title, use=use, money="fiscal", level=level, funder=payer,
            document=f"财科〔{stage.year}〕1 号", valid_from=f"{stage.year}-01-01",
        )  # fmt: skip
        do(page, "登记预算安排", year=str(stage.year), amount=yuan, document=f"财指〔{stage.year}〕3 号")
        says(page, f"{int(yuan):,}.00")
    become(page, TREASURER, f"/case/{FundSource.objects.get(title=DISTRICT).number}/")
    do(page, "增加负面清单事项", code="1", text="罚款、捐款、赞助、投资", document="财科〔2026〕9 号",
       valid_from=f"{stage.year}-01-01")  # fmt: skip
    look(page, "source")


def planned(page: Page, stage: Stage) -> Budget:
    """The platform drafts its budget, by source and heading, and submits it."""
    become(page, FINANCE, "/budgets/")
    new(page, "/budgets/", "编制年度预算", platform=stage.platforms[FIRST].number, year=str(stage.year))
    for category, title, source, yuan in (
        ("fiscal", "区财政补助", DISTRICT, "3000000"), ("fiscal", "市财政补助", ABOVE, "1000000"),
        ("earned", "检测服务收入", "", "200000"), ("staff", "科研人员薪酬", DISTRICT, "1800000"),
        ("equipment", "成像实验平台", DISTRICT, "1200000"), ("research", "三维重建研究", ABOVE, "1000000"),
        ("operation", "水电物业", "", "200000"),
    ):  # fmt: skip
        about = {"source": source} if source else {"money": "own"}
        do(page, "填写预算项目", category=category, title=title, amount=yuan, note="按上年实际", **about)
    do(page, "填写说明和条件", standards="true")
    look(page, "budget-draft")
    do(page, "提交预算")
    return Budget.objects.get()


def approved(page: Page, stage: Stage, budget: Budget) -> None:
    """The bureau checks it; the treasury approves it, and the money is set aside by source."""
    become(page, BUREAU)
    press(page, "审核通过")
    send(page, "审核通过")
    become(page, TREASURY)
    press(page, "批准预算")
    look(page, "budget-approve")
    page.locator("main [name=document]").fill(f"财预〔{stage.year}〕20 号")
    send(page, "批准预算")
    budget.refresh_from_db()
    assert (budget.state, budget.marks.count()) == ("approved", 3)


def paid(page: Page, budget: Budget) -> None:
    """Each level of finance is asked for its own share; who approves does not pay."""
    for title, yuan, approver, payer in (
        (DISTRICT, "3000000", TREASURY, PAYER),
        (ABOVE, "1000000", CITY_TREASURY, CITY_PAYER),
    ):
        become(page, FINANCE, f"/case/{budget.number}/")
        page.get_by_role("link", name=f"申请用款：{title}").click()
        page.locator("main [name=amount]").fill("9000000")
        page.locator("main [name=purpose]").fill("全年运行和研究")
        page.locator("main form").get_by_role("button", name="申请用款", exact=True).click()
        expect(page.locator("#errors")).to_contain_text("还可申请")
        page.locator("main [name=amount]").fill(yuan)
        send(page, "申请用款")
        request = FundRequest.objects.latest("pk")
        here = f"/case/{request.number}/"
        become(page, BUREAU, here)
        do(page, "审核通过", note="与预算一致")
        become(page, approver, here)
        do(page, "批准拨付")
        says(page, "批准的人不能自己拨付")
        become(page, payer)
        press(page, "拨付")
        send(page, "拨付")
        request.refresh_from_db()
        assert request.state == "paid"
    look(page, "request-paid")


def spent(page: Page, budget: Budget) -> None:
    """Vouchers under their lines: off the negative list, within what is left, a wrong one reversed; a gift comes in."""
    here = f"/case/{budget.number}/"
    line = budget.lines.get(title="成像实验平台")
    day = f"{budget.year}-03-02"
    become(page, FINANCE, here)
    press(page, "登记支出")
    one = {
        "line": str(line.pk),
        "spent_on": day,
        "purpose": "高速相机",
        "payee": "钱江光学公司",
        "voucher": "25330000000001",
    }
    fill(page, **one, amount="1500000")
    page.locator("main [name=file]").set_input_files(VOUCHER)  # type: ignore[arg-type]  # as playwright takes it
    page.locator("main form").get_by_role("button", name="登记支出", exact=True).click()
    for words in ("还可支出 1,200,000.00 元", "这项经费有负面清单", "不符合批准用途的不能列支"):
        expect(page.locator("#errors")).to_contain_text(words)
    look(page, "spending-refused")
    fill(page, amount="860000.55", negative="clear", meant="on")
    page.locator("main [name=file]").set_input_files(VOUCHER)  # type: ignore[arg-type]  # as playwright takes it
    send(page, "登记支出")
    do(page, "登记支出", line=str(line.pk), spent_on=day, purpose="重复登记", payee="钱江光学公司", amount="100",
       voucher="25330000000002", negative="clear", meant="on")  # fmt: skip
    wrong = Spending.objects.latest("pk")
    do(page, "冲销支出", spending=str(wrong.pk), reason="登错了")
    do(page, "登记自筹和引入资金", kind="donation", received_on=day, amount="50000", payer="校友基金会",
       reference=f"LS{budget.year}0001", agreement="捐赠协议 1 号")  # fmt: skip
    says(page, "高速相机", "发票.txt", "校友基金会")
    look(page, "budget-running")


def adjusted(page: Page, budget: Budget) -> None:
    """Approved money moves to another heading by procedure: never below what was spent; until approved the old plan holds."""
    here = f"/case/{budget.number}/"
    rig, staff = (budget.lines.get(title=title) for title in ("成像实验平台", "科研人员薪酬"))
    become(page, FINANCE, here)
    do(page, "申请调整", note="相机中标价低于预算，余款用于引进两名博士后")
    do(page, "修改金额", **{f"amount_{rig.pk}": "860000.00", f"amount_{staff.pk}": "2140000.00"})
    become(page, TREASURY, here)
    rests(page, "批准调整", "成像实验平台 已支出 860,000.55 元，不能改为 860,000.00 元")
    become(page, FINANCE, here)
    do(page, "修改金额", **{f"amount_{rig.pk}": "900000.01", f"amount_{staff.pk}": "2099999.99"})
    look(page, "budget-adjusting")
    become(page, TREASURY, here)
    do(page, "批准调整", note="同意", document=f"财预〔{budget.year}〕31 号")
    says(page, "2,099,999.99", "900,000.01")
    edition = BudgetEdition.objects.get(budget=budget, number=2)
    assert edition.procedure == BudgetEdition.Procedure.ACROSS, "between headings, the whole the same"
    assert budget.marks.get(source__title=DISTRICT).earmark.amount == 3_000_000


def followed(page: Page, budget: Budget) -> None:
    """The auditor follows a fen to its voucher, and takes the statements along."""
    become(page, AUDITOR, "/budgets/")
    page.locator("main").get_by_role("link", name=budget.number).first.click()
    page.get_by_role("link", name="资金去向").click()
    says(page, "与账簿一致", "860,000.55", "25330000000001", DISTRICT, "hz-finance", "校友基金会")
    look(page, "trace")
    with page.expect_download() as taken:
        page.get_by_role("link", name="导出 .xlsx").click()
    rows = CalamineWorkbook.from_path(taken.value.path()).get_sheet_by_index(0).to_python()
    assert any("钱江光学公司" in row and "25330000000001" in row for row in rows)
    with page.expect_download() as taken:
        press(page, "25330000000001")
    assert "光学镜头" in Path(taken.value.path()).read_text(encoding="utf-8")
    page.goto(f"/case/{budget.number}/?show=documents")
    statement = page.locator("#sections li, #sections tr").filter(has_text="经费收支报表")
    with page.expect_download() as taken:
        statement.get_by_role("link", name=".pdf").first.click()
    assert Path(taken.value.path()).read_bytes().startswith(b"%PDF")
    page.goto("/budgets/overview/")
    page.get_by_role("link", name=str(budget.year), exact=True).click()
    says(page, "860,000.55")
    look(page, "overview")


def inspected(page: Page, stage: Stage) -> None:
    """Nobody is looked at twice in the interval without a reason."""
    number = stage.platforms[FIRST].number
    day = f"{stage.year}-11-20"
    about: dict[str, Any] = {
        "platform": number, "subject": "use_of_funds", "planned_on": day, "interval_months": "12", "interval_document": "科〔2026〕6 号",
    }  # fmt: skip
    become(page, AUDITOR, "/inspections/")
    new(page, "/inspections/", "拟订检查", **about)
    do(page, "登记检查结果", done_on=day, result="抽查三笔凭证，用途与预算一致")
    page.goto("/inspections/")
    press(page, "拟订检查")
    look(page, "inspection")


__all__ = ["AWARDS", "adjusted", "approved", "arranged", "followed", "inspected", "paid", "planned", "spent"]
