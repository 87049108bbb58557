"""The shape of an instrument file: which keys each table may have, of which type, and where each stands."""

from __future__ import annotations

import datetime as dt
import re
from fractions import Fraction
from typing import Any

KINDS = {
    "computation", "threshold", "deadline", "procedure", "record", "prohibition", "entitlement", "duty", "service",
    "sanction", "definition", "principle", "delegation",
}  # fmt: skip
UNITS = {"share", "fen", "day", "month", "year", "month_day", "count", "times", "level", "date", "code", "flag"}

TEXTS = ("title", "title_en", "short", "short_en", "seal", "issuer", "issuer_en")
DATES = ("adopted", "approved", "published", "in_force", "repealed", "known_from")
TABLES: dict[str, tuple[set[str], set[str]]] = {
    # table: (required keys, optional keys)
    "version": ({"from"}, {"known", "note", "note_en"}),
    "fact": ({"name", "unit", "zh", "en"}, set()),
    "clause": (
        {"id", "zh", "en", "kind", "force", "module", "executable"},
        {"split", "actors", "interpretations", "see", "note", "note_en"},
    ),
    "parameter": (
        {"name", "clause", "value", "unit"},
        {
            "bound", "key", "applies", "basis", "strict", "from", "to", "known_from", "force", "source", "note",
            "note_en",
        },
    ),
    "checklist": (
        {"name", "clause", "zh", "en", "items"},
        {"complete", "required", "applies", "from", "to", "known_from", "force", "note", "note_en", "source"},
    ),
    "definition": (
        {"name", "clause", "zh", "en", "formula"},
        {"applies", "from", "to", "known_from", "force", "note", "note_en"},
    ),
    "interpretation": ({"id", "question", "question_en", "default", "choices"}, {"clauses", "note", "note_en"}),
}  # fmt: skip
IDENTITY = {
    "id", *TEXTS, *DATES, "region", "rank", "status", "document_number", "based_on", "amends", "repeals", "numbering",
    "note", "note_en", *TABLES,
}  # fmt: skip

_TEXT = ("应为带引号的文字", "must be text in quotes")
_DAY = ("应为不加引号的日期，如 2025-03-01", "must be a date without quotes, as 2025-03-01")
_YES = ("应为 true 或 false", "must be true or false")
_LIST = ('应为列表，如 ["…"]', 'must be a list, as ["..."]')
_TABLE = ("应为表，如 { … }", "must be a table, as { ... }")
_WANTED: dict[str, tuple[type, tuple[str, str]]] = {
    **dict.fromkeys(
        ("id", *TEXTS, "region", "rank", "status", "document_number", "numbering", "note", "note_en", "zh", "en",
         "kind", "force", "module", "name", "clause", "unit", "bound", "basis", "source", "formula", "question",
         "question_en", "default"),
        (str, _TEXT),
    ),
    **dict.fromkeys((*DATES, "from", "to"), (dt.date, _DAY)),
    **dict.fromkeys(("executable", "split", "strict", "complete", "known"), (bool, _YES)),
    **dict.fromkeys(
        ("actors", "interpretations", "see", "items", "choices", "clauses", "based_on", "amends", "repeals"),
        (list, _LIST),
    ),
    **dict.fromkeys(("key", "applies"), (dict, _TABLE)),
}  # fmt: skip


def of_wrong_type(table: str, key: str, value: Any) -> tuple[str, str] | None:
    """Why a key's value is of another type than the format asks, or None. table: "" for the identity of the file."""
    if not table and key in TABLES:
        wanted: tuple[type, tuple[str, str]] = (list, (f"应写成 [[{key}]]", f"must be written as [[{key}]]"))
    elif key in _WANTED:
        wanted = _WANTED[key]
    else:
        return None
    kind, why = wanted
    if type(value) is not kind:  # exactly: a datetime is no date here, a yes-or-no no number
        return why
    parts: Any = value
    if not table and key in TABLES:
        return None if all(isinstance(part, dict) for part in parts) else why
    if key in ("actors", "interpretations", "see", "clauses", "based_on", "amends", "repeals"):
        return None if all(isinstance(part, str) for part in parts) else _LIST
    if key == "key" and not all(map(_codes, parts.values())):
        return (
            '每一情形应为文字的列表，如 { mode = ["transfer"] }',
            'each case must be a list of texts, as { mode = ["transfer"] }',
        )
    return None


def _codes(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(code, str) for code in value)


class Lines:
    """Where each table and key of the file stands; the parser itself does not tell."""

    _TABLE = re.compile(r"^\s*\[\[\s*([A-Za-z0-9_-]+)\s*\]\]")
    _KEY = re.compile(r'^\s*"?([A-Za-z0-9_.-]+)"?\s*=')

    def __init__(self, text: str) -> None:
        self.at: dict[tuple[str, int, str], int] = {}
        counts: dict[str, int] = {}
        table, index = "", 0
        for number, line in enumerate(text.splitlines(), start=1):
            if found := self._TABLE.match(line):
                table = found[1]
                index = counts.get(table, 0)
                counts[table] = index + 1
                self.at[table, index, ""] = number
            elif found := self._KEY.match(line):
                self.at.setdefault((table, index, found[1]), number)

    def of(self, table: str, index: int, key: str) -> int:
        """The line of a key, or of its table where the key is not there; 0 when neither is."""
        return self.at.get((table, index, key)) or self.at.get((table, index, ""), 0)


def unfit(value: Any, unit: str) -> tuple[str, str] | None:
    """Why a value does not fit its unit, or None."""
    if isinstance(value, float):
        return '不用小数：比例写成 "80%"，金额写成整数分', 'no floats: a share as "80%", money as whole fen'
    match unit:
        case "share":
            text = str(value).replace("％", "%")
            try:
                share = Fraction(text.removesuffix("%")) / (100 if text.endswith("%") else 1)
            except (ValueError, ZeroDivisionError):
                return '比例应写成 "80%" 或 "4/5"', 'must be a share, as "80%" or "4/5"'
            if isinstance(value, int):
                return '比例要加引号，写成 "80%"', 'a share is written in quotes, as "80%"'
            if not 0 <= share <= 1:
                meant = 1 < share <= 100 and not text.endswith("%") and "/" not in text
                hint, hint_en = (f'；是不是 "{text}%"？', f'; did you mean "{text}%"?') if meant else ("", "")
                return f"{text} 不在 0 至 100% 之间{hint}", f"{text} is not between 0 and 100%{hint_en}"
        case "month_day":
            if not isinstance(value, str) or not _is_month_day(value):
                return '应为月日，如 "03-30"', 'must be a month and day, as "03-30"'
        case "date":
            if type(value) is not dt.date:
                return "应为日期，如 2025-03-01", "must be a date, as 2025-03-01"
        case "level" | "code":
            if not isinstance(value, str):
                return "应为带引号的代码", "must be a code in quotes"
        case "flag":
            if not isinstance(value, bool):
                return "应为 true 或 false", "must be true or false"
        case "fen" | "day" | "month" | "year" | "count" | "times":
            if not isinstance(value, int) or isinstance(value, bool):
                return "应为整数", "must be a whole number"
            if value < 0:
                return "不能为负", "must not be negative"
    return None


def _is_month_day(text: str) -> bool:
    """Whether a year with a leap day has this day."""
    if not re.fullmatch(r"\d{2}-\d{2}", text):
        return False
    try:
        dt.date(2024, int(text[:2]), int(text[3:]))
    except ValueError:
        return False
    return True
