"""The run of a rule over a table as a whole: open, read, answer, write, count."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kechuang.law.batch.answering import AnswerColumn, OverColumns, RowByRow, answer_columns
from kechuang.law.batch.cells import read_column
from kechuang.law.batch.heads import Heads, kinds_of, match_heads
from kechuang.law.batch.tables import Part, Table, TableError
from kechuang.law.batch.writing import FORMATS, Rejects, Writer, beside, open_writer
from kechuang.law.errors import FactError, LawError
from kechuang.law.execution.explain import explain_case
from kechuang.law.link import Program

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Run:
    """What to run. constants: typed facts that hold for every row. cited: tell the clauses of each row and what it lacks."""

    program: Program
    source: Path
    target: Path
    lang: str = "zh"
    constants: Mapping[str, Any] = field(default_factory=dict)
    cited: bool = True
    force: bool = False
    sheet: str | None = None


@dataclass(slots=True)
class Summary:
    """What came of it. read = answered + rejected; rows without any cell are blank and not read.

    facts: fact -> the column it came from. lacking: facts the rule will ask for that no column and no constant gives.
    missing: how many rows wait for which fact or open interpretation.
    """

    read: int = 0
    answered: int = 0
    rejected: int = 0
    blank: int = 0
    cells_rejected: int = 0
    verdicts: dict[str, int] = field(default_factory=dict)
    missing: dict[str, int] = field(default_factory=dict)
    facts: dict[str, str] = field(default_factory=dict)
    carried: tuple[str, ...] = ()
    unasked: tuple[str, ...] = ()
    lacking: tuple[str, ...] = ()
    output: Path | None = None
    rejects: Path | None = None
    note: tuple[str, str] | None = None
    seconds: float = 0.0


def rejects_path(target: Path) -> Path:
    """Where the refused rows of an output go."""
    return target.with_name(f"{target.name}.rejects.csv")


def open_table(path: Path, sheet: str | None = None) -> Table:
    """A table by the ending of its file. Raises TableError, or OSError where there is no such file."""
    ending = path.suffix.lower()
    if not path.exists():
        raise TableError(f"没有文件 {path}", f"there is no file {path}")
    if sheet is not None and ending not in (".xlsx", ".xlsm"):
        raise TableError("--sheet 只用于 .xlsx", "--sheet is for .xlsx only")
    if ending in (".xlsx", ".xlsm"):
        from kechuang.law.batch.read_xlsx import open_xlsx

        return open_xlsx(path, sheet)
    if ending in (".csv", ".tsv", ".txt"):
        from kechuang.law.batch.read_csv import open_csv

        return open_csv(path)
    if ending == ".parquet":
        from kechuang.law.batch.read_parquet import open_parquet

        return open_parquet(path)
    raise TableError(
        f"{path} 的格式不认识；可用 .csv、.xlsx、.parquet", f"{path}: not a known format; use .csv, .xlsx or .parquet"
    )


def run_table(run: Run, progress: Progress | None = None, said: Callable[[Summary], None] | None = None) -> Summary:
    """Run a rule over a table. `said` is called once the heads are understood, before the first row.

    Raises TableError for a file that cannot be read or written; a row that cannot be read is rejected and counted.
    """
    _check_target(run)
    table = open_table(run.source, run.sheet)
    try:
        return _Running(run, table, progress).whole(said)
    finally:
        table.close()


def _check_target(run: Run) -> None:
    target = run.target
    if target.suffix.lower() not in FORMATS:
        raise TableError(
            f"输出 {target} 应以 {'、'.join(FORMATS)} 结尾", f"the output {target} must end in {', '.join(FORMATS)}"
        )
    if not target.parent.is_dir():
        raise TableError(f"没有文件夹 {target.parent}", f"there is no folder {target.parent}")
    if target.exists() and run.source.exists() and target.samefile(run.source):
        raise TableError("输出不能是输入文件本身", "the output cannot be the input itself")
    for path in (target, rejects_path(target)):
        if path.exists() and not run.force:
            raise TableError(f"{path} 已存在；要覆盖请加 --force", f"{path} exists; add --force to replace it")


class _Running:
    def __init__(self, run: Run, table: Table, progress: Progress | None) -> None:
        self.run, self.table, self.progress = run, table, progress
        self.program = run.program
        self.heads: Heads = match_heads(table.heads, kinds_of(self.program))
        self.columns: list[AnswerColumn] = answer_columns(self.program, run.cited)
        self.engine = RowByRow(self.program, run.lang) if run.cited else OverColumns(self.program, run.lang)
        self.summary = Summary(carried=self.heads.carried, unasked=self.heads.unasked, note=table.note)
        self.summary.facts = {head.fact: head.text for head in self.heads.facts}
        self._check_heads()

    def _check_heads(self) -> None:
        if not self.heads.facts:
            known = list(self.program.facts)
            raise TableError(
                f"没有一列是规则 {self.program.rule.name} 要的事实；它要：{'、'.join(known)}",
                f"no column is a fact that {self.program.rule.name} asks for; it asks for {', '.join(known)}",
            )
        for name in self.run.constants:
            if name in self.summary.facts:
                raise TableError(
                    f"{name} 已有一列“{self.summary.facts[name]}”，不能再用选项给",
                    f"{name} has a column, “{self.summary.facts[name]}”, and cannot be given by an option too",
                )
        own = {column.name for column in self.columns}
        taken = [head for head in self.table.heads if head in own]
        if taken:
            raise TableError(
                f"输入已有名为 {'、'.join(taken)} 的列，与答案列同名，请改名",
                f"the input has columns named {', '.join(taken)}, as the answers are; rename them",
            )
        finding = explain_case(self.program, dict(self.run.constants))
        self.summary.lacking = tuple(name for name in finding.missing if name not in self.summary.facts)

    def whole(self, said: Callable[[Summary], None] | None) -> Summary:
        """All parts, one after the other."""
        if said is not None:
            said(self.summary)
        began = time.perf_counter()
        target = self.run.target
        part_file, rejects_file = beside(target), beside(rejects_path(target))
        rejects = Rejects(rejects_file)
        writer: Writer | None = None
        try:
            names = [*self.table.heads, *(column.name for column in self.columns)]
            writer = open_writer(part_file, target.suffix.lower(), names, self.columns, self.table.types)
            for part in self.table.parts():
                self._part(part, writer, rejects)
                if self.progress is not None:
                    self.progress(*self.table.measure())
            finished, writer = writer, None
            finished.close()
            self._put(part_file, rejects_file, rejects.close())
        finally:
            if writer is not None:
                writer.abandon()
            rejects.close()
            for path in (part_file, rejects_file):
                path.unlink(missing_ok=True)
        self.summary.seconds = time.perf_counter() - began
        return self.summary

    def _put(self, part_file: Path, rejects_file: Path, any_rejected: bool) -> None:
        target = self.run.target
        for path in (part_file, rejects_file):
            path.chmod(0o666 & ~_umask())
        rejects = rejects_path(target)
        if any_rejected:
            os.replace(rejects_file, rejects)
            self.summary.rejects = rejects
        else:
            rejects.unlink(missing_ok=True)  # of an earlier run: it would speak of rows that are now answered
        os.replace(part_file, target)
        self.summary.output = target

    def _part(self, part: Part, writer: Writer, rejects: Rejects) -> None:
        summary, lang = self.summary, self.run.lang
        size = len(part.numbers)
        columns: dict[str, Sequence[Any]] = {}
        refused: dict[int, list[tuple[int, str, Any, str]]] = {}
        for head in self.heads.facts:
            values, wrong = read_column(part.columns[head.index], head, self.program.library)
            columns[head.fact] = values
            for place, cell, error in wrong:
                refused.setdefault(place, []).append((head.index, head.text, cell, reason(error, lang)))
        for name, value in self.run.constants.items():
            columns[name] = [value] * size
        places = [place for place in range(size) if place not in refused] if refused else list(range(size))
        done = self.engine.answer(columns, places)
        for place, error in done.failed:
            refused.setdefault(place, []).append((-1, "", "", reason(error, lang)))
        self._reject(part, refused, rejects)
        failed = {place for place, _ in done.failed}
        kept = [place for place in places if place not in failed] if failed else places
        sources = part.columns if len(kept) == size else [[column[place] for place in kept] for column in part.columns]
        writer.part([*sources, *done.columns])
        summary.read += size + len(part.bad)
        summary.answered += len(kept)
        summary.rejected += len(refused) + len(part.bad)
        summary.blank += part.blank
        for counts, more in ((summary.verdicts, done.verdicts), (summary.missing, done.missing)):
            for name, number in more.items():
                counts[name] = counts.get(name, 0) + number

    def _reject(self, part: Part, refused: Mapping[int, list[tuple[int, str, Any, str]]], rejects: Rejects) -> None:
        """In the order of the file, the cells of a row in the order of its columns."""
        lang = self.run.lang
        rows = [(bad.number, -1, "", "", bad.en if lang == "en" else bad.zh) for bad in part.bad]
        for place, cells in refused.items():
            rows += [(part.numbers[place], *cell) for cell in cells]
        for number, _, column, cell, why in sorted(rows, key=lambda row: row[:2]):
            rejects.add(number, column, cell, why)
            self.summary.cells_rejected += 1


def reason(error: LawError, lang: str) -> str:
    """Why, without the name and the value, which have columns of their own."""
    if isinstance(error, FactError):
        return error.reason_en if lang == "en" else error.reason_zh
    return error.text(lang)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
