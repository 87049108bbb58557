"""`list`, `show`, `rules`, `coverage`, `lint`: what there is, where it lives, what is wrong with it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from kechuang.law import load
from kechuang.law.library import INSTRUMENTS

Law = Callable[..., Any]


def test_list(law: Law) -> None:
    rows = {row["id"]: row for row in law("list", "--json").json}
    assert set(rows) == set(load().instruments)
    quzhou = rows["quzhou-2024"]
    assert (quzhou["status"], quzhou["rank"], quzhou["region"]) == ("in_force", "municipal_regulation", "3308")
    assert (quzhou["in_force"], quzhou["clauses"], quzhou["text_imported"]) == ("2025-03-01", 86, False)
    assert rows["keqiao-2025-draft"]["status"] == "draft"
    text = law("list", "--lang", "en").out
    assert "draft" in text
    assert "on trial" in text
    assert "衢州条例" in law("list").out


@pytest.mark.parametrize(
    "asked",
    [
        "zhejiang-2021:art37.p4", "浙江条例第37条第4款", "浙江省促进科技成果转化条例第三十七条第四款", "《浙江条例》 第37条 第4款",
    ],
)  # fmt: skip
def test_show_a_clause_by_id_or_official_citation(law: Law, asked: str) -> None:
    told = law("show", asked, "--json").json
    clause = told if "clause" in told else told["clauses"][0]
    assert clause["clause"] == "zhejiang-2021:art37.p4"
    assert clause["summary_is_ours"] is True
    assert clause["official"] is None
    assert clause["definitions"][0]["name"] == "net_income"
    assert {"rule"} <= {home["kind"] for home in clause["lives_in"]}
    assert {"kind": "rule", "name": "net_income", "where": "kechuang/law/rules/net_income.py"} in clause["lives_in"]


def test_show_says_that_the_summary_is_ours(law: Law) -> None:
    told = law("show", "quzhou-2024:art20.p1.i1").out
    assert "摘要（本系统所写，不是原文）" in told
    assert "原文：尚未导入" in told
    assert "reward.pool_floor 不低于 80%（mode：licence、transfer；unit.public_platform = true）" in told
    english = law("show", "quzhou-2024:art20.p1.i1", "--lang", "en").out
    assert "Summary (ours, not the text): " in english
    assert "at least 80% (mode: licence, transfer; unit.public_platform = true)" in english


def test_show_an_article_and_a_whole_instrument(law: Law) -> None:
    article = law("show", "quzhou-2024:art20", "--json").json
    assert all(clause["id"].startswith("art20.") for clause in article["clauses"])
    whole = law("show", "quzhou-2024", "--json").json
    assert len(whole["clauses"]) == whole["instrument"]["clauses"] == 86
    assert law("show", "衢州条例", "--json").json == whole


def test_show_a_value_a_list_and_a_reading(law: Law) -> None:
    told = law("show", "zhejiang-2021:art17", "--json").json["clauses"]
    values = {value["name"]: value["text"] for clause in told for value in clause["parameters"]}
    assert values["pricing.notice_days"].startswith("不低于 15日")
    lists = {one["name"]: one for clause in told for one in clause["checklists"]}
    fields = lists["pricing.notice_fields"] if "pricing.notice_fields" in lists else next(iter(lists.values()))
    assert fields["items"][0]["zh"]
    readings = {one["id"] for clause in told for one in clause["interpretations"]}
    assert any(ident.startswith("A09") for ident in readings)


# -- rules ----------------------------------------------------------------------------------------------------


def test_rules_as_json_tell_inputs_units_and_outputs(law: Law) -> None:
    rules = {rule["name"]: rule for rule in law("rules", "--json").json}
    one = rules["reward_pool_floor"]
    inputs = {entry["name"]: entry for entry in one["inputs"]}
    assert (inputs["deal.amount"]["type"], inputs["deal.amount"]["unit"]) == ("fen", "fen")
    assert {"id": "licence", "zh": "许可", "en": "licence"} in inputs["deal.mode"]["options"]
    assert one["output"] == {"type": "fen", "unit": "fen", "options": None}
    assert one["outputs"]["pool_share"]["type"] == "share"
    assert "quzhou-2024:art20.p1.i1" in one["cites"]
    assert law("rules", "reward_pool_floor", "--json").json == one
    topics = next(entry for entry in rules["agreement_topics"]["inputs"] if entry["type"] == "items")
    assert len(topics["items"]) == 5


def test_rules_of_a_module(law: Law) -> None:
    told = law("rules", "--module", "evaluation", "--json").json
    assert {rule["module"] for rule in told} == {"evaluation"}
    assert "evaluation_award_total" in law("rules", "--module", "evaluation").out


def test_a_rule_in_full(law: Law) -> None:
    told = law("rules", "reward_pool_floor").out
    for words in (
        "deal.amount  实际成交额  金额（分）",
        "licence  许可",
        "奖励总额下限 = ",
        "quzhou-2024:art20.p1.i1  衢州条例第20条第1款第1项",
    ):
        assert words in told
    assert "amount (fen)" in law("rules", "reward_pool_floor", "--lang", "en").out


# -- coverage --------------------------------------------------------------------------------------------------


def test_coverage_is_a_row_a_clause(law: Law) -> None:
    rows = law("coverage", "--json").json
    assert len(rows) == sum(len(instrument.clauses) for instrument in load().instruments.values())
    assert all(list(row) == ["clause", "kind", "module", "executable", "lives_in"] for row in rows)
    assert all(list(home) == ["kind", "name", "where"] for row in rows for home in row["lives_in"])
    (one,) = [row for row in rows if row["clause"] == "zhejiang-2021:art37.p4"]
    assert {"kind": "rule", "name": "net_income", "where": "kechuang/law/rules/net_income.py"} in one["lives_in"]


def test_coverage_check(law: Law, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "不计的缺口 25 处：beijing-2019 25" in law("coverage", "--check").err
    assert "25 gaps excused: beijing-2019 25" in law("coverage", "--check", "--lang", "en").err
    assert "没有缺口" in law("coverage", "--check", "--instrument", "quzhou-2024").err
    from kechuang.law import coverage

    sanctions = "zhejiang-2021:art44"  # lives in rules alone, whatever actions other parts of the house declare
    without = {
        name: rule for name, rule in coverage.REGISTRY.items() if not any(sanctions in str(c) for c in rule.cites)
    }
    monkeypatch.setattr(coverage, "REGISTRY", without)
    told = law("coverage", "--check", "--instrument", "zhejiang-2021", code=1)
    assert sanctions in told.err
    assert "没有落点" in told.out
    gaps = law("coverage", "--gaps", "--json", "--instrument", "zhejiang-2021").json
    assert gaps
    assert all(
        row["executable"] or row["kind"] in ("computation", "threshold", "deadline", "prohibition", "sanction")
        for row in gaps
    )
    assert law("coverage", "--check", "--instrument", "quzhou-2024").code == 0


def test_coverage_strict_asks_for_every_executable_clause(law: Law, monkeypatch: pytest.MonkeyPatch) -> None:
    from kechuang.law import coverage

    monkeypatch.setattr(coverage, "REGISTRY", {})
    only_listed = [row["clause"] for row in law("coverage", "--gaps", "--json", "--instrument", "beijing-2019").json]
    assert only_listed
    assert law("coverage", "--check", "--instrument", "beijing-2019").code == 0  # another text than the four
    assert only_listed[0] in law("coverage", "--strict", "--instrument", "beijing-2019", code=1).err


# -- lint -------------------------------------------------------------------------------------------------------


def test_lint_all(law: Law) -> None:
    told = law("lint", "--lang", "en")
    assert told.out == ""
    assert "no mistakes" in told.err


def test_lint_tells_line_key_and_why(law: Law, tmp_path: Path) -> None:
    text = (INSTRUMENTS / "quzhou-2024.toml").read_text("utf-8").replace('value = "80%"', "value = 80", 1)
    file = tmp_path / "quzhou-2024.toml"
    file.write_text(text, "utf-8")
    line = text.splitlines().index("value = 80") + 1
    (mistake,) = law("lint", file, "--json", "--lang", "en", code=1).json
    assert (mistake["line"], mistake["why"]) == (line, 'a share is written in quotes, as "80%"')
    assert f"quzhou-2024.toml:{line}: parameter[" in law("lint", file, code=1).out


def test_lint_tells_what_would_break_a_rule(law: Law, tmp_path: Path) -> None:
    """A choice that no rule offers is no mistake of the file's shape, but no rule that reads it would run."""
    text = (INSTRUMENTS / "quzhou-2024.toml").read_text("utf-8")
    changed = text.replace('id = "contract_day"', 'id = "signing_day"').replace(
        'default = "income_day"', 'default = "signing_day"', 1
    )
    assert changed != text
    file = tmp_path / "quzhou-2024.toml"
    file.write_text(changed, "utf-8")
    told = law("lint", file, code=1).out
    assert "signing_day" in told


def test_lint_several_files_that_speak_of_each_other(law: Law, tmp_path: Path, write: Callable[..., str]) -> None:
    first, second = tmp_path / "one.toml", tmp_path / "two.toml"
    first.write_text(write("one"), "utf-8")
    second.write_text(
        write("two").replace('kind = "threshold"', 'kind = "threshold"\nsee = ["one:art1.p1"]', 1), "utf-8"
    )
    law("lint", first, second)
    assert "one:art1.p1" in law("lint", second, "--lang", "en", code=1).out
