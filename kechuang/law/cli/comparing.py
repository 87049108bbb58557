"""`kechuang law compare`: two versions of the law, the rules that rest on what differs, and whose answer changes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kechuang.law.cli.speaking import Json, Lang, Speaker, counted, helped, refuse

if TYPE_CHECKING:
    from kechuang.law.batch.tables import Table
    from kechuang.law.compare import Affected, Change, Version
    from kechuang.law.rule import Rule

SHOWN = 30
Which = helped(
    "current、日期（当日已知的规定）、文件或文件夹", "current, a day (the law known then), a file or a folder"
)


def compare(
    before: Annotated[str, typer.Argument(metavar="A", help=Which)],
    after: Annotated[str, typer.Argument(metavar="B", help=Which)],
    cases: Annotated[
        Path | None,
        typer.Option(
            "--cases", metavar="FILE", help=helped("案件表（csv、xlsx、parquet）", "Cases: csv, xlsx, parquet")
        ),
    ] = None,
    rule: Annotated[
        str | None, typer.Option("--rule", metavar="RULE", help=helped("只比一条规则", "One rule only"))
    ] = None,
    as_json: Json = False,
    lang: Lang = None,
) -> None:
    """What differs between two versions of the law, the rules it touches, and the cases whose verdict or fen changes."""
    from kechuang.law import find_rule
    from kechuang.law.compare import affected_rules, changes, version

    speaker = Speaker(lang)
    one, two = version(before), version(after)
    found = changes(one, two)
    touched: tuple[Rule, ...] = affected_rules(one, two, found)
    if rule is not None:
        wanted = find_rule(rule)
        touched = tuple(r for r in touched if r is wanted)
    effect = _effect(speaker, cases, one, two, touched) if cases is not None else None
    if as_json:
        speaker.json(
            {
                "before": before, "after": after, "changes": [change.to_dict() for change in found],
                "rules": [{"name": r.name, "label": speaker.pick(r.zh, r.en), "module": r.module} for r in touched],
                **({} if effect is None else effect.to_dict()),
            }
        )  # fmt: skip
        return
    _print(speaker, found, touched)
    if effect is not None:
        effect.print(speaker)


def _print(speaker: Speaker, found: Sequence[Change], touched: Sequence[Rule]) -> None:
    pick = speaker.pick
    kinds = {
        "instrument": pick("文件", "instrument"), "clause": pick("条款", "clause"), "value": pick("数值", "value"),
        "interpretation": pick("解释", "interpretation"),
    }  # fmt: skip
    speaker.line(pick(f"不同之处 {len(found)} 处", counted(len(found), "difference")), "bold")
    for change in found:
        place = f" {change.citation}" if change.citation else f" {change.instrument}"
        speaker.line(
            f"  {kinds[change.kind]} {change.name}{place}：{change.before} → {change.after}".replace(
                "：", pick("：", ": ")
            )
        )
    speaker.line(pick(f"涉及规则 {len(touched)} 条", f"{counted(len(touched), 'rule')} touched"), "bold")
    for rule in touched:
        speaker.line(f"  {rule.name}  {pick(rule.zh, rule.en)}")


@dataclass(slots=True)
class _Total:
    """Over the affected rows of one rule. Fen before and after are summed where both are known."""

    rows: int = 0
    verdicts: int = 0
    fen_before: int = 0
    fen_after: int = 0

    def add(self, one: Affected) -> None:
        self.rows += 1
        self.verdicts += one.before.verdict is not one.after.verdict
        if one.before.type.unit == "fen" and one.difference is not None:
            self.fen_before += one.before.value
            self.fen_after += one.after.value


@dataclass(slots=True)
class Effect:
    """What the difference does to the cases. rows: cases read; each affected one is told for each rule."""

    rows: int = 0
    affected: list[Affected] = field(default_factory=list)
    failed: list[tuple[int, str, str]] = field(default_factory=list)
    rejected: list[tuple[int, str, str, str]] = field(default_factory=list)
    totals: dict[str, _Total] = field(default_factory=dict)
    tried: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """The effect as JSON carries it."""
        return {
            "cases": self.rows,
            "tried": list(self.tried),
            "affected": [one.to_dict() for one in self.affected],
            "failed": [{"row": row, "rule": rule, "why": why} for row, rule, why in self.failed],
            "rejected": [{"row": r, "column": c, "value": v, "reason": why} for r, c, v, why in self.rejected],
            "totals": {
                name: {
                    "rows": total.rows, "verdicts_changed": total.verdicts, "fen_before": total.fen_before,
                    "fen_after": total.fen_after, "difference": total.fen_after - total.fen_before,
                }
                for name, total in self.totals.items()
            },
        }  # fmt: skip

    def print(self, speaker: Speaker) -> None:
        """The effect as text: totals first, then the first rows."""
        from kechuang.law.words import amount

        pick = speaker.pick
        people = len({one.row for one in self.affected})
        speaker.line(
            pick(f"案件 {self.rows} 行，受影响 {people} 行", f"{counted(self.rows, 'case')}, {people} affected"), "bold"
        )
        for name, total in self.totals.items():
            money = ""
            if total.fen_before or total.fen_after:
                gap = total.fen_after - total.fen_before
                money = pick(
                    f"；合计 {amount(total.fen_before)} → {amount(total.fen_after)} 元（{amount(gap)}）",
                    f"; total CNY {amount(total.fen_before)} -> {amount(total.fen_after)} ({amount(gap)})",
                )
            speaker.line(
                f"  {name}"
                + pick(
                    f"：{total.rows} 行，结论变 {total.verdicts} 行",
                    f": {counted(total.rows, 'row')}, {counted(total.verdicts, 'changed verdict')}",
                )
                + money
            )
        for one in self.affected[:SHOWN]:
            speaker.line(
                f"  {pick(f'第 {one.row} 行', f'row {one.row}')} {one.rule}{pick('：', ': ')}{_difference(one, speaker)}"
            )
        more = len(self.affected) - SHOWN
        if more > 0:
            speaker.line(pick(f"  另有 {more} 行（--json 列全）", f"  and {more} more (--json lists all)"))
        for row, column, value, why in self.rejected[:SHOWN]:
            speaker.say(f"第 {row} 行 {column}“{value}”：{why}", f"row {row}, {column} “{value}”: {why}", "yellow")
        for row, name, why in self.failed[:SHOWN]:
            speaker.say(f"第 {row} 行 {name}：{why}", f"row {row}, {name}: {why}", "yellow")


def _difference(one: Affected, speaker: Speaker) -> str:
    """Before and after; where the answer itself is the same, the outputs that are not."""
    from kechuang.law.words import words

    if (one.before.verdict, one.before.value) != (one.after.verdict, one.after.value):
        return f"{_words(one.before, speaker)} → {_words(one.after, speaker)}"
    pairs = zip(one.before.outputs, one.after.outputs, strict=True)
    told = [
        f"{speaker.pick(old.zh, old.en)} {words(old.value, old.type, speaker.lang)} → "
        f"{words(new.value, new.type, speaker.lang)}"
        for old, new in pairs
        if old.value != new.value
    ]
    return speaker.pick("；", "; ").join(told)


def _words(finding: Any, speaker: Speaker) -> str:
    from kechuang.law.present import verdict_words
    from kechuang.law.words import words

    word = verdict_words(finding.verdict, speaker.lang)
    if finding.value is None or finding.type.kind == "flag":
        return word
    return f"{words(finding.value, finding.type, speaker.lang)} [{word}]"


# -- the cases ---------------------------------------------------------------------------------------------


def _effect(speaker: Speaker, file: Path, one: Version, two: Version, rules: Sequence[Rule]) -> Effect:
    from kechuang.law.batch.running import open_table
    from kechuang.law.compare import affected_cases

    table = open_table(file)
    try:
        reading = _Cases(table, rules, (one, two), speaker.lang)
        effect = reading.effect
        with speaker.progress() as progress:
            task = progress.add_task(file.name, total=None)

            def seen(cases: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
                for case in cases:
                    yield case
                    done, total = table.measure()
                    progress.update(task, completed=done, total=total)

            for found in affected_cases(one, two, reading.tried, seen(reading.cases())):
                reading.keep(found)
        return effect
    finally:
        table.close()


class _Cases:
    """The rows of a table as cases: typed facts by name. Rows that cannot be read are kept apart."""

    def __init__(self, table: Table, rules: Sequence[Rule], sides: Sequence[Version], lang: str) -> None:
        from kechuang.law.batch.heads import kinds_of, match_heads
        from kechuang.law.link import link

        self.table, self.lang, self.library = table, lang, sides[1].library
        self.effect = Effect()
        self.numbers: list[int] = []
        asked = {r: {n: k for side in sides for n, k in kinds_of(link(r, side.library)).items()} for r in rules}
        kinds = {name: kind for own in asked.values() for name, kind in own.items()}
        self.heads = match_heads(table.heads, kinds)
        present = {head.fact for head in self.heads.facts} - {"territory", "on", "as_of"}
        self.tried = [r for r in rules if present & set(asked[r])]
        self.by_row = table.heads.index("rule") if "rule" in table.heads else None
        if rules and not self.tried:
            raise refuse(
                f"案件表没有受影响的规则要用的列（{'、'.join(r.name for r in rules[:8])}）",
                f"the cases have no column that a touched rule asks for ({', '.join(r.name for r in rules[:8])})",
            )
        self.effect.tried = tuple(r.name for r in self.tried)

    def cases(self) -> Iterator[dict[str, Any]]:
        """Each row that can be read, as typed facts, with the rule it names if any."""
        from kechuang.law.batch.cells import read_column
        from kechuang.law.batch.running import reason
        from kechuang.law.batch.writing import in_words

        names = {r.name for r in self.tried}
        for part in self.table.parts():
            self.effect.rows += len(part.numbers) + len(part.bad)
            self.effect.rejected += [(b.number, "", "", b.en if self.lang == "en" else b.zh) for b in part.bad]
            columns: dict[str, Sequence[Any]] = {}
            refused: set[int] = set()
            for head in self.heads.facts:
                columns[head.fact], wrong = read_column(part.columns[head.index], head, self.library)
                for place, cell, error in wrong:
                    refused.add(place)
                    row = (part.numbers[place], head.text, str(in_words(cell)), reason(error, self.lang))
                    self.effect.rejected.append(row)
            for place, number in enumerate(part.numbers):
                if place in refused:
                    continue
                case = {name: values[place] for name, values in columns.items()}
                if self.by_row is not None and (named := part.columns[self.by_row][place]):
                    if named not in names:
                        continue  # the row is about a rule that the change does not touch
                    case["rule"] = named
                self.numbers.append(number)
                yield case

    def keep(self, found: Any) -> None:
        """One answer of `affected_cases`, with the number of the row in the file."""
        from dataclasses import replace

        if isinstance(found, tuple):
            number, name, error = found
            self.effect.failed.append((self.numbers[number - 1], name, error.text(self.lang)))
            return
        one = replace(found, row=self.numbers[found.row - 1])
        self.effect.affected.append(one)
        self.effect.totals.setdefault(one.rule, _Total()).add(one)
