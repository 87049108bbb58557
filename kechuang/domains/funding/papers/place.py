"""The statement of a place's year as a paper (区域经费收支汇总表)."""

from __future__ import annotations

from collections.abc import Sequence

from kechuang.casework.documents.papers import Paper, Table, Text
from kechuang.core.money import money_capitals, yuan
from kechuang.domains.funding.papers.requests import foot
from kechuang.domains.funding.queries.statement import Line, total

HEAD = (
    "预算编号",
    "平台",
    "批准支出（元）",
    "财政拨付（元）",
    "自筹和引入（元）",
    "结转和奖励转入（元）",
    "支出（元）",
    "结余（元）",
)
MOST = 500
"""So many budgets stand in the paper; the workbook has all."""


def place_statement(year: int, place: str, lines: Sequence[Line]) -> Paper:
    """What the budgets of a place came to, in all and one by one; what does not agree with the books is named."""
    whole = total(lines)
    rows = [
        [line.budget.number, line.budget.platform.title, *_amounts(line)] for line in lines[:MOST] if line.budget is not None
    ]  # fmt: skip
    off = [line.budget.number for line in lines if not line.whole and line.budget is not None]
    body: list[Text | Table] = [
        Text("一、合计", level=1),
        Table(("项目", "内容"), [
            ["地方", place], ["年度", str(year)], ["已批准预算", f"{len(lines)} 份"],
            ["批准支出", f"{yuan(whole.approved)} 元"],
            ["到账", f"{yuan(whole.came)} 元（{money_capitals(whole.came)}）"],
            ["支出", f"{yuan(whole.spent)} 元（{money_capitals(whole.spent)}）"],
            ["结余", f"{yuan(whole.rest)} 元"],
            ["与账簿核对", "一致" if not off else f"不一致：{'、'.join(off[:20])}"],
        ]),
        Text("二、各平台", level=1),
        Table(HEAD, [*rows, ["合计", "", *_amounts(whole)]], figures=frozenset(range(2, 8))),
    ]  # fmt: skip
    if any(line.carried for line in lines):
        body.append(Text(f"已结转到下年的 {yuan(whole.carried)} 元不计入结余。"))
    if len(lines) > MOST:
        body.append(Text(f"只列 {MOST} 份，合计是全部 {len(lines)} 份的；明细见 .xlsx 报表。"))
    return Paper(
        title=f"{place} {year} 年科创平台经费收支汇总表", body=body, number=str(year), issuer=place, foot=foot(f"{place} {year}")
    )  # fmt: skip


def _amounts(line: Line) -> list[str]:
    return [yuan(fen) for fen in (line.approved, line.paid, line.earned, line.moved, line.spent, line.rest)]
