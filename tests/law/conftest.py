"""Small laws for tests: instruments from a few lines of TOML, and rules that go away with the test."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from kechuang.law import library as shelf
from kechuang.law.expression import FACTS, TRAITS
from kechuang.law.library import Library, read_instrument, with_instrument
from kechuang.law.rule import REGISTRY

HEAD = """
id = "{id}"
title = "{id}条例"
title_en = "Regulation {id}"
short = "{id}"
short_en = "{id}"
seal = "测"
issuer = "{issuer}"
issuer_en = "{issuer}"
region = "{region}"
rank = "{rank}"
status = "{status}"
{dates}
"""
CLAUSES = """
[[clause]]
id = "art1.p1"
zh = "应当"
en = "must"
kind = "threshold"
force = "must"
module = "rewards"
executable = true

[[clause]]
id = "art2.p1"
zh = "可以"
en = "may"
kind = "threshold"
force = "may"
module = "rewards"
executable = true

[[clause]]
id = "art3.p1"
zh = "没有约定的"
en = "unless agreed"
kind = "threshold"
force = "unless_agreed"
module = "rewards"
executable = true
"""


def written(
    ident: str,
    body: str = "",
    *,
    region: str = "33",
    rank: str = "provincial_regulation",
    issuer: str = "",
    status: str = "in_force",
    dates: str = "in_force = 2020-01-01",
    clauses: str = CLAUSES,
) -> str:
    """The text of an instrument file with three clauses: art1 must, art2 may, art3 unless agreed."""
    head = HEAD.format(id=ident, region=region, rank=rank, issuer=issuer or ident, status=status, dates=dates)
    return head + clauses + body


def value(
    name: str, said: Any, bound: str = "floor", clause: str = "art1.p1", unit: str = "share", more: str = ""
) -> str:
    """A [[parameter]] table; `said` as TOML writes it, texts in quotes of their own."""
    shown = f'"{said}"' if isinstance(said, str) else str(said).lower()
    return f'\n[[parameter]]\nname = "{name}"\nclause = "{clause}"\nvalue = {shown}\nunit = "{unit}"\nbound = "{bound}"\n{more}\n'


def library_of(*texts: str) -> Library:
    """A library of these texts alone."""
    made = Library({}, "empty")
    for number, text in enumerate(texts, start=1):
        made = with_instrument(made, read_instrument(text, f"text {number}"))
    return made


@pytest.fixture
def small() -> Callable[..., Library]:
    return library_of


@pytest.fixture
def write() -> Callable[..., str]:
    return written


@pytest.fixture
def say() -> Callable[..., str]:
    return value


@pytest.fixture
def own_rules() -> Iterator[None]:
    """Rules, facts and traits that the test declares are taken back after it."""
    import kechuang.law.rules  # noqa: F401  so that what is taken back is only the test's own

    kept = dict(REGISTRY), dict(FACTS), dict(TRAITS)
    yield
    for table, old in zip((REGISTRY, FACTS, TRAITS), kept, strict=True):
        table.clear()
        table.update(old)  # type: ignore[arg-type]


@pytest.fixture
def fresh_library(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """No extra folder in the environment, and none remembered."""
    monkeypatch.delenv(shelf.EXTRA_FOLDER, raising=False)
    shelf._load.cache_clear()
    yield
    shelf._load.cache_clear()
