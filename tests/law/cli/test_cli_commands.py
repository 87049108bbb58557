"""What holds for every command: quick to start, plain about what is wrong, clean on stdout, in the language asked for."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from kechuang.law.cli import failing
from kechuang.law.cli.speaking import Language, language_in, language_of

COMMANDS = ("list", "show", "rules", "explain", "clock", "run", "coverage", "compare", "import-text", "lint")


def test_help_names_every_command(law: Callable[..., Any]) -> None:
    told = law("--help").out
    assert all(command in told for command in COMMANDS)
    for command in COMMANDS:
        assert "--lang" in law(command, "--help").out


@pytest.mark.parametrize("start", ["from kechuang.law.cli import app", "from kechuang.cli import app"])
def test_help_starts_without_what_it_does_not_need(start: str) -> None:
    """`kechuang law --help` must be quick: no Django, no Polars, no DuckDB, not even NumPy."""
    heavy = (
        "django",
        "polars",
        "numpy",
        "pyarrow",
        "duckdb",
        "ibis",
        "xlsxwriter",
        "python_calamine",
        "kechuang.law.rules",
    )
    arguments = ["law", "--help"] if "kechuang.cli" in start else ["--help"]
    code = (
        f"import sys\n{start}\ntry:\n    app({arguments})\nexcept SystemExit:\n    pass\n"
        f"print('LOADED', *[m for m in {heavy} if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout.splitlines()[-1].split() == ["LOADED"]


@pytest.mark.parametrize(
    ("arguments", "zh", "en"),
    [
        (["nosuch"], "没有命令 nosuch", "No such command"),
        (["explian"], "是不是", "Did you mean"),
        (["explain"], "缺少参数 RULE", "Missing argument"),
        (["explain", "net_income", "--nosuch"], "没有选项 --nosuch", "No such option"),
        (["explain", "net_incom"], "是不是 net_income", "did you mean net_income"),
        (["explain", "net_income", "--territory", "33080"], "行政区划代码", "GB/T 2260"),
        (["explain", "net_income", "--on", "2025-02-30"], "真有这一天", "a date that exists"),
        (["explain", "net_income", "--known-on", "soon"], "--known-on", "--known-on"),
        (["explain", "net_income", "--facts", "no-such-file.json"], "没有这个文件", "No such file"),
        (["explain", "net_income", "--fact", "deal.amount"], "名称=值", "name=value"),
        (["explain", "net_income", "--fact", "deal.amount=1", "--fact", "deal.amount=2"], "写了两次", "given twice"),
        (["explain", "net_income", "--reading", "A04"], "编号=选项", "ID=choice"),
        (["explain", "net_income", "--reading", "A04=someday"], "没有选项 someday", "choices are"),
        (["explain", "net_income", "--reading", "A99=x"], "没有解释 A99", "no interpretation A99"),
        (["explain", "net_income", "--determinations", "no-such-file.json"], "没有这个文件", "No such file"),
        (["show", "zhejiang-2021:art99"], "没有条款 art99", "no clause art99"),
        (["show", "nowhere"], "没有 nowhere", "no instrument or clause nowhere"),
        (["rules", "nosuch_rule"], "没有规则", "no rule"),
        (["rules", "--module", "nosuch"], "没有领域", "no module"),
        (["clock", "net_income"], "不是期限规则", "is not a clock"),
        (["clock", "--days", "3"], "--from", "--from"),
        (["clock", "--from", "2025-01-01"], "给一个", "give one of"),
        (["clock", "--from", "2025-01-01", "--days", "1", "--months", "1"], "给一个", "give one of"),
        (["clock", "--from", "2025-01-01", "--days", "0"], "1 至", "from 1 to"),
        (["clock", "--from", "2025-01-01", "--days", "99999999999"], "1 至", "from 1 to"),
        (["clock", "--from", "2025-01-01", "--days", "x"], "--days", "--days"),
        (["clock", "--from", "2025-01-01", "--workdays", "5", "--over"], "工作日", "working days"),
        (["clock", "--from", "2025-01-01", "--days", "5", "--over", "--minimum"], "只能给一个", "not both"),
        (["clock", "reward_payment", "--from", "2025-01-01"], "只能给一个", "not both"),
        (["run", "net_income", "no-such-file.csv", "-o", "out.csv"], "没有文件", "there is no file"),
        (["compare", "current", "yesterday"], "不是 current", "is not `current`"),
        (["compare", "current", "current", "--cases", "no-such-file.csv"], "没有文件", "there is no file"),
        (["coverage", "--instrument", "nowhere"], "没有 nowhere", "no nowhere"),
        (["import-text", "no-such-file.txt", "--as", "quzhou-2024"], "没有这个文件", "No such file"),
        (["import-text", __file__, "--as", "nowhere"], "没有文件 nowhere", "no instrument nowhere"),
        (["lint", "no-such-file.toml"], "读不了", "cannot read"),
    ],
)  # fmt: skip
def test_wrong_use_is_told_plainly_with_exit_code_2(
    law: Callable[..., Any], arguments: list[str], zh: str, en: str
) -> None:
    for lang, words in (("zh", zh), ("en", en)):
        options = [] if arguments[0] in ("nosuch", "explian") else ["--lang", lang]
        if not options and lang == "en":
            continue
        told = law(*arguments, *options, code=2)
        assert words in told.err
        assert told.out == ""


def test_an_unforeseen_failure_is_no_traceback(law: Callable[..., Any], monkeypatch: pytest.MonkeyPatch) -> None:
    from kechuang.law import library

    def broken(*_: object) -> None:
        raise ZeroDivisionError("unforeseen")

    monkeypatch.setattr(library, "_load", broken)
    told = law("list", code=failing.PROGRAM_ERROR)
    assert "ZeroDivisionError: unforeseen" in told.err
    assert told.out == ""


def test_a_broken_extra_folder_is_told(
    law: Callable[..., Any], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("KECHUANG_INSTRUMENTS", str(tmp_path / "nowhere"))
    assert "没有文件夹" in law("list", code=2).err
    (tmp_path / "bad.toml").write_text('id = "x"\n', "utf-8")
    monkeypatch.setenv("KECHUANG_INSTRUMENTS", str(tmp_path))
    assert "bad.toml：缺少" in law("list", code=2).err


@pytest.mark.parametrize(
    ("environment", "lang"),
    [
        ({}, "zh"),
        ({"LANG": "C.UTF-8"}, "zh"),
        ({"LANG": "en_US.UTF-8"}, "en"),
        ({"LANG": "zh_CN.UTF-8"}, "zh"),
        ({"LANG": "en_US.UTF-8", "LC_ALL": "zh_CN.UTF-8"}, "zh"),
        ({"LANG": "zh_CN.UTF-8", "KECHUANG_LANG": "en"}, "en"),
        ({"LANG": "fr_FR.UTF-8"}, "zh"),
    ],
)
def test_the_language_of_the_environment(environment: dict[str, str], lang: str) -> None:
    assert language_of(environment) == lang
    assert language_in(["--lang", "en"], environment) is Language.EN
    assert language_in(["--lang=zh"], environment) is Language.ZH
    assert language_in(["--lang", "fr"], environment) == lang


@pytest.mark.parametrize(
    "arguments",
    [
        ["list"],
        ["show", "zhejiang-2021:art37.p4"],
        ["show", "zhejiang-2021:art37"],
        ["show", "quzhou-2024"],
        ["rules"],
        ["rules", "reward_pool_floor"],
        ["explain", "reward_pool_floor", "--territory", "330802"],
        ["clock"],
        ["clock", "reward_payment", "--territory", "330802"],
        ["clock", "--from", "2025-01-01", "--days", "5"],
        ["coverage"],
        ["coverage", "--check", "--gaps"],
        ["compare", "2024-01-01", "current"],
        ["lint"],
    ],
)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_json_is_all_that_stands_on_stdout(law: Callable[..., Any], arguments: list[str], lang: str) -> None:
    assert law(*arguments, "--json", "--lang", lang).json is not None
    assert law(*arguments, "--lang", lang).out.strip() or arguments == ["lint"] or "--gaps" in arguments


def test_a_stream_without_chinese_is_no_failure(tmp_path: Path) -> None:
    """A pipe in ASCII shows what JSON reads all the same."""
    code = "from kechuang.law.cli import app; app(['list', '--json'])"
    environment = {**os.environ, "PYTHONIOENCODING": "ascii", "KECHUANG_TEXTS": str(tmp_path)}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, timeout=60, env=environment)
    assert "衢州条例" in {row["short"] for row in json.loads(done.stdout)}
