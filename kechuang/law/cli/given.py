"""What the person gives with a question: facts, the place and the day, readings, determinations. All mistakes are told at once."""

from __future__ import annotations

import datetime as dt
import json
import sys
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kechuang.law.cli.speaking import Refusal, helped, refuse
from kechuang.law.errors import FactError, LawError

if TYPE_CHECKING:
    from kechuang.law.finding import Determination
    from kechuang.law.library import Library
    from kechuang.law.link import Context, Program

FactsFile = Annotated[
    str | None,
    typer.Option(
        "--facts",
        metavar="FILE|-",
        help=helped("事实文件（JSON，或 .toml；- 为标准输入）", "Facts: JSON, or .toml; - reads stdin"),
    ),
]
FactPairs = Annotated[
    list[str] | None,
    typer.Option("--fact", metavar="NAME=VALUE", help=helped("一项事实，可重复", "One fact; may be repeated")),
]
Territory = Annotated[
    str | None, typer.Option("--territory", metavar="CODE", help=helped("事情发生地的行政区划代码", "GB/T 2260 code"))
]
On = Annotated[str | None, typer.Option("--on", metavar="DATE", help=helped("事情发生之日", "Day of the event"))]
KnownOn = Annotated[
    str | None,
    typer.Option(
        "--known-on", metavar="DATE", help=helped("只用这一天已经公布的规定", "Only what was published by then")
    ),
]
Simulate = Annotated[
    bool,
    typer.Option("--simulate", help=helped("让征求意见稿也参与计算（结果只是模拟）", "Let drafts count (simulation)")),
]
Readings = Annotated[
    list[str] | None,
    typer.Option(
        "--reading",
        metavar="ID=CHOICE",
        help=helped("采用的解释，如 A04=contract_day", "A reading, e.g. A04=contract_day"),
    ),
]
DeterminationsFile = Annotated[
    str | None,
    typer.Option(
        "--determinations", metavar="FILE", help=helped("已作认定（JSON 或 .toml）", "Recorded determinations")
    ),
]


def a_day(text: str | None, name: str) -> dt.date | None:
    """A date typed after an option. Raises FactError that names the option."""
    from kechuang.law.types import DATE, read

    if text is None:
        return None
    day: dt.date = read(text, DATE, name)
    return day


def read_document(name: str) -> Any:
    """A JSON document from a file or standard input ("-"), or TOML by the file's ending. Decimals stay as written."""
    if name == "-":
        text = sys.stdin.read()
    else:
        try:
            text = Path(name).read_text("utf-8-sig")
        except UnicodeDecodeError:
            raise refuse(f"{name} 不是 UTF-8 文本", f"{name} is not UTF-8 text") from None
    if name.lower().endswith(".toml"):
        try:
            return tomllib.loads(text, parse_float=str)
        except tomllib.TOMLDecodeError as error:
            raise refuse(f"{name} 的 TOML 格式有误：{error}", f"{name} is not valid TOML: {error}") from None
    try:
        return json.loads(text, parse_float=str, parse_constant=str, object_pairs_hook=_once)
    except json.JSONDecodeError as error:
        where = f"{error.lineno}:{error.colno}"
        raise refuse(
            f"{name} 的 JSON 格式有误（{where}）：{error.msg}", f"{name} is not valid JSON (at {where}): {error.msg}"
        ) from None


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made: dict[str, Any] = {}
    for name, value in pairs:
        if name in made:
            raise refuse(f"{name} 写了两次", f"{name} is given twice")
        made[name] = value
    return made


def facts_given(file: str | None, pairs: Sequence[str] | None) -> dict[str, Any]:
    """Facts by dotted name, raw, from a document and from name=value pairs. Raises Refusal for one given twice."""
    given: dict[str, Any] = {}
    if file is not None:
        document = read_document(file)
        if not isinstance(document, dict):
            raise refuse('事实应为一个 JSON 对象，如 {"deal": {…}}', 'facts are one JSON object, as {"deal": {...}}')
        _flatten(document, "", given)
    for pair in pairs or ():
        name, sign, value = pair.partition("=")
        if not sign or not name.strip():
            raise refuse(f"--fact {pair} 应写成 名称=值", f"--fact {pair} must be name=value")
        _put(given, name.strip(), value.strip())
    return given


def _flatten(facts: Mapping[str, Any], prefix: str, into: dict[str, Any]) -> None:
    for key, value in facts.items():
        if isinstance(value, Mapping):
            _flatten(value, f"{prefix}{key}.", into)
        else:
            _put(into, f"{prefix}{key}", value)


def _put(given: dict[str, Any], name: str, value: Any) -> None:
    if name in given:
        raise refuse(f"{name} 写了两次", f"{name} is given twice")
    given[name] = value


def placed(given: dict[str, Any], territory: str | None, on: str | None) -> dict[str, Any]:
    """The facts with the place and the day of the options, which may also stand among the facts, but not twice."""
    for name, value in (("territory", territory), ("on", on)):
        if value is not None:
            _put(given, name, value)
    return given


def context_given(library: Library, known_on: str | None, simulate: bool, pairs: Sequence[str] | None) -> Context:
    """What is the same for every case. Raises FactError or LawError for a day, an interpretation or a choice unknown."""
    from kechuang.law.link import Context, check_choice

    readings: dict[str, str] = {}
    for pair in pairs or ():
        name, sign, choice = (part.strip() for part in pair.partition("="))
        if not sign or not name or not choice:
            raise refuse(f"--reading {pair} 应写成 编号=选项", f"--reading {pair} must be ID=choice")
        check_choice(library, name, choice)
        readings[name] = choice
    return Context(a_day(known_on, "--known-on"), simulate, readings)


def read_all(given: Mapping[str, Any], program: Program | None = None) -> dict[str, Any]:
    """Typed facts; a Refusal that tells every fact that cannot be read."""
    from kechuang.law.execution.explain import read_facts
    from kechuang.law.expression import FACTS
    from kechuang.law.types import within

    typed: dict[str, Any] = {}
    wrong: list[tuple[str, str]] = []
    for name, value in given.items():
        try:
            for read_name, read_value in read_facts({name: value}, program).items():
                typed[read_name] = within(read_value, FACTS[read_name].type, read_name)
        except FactError as error:
            wrong.append((error.zh, error.en))
    if wrong:
        raise Refusal(*wrong)
    return typed


def determinations_given(file: str | None, library: Library) -> tuple[Determination, ...]:
    """Recorded answers of persons, from a list of {question, answer, by, on, basis}. Mistakes are told all at once."""
    if file is None:
        return ()
    document = read_document(file)
    rows = document
    if isinstance(document, dict):
        rows = next((document[key] for key in ("determination", "determinations") if key in document), None)
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise refuse(
            f"{file}：认定应为列表，每项有 question、answer、by、on、basis",
            f"{file}: determinations are a list of objects with question, answer, by, on and basis",
        )
    made: list[Determination] = []
    wrong: list[tuple[str, str]] = []
    for number, row in enumerate(rows, start=1):
        try:
            made.append(_determination(row, library))
        except LawError as error:
            wrong.append((f"{file} 第 {number} 项：{error.zh}", f"{file}, item {number}: {error.en}"))
    if wrong:
        raise Refusal(*wrong)
    return tuple(made)


def _determination(row: Mapping[str, Any], library: Library) -> Determination:
    from kechuang.law.execution.explain import read_facts
    from kechuang.law.finding import Determination
    from kechuang.law.link import check_choice
    from kechuang.law.types import DATE, read

    lacking = [key for key in ("question", "answer", "by", "on") if row.get(key) in (None, "")]
    if lacking:
        raise LawError(f"缺少 {'、'.join(lacking)}", f"missing {', '.join(lacking)}")
    question, answer = str(row["question"]), row["answer"]
    if question in library.interpretations:
        check_choice(library, question, str(answer))
    else:
        read_facts({question: answer})
    return Determination(question, answer, str(row["by"]), read(row["on"], DATE, "on"), str(row.get("basis", "")))
