"""The statement of a platform's year (经费收支报表): its budget carried out, and each earmark from source to voucher."""

from __future__ import annotations

from kechuang.casework.documents.papers import Paper, Table, Text
from kechuang.core.money import fen_of, money_capitals, yuan
from kechuang.domains.funding.models import Budget
from kechuang.domains.funding.papers.requests import NONE, foot
from kechuang.domains.funding.queries.moving import spending_lines, spent_by_line
from kechuang.domains.funding.queries.trace import ways

MOST = 400
"""So many vouchers stand in the paper; the workbook has all."""


def year_statement(budget: Budget) -> Paper:
    """What was approved, came in and was spent in the year."""
    spent = spent_by_line(budget)
    lines, total = [], [0, 0]
    for line in spending_lines(budget):
        allowed, used = fen_of(line.approved) if line.approved is not None else 0, spent.get(line.pk, 0)
        total = [total[0] + allowed, total[1] + used]
        lines.append(
            [str(line.position), line.title, str(line.get_category_display()), yuan(allowed), yuan(used), yuan(allowed - used)]
        )  # fmt: skip
    found = ways(budget)
    came, went = sum(w.came for w in found), sum(w.went for w in found)
    body: list[Text | Table] = [
        Text("一、总体", level=1),
        Table(("项目", "内容"), [
            ["平台", budget.platform.title], ["单位", budget.owner.name], ["年度", str(budget.year)],
            ["预算编号", f"{budget.number}（第 {budget.edition} 版）"],
            ["到账合计", f"{yuan(came)} 元（{money_capitals(came)}）"],
            ["支出合计", f"{yuan(went)} 元（{money_capitals(went)}）"], ["结余", f"{yuan(came - went)} 元"],
        ]),
        Text("二、预算执行", level=1),
        Table(
            ("序号", "内容", "科目", "批准（元）", "支出（元）", "余额（元）"),
            [*lines, ["", "合计", "", yuan(total[0]), yuan(total[1]), yuan(total[0] - total[1])]],
            figures=frozenset({3, 4, 5}),
        ),
        Text("三、按专款的收支", level=1),
    ]  # fmt: skip
    left = MOST
    for way in found:
        source = way.source.title if way.source is not None else str(way.earmark.get_source_display())
        body.append(Text(f"{way.earmark.number}　{source}", level=2))
        rows = [
            [
                str(m.on), m.what, m.other, m.proof or NONE, m.entry.number, yuan(m.fen) if m.what != "支出" else NONE,
                yuan(-m.fen) if m.what == "支出" else NONE,
            ]
            for m in way.moves[:left]
        ]  # fmt: skip
        left -= len(rows)
        if rows:
            head = ("日期", "种类", "对方", "凭据", "凭证号", "收入（元）", "支出（元）")
            body.append(Table(head, rows, figures=frozenset({5, 6})))
        body.append(Text(f"收入 {yuan(way.came)} 元，支出 {yuan(way.went)} 元，结余 {yuan(way.came - way.went)} 元。"))
    if sum(len(w.moves) for w in found) > MOST:
        body.append(Text(f"只列 {MOST} 笔，全部明细见 .xlsx 报表。"))
    return Paper(
        title=f"{budget.platform.title} {budget.year} 年经费收支报表", body=body, number=budget.number,
        issuer=budget.owner.name, foot=foot(budget.number),
    )  # fmt: skip
