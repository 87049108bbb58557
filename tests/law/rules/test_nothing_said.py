"""With nothing said about a case no duty is met or breached, no right is open, and what must be known is named."""

from __future__ import annotations

from importlib import import_module
from types import ModuleType

import pytest

from kechuang.law import Rule, Verdict, explain

SUBJECTS = (
    "achievements", "disposal", "dormancy", "empowerment", "exemption", "inspection", "ownership", "policy", "pricing",
    "publicity", "reporting", "sanctions", "supervision", "vouchers",
)  # fmt: skip
FROM_PLACE_AND_DAY = {"provincial_scope", "provincial_regulation_in_force", "national_law_in_force"}
"""Rules that ask for nothing else."""
FROM_THE_RECORD = {"duplicate_inspection"}
"""Without an earlier check on record there is nothing to repeat."""


def rules_of(module: ModuleType) -> list[Rule]:
    return [value for value in vars(module).values() if isinstance(value, Rule)]


RULES = {rule.name: rule for name in SUBJECTS for rule in rules_of(import_module(f"kechuang.law.rules.{name}"))}


@pytest.mark.parametrize("name", sorted(RULES))
def test_nothing_said(name: str) -> None:
    found = explain(RULES[name], {}, territory="330802", on="2025-06-10")
    if name in FROM_PLACE_AND_DAY:
        assert (found.verdict, found.value) == (Verdict.COMPUTED, True)
    elif name in FROM_THE_RECORD:
        assert found.verdict is Verdict.MET
    else:
        assert found.verdict is Verdict.NEEDS_DETERMINATION
        assert found.missing


@pytest.mark.parametrize("name", sorted(RULES))
def test_no_place_said(name: str) -> None:
    found = explain(RULES[name], {}, on="2025-06-10")
    assert found.verdict is Verdict.NEEDS_DETERMINATION
    assert found.missing


@pytest.mark.parametrize("name", sorted(RULES))
def test_each_rule_is_told_in_two_languages(name: str) -> None:
    rule = RULES[name]
    assert rule.zh
    assert rule.en
    assert rule.zh != rule.en
    assert rule.module
    assert all(node.zh and node.en for node in rule.outputs.values() if node.op in ("label", "rule", "fact"))
