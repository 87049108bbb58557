"""Mistakes in an instrument file, each with its line, its key and why; nothing is loaded that does not pass."""

from __future__ import annotations

import datetime as dt
import difflib
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from kechuang.law.errors import LawError
from kechuang.law.expression import FACTS, TRAITS
from kechuang.law.formula import read_formula
from kechuang.law.library import FACT_TYPES, Library, read_instrument
from kechuang.law.lint_names import TABLES as NAMED
from kechuang.law.lint_names import strange_names
from kechuang.law.lint_shape import IDENTITY, KINDS, TABLES, TEXTS, UNITS, Lines, of_wrong_type, unfit
from kechuang.law.model import Bound, Force, Rank, Status
from kechuang.law.statute.citation import CitationError, parse_clause_id
from kechuang.law.types import Kind


@dataclass(frozen=True, slots=True)
class Mistake:
    """One mistake: file, line (1-based; 0 when it concerns the whole file), key, and why in both languages.

    A warning is what may be meant: a name that nobody else uses.
    """

    file: str
    line: int
    key: str
    zh: str
    en: str
    warning: bool = False

    def text(self, lang: str = "zh") -> str:
        """The mistake on one line, as compilers write theirs."""
        why = self.en if lang == "en" else self.zh
        if self.warning:
            why = f"warning: {why}" if lang == "en" else f"提醒：{why}"
        return f"{self.file}:{self.line}: {self.key}: {why}"

    def to_dict(self) -> dict[str, Any]:
        """The mistake as JSON carries it."""
        return {
            "file": self.file,
            "line": self.line,
            "key": self.key,
            "zh": self.zh,
            "en": self.en,
            "warning": self.warning,
        }


def lint(text: str, file: str, library: Library | None = None) -> tuple[Mistake, ...]:
    """Every mistake found in the text of one instrument file; the library resolves references to other texts."""
    try:
        raw = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        at = re.search(r"at line (\d+)", str(error))
        return (Mistake(file, int(at[1]) if at else 0, "TOML", f"格式有误：{error}", f"not valid TOML: {error}"),)
    import kechuang.law.rules  # noqa: F401  declares the facts that definitions and `applies` may name

    found = sorted(_Linter(raw, file, Lines(text), library).mistakes(), key=lambda m: m.line)
    if all(mistake.warning for mistake in found):
        try:
            read_instrument(text, file)
        except LawError as error:
            found.append(Mistake(file, 0, "TOML", error.zh, error.en))
    return tuple(found)


class _Linter:
    def __init__(self, raw: Mapping[str, Any], file: str, lines: Lines, library: Library | None) -> None:
        self.file, self.lines, self.library = file, lines, library
        self.unfit: list[Mistake] = []
        self.raw = self.sound(raw)
        self.clauses = {c.get("id") for c in self.tables("clause")}
        self.own_facts = {f.get("name") for f in self.tables("fact")}

    def tables(self, name: str) -> list[Mapping[str, Any]]:
        found = self.raw.get(name, [])
        return [t for t in found if isinstance(t, dict)] if isinstance(found, list) else []

    def say(self, table: str, index: int, key: str, zh: str, en: str, warning: bool = False) -> Mistake:
        shown = f"{table}[{index + 1}].{key}" if table else key
        return Mistake(self.file, self.lines.of(table, index, key), shown, zh, en, warning)

    def sound(self, raw: Mapping[str, Any]) -> dict[str, Any]:
        """The file without what is of a wrong type; each such value is a mistake, and nothing else is asked of it."""
        kept = self.typed("", 0, raw)
        for table in TABLES:
            if table in kept:
                kept[table] = [self.typed(table, index, item) for index, item in enumerate(kept[table])]
        return kept

    def typed(self, table: str, index: int, item: Mapping[str, Any]) -> dict[str, Any]:
        kept: dict[str, Any] = {}
        for key, value in item.items():
            why = of_wrong_type(table, key, value)
            if why is None:
                kept[key] = value
            else:
                self.unfit.append(self.say(table, index, key, *why))
        return kept

    def mistakes(self) -> Iterator[Mistake]:
        wrong = {(mistake.line, mistake.key) for mistake in self.unfit}
        yield from self.unfit
        yield from (mistake for mistake in self.found() if (mistake.line, mistake.key) not in wrong)

    def found(self) -> Iterator[Mistake]:
        yield from self.identity()
        for table in TABLES:
            for index, item in enumerate(self.tables(table)):
                yield from self.keys(table, index, item)
        for index, item in enumerate(self.tables("clause")):
            yield from self.clause(index, item)
        yield from self.repeated("clause", "id")
        for table in ("parameter", "checklist", "definition"):
            for index, item in enumerate(self.tables(table)):
                yield from self.stated(table, index, item)
        for index, item in enumerate(self.tables("parameter")):
            yield from self.parameter(index, item)
        yield from self.overlaps()
        for index, item in enumerate(self.tables("checklist")):
            yield from self.checklist(index, item)
        for index, item in enumerate(self.tables("fact")):
            if item.get("unit") not in FACT_TYPES:
                yield self.one_of("fact", index, "unit", item.get("unit"), FACT_TYPES)
        for index, item in enumerate(self.tables("definition")):
            yield from self.definition(index, item)
        yield from self.repeated("interpretation", "id")
        for index, item in enumerate(self.tables("interpretation")):
            yield from self.interpretation(index, item)
        for name in strange_names(str(self.raw.get("id", "")), self.tables, self.library):
            yield self.say(name.table, name.index, name.key, name.zh, name.en, name.warning)

    def one_of(self, table: str, index: int, key: str, value: Any, allowed: Any) -> Mistake:
        near = difflib.get_close_matches(str(value), [str(a) for a in allowed], 1)
        hint, hint_en = (f"；是不是 {near[0]}？", f"; did you mean {near[0]}?") if near else ("", "")
        names = [str(a) for a in allowed]
        return self.say(
            table, index, key, f"{value!r} 不在 {'、'.join(names)} 之中{hint}",
            f"{value!r} is not one of {', '.join(names)}{hint_en}",
        )  # fmt: skip

    def identity(self) -> Iterator[Mistake]:
        for key in ("id", *TEXTS, "region", "rank", "status"):
            if key not in self.raw:
                yield self.say("", 0, key, "缺少这一项", "is missing")
            elif key != "region" and not str(self.raw[key]).strip():
                yield self.say("", 0, key, "是空的", "is empty")
        for key in self.raw:
            if key not in IDENTITY:
                yield self.unknown("", 0, key, IDENTITY)
        for key, allowed in (("rank", Rank), ("status", Status)):
            if key in self.raw and self.raw[key] not in list(allowed):
                yield self.one_of("", 0, key, self.raw[key], [str(a) for a in allowed])
        if not re.fullmatch(r"|\d{2}|\d{4}|\d{6}", str(self.raw.get("region", ""))):
            yield self.say(
                "", 0, "region", "应为 GB/T 2260 前缀（两位、四位、六位数字，全国为空）",
                "must be a GB/T 2260 prefix of two, four or six digits, empty for the whole country",
            )  # fmt: skip
        if not re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)*", str(self.raw.get("id", "x"))):
            yield self.say(
                "", 0, "id", "只能用小写字母、数字和连字符", "may hold lower-case letters, digits and hyphens only"
            )
        adopted, force = self.raw.get("adopted"), self.raw.get("in_force")
        if (
            type(adopted) is dt.date
            and type(force) is dt.date
            and force < adopted
            and self.raw.get("status") != "draft"
        ):
            yield self.say("", 0, "in_force", f"早于通过日 {adopted}", f"is before adoption on {adopted}")
        yield from self.known_late("", 0, self.raw.get("known_from"), force)
        for table in NAMED:
            for index, item in enumerate(self.tables(table)):
                yield from self.known_late(table, index, item.get("known_from"), item.get("from", force))
        if self.raw.get("status") in ("in_force", "trial") and "in_force" not in self.raw:
            yield self.say("", 0, "in_force", "施行中的文件须有施行日期", "an instrument in force needs its date")
        if self.raw.get("status") == "repealed" and "repealed" not in self.raw:
            yield self.say("", 0, "repealed", "废止的文件须有废止日期", "a repealed instrument needs its date")
        for key in ("based_on", "amends"):
            for other in self.raw.get(key, ()):
                if self.library is not None and key == "based_on" and other not in self.library.instruments:
                    yield self.say("", 0, key, f"没有 {other} 这一文件", f"there is no instrument {other}")

    def known_late(self, table: str, index: int, known: Any, force: Any) -> Iterator[Mistake]:
        """A text is known before it counts; one known a year and more after that is a slip of a date."""
        if type(known) is dt.date and type(force) is dt.date and (known - force).days > 366:
            yield self.say(
                table,
                index,
                "known_from",
                f"比施行日 {force} 晚一年以上",
                f"is more than a year after it counts, {force}",
            )

    def unknown(self, table: str, index: int, key: str, allowed: set[str]) -> Mistake:
        near = difflib.get_close_matches(key, sorted(allowed), 1)
        hint, hint_en = (f"；是不是 {near[0]}？", f"; did you mean {near[0]}?") if near else ("", "")
        return self.say(table, index, key, f"不认识这一项{hint}", f"is not a known key{hint_en}")

    def keys(self, table: str, index: int, item: Mapping[str, Any]) -> Iterator[Mistake]:
        required, optional = TABLES[table]
        for key in sorted(required - set(item)):
            yield self.say(table, index, key, "缺少这一项", "is missing")
        for key in item:
            if key not in required | optional:
                yield self.unknown(table, index, key, required | optional)
        for key in ("zh", "en", "question", "question_en"):
            if key in item and not str(item[key]).strip():
                yield self.say(table, index, key, "是空的", "is empty")

    def repeated(self, table: str, key: str) -> Iterator[Mistake]:
        seen: dict[Any, int] = {}
        for index, item in enumerate(self.tables(table)):
            name = item.get(key)
            if name in seen:
                line = self.lines.of(table, seen[name], key)
                yield self.say(table, index, key, f"{name} 与第 {line} 行重复", f"{name} stands at line {line} already")
            seen.setdefault(name, index)

    def clause(self, index: int, item: Mapping[str, Any]) -> Iterator[Mistake]:
        try:
            parse_clause_id(str(item.get("id", "")))
        except CitationError as error:
            yield self.say("clause", index, "id", f"条款编号读不懂：{error}", f"not a clause id: {error}")
        if "kind" in item and item["kind"] not in KINDS:
            yield self.one_of("clause", index, "kind", item["kind"], sorted(KINDS))
        if "force" in item and item["force"] not in list(Force):
            yield self.one_of("clause", index, "force", item["force"], [str(f) for f in Force])
        if "executable" in item and not isinstance(item["executable"], bool):
            yield self.say("clause", index, "executable", "应为 true 或 false", "must be true or false")
        for other in item.get("see", ()):
            yield from self.reference("clause", index, "see", str(other))

    def reference(self, table: str, index: int, key: str, cited: str) -> Iterator[Mistake]:
        instrument, _, clause = cited.partition(":")
        known = self.clauses if instrument == self.raw.get("id") else None
        if known is None and self.library is not None:
            found = self.library.instruments.get(instrument)
            known = set(found.clauses) if found else set()
        if known is not None and clause not in known and not any(str(k).startswith(f"{clause}.") for k in known):
            yield self.say(table, index, key, f"没有 {cited} 这一条款", f"there is no clause {cited}")

    def stated(self, table: str, index: int, item: Mapping[str, Any]) -> Iterator[Mistake]:
        clause = item.get("clause")
        if clause is not None and clause not in self.clauses:
            near = difflib.get_close_matches(str(clause), [str(c) for c in self.clauses], 1)
            hint, hint_en = (f"；是不是 {near[0]}？", f"; did you mean {near[0]}?") if near else ("", "")
            yield self.say(
                table,
                index,
                "clause",
                f"本文件没有 {clause} 这一条款{hint}",
                f"this file has no clause {clause}{hint_en}",
            )
        for name, wanted in item.get("applies", {}).items():
            kind = TRAITS[name].type if name in TRAITS else FACTS[name].type if name in FACTS else None
            if kind is not None and kind.kind is Kind.FLAG and not isinstance(wanted, bool):
                yield self.say(table, index, "applies", f"{name} 应为 true 或 false", f"{name} must be true or false")
            if name not in TRAITS and name not in FACTS and name not in self.own_facts:
                near = difflib.get_close_matches(name, [*TRAITS, *FACTS], 1)
                hint, hint_en = (f"；是不是 {near[0]}？", f"; did you mean {near[0]}?") if near else ("", "")
                yield self.say(
                    table, index, "applies", f"{name} 不是已声明的事实{hint}（可用 [[fact]] 声明）",
                    f"{name} is not a declared fact{hint_en} (declare it with [[fact]])",
                )  # fmt: skip
        if "force" in item and item["force"] not in list(Force):
            yield self.one_of(table, index, "force", item["force"], [str(f) for f in Force])
        start, end = item.get("from"), item.get("to")
        if type(start) is dt.date and type(end) is dt.date and end <= start:
            yield self.say(table, index, "to", f"不晚于 from {start}", f"is not after from {start}")

    def parameter(self, index: int, item: Mapping[str, Any]) -> Iterator[Mistake]:
        if "bound" in item and item["bound"] not in list(Bound):
            yield self.one_of("parameter", index, "bound", item["bound"], [str(b) for b in Bound])
        unit, value = item.get("unit"), item.get("value")
        if unit is not None and unit not in UNITS:
            yield self.one_of("parameter", index, "unit", unit, sorted(UNITS))
        if unit is not None and value is not None and (why := unfit(value, str(unit))):
            yield self.say("parameter", index, "value", *why)
        yield from self.elsewhere(index, item)

    def elsewhere(self, index: int, item: Mapping[str, Any]) -> Iterator[Mistake]:
        """The same thing has one name and one unit in every instrument; floors and ceilings of it cannot be mixed."""
        name = str(item.get("name", ""))
        for entry in self.library.entries(name) if self.library else ():
            if entry.citation.instrument == self.raw.get("id"):
                continue
            if "unit" in item and entry.unit != item["unit"]:
                yield self.say(
                    "parameter", index, "unit", f"{entry.citation} 的 {name} 以 {entry.unit} 为单位",
                    f"{name} is in {entry.unit} at {entry.citation}",
                )  # fmt: skip
                return
            bounds = {str(entry.bound), str(item.get("bound", Bound.EXACT))}
            if bounds == {"floor", "ceiling"}:
                yield self.say(
                    "parameter", index, "bound", f"{entry.citation} 的 {name} 为 {entry.bound}，上限和下限不能同名",
                    f"{name} is a {entry.bound} at {entry.citation}; a floor and a ceiling need two names",
                )  # fmt: skip
                return

    def overlaps(self) -> Iterator[Mistake]:
        """Two values of one name for the same case, unit and time within one file contradict each other."""
        rows = list(enumerate(self.tables("parameter")))
        for n, (index, one) in enumerate(rows):
            for other, two in rows[:n]:
                same = all(one.get(k) == two.get(k) for k in ("name", "key", "applies", "bound", "force"))
                exact = one.get("bound", "exact") == "exact" and one.get("value") != two.get("value")
                if same and (exact or one.get("clause") == two.get("clause")) and _together(one, two):
                    line = self.lines.of("parameter", other, "name")
                    yield self.say(
                        "parameter", index, "name", f"与第 {line} 行同名同适用、时间重叠",
                        f"overlaps in time with the same value at line {line}",
                    )  # fmt: skip

    def checklist(self, index: int, item: Mapping[str, Any]) -> Iterator[Mistake]:
        items = item.get("items", [])
        ids = [i.get("id") for i in items if isinstance(i, dict)]
        if len(ids) != len(set(ids)):
            yield self.say("checklist", index, "items", "项目 id 重复", "an item id is repeated")
        if any(not isinstance(i, dict) or not {"id", "zh", "en"} <= set(i) for i in items):
            yield self.say("checklist", index, "items", "每项须有 id、zh、en", "each item needs id, zh and en")
        required = item.get("required", "all")
        if required not in ("all", "any") and not (isinstance(required, int) and 0 < required <= len(ids)):
            yield self.say(
                "checklist", index, "required", f"应为 all、any 或 1 至 {len(ids)} 的整数",
                f"must be all, any or a whole number from 1 to {len(ids)}",
            )  # fmt: skip

    def definition(self, index: int, item: Mapping[str, Any]) -> Iterator[Mistake]:
        formula = item.get("formula")
        if not isinstance(formula, str):
            return
        try:
            read_formula(formula)
        except LawError as error:
            missing = [name for name in self.own_facts if name and str(name) in formula and name not in FACTS]
            if not missing:
                yield self.say("definition", index, "formula", error.zh, error.en)

    def interpretation(self, index: int, item: Mapping[str, Any]) -> Iterator[Mistake]:
        other = self.library.interpretations.get(str(item.get("id"))) if self.library else None
        if other is not None and other.instrument != self.raw.get("id"):
            yield self.say(
                "interpretation", index, "id", f"{other.id} 已见于 {other.instrument}",
                f"{other.id} stands in {other.instrument} already",
            )  # fmt: skip
        choices = [c.get("id") for c in item.get("choices", ()) if isinstance(c, dict)]
        if len(choices) < 2:
            yield self.say("interpretation", index, "choices", "至少两个选项", "needs at least two choices")
        if item.get("default") not in (*choices, "open"):
            yield self.one_of("interpretation", index, "default", item.get("default"), [*choices, "open"])
        for cited in item.get("clauses", ()):
            yield from self.reference("interpretation", index, "clauses", str(cited))


def _together(one: Mapping[str, Any], two: Mapping[str, Any]) -> bool:
    def span(item: Mapping[str, Any]) -> tuple[dt.date, dt.date]:
        return item.get("from", dt.date.min), item.get("to", dt.date.max)

    (a, b), (c, d) = span(one), span(two)
    return a < d and c < b
