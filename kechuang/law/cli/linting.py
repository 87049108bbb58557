"""`kechuang law lint`: the mistakes of an instrument file, each with its line, its key and why."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kechuang.law.cli.speaking import Json, Lang, Speaker, counted, helped
from kechuang.law.errors import LawError

if TYPE_CHECKING:
    from kechuang.law.library import Library


def lint(
    files: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="[FILE]...", help=helped("文件；不写则检查全部", "Files; all of them when none is named")
        ),
    ] = None,
    as_json: Json = False,
    lang: Lang = None,
) -> None:
    """Check instrument files; none named: the packaged ones and those of KECHUANG_INSTRUMENTS. Exit 1 on a mistake."""
    from kechuang.law.library import folders_in_use, instrument_files, load, read_file
    from kechuang.law.lint import Mistake
    from kechuang.law.lint import lint as find

    speaker = Speaker(lang)
    chosen = list(files) if files else instrument_files(folders_in_use())
    texts = [(str(file), read_file(file)) for file in chosen]
    library = _with(load([]), texts)
    wrong: list[Mistake] = [mistake for name, text in texts for mistake in find(text, name, library)]
    if all(mistake.warning for mistake in wrong):
        wrong += [Mistake("", 0, name, error.zh, error.en) for name, error in _unlinked(library)]
    if as_json:
        speaker.json(
            [{**mistake.to_dict(), "why": mistake.en if speaker.lang == "en" else mistake.zh} for mistake in wrong]
        )
    else:
        for mistake in wrong:
            speaker.line(mistake.text(speaker.lang))
    warnings = sum(mistake.warning for mistake in wrong)
    mistakes = len(wrong) - warnings
    many_files, also = counted(len(chosen), "file"), f"，{warnings} 处提醒" if warnings else ""
    also_en = f", {counted(warnings, 'warning')}" if warnings else ""
    if mistakes:
        many = f"{many_files}, {counted(mistakes, 'mistake')}{also_en}"
        speaker.say(f"{len(chosen)} 个文件，{mistakes} 处错误{also}", many, "red")
        raise typer.Exit(1)
    speaker.say(f"{len(chosen)} 个文件，没有错误{also}", f"{many_files}, no mistakes{also_en}", "green")


def _with(library: Library, texts: list[tuple[str, str]]) -> Library:
    """The packaged library and the files named, so that references between them resolve; what does not read is left out."""
    from kechuang.law.library import read_instrument, with_instrument

    for name, text in texts:
        try:
            instrument = read_instrument(text, name)
            if library.instruments.get(instrument.id) != instrument:
                library = with_instrument(library, instrument)
        except LawError:
            continue  # the linter tells it, with its line
    return library


def _unlinked(library: Library) -> list[tuple[str, LawError]]:
    """Rules that this library breaks: a value, a definition or an interpretation is not what the rule can use."""
    import kechuang.law.rules  # noqa: F401  the rule files register themselves
    from kechuang.law.link import link
    from kechuang.law.rule import REGISTRY

    found: list[tuple[str, LawError]] = []
    for rule in REGISTRY.values():
        try:
            link(rule, library)
        except LawError as error:
            found.append((rule.name, error))
    return found
