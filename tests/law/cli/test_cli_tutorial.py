"""The documents run: their files are written, their commands run, and what they print is what the documents say.

KECHUANG_WRITE_DOCS=1 rewrites the answers in the documents instead of comparing them.
"""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from typer.testing import CliRunner

from kechuang.law import library
from kechuang.law.cli import app

ROOT = Path(__file__).parents[3]
DOCUMENTS = (
    "docs/tutorials/add-your-city.md",
    "docs/tutorials/add-your-city.zh-CN.md",
    "docs/law/finding.md",
    "docs/law/cli.md",
)
WRITE = "KECHUANG_WRITE_DOCS"
_BLOCK = re.compile(
    r"(?:<!-- (?P<mark>file|append|head): (?P<arg>\S+) -->\n)?```(?P<kind>\w+)\n(?P<body>.*?)^```$",
    re.MULTILINE | re.DOTALL,
)


@dataclass
class Session:
    """What a reader has done so far: the environment and the folder."""

    folder: Path
    environment: dict[str, str]

    def run(self, command: str) -> str:
        """What a command prints, both streams as they come."""
        if command.startswith("export "):
            name, _, value = command.removeprefix("export ").partition("=")
            self.environment[name] = value
            return ""
        if not command.startswith("kechuang law"):
            done = subprocess.run(
                ["/bin/sh", "-c", command], cwd=self.folder, capture_output=True, check=True, timeout=20
            )  # fmt: skip
            return done.stdout.decode("utf-8-sig").replace("\r\n", "\n")
        library._load.cache_clear()
        arguments = shlex.split(command)[2:]
        result = CliRunner().invoke(app, arguments, env=self.environment)
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exc_info
        return result.output

    def console(self, body: str, most: int | None) -> str:
        """A console block with the answers that the commands give now."""
        told: list[str] = []
        for line in body.splitlines():
            if line.startswith("$ "):
                printed = [text.rstrip() for text in self.run(line[2:]).rstrip("\n").split("\n")]
                if most is not None and len(printed) > most:
                    printed = [*printed[:most], "…"]
                told += [line, *(printed if printed != [""] else [])]
        return "\n".join(told) + "\n"


def replayed(text: str, session: Session) -> Iterator[tuple[str, str]]:
    """Each console block as it stands, and as it should."""
    for block in _BLOCK.finditer(text):
        mark, arg, body = block["mark"], block["arg"], block["body"]
        if mark in ("file", "append"):
            with (session.folder / arg).open("w" if mark == "file" else "a", encoding="utf-8") as file:
                file.write(body)
        if block["kind"] == "console":
            yield block[0], block[0].replace(body, session.console(body, int(arg) if mark == "head" else None))


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_document_says_what_happens(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    document = ROOT / name
    text = document.read_text("utf-8")
    monkeypatch.chdir(tmp_path)
    for variable in ("KECHUANG_INSTRUMENTS", "KECHUANG_TEXTS", "KECHUANG_LANG", "LANG", "LC_ALL"):
        monkeypatch.delenv(variable, raising=False)
    blocks = list(replayed(text, Session(tmp_path, {})))
    assert blocks
    if os.environ.get(WRITE):
        for old, new in blocks:
            text = text.replace(old, new, 1)
        document.write_text(text, "utf-8")
        return
    for old, new in blocks:
        assert old == new


@pytest.mark.parametrize("name", ["README.md", "README.zh-CN.md"])
def test_the_example_of_the_readme_gives_a_number(name: str) -> None:
    text = (ROOT / name).read_text("utf-8")
    example = re.search(
        r"^echo '(?P<facts>\{.*?\})' \|\n\s+(?P<command>kechuang law explain .*)$", text, re.MULTILINE | re.DOTALL
    )
    assert example
    arguments = shlex.split(example["command"].splitlines()[0])[2:]
    result = CliRunner().invoke(app, [*arguments, "--json"], input=example["facts"])
    told = json.loads(result.stdout)
    assert (told["verdict"], told["value"]) == ("computed", 80_000_000)


def test_the_reference_names_every_key_and_every_command() -> None:
    """What the format and the command line can do, the reference tells."""
    from kechuang.law.lint_shape import IDENTITY, KINDS, TABLES, UNITS

    reference = (ROOT / "docs/law/instrument-file.md").read_text("utf-8")
    keys = IDENTITY | KINDS | UNITS | {key for required, optional in TABLES.values() for key in required | optional}
    assert [key for key in sorted(keys) if f"`{key}`" not in reference and f"`[[{key}]]`" not in reference] == []
    commands = (ROOT / "docs/law/cli.md").read_text("utf-8")
    for command in app.registered_commands:
        assert f"## `{command.name}" in commands, command.name
        told = CliRunner().invoke(app, [str(command.name), "--help"]).output
        for option in set(re.findall(r"--[a-z][a-z-]+", told)) - {"--help"}:
            assert f"`{option}" in commands, (command.name, option)
