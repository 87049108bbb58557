"""A year's money at its end: settled by source, its rests and an award brought into the next budget, and the award spent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kechuang.casework.ledger.checking import verify
from kechuang.casework.ledger.queries import use
from kechuang.core.money import fen_of
from kechuang.domains.funding.models import Budget, FundRequest, Spending
from tests.browser.test_office import become
from tests.browser.year_of_judging import today
from tests.browser.year_of_money import ABOVE, AWARDS, DISTRICT, VOUCHER
from tests.browser.year_stage import BUREAU, FINANCE, FIRST, TREASURY, Stage, do, fill, look, new, rests, says, send

if TYPE_CHECKING:
    from playwright.sync_api import Page

RESTS = {DISTRICT: "2139999.45", ABOVE: "1000000.00", "": "50000.00"}
"""Yuan left at the end of the year by source: paid less spent; the gift of the alumni is of no fiscal source."""


def settled(page: Page, stage: Stage, budget: Budget) -> None:
    """The treasury settles the year that is over: what is left of each source is its rest, to the fen."""
    become(page, TREASURY, f"/case/{budget.number}/")
    do(page, "年度决算")
    look(page, "budget-closed")
    marks = {mark.source.title if mark.source else "": str(mark.rest) for mark in budget.marks.filter(rest__gt=0)}
    assert marks == RESTS
    assert verify() == []


def brought_in(page: Page, stage: Stage, award: FundRequest) -> Budget:
    """Rests and award come in as income of their own sources, are planned, approved, moved in the ledger, and spent once."""
    year = today().year
    assert year == stage.year + 1
    become(page, FINANCE)
    new(page, "/budgets/", "编制年度预算", platform=stage.platforms[FIRST].number, year=str(year), start="empty")
    budget = Budget.objects.get(platform=stage.platforms[FIRST], year=year)
    do(page, "带入上年结转")
    do(page, "列入评价奖励")
    says(page, f"{stage.year} 年结转：{DISTRICT}", "2,139,999.45", "1,000,000.00", "50,000.00", "年评价奖励")
    rests(page, "带入上年结转", "没有待结转的结余")
    rests(page, "列入评价奖励", "每笔只列入一次")
    for category, title, source, yuan in (
        ("equipment", "成像实验平台二期", DISTRICT, "2139999.45"), ("research", "三维重建研究", ABOVE, "1000000"),
        ("equipment", "奖励购置光谱仪", AWARDS, str(award.amount)),
    ):  # fmt: skip
        do(page, "填写预算项目", category=category, title=title, amount=yuan, source=source, note="上年结转和奖励")
    do(page, "填写说明和条件", standards="true")
    do(page, "提交预算")
    look(page, "budget-carried")
    become(page, BUREAU, f"/case/{budget.number}/")
    do(page, "审核通过")
    become(page, TREASURY, f"/case/{budget.number}/")
    do(page, "批准预算", document=f"财预〔{year}〕6 号")
    _moved(budget)
    _spent(page, budget, award)
    assert verify() == [], "the ledger is whole"
    return budget


def _moved(budget: Budget) -> None:
    for title in (DISTRICT, ABOVE, AWARDS):
        earmark = budget.marks.get(source__title=title).earmark
        assert use(earmark).received == use(earmark).left == fen_of(earmark.amount or 0), title
    for line in budget.lines.exclude(carried_from=None).select_related("carried_from__earmark"):
        old = line.carried_from
        assert old is not None
        if line.money == "fiscal":  # a rest for which nothing is planned waits under its own earmark
            assert old.earmark.closed_on is not None, "the year before is closed with its rest"


def _spent(page: Page, budget: Budget, award: FundRequest) -> None:
    line = budget.lines.get(title="奖励购置光谱仪")
    become(page, FINANCE, f"/case/{budget.number}/")
    page.locator("main").get_by_role("link", name="登记支出", exact=True).first.click()
    fill(page, line=str(line.pk), spent_on=today().isoformat(), purpose="光谱仪", payee="之江仪器公司", amount="123456.78",
         voucher="25330000000009", meant="on")  # fmt: skip
    page.locator("main [name=file]").set_input_files(VOUCHER)  # type: ignore[arg-type]  # as playwright takes it
    send(page, "登记支出")
    look(page, "award-spent")
    earmark = budget.marks.get(source__title=AWARDS).earmark
    assert use(earmark).left == fen_of(award.amount) - 12_345_678
    assert Spending.objects.get(line=line).voucher == "25330000000009"
    page.get_by_role("link", name="资金去向").click()
    says(page, "与账簿一致", award.number, "123,456.78", "25330000000009")
    look(page, "award-trace")


__all__ = ["brought_in", "settled"]
