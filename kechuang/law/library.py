"""The shelf of instruments: every TOML file in the package, and in the folders a city adds."""

from __future__ import annotations

import datetime as dt
import hashlib
import os
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

from kechuang.law import types as t
from kechuang.law.errors import InstrumentError, LawError
from kechuang.law.expression import fact
from kechuang.law.model import (
    Bound,
    Checklist,
    Choice,
    Citation,
    Clause,
    Entry,
    Force,
    Instrument,
    Interpretation,
    Item,
    Rank,
    Status,
    Version,
    entry_value,
)

INSTRUMENTS = Path(__file__).parent / "instruments"
EXTRA_FOLDER = "KECHUANG_INSTRUMENTS"
"""Environment variable: folders (parted as PATH is) whose *.toml join the packaged ones."""


@dataclass(frozen=True)
class Library:
    """All instruments, and the ways in by name. Immutable; a changed text is a new library."""

    instruments: Mapping[str, Instrument]
    fingerprint: str
    """SHA-256 over the files, so that an answer can name the law it was computed from."""

    def clause(self, citation: Citation | str) -> Clause:
        """The clause of that citation. Raises LawError when there is none."""
        cited = Citation.parse(citation) if isinstance(citation, str) else citation
        try:
            return self.instruments[cited.instrument].clauses[cited.clause]
        except KeyError:
            raise LawError(f"没有这一条款：{cited}", f"no such clause: {cited}") from None

    def entries(self, name: str) -> tuple[Entry, ...]:
        """Every value stated under a parameter name, in the order of the instruments."""
        return self._by_name.get(name, ())

    def definitions(self, name: str) -> tuple[Entry, ...]:
        """Every formula that defines a word."""
        return self._by_name.get(f"definition:{name}", ())

    def checklist_entries(self, name: str) -> tuple[Entry, ...]:
        """Every checklist of that name, as entries whose value is the item ids."""
        return self._by_name.get(f"checklist:{name}", ())

    def checklist_items(self, name: str) -> tuple[Item, ...]:
        """The items of a checklist over all instruments that have it, each id once."""
        found: dict[str, Item] = {}
        for instrument in self.instruments.values():
            for checklist in instrument.checklists.values():
                if checklist.name == name:
                    for item in checklist.items:
                        found.setdefault(item.id, item)
        return tuple(found.values())

    def checklist_title(self, name: str) -> tuple[str, str]:
        """What a checklist is called, as the first instrument that has it calls it."""
        for instrument in self.instruments.values():
            for checklist in instrument.checklists.values():
                if checklist.name == name:
                    return checklist.zh, checklist.en
        return name, name

    @cached_property
    def interpretations(self) -> Mapping[str, Interpretation]:
        """Every interpretation, by id."""
        return {key: value for i in self.instruments.values() for key, value in i.interpretations.items()}

    @cached_property
    def parameter_names(self) -> tuple[str, ...]:
        """Every parameter name that some instrument states."""
        return tuple(name for name in self._by_name if ":" not in name)

    @cached_property
    def checklist_names(self) -> tuple[str, ...]:
        """Every checklist name."""
        return tuple(name.partition(":")[2] for name in self._by_name if name.startswith("checklist:"))

    @cached_property
    def _by_name(self) -> Mapping[str, tuple[Entry, ...]]:
        found: dict[str, list[Entry]] = {}
        for instrument in self.instruments.values():
            for entry in instrument.entries:
                found.setdefault(entry.name, []).append(entry)
        return {name: tuple(entries) for name, entries in found.items()}


FACT_TYPES = {
    "fen": t.FEN, "share": t.SHARE, "date": t.DATE, "flag": t.FLAG, "count": t.COUNT, "day": t.DAYS, "month": t.MONTHS,
    "year": t.YEARS,
}  # fmt: skip
"""The units a [[fact]] of an instrument file may have."""


@lru_cache(maxsize=8)
def _load(folders: tuple[str, ...]) -> Library:
    instruments: dict[str, Instrument] = {}
    digest = hashlib.sha256()
    readings: dict[str, str] = {}
    for file in instrument_files(folders):
        data = read_file(file)
        digest.update(file.name.encode() + b"\0" + data.encode())
        instrument = read_instrument(data, file.name)
        if instrument.id in instruments:
            raise InstrumentError(
                f"{file.name}：id {instrument.id!r} 已被另一文件使用", f"{file.name}: id {instrument.id!r} is taken"
            )
        for reading in instrument.interpretations:
            if reading in readings:
                raise InstrumentError(
                    f"{file.name}：解释 {reading} 已见于 {readings[reading]}",
                    f"{file.name}: interpretation {reading} stands in {readings[reading]} already",
                )
            readings[reading] = file.name
        instruments[instrument.id] = instrument
    for instrument in instruments.values():
        _declare(instrument)
    return Library(_in_order(instruments.values()), digest.hexdigest())


def instrument_files(folders: Iterable[Path | str]) -> list[Path]:
    """The instrument files of these folders, by path. Raises InstrumentError for a folder that is not there."""
    found: list[Path] = []
    for folder in folders:
        if not Path(folder).is_dir():
            raise InstrumentError(
                f"没有文件夹 {folder}（见环境变量 {EXTRA_FOLDER}）",
                f"there is no folder {folder} (see the environment variable {EXTRA_FOLDER})",
            )
        found += Path(folder).glob("*.toml")
    return sorted(found)


def read_file(file: Path) -> str:
    """The text of an instrument file. Raises InstrumentError when it cannot be read or is not UTF-8."""
    try:
        return file.read_text("utf-8-sig")
    except OSError as error:
        why = error.strerror or error
        raise InstrumentError(f"读不了 {file}：{why}", f"cannot read {file}: {why}") from None
    except UnicodeDecodeError:
        raise InstrumentError(f"{file} 不是 UTF-8 文本", f"{file} is not UTF-8 text") from None


def folders_in_use() -> tuple[str, ...]:
    """The packaged folder and those that the environment names."""
    extra = [part for part in os.environ.get(EXTRA_FOLDER, "").split(os.pathsep) if part]
    return (str(INSTRUMENTS), *extra)


def load(folders: Iterable[Path | str] | None = None) -> Library:
    """The library over the packaged folder and the extra ones; without an argument, those the environment names."""
    if folders is None:
        return _load(folders_in_use())
    return _load((str(INSTRUMENTS), *(str(folder) for folder in folders)))


def with_instrument(library: Library, instrument: Instrument) -> Library:
    """The library with this instrument in the place of its namesake, or beside the others."""
    _declare(instrument)
    changed = {**library.instruments, instrument.id: instrument}
    digest = hashlib.sha256(f"{library.fingerprint}\0{instrument!r}".encode()).hexdigest()
    return Library(_in_order(changed.values()), digest)


def _in_order(instruments: Iterable[Instrument]) -> dict[str, Instrument]:
    """From the highest rank down, then by region and date."""
    order = sorted(instruments, key=lambda i: (i.rank.order, i.region, i.in_force or dt.date.max, i.id))
    return {instrument.id: instrument for instrument in order}


def _declare(instrument: Instrument) -> None:
    for name, unit, zh, en in instrument.facts:
        fact(name, FACT_TYPES[unit], zh, en)


def read_instrument(text: str, source: str) -> Instrument:
    """One instrument from TOML. Raises InstrumentError naming the file and key; `kechuang law lint` tells lines too."""
    try:
        raw = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise InstrumentError(f"{source}：TOML 格式有误：{error}", f"{source}: not valid TOML: {error}") from None
    try:
        return _instrument(raw)
    except KeyError as error:
        raise InstrumentError(f"{source}：缺少 {error}", f"{source}: missing {error}") from None
    except (ValueError, TypeError, AttributeError) as error:
        raise InstrumentError(f"{source}：{error}", f"{source}: {error}") from None


def _instrument(raw: Mapping[str, Any]) -> Instrument:
    ident = raw["id"]
    clauses = {c["id"]: _clause(ident, c) for c in raw.get("clause", ())}
    default_known = raw.get("known_from") or raw.get("approved") or raw.get("adopted")
    status = Status(raw["status"])

    for key in ("adopted", "approved", "published", "in_force", "repealed", "known_from"):
        _day(raw, key)

    def entry(item: Mapping[str, Any], name: str, value: Any, unit: str, bound: Bound, required: int = 0) -> Entry:
        if item["clause"] not in clauses:
            raise ValueError(f"{name}: no clause {item['clause']!r} in this file")
        clause = clauses[item["clause"]]
        applies = dict(item.get("applies", {}))
        for key, allowed in item.get("key", {}).items():
            if not isinstance(allowed, list):
                raise TypeError(f"{name}: key {key} must be a list, as [{allowed!r}]")
        for key in ("from", "to", "known_from"):
            _day(item, key)
        return Entry(
            name=name,
            value=value,
            unit=unit,
            citation=clause.citation,
            bound=bound,
            force=Force(item.get("force", clause.force)),
            keys={key: frozenset(allowed) for key, allowed in item.get("key", {}).items()},
            applies=applies,
            since=item.get("from", raw.get("in_force")),
            until=item.get("to", raw.get("repealed")),
            known_from=item.get("known_from", default_known),
            strict=item.get("strict", False),
            basis=item.get("basis", ""),
            source=item.get("source", "stated"),
            required=required,
        )

    entries = [
        entry(p, p["name"], entry_value(p["value"], p["unit"]), p["unit"], Bound(p.get("bound", "exact")))
        for p in raw.get("parameter", ())
    ]
    entries += [
        entry(d, f"definition:{d['name']}", d["formula"], "formula", Bound.EXACT) for d in raw.get("definition", ())
    ]
    checklists: dict[str, Checklist] = {}
    for c in raw.get("checklist", ()):
        items = tuple(Item(item["id"], item["zh"], item["en"]) for item in c["items"])
        required = {"all": len(items), "any": 1}.get(c.get("required", "all"), c.get("required"))
        if not isinstance(required, int):
            raise ValueError(f"checklist {c['name']}: required = {c.get('required')!r}")
        made = entry(c, f"checklist:{c['name']}", tuple(i.id for i in items), "items", Bound.FLOOR, required)
        entries.append(made)
        checklists[f"{c['name']}@{c['clause']}"] = Checklist(
            c["name"], made.citation, c["zh"], c["en"], items, required, c.get("complete", False), made.applies
        )
    return Instrument(
        id=ident,
        title=raw["title"],
        title_en=raw["title_en"],
        short=raw.get("short", raw["title"]),
        short_en=raw.get("short_en", raw["title_en"]),
        seal=raw["seal"],
        issuer=raw["issuer"],
        issuer_en=raw["issuer_en"],
        region=str(raw["region"]),
        rank=Rank(raw["rank"]),
        status=status,
        adopted=raw.get("adopted"),
        approved=raw.get("approved"),
        in_force=raw.get("in_force"),
        repealed=raw.get("repealed"),
        known_from=default_known,
        document_number=raw.get("document_number", ""),
        based_on=tuple(raw.get("based_on", ())),
        amends=tuple(raw.get("amends", ())),
        repeals=tuple(raw.get("repeals", ())),
        numbering=raw.get("numbering", "articles"),
        note=raw.get("note", ""),
        note_en=raw.get("note_en", ""),
        versions=tuple(
            Version(v["from"], v.get("known", True), v.get("note", ""), v.get("note_en", ""))
            for v in raw.get("version", ())
        ),
        facts=tuple(_fact(f) for f in raw.get("fact", ())),
        clauses=clauses,
        entries=tuple(entries),
        checklists=checklists,
        interpretations={i["id"]: _interpretation(ident, i) for i in raw.get("interpretation", ())},
    )


def _day(item: Mapping[str, Any], key: str) -> None:
    if key in item and type(item[key]) is not dt.date:
        raise ValueError(f"{key} = {item[key]!r} must be a date without quotes, as 2025-03-01")


def _clause(instrument: str, raw: Mapping[str, Any]) -> Clause:
    return Clause(
        instrument=instrument,
        id=raw["id"],
        zh=raw["zh"],
        en=raw["en"],
        kind=raw["kind"],
        force=Force(raw["force"]),
        module=raw["module"],
        executable=raw["executable"],
        actors=tuple(raw.get("actors", ())),
        split=raw.get("split", False),
        interpretations=tuple(raw.get("interpretations", ())),
        see=tuple(raw.get("see", ())),
    )


def _fact(raw: Mapping[str, Any]) -> tuple[str, str, str, str]:
    if raw["unit"] not in FACT_TYPES:
        raise ValueError(f"fact {raw['name']}: unit must be one of {', '.join(FACT_TYPES)}")
    return raw["name"], raw["unit"], raw["zh"], raw["en"]


def _interpretation(instrument: str, raw: Mapping[str, Any]) -> Interpretation:
    return Interpretation(
        id=raw["id"],
        instrument=instrument,
        question=raw["question"],
        question_en=raw["question_en"],
        default=raw["default"],
        choices=tuple(Choice(c["id"], c["zh"], c["en"]) for c in raw["choices"]),
        clauses=tuple(raw.get("clauses", ())),
        note=raw.get("note", ""),
        note_en=raw.get("note_en", ""),
    )
