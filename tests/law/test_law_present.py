"""A finding as JSON and as text, in both languages; why a text did not count; a rule described for programs."""

from __future__ import annotations

import json
from typing import Any

import pytest

import kechuang.law.rules  # noqa: F401  the rule files register themselves
from kechuang.law import REGISTRY, Verdict, explain, load
from kechuang.law.execution.prose import formula, lines
from kechuang.law.finding import Finding
from kechuang.law.model import Citation
from kechuang.law.parameters import Considered, Outcome
from kechuang.law.present import (
    OUTCOMES,
    VERDICTS,
    as_dict,
    as_text,
    because_words,
    citation_words,
    fact_words,
    rule_dict,
)

FACTS = {
    "deal": {"mode": "licence", "net_income": 100_000_000, "received_on": "2025-06-10"},
    "unit": {"public_platform": True, "public_research_unit": True},
}


@pytest.fixture(scope="module")
def finding() -> Finding:
    return explain("reward_pool_floor", FACTS, territory="330802", on="2025-06-10")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_finding_is_json(finding: Finding, lang: str) -> None:
    told: dict[str, Any] = json.loads(json.dumps(as_dict(finding, lang), ensure_ascii=False))
    assert (told["rule"], told["verdict"], told["value"], told["unit"]) == (
        "reward_pool_floor",
        "computed",
        80_000_000,
        "fen",
    )
    assert told["outputs"]["pool_share"]["value"] == "80%"
    assert told["citations"][0]["clause"] == "quzhou-2024:art20.p1.i1"
    assert told["context"] == {
        "territory": "330802", "on": "2025-06-10", "known_on": None, "simulate": False, "law": load().fingerprint,
    }  # fmt: skip
    assert told["steps"][0]["children"]
    assert told["missing"] == told["conflicts"] == told["open_interpretations"] == []
    shares = next(table for table in told["considered"] if table["name"] == "reward.pool_floor")
    assert {row["instrument"]: row["outcome"] for row in shares["rows"]}["quzhou-2024"] == "decides"
    assert all(row["instrument_text"] and row["outcome_text"] for row in shares["rows"])


def test_languages_differ_in_words_only(finding: Finding) -> None:
    def bare(data: Any) -> Any:
        if isinstance(data, dict):
            words = {"label", "text", "question", "choice_text", "formula"}
            return {k: bare(v) for k, v in data.items() if k not in words and not k.endswith("_text")}
        return [bare(part) for part in data] if isinstance(data, list) else data

    assert bare(as_dict(finding, "zh")) == bare(as_dict(finding, "en"))
    assert as_dict(finding, "zh")["verdict_text"] == "已算出"
    assert as_dict(finding, "en")["verdict_text"] == "computed"


def test_the_text_says_the_answer_first_and_each_step_with_its_clause(finding: Finding) -> None:
    zh, en = as_text(finding, "zh").splitlines(), as_text(finding, "en").splitlines()
    assert zh[0] == "奖励总额下限：800,000.00 元【已算出】"
    assert en[0] == "Reward pool floor: CNY 800,000.00 [computed]"
    assert any("奖励比例下限 = 80%" in line and "衢州条例第20条第1款第1项" in line for line in zh)
    assert any("Reward share floor = 80%" in line and "Quzhou 2024 art. 20(1)(i)" in line for line in en)
    assert any("柯桥" in line and "征求意见稿" in line for line in zh)
    assert not [line for line in en if any("\u4e00" <= c <= "\u9fff" for c in line)]


def test_every_step_of_a_clock_tells_its_day_and_basis() -> None:
    facts = {"deal.received_on": "2024-08-31", "deal.agreed": False, "deal.mode": "licence"}
    told = as_dict(explain("reward_payment", facts, territory="330802", on="2024-08-31"))
    dates = [date for step in _walk(told["steps"]) for date in step.get("dates", ())]
    assert ("2025-02-28", "prc-civil-code:art202") in [(date["day"], date["basis"]) for date in dates]
    assert all("《民法典》" in date["basis_text"] for date in dates if date["basis"].startswith("prc-civil-code"))


def _walk(steps: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [step for one in steps for step in (one, *_walk(one["children"]))]


def test_what_is_missing_is_named_in_words() -> None:
    told = as_dict(explain("reward_pool_floor", {}, territory="330802", on="2025-06-10"), "en")
    assert told["verdict"] == "needs_determination"
    assert {"fact": "deal.mode", "label": "Mode of transformation"} in told["missing"]


@pytest.mark.parametrize(
    ("because", "zh", "en"),
    [
        ("", "", ""),
        ("3308", "只管区划 3308", "governs region 3308"),
        ("<2025-03-01", "2025-03-01 起施行", "in force from 2025-03-01"),
        (">=2025-03-01", "2025-03-01 起不再施行", "no longer in force from 2025-03-01"),
        ("<", "没有施行日期", "no date of entry into force"),
        ("known>2024-11-27", "2024-11-27 才公布", "published on 2024-11-27"),
        ("draft", "征求意见稿", "a draft"),
        ("may", "条文写的是“可以”", "the text says may"),
        ("agreed", "单位有规定或者有约定", "a rule or agreement of the unit"),
        (
            "unit.platform、agreed",
            "科创平台、单位有规定或者有约定",
            "Sci-tech innovation platform, a rule or agreement of the unit",
        ),
    ],
)
def test_why_a_text_did_not_count(because: str, zh: str, en: str) -> None:
    row = Considered("a", None, None, {}, Outcome.FAILED, because)
    assert (because_words(row), because_words(row, "en")) == (zh, en)


def test_every_verdict_and_outcome_has_words() -> None:
    assert set(VERDICTS) == set(Verdict)
    assert set(OUTCOMES) == set(Outcome)
    assert fact_words("deal.amount", "zh") == "实际成交额"
    assert fact_words("no.such", "zh") == "no.such"
    assert citation_words(Citation("elsewhere", "art1.p1"), "zh", load()) == "elsewhere:art1.p1"


UNNAMED = {"ip_fee_payment", "objection_reply"}
"""Dates that no text of the library sets: a notice or the unit's own published procedure does, and the rule says so."""


@pytest.mark.parametrize("name", sorted(REGISTRY))
def test_every_rule_is_described(name: str) -> None:
    told = rule_dict(name)
    assert told["inputs"], name
    assert all(entry["label_zh"] and entry["label_en"] and entry["type"] for entry in told["inputs"])
    assert all(entry["unit"] for entry in told["inputs"] if entry["type"] == "fen")
    assert all(entry["options"] for entry in told["inputs"] if entry["type"] == "choice")
    assert told["cites"] or name in UNNAMED, "a rule cites a clause, unless the text names none"
    assert told["formula_zh"]
    assert not [line for line in told["formula_en"] if any("\u4e00" <= c <= "\u9fff" for c in line)], told["formula_en"]
    json.dumps(told)


def test_a_formula_names_its_parts() -> None:
    rule = REGISTRY["reward_pool_floor"]
    assert formula(rule, "en", load()).startswith(
        "Reward pool floor = Net income × [Reward share floor] (rounded up to the fen)"
    )
    told = lines(rule, "zh", load())
    assert told[0].startswith("奖励总额下限 = ")
    assert any(line.startswith("净收入 = ") for line in told)
    assert len(told) == len(set(told))
