"""`kechuang law coverage`: every clause and where it lives; a clause that must live and does not is a gap."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from kechuang.law.cli.speaking import Json, Lang, Speaker, counted, helped, refuse

if TYPE_CHECKING:
    from kechuang.law.coverage import Row


def coverage(
    instrument: Annotated[
        str | None, typer.Option("--instrument", metavar="ID", help=helped("只看一部文件", "One instrument"))
    ] = None,
    gaps: Annotated[bool, typer.Option("--gaps", help=helped("只列缺口", "Gaps only"))] = False,
    check: Annotated[bool, typer.Option("--check", help=helped("有缺口时退出码为 1", "Exit 1 on a gap"))] = False,
    strict: Annotated[
        bool,
        typer.Option("--strict", help=helped("每一可执行条款的缺口都算", "Count the gap of every executable clause")),
    ] = False,
    as_json: Json = False,
    lang: Lang = None,
) -> None:
    """Each clause and where it lives: a rule, clock, check, checklist, action, form, notice, report, page or import."""
    from kechuang.law import coverage as c
    from kechuang.law import load

    speaker, library = Speaker(lang), load()
    if instrument is not None and instrument not in library.instruments:
        known = list(library.instruments)
        raise refuse(f"没有 {instrument}；有：{'、'.join(known)}", f"no {instrument}; there are: {', '.join(known)}")
    rows = [row for row in c.coverage(library) if instrument in (None, row.clause.instrument)]
    failing = [row for row in rows if (row.gap if strict else row.failing)]
    shown = [row for row in rows if row.gap] if gaps else rows
    if as_json:
        speaker.json([row.to_dict() for row in shown])
    else:
        _print(speaker, shown, gaps)
        _summary(speaker, c.summary(rows), rows)
    dangling = c.dangling(library)
    for name, cites in dangling.items():
        speaker.say(
            f"规则 {name} 引用了不存在的 {'、'.join(cites)}", f"rule {name} cites {', '.join(cites)}, not there", "red"
        )
    if check or strict:
        if failing or dangling:
            speaker.say(
                f"缺口 {len(failing)} 条：{'、'.join(str(row.clause.citation) for row in failing)}",
                f"{counted(len(failing), 'gap')}: {', '.join(str(row.clause.citation) for row in failing)}", "red",
            )  # fmt: skip
            raise typer.Exit(1)
        _excused(speaker, [row for row in rows if row.gap])


def _excused(speaker: Speaker, gaps: list[Row]) -> None:
    """What is left when nothing fails: no gap at all, or those that do not count, by instrument."""
    if not gaps:
        speaker.say("没有缺口", "no gaps", "green")
        return
    many: dict[str, int] = {}
    for row in gaps:
        many[row.clause.instrument] = many.get(row.clause.instrument, 0) + 1
    named = [f"{name} {count}" for name, count in many.items()]
    speaker.say(
        f"没有不许的缺口；不计的缺口 {len(gaps)} 处：{'、'.join(named)}",
        f"no gap that fails; {counted(len(gaps), 'gap')} excused: {', '.join(named)}", "green",
    )  # fmt: skip


def _print(speaker: Speaker, rows: list[Row], gaps: bool) -> None:
    current = ""
    for row in rows:
        clause = row.clause
        if clause.instrument != current:
            current = clause.instrument
            speaker.line(current, "bold")
        homes = [home for home in row.lives_in if home.kind not in ("reference", "page")]
        lives = speaker.pick("；", "; ").join(f"{home.kind} {home.name}" for home in homes)
        if row.gap:
            lives = speaker.pick("✗ 没有落点", "✗ lives nowhere")
        elif not lives:
            lives = speaker.pick("仅供查阅", "reference only")
        speaker.line(f"  {clause.id:<13} {clause.kind:<12} {clause.module:<15} {lives}", "red" if row.gap else "")
    if gaps and not rows:
        speaker.line(speaker.pick("没有缺口", "no gaps"))


def _summary(speaker: Speaker, counts: object, rows: list[Row]) -> None:
    assert isinstance(counts, dict)
    pick = speaker.pick
    failing: dict[str, int] = {}
    for row in rows:
        failing[row.clause.instrument] = failing.get(row.clause.instrument, 0) + row.failing
    speaker.table(
        [
            pick("文件", "Instrument"), pick("条款", "Clauses"), pick("须落实", "Must live"), pick("已落实", "Living"),
            pick("缺口", "Gaps"), pick("其中 --check 不许", "Failing --check"),
        ],
        [
            [name, *(str(found[key]) for key in ("clauses", "executable", "living", "gaps")), str(failing[name])]
            for name, found in counts.items()
        ],
        right=(1, 2, 3, 4, 5),
    )  # fmt: skip
