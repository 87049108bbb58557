"""`kechuang law coverage` as the whole program runs it: clauses that live in actions alone are shown there."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import Any

import pytest


def run(*arguments: str) -> Any:
    """In a process of its own: here, the tests have loaded every app already."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("DATABASE_", "KECHUANG_"))}
    done = subprocess.run(
        [sys.executable, *arguments], capture_output=True, text=True, timeout=120, check=True, env=kept
    )  # fmt: skip
    return json.loads(done.stdout)


@pytest.fixture(scope="module")
def whole() -> dict[str, list[dict[str, str]]]:
    return {row["clause"]: row["lives_in"] for row in run("-m", "kechuang", "law", "coverage", "--json")}


@pytest.mark.parametrize(
    ("clause", "action"),
    [
        ("quzhou-2024:art9.p1", "platforms.admission.decide"),
        ("quzhou-2024:art11.p1", "platforms.expertconsultation.give_opinion"),
        ("zhejiang-2021:art17.p1.b", "notices.objection.answer"),
    ],
)
def test_actions_are_among_the_places_where_a_clause_lives(
    whole: dict[str, list[dict[str, str]]], clause: str, action: str
) -> None:
    assert ("action", action) in {(home["kind"], home["name"]) for home in whole[clause]}


def test_every_kind_of_place_above_the_law_floor_is_there(whole: dict[str, list[dict[str, str]]]) -> None:
    kinds = {home["kind"] for homes in whole.values() for home in homes}
    assert {"action", "form", "notice", "rule", "clock", "check"} <= kinds


def test_the_law_floor_alone_asks_nothing_above_it() -> None:
    """Without the program around it: coverage of rules, and no Django."""
    said = run("-c", (
        "import json, sys; from kechuang.law import load; from kechuang.law.coverage import coverage; "
        "kinds = sorted({h.kind for row in coverage(load()) for h in row.lives_in}); "
        "print(json.dumps([kinds, 'django' in sys.modules]))"
    ))  # fmt: skip
    assert "action" not in said[0]
    assert "rule" in said[0]
    assert said[1] is False
