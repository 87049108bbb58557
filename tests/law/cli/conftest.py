"""The commands as a person runs them: over real files, in Chinese unless said."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from kechuang.law.cli import app
from tests.law.cli.tables import HEADS, ROWS, write_csv


class Told:
    """What a command said, where, and with which exit code. A traceback fails the test that asked."""

    def __init__(self, result: Result) -> None:
        failure = result.exception
        assert failure is None or isinstance(failure, SystemExit), result.exc_info
        assert "Traceback" not in result.stderr
        self.code, self.out, self.err = result.exit_code, result.stdout, result.stderr

    @property
    def json(self) -> Any:
        """The answer as JSON: all of stdout, or the test fails."""
        return json.loads(self.out)


Law = Callable[..., Told]


@pytest.fixture
def law(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Law:
    """Run a command: law("explain", "net_income", "--json")."""
    for name in ("LANG", "LC_ALL", "KECHUANG_INSTRUMENTS", "KECHUANG_DEBUG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("KECHUANG_LANG", "zh")
    monkeypatch.setenv("KECHUANG_TEXTS", str(tmp_path / "texts"))
    runner = CliRunner()

    def run(*arguments: object, stdin: str | None = None, code: int | None = 0) -> Told:
        told = Told(runner.invoke(app, [str(argument) for argument in arguments], input=stdin))
        if code is not None:
            assert told.code == code, (told.code, told.out, told.err)
        return told

    return run


@pytest.fixture
def table(tmp_path: Path) -> Path:
    """Four rows that the law answers."""
    return write_csv(tmp_path / "in.csv", [HEADS, *ROWS])
