"""The budget of a year as a paper: its income and spending line by line, by source, and how it was approved."""

from __future__ import annotations

from decimal import Decimal

from kechuang.casework.documents.papers import Paper, Table, Text
from kechuang.core import clock
from kechuang.core.money import fen_of, money_capitals, yuan
from kechuang.domains.funding.models import Budget, BudgetLine
from kechuang.domains.funding.queries.lines import by_source, lines_of, source_words, total
from kechuang.law.library import load
from kechuang.law.model import Citation
from kechuang.law.present import citation_words

YEARLY = ("keqiao-2025-draft:s4.2.b", "quzhou-2024:art26.p2", "binjiang-2023:s5.4")
HEAD = ("序号", "科目", "内容", "来源", "金额（元）", "测算依据")


def _money(amount: Decimal) -> str:
    return yuan(fen_of(amount))


def _rows(lines: list[BudgetLine], side: str) -> list[list[str]]:
    found = [
        [str(n), str(line.get_category_display()), _title(line), source_words(line), _money(line.amount), line.note]
        for n, line in enumerate((line for line in lines if line.side == side), 1)
    ]
    whole = sum((line.amount for line in lines if line.side == side), Decimal(0))
    return [*found, ["", "合计", "", "", _money(whole), ""]]


def _title(line: BudgetLine) -> str:
    return f"{line.title}（基础研究）" if line.basic_research else line.title


def budget_paper(budget: Budget) -> Paper:
    """The budget as its lines now stand, with the decision that approved it."""
    lines = lines_of(budget)
    sums = total(lines)
    body: list[Text | Table] = []
    if budget.note.strip():
        body += [Text("编制说明", level=1), *[Text(one) for one in budget.note.splitlines() if one.strip()]]
    body += [
        Text("一、收入预算", level=1),
        Table(HEAD, _rows(lines, "income"), figures=frozenset({4})),
        Text("二、支出预算", level=1),
        Table(HEAD, _rows(lines, "spending"), figures=frozenset({4})),
        Text(f"支出合计人民币{money_capitals(fen_of(sums.spending))}。"),
        Text("三、按来源", level=1),
        Table(
            ("来源", "收入（元）", "支出（元）", "结余（元）"),
            [
                [source_words(s.lines[0]), _money(s.income), _money(s.spending), _money(s.income - s.spending)]
                for s in by_source(lines).values()
            ],
            figures=frozenset({1, 2, 3}),
        ),
    ]
    rows = [
        [str(e.number), str(e.get_procedure_display()), str(e.approved_on), e.document, _money(e.income), _money(e.spending), e.reason]
        for e in budget.editions.all()
    ]  # fmt: skip
    if rows:
        head = ("版次", "程序", "批准日", "文号", "收入（元）", "支出（元）", "理由")
        body += [Text("四、批准情况", level=1), Table(head, rows, figures=frozenset({4, 5}))]
    if budget.resolution is not None:
        body.append(Text(f"本预算经理事会决议{budget.resolution.number}审定。"))
    library = load()
    found = [Citation.parse(place) for place in YEARLY]
    notes = [
        citation_words(c, "zh", library)
        for c in found
        if library.instruments[c.instrument].governs(budget.region.prefix)
    ]
    day = budget.approved_on or budget.submitted_on
    return Paper(
        title=budget.title, body=body, number=budget.number, signed_by=[budget.platform.owner.name],
        dated=f"{day.year}年{day.month}月{day.day}日" if day else "", notes=notes,
        foot=f"{budget.number}　{clock.today()} 生成　法规版本 {library.fingerprint[:12]}",
    )  # fmt: skip
