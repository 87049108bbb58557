"""What a result does to money and to a platform: an award paid and spent, next year's budget cut, a rectification accepted."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from playwright.sync_api import expect

from kechuang.core.demo import demo_time
from kechuang.domains.evaluation.models import Effect, Rectification
from kechuang.domains.funding.models import Budget, FundRequest, FundSource
from tests.browser.platform_year import to_day
from tests.browser.test_office import become, press
from tests.browser.year_of_judging import of, today
from tests.browser.year_of_money import AWARDS, DISTRICT
from tests.browser.year_stage import (
    BUREAU,
    FIRST,
    LAST,
    PAYER,
    TREASURER,
    TREASURY,
    VETOED,
    Stage,
    do,
    fill,
    look,
    new,
    says,
    send,
)
from tests.casework.office import Office, registered
from tests.domains.evaluation.results import fact
from tests.domains.evaluation.results import published as published_results

if TYPE_CHECKING:
    from playwright.sync_api import Page

BUDGET = "funding.budget"
BEFORE = {LAST: "2000000.01", VETOED: "1000000.03"}
"""Approved for the year to come, yuan."""
CUT = {LAST: ("1,600,000.01", "400000.00"), VETOED: ("800,000.03", "200000.00")}
"""What is left and what was taken: a fifth, rounded down."""


def next_year_budgeted(stage: Stage) -> dict[str, Budget]:
    """The budgets of those who will fail, by points and by veto, for the year to come: approved before results are known."""
    return {title: _budgeted(stage, title) for title in (LAST, VETOED)}


def _budgeted(stage: Stage, title: str) -> Budget:
    platform, by = stage.platforms[title], f"finance-{title}"
    source = FundSource.objects.get(title=DISTRICT)
    budget = stage.act(
        f"{BUDGET}.draft_budget", None, {"platform": platform.pk, "year": stage.year + 1, "start": "empty"}, by
    )
    for category, words in (("fiscal", "区财政补助"), ("staff", "科研人员薪酬")):
        data = {"category": category, "title": words, "amount": BEFORE[title], "source": source.pk}
        stage.act(f"{BUDGET}.set_line", budget, data, by)
    stage.act(f"{BUDGET}.set_conditions", budget, {"standards": "true"}, by)
    stage.act(f"{BUDGET}.submit", budget, {}, by)
    stage.act(f"{BUDGET}.check", budget, {}, BUREAU)
    stage.act(f"{BUDGET}.approve", budget, {"document": "财预 21 号"}, TREASURY)
    return Budget.objects.get(pk=budget.pk)


def awarded(page: Page, stage: Stage) -> FundRequest:
    """The award waits at the treasury, which names the funds, approves and pays it; the effect is carried out."""
    year = str(today().year)
    become(page, TREASURER)
    new(
        page, "/fund-sources/", "登记经费渠道", title=AWARDS, use="incentive", money="fiscal", level="county",
        funder="bj-finance_department", valid_from=f"{year}-01-01",
    )  # fmt: skip
    do(page, "登记预算安排", year=year, amount="5000000", document=f"财指〔{year}〕8 号")
    become(page, TREASURY)
    press(page, "批准拨付")
    look(page, "award-approve")
    fill(page, source=FundSource.objects.get(title=AWARDS).number)
    send(page, "批准拨付")
    become(page, PAYER)
    press(page, "拨付")
    send(page, "拨付")
    request = FundRequest.objects.get(request_kind="award")
    assert (request.state, request.platform) == ("paid", stage.platforms[FIRST])
    effect = Effect.objects.get(kind="award")
    assert (effect.amount, effect.done_on) == (request.amount, today())
    look(page, "award-paid")
    return request


def cut(page: Page, title: str, budget: Budget) -> None:
    """The treasury takes from the approved budget what the law says, in another edition; to the fen."""
    become(page, TREASURY, f"/case/{budget.number}/")
    press(page, "按评价结果削减")
    look(page, f"cut-{title}")
    send(page, "按评价结果削减")
    left, taken = CUT[title]
    says(page, left, "不合格")
    look(page, f"budget-cut-{title}")
    effect = Effect.objects.get(kind="cut", platform=budget.platform)
    assert (str(effect.amount), effect.done_note) == (taken, budget.number)
    assert "binjiang-2023:s4.5.e" in effect.clauses
    assert of(title).grade == "unqualified"
    assert bool(of(title).veto) == (title == VETOED)


def rectified(page: Page, office: Office, year: int) -> None:
    """In Quzhou, whose text asks for it: ordered with a day, planned, sent back once, accepted; overdue is shown before."""
    platform = registered(office, "330802", "kc")
    fact(platform, "unit.public_platform")
    with demo_time():
        published_results(office, {platform: "unqualified"}, mark="kc", year=year)
    case = Rectification.objects.get()
    here, manager = f"/case/{case.number}/", f"kc-manager-{platform.pk}"
    due = today() + dt.timedelta(60)
    become(page, "kc-st_department-clerk")
    press(page, "下达整改通知")
    look(page, "order")
    fill(page, requirements="补齐成果转化目标", due_on=due.isoformat())
    send(page, "下达整改通知")
    become(page, manager, here)
    do(page, "报送整改方案", plan="分三步")
    to_day(page, due + dt.timedelta(5))
    page.goto(here)
    says(page, "逾期未完成", "应当动态调整")
    look(page, "rectification-late")
    do(page, "提交整改报告", report="已完成三步")
    become(page, "kc-st_department-clerk", here)
    do(page, "验收不通过", note="第三步证据不足", due_on=(due + dt.timedelta(40)).isoformat())
    become(page, manager)
    press(page, "提交整改报告")
    fill(page, report="补齐第三步，附合同")
    send(page, "提交整改报告")
    become(page, "kc-st_department-clerk")
    press(page, "验收通过")
    fill(page, note="符合要求")
    send(page, "验收通过")
    case.refresh_from_db()
    assert case.state == "completed"
    look(page, "rectified")
    expect(page.locator(".k-path")).to_contain_text("已完成")


__all__ = ["awarded", "cut", "next_year_budgeted", "rectified"]
