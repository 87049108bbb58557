"""Quota, veto, ties and grades, for any sizes of classes and any order; scenario 22 and its relatives."""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kechuang.domains.evaluation.computing import bill, grade
from kechuang.law import REGISTRY, Context, explain, link, load
from kechuang.law.execution.polars import run
from tests.domains.evaluation.rounds import (
    BASIC,
    BINJIANG,
    KEQIAO,
    ON,
    QUZHOU,
    SERVICE,
    TECHNOLOGY,
    classes,
    platforms,
    same,
)

KINDS = (BASIC, TECHNOLOGY, SERVICE)
FEN = 100
MILLION = 1_000_000 * FEN


def by_platform(frame: pl.DataFrame, column: str) -> dict[int, Any]:
    return dict(frame.select("platform", column).iter_rows())


def by_class(frame: pl.DataFrame, column: str) -> dict[str, Any]:
    return dict(frame.select("class", column).iter_rows())


# -- any sizes, any order, any ties --------------------------------------------------------------------------

ROUNDS = st.lists(
    st.tuples(
        st.sampled_from(KINDS), st.none() | st.sampled_from([6000, 8500, 9000]) | st.integers(5900, 9100),
        st.booleans() | st.just(False), st.none() | st.integers(1, 4), st.integers(0, 2),
    ),
    max_size=40,
)  # fmt: skip
SWITCHES = st.fixed_dictionaries(
    {
        "A23.rounding": st.sampled_from(["floor", "half_up", "ceil"]),
        "A23.denominator": st.sampled_from(["evaluated", "registered"]),
    }
)


@settings(deadline=None, max_examples=80)
@given(ROUNDS, SWITCHES, st.none() | st.integers(0, 9), st.none() | st.just(8000), st.integers(0, 5), st.randoms())
def test_never_over_the_quota_veto_first_and_no_order_matters(
    drawn: list[Any], switches: dict[str, str], chosen: int | None, line: int | None, more: int, chance: Any
) -> None:
    rows = [
        {"platform": n, "class": kind, "score": score, "evaluation.veto_event": veto, "decided": decided, "tie_1": tie}
        for n, (kind, score, veto, decided, tie) in enumerate(drawn)
    ]
    sizes = {kind: sum(1 for row in rows if row["class"] == kind) for kind in KINDS}
    wanted = classes([{"class": k, "registered": sizes[k] + more, "chosen": chosen, "excellent": line} for k in KINDS])
    context = Context(interpretations=switches)
    made = grade(platforms(rows), wanted, context)
    shuffled = list(rows)
    chance.shuffle(shuffled)
    again = grade(platforms(shuffled), wanted, context)
    assert by_platform(made.platforms, "grade") == by_platform(again.platforms, "grade"), (
        "the order of rows says nothing"
    )

    quotas, kept = by_class(made.classes, "quota"), by_class(made.classes, "excellent")
    for kind in KINDS:
        said = explain(
            "evaluation_quota_kept",
            {"evaluation": {"class_count": sizes[kind], "class_registered": sizes[kind] + more, "class_excellent": kept[kind]}},
            territory=BINJIANG, on=ON, interpretations=switches,
        )  # fmt: skip
        assert said.verdict == "met"
        assert said.output("quota") == quotas[kind]
        _as_people_would(made.platforms.filter(pl.col("class") == kind), quotas[kind], chosen, line)


def _as_people_would(rows: pl.DataFrame, quota: int, chosen: int | None, line: int | None) -> None:
    """The same by hand: strike the vetoed and who is not good, sort the rest, take from the top while whole ties fit."""
    table = list(rows.iter_rows(named=True))
    limit = quota if chosen is None else min(quota, chosen)
    stand = [
        r
        for r in table
        if not r["evaluation.veto_event"] and r["score"] is not None and r["score"] >= (8500 if line is None else line)
    ]
    key = {r["platform"]: (-r["score"], -r["tie_1"], r["decided"] or 10**9) for r in stand}
    taken: set[int] = set()
    left: set[int] = set()
    for place in sorted(set(key.values())):
        group = {p for p, k in key.items() if k == place}
        if len(taken) + len(group) > limit:
            left = group if len(taken) < limit else set()
            break
        taken |= group
    for row in table:
        platform, score = row["platform"], row["score"]
        assert row["excellent"] == (platform in taken)
        assert row["undecided"] == (platform in left)
        if row["evaluation.veto_event"]:
            expected = "unqualified"
        elif score is None:
            expected = None
        elif platform in taken:
            expected = "excellent"
        else:
            expected = "good" if score >= 8500 else "qualified" if score >= 6000 else "unqualified"
        assert row["grade"] == expected, row


def test_room_in_the_quota_makes_nobody_excellent_who_is_not_good() -> None:
    """A class of one, or of weak ones: the best of them gets the grade of its score, and no award."""
    context = Context(interpretations={"A23.rounding": "ceil"})
    rows = [
        {"platform": 0, "class": BASIC, "score": 3900},
        *({"platform": n, "class": TECHNOLOGY, "score": 8000 - n} for n in range(1, 6)),
    ]
    made = grade(platforms(rows), classes([{"class": k} for k in (BASIC, TECHNOLOGY)]), context)
    assert by_class(made.classes, "quota") == {BASIC: 1, TECHNOLOGY: 1}
    assert by_class(made.classes, "excellent") == {BASIC: 0, TECHNOLOGY: 0}
    assert by_platform(made.platforms, "grade") == {0: "unqualified"} | dict.fromkeys(range(1, 6), "qualified")
    lower = grade(platforms(rows), classes([{"class": TECHNOLOGY, "excellent": 7000}, {"class": BASIC}]), context)
    assert by_class(lower.classes, "excellent") == {BASIC: 0, TECHNOLOGY: 1}, "a line of its own decides"
    asked = load().interpretations["A23.excellent_line"]
    assert (asked.default, [str(c) for c in asked.clauses]) == ("good_line", ["binjiang-2023:s4.5.c"])
    alone = Context(interpretations={"A23.rounding": "ceil", "A23.excellent_line": "quota_alone"})
    known: Any = {}
    for reading, best in ((context, 0), (alone, 1)):
        read = grade(platforms(rows), classes([{"class": k} for k in (BASIC, TECHNOLOGY)]), reading, known)
        assert by_class(read.classes, "excellent") == {BASIC: best, TECHNOLOGY: best}, "as a place determines it"


# -- scenario 22 and its relatives ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sizes", "switches", "quotas", "award"),
    [
        ((9, 7, 4), {}, (1, 1, 0), 8),
        ((10, 7, 4), {}, (2, 1, 0), 13),
        ((9, 7, 4), {"A23.rounding": "half_up"}, (2, 1, 1), 14),
        ((9, 7, 4), {"A23.rounding": "ceil"}, (2, 2, 1), 17),
        ((9, 7, 4), {"A23.denominator": "registered"}, (2, 2, 1), 17),
        ((10, 7, 4), {"A23.award": "per_class"}, (2, 1, 0), 8),
        ((0, 5, 4), {}, (0, 1, 0), 3),
        ((1, 1, 1), {}, (0, 0, 0), 0),
    ],
)
def test_scenario_22_quotas_and_awards(
    sizes: tuple[int, ...], switches: dict[str, str], quotas: tuple[int, ...], award: int
) -> None:
    rows = [row for kind, many in zip(KINDS, sizes, strict=True) for row in same(kind, many, 8600)]
    registered = [
        {"class": k, "registered": max(n, (10, 10, 5)[KINDS.index(k)])} for k, n in zip(KINDS, sizes, strict=True)
    ]
    context = Context(interpretations=switches)
    made = grade(platforms([{**r, "platform": n} for n, r in enumerate(rows)]), classes(registered), context)
    assert tuple(by_class(made.classes, "quota")[k] for k in KINDS) == quotas
    cost = bill(
        made.platforms, made.classes, territory=BINJIANG, on=ON, facts={"evaluation.kind": "yearly"}, context=context
    )
    assert cost.finding.verdict == "met"
    assert cost.awarded == award * MILLION
    assert "binjiang-2023:s4.5.c" in [str(c) for c in cost.finding.citations]


def test_scenario_22_a_director_with_an_integrity_case_scores_92_and_fails() -> None:
    rows = [
        {"platform": 1, "class": TECHNOLOGY, "score": 9200, "evaluation.veto_event": True,
         "budget.next_year_approved": 12_500_000 * FEN},
        *[{"platform": 2 + n, "class": TECHNOLOGY, "score": 8900 - 300 * n, "budget.next_year_approved": MILLION} for n in range(6)],
    ]  # fmt: skip
    made = grade(platforms(rows), classes([{"class": TECHNOLOGY, "registered": 7}]))
    assert by_platform(made.platforms, "grade") == {
        1: "unqualified", 2: "excellent", 3: "good", 4: "qualified", 5: "qualified", 6: "qualified", 7: "qualified",
    }  # fmt: skip
    assert by_platform(made.platforms, "rank")[2] == 1, "who is vetoed takes no place"
    cost = bill(made.platforms, made.classes, territory=BINJIANG, on=ON, facts={"evaluation.kind": "yearly"})
    assert cost.cuts == {1: 2_500_000 * FEN}
    assert cost.awarded == 3 * MILLION


def test_a_cut_without_a_known_budget_is_not_a_cut_of_nothing() -> None:
    made = grade(platforms([{"platform": 5, "score": 4000}]), classes([{"registered": 1}]))
    cost = bill(made.platforms, made.classes, territory=BINJIANG, on=ON, facts={"evaluation.kind": "yearly"})
    assert (cost.cuts, cost.unknown, cost.cut) == ({}, (5,), 0)


def test_a_veto_nobody_looked_for_leaves_the_grade_open() -> None:
    rows = [{"platform": 1, "score": 9900, "evaluation.veto_event": None}, *same(BASIC, 9, 9000)]
    made = grade(platforms([{**r, "platform": n} for n, r in enumerate(rows)]), classes([{"registered": 10}]))
    first = made.platforms.row(0, named=True)
    assert (first["grade"], first["open"], first["excellent"]) == (None, True, False)
    assert sum(made.platforms.get_column("excellent")) == 2, "the quota is of all that were evaluated"


def test_a_tie_across_the_cut_waits_for_a_decision_and_gives_no_place_meanwhile() -> None:
    tied = [{"platform": n, "score": 9000} for n in range(3)] + [
        {"platform": 3 + n, "score": 7000 - n} for n in range(7)
    ]
    made = grade(platforms(tied), classes([{"registered": 10}]))
    assert [r["undecided"] for r in made.platforms.iter_rows(named=True)][:4] == [True, True, True, False]
    assert sum(made.platforms.get_column("excellent")) == 0
    decided = [{**row, "decided": {0: 2, 1: 1, 2: 3}.get(row["platform"])} for row in tied]
    told = grade(platforms(decided), classes([{"registered": 10}]))
    assert [p for p, yes in by_platform(told.platforms, "excellent").items() if yes] == [0, 1]
    ruled = [{**row, "tie_1": {0: 5, 1: 9, 2: 7}.get(row["platform"], 0)} for row in tied]
    told = grade(platforms(ruled), classes([{"registered": 10}]))
    assert [p for p, yes in by_platform(told.platforms, "excellent").items() if yes] == [1, 2]
    assert told.classes.row(0, named=True)["cut"] == 9000


def test_without_recorded_lines_only_the_quota_and_the_veto_speak() -> None:
    rows = [{**r, "platform": n} for n, r in enumerate(same(BASIC, 5, 8000))]
    rows[0]["evaluation.veto_event"] = True
    made = grade(platforms(rows), classes([{"registered": 5, "good": None, "qualified": None}]))
    assert by_platform(made.platforms, "grade") == {0: "unqualified", 1: None, 2: None, 3: None, 4: "excellent"}


# -- other regimes -------------------------------------------------------------------------------------------


def test_quotas_and_vetoes_belong_to_the_text_that_sets_them() -> None:
    """Quzhou and Keqiao set no quota and no veto: their own lines decide, and Keqiao's word for failing is theirs."""
    rows, rounds = [], []
    for number, (place, failing) in enumerate(
        [(QUZHOU, "unqualified"), (KEQIAO, "below_standard"), (BINJIANG, "unqualified")]
    ):
        scores = [9500, 9400, 9300, 7000, 4000]
        rows += [
            {"round": number, "platform": 10 * number + n, "class": "all" if number < 2 else BASIC, "score": score,
             "evaluation.veto_event": n == 0, "unit.iur_platform": number == 2}
            for n, score in enumerate(scores)
        ]  # fmt: skip
        rounds.append(
            {"round": number, "class": "all" if number < 2 else BASIC, "territory": place, "registered": 5,
             "excellent": 9350, "failing": failing}
        )  # fmt: skip
    made = grade(platforms(rows), classes(rounds))
    grades = by_platform(made.platforms, "grade")
    assert [grades[n] for n in range(5)] == ["excellent", "excellent", "good", "qualified", "unqualified"]
    assert [grades[10 + n] for n in range(5)] == ["excellent", "excellent", "good", "qualified", "below_standard"]
    assert [grades[20 + n] for n in range(5)] == ["unqualified", "excellent", "good", "qualified", "unqualified"]
    assert made.classes.sort("round").get_column("quota").to_list() == [None, None, 1]


def test_the_cycle_evaluation_has_no_quota_unless_read_so() -> None:
    rows = [{**r, "platform": n} for n, r in enumerate(same(BASIC, 10, 9000))]
    cycle = classes([{"registered": 10, "evaluation.kind": "cycle"}])
    assert by_class(grade(platforms(rows), cycle).classes, "quota") == {BASIC: None}
    read = Context(interpretations={"A23.cycle": "yearly_and_cycle"})
    assert by_class(grade(platforms(rows), cycle, read).classes, "quota") == {BASIC: 2}


def test_a_round_in_columns_is_the_law_of_each_case() -> None:
    """The final grade by columns is evaluation_grade asked of one platform."""
    rows = [
        {"platform": n, "score": s, "evaluation.veto_event": v}
        for n, (s, v) in enumerate([(9300, False), (9200, True), (5000, False)])
    ]
    made = grade(platforms(rows), classes([{"registered": 5}]))
    for row in made.platforms.iter_rows(named=True):
        facts = {
            "evaluation": {"grade": row["proposed"], "veto_event": row["evaluation.veto_event"]},
            "unit": {"iur_platform": True},
        }
        assert explain("evaluation_grade", facts, territory=BINJIANG, on=ON).value == row["grade"]
    frame = pl.DataFrame({"territory": [BINJIANG], "on": [ON], "evaluation.class_count": [3]})
    said = run(link(REGISTRY["evaluation_excellent_quota"], load(), Context()), frame)
    assert said.get_column("evaluation_excellent_quota").to_list() == made.classes.get_column("quota").to_list()
