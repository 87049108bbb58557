"""Each operation of expressions, also those no rule uses yet, says the same in every execution; absurd values included."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from fractions import Fraction
from math import ceil, floor
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kechuang.law import LawError, Library, link
from kechuang.law import expression as x
from kechuang.law.execution.scalar import part_of
from kechuang.law.expression import FACTS, TRAITS, Node, const, facts
from kechuang.law.rule import REGISTRY, Rule, RuleKind, check, clock, entitlement, rule
from kechuang.law.types import COUNT, DATE, DAYS, FEN, FLAG, MONTHS, REGION, SHARE, YEARS, choice, items_of
from tests.law.execution.law_executions import (
    NARROW,
    Row,
    batches,
    by_polars,
    by_sql,
    explained,
    first_difference,
    narrow_bounds,
    within,
)

LADDER = choice([("low", "低", "low"), ("middle", "中", "middle"), ("high", "高", "high")])
BODY = """
[[parameter]]
name = "probe.rate"
clause = "art1.p1"
value = "1/3"
unit = "share"
bound = "floor"
applies = { "probe.trait" = true }

[[parameter]]
name = "probe.rate"
clause = "art3.p1"
value = "12.5%"
unit = "share"
bound = "floor"

[[parameter]]
name = "probe.days"
clause = "art1.p1"
value = 15
unit = "day"
bound = "ceiling"

[[parameter]]
name = "probe.days"
clause = "art1.p1"
value = 20
unit = "day"
bound = "ceiling"
to = 2023-06-01

[[parameter]]
name = "probe.due"
clause = "art1.p1"
value = "03-30"
unit = "month_day"
bound = "exact"
to = 2024-01-01

[[parameter]]
name = "probe.due"
clause = "art1.p1"
value = "02-29"
unit = "month_day"
bound = "exact"
from = 2024-01-01

[[definition]]
name = "probe.base"
clause = "art1.p1"
zh = "基数"
en = "base"
formula = "at_least(probe.one - probe.two, 0)"

[[checklist]]
name = "probe.list"
clause = "art1.p1"
zh = "清单"
en = "list"
required = 2
items = [{ id = "a", zh = "甲", en = "a" }, { id = "b", zh = "乙", en = "b" }, { id = "c", zh = "丙", en = "c" }]

[[checklist]]
name = "probe.list"
clause = "art2.p1"
force = "must"
zh = "清单"
en = "list"
required = "all"
items = [{ id = "c", zh = "丙", en = "c" }, { id = "d", zh = "丁", en = "d" }]
applies = { "probe.trait" = true }
"""
OTHER = """
[[parameter]]
name = "probe.days"
clause = "art1.p1"
value = 30
unit = "day"
bound = "ceiling"

[[parameter]]
name = "probe.rate"
clause = "art2.p1"
value = "90%"
unit = "share"
bound = "floor"

[[definition]]
name = "probe.base"
clause = "art1.p1"
zh = "基数"
en = "base"
formula = "probe.one + probe.two"
"""


def probes() -> dict[str, Rule]:
    """One rule for each group of operations."""
    p = facts(
        "probe",
        one=(FEN, "一", "one"), two=(FEN, "二", "two"), count=(COUNT, "数", "count"), share=(SHARE, "比", "share"),
        day=(DATE, "日", "day"), other=(DATE, "另日", "other day"), days=(DAYS, "天数", "days"),
        months=(MONTHS, "月数", "months"), years=(YEARS, "年数", "years"), yes=(FLAG, "是", "yes"), no=(FLAG, "否", "no"),
        rung=(LADDER, "级", "rung"), held=(items_of("probe.list"), "有", "held"), place=(REGION, "地", "place"),
        trait=(FLAG, "性质", "trait"), three=(FEN, "三", "three"),
    )  # fmt: skip
    made: dict[str, Rule] = {}
    rate = x.parameter("probe.rate", SHARE, on=p.day)

    def computed(name: str, node: Node, **outputs: Node) -> None:
        made[name] = rule(
            f"probe_{name}", node, zh=name, en=name, cites="one-2020:art1.p1", module="rewards", outputs=outputs
        )

    for rounding in ("up", "down", "half_up"):
        computed(
            f"share_{rounding}", x.share(p.one - p.two, p.share, rounding),
            counted=x.share(p.count, rate, rounding), of_share=x.share(p.share, Fraction(1, 4), rounding),
        )  # fmt: skip
        computed(
            f"part_{rounding}", x.part(p.one, p.two, p.three, rounding),
            summed=x.part(p.one - p.two, p.two + p.three, x.greatest(p.one, 0), rounding),
            of_none=x.part(p.count, p.one, p.three - p.three, rounding), counted=x.part(p.count, p.count, p.count, rounding),
            small=x.part(p.two, const(1, FEN), const(3, FEN), rounding),
        )  # fmt: skip
    computed(
        "extremes", x.greatest(x.least(p.one, p.two), x.when(p.yes, p.one, const(7, FEN))),
        share=x.least(p.share, const(Fraction(3, 8), SHARE)), day=x.greatest(p.day, p.other), count=p.count + 1 - p.count,
    )  # fmt: skip
    computed("wide", p.one * p.count + p.two)
    for unit, length in (("day", p.days), ("workday", p.days), ("month", p.months), ("year", p.years)):
        computed(
            f"periods_{unit}", x.act_within(p.day, length, unit), firm=x.act_within(p.day, length, unit, roll=False),
            notice=x.minimum_until(p.day, length, unit), moved=x.minimum_until(p.day, length, unit, roll=True),
            **({} if unit == "workday" else {"opens": x.opens_after_over(p.day, length, unit)}),
        )  # fmt: skip
    computed(
        "days", x.plus_days(p.day, p.days), months=x.plus_months(p.day, p.months), years=x.plus_years(p.day, p.years),
        start=x.latest_start(p.days, p.day), between=x.days_between(p.day, p.other), full=x.full_years(p.day, p.other),
        year=x.year_of(p.other),
    )  # fmt: skip
    computed(
        "fixed", x.on_month_day(x.year_of(p.day) + p.years, x.parameter("probe.due", x.MONTH_DAY, on=p.other)),
        march=x.on_month_day(p.years, "03-30"), leap=x.on_month_day(p.years, "02-29"),
        chain=x.act_within(x.on_month_day(x.year_of(p.day), "12-31"), x.parameter("probe.days", DAYS, on=p.day), "workday"),
    )  # fmt: skip
    computed(
        "stated", x.share(x.definition("probe.base", FEN, on=p.day), rate), missing=x.missing(p.held, "probe.list")
    )
    kept = x.complete(p.held, "probe.list", on=p.day)
    made["check"] = check(
        "probe_check", x.all_of(kept, ~p.no | (p.rung >= "middle"), p.share >= rate), zh="查", en="check",
        cites="one-2020:art1.p1", module="rewards", applies=x.governed("one-2020:art1.p1", on=p.day, probe__trait=True),
        outputs={"rung": p.rung, "same": p.held.is_(p.held), "low": p.rung.one_of("low", "high"), "place": p.place},
    )  # fmt: skip
    made["entitlement"] = entitlement(
        "probe_entitlement", x.same_region(p.place, "3308") | p.place.is_("3301"), zh="权", en="right",
        cites="one-2020:art1.p1", module="rewards", applies=x.known(p.yes) & p.yes,
    )  # fmt: skip
    made["clock"] = clock(
        "probe_clock", x.act_within(p.day, x.parameter("probe.days", DAYS, on=p.day)), done=p.other, zh="钟", en="clock",
        cites="one-2020:art1.p1", module="rewards", applies=x.when(x.known(p.no), ~p.no, const(True, FLAG)),
    )  # fmt: skip
    made["opening"] = clock(
        "probe_opening", x.opens_after_over(p.day, p.years), done=p.other, not_before=True, zh="开", en="opening",
        cites="one-2020:art1.p1", module="rewards",
    )  # fmt: skip
    return made


NAMES = (
    "share_up", "share_down", "share_half_up", "part_up", "part_down", "part_half_up", "extremes",
    "wide", "periods_day", "periods_workday", "periods_month",
    "periods_year", "days", "fixed", "stated", "check", "entitlement", "clock", "opening",
)  # fmt: skip


@pytest.fixture(scope="module")
def rules() -> Iterator[dict[str, Rule]]:
    """The probes; rules, facts and traits are taken back after the module."""
    import kechuang.law.rules  # noqa: F401

    kept = dict(REGISTRY), dict(FACTS), dict(TRAITS)
    yield probes()
    for table, old in zip((REGISTRY, FACTS, TRAITS), kept, strict=True):
        table.clear()
        table.update(old)  # type: ignore[arg-type]


@pytest.fixture
def library(small: Callable[..., Library], write: Callable[..., str]) -> Library:
    """Zhejiang speaks from 2020 on, Quzhou from 2023, the latter only as a draft from 2024."""
    return small(
        write("one-2020", BODY),
        write("two-2023", OTHER, region="3308", dates="in_force = 2023-01-01", rank="municipal_regulation"),
        write(
            "three-2024", OTHER, region="330603", dates="in_force = 2024-01-01", status="draft", rank="policy_document"
        ),
    )


@pytest.mark.parametrize("name", NAMES)
def test_each_operation(
    name: str, rules: dict[str, Rule], library: Library, duckdb_connection: Any, postgres_connection: Any
) -> None:
    assert set(rules) == set(NAMES)
    program = link(rules[name], library)
    bounds = narrow_bounds(program) if name == "wide" else None
    seen: list[tuple[Row, Row]] = []

    @settings(max_examples=12, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(batches(program, 20, NARROW.high if name == "wide" else 10**15))
    def polars_agrees(rows: list[Row]) -> None:
        rows = [row for row in rows if within(bounds, row)]
        wanted = [explained(program, row) for row in rows]
        assert not first_difference(rows, wanted, by_polars(program, rows))
        seen.extend(zip(rows, wanted, strict=True))

    polars_agrees()
    rows, wanted = [row for row, _ in seen], [told for _, told in seen]
    for connection in (duckdb_connection, postgres_connection):
        assert not first_difference(rows, wanted, by_sql(connection, program, rows, bounds)), connection.name


@settings(max_examples=200, deadline=None)
@given(
    whole=st.integers(-(10**15), 10**15), amounts=st.lists(st.integers(0, 10**14), min_size=1, max_size=8),
    rounding=st.sampled_from(["up", "down", "half_up"]),
)  # fmt: skip
def test_a_part_is_the_exact_fraction_rounded_and_parts_sum_to_the_whole(
    whole: int, amounts: list[int], rounding: str
) -> None:
    total, so_far, given_ = sum(amounts), 0, 0
    exact = {"up": ceil, "down": floor, "half_up": lambda f: floor(f + Fraction(1, 2))}[rounding]
    for amount in amounts:
        so_far += amount
        found = part_of(whole, so_far, total, rounding)
        assert found == (exact(Fraction(whole * so_far, total)) if total else 0)
        given_ += found - part_of(whole, so_far - amount, total, rounding)
    assert given_ == (whole if total else 0)
    assert part_of(whole, total + 1, total, rounding) == given_
    assert part_of(whole, -1, total, rounding) == 0


def test_products_past_int64_are_exact(rules: dict[str, Rule], library: Library) -> None:
    """10^15 fen times 10^9 does not fit; what does fit after it is still right, and what does not is refused."""
    program = link(rules["wide"], library)
    fits = {"probe.one": 10**15, "probe.count": 9_000, "probe.two": 5}
    assert by_polars(program, [fits])[0]["probe_wide"] == 9 * 10**18 + 5
    assert program.rule.kind is RuleKind.COMPUTATION
    with pytest.raises(LawError, match=r"row 1|第 1 行"):
        by_polars(program, [{**fits, "probe.count": 10**9}])


def test_a_database_is_not_asked_what_could_overflow(
    rules: dict[str, Rule], library: Library, duckdb_connection: Any
) -> None:
    program = link(rules["wide"], library)
    with pytest.raises(LawError, match=r"bounds"):
        by_sql(duckdb_connection, program, [{"probe.one": 1, "probe.count": 1, "probe.two": 1}], None)


def test_a_length_with_no_such_day_asks_for_another(rules: dict[str, Rule], library: Library) -> None:
    program = link(rules["periods_month"], library)
    row = {"probe.day": dt.date(2025, 1, 31), "probe.months": 0}
    told = explained(program, row)
    assert (told["probe_periods_month"], told["probe_periods_month.verdict"]) == (None, "needs_determination")
