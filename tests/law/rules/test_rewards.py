"""Reward pool floors, the check of what was paid, and its consequences. Amounts in fen."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from kechuang.law import Citation, Determination, Finding, Verdict, explain, load

QUZHOU, HANGZHOU, KEQIAO, BEIJING, SHANGHAI = "330803", "330106", "330603", "110108", "310115"
BOTH = {"unit.public_platform": True, "unit.public_research_unit": True}
PLATFORM = {"unit.public_platform": True, "unit.public_research_unit": False}
RESEARCH = {"unit.public_platform": False, "unit.public_research_unit": True}
NEITHER = {"unit.public_platform": False, "unit.public_research_unit": False}
YUAN = 100
MILLION = 1_000_000 * YUAN
LICENCE = {"deal.mode": "licence", "deal.net_income": MILLION}


def run(rule: str, territory: str, on: str, *facts: Mapping[str, Any], **more: Any) -> Finding:
    given = {name: value for part in facts for name, value in part.items()}
    return explain(rule, {"deal.received_on": on, **given}, territory=territory, **more)


def cites(finding: Finding) -> set[str]:
    return {str(c) for c in finding.citations}


@pytest.mark.parametrize(
    ("territory", "on", "unit", "floor", "clause"),
    [
        (QUZHOU, "2025-06-10", BOTH, 800_000, "quzhou-2024:art20.p1.i1"),
        (QUZHOU, "2025-06-10", PLATFORM, 800_000, "quzhou-2024:art20.p1.i1"),
        (QUZHOU, "2025-06-10", RESEARCH, 700_000, "zhejiang-2021:art37.p1.i1"),
        (QUZHOU, "2025-02-28", BOTH, 700_000, "zhejiang-2021:art37.p1.i1"),
        (QUZHOU, "2025-03-01", BOTH, 800_000, "quzhou-2024:art20.p1.i1"),
        (HANGZHOU, "2025-06-10", BOTH, 700_000, "zhejiang-2021:art37.p1.i1"),
        (KEQIAO, "2025-06-10", BOTH, 700_000, "zhejiang-2021:art37.p1.i1"),
        (SHANGHAI, "2025-06-10", RESEARCH, 500_000, "prc-transformation-2015:art45.p2"),
        (BEIJING, "2025-06-10", RESEARCH, 500_000, "prc-transformation-2015:art45.p2"),
    ],
)
def test_pool_floor_by_territory_date_and_unit(
    territory: str, on: str, unit: Mapping[str, Any], floor: int, clause: str
) -> None:
    finding = run("reward_pool_floor", territory, on, LICENCE, unit)
    assert (finding.verdict, finding.value) == (Verdict.COMPUTED, floor * YUAN)
    assert clause in cites(finding)


@pytest.mark.parametrize(
    ("agreed", "verdict", "value", "missing"),
    [
        (False, Verdict.COMPUTED, 500_000 * YUAN, ()),
        (True, Verdict.NOT_APPLICABLE, None, ()),
        (None, Verdict.NEEDS_DETERMINATION, None, ("deal.agreed",)),
    ],
)
def test_pool_floor_of_a_unit_under_neither_is_national_where_nothing_is_agreed(
    agreed: bool | None, verdict: Verdict, value: int | None, missing: tuple[str, ...]
) -> None:
    finding = run("reward_pool_floor", QUZHOU, "2025-06-10", LICENCE, NEITHER, {"deal.agreed": agreed})
    assert (finding.verdict, finding.value, finding.missing) == (verdict, value, missing)


def test_pool_floor_two_receipts_each_follow_the_law_of_their_day() -> None:
    """Scenario 3: a contract of 2025-02-10, half received before the change and half after."""
    half = {"deal.mode": "licence", "deal.net_income": 500_000 * YUAN, "deal.contract_on": "2025-02-10"}
    first = run("reward_pool_floor", QUZHOU, "2025-02-20", half, BOTH)
    second = run("reward_pool_floor", QUZHOU, "2025-04-15", half, BOTH)
    assert (first.value, second.value) == (350_000 * YUAN, 400_000 * YUAN)
    assert first.value + second.value == 750_000 * YUAN
    assert [used.id for used in second.interpretations if used.choice == "income_day"] == ["A04", "A39"]


@pytest.mark.parametrize(
    ("interpretations", "facts", "floor"),
    [
        ({}, {}, 800_000),
        ({"A04": "contract_day"}, {}, 700_000),
        ({"A39": "reward_day"}, {"reward.paid_on": "2025-02-27"}, 700_000),
        ({"A39": "reward_day"}, {"reward.paid_on": "2025-03-01"}, 800_000),
        ({"A05.scope": "none"}, {}, None),
    ],
)
def test_pool_floor_other_readings(interpretations: dict[str, str], facts: dict[str, Any], floor: int | None) -> None:
    deal = {"deal.mode": "licence", "deal.amount": MILLION, "deal.costs": 0, "deal.fiscal_research_cost": 0}
    finding = run(
        "reward_pool_floor", QUZHOU, "2025-03-05", deal, {"deal.taxes": 0, "deal.contract_on": "2025-02-10"}, BOTH,
        facts,
        interpretations=interpretations,
    )  # fmt: skip
    assert finding.value == (None if floor is None else floor * YUAN)
    assert finding.verdict == (Verdict.NOT_APPLICABLE if floor is None else Verdict.COMPUTED)


@pytest.mark.parametrize(
    ("facts", "missing"),
    [
        ({"deal.mode": "licence"}, {"deal.net_income", "deal.amount", "deal.costs", "deal.fiscal_research_cost",
                                    "deal.taxes"}),
        ({"deal.net_income": MILLION}, {"deal.mode"}),
    ],
)  # fmt: skip
def test_pool_floor_names_what_is_missing(facts: dict[str, Any], missing: set[str]) -> None:
    finding = run("reward_pool_floor", QUZHOU, "2025-06-10", facts, BOTH)
    assert finding.verdict == Verdict.NEEDS_DETERMINATION
    assert missing <= set(finding.missing)


def test_pool_floor_in_quzhou_does_not_ask_whether_a_platform_is_also_a_research_unit() -> None:
    finding = run("reward_pool_floor", QUZHOU, "2025-06-10", LICENCE, {"unit.public_platform": True})
    assert finding.value == 800_000 * YUAN


def test_pool_floor_uses_a_determination_about_the_unit() -> None:
    answer = Determination("unit.public_platform", True, by="市科技局", on=dt.date(2025, 5, 1), basis="认定文件")
    finding = run("reward_pool_floor", QUZHOU, "2025-06-10", LICENCE, determinations=[answer])
    assert finding.value == 800_000 * YUAN
    assert finding.determinations == (answer,)


def test_pool_floor_known_before_the_text_was_approved_is_the_older_one() -> None:
    finding = run("reward_pool_floor", QUZHOU, "2025-06-10", LICENCE, BOTH, known_on=dt.date(2024, 11, 26))
    assert finding.value == 700_000 * YUAN


def test_pool_floor_is_not_for_equity() -> None:
    finding = run("reward_pool_floor", QUZHOU, "2025-06-10", BOTH, {"deal.mode": "equity", "deal.net_income": MILLION})
    assert finding.verdict == Verdict.NOT_APPLICABLE


@pytest.mark.parametrize(("net", "floor"), [(0, 0), (1, 1), (124, 100), (125, 100), (126, 101), (10**15, 8 * 10**14)])
def test_pool_floor_is_rounded_up_to_the_fen(net: int, floor: int) -> None:
    finding = run("reward_pool_floor", QUZHOU, "2025-06-10", BOTH, {"deal.mode": "transfer", "deal.net_income": net})
    assert finding.value == floor


# -- Beijing: a definition of its own, 70 % as advice, the national half as the floor --------------------


def test_pool_floor_in_beijing_takes_its_own_net_income_and_shows_seventy_as_advice() -> None:
    deal = {
        "deal.mode": "licence", "deal.amount": MILLION, "deal.taxes": 60_000 * YUAN,
        "deal.maintenance_costs": 40_000 * YUAN, "deal.direct_costs": 100_000 * YUAN,
    }  # fmt: skip
    finding = run("reward_pool_floor", BEIJING, "2025-06-10", deal, RESEARCH)
    assert finding.output("net_income") == 800_000 * YUAN
    assert finding.value == 400_000 * YUAN
    assert "beijing-2019:art12.p4" in cites(finding)
    advised = [
        row.value for table in finding.considered if table.name == "reward.pool_floor" for row in table.rows
        if str(row.citation) == "beijing-2019:art12.p3.i1" and row.outcome == "advice"
    ]  # fmt: skip
    assert [str(share) for share in advised] == ["7/10"]


# -- a converted institute that is still a platform (A40) ------------------------------------------------

CONVERTED = {"unit.public_platform": True, "unit.public_research_unit": False, "unit.converted_on": "2024-01-01"}


def test_pool_floor_of_a_converted_platform_is_for_a_person() -> None:
    finding = run("reward_pool_floor", QUZHOU, "2025-06-10", LICENCE, CONVERTED)
    assert (finding.verdict, finding.open) == (Verdict.NEEDS_DETERMINATION, ("A40",))


@pytest.mark.parametrize(
    ("choice", "verdict", "value"),
    [("platform_rule", Verdict.COMPUTED, 800_000 * YUAN), ("enterprise_rule", Verdict.NOT_APPLICABLE, None)],
)
def test_pool_floor_of_a_converted_platform_by_reading(choice: str, verdict: Verdict, value: int | None) -> None:
    finding = run("reward_pool_floor", QUZHOU, "2025-06-10", LICENCE, CONVERTED, interpretations={"A40": choice})
    assert (finding.verdict, finding.value) == (verdict, value)


def test_pool_floor_before_the_conversion_is_untouched() -> None:
    later = {**CONVERTED, "unit.converted_on": "2025-06-11"}
    assert run("reward_pool_floor", QUZHOU, "2025-06-10", LICENCE, later).value == 800_000 * YUAN


# -- a draft ---------------------------------------------------------------------------------------------


def test_pool_floor_of_a_draft_city_is_a_simulation(tmp_path: Path) -> None:
    (tmp_path / "ningbo-draft.toml").write_text(
        """
id = "ningbo-draft"
title = "宁波草案"
title_en = "Ningbo draft"
seal = "甬"
issuer = "宁波市人大常委会"
issuer_en = "Ningbo congress"
region = "3302"
rank = "municipal_regulation"
status = "draft"
in_force = 2025-01-01
[[clause]]
id = "art1.p1"
zh = "九成"
en = "ninety per cent"
kind = "computation"
force = "must"
module = "rewards"
executable = true
[[parameter]]
name = "reward.pool_floor"
clause = "art1.p1"
value = "90%"
unit = "share"
bound = "floor"
key = { mode = ["licence"] }
""",
        encoding="utf-8",
    )
    library = load([tmp_path])
    asked = run("reward_pool_floor", "330205", "2025-06-10", LICENCE, RESEARCH, library=library, simulate=True)
    plain = run("reward_pool_floor", "330205", "2025-06-10", LICENCE, RESEARCH, library=library)
    assert (asked.value, asked.simulation) == (900_000 * YUAN, True)
    assert (plain.value, plain.simulation) == (700_000 * YUAN, False)


# -- what was paid ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("paid", "unit", "verdict", "shortfall", "measures", "remark"),
    [
        (800_000, BOTH, Verdict.MET, 0, set(), None),
        (900_000, BOTH, Verdict.MET, 0, set(), None),
        (799_999, BOTH, Verdict.BREACHED, 1, set(), "no sanction is named"),
        (700_000, BOTH, Verdict.BREACHED, 100_000, set(), "no sanction is named"),
        (699_999, BOTH, Verdict.BREACHED, 100_001, {"correction", "personal_liability"}, "orders correction"),
        (699_999, PLATFORM, Verdict.BREACHED, 100_001, None, "for this unit no sanction is named"),
        (699_999, RESEARCH, Verdict.BREACHED, 1, {"correction", "personal_liability"}, "orders correction"),
    ],
)
def test_pool_check_and_what_follows(
    paid: int, unit: Mapping[str, Any], verdict: Verdict, shortfall: int, measures: set[str] | None, remark: str | None
) -> None:
    finding = run("reward_pool_check", QUZHOU, "2025-06-10", LICENCE, unit, {"reward.paid": paid * YUAN})
    assert (finding.verdict, finding.output("shortfall")) == (verdict, shortfall * YUAN)
    assert finding.output("measures") == (None if measures is None else frozenset(measures))
    said = [r for r in finding.remarks if r.kind == "consequence"]
    assert len(said) == (remark is not None)
    if remark is not None:
        assert remark in said[0].en
        assert Citation.parse("zhejiang-2021:art46.p1") in said[0].cites


def test_pool_check_a32_other_reading_sanctions_the_gap_too() -> None:
    finding = run(
        "reward_pool_check", QUZHOU, "2025-06-10", LICENCE, BOTH, {"reward.paid": 750_000 * YUAN},
        interpretations={"A32": "provincial_sanction"},
    )  # fmt: skip
    assert finding.output("measures") == frozenset({"correction", "personal_liability"})
    assert any("orders correction" in r.en for r in finding.remarks)


def test_pool_check_in_beijing_names_beijings_measures() -> None:
    finding = run("reward_pool_check", BEIJING, "2025-06-10", LICENCE, RESEARCH, {"reward.paid": 499_999 * YUAN})
    assert finding.verdict == Verdict.BREACHED
    assert finding.output("measures") == frozenset({"correction", "criticism", "discipline"})
    assert not [r for r in finding.remarks if r.kind == "consequence"]


def test_pool_check_needs_the_amount_paid() -> None:
    finding = run("reward_pool_check", QUZHOU, "2025-06-10", LICENCE, BOTH)
    assert (finding.verdict, finding.missing) == (Verdict.NEEDS_DETERMINATION, ("reward.paid",))


def test_unit_keeps_at_most_the_rest() -> None:
    assert run("unit_keeps_at_most", QUZHOU, "2025-06-10", LICENCE, BOTH).value == 200_000 * YUAN


@pytest.mark.parametrize(
    ("facts", "verdict"),
    [
        ({"reward.paid": 1}, Verdict.MET),
        ({"reward.paid": 0, "reward.title_share_given": True}, Verdict.MET),
        ({"reward.paid": 0, "reward.title_share_given": False}, Verdict.BREACHED),
        ({"reward.paid": 0}, Verdict.NEEDS_DETERMINATION),
    ],
)
def test_reward_given_by_every_completing_unit(facts: dict[str, Any], verdict: Verdict) -> None:
    assert run("reward_given", SHANGHAI, "2025-06-10", facts, NEITHER).verdict == verdict


def test_pool_floor_elsewhere_cites_no_clause_of_quzhou() -> None:
    finding = run("reward_distribution", BEIJING, "2025-06-10", LICENCE, RESEARCH)
    assert not {clause for clause in cites(finding) if clause.startswith(("quzhou", "keqiao", "binjiang"))}
    assert "prc-transformation-2015:art45.p2" in cites(finding)
