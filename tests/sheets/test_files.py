"""Core sheets: reading what people really send, templates that lead to good files, exports that cannot bite."""

from __future__ import annotations

import csv
import datetime as dt
import io
from typing import Any

import pytest
import python_calamine
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from kechuang.core.sheets.annotate import Note, annotated
from kechuang.core.sheets.cells import CellProblem, reader
from kechuang.core.sheets.columns import SheetColumn, Words
from kechuang.core.sheets.reading import SheetError, read, shown
from kechuang.core.sheets.template import csv_template, xlsx_template
from kechuang.core.sheets.writing import Head, csv_lines, safe, xlsx_file
from tests.sheets.files import xlsx

COLUMNS = [
    SheetColumn("title", Words("名称", "Name"), required=True, example="甲院"),
    SheetColumn("code", Words("信用代码", "Credit code"), "code", example="12330600MB0000000D"),
    SheetColumn("day", Words("设立日", "Founded on"), "day", required=True),
    SheetColumn(
        "kind",
        Words("类型", "Class"),
        "choice",
        choices=[("a", Words("甲类", "Class A")), ("b", Words("乙类", "Class B"))],
    ),
    SheetColumn("area", Words("面积（平方米）", "Area (m²)"), "decimal"),
    SheetColumn("open", Words("开放", "Open"), "flag"),
]
DAY = dt.datetime(2024, 1, 2)  # noqa: DTZ001  a cell has no zone
BY_NAME = {column.name: column for column in COLUMNS}


def rows(content: bytes) -> list[tuple[int, dict[str, Any]]]:
    return [(row.number, row.cells) for row in read(content, COLUMNS)]


def test_title_rows_merged_heads_empty_rows_and_extra_columns() -> None:
    def merge(book: Any, sheet: Any) -> None:
        sheet.merge_range(0, 0, 0, 4, "2026 年平台登记表")
        sheet.merge_range(1, 0, 2, 0, "名称 *")  # over two rows
        sheet.merge_range(1, 1, 1, 2, "基本信息")

    content = xlsx(
        [
            [],
            [],
            ["", "设 立 日", "信用代码", "备注"],
            [],
            ["甲院", "2024-01-02", "X", "说明"],
            ["  "],
            [],
            ["乙院", "2024-01-03"],
        ],
        merge,
    )
    grid = read(content, COLUMNS)
    assert [(row.number, row.cells) for row in grid] == [
        (5, {"title": "甲院", "day": "2024-01-02", "code": "X"}),
        (8, {"title": "乙院", "day": "2024-01-03"}),
    ]
    assert grid.extra == ["D 备注"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_csv_in_the_encodings_of_the_field(encoding: str, delimiter: str) -> None:
    text = delimiter.join(["名称", "设立日"]) + "\r\n" + delimiter.join(['"甲\n院"', "2024年1月2日"]) + "\r\n"
    assert rows(text.encode(encoding)) == [(2, {"title": "甲\n院", "day": "2024年1月2日"})]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "空"),
        (b"PK\x03\x04broken", "完好"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "xls"),
        (b"\x00\x01\x02\xff\xfe", "GB18030"),
        ("名称,备注\n甲,乙\n".encode(), "设立日"),
        ("甲,乙\n丙,丁\n".encode(), "列名"),
        ("名称,设立日,Name\n甲,2024-01-01,乙\n".encode(), "两次"),
        ('名称,设立日\n"甲,2024-01-01\n'.encode(), "引号"),
        (xlsx([]), "没有数据"),
    ],
)
def test_a_file_that_is_none_says_what_to_do(content: bytes, words: str) -> None:
    with pytest.raises(SheetError) as caught:
        read(content, COLUMNS)
    assert words in str(caught.value)
    assert caught.value.remedy


def test_formulas_errors_and_numbers_in_code_columns_are_refused_with_the_remedy() -> None:
    content = xlsx(
        [["名称", "信用代码", "设立日"], ["=A1", 123456789012345678, 45000], ["甲", "=1/0", DAY.replace(year=1900)]]
    )
    found = rows(content)
    told = []
    for _number, cells in found:
        for name in ("title", "code", "day"):
            try:
                told.append(reader(BY_NAME[name])(cells[name]))
            except CellProblem as problem:
                told.append((problem.problem, problem.remedy))
    assert told[0][0] == "是公式"
    assert "文本" in told[1][1]
    assert "数字" in told[2][0]
    assert told[3] == "甲"
    assert told[4][0].startswith(("是公式", "是 Excel"))
    assert "1900" in told[5][0]
    assert shown(found[0][1]["title"]) == "=A1"


@pytest.mark.parametrize(
    ("name", "cell", "value"),
    [
        ("day", DAY, "2024-01-02"),
        ("day", "2024.2.9", "2024-02-09"),
        ("day", "20240209", "2024-02-09"),
        ("day", "2024-02-09 00:00:00", "2024-02-09"),
        ("kind", "Class A", "a"),
        ("kind", " 乙类 ", "b"),
        ("area", "1,200.50", "1200.50"),
        ("area", "１，２００．５０", "1200.50"),
        ("area", 0.1, "0.1"),
        ("open", "是", "on"),
        ("open", False, ""),
        ("code", "'91330600X", "91330600X"),
        ("title", 12.0, "12"),
    ],
)
def test_cells_are_read_as_they_are_meant(name: str, cell: Any, value: str) -> None:
    assert reader(BY_NAME[name])(cell) == value


@pytest.mark.parametrize(
    ("name", "cell", "remedy"),
    [
        ("day", "2023-02-29", "核对"),
        ("area", "12万", "120000"),
        ("area", "5²", "数字"),
        ("kind", "丙类", "甲类、乙类"),
        ("open", "也许", "是"),
        ("day", "去年", "2026"),
    ],
)
def test_cells_that_cannot_be_read_say_how_to_mend_them(name: str, cell: Any, remedy: str) -> None:
    with pytest.raises(CellProblem) as caught:
        reader(BY_NAME[name])(cell)
    assert remedy in caught.value.remedy


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_template_reads_back_empty_and_its_code_column_is_text(language: str) -> None:
    with override(language):
        content, text = xlsx_template(COLUMNS, "平台"), csv_template(COLUMNS)
    for file in (content, text):
        assert rows(file) == [], "the example row is not imported"
    book = python_calamine.load_workbook(io.BytesIO(content))
    assert str(book.sheets_metadata[2].visible).endswith("Hidden") or len(book.sheet_names) == 2
    explained = book.get_sheet_by_name(book.sheet_names[1]).to_python()
    assert [row[:2] for row in explained[1:3]] == [["名称", "Name"], ["信用代码", "Credit code"]]


def test_a_long_list_of_choices_stands_on_a_hidden_sheet() -> None:
    many = [(str(n), Words(f"第{n}种很长的选项名称", f"Choice {n}")) for n in range(60)]
    column = SheetColumn("many", Words("很多", "Many"), "choice", required=True, choices=many)
    grid = read(xlsx_template([COLUMNS[0], column, COLUMNS[2]], "平台"), [COLUMNS[0], column, COLUMNS[2]])
    assert list(grid) == []
    assert grid.other_sheets == []


@given(st.text(max_size=30))
def test_no_text_becomes_a_formula(text: str) -> None:
    out = safe(text)
    assert not out.startswith(("=", "+", "@", "\t", "\r")) or out.lstrip("+-").replace(",", "")[:1].isdigit()
    assert out.removeprefix("'") == text or out == text


def test_exports_keep_codes_as_text_and_days_as_days() -> None:
    heads = [Head("编码", code=True), Head("=名", 20), Head("日"), Head("金额", yuan=True)]
    data = [["330603", "=HYPERLINK(1)", dt.date(2024, 1, 2), 12], ["0012", "-1+2", None, None]]
    book = python_calamine.load_workbook(xlsx_file(heads, data, "平台[1]"))
    assert book.get_sheet_by_index(0).to_python() == [
        ["编码", "=名", "日", "金额"],
        ["330603", "=HYPERLINK(1)", dt.date(2024, 1, 2), 12.0],
        ["0012", "-1+2", "", ""],
    ]
    lines = list(csv.reader(io.StringIO(b"".join(csv_lines(heads, data)).decode("utf-8-sig"))))
    assert lines == [
        ["编码", "'=名", "日", "金额"],
        ["330603", "'=HYPERLINK(1)", "2024-01-02", "12"],
        ["0012", "'-1+2", "", ""],
    ]


def test_the_annotated_file_keeps_what_was_typed_and_can_be_sent_again() -> None:
    content = xlsx(
        [
            ["名称", "信用代码", "设立日", "备注"],
            ["甲", "=1+1", DAY, "x"],
            ["乙", "2", "2024-01-02", ""],
        ]
    )
    grid = read(content, COLUMNS)
    notes = {2: [Note("code", "信用代码：是公式", True)], 3: [Note("", "看看", False)]}
    back = annotated(grid, notes).read()
    found = python_calamine.load_workbook(io.BytesIO(back)).get_sheet_by_index(0).to_python()
    assert found[0] == ["名称", "信用代码", "设立日", "备注", "问题和改法"]
    assert found[1] == ["甲", "=1+1", dt.date(2024, 1, 2), "x", "信用代码：是公式"]
    again = read(back, COLUMNS)
    assert [row.number for row in again] == [2, 3]
    only = annotated(grid, {3: notes[3]}, only_noted=True).read()
    assert [row.cells["title"] for row in read(only, COLUMNS)] == ["乙"]
