"""Two versions of the law: what differs, which rules rest on it, whose answer changes."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from kechuang.law import LawError, load
from kechuang.law.compare import Affected, affected_cases, affected_rules, changes, version
from kechuang.law.library import INSTRUMENTS

CASE = {
    "deal.mode": "licence",
    "deal.net_income": 100_000_000,
    "unit.public_platform": True,
    "unit.public_research_unit": True,
}
QUZHOU = {**CASE, "territory": "330802", "deal.received_on": "2025-06-10"}


@pytest.fixture
def raised(tmp_path: Path) -> Path:
    """Quzhou's regulation with 85 per cent in the place of 80."""
    text = (INSTRUMENTS / "quzhou-2024.toml").read_text("utf-8")
    file = tmp_path / "quzhou-2024.toml"
    file.write_text(text.replace('value = "80%"', 'value = "85%"'), "utf-8")
    return file


def test_the_same_version_differs_in_nothing() -> None:
    assert changes(version("current"), version("current")) == ()
    assert affected_rules(version("current"), version("current"), ()) == ()


def test_a_changed_value(raised: Path) -> None:
    before, after = version("current"), version(str(raised))
    found = changes(before, after)
    assert {(c.kind, c.name, str(c.citation)) for c in found} == {
        ("value", "reward.pool_floor[mode=licence|transfer]", "quzhou-2024:art20.p1.i1"),
        ("value", "reward.pool_floor[mode=equity]", "quzhou-2024:art20.p1.i2"),
    }
    assert all("80%" in c.before and "85%" in c.after for c in found)
    touched = {rule.name for rule in affected_rules(before, after, found)}
    assert {"reward_pool_floor", "reward_pool_check", "unit_keeps_at_most"} <= touched
    assert not {"net_income", "reward_payment", "annual_report_due"} & touched


@pytest.mark.parametrize(
    ("old", "new", "kind", "name"),
    [
        ('status = "in_force"', 'status = "trial"', "instrument", "status"),
        ("in_force = 2025-03-01", "in_force = 2025-04-01", "instrument", "in_force"),
        ('kind = "principle"', 'kind = "duty"', "clause", "art1.p1"),
        ('default = "income_day"', 'default = "contract_day"', "interpretation", "A04"),
    ],
)
def test_other_changes(tmp_path: Path, old: str, new: str, kind: str, name: str) -> None:
    source = next(f for f in INSTRUMENTS.glob("*.toml") if f.name == "quzhou-2024.toml").read_text("utf-8")
    (tmp_path / "quzhou-2024.toml").write_text(source.replace(old, new, 1), "utf-8")
    found = changes(version("current"), version(str(tmp_path)))  # a folder this time
    assert (kind, name) in {(c.kind, c.name) for c in found}


def test_what_was_known_on_a_day() -> None:
    before, after = version("2024-11-26"), version("current")
    found = changes(before, after)
    assert [(c.instrument, c.before, c.after) for c in found] == [("quzhou-2024", "-", "known")]
    (affected,) = affected_cases(
        before, after, affected_rules(before, after, found), [{**QUZHOU, "rule": "reward_pool_floor"}]
    )
    assert isinstance(affected, Affected)
    assert (affected.before.value, affected.after.value, affected.difference) == (70_000_000, 80_000_000, 10_000_000)


def test_an_amendment_known_later_than_its_text(tmp_path: Path) -> None:
    source = (INSTRUMENTS / "quzhou-2024.toml").read_text("utf-8")
    later = source.replace('value = "80%"', 'value = "80%"\nknown_from = 2025-01-15', 1)
    (tmp_path / "quzhou-2024.toml").write_text(later, "utf-8")
    file = version(str(tmp_path))
    early = type(file)("early", file.library, dt.date(2025, 1, 1))
    found = changes(early, file)
    assert [(c.kind, c.name) for c in found] == [("value", "reward.pool_floor")]


def test_only_cases_whose_answer_differs_are_told(raised: Path) -> None:
    before, after = version("current"), version(str(raised))
    cases = [
        QUZHOU,
        {**QUZHOU, "territory": "330106"},  # another city
        {**QUZHOU, "deal.received_on": "2025-02-28"},  # before the regulation
        {**QUZHOU, "deal.mode": "self_implementation"},  # the rule does not apply: its outputs say nothing
        {**QUZHOU, "deal.net_income": "ten"},
        {**QUZHOU, "rule": "no_such_rule"},
    ]
    found = list(affected_cases(before, after, affected_rules(before, after, changes(before, after)), cases))
    told = [one for one in found if isinstance(one, Affected) and one.rule == "reward_pool_floor"]
    assert [(one.row, one.difference) for one in told] == [(1, 5_000_000)]
    assert {one.row for one in found if isinstance(one, Affected)} == {1}
    failed = {(one[0], one[1]) for one in found if isinstance(one, tuple)}
    assert (5, "reward_pool_floor") in failed
    assert (6, "no_such_rule") in failed


def test_an_affected_case_as_json(raised: Path) -> None:
    before, after = version("current"), version(str(raised))
    (one,) = affected_cases(before, after, (), [{**QUZHOU, "rule": "reward_pool_floor"}])
    assert isinstance(one, Affected)
    told = one.to_dict()
    assert (told["before"]["value"], told["after"]["value"], told["difference"]) == (80_000_000, 85_000_000, 5_000_000)
    assert (told["before"]["outputs"]["pool_share"], told["after"]["outputs"]["pool_share"]) == ("80%", "85%")


@pytest.mark.parametrize("text", ["yesterday", "2025-13-01", "no/such/folder"])
def test_a_version_that_is_none(text: str) -> None:
    with pytest.raises(LawError, match="不是 current"):
        version(text)


def test_a_new_text_is_a_change(tmp_path: Path) -> None:
    source = (INSTRUMENTS / "binjiang-2023.toml").read_text("utf-8")
    keep = source.split("[[interpretation]]")[0]
    (tmp_path / "new.toml").write_text(keep.replace('id = "binjiang-2023"', 'id = "newtown-2026"'), "utf-8")
    found = changes(version("current"), version(str(tmp_path / "new.toml")))
    assert [(c.kind, c.name, c.before, c.after) for c in found] == [("instrument", "newtown-2026", "-", "known")]
    assert "newtown-2026" not in load().instruments
