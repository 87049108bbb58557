"""Whole rounds with any class sizes, equal scores and vetoes, from proposal to publication: quotas, grades and what follows are the
law's, asked case by case and over columns.
"""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import polars as pl
import pytest

from kechuang.core import clock
from kechuang.core.money import fen_of
from kechuang.domains.evaluation import following
from kechuang.domains.evaluation.computing.effects import _frame
from kechuang.domains.evaluation.facts.grading import campaign_facts
from kechuang.domains.evaluation.facts.results import result_facts, with_results
from kechuang.domains.evaluation.models import ClassLine, Effect, Evaluation
from kechuang.domains.evaluation.queries.grading import graded, lines_of
from kechuang.law import REGISTRY, Context, explain, link, load
from kechuang.law.execution.polars import run
from tests.casework.office import Office
from tests.domains.evaluation.playing import (
    LEADER,
    LINES,
    Played,
    heard,
    in_notice,
    no_vetoes,
    proposed,
    scored_round,
    settled,
)

pytestmark = pytest.mark.django_db
CLASSES = ("basic_research", "technology_innovation", "innovation_service")
SCORES = ("95", "88.5", "88.49", "80", "79.99", "60", "59.99", "12")
"""Few, so that many are equal, on both sides of every line."""


def decided(made: Played, chance: random.Random) -> int:
    """Whoever stands equal across a cut is put in an order; how many had to be."""
    many = 0
    while True:
        open_ones = [row["platform"] for row in graded(made.campaign, lines_of(made.campaign)).rows if row["undecided"]]
        if not open_ones:
            return many
        pk = chance.choice(open_ones)
        many += 1
        made.act("decide_tie", {"evaluation": pk, "place": many, "reason": "成果转化收入"}, by=LEADER)


def by_columns(rule: str, facts: Mapping[str, Any], territory: str) -> pl.DataFrame:
    return run(link(REGISTRY[rule], load(), Context()), _frame([{**facts, "territory": territory}]))


@pytest.mark.parametrize("seed", [3, 11])
def test_a_round_is_the_law_of_each_of_its_platforms(
    office: Office, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    chance = random.Random(seed)
    sizes = {kind: chance.randint(0, 7) for kind in CLASSES}
    sizes[chance.choice(CLASSES)] = 5  # at least one place to be had
    scores = {kind: [chance.choice(SCORES) for _ in range(many)] for kind, many in sizes.items() if many}
    known: dict[int, dict[str, int]] = {}
    monkeypatch.setattr(following, "_BUDGETS", [lambda platforms, year: {p: known[p] for p in platforms if p in known}])
    monkeypatch.setattr(following, "_EFFECT", [])
    made = scored_round(office, scores)
    vetoed = {title for title in made.evaluations if chance.random() < 0.2}
    no_vetoes(made, {title: ["integrity"] for title in vetoed})
    for title in made.evaluations:
        if chance.random() < 0.8:
            known[made[title].platform_id] = {"budget.next_year_approved": chance.randint(1, 10**11)}
    proposed(made)
    decided(made, chance)
    heard(made)
    settled(made)
    in_notice(made)
    with clock.moved_to(clock.today() + dt.timedelta(16)):
        made.act("publish", by=LEADER)
    rows = list(with_results(Evaluation.objects.filter(campaign=made.campaign)).order_by("pk"))
    assert {row.state for row in rows} == {"published"}
    _grades_are_the_law_s(made, rows, vetoed)
    _effects_are_the_law_s(made, rows, known)


def _grades_are_the_law_s(made: Played, rows: list[Evaluation], vetoed: set[str]) -> None:
    for line in ClassLine.objects.filter(campaign=made.campaign):
        mine = [row for row in rows if row.platform_class == line.platform_class]
        if not mine:
            continue
        given = {
            **campaign_facts(made.campaign), "evaluation.class_count": len(mine),
            "evaluation.class_registered": line.registered,
        }  # fmt: skip
        asked = {name: value for name, value in given.items() if name != "evaluation.year"}
        quota = explain("evaluation_excellent_quota", asked, territory="330108").value
        told = by_columns("evaluation_excellent_quota", asked, "330108").get_column("evaluation_excellent_quota")[0]
        assert line.quota == quota == told
        standing = [row for row in mine if row.platform.title not in vetoed]
        best = [row for row in mine if row.grade == "excellent"]
        assert len(best) == min(quota, len(standing)), "the quota is used and kept"
        assert all(row in standing for row in best)
        rest = [row.score or Decimal(0) for row in standing if row not in best]
        assert all((row.score or Decimal(0)) >= max(rest, default=Decimal(0)) for row in best)
        for row in mine:
            if row not in best:
                assert row.grade == _expected(row, vetoed), row.platform.title


def _expected(row: Evaluation, vetoed: set[str]) -> str:
    score = row.score or Decimal(0)
    if row.platform.title in vetoed or score < Decimal(LINES["qualified"]):
        return "unqualified"
    return "good" if score >= Decimal(LINES["good"]) else "qualified"


def _effects_are_the_law_s(made: Played, rows: list[Evaluation], known: dict[int, dict[str, int]]) -> None:
    effects = {(effect.evaluation_id, effect.kind): effect for effect in Effect.objects.all()}
    awarded = 0
    for row, given in zip(rows, result_facts(rows, known), strict=True):
        award = explain("evaluation_award", given, territory=row.region_id)
        effect = effects.pop((row.pk, "award"), None)
        assert (award.value or 0) == (fen_of(effect.amount) if effect and effect.amount else 0)
        assert (award.value or None) == (
            by_columns("evaluation_award", given, row.region_id)["evaluation_award"][0] or None
        )
        awarded += award.value if isinstance(award.value, int) else 0
        cut = explain("next_year_budget", given, territory=row.region_id)
        amount = next((one.value for one in cut.outputs if one.name == "cut"), None)
        told = by_columns("next_year_budget", given, row.region_id)["next_year_budget.cut"][0]
        effect = effects.pop((row.pk, "cut"), None)
        assert amount == told
        if row.grade == "unqualified":
            assert effect is not None
            assert (effect.amount is None) == (row.platform_id not in known) == effect.open
            assert amount == (None if effect.amount is None else fen_of(effect.amount))
        else:
            assert effect is None
    assert not effects, "nothing follows that the law does not say"
    bill = graded(made.campaign, lines_of(made.campaign)).bill()
    assert bill.awarded == awarded, "what the simulator would tell is what was made"
    assert sum(bill.cuts.values()) == sum(
        fen_of(one.amount) for one in Effect.objects.filter(kind="cut").exclude(amount=None) if one.amount is not None
    )
