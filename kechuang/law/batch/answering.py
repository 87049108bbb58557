"""Rows of typed facts to answers: row by row with the clauses each rests on, or over columns without them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from kechuang.law.errors import FactError, LawError
from kechuang.law.execution.explain import explain_case
from kechuang.law.finding import Finding
from kechuang.law.link import Program
from kechuang.law.present import citation_words, fact_words, verdict_words
from kechuang.law.types import FLAG, SHARE_SCALE, Kind, Type, plain

HIDDEN = ("holds", "done")
WAYS_KEPT = 50_000
MOST_WHOLE = 2**63


@dataclass(frozen=True, slots=True)
class AnswerColumn:
    """One column of the answer. kind: fen and counts are whole numbers, dates dates, flags yes-or-no, the rest text."""

    name: str
    kind: Type | None


def answer_columns(program: Program, cited: bool) -> list[AnswerColumn]:
    """The columns that are added to a table, in order."""
    name = program.rule.name
    made = [AnswerColumn(name, program.rule.type), AnswerColumn(f"{name}.verdict", None)]
    made.append(AnswerColumn(f"{name}.verdict_text", None))
    for key, index in program.outputs.items():
        if key not in HIDDEN:
            made.append(AnswerColumn(f"{name}.{key}", program.slots[index].type))
    if cited:
        made += [AnswerColumn(f"{name}.citations", None), AnswerColumn(f"{name}.missing", None)]
    return [*made, AnswerColumn("simulation", FLAG), AnswerColumn("provisional", FLAG)]


@dataclass(slots=True)
class Answered:
    """The answers of a part, by column in the order of answer_columns; and the rows that have none, by place."""

    columns: list[list[Any]]
    failed: list[tuple[int, LawError]]
    verdicts: dict[str, int]
    missing: dict[str, int]


class RowByRow:
    """Every row computed as one case is, with its clauses and what it lacks."""

    def __init__(self, program: Program, lang: str) -> None:
        self.program, self.lang = program, lang
        self.width = len(answer_columns(program, cited=True))
        self.told: dict[tuple[int, ...], tuple[list[Any], Any]] = {}

    def answer(self, columns: Mapping[str, Sequence[Any]], places: Sequence[int]) -> Answered:
        """The answers of these rows; columns hold typed facts."""
        done = Answered([], [], {}, {})
        rows: list[list[Any]] = []
        pairs = list(columns.items())
        for place in places:
            facts = {name: values[place] for name, values in pairs if values[place] is not None}
            try:
                rows.append(self._row(explain_case(self.program, facts), done))
            except LawError as error:
                done.failed.append((place, error))
        done.columns = [list(column) for column in zip(*rows, strict=True)] if rows else [[] for _ in range(self.width)]
        return done

    def _row(self, finding: Finding, done: Answered) -> list[Any]:
        word = str(finding.verdict)
        done.verdicts[word] = done.verdicts.get(word, 0) + 1
        for name in (*finding.missing, *finding.open):
            done.missing[name] = done.missing.get(name, 0) + 1
        return [
            shown(finding.value), word, verdict_words(finding.verdict, self.lang),
            *[shown(output.value) for output in finding.outputs],
            *self._words(finding), finding.simulation, finding.provisional,
        ]  # fmt: skip

    def _words(self, finding: Finding) -> list[Any]:
        """The clauses and what is lacking, in words. Rows that went the same way share the tuples these come from."""
        parts = (finding.citations, finding.missing, finding.open, finding.conflicts)
        key = tuple(map(id, parts))
        if key not in self.told:
            if len(self.told) >= WAYS_KEPT:
                self.told.clear()
            self.told[key] = (self._spelled(finding), parts)  # the parts stay alive, so that their ids stay theirs
        return self.told[key][0]

    def _spelled(self, finding: Finding) -> list[Any]:
        library = self.program.library
        stop = "; " if self.lang == "en" else "；"
        places = dict.fromkeys(citation_words(cited, self.lang, library) for cited in finding.citations)
        waits = [f"{fact_words(name, self.lang)} ({name})" for name in finding.missing]
        for name in finding.open:
            reading = library.interpretations[name]
            waits.append(f"{name} ({reading.question_en if self.lang == 'en' else reading.question})")
        waits += [citation_words(cited, self.lang, library) for cited in finding.conflicts]
        return [stop.join(places) or None, stop.join(waits) or None]


class OverColumns:
    """All rows at once, without clauses; the same values to the fen."""

    def __init__(self, program: Program, lang: str) -> None:
        self.program, self.lang = program, lang

    def answer(self, columns: Mapping[str, Sequence[Any]], places: Sequence[int]) -> Answered:
        """The answers of these rows; columns hold typed facts."""
        import polars as pl

        from kechuang.law.execution.polars import run
        from kechuang.law.finding import Verdict

        program, name = self.program, self.program.rule.name
        done = Answered([], self._too_fine(columns, places), {}, {})
        refused = {place for place, _ in done.failed}
        places = [place for place in places if place not in refused] if refused else places
        if not places:
            done.columns = [[] for _ in answer_columns(program, cited=False)]
            return done
        whole = len(places) == len(next(iter(columns.values())))
        made = [
            _series(fact, program.slots[program.facts[fact]].type, values if whole else [values[p] for p in places])
            for fact, values in columns.items()
        ]
        try:
            frame = run(program, pl.DataFrame(made))
        except LawError:  # some row has a result that columns cannot hold: that row alone is refused
            return self._one_by_one(columns, places, done)
        words = {str(verdict): verdict_words(verdict, self.lang) for verdict in Verdict}
        verdicts = frame[f"{name}.verdict"].cast(pl.String).to_list()
        for word in verdicts:
            done.verdicts[word] = done.verdicts.get(word, 0) + 1
        outputs = [(f"{name}.{key}", i) for key, i in program.outputs.items() if key not in HIDDEN]
        done.columns = [
            _told(frame[name], program.rule.type), verdicts, [words[word] for word in verdicts],
            *(_told(frame[column], program.slots[i].type) for column, i in outputs),
            frame[f"{name}.simulation"].to_list(), frame[f"{name}.provisional"].to_list(),
        ]  # fmt: skip
        return done

    def _one_by_one(self, columns: Mapping[str, Sequence[Any]], places: Sequence[int], done: Answered) -> Answered:
        single = RowByRow(self.program, self.lang).answer(columns, places)
        single.failed += done.failed
        names = [column.name for column in answer_columns(self.program, cited=True)]
        rule = self.program.rule.name
        drop = {names.index(f"{rule}.citations"), names.index(f"{rule}.missing")}
        single.columns = [column for index, column in enumerate(single.columns) if index not in drop]
        single.missing = {}
        return single

    def _too_fine(self, columns: Mapping[str, Sequence[Any]], places: Sequence[int]) -> list[tuple[int, LawError]]:
        """Rows with a share that columns cannot hold, such as 1/3; row by row it would be exact."""
        found: dict[int, LawError] = {}
        for name, values in columns.items():
            if self.program.slots[self.program.facts[name]].type.kind is Kind.SHARE:
                for place in places:
                    share = values[place]
                    if share is not None and (share * SHARE_SCALE).denominator != 1:
                        found[place] = FactError(
                            name, str(share), "按列计算的比例至多八位小数", "at most eight decimal places over columns"
                        )
        return list(found.items())


def shown(value: Any) -> Any:
    """A value as a file carries it: whole numbers, dates and flags as they are, shares as 80%, items parted by ";".

    Raises LawError for a whole number that no file could hold.
    """
    if isinstance(value, int) and not -MOST_WHOLE <= value < MOST_WHOLE:
        raise LawError(f"结果 {value} 超出 64 位整数", f"the result {value} does not fit a 64-bit integer")
    if value is None or isinstance(value, bool | int | dt.date):
        return value
    if isinstance(value, frozenset):
        return ";".join(sorted(value))
    return str(plain(value))


def _series(name: str, kind: Type, values: Sequence[Any]) -> Any:
    """Typed facts as the column execution takes them."""
    import polars as pl

    match kind.kind:
        case Kind.SHARE:
            return pl.Series(name, [None if v is None else _hundred_millionths(v) for v in values], dtype=pl.Int64)
        case Kind.ITEMS:
            return pl.Series(name, [None if v is None else sorted(v) for v in values], dtype=pl.List(pl.String))
        case Kind.DATE:
            return pl.Series(name, values, dtype=pl.Date)
        case Kind.FLAG:
            return pl.Series(name, values, dtype=pl.Boolean)
        case Kind.CHOICE | Kind.REGION:
            return pl.Series(name, values, dtype=pl.String)
    return pl.Series(name, values, dtype=pl.Int64)


def _hundred_millionths(share: Fraction) -> int:
    return int(share * SHARE_SCALE)


def _told(series: Any, kind: Type) -> list[Any]:
    values: list[Any] = series.to_list()
    if kind.kind is Kind.SHARE:
        return [None if v is None else shown(Fraction(v, SHARE_SCALE)) for v in values]
    return values
