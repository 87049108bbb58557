"""Tables to run the law over: heads and rows of our own, written and read in each format."""

from __future__ import annotations

import csv
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import polars as pl
import xlsxwriter
from python_calamine import load_workbook

Law = Callable[..., Any]
HEADS = [
    "编号",
    "事情发生地",
    "转化方式",
    "已核定的净收入（元）",
    "收入到账日",
    "利用财政性资金设立的科创平台",
    "政府设立的研究开发机构、高等院校",
]
ROWS = [
    ["CG-1", "330802", "许可", "1000000.00", "2025-06-10", "是", "是"],
    ["CG-2", "330106", "transfer", "1,000,000", "2025/6/10", "否", "是"],
    ["CG-3", "330802", "自行实施", "5", "2025-06-10", "是", "是"],
    ["CG-4", "330802", "许可", "¥12.34", "20250610", "", "是"],
]
RULE = "reward_pool_floor"


def write_csv(path: Path, rows: Sequence[Sequence[Any]], encoding: str = "utf-8", **how: Any) -> Path:
    with path.open("w", encoding=encoding, newline="") as file:
        csv.writer(file, **how).writerows(rows)
    return path


def write_xlsx(path: Path, rows: Sequence[Sequence[Any]], **cells: Any) -> Path:
    book = xlsxwriter.Workbook(str(path), {"default_date_format": "yyyy-mm-dd", "strings_to_formulas": False})
    sheet = book.add_worksheet("数据")
    for number, row in enumerate(rows):
        sheet.write_row(number, 0, row)
    for place, (formula, value) in cells.items():
        sheet.write_formula(place, formula, value=value)
    book.close()
    return path


def read_csv(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def rejected(out: Path) -> list[tuple[str, str, str]]:
    return [(row["row"], row["column"], row["value"]) for row in read_csv(Path(f"{out}.rejects.csv"))]


def rows_of(path: Path) -> list[list[Any]]:
    if path.suffix == ".csv":
        return [list(row.values()) for row in read_csv(path)]
    if path.suffix == ".parquet":
        return [list(row) for row in pl.read_parquet(path).rows()]
    return load_workbook(str(path)).get_sheet_by_index(0).to_python()[1:]
