"""CSV: UTF-8 with or without a mark, UTF-16 with one, or GB18030; commas, semicolons or tabs."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterator
from pathlib import Path

from kechuang.law.batch.tables import PART_ROWS, BadRow, Part, Table, TableError, checked_heads, make_part, too_wide

LONGEST_CELL = 1_000_000


def open_csv(path: Path) -> Table:
    """The table of a CSV file. Raises TableError when it is empty, no text, or its first row names no columns."""
    size = path.stat().st_size
    if not size:
        raise TableError(f"{path} 是空文件", f"{path} is empty")
    encoding = _encoding(path)
    csv.field_size_limit(LONGEST_CELL)
    raw = path.open("rb")
    text = io.TextIOWrapper(raw, encoding=encoding, newline="")
    try:
        delimiter = _delimiter(path, encoding)
        rows = csv.reader(text, delimiter=delimiter, strict=True)
        heads = checked_heads(next(rows, []))
    except (csv.Error, StopIteration) as error:
        text.close()
        raise TableError(f"{path} 第 1 行读不懂：{error}", f"{path}: cannot read row 1: {error}") from None
    except TableError:
        text.close()
        raise
    return Table(
        heads,
        lambda: _parts(path, rows, len(heads)),
        lambda: (min(raw.tell(), size) if not raw.closed else size, size),
        text.close,
    )


def _parts(path: Path, rows: Iterator[list[str]], width: int) -> Iterator[Part]:
    number = 1
    held: list[tuple[int, list[str]]] = []
    bad: list[BadRow] = []
    blank = 0
    while True:
        try:
            row = next(rows)
        except StopIteration:
            break
        except csv.Error as error:
            raise TableError(
                f"{path} 第 {number + 1} 行读不懂（引号没有配对？）：{error}",
                f"{path}: cannot read row {number + 1} (an unpaired quote?): {error}",
            ) from None
        number += 1
        if not any(row):
            blank += 1
        elif len(row) > width and (wrong := too_wide(number, row, width)):
            bad.append(wrong)
        else:
            held.append((number, row[:width] if len(row) > width else row))
        if len(held) >= PART_ROWS:
            yield make_part(held, width, bad, blank)
            held, bad, blank = [], [], 0
    if held or bad or blank:
        yield make_part(held, width, bad, blank)


def _encoding(path: Path) -> str:
    with path.open("rb") as file:
        start = file.read(4)
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    for encoding in ("utf-8-sig", "gb18030"):
        if _reads_as(path, encoding):
            return encoding
    raise TableError(
        f"{path} 既不是 UTF-8 也不是 GB18030 文本；若是 Excel 文件，请用 .xlsx 结尾",
        f"{path} is neither UTF-8 nor GB18030 text; an Excel file must end in .xlsx",
    )


def _reads_as(path: Path, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    with path.open("rb") as file:
        try:
            while block := file.read(1 << 20):
                if b"\0" in block:
                    return False
                decoder.decode(block)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return False
    return True


def _delimiter(path: Path, encoding: str) -> str:
    """Of comma, tab and semicolon the one that stands most in the first line outside quotes."""
    with path.open(encoding=encoding, newline="") as file:
        line = file.readline(LONGEST_CELL)
    outside = "".join(line.split('"')[::2])
    return max(",\t;", key=outside.count)
