"""The instrument files as data: whole, at one with each other, and true to the clause inventory and the texts."""

from __future__ import annotations

import ast
import datetime as dt
import os
import re
import tomllib
from collections import Counter
from fractions import Fraction
from itertools import chain
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
FILES = sorted((ROOT / "kechuang" / "law" / "instruments").glob("*.toml"))
SHARED = Path(os.environ.get("KECHUANG_SHARED", ROOT.parent / "shared"))
INVENTORY = SHARED / "law" / "clauses.yaml"
STATUTES = SHARED / "statutes"

CLAUSE_COUNTS = {"quzhou-2024": 86, "keqiao-2025-draft": 77, "zhejiang-2021": 113, "binjiang-2023": 50}
KINDS = {
    "computation", "threshold", "deadline", "procedure", "record", "prohibition", "entitlement", "duty", "service",
    "sanction", "definition", "principle", "delegation",
}  # fmt: skip
FORCES = {"must", "may", "unless_agreed"}
UNITS = {"share", "fen", "day", "month", "year", "month_day", "count", "times", "level", "date", "code"}
NUMBERS = {"fen", "day", "month", "year", "count", "times"}
LEVELS = {"county", "city", "province", "national"}
KEYS = {
    "instrument": {
        "id", "title", "title_en", "short", "short_en", "seal", "issuer", "issuer_en", "region", "rank", "status",
        "adopted", "approved", "published", "in_force", "repealed", "known_from", "document_number", "based_on",
        "amends", "repeals", "numbering", "note", "note_en", "version", "clause", "parameter", "checklist",
        "definition", "interpretation", "fact",
    },
    "version": {"from", "note", "note_en", "known"},
    "clause": {
        "id", "zh", "en", "kind", "force", "module", "executable", "split", "actors", "interpretations", "see",
    },
    "parameter": {
        "name", "clause", "value", "unit", "bound", "key", "applies", "basis", "strict", "from", "to", "known_from",
        "force", "source",
    },
    "checklist": {"name", "clause", "zh", "en", "complete", "required", "applies", "items"},
    "definition": {"name", "clause", "zh", "en", "formula", "applies"},
    "fact": {"name", "unit", "zh", "en"},
    "interpretation": {"id", "question", "question_en", "default", "choices", "clauses", "note", "note_en"},
}  # fmt: skip
LISTS = ("clause", "parameter", "checklist", "definition", "interpretation")
FORMULA_FUNCTIONS = {"min", "max", "at_least", "at_most", "share", "when"}
SNAKE = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")
DOTTED = re.compile(rf"{SNAKE.pattern}(\.{SNAKE.pattern})+")
CLAUSE_ID = {
    "articles": re.compile(r"art\d+\.p\d+(\.i\d+)?(\.[a-z])?"),
    "sections": re.compile(r"(s\d+(\.\d+)?(\.[pi]\d+)?|preamble|final)(\.[a-z])?"),
}

Table = dict[str, Any]


def load(path: Path) -> Table:
    with path.open("rb") as stream:
        return tomllib.load(stream)


INSTRUMENTS: dict[str, Table] = {path.stem: load(path) for path in FILES}
CLAUSES = {f"{name}:{clause['id']}" for name, data in INSTRUMENTS.items() for clause in data["clause"]}
SWITCHES = {row["id"]: row for data in INSTRUMENTS.values() for row in data.get("interpretation", [])}

each = pytest.mark.parametrize("name", sorted(INSTRUMENTS))


def rows(name: str, kind: str) -> list[Table]:
    found: list[Table] = INSTRUMENTS[name].get(kind, [])
    return found


def is_known(reference: str) -> bool:
    """A reference names a clause, or a prefix that cites all clauses under it."""
    return reference in CLAUSES or any(clause.startswith(reference + ".") for clause in CLAUSES)


def named(row: Table) -> str:
    return str(row.get("id") or row.get("name"))


def duplicates(values: list[Any]) -> list[Any]:
    return [value for value, times in Counter(values).items() if times > 1]


def test_four_instruments_are_inventoried_and_three_more_stand_beside_them() -> None:
    assert set(INSTRUMENTS) == {*CLAUSE_COUNTS, "prc-transformation-2015", "beijing-2019", "reward-tax-2018"}


@each
def test_identity_names_the_file_and_its_place(name: str) -> None:
    data = INSTRUMENTS[name]
    assert data["id"] == name
    assert all(data[key] for key in ("title", "title_en", "short", "short_en", "issuer", "issuer_en"))
    assert len(data["seal"]) == 1
    assert re.fullmatch(r"(\d{2}(\d{2}(\d{2})?)?)?", data["region"])
    assert data["rank"] in {"law", "provincial_regulation", "municipal_regulation", "policy_document"}
    assert data["status"] in {"in_force", "trial", "draft", "repealed"}
    assert data["numbering"] in CLAUSE_ID
    assert all(based in INSTRUMENTS for based in data.get("based_on", []))


@each
def test_identity_dates_are_in_order(name: str) -> None:
    data = INSTRUMENTS[name]
    days = [data[key] for key in ("adopted", "approved", "published", "in_force", "repealed") if key in data]
    assert all(type(day) is dt.date for day in days)
    assert days == sorted(days)
    if data["status"] == "draft":
        assert {"adopted", "known_from"}.isdisjoint(data), "a draft has not been adopted or published"
    else:
        assert data["adopted"] <= data["known_from"] <= data["in_force"]


@each
def test_keys_hold_no_slips_of_the_pen(name: str) -> None:
    assert set(INSTRUMENTS[name]) <= KEYS["instrument"]
    for kind in ("version", "fact", *LISTS):
        for row in rows(name, kind):
            assert set(row) <= KEYS[kind], f"{kind} {named(row)}: {set(row) - KEYS[kind]}"


@pytest.mark.parametrize(("name", "count"), CLAUSE_COUNTS.items())
def test_clause_count_is_that_of_the_inventory(name: str, count: int) -> None:
    assert len(rows(name, "clause")) == count


@each
def test_clauses_are_whole(name: str) -> None:
    form = CLAUSE_ID[INSTRUMENTS[name]["numbering"]]
    assert duplicates([clause["id"] for clause in rows(name, "clause")]) == []
    for clause in rows(name, "clause"):
        assert form.fullmatch(clause["id"]), clause["id"]
        assert all((clause["zh"], clause["en"], clause["actors"])), clause["id"]
        assert (clause["kind"] in KINDS, clause["force"] in FORCES) == (True, True), clause["id"]
        assert type(clause["executable"]) is bool, clause["id"]
        assert all(SNAKE.fullmatch(word) for word in (clause["module"], *clause["actors"])), clause["id"]
        lettered = bool(re.search(r"\.[a-z]$", clause["id"]))
        assert clause.get("split", False) is lettered, f"{clause['id']}: split and trailing letter go together"


@each
def test_references_resolve(name: str) -> None:
    for kind in ("parameter", "checklist", "definition"):
        for row in rows(name, kind):
            assert f"{name}:{row['clause']}" in CLAUSES, f"{kind} {row['name']} -> {row['clause']}"
    for clause in rows(name, "clause"):
        assert all(is_known(reference) for reference in clause.get("see", [])), clause["id"]
        for switch in clause.get("interpretations", []):
            assert f"{name}:{clause['id']}" in SWITCHES[switch]["clauses"], f"{clause['id']} -> {switch}"
    for row in rows(name, "interpretation"):
        assert set() < set(row["clauses"]) <= CLAUSES, row["id"]


@each
def test_interpretations_are_named_by_the_clauses_they_govern(name: str) -> None:
    """Both directions hold, so a clause page and an interpretation page never disagree."""
    by_id = {f"{other}:{clause['id']}": clause for other in INSTRUMENTS for clause in rows(other, "clause")}
    for row in rows(name, "interpretation"):
        for clause in row["clauses"]:
            assert row["id"] in by_id[clause].get("interpretations", []), f"{row['id']} is missing at {clause}"


@each
def test_parameters_are_well_formed(name: str) -> None:
    seen = []
    for row in rows(name, "parameter"):
        label = f"{row['name']} at {row['clause']}"
        assert DOTTED.fullmatch(row["name"]), label
        assert row["unit"] in UNITS, label
        assert row["bound"] in {"floor", "ceiling", "exact"}, label
        assert row["source"] in {"stated", "derived"}, label
        assert row.get("force", "must") in FORCES, label
        assert all(DOTTED.fullmatch(trait) for trait in row.get("applies", {})), label
        assert all(isinstance(cases, list) and cases for cases in row.get("key", {}).values()), label
        value, unit = row["value"], row["unit"]
        if unit in NUMBERS:
            assert type(value) is int, label
            assert value > 0, label
        elif unit == "share":
            assert re.fullmatch(r"\d+(\.\d+)?%", value), label
            assert 0 < share(value) <= 1, label
        elif unit == "date":
            assert type(value) is dt.date, label
        elif unit == "month_day":
            assert dt.date.fromisoformat(f"2024-{value}"), label
        elif unit == "level":
            assert value in LEVELS, label
        else:
            assert type(value) is str, label
        cases = list(chain(*row.get("key", {}).values())) or [""]
        seen += [(row["name"], row["clause"], case) for case in cases]
    assert duplicates(seen) == []


def share(text: str) -> Fraction:
    return Fraction(text.removesuffix("%")) / 100


@each
def test_checklists_name_their_items(name: str) -> None:
    assert duplicates([row["name"] for row in rows(name, "checklist")]) == []
    for row in rows(name, "checklist"):
        assert DOTTED.fullmatch(row["name"]), row["name"]
        assert all((row["zh"], row["en"])), row["name"]
        assert type(row["complete"]) is bool, row["name"]
        required, items = row["required"], row["items"]
        assert required in ("all", "any") or 0 < required <= len(items), row["name"]
        assert len(items) >= 2, f"{row['name']}: a list of one is not a list"
        assert all(set(item) == {"id", "zh", "en"} and all(item.values()) for item in items), row["name"]
        assert all(SNAKE.fullmatch(item["id"]) for item in items), row["name"]
        for key in ("id", "zh", "en"):
            assert duplicates([item[key] for item in items]) == [], row["name"]


@each
def test_definitions_are_formulas_over_facts(name: str) -> None:
    for row in rows(name, "definition"):
        assert all((row["zh"], row["en"]))
        tree = ast.parse(row["formula"], mode="eval")
        calls = {ast.unparse(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)}
        facts = {ast.unparse(node) for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
        bare = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
        assert calls <= FORMULA_FUNCTIONS
        assert bare - calls == {fact.split(".")[0] for fact in facts}, "every name is a function or a dotted fact"
        assert {fact["name"] for fact in rows(name, "fact")} <= facts, "a fact that no formula asks for"


def test_net_income_differs_by_place() -> None:
    formulas = {name: row["formula"] for name in INSTRUMENTS for row in rows(name, "definition")}
    assert set(formulas) == {"zhejiang-2021", "beijing-2019"}
    assert "deal.fiscal_research_cost" in formulas["zhejiang-2021"]
    facts = {fact["name"] for fact in rows("beijing-2019", "fact")}
    assert facts == {"deal.maintenance_costs", "deal.direct_costs"}
    assert all(fact in formulas["beijing-2019"] for fact in facts)


def test_interpretations_a01_to_a42_are_all_there_once() -> None:
    everywhere = [row["id"] for name in INSTRUMENTS for row in rows(name, "interpretation")]
    assert duplicates(everywhere) == []
    assert {switch.split(".")[0] for switch in everywhere} == {f"A{number:02}" for number in range(1, 43)}
    suffixed = {switch.split(".")[0] for switch in everywhere if "." in switch}
    assert suffixed.isdisjoint(everywhere), "a letter is either one switch or several, never both"


@each
def test_interpretations_offer_real_choices(name: str) -> None:
    for row in rows(name, "interpretation"):
        choices = row["choices"]
        assert re.fullmatch(r"A\d\d(\.[a-z_]+)?", row["id"])
        assert all(row[key] for key in ("question", "question_en", "note", "note_en")), row["id"]
        assert len(choices) >= 2, row["id"]
        assert all(set(choice) == {"id", "zh", "en"} and all(choice.values()) for choice in choices), row["id"]
        assert all(SNAKE.fullmatch(choice["id"]) for choice in choices), row["id"]
        assert duplicates([choice["id"] for choice in choices]) == [], row["id"]
        assert row["default"] == "open" or row["default"] in {choice["id"] for choice in choices}, row["id"]


def figures(name: str, parameter: str) -> set[tuple[Any, str, str]]:
    """(value, force, trait) of every row of one parameter; the instrument's clause force unless the row has its own."""
    force = {clause["id"]: clause["force"] for clause in rows(name, "clause")}
    return {
        (row["value"], row.get("force", force[row["clause"]]), next(iter(row.get("applies", {})), ""))
        for row in rows(name, "parameter")
        if row["name"] == parameter
    }


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("quzhou-2024", {("80%", "must", "unit.public_platform")}),
        ("zhejiang-2021", {("70%", "must", "unit.public_research_unit")}),
        ("prc-transformation-2015", {("50%", "unless_agreed", ""), ("50%", "must", "unit.state_established")}),
        ("beijing-2019", {("70%", "may", "unit.public_research_unit")}),
    ],
)
def test_reward_floor_has_its_own_share_force_and_scope(name: str, expected: set[tuple[str, str, str]]) -> None:
    assert figures(name, "reward.pool_floor") == expected


def test_national_duty_on_own_implementation_runs_three_to_five_years() -> None:
    law = "prc-transformation-2015"
    both = {("unless_agreed", ""), ("must", "unit.state_established")}
    assert figures(law, "reward.profit_floor") == {("5%", *shape) for shape in both}
    assert figures(law, "reward.profit_years_min") == {(3, *shape) for shape in both}
    assert figures(law, "reward.profit_years") == {(5, *shape) for shape in both}


# The clause inventory beside the repository ------------------------------------------------------


@pytest.fixture(scope="module")
def inventory() -> dict[str, dict[str, Table]]:
    yaml = pytest.importorskip("yaml", reason="PyYAML reads the clause inventory")
    if not INVENTORY.exists():
        pytest.skip(f"no clause inventory at {INVENTORY}; KECHUANG_SHARED names its folder")
    data = yaml.safe_load(INVENTORY.read_text(encoding="utf-8"))
    return {instrument["id"]: {clause["id"]: clause for clause in instrument["clauses"]} for instrument in data}


def in_unit(value: Any, unit: str) -> Any:
    """A figure of the inventory in the unit the instrument files use."""
    if unit == "percent":
        return f"{value}%"
    if unit == "CNY":
        return value * 100
    if unit == "date":
        return dt.date.fromisoformat(value)
    return value


@pytest.mark.parametrize("name", sorted(CLAUSE_COUNTS))
def test_clauses_match_the_inventory(name: str, inventory: dict[str, dict[str, Table]]) -> None:
    ours = {clause["id"]: clause for clause in rows(name, "clause")}
    assert list(ours) == list(inventory[name])
    for key, theirs in inventory[name].items():
        clause = ours[key]
        for field in ("zh", "en", "kind", "module", "executable", "actors"):
            assert clause[field] == theirs[field], f"{key}.{field}"
        letters = {switch.split(".")[0] for switch in clause.get("interpretations", [])}
        assert set(theirs.get("ambiguities", [])) <= letters, key
        assert set(theirs.get("see_also", [])) <= set(clause.get("see", [])), key


@pytest.mark.parametrize("name", sorted(CLAUSE_COUNTS))
def test_every_figure_of_the_inventory_is_a_parameter(name: str, inventory: dict[str, dict[str, Table]]) -> None:
    ours = {(row["clause"], row["source"], str(row["value"])) for row in rows(name, "parameter")}
    for key, clause in inventory[name].items():
        for figure, theirs in clause.get("parameters", {}).items():
            if theirs["source"] != "counted":
                value = str(in_unit(theirs["value"], theirs["unit"]))
                assert (key, theirs["source"], value) in ours, f"{key} {figure} = {value}"


@pytest.mark.parametrize("name", sorted(CLAUSE_COUNTS))
def test_every_counted_enumeration_is_a_checklist(name: str, inventory: dict[str, dict[str, Table]]) -> None:
    for key, clause in inventory[name].items():
        counted = [p["value"] for p in clause.get("parameters", {}).values() if p["source"] == "counted"]
        lengths = sorted((len(row["items"]) for row in rows(name, "checklist") if row["clause"] == key), reverse=True)
        assert len(lengths) >= len(counted), f"{key}: {len(counted)} enumerations, {len(lengths)} checklists"
        for wanted, length in zip(sorted(counted, reverse=True), lengths, strict=False):
            assert length >= wanted, f"{key}: {wanted} items named in the text, {length} in the checklist"


# The official texts beside the repository --------------------------------------------------------

DIGITS = {digit: number for number, digit in enumerate("〇一二三四五六七八九")}


def number(text: str) -> int:
    """二十三 -> 23; the articles of these texts stay below one hundred."""
    if "十" not in text:
        return DIGITS[text]
    tens, _, ones = text.partition("十")
    return DIGITS.get(tens, 1) * 10 + DIGITS.get(ones, 0)


def outline(text: str) -> list[str]:
    """Ids of the paragraphs and items of a text laid out by articles, a paragraph to a line."""
    found: list[str] = []
    article = paragraph = 0
    for line in text.splitlines():
        opening = re.match(r"第([一二三四五六七八九十]+)条[\s　]", line)
        item = re.match(r"（([一二三四五六七八九十]+)）", line)
        if opening:
            article, paragraph = number(opening[1]), 1
            found.append(f"art{article}.p1")
        elif item and article:
            found.append(f"art{article}.p{paragraph}.i{number(item[1])}")
        elif article and line.strip() and not line.startswith("#"):
            paragraph += 1
            found.append(f"art{article}.p{paragraph}")
    return found


@pytest.mark.parametrize(
    ("name", "file"),
    [
        ("prc-transformation-2015", "prc-transformation-2015.md"),
        ("beijing-2019", "beijing-transformation-2019.md"),
        ("zhejiang-2021", "zhejiang-2021.txt"),
    ],
)
def test_clauses_cover_every_paragraph_and_item_of_the_text(name: str, file: str) -> None:
    if not (STATUTES / file).exists():
        pytest.skip(f"no official text at {STATUTES / file}; KECHUANG_SHARED names its folder")
    expected = outline((STATUTES / file).read_text(encoding="utf-8"))
    ours = [re.sub(r"\.[a-z]$", "", clause["id"]) for clause in rows(name, "clause")]
    assert list(dict.fromkeys(ours)) == expected
