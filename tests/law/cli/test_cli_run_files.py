"""`kechuang law run` over files as people have them: heads, cells, formats, and where the answer goes."""

from __future__ import annotations

import datetime as dt
import json
import zipfile
from pathlib import Path

import polars as pl
import pytest
import xlsxwriter

from tests.law.cli.tables import HEADS, ROWS, RULE, Law, read_csv, rejected, rows_of, write_csv, write_xlsx

# -- heads ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("head", "cell", "fen"),
    [
        ("deal.net_income", "123456", 123456),
        ("deal.net_income[fen]", "123456", 123456),
        ("deal.net_income [yuan]", "1234.56", 123456),
        ("已核定的净收入", "123456", 123456),
        ("已核定的净收入(元)", "1,234.56", 123456),
        ("已核定的净收入（万元）", "0.123456", 123456),
        ("已核定的净收入【亿元】", "0.0001", 1_000_000),
        ("Net income already settled", "123456", 123456),
        ("net INCOME already settled (CNY)", "1234.56", 123456),
        ("已核定的净收入（元）", "12万元", 12_000_000),  # a cell that names its own unit keeps it
        ("已核定的净收入（元）", "-5", 0),  # a loss settled is no income
    ],
)
def test_heads_and_units(law: Law, tmp_path: Path, head: str, cell: str, fen: int) -> None:
    table = write_csv(tmp_path / "in.csv", [[head, "x"], [cell, "x"]])
    law(
        "run",
        "net_income",
        table,
        "-o",
        tmp_path / "out.csv",
        "--territory",
        "330802",
        "--fact",
        "deal.received_on=2025-06-10",
    )
    assert read_csv(tmp_path / "out.csv")[0]["net_income"] == str(fen)


@pytest.mark.parametrize(
    ("heads", "why"),
    [
        (["编号", "编号"], "“编号”出现两次（第 A、B 列）"),
        (["deal.mode", "转化方式"], "都是 deal.mode"),
        (["deal.mode", "", "x"], "第 B 列没有列名"),
        (["", "", ""], "第 1 行应为列名"),
        (["编号", "备注"], "没有一列是规则 reward_pool_floor 要的事实"),
        (["deal.net_income（天）"], "单位“天”不能用于 deal.net_income"),
        (["deal.received_on（元）"], "不能用于 deal.received_on"),
        (["deal.mode", "reward_pool_floor.verdict"], "与答案列同名"),
    ],
)
def test_heads_that_cannot_be_used(law: Law, tmp_path: Path, heads: list[str], why: str) -> None:
    table = write_csv(tmp_path / "in.csv", [heads, ["1"] * len(heads)])
    told = law("run", RULE, table, "-o", tmp_path / "out.csv", code=2)
    assert why in told.err
    assert list(tmp_path.iterdir()) == [table]  # nothing is left behind


def test_what_the_heads_lack_is_said_beforehand(law: Law, tmp_path: Path) -> None:
    heads = ["编号", "deal.net_income", "deal.paid", "deal.costs（含税）", "reward.paid"]
    table = write_csv(tmp_path / "in.csv", [heads, ["1", "2", "3", "4", "5"]])
    told = law("run", RULE, table, "-o", tmp_path / "out.csv")
    assert "照抄的列：编号、deal.paid、deal.costs（含税）、reward.paid" in told.err
    assert "这一规则不用的列：" in told.err
    assert "reward.paid" in told.err.split("不用的列：")[1].splitlines()[0]
    assert "没有这些列，答案可能待认定：转化方式 (deal.mode)" in told.err


# -- CSV -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_encodings_and_delimiters(law: Law, tmp_path: Path, encoding: str, delimiter: str) -> None:
    table = write_csv(tmp_path / "in.csv", [HEADS, *ROWS], encoding, delimiter=delimiter)
    law("run", RULE, table, "-o", tmp_path / "out.csv")
    assert [row[RULE] for row in read_csv(tmp_path / "out.csv")] == ["80000000", "70000000", "", ""]


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "是空文件"),
        (b"\n", "第 1 行应为列名"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00", "既不是 UTF-8 也不是 GB18030"),
        (b'deal.mode,b\n"never closed,1\n', "第 2 行读不懂"),
    ],
)
def test_files_that_are_no_tables(law: Law, tmp_path: Path, data: bytes, why: str) -> None:
    table = tmp_path / "in.csv"
    table.write_bytes(data)
    assert why in law("run", RULE, table, "-o", tmp_path / "out.csv", code=2).err
    assert list(tmp_path.iterdir()) == [table]


def test_only_heads_is_an_empty_answer(law: Law, tmp_path: Path) -> None:
    for brief in ([], ["--brief"]):
        told = law(
            "run",
            RULE,
            write_csv(tmp_path / "in.csv", [HEADS]),
            "-o",
            tmp_path / "out.csv",
            "--json",
            "--force",
            *brief,
        ).json
        assert (told["read"], told["answered"]) == (0, 0)
        assert read_csv(tmp_path / "out.csv") == []


def test_texts_that_a_spreadsheet_would_run_are_disarmed(law: Law, tmp_path: Path) -> None:
    texts = ["=cmd|'/c calc'!A0", "+86 138", "@SUM(A1)", "-2+3", "-5.20", "+7", "plain", "\tx"]
    rows = [["备注", "deal.mode"], *([text, "licence"] for text in texts)]
    law("run", RULE, write_csv(tmp_path / "in.csv", rows), "-o", tmp_path / "out.csv")
    told = [row["备注"] for row in read_csv(tmp_path / "out.csv")]
    assert told == ["'=cmd|'/c calc'!A0", "'+86 138", "'@SUM(A1)", "'-2+3", "-5.20", "+7", "plain", "'\tx"]
    law("run", RULE, tmp_path / "in.csv", "-o", tmp_path / "out.xlsx")
    sheet = zipfile.ZipFile(tmp_path / "out.xlsx").read("xl/worksheets/sheet1.xml")
    assert b"<f>" not in sheet
    assert [row[0] for row in rows_of(tmp_path / "out.xlsx")] == texts


# -- Excel -------------------------------------------------------------------------------------------------------------


def test_numbers_and_dates_of_excel(law: Law, tmp_path: Path) -> None:
    day = dt.date(2025, 6, 10)
    rows = [
        HEADS,
        ["CG-1", 330802, "许可", 1000000, day, True, "是"],
        ["CG-2", 330802.0, "许可", 12345678.9, day, 1, True],
        ["CG-3", 330802, "许可", 0.1 + 0.2, day, 1, 1],  # 0.30000000000000004 is finer than a fen
        ["CG-4", 330802, "许可", 12.345, day, 1, 1],
        ["CG-5", 330802, "许可", "", dt.datetime(2025, 6, 10, 12, 30), 1, 1],  # noqa: DTZ001  a cell has no zone
        ["CG-6", 330802.5, "许可", 1, day, 0.5, 1],
    ]
    source = write_xlsx(tmp_path / "in.xlsx", rows)
    exact = zipfile.ZipFile(source).read("xl/worksheets/sheet1.xml")
    assert b"0.3<" in exact  # the writer rounds to 16 digits, so CG-3 is exactly 0.3 in the file
    out = tmp_path / "out.xlsx"
    told = law("run", RULE, source, "-o", out, "--json").json
    assert (told["read"], told["answered"], told["rejected"]) == (6, 4, 2)
    answers = rows_of(out)
    assert [row[len(HEADS)] for row in answers] == [80000000, 987654312, 24, ""]
    assert answers[0][4] == day
    assert [(row, column) for row, column, _ in rejected(out)] == [
        ("5", "已核定的净收入（元）"), ("7", "事情发生地"), ("7", "利用财政性资金设立的科创平台"),
    ]  # fmt: skip


def test_a_float_finer_than_a_fen_is_refused_not_rounded() -> None:
    from kechuang.law.batch.cells import reader
    from kechuang.law.batch.heads import Head
    from kechuang.law.errors import FactError
    from kechuang.law.library import load
    from kechuang.law.types import FEN

    read = reader(Head(0, "x（元）", "deal.amount", FEN, scale=100), load())
    assert read(0.1) == 10
    assert read(1234567890123.25) == 123456789012325
    for number in (0.1 + 0.2, 0.001, 1e-7):
        with pytest.raises(FactError, match="一分"):
            read(number)
    assert read(float("nan")) is None
    with pytest.raises(FactError, match="有限"):
        read(float("inf"))


def test_formulas_and_errors_are_rejected_where_they_are_facts(law: Law, tmp_path: Path) -> None:
    rows = [HEADS, ["", *ROWS[0][1:]], ["CG-2", *ROWS[0][1:]], ["CG-3", *ROWS[0][1:]], ROWS[1]]
    source = write_xlsx(
        tmp_path / "in.xlsx", rows, A2=("=1+1", 2), D3=("=B3*2", 661604), D4=("=1/0", "#DIV/0!"),
    )  # fmt: skip
    out = tmp_path / "out.xlsx"
    law("run", RULE, source, "-o", out)
    assert rejected(out) == [("3", "已核定的净收入（元）", "'=B3*2"), ("4", "已核定的净收入（元）", "#DIV/0!")]
    reasons = [row["reason"] for row in read_csv(Path(f"{out}.rejects.csv"))]
    assert reasons == ["是公式，请粘贴为数值", "是 Excel 错误值 #DIV/0!"]
    assert [row[0] for row in rows_of(out)] == [2.0, "CG-2"]  # a carried formula keeps its result


def test_rows_of_excel_are_counted_as_excel_shows_them(law: Law, tmp_path: Path) -> None:
    rows = [HEADS, ROWS[0], [], [], ["CG-x", "bad", *ROWS[0][2:]]]
    told = law("run", RULE, write_xlsx(tmp_path / "in.xlsx", rows), "-o", tmp_path / "out.csv", "--json").json
    assert (told["read"], told["blank"]) == (2, 2)
    assert rejected(tmp_path / "out.csv") == [("5", "事情发生地", "bad")]


def test_sheets(law: Law, tmp_path: Path) -> None:
    book = xlsxwriter.Workbook(str(tmp_path / "in.xlsx"))
    book.add_worksheet("空")
    for name, row in (("甲", ROWS[0]), ("乙", ROWS[1])):
        sheet = book.add_worksheet(name)
        sheet.write_row(0, 0, HEADS)
        sheet.write_row(1, 0, row)
    book.close()
    told = law("run", RULE, tmp_path / "in.xlsx", "-o", tmp_path / "a.csv")
    assert "只读工作表“甲”，没有读：乙" in told.err
    law("run", RULE, tmp_path / "in.xlsx", "-o", tmp_path / "b.csv", "--sheet", "乙")
    assert [read_csv(tmp_path / name)[0]["编号"] for name in ("a.csv", "b.csv")] == ["CG-1", "CG-2"]
    assert (
        "没有工作表“丙”；有：空、甲、乙"
        in law("run", RULE, tmp_path / "in.xlsx", "-o", tmp_path / "c.csv", "--sheet", "丙", code=2).err
    )


def test_a_broken_excel_file_is_told(law: Law, tmp_path: Path) -> None:
    (tmp_path / "in.xlsx").write_bytes(b"PK\x03\x04 nothing")
    assert "不是完好的 Excel 文件" in law("run", RULE, tmp_path / "in.xlsx", "-o", tmp_path / "out.csv", code=2).err


# -- Parquet -----------------------------------------------------------------------------------------------------------


def test_parquet_keeps_the_types_it_came_with(law: Law, tmp_path: Path) -> None:
    source, out = tmp_path / "in.parquet", tmp_path / "out.parquet"
    frame = pl.DataFrame(
        {
            "id": pl.Series([7, 8, 9], dtype=pl.UInt16), "territory": [330802, 330106, 330802],
            "deal.mode": ["licence", "equity", None], "deal.net_income": [100, 200, None],
            "deal.received_on": [dt.date(2025, 6, 10)] * 3, "unit.public_platform": [True, False, None],
            "unit.public_research_unit": [True, True, None], "tags": [["a"], [], None],
        }
    )  # fmt: skip
    frame.write_parquet(source)
    law("run", RULE, source, "-o", out)
    made = pl.read_parquet(out)
    assert made.select(frame.columns).equals(frame)
    assert made.schema["id"] == pl.UInt16
    assert made[RULE].to_list() == [80, None, None]
    assert (made.schema[RULE], made.schema["simulation"]) == (pl.Int64, pl.Boolean)
    assert made[f"{RULE}.verdict"].to_list()[0] == "computed"


def test_items_come_as_lists(law: Law, tmp_path: Path) -> None:
    topics = ["support", "construction", "talent", "transformation", "incubation"]
    pl.DataFrame({"agreement.topics": [topics, ["support"], ["nonsense"]]}).write_parquet(tmp_path / "in.parquet")
    law("run", "agreement_topics", tmp_path / "in.parquet", "-o", tmp_path / "out.csv", "--territory", "330802", "--on", "2025-06-10",
        "--fact", "unit.public_platform=true")  # fmt: skip
    assert [row["agreement_topics.verdict"] for row in read_csv(tmp_path / "out.csv")] == ["met", "breached"]
    assert [row for row, _, _ in rejected(tmp_path / "out.csv")] == ["4"]


# -- files -----------------------------------------------------------------------------------------------------------------


def test_nothing_is_overwritten_without_force(law: Law, table: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.csv"
    out.write_text("precious", "utf-8")
    assert "已存在" in law("run", RULE, table, "-o", out, code=2).err
    assert out.read_text("utf-8") == "precious"
    law("run", RULE, table, "-o", out, "--force")
    assert len(read_csv(out)) == 4
    assert "输入文件本身" in law("run", RULE, table, "-o", table, "--force", code=2).err
    assert len(read_csv(table)) == 4


def test_rejects_of_an_earlier_run_do_not_stay(law: Law, table: Path, tmp_path: Path) -> None:
    out, stale = tmp_path / "out.csv", tmp_path / "out.csv.rejects.csv"
    stale.write_text("row,column,value,reason\n", "utf-8")
    assert "已存在" in law("run", RULE, table, "-o", out, code=2).err
    law("run", RULE, table, "-o", out, "--force")
    assert not stale.exists()


@pytest.mark.parametrize(("name", "why"), [("out.docx", "结尾"), ("no/such/out.csv", "没有文件夹")])
def test_where_the_output_cannot_go(law: Law, table: Path, tmp_path: Path, name: str, why: str) -> None:
    assert why in law("run", RULE, table, "-o", tmp_path / name, code=2).err


def test_a_run_that_breaks_leaves_nothing_behind(law: Law, tmp_path: Path) -> None:
    rows = [HEADS, *[ROWS[0]] * 3]
    source = write_csv(tmp_path / "in.csv", rows)
    with source.open("a", encoding="utf-8") as file:
        file.write('"open quote\n')
    assert "引号" in law("run", RULE, source, "-o", tmp_path / "out.csv", code=2).err
    assert list(tmp_path.iterdir()) == [source]


def test_json_alone_on_stdout(law: Law, table: Path, tmp_path: Path) -> None:
    told = law("run", RULE, table, "-o", tmp_path / "out.csv", "--json")
    assert json.loads(told.out)["output"].endswith("out.csv")
    assert "照抄的列" in told.err
    assert law("run", RULE, table, "-o", tmp_path / "out2.csv").out == ""
