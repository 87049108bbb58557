"""`kechuang law compare`: what differs, the rules it touches, and what it does to a table of cases."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from kechuang.law.library import INSTRUMENTS

Law = Callable[..., Any]
HEADS = [
    "事情发生地",
    "转化方式",
    "已核定的净收入（元）",
    "收入到账日",
    "unit.public_platform",
    "unit.public_research_unit",
    "rule",
]
POOL = "reward_pool_floor"


@pytest.fixture
def raised(tmp_path: Path) -> Path:
    file = tmp_path / "quzhou-2024.toml"
    text = (INSTRUMENTS / "quzhou-2024.toml").read_text("utf-8")
    file.write_text(text.replace('value = "80%"', 'value = "85%"'), "utf-8")
    return file


def cases(path: Path, *rows: list[str]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([HEADS, *rows])
    return path


def row(territory: str = "330802", net: str = "1000", mode: str = "许可", rule: str = POOL) -> list[str]:
    return [territory, mode, net, "2025-06-10", "是", "是", rule]


def test_changes_and_rules(law: Law, raised: Path) -> None:
    told = law("compare", "current", raised, "--json").json
    assert {(c["kind"], c["name"], c["clause"]) for c in told["changes"]} == {
        ("value", "reward.pool_floor[mode=licence|transfer]", "quzhou-2024:art20.p1.i1"),
        ("value", "reward.pool_floor[mode=equity]", "quzhou-2024:art20.p1.i2"),
    }
    assert POOL in {rule["name"] for rule in told["rules"]}
    assert "affected" not in told
    text = law("compare", "current", raised, "--lang", "en").out
    assert text.startswith("2 differences")
    assert "80% floor" in text


def test_cases(law: Law, raised: Path, tmp_path: Path) -> None:
    file = cases(
        tmp_path / "cases.csv",
        row(), row("330106"), row(net="bad"), row(net="2000"), row(rule="annual_report_due"), row(mode="自行实施"),
    )  # fmt: skip
    told = law("compare", "current", raised, "--cases", file, "--json").json
    assert told["cases"] == 6
    assert [(one["row"], one["rule"], one["difference"]) for one in told["affected"]] == [
        (2, POOL, 5_000),
        (5, POOL, 10_000),
    ]
    assert told["affected"][0]["before"]["outputs"]["pool_share"] == "80%"
    assert told["totals"] == {
        POOL: {"rows": 2, "verdicts_changed": 0, "fen_before": 240_000, "fen_after": 255_000, "difference": 15_000}
    }
    assert [(one["row"], one["column"]) for one in told["rejected"]] == [(4, "已核定的净收入（元）")]
    text = law("compare", "current", raised, "--cases", file)
    assert "案件 6 行，受影响 2 行" in text.out
    assert "合计 2,400.00 → 2,550.00 元（150.00）" in text.out
    assert "第 2 行 reward_pool_floor：800.00 元 [已算出] → 850.00 元 [已算出]" in text.out
    assert "第 4 行" in text.err


def test_a_verdict_that_changes_is_counted(law: Law, raised: Path, tmp_path: Path) -> None:
    heads = [*HEADS[:-1], "实际奖励总额（元）"]
    file = tmp_path / "cases.csv"
    with file.open("w", encoding="utf-8", newline="") as handle:
        csv.writer(handle).writerows([heads, [*row()[:-1], "820"], [*row()[:-1], "900"]])
    told = law("compare", "current", raised, "--cases", file, "--rule", "reward_pool_check", "--json").json
    verdicts = {one["row"]: (one["before"]["verdict"], one["after"]["verdict"]) for one in told["affected"]}
    assert verdicts[2] == ("met", "breached")
    assert told["totals"]["reward_pool_check"]["verdicts_changed"] == 1
    assert told["tried"] == ["reward_pool_check"]


def test_cases_from_parquet_and_all_touched_rules(law: Law, raised: Path, tmp_path: Path) -> None:
    frame = pl.DataFrame(
        {"territory": ["330802"], "deal.mode": ["licence"], "deal.net_income": [100], "deal.received_on": ["2025-06-10"],
         "unit.public_platform": [True], "unit.public_research_unit": [True]}
    )  # fmt: skip
    frame.write_parquet(tmp_path / "cases.parquet")
    told = law("compare", "current", raised, "--cases", tmp_path / "cases.parquet", "--json").json
    rules = {one["rule"] for one in told["affected"]}
    assert {POOL, "unit_keeps_at_most", "main_contributors_floor"} <= rules
    assert all(one["row"] == 2 for one in told["affected"])


def test_a_day_of_knowledge(law: Law, tmp_path: Path) -> None:
    told = law("compare", "2024-11-26", "2024-11-27", "--cases", cases(tmp_path / "c.csv", row()), "--json").json
    assert [(c["name"], c["before"], c["after"]) for c in told["changes"]] == [("quzhou-2024", "-", "known")]
    assert [one["difference"] for one in told["affected"]] == [10_000]


def test_cases_without_a_column_that_matters(law: Law, raised: Path, tmp_path: Path) -> None:
    file = tmp_path / "cases.csv"
    file.write_text("territory,note\n330802,x\n", "utf-8")
    assert "没有受影响的规则要用的列" in law("compare", "current", raised, "--cases", file, code=2).err


def test_nothing_differs(law: Law, tmp_path: Path) -> None:
    told = law("compare", "current", "current", "--cases", cases(tmp_path / "c.csv", row()), "--json").json
    assert (told["changes"], told["rules"], told["affected"], told["cases"]) == ([], [], [], 1)
