"""Mistakes in an instrument file: each with its line, its key and why; whatever stands in the file, linting never breaks."""

from __future__ import annotations

import tomllib
from typing import Any

import pytest
import tomlkit

from kechuang.law import load
from kechuang.law.errors import InstrumentError
from kechuang.law.library import INSTRUMENTS, read_instrument, with_instrument
from kechuang.law.lint import Mistake, lint
from kechuang.law.lint_names import asked

GOOD = """id = "test-2025"
title = "测试条例"
title_en = "Test regulation"
short = "测试"
short_en = "Test"
seal = "测"
issuer = "测试市"
issuer_en = "Test city"
region = "3399"
rank = "municipal_regulation"
status = "in_force"
adopted = 2024-06-01
in_force = 2025-01-01
based_on = ["zhejiang-2021"]

[[fact]]
name = "test.weight"
unit = "fen"
zh = "测试金额"
en = "Test amount"

[[clause]]
id = "art1.p1"
zh = "奖励不低于六成。"
en = "At least 60 per cent."
kind = "threshold"
force = "must"
module = "rewards"
executable = true
see = ["zhejiang-2021:art37.p4"]

[[parameter]]
name = "reward.pool_floor"
clause = "art1.p1"
value = "60%"
unit = "share"
bound = "floor"
key = { mode = ["transfer"] }
applies = { "unit.public_platform" = true }

[[parameter]]
name = "reward.notice_days"
clause = "art1.p1"
value = 10
unit = "day"

[[checklist]]
name = "agreement.topics"
clause = "art1.p1"
zh = "清单"
en = "List"
items = [ { id = "a", zh = "甲", en = "A" }, { id = "b", zh = "乙", en = "B" } ]
required = "all"

[[definition]]
name = "net_income"
clause = "art1.p1"
zh = "净收入"
en = "Net income"
formula = "at_least(deal.amount - deal.taxes, 0)"

[[interpretation]]
id = "T01"
question = "问"
question_en = "q"
default = "a"
choices = [ { id = "a", zh = "甲", en = "a" }, { id = "b", zh = "乙", en = "b" } ]
clauses = ["test-2025:art1.p1"]
"""


def found(text: str) -> tuple[Mistake, ...]:
    return lint(text, "test.toml", load())


def test_a_good_file_has_no_mistakes() -> None:
    assert found(GOOD) == ()


@pytest.mark.parametrize(
    ("old", "new", "key", "why"),
    [
        ('rank = "municipal_regulation"', 'rank = "municipal_regulations"', "rank", "did you mean municipal_regulation?"),
        ('seal = "测"\n', "", "seal", "missing"),
        ('title = "测试条例"', 'title = ""', "title", "empty"),
        ('title = "测试条例"', "title = 5", "title", "text in quotes"),
        ('seal = "测"', 'seal = "测"\nissued = 2024-01-01', "issued", "not a known key"),
        ('id = "test-2025"', 'id = "Test 2025"', "id", "lower-case"),
        ('region = "3399"', 'region = "33990"', "region", "two, four or six"),
        ('region = "3399"', "region = 3399", "region", "text in quotes"),
        ("in_force = 2025-01-01", 'in_force = "2025-01-01"', "in_force", "date without quotes"),
        ("in_force = 2025-01-01", "", "in_force", "needs its date"),
        ("in_force = 2025-01-01", "in_force = 2024-01-01", "in_force", "before adoption"),
        ('status = "in_force"', 'status = "repealed"', "repealed", "repealed instrument needs its date"),
        ('based_on = ["zhejiang-2021"]', 'based_on = ["zhejiang-2020"]', "based_on", "no instrument zhejiang-2020"),
        ('based_on = ["zhejiang-2021"]', 'based_on = "zhejiang-2021"', "based_on", "must be a list"),
        ('unit = "fen"', 'unit = "yuan"', "fact[1].unit", "not one of"),
        ('id = "art1.p1"', 'id = "art1.i1"', "clause[1].id", "not a clause id"),
        ('kind = "threshold"', 'kind = "treshold"', "clause[1].kind", "did you mean threshold?"),
        ('force = "must"', 'force = "shall"', "clause[1].force", "not one of"),
        ("executable = true", 'executable = "yes"', "clause[1].executable", "true or false"),
        ('see = ["zhejiang-2021:art37.p4"]', 'see = ["zhejiang-2021:art99.p4"]', "clause[1].see", "no clause zhejiang-2021:art99.p4"),
        ('clause = "art1.p1"\nvalue = "60%"', 'clause = "art1.p2"\nvalue = "60%"', "parameter[1].clause", "did you mean art1.p1?"),
        ('value = "60%"', "value = 60", "parameter[1].value", "in quotes"),
        ('value = "60%"', "value = 0.6", "parameter[1].value", "no floats"),
        ('value = "60%"', 'value = "60 percent"', "parameter[1].value", "must be a share"),
        ('name = "reward.pool_floor"', 'name = "reward.pool_flor"', "parameter[1].name", "did you mean reward.pool_floor?"),
        ('name = "reward.notice_days"', 'name = "zzz.unheard"', "parameter[2].name", "no rule and no other instrument"),
        ('name = "agreement.topics"', 'name = "agreement.topic"', "checklist[1].name", "did you mean agreement.topics?"),
        ('name = "net_income"', 'name = "net_incom"', "definition[1].name", "did you mean net_income?"),
        ('module = "rewards"', 'module = "reward"', "clause[1].module", "did you mean rewards?"),
        ('module = "rewards"', 'module = "zzz"', "clause[1].module", "known: achievements"),
        (
            'module = "rewards"', 'module = "rewards"\nactors = ["public_platfrom"]', "clause[1].actors",
            "did you mean public_platform?",
        ),
        ("in_force = 2025-01-01", "in_force = 2025-01-01\nknown_from = 2026-06-01", "known_from", "more than a year"),
        ("value = 10", "value = 10\nknown_from = 2026-06-01", "parameter[2].known_from", "more than a year"),
        ('value = "60%"', 'value = "85"', "parameter[1].value", 'did you mean "85%"?'),
        ('value = "60%"', 'value = "170%"', "parameter[1].value", "not between 0 and 100%"),
        ('value = "60%"', 'value = "-1/2"', "parameter[1].value", "not between 0 and 100%"),
        ("value = 10", "value = -1", "parameter[2].value", "negative"),
        ("value = 10", 'value = "10"', "parameter[2].value", "whole number"),
        ('unit = "day"', 'unit = "days"', "parameter[2].unit", "did you mean day?"),
        ('unit = "day"', 'unit = "month"', "parameter[2].unit", "in day at"),
        ('bound = "floor"', 'bound = "ceiling"', "parameter[1].bound", "need two names"),
        ('name = "reward.notice_days"', 'name = "reward.notice_day"', "parameter[2].name", "did you mean reward.notice_days?"),
        ('key = { mode = ["transfer"] }', 'key = { mode = "transfer" }', "parameter[1].key", "list of texts"),
        (
            '{ "unit.public_platform" = true }', '{ "unit.public_platfrom" = true }', "parameter[1].applies",
            "did you mean unit.public_platform?",
        ),
        ('{ "unit.public_platform" = true }', '{ "unit.public_platform" = "yes" }', "parameter[1].applies", "true or false"),
        ("value = 10", "value = 10\nfrom = 2026-01-01\nto = 2025-01-01", "parameter[2].to", "not after from"),
        ("value = 10", 'value = 10\nfrom = "2026-01-01"', "parameter[2].from", "date without quotes"),
        ("value = 10", "value = 10\nbonud = 1", "parameter[2].bonud", "did you mean bound?"),
        ('required = "all"', "required = 3", "checklist[1].required", "from 1 to 2"),
        ('id = "b", zh = "乙", en = "B" } ]\nrequired', 'id = "a", zh = "乙", en = "B" } ]\nrequired', "checklist[1].items", "repeated"),
        ('"at_least(deal.amount - deal.taxes, 0)"', '"deal.amount * 2"', "definition[1].formula", "not allowed"),
        ('"at_least(deal.amount - deal.taxes, 0)"', '"deal.amonut"', "definition[1].formula", "not a declared fact"),
        ('default = "a"', 'default = "c"', "interpretation[1].default", "not one of"),
        ('id = "T01"', 'id = "A04"', "interpretation[1].id", "stands in"),
        ('clauses = ["test-2025:art1.p1"]', 'clauses = ["test-2025:art9.p1"]', "interpretation[1].clauses", "no clause"),
    ],
)  # fmt: skip
def test_mistakes(old: str, new: str, key: str, why: str) -> None:
    assert GOOD.count(old) >= 1
    mistakes = found(GOOD.replace(old, new, 1))
    told = [(mistake.key, mistake.en) for mistake in mistakes]
    assert any(told_key == key and why in told_why for told_key, told_why in told), told
    assert all(mistake.zh and mistake.en for mistake in mistakes)


@pytest.mark.parametrize("share", ["85", "170%", "-5%"])
def test_a_share_beyond_the_whole_is_not_loaded(share: str) -> None:
    with pytest.raises(InstrumentError, match="between 0 and 100%"):
        read_instrument(GOOD.replace('value = "60%"', f'value = "{share}"'), "test.toml")


def test_a_file_on_the_shelf_does_not_vouch_for_its_own_names() -> None:
    text = GOOD.replace('"reward.pool_floor"', '"reward.pool_flor"').replace('"reward.notice_days"', '"zzz.unheard"')
    shelf = with_instrument(load(), read_instrument(text, "test.toml"))
    told = {(mistake.key, mistake.warning) for mistake in lint(text, "test.toml", shelf)}
    assert told == {("parameter[1].name", False), ("parameter[2].name", True)}


def test_a_misspelt_name_in_a_packaged_file_is_found() -> None:
    text = (INSTRUMENTS / "quzhou-2024.toml").read_text("utf-8")
    (mistake,) = found(text.replace('name = "reward.pool_floor"', 'name = "reward.pool_flor"', 1))
    assert "did you mean reward.pool_floor?" in mistake.en


def test_the_line_is_that_of_the_key() -> None:
    text = GOOD.replace('kind = "threshold"', 'kind = "treshold"')
    (mistake,) = found(text)
    assert text.splitlines()[mistake.line - 1].startswith("kind")
    assert mistake.text("en").startswith(f"test.toml:{mistake.line}: clause[1].kind: ")


def test_two_values_for_one_case_and_time() -> None:
    again = '\n[[parameter]]\nname = "reward.notice_days"\nclause = "{clause}"\nvalue = {value}\nunit = "day"\n{more}\n'
    same_place = found(GOOD + again.format(clause="art1.p1", value=12, more=""))
    assert [m.key for m in same_place] == ["parameter[3].name"]
    clause = (
        '\n[[clause]]\nid = "art2.p1"\nzh = "又"\nen = "again"\nkind = "threshold"\nforce = "must"\nmodule = "rewards"\n'
        "executable = true\n"
    )
    other_place = found(GOOD + clause + again.format(clause="art2.p1", value=12, more=""))
    assert [m.key for m in other_place] == [
        "parameter[3].name"
    ]  # one organ, two exact values: a person would have to choose
    later = GOOD.replace("value = 10", "value = 10\nto = 2026-01-01")
    assert found(later + again.format(clause="art1.p1", value=12, more="from = 2026-01-01")) == ()


def test_what_is_no_toml_is_said_with_its_line() -> None:
    (mistake,) = found("id = \n")
    assert (mistake.line, mistake.key) == (1, "TOML")


def test_the_packaged_files_are_clean() -> None:
    library = load()
    for file in sorted(INSTRUMENTS.glob("*.toml")):
        assert lint(file.read_text("utf-8"), file.name, library) == ()


def test_the_parameters_that_rules_ask_for_are_known() -> None:
    assert {"reward.pool_floor", "reward.payment_months"} <= asked("parameter")
    assert "net_income" in asked("definition")
    assert "agreement.topics" in asked("checklist")


WRONG = [5, "x", True, [], [1], {}, {"a": 1}, [{"a": 1}], 1.5]


@pytest.mark.parametrize("wrong", WRONG, ids=repr)
def test_any_value_anywhere_is_a_mistake_or_harmless(wrong: Any) -> None:
    """Every key in turn is given a value of every type. Linting tells or lets pass; what it lets pass, loads."""
    raw = tomllib.loads(GOOD)
    places: list[tuple[Any, ...]] = [(key,) for key in raw]
    for table, items in raw.items():
        for number, item in enumerate(items if isinstance(items, list) else ()):
            places += [(table, number, key) for key in item] if isinstance(item, dict) else []
    for place in places:
        changed: Any = tomllib.loads(GOOD)
        holder = changed
        for step in place[:-1]:
            holder = holder[step]
        holder[place[-1]] = wrong
        text = tomlkit.dumps(changed)
        if not found(text):
            read_instrument(text, "test.toml")
