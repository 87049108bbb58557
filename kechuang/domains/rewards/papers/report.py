"""The yearly report as a paper and as a workbook, and the record by person: both from what the report keeps."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Sequence
from typing import IO, Any

from django.utils.translation import gettext as _

from kechuang.casework.documents.papers import Paper, Table, Text
from kechuang.core import clock
from kechuang.core.money import yuan_of
from kechuang.core.sheets.writing import BOOK, Formats, Head
from kechuang.domains.rewards.models import TransformationReport
from kechuang.domains.rewards.reporting import due
from kechuang.domains.rewards.reporting.lines import lines, parts
from kechuang.domains.rewards.reporting.record import NONE, columns, used_for, values, words
from kechuang.law.library import load
from kechuang.law.present import citation_words

NUMERALS = "一二三四五"


def report_paper(report: TransformationReport) -> Paper:
    """Achievements obtained, their transformation, the income and how it was shared, as reported."""
    body: list[Text | Table] = []
    found = lines(report.figures)
    for n, (name, label) in enumerate(parts().items()):
        body.append(Text(f"{NUMERALS[n]}、{label}", level=1))
        rows = [[f"　　{one.label}" if one.inner else one.label, one.words] for one in found if one.part == name]
        body.append(Table(("项目", "数量或者金额"), rows, figures=frozenset({1})))
    body.append(Text(f"{NUMERALS[3]}、说明", level=1))
    body += [Text(part) for part in (report.remarks or "无。").splitlines() if part.strip()]
    body.append(Text(_kept(report)))
    return _paper(report, f"{report.year} 年度科技成果转化报告", body, due.of_report(report).citations)


def record_paper(report: TransformationReport) -> Paper:
    """What each person contributed and got in the year, for titles and appointments."""
    rows = [_folded(words(row)) for row in report.contributors]
    body: list[Text | Table] = [
        Text(f"{report.year} 年度确定的奖励方案所列人员 {len({row['person'] for row in report.contributors})} 人。"),
        Table(("姓名", "方案、身份和贡献", "奖励（元）", "本年度支付（元）"), rows, figures=frozenset({2, 3})),
    ]
    return _paper(report, f"{report.year} 年度个人转化贡献记录", body, used_for(report))


def _folded(row: Sequence[str]) -> list[str]:
    """A line in four columns: eight do not fit on A4."""
    name, plan, about, role, contribution, weight, amount, paid = row
    done = [role, *(part for part in (contribution, f"贡献份额 {weight}" if weight != NONE else NONE) if part != NONE)]
    return [name, "；".join([f"{plan}，{about}", *done]), amount, paid]


def _kept(report: TransformationReport) -> str:
    filed = f"，{report.filed_on} 报送" if report.filed_on else "，尚未报送"
    return f"数据由本单位的成果、转化、到账、奖励方案和支付记录汇总，截至 {report.computed_on}{filed}。"


def _paper(report: TransformationReport, title: str, body: Sequence[Text | Table], cites: Iterable[Any]) -> Paper:
    return Paper(
        title=title, body=body, number=report.number, issuer=report.unit.name,
        notes=[citation_words(c, "zh", load()) for c in dict.fromkeys(cites)],
        mark="" if report.filed_on else "草稿",
        foot=f"{report.number}　{clock.today()} 生成　法规版本 {load().fingerprint[:12]}",
    )  # fmt: skip


def workbook(report: TransformationReport, *, people: bool) -> IO[bytes]:
    """The same as an .xlsx of numbers, in the language of the reader, at its beginning; it goes when closed.

    people: with the record by person as a second sheet.
    """
    import xlsxwriter

    file = tempfile.TemporaryFile()  # noqa: SIM115  the caller closes it
    book = xlsxwriter.Workbook(file, BOOK)
    formats = Formats(book)
    names = parts()
    rows = [
        [_cell(names[one.part]), _cell(one.label), _cell(one.value, one.money)] for one in lines(report.figures)
    ]  # fmt: skip
    _sheet(book, formats, _("年度报告"), [(_("部分"), 22), (_("项目"), 36), (_("数量或者金额"), 20)], rows)
    if people:
        heads = columns()
        moneys = [money for _head, money in heads]
        of_people = [
            [_cell(value, money) for value, money in zip(values(row), moneys, strict=True)]
            for row in report.contributors
        ]
        _sheet(book, formats, _("个人转化贡献记录"), [(head, 18) for head, _money in heads], of_people)
    book.close()
    file.seek(0)
    return file


def _cell(value: Any, money: bool = False) -> tuple[Any, Head]:
    """A cell and how it is written; money is given in fen."""
    return (yuan_of(value) if money else value, Head("", yuan=money))


def _sheet(
    book: Any, formats: Formats, name: str, heads: Sequence[tuple[str, int]], rows: Iterable[Sequence[Any]]
) -> None:
    sheet = book.add_worksheet(name[:31])
    for x, (head, width) in enumerate(heads):
        sheet.set_column(x, x, width)
        sheet.write_string(0, x, head, formats.head)
    sheet.freeze_panes(1, 0)
    for y, row in enumerate(rows, 1):
        for x, (cell, how) in enumerate(row):
            formats.write(sheet, y, x, cell, how)
