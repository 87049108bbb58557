"""The worked scenarios through `kechuang law explain --json`, and the ways facts are given."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

Law = Callable[..., Any]
YUAN = 100
BOTH = {"public_platform": True, "public_research_unit": True}
QUZHOU, HANGZHOU, KEQIAO, BINJIANG = "330802", "330106", "330603", "330108"


@pytest.fixture
def ask(law: Law) -> Callable[..., dict[str, Any]]:
    def run(rule: str, territory: str, on: str, facts: Mapping[str, Any], *more: str) -> dict[str, Any]:
        told: dict[str, Any] = law(
            "explain",
            rule,
            "--territory",
            territory,
            "--on",
            on,
            "--facts",
            "-",
            "--json",
            *more,
            stdin=json.dumps(facts),
        ).json
        return told

    return run


def clauses(told: Mapping[str, Any]) -> set[str]:
    return {cited["clause"] for cited in told["citations"]}


def readings(told: Mapping[str, Any]) -> set[str]:
    return {used["id"] for used in told["interpretations"]}


def test_scenario_1(ask: Callable[..., Any]) -> None:
    facts = {"unit": BOTH, "deal": {"mode": "licence", "net_income": 1_000_000 * YUAN, "received_on": "2025-06-10"}}
    told = ask("reward_distribution", QUZHOU, "2025-06-10", facts)
    outputs = {name: output["value"] for name, output in told["outputs"].items()}
    assert told["value"] == 800_000 * YUAN
    assert (outputs["main_contributors_floor"], outputs["transfer_staff_floor"]) == (560_000 * YUAN, 40_000 * YUAN)
    assert outputs["unit_keeps_at_most"] == 200_000 * YUAN
    assert {"quzhou-2024:art20.p1.i1", "zhejiang-2021:art37.p2.a", "zhejiang-2021:art37.p2.b"} <= clauses(told)
    assert "A03" in readings(told)
    paid = ask("reward_distribution", QUZHOU, "2025-06-10", {**facts, "reward": {"paid": "900000元"}})
    assert paid["outputs"]["paid_main_contributors_floor"]["value"] == 630_000 * YUAN
    assert paid["outputs"]["paid_transfer_staff_floor"]["value"] == 45_000 * YUAN


@pytest.mark.parametrize(
    ("received_on", "net", "floor"),
    [
        ("2025-02-20", 500_000, 350_000),
        ("2025-04-15", 500_000, 400_000),
        ("2025-02-28", 1_000_000, 700_000),
        ("2025-03-01", 1_000_000, 800_000),
    ],
)
def test_scenario_3(ask: Callable[..., Any], received_on: str, net: int, floor: int) -> None:
    deal = {"mode": "licence", "net_income": net * YUAN, "contract_on": "2025-02-10", "received_on": received_on}
    told = ask("reward_pool_floor", QUZHOU, received_on, {"unit": BOTH, "deal": deal})
    assert (told["verdict"], told["value"]) == ("computed", floor * YUAN)
    assert "A04" in readings(told)
    by_contract = ask(
        "reward_pool_floor", QUZHOU, received_on, {"unit": BOTH, "deal": deal}, "--reading", "A04=contract_day"
    )
    assert by_contract["value"] == net * YUAN * 7 // 10


def test_scenario_5(ask: Callable[..., Any]) -> None:
    deal = {
        "mode": "licence", "amount": "2000000元", "costs": "760000元", "fiscal_research_cost": "400000元", "taxes": "40000元",
        "received_on": "2025-06-10",
    }  # fmt: skip
    facts = {"deal": deal, "unit": {"public_research_unit": True, "public_platform": False}}
    told = ask("reward_distribution", HANGZHOU, "2025-06-10", facts)
    outputs = {name: output["value"] for name, output in told["outputs"].items()}
    assert outputs["net_income"] == 1_600_000 * YUAN
    assert told["value"] == 1_120_000 * YUAN  # not 840,000
    assert (outputs["main_contributors_floor"], outputs["transfer_staff_floor"]) == (784_000 * YUAN, 56_000 * YUAN)
    assert "zhejiang-2021:art37.p4" in clauses(told)


@pytest.mark.parametrize(
    ("signed", "verdict"), [("2025-05-21", "breached"), ("2025-05-23", "breached"), ("2025-05-24", "met")]
)
def test_scenario_8(ask: Callable[..., Any], signed: str, verdict: str) -> None:
    facts = {
        "unit": {"public_research_unit": True}, "notice": {"unit_on": "2025-05-06", "market_on": "2025-05-08"},
        "deal": {"contract_on": signed},
    }  # fmt: skip
    told = ask("price_publicity", QUZHOU, "2025-05-06", facts)
    assert (told["verdict"], told["value"]) == (verdict, "2025-05-24")
    assert "zhejiang-2021:art17.p2.a" in clauses(told)
    related = {"relation": "family_company"}
    corrected = {**facts["notice"], "insider_marked": False, "corrected_on": "2025-05-20"}
    again = ask("price_publicity", QUZHOU, "2025-05-06", {**facts, "notice": corrected, "buyer": related})
    assert again["value"] == "2025-06-05"


@pytest.mark.parametrize(
    ("on", "listed", "reason", "step"),
    [
        ("2025-04-01", True, False, "completer"),
        ("2025-04-02", True, False, "listing"),
        ("2025-04-02", False, False, "completer"),
        ("2026-04-02", True, False, "licence"),
        ("2026-04-02", True, True, "completer"),
    ],
)
def test_scenario_12(ask: Callable[..., Any], on: str, listed: bool, reason: bool, step: str) -> None:
    idle = {
        "ip_right_on": "2023-04-01", "fiscal": True, "applied": True, "on_provincial_list": listed,
        "reason_recorded": reason, "reason_accepted": reason,
    }  # fmt: skip
    assert ask("idle_ladder", QUZHOU, on, {"unit": BOTH, "idle": idle})["value"] == step


def test_scenario_20(ask: Callable[..., Any]) -> None:
    told = ask(
        "agreement_filing", KEQIAO, "2025-01-31", {"agreement": {"signed_on": "2025-01-31", "filed_on": "2025-03-03"}}
    )
    assert (told["verdict"], told["value"], told["outputs"]["overdue_days"]["value"]) == ("breached", "2025-02-28", 3)
    assert told["simulation"] is True
    assert "keqiao-2025-draft:s1.4.c" in clauses(told)


@pytest.mark.parametrize(
    ("years", "reason", "verdict", "warned"),
    [(4, None, "met", False), (8, True, "met", False), (8, False, "breached", False), (12, None, "breached", False),
     (2, None, "met", True)],
)  # fmt: skip
def test_scenario_20_terms(
    ask: Callable[..., Any], years: int, reason: bool | None, verdict: str, warned: bool
) -> None:
    facts = {"agreement.term_years": years, "agreement.special_reason": reason}
    told = ask("agreement_term", KEQIAO, "2025-06-01", facts)
    assert (told["verdict"], told["simulation"]) == (verdict, True)
    assert ("warning" in {remark["kind"] for remark in told["remarks"]}) is warned


@pytest.mark.parametrize(("basic", "award"), [(9, 8_000_000), (10, 13_000_000)])
def test_scenario_22(ask: Callable[..., Any], basic: int, award: int) -> None:
    counts = {"basic_research_count": basic, "technology_innovation_count": 7, "innovation_service_count": 4}
    told = ask("evaluation_award_total", BINJIANG, "2025-06-10", {"evaluation": counts})
    assert told["value"] == award * YUAN
    assert told["outputs"]["basic_research_quota"]["value"] == (1 if basic == 9 else 2)
    effects = ask(
        "evaluation_effects", BINJIANG, "2025-06-10",
        {
            "unit": {"iur_platform": True, "platform_class": "basic_research"},
            "evaluation": {"score": 92, "grade": "excellent", "veto_matters": ["integrity"]},
            "budget": {"next_year_approved": "1250万元"},
        },
    )  # fmt: skip
    assert (effects["value"], effects["outputs"]["next_year_budget"]["value"]) == ("unqualified", 10_000_000 * YUAN)


@pytest.mark.parametrize(("taken", "verdict"), [("2028-05-20", "breached"), ("2028-05-21", "met")])
def test_scenario_24_ban(ask: Callable[..., Any], taken: str, verdict: str) -> None:
    facts = {
        "unit": {"public_research_unit": True},
        "bar": {"notified_on": "2025-05-20", "serious": True, "taken_on": taken},
    }
    told = ask("project_bar", QUZHOU, "2025-06-10", facts)
    assert (told["verdict"], told["value"]) == (verdict, "2028-05-21")


@pytest.mark.parametrize(("filed", "verdict"), [("2026-03-30", "met"), ("2026-03-31", "breached")])
def test_scenario_24_report(ask: Callable[..., Any], filed: str, verdict: str) -> None:
    facts = {"unit": {"public_research_unit": True}, "report": {"year": 2025, "filed_on": filed}}
    told = ask("annual_report_due", QUZHOU, "2026-03-30", facts)
    assert (told["verdict"], told["value"]) == (verdict, "2026-03-30")
    assert "zhejiang-2021:art28.p1" in clauses(told)


# -- the ways facts are given ------------------------------------------------------------------------------------

DOTTED = {"deal.mode": "许可", "deal.net_income": "¥1,000,000.00", "deal.received_on": "2025年6月10日"}
UNIT = {"unit.public_platform": "是", "unit.public_research_unit": "true"}


@pytest.mark.parametrize("form", ["nested", "dotted", "toml", "pairs", "inside"])
def test_facts_in_every_form_give_the_same_answer(law: Law, tmp_path: Path, form: str) -> None:
    where = ["--territory", QUZHOU, "--on", "2025-06-10"]
    file = tmp_path / "facts.json"
    if form == "nested":
        nested = {"deal": {k[5:]: v for k, v in DOTTED.items()}, "unit": {k[5:]: v for k, v in UNIT.items()}}
        file.write_text(json.dumps(nested, ensure_ascii=False), "utf-8-sig")
    elif form == "toml":
        file = tmp_path / "facts.toml"
        file.write_text(
            '[deal]\nmode = "licence"\nnet_income = 100_000_000\nreceived_on = 2025-06-10\n'
            "[unit]\npublic_platform = true\npublic_research_unit = true\n",
            "utf-8",
        )
    elif form == "inside":
        file.write_text(json.dumps({**DOTTED, **UNIT, "territory": 330802, "on": "2025-06-10"}), "utf-8")
        where = []
    else:
        file.write_text(json.dumps({**DOTTED, **UNIT}), "utf-8")
    given = ["--facts", str(file)]
    if form == "pairs":
        given = [part for name, value in {**DOTTED, **UNIT}.items() for part in ("--fact", f"{name}={value}")]
    told = law("explain", "reward_pool_floor", *where, *given, "--json").json
    assert (told["verdict"], told["value"]) == ("computed", 80_000_000)


def test_every_wrong_fact_is_told_at_once(law: Law) -> None:
    facts = {
        "deal": {"mode": "gift", "amonut": 5, "amount": 12.5, "received_on": "2025-02-30"},
        "unit": {"public_platform": "maybe"},
    }
    told = law("explain", "reward_pool_floor", "--facts", "-", "--territory", "x", stdin=json.dumps(facts), code=2)
    lines = told.err.splitlines()
    assert len(lines) == 6
    for name in ("deal.mode", "deal.amonut", "deal.amount：", "deal.received_on", "unit.public_platform", "territory"):
        assert any(line.startswith(name) for line in lines), (name, lines)
    assert "deal.amount" in next(line for line in lines if line.startswith("deal.amonut"))  # a near name
    assert told.out == ""


@pytest.mark.parametrize(
    ("document", "why"),
    [
        ("[1, 2]", "JSON 对象"),
        ('{"deal": ', "1:"),
        ('{"deal.amount": 1, "deal.amount": 2}', "写了两次"),
        ('{"deal": {"amount": 1}, "deal.amount": 2}', "写了两次"),
        ('{"deal.amount": NaN}', "NaN"),
        ('{"deal.amount": 1e400}', "1e400"),
        ('{"deal.amount": [1]}', "整数"),
        ('{"territory": "330802"}', "写了两次"),
    ],
)
def test_a_document_that_is_none(law: Law, document: str, why: str) -> None:
    told = law("explain", "net_income", "--facts", "-", "--territory", QUZHOU, stdin=document, code=2)
    assert why in told.err


def test_an_empty_case_asks_for_what_it_needs(law: Law) -> None:
    told = law("explain", "reward_pool_floor", "--json").json
    assert told["verdict"] == "needs_determination"
    assert "deal.mode" in {entry["fact"] for entry in told["missing"]}
    text = law("explain", "reward_pool_floor", "--lang", "en").out
    assert text.startswith("Reward pool floor:  [needs determination]")
    assert "missing facts: " in text


def test_what_the_rule_did_not_ask_for_is_said_beside_the_answer(law: Law) -> None:
    told = law("explain", "net_income", "--fact", "reward.paid=5", "--json")
    assert "reward.paid" in told.err
    assert told.json["unused_facts"] == ["reward.paid"]


def test_known_on_and_simulate(law: Law, ask: Callable[..., Any]) -> None:
    facts = {"unit": BOTH, "deal": {"mode": "licence", "net_income": 100, "received_on": "2025-06-10"}}
    assert ask("reward_pool_floor", QUZHOU, "2025-06-10", facts, "--known-on", "2024-11-26")["value"] == 70
    assert ask("reward_pool_floor", QUZHOU, "2025-06-10", facts, "--known-on", "2024-11-27")["value"] == 80
    assert ask("reward_pool_floor", KEQIAO, "2025-06-10", facts, "--simulate")["context"]["simulate"] is True


@pytest.mark.parametrize("form", ["json", "toml"])
def test_determinations(law: Law, tmp_path: Path, form: str) -> None:
    file = tmp_path / f"answers.{form}"
    if form == "json":
        row = {
            "question": "unit.public_research_unit",
            "answer": True,
            "by": "市科技局",
            "on": "2025-06-01",
            "basis": "市科认〔2025〕1号",
        }
        file.write_text(json.dumps([row]), "utf-8")
    else:
        file.write_text(
            '[[determination]]\nquestion = "unit.public_research_unit"\nanswer = true\nby = "市科技局"\non = 2025-06-01\n',
            "utf-8",
        )
    facts = ["--fact", "deal.mode=licence", "--fact", "deal.net_income=100", "--fact", "deal.received_on=2025-06-10"]
    where = ["--territory", HANGZHOU, "--fact", "unit.public_platform=false"]
    told = law("explain", "reward_pool_floor", *where, *facts, "--determinations", file, "--json").json
    assert told["value"] == 70
    assert [made["by"] for made in told["determinations"]] == ["市科技局"]


@pytest.mark.parametrize(
    ("rows", "why"),
    [
        ('{"a": 1}', "认定应为列表"),
        ('[{"question": "unit.public_platform"}]', "缺少 answer、by、on"),
        ('[{"question": "unit.nothing", "answer": 1, "by": "x", "on": "2025-01-01"}]', "没有这一事实"),
        ('[{"question": "A04", "answer": "someday", "by": "x", "on": "2025-01-01"}]', "没有选项 someday"),
        ('[{"question": "A04", "answer": "contract_day", "by": "x", "on": "soon"}]', "on：日期"),
    ],
)
def test_determinations_that_cannot_be_read(law: Law, tmp_path: Path, rows: str, why: str) -> None:
    file = tmp_path / "answers.json"
    file.write_text(rows, "utf-8")
    assert why in law("explain", "net_income", "--determinations", file, code=2).err


@pytest.mark.parametrize(
    ("fact", "why"),
    [
        ("sanction.illegal_income=-1", "at least 0"),
        ("deal.shares_obtained=-1", "at least 0"),
        ("deal.equity_share=101%", "at most 100%"),
        ("deal.taxes=-5", "at least 0"),
        ("reward.transfer_staff_count=-1", "at least 0"),
    ],
)
def test_what_cannot_be_is_refused(law: Law, fact: str, why: str) -> None:
    asked = ("explain", "reward_distribution", "--territory", HANGZHOU, "--on", "2025-06-10", "--fact", fact)
    assert why in law(*asked, "--lang", "en", code=2).err
