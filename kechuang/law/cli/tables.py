"""`kechuang law run`: a rule over a table."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kechuang.law.cli import given as g
from kechuang.law.cli.asking import RuleName
from kechuang.law.cli.speaking import Json, Lang, Speaker, counted, helped

if TYPE_CHECKING:
    from kechuang.law.batch import Summary

Source = Annotated[
    Path, typer.Argument(metavar="FILE", help=helped("输入：.csv、.xlsx、.parquet", "Input: .csv, .xlsx, .parquet"))
]


def run(
    rule: RuleName,
    source: Source,
    out: Annotated[
        Path,
        typer.Option(
            "-o", "--out", metavar="FILE", help=helped("输出：.csv、.xlsx、.parquet", "Output: .csv, .xlsx, .parquet")
        ),
    ],
    territory: g.Territory = None,
    on: g.On = None,
    fact: g.FactPairs = None,
    known_on: g.KnownOn = None,
    simulate: g.Simulate = False,
    reading: g.Readings = None,
    sheet: Annotated[
        str | None, typer.Option("--sheet", metavar="NAME", help=helped("Excel 工作表", "Excel sheet"))
    ] = None,
    brief: Annotated[
        bool,
        typer.Option(
            "--brief", help=helped("不写依据和所缺事实，快得多", "Without citations and missing facts; much faster")
        ),
    ] = False,
    force: Annotated[
        bool, typer.Option("--force", help=helped("覆盖已有的输出", "Replace an existing output"))
    ] = False,
    as_json: Json = False,
    lang: Lang = None,
) -> None:
    """Run a rule over every row of a table. What cannot be read goes to FILE.rejects.csv; the rest still runs."""
    from kechuang.law import find_rule, link, load
    from kechuang.law.batch import Run, run_table

    speaker, library = Speaker(lang), load()
    context = g.context_given(library, known_on, simulate, reading)
    program = link(find_rule(rule), library, context)
    constants = g.read_all(g.placed(g.facts_given(None, fact), territory, on), program)
    job = Run(program, source, out, speaker.lang, constants, not brief, force, sheet)
    with speaker.progress() as progress:
        task = progress.add_task(program.rule.name, total=None)
        summary = run_table(
            job,
            lambda done, total: progress.update(task, completed=done, total=total),
            lambda heads: _before(speaker, heads),
        )
    if as_json:
        speaker.json(summary_dict(summary))
    else:
        _after(speaker, summary)


def _before(speaker: Speaker, summary: Summary) -> None:
    """What was understood of the heads, before the first row."""
    if summary.note:
        speaker.say(*summary.note, "yellow")
    if summary.carried:
        speaker.say(f"照抄的列：{'、'.join(summary.carried)}", f"carried through: {', '.join(summary.carried)}")
    if summary.unasked:
        speaker.say(
            f"是事实但这一规则不用的列：{'、'.join(summary.unasked)}",
            f"facts that this rule does not ask for: {', '.join(summary.unasked)}", "yellow",
        )  # fmt: skip
    if summary.lacking:
        labels = [_label(name, speaker.lang) for name in summary.lacking]
        speaker.say(
            f"没有这些列，答案可能待认定：{'、'.join(labels)}",
            f"no column for these, so answers may need determination: {', '.join(labels)}", "yellow",
        )  # fmt: skip


def _after(speaker: Speaker, summary: Summary) -> None:
    from kechuang.law.finding import Verdict
    from kechuang.law.present import verdict_words

    err = speaker.say
    err(
        f"读 {summary.read:,} 行 = 答 {summary.answered:,} 行 + 拒 {summary.rejected:,} 行"
        + (f"（另有空行 {summary.blank:,}）" if summary.blank else ""),
        f"{counted(summary.read, 'row')} read = {summary.answered:,} answered + {summary.rejected:,} rejected"
        + (f" (and {summary.blank:,} blank)" if summary.blank else ""),
        "bold",
    )
    for word, number in sorted(summary.verdicts.items(), key=lambda pair: -pair[1]):
        err(f"  {verdict_words(Verdict(word))} {number:,}", f"  {verdict_words(Verdict(word), 'en')} {number:,}")
    for name, number in sorted(summary.missing.items(), key=lambda pair: -pair[1])[:8]:
        err(
            f"  缺 {_label(name, 'zh')}：{number:,} 行",
            f"  {counted(number, 'row')} for want of {_label(name, 'en')}",
            "yellow",
        )
    if summary.seconds >= 1:
        rate = summary.answered / summary.seconds
        err(f"{summary.seconds:.1f} 秒，每秒 {rate:,.0f} 行", f"{summary.seconds:.1f} s, {rate:,.0f} rows a second")
    if summary.rejects:
        err(f"拒收的行和原因：{summary.rejects}", f"rejected rows and why: {summary.rejects}", "red")
    err(f"结果：{summary.output}", f"answers: {summary.output}", "green")


def _label(name: str, lang: str) -> str:
    from kechuang.law.present import fact_words

    label = fact_words(name, lang)
    return name if label == name else f"{label} ({name})"


def summary_dict(summary: Summary) -> dict[str, object]:
    """The counts and names of a run as JSON carries them."""
    return {
        "read": summary.read, "answered": summary.answered, "rejected": summary.rejected, "blank": summary.blank,
        "cells_rejected": summary.cells_rejected, "verdicts": summary.verdicts, "missing": summary.missing,
        "facts": summary.facts, "carried": list(summary.carried), "unasked": list(summary.unasked),
        "lacking": list(summary.lacking), "output": str(summary.output),
        "rejects": str(summary.rejects) if summary.rejects else None, "seconds": round(summary.seconds, 3),
    }  # fmt: skip
