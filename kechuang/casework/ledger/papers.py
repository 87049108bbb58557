"""A statement as a paper."""

from __future__ import annotations

from kechuang.casework.documents.papers import Paper, Table, Text
from kechuang.casework.ledger.models import Account
from kechuang.casework.ledger.statements import Statement
from kechuang.core import clock
from kechuang.core.money import yuan

MOST = 5_000
"""Rows a paper holds; longer statements go out as sheets."""


def statement_paper(told: Statement) -> Paper:
    """The statement with opening, every row and closing. Raises ValueError when it is longer than a paper holds."""
    rows = told.rows(limit=MOST + 1)
    if len(rows) > MOST:
        raise ValueError(f"more than {MOST} rows")
    of = told.of
    by_account = isinstance(of, Account)
    lines = [["期初", "", "", "", "", yuan(told.opening)]]
    for row in rows:
        entry = row.posting.entry
        lines.append(
            [
                row.posting.on.isoformat() if row.posting.on else "", entry.number, entry.text,
                yuan(row.debit) if row.debit else "", yuan(row.credit) if row.credit else "",
                "" if row.balance is None else yuan(row.balance),
            ]
        )  # fmt: skip
    lines.append(["期末", "", "", yuan(told.debit), yuan(told.credit), yuan(told.closing)])
    name = of.name if isinstance(of, Account) else f"{of.number} {of.purpose}"
    return Paper(
        title="科目对账单" if by_account else "专款对账单",
        issuer=of.organisation.name,
        body=[
            Text(f"{'科目' if by_account else '专款'}：{name}"),
            Text(f"期间：{told.since} 至 {told.until}"),
            Table(
                ("日期", "凭证号", "摘要", "借方（元）", "贷方（元）", "余额（元）"),
                lines,
                figures=frozenset({3, 4, 5}),
            ),
        ],
        foot=f"{clock.today()} 生成",
    )
