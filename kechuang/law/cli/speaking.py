"""In which language and where the command line speaks: answers on stdout, everything said beside them on stderr."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from rich.console import Console
    from rich.progress import Progress


class Language(StrEnum):
    """What `--lang` takes."""

    ZH = "zh"
    EN = "en"


def language_of(environment: Mapping[str, str]) -> Language:
    """KECHUANG_LANG, else LANG where it names English, else Chinese."""
    for name in ("KECHUANG_LANG", "LC_ALL", "LANG"):
        found = environment.get(name, "").lower()
        if found.startswith("en"):
            return Language.EN
        if found.startswith("zh"):
            return Language.ZH
    return Language.ZH


def language_in(arguments: Sequence[str], environment: Mapping[str, str]) -> Language:
    """The language of a command line that could not be read: what `--lang` says in it, else the environment."""
    for at, word in enumerate(arguments):
        chosen = word.removeprefix("--lang=") if word.startswith("--lang=") else ""
        if word == "--lang" and at + 1 < len(arguments):
            chosen = arguments[at + 1]
        if chosen in tuple(Language):
            return Language(chosen)
    return language_of(environment)


def helped(zh: str, en: str) -> str:
    """A help text; `--help` is written before `--lang` is read, so the environment decides."""
    return en if language_of(os.environ) is Language.EN else zh


Lang = Annotated[
    Language | None,
    typer.Option(
        "--lang",
        help=helped("语言（默认随 KECHUANG_LANG、LANG，否则中文）", "Language of the answer"),
        show_default=False,
    ),
]
Json = Annotated[bool, typer.Option("--json", help=helped("输出 JSON", "Print JSON"))]


def counted(number: int, thing: str) -> str:
    """1 row, 2 rows, in English."""
    return f"{number:,} {thing}" if number == 1 else f"{number:,} {thing}s"


class Speaker:
    """One command's voice: its language and its two streams."""

    def __init__(self, chosen: Language | None = None) -> None:
        self.lang = str(chosen or language_of(os.environ))
        self.beside: Console | None = None
        """The console of a bar that is being drawn: what is said meanwhile stands above it."""

    def pick(self, zh: str, en: str) -> str:
        """The sentence of the language in use."""
        return en if self.lang == "en" else zh

    def out(self) -> Console:
        """The console of the answer. Where nobody looks on (a pipe, a file) lines are not folded to a screen."""
        from rich.console import Console

        shown = sys.stdout.isatty()
        return Console(highlight=False, soft_wrap=not shown, width=None if shown else 200, emoji=False, markup=False)

    def err(self) -> Console:
        """The console for what is said beside the answer."""
        from rich.console import Console

        return Console(stderr=True, highlight=False, soft_wrap=True, emoji=False, markup=False)

    def say(self, zh: str, en: str, style: str = "") -> None:
        """A sentence on stderr."""
        (self.beside or self.err()).print(self.pick(zh, en), style=style or None, soft_wrap=True)

    def line(self, text: str = "", style: str = "") -> None:
        """A line of the answer, never folded."""
        if style and sys.stdout.isatty():
            self.out().print(text, style=style, soft_wrap=True)
        else:
            typer.echo(text)

    def json(self, data: Any) -> None:
        """The answer as JSON on stdout, and nothing else there."""
        typer.echo(json.dumps(data, ensure_ascii=False, indent=2))

    def table(self, heads: Sequence[str], rows: Iterable[Sequence[str]], right: Sequence[int] = ()) -> None:
        """Rows under heads; `right` are the columns of numbers."""
        from rich import box
        from rich.table import Table

        table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
        for index, head in enumerate(heads):
            table.add_column(head, justify="right" if index in right else "left", overflow="fold")
        for row in rows:
            table.add_row(*row)
        self.out().print(table)

    def progress(self) -> Progress:
        """A bar on stderr for what takes longer than a second; silent where nobody looks on."""
        from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn

        console = self.err()
        self.beside = console if console.is_terminal else None
        return Progress(
            TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeElapsedColumn(),
            console=console, transient=True, disable=not console.is_terminal,
        )  # fmt: skip


class Refusal(Exception):
    """Something the person asked for or gave that cannot be used; told line by line, exit code 2."""

    def __init__(self, *said: tuple[str, str], code: int = 2) -> None:
        super().__init__("\n".join(en for _, en in said))
        self.said, self.code = said, code


def refuse(zh: str, en: str) -> Refusal:
    """The refusal of one thing."""
    return Refusal((zh, en))
