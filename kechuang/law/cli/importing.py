"""`kechuang law import-text`: an official text parsed, checked, bound to the clauses, and put on the user's own shelf."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kechuang.law.cli.speaking import Json, Lang, Speaker, helped, refuse

if TYPE_CHECKING:
    from kechuang.law.statute import Binding, OfficialText, Statute

PIECES = {
    "articles": ("chapter", "section", "article", "paragraph", "item", "subitem"),
    "sections": ("op_part", "op_section", "paragraph", "point", "subpoint"),
}


def import_text(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help=helped("官方文本：.txt 或 .md", "The official text: .txt or .md"))
    ],
    ident: Annotated[
        str, typer.Option("--as", metavar="ID", help=helped("文件编号，如 quzhou-2024", "The instrument's id"))
    ],
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help=helped("只检查，不保存", "Check only; write nothing"))
    ] = False,
    force: Annotated[
        bool, typer.Option("--force", help=helped("替换已导入的文本", "Replace the text imported before"))
    ] = False,
    texts: Annotated[
        Path | None,
        typer.Option(
            "--texts",
            metavar="FOLDER",
            help=helped("存放处（默认 KECHUANG_TEXTS 或 var/texts）", "Where texts are kept"),
        ),
    ] = None,
    as_json: Json = False,
    lang: Lang = None,
) -> None:
    """Parse an official text, tell what was found, and shelve it. A gap, a repeated number or an unbound clause refuses it."""
    from kechuang.law import load
    from kechuang.law.cli.today import today
    from kechuang.law.statute import ShelfError, bind, parse, shelve
    from kechuang.law.statute import load as load_text

    speaker, library = Speaker(lang), load()
    instrument = library.instruments.get(ident)
    if instrument is None:
        known = list(library.instruments)
        raise refuse(
            f"没有文件 {ident}；有：{'、'.join(known)}", f"no instrument {ident}; there are: {', '.join(known)}"
        )
    source = file.read_bytes()
    statute = parse(source)
    binding = bind(statute, instrument.clauses.values(), strict=False)
    refused = not statute.ok or not binding.complete
    try:
        old = load_text(texts, ident)
    except ShelfError:
        if not force:
            raise
        old = None  # altered or unreadable: there is nothing to compare with
    changed = None if old is None else differences(old, statute)
    stop = old is not None and not force and not dry_run
    told = report(statute, binding, ident, refused, changed)
    path: Path | None = None
    if not refused and not dry_run and not stop:
        path = shelve(texts, ident, statute, binding, source=source, source_name=file.name, imported_on=today())
    if _bare(statute.title) not in ("", _bare(instrument.title)):
        speaker.say(
            f"注意：文本题为“{statute.title}”，{ident} 是“{instrument.title}”",
            f"note: the text is titled “{statute.title}”, {ident} is “{instrument.title}”",
            "yellow",
        )
    if as_json:
        speaker.json({**told, "dry_run": dry_run, "stored": str(path) if path else None})
    else:
        _print(speaker, statute, binding, told)
    if refused:
        speaker.say("没有导入：先改正上面所列", "not imported: mend what is listed above", "red")
        raise typer.Exit(1)
    if stop:
        speaker.say(
            f"{ident} 已有导入的文本；要替换请加 --force",
            f"{ident} has a text already; add --force to replace it",
            "red",
        )
        raise typer.Exit(2)
    if path is not None:
        speaker.say(f"已导入：{path}", f"imported: {path}", "green")
    else:
        speaker.say("可以导入（--dry-run，没有保存）", "can be imported (--dry-run, nothing was written)", "green")


def _lines(span: tuple[int, int], speaker: Speaker) -> str:
    first, last = span
    if first == last:
        return speaker.pick(f"第 {first} 行", f"line {first}")
    return speaker.pick(f"第 {first} 至 {last} 行", f"lines {first} to {last}")


def _bare(title: str) -> str:
    return "".join(c for c in title if c not in " 　《》()（）")


def differences(old: OfficialText, new: Statute) -> dict[str, list[str]]:
    """The places whose words an import would add, take away or change."""
    before = {ident: node.text for ident, node in old.index.items() if node.text}
    after = {ident: node.text for ident, node in new.index.items() if node.text}
    return {
        "added": [ident for ident in after if ident not in before],
        "removed": [ident for ident in before if ident not in after],
        "changed": [ident for ident in after if ident in before and before[ident] != after[ident]],
    }


def report(
    statute: Statute, binding: Binding, ident: str, refused: bool, changed: dict[str, list[str]] | None
) -> dict[str, Any]:
    """What was found, as JSON carries it."""
    counts = statute.report.counts
    problems = [problem.as_dict() for problem in statute.report.problems]
    return {
        "instrument": ident,
        "title": statute.title,
        "numbering": statute.numbering,
        "effective": statute.effective.isoformat() if statute.effective else None,
        "counts": {kind: counts.get(kind, 0) for kind in PIECES[statute.numbering]},
        "ok": not refused,
        "gaps": [problem for problem in problems if problem["kind"] == "gap"],
        "duplicates": [problem for problem in problems if problem["kind"] == "duplicate"],
        "problems": problems,
        "bindings": {
            "bound": len(binding.bound),
            "unbound": [unbound.as_dict() for unbound in binding.unbound],
            "unnamed": [unnamed.as_dict() for unnamed in binding.unnamed],
            "clauses": {ident: bound.node for ident, bound in binding.bound.items()},
        },
        "replaces": changed,
    }


def _print(speaker: Speaker, statute: Statute, binding: Binding, told: dict[str, Any]) -> None:
    from kechuang.law.statute import KIND_ZH

    pick = speaker.pick
    names = {
        "op_part": "parts", "op_section": "sections", "chapter": "chapters", "section": "sections", "article": "articles",
        "paragraph": "paragraphs", "item": "items", "subitem": "sub-items", "point": "points", "subpoint": "sub-points",
    }  # fmt: skip
    speaker.line(statute.title or told["instrument"], "bold")
    found = [pick(f"{n} {KIND_ZH[kind]}", f"{n} {names[kind]}") for kind, n in told["counts"].items() if n]
    speaker.line(f"  {pick('，', ', ').join(found)}")
    if statute.effective:
        speaker.line(pick(f"  自 {statute.effective} 起施行", f"  in force from {statute.effective}"))
    for problem in statute.report.problems:
        mark = "✗" if problem.refuses else "·"
        speaker.line(f"  {mark} {pick(problem.message, problem.message_en)}", "red" if problem.refuses else "yellow")
    total = len(binding.bound) + len(binding.unbound)
    speaker.line(
        pick(f"  条款 {total} 条，对上 {len(binding.bound)} 条", f"  {len(binding.bound)} of {total} clauses bound")
    )
    for unbound in binding.unbound:
        speaker.line(f"  ✗ {unbound.id}{pick('：', ': ')}{pick(unbound.reason, unbound.reason_en)}", "red")
    for unnamed in binding.unnamed:
        place = pick(f"{unnamed.citation_zh} 没有条款提到", f"no clause names {unnamed.citation_en}")
        speaker.line(f"  · {place} ({_lines(unnamed.lines, speaker)})")
    if told["replaces"] is not None:
        added, removed, changed = (told["replaces"][key] for key in ("added", "removed", "changed"))
        speaker.line(
            pick(
                f"  与已导入的文本相比：新增 {len(added)} 处，删去 {len(removed)} 处，改动 {len(changed)} 处",
                f"  against the text imported before: {len(added)} added, {len(removed)} removed, {len(changed)} changed",
            )
        )
        for sign, places in (("+", added), ("-", removed), ("~", changed)):
            if places:
                speaker.line(f"    {sign} {' '.join(places[:40])}{' …' if len(places) > 40 else ''}")
