"""Which value applies: small laws of a country, a province, a city and its neighbours, resolved for one matter each."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest

from kechuang.law.library import Library
from kechuang.law.parameters import Matter, Outcome, Resolution, State, considered, resolve
from kechuang.law.parameters import Tested as Passed

DAY = dt.date(2025, 6, 10)
CITY, NEIGHBOUR, ABROAD = "330802", "330106", "110105"
Say = Callable[..., str]


def ask(
    library: Library, name: str = "x", *, territory: str | None = CITY, on: dt.date | None = DAY, agreed: bool | None = None,
    keys: dict[str, str | None] | None = None, combine: str = "bound", known_on: dt.date | None = None,
    simulate: bool = False, optional: bool = False, **traits: Any,
) -> Resolution:  # fmt: skip
    known = {key.replace("__", "."): value for key, value in traits.items()}
    return resolve(
        library.entries(name), library.instruments, Matter(territory, on, keys or {}, known, agreed),
        combine=combine, known_on=known_on, simulate=simulate, optional=optional,
    )  # fmt: skip


def outcomes(found: Resolution) -> dict[str, Outcome]:
    return {entry.citation.instrument: outcome for entry, outcome, _, _ in found.rows}


@pytest.fixture
def three(small: Callable[..., Library], write: Say, say: Say) -> Callable[..., Library]:
    """Country 50 %, province 70 %, city 80 %, of one bound each."""

    def made(bound: str = "floor") -> Library:
        return small(
            write("country", say("x", "50%", bound), region="", rank="law"),
            write("province", say("x", "70%", bound), region="33"),
            write("city", say("x", "80%", bound), region="3308", rank="municipal_regulation"),
        )

    return made


@pytest.mark.parametrize(
    ("bound", "territory", "value", "decides"),
    [
        ("floor", CITY, "4/5", {"city"}),
        ("floor", NEIGHBOUR, "7/10", {"province"}),
        ("floor", ABROAD, "1/2", {"country"}),
        ("ceiling", CITY, "1/2", {"country"}),
        ("ceiling", ABROAD, "1/2", {"country"}),
    ],
)
def test_floors_take_the_maximum_and_ceilings_the_minimum(
    three: Callable[..., Library], bound: str, territory: str, value: str, decides: set[str]
) -> None:
    found = ask(three(bound), territory=territory)
    assert (found.state, found.value) == (State.KNOWN, Fraction(value))
    assert {c.instrument for c in found.citations} == decides
    satisfied = {name for name, outcome in outcomes(found).items() if outcome is Outcome.SATISFIED}
    assert decides.isdisjoint(satisfied)


def test_two_floors_of_the_same_height_both_decide(small: Callable[..., Library], write: Say, say: Say) -> None:
    found = ask(small(write("a", say("x", "80%")), write("b", say("x", "80%"), region="3308")))
    assert {c.instrument for c in found.citations} == {"a", "b"}


@pytest.mark.parametrize(
    ("one", "two", "state", "value"),
    [
        # two organs, two values: nobody but a person decides
        (("33", "A", "", "2020-01-01"), ("3308", "B", "", "2024-01-01"), State.CONFLICT, None),
        # one organ: the later text
        (("33", "A", "", "2020-01-01"), ("33", "A", "", "2024-01-01"), State.KNOWN, 2),
        # one organ: the special text, though it is earlier
        (("33", "A", "unit.platform", "2020-01-01"), ("33", "A", "", "2024-01-01"), State.KNOWN, 1),
    ],
)
def test_exact_values(
    small: Callable[..., Library],
    write: Say,
    say: Say,
    one: tuple[str, ...],
    two: tuple[str, ...],
    state: State,
    value: Any,
) -> None:
    def text(ident: str, said: int, region: str, issuer: str, trait: str, since: str) -> str:
        more = f'applies = {{ "{trait}" = true }}' if trait else ""
        body = say("x", said, "exact", unit="day", more=more)
        return write(ident, body, region=region, issuer=issuer, dates=f"in_force = {since}")

    found = ask(small(text("one", 1, *one), text("two", 2, *two)), unit__platform=True)
    assert (found.state, found.value) == (state, value)
    if state is State.CONFLICT:
        assert set(outcomes(found).values()) == {Outcome.CONFLICT}
        assert {c.instrument for c in found.citations} == {"one", "two"}


def test_two_organs_with_the_same_exact_value_do_not_conflict(
    small: Callable[..., Library], write: Say, say: Say
) -> None:
    library = small(
        write("a", say("x", 15, "exact", unit="day")), write("b", say("x", 15, "exact", unit="day"), region="3308")
    )
    assert (ask(library).state, ask(library).value) == (State.KNOWN, 15)


@pytest.mark.parametrize(
    ("one", "two", "unit", "state", "value"),
    [
        ("county", "county", "level", State.KNOWN, "county"),
        ("county", "city", "level", State.CONFLICT, None),  # by letters "county" would be the higher floor
        ("03-30", "04-30", "month_day", State.KNOWN, "04-30"),
    ],
)
def test_a_level_is_exact_whatever_its_bound(
    small: Callable[..., Library], write: Say, say: Say, one: str, two: str, unit: str, state: State, value: Any
) -> None:
    library = small(
        write("a", say("x", one, "floor", unit=unit)), write("b", say("x", two, "floor", unit=unit), region="3308")
    )
    assert (ask(library).state, ask(library).value) == (state, value)


# -- force ------------------------------------------------------------------------------------------------


def test_a_floor_that_is_only_permitted_is_advice(small: Callable[..., Library], write: Say, say: Say) -> None:
    library = small(write("a", say("x", "70%", clause="art2.p1")))
    found = ask(library)
    assert (found.state, [str(e.citation) for e in found.advice]) == (State.NO_LAW, ["a:art2.p1"])
    assert outcomes(found) == {"a": Outcome.ADVICE}
    assert ask(library, optional=True).value == Fraction(7, 10)


def test_advice_never_raises_a_floor_that_binds(small: Callable[..., Library], write: Say, say: Say) -> None:
    library = small(write("a", say("x", "50%")), write("b", say("x", "90%", clause="art2.p1"), region="3308"))
    assert ask(library).value == Fraction(1, 2)
    assert ask(library, optional=True).value == Fraction(9, 10)


def test_an_exact_value_that_is_only_permitted_counts(small: Callable[..., Library], write: Say, say: Say) -> None:
    assert ask(small(write("a", say("x", 5, "exact", "art2.p1", "year")))).value == 5


@pytest.mark.parametrize(
    ("agreed", "state", "value", "outcome", "unknown"),
    [
        (False, State.KNOWN, "1/2", Outcome.DECIDES, ()),
        (True, State.NOT_APPLICABLE, None, Outcome.AGREED_OTHERWISE, ()),
        (None, State.MISSING, None, Outcome.UNKNOWN, ("agreed",)),
    ],
)
def test_unless_agreed(
    small: Callable[..., Library], write: Say, say: Say, agreed: bool | None, state: State, value: Any, outcome: Outcome,
    unknown: tuple[str, ...],
) -> None:  # fmt: skip
    found = ask(small(write("a", say("x", "50%", clause="art3.p1"))), agreed=agreed)
    assert (found.state, found.value, found.unknown) == (state, Fraction(value) if value else None, unknown)
    assert outcomes(found) == {"a": outcome}


def test_whether_something_is_agreed_does_not_matter_below_a_floor_that_binds(
    small: Callable[..., Library], write: Say, say: Say
) -> None:
    library = small(write("a", say("x", "50%", clause="art3.p1")), write("b", say("x", "80%"), region="3308"))
    for agreed in (True, False, None):
        assert ask(library, agreed=agreed).value == Fraction(4, 5)


# -- drafts, dates, knowledge --------------------------------------------------------------------------------


@pytest.fixture
def draft(write: Say, say: Say) -> Callable[[str], str]:
    def text(said: str) -> str:
        return write("draft", say("x", said), region="330802", status="draft", rank="policy_document")

    return text


def test_a_draft_binds_nobody(small: Callable[..., Library], write: Say, say: Say, draft: Callable[[str], str]) -> None:
    library = small(write("a", say("x", "70%")), draft("90%"))
    found = ask(library)
    assert (found.value, found.simulation, outcomes(found)["draft"]) == (
        Fraction(7, 10),
        False,
        Outcome.SIMULATION_ONLY,
    )
    simulated = ask(library, simulate=True)
    assert (simulated.value, simulated.simulation) == (Fraction(9, 10), True)


def test_a_draft_that_does_not_decide_is_no_simulation(
    small: Callable[..., Library], write: Say, say: Say, draft: Callable[[str], str]
) -> None:
    found = ask(small(write("a", say("x", "70%")), draft("60%")), simulate=True)
    assert (found.value, found.simulation) == (Fraction(7, 10), False)


def test_a_draft_alone_answers_as_a_simulation(small: Callable[..., Library], draft: Callable[[str], str]) -> None:
    found = ask(small(draft("60%")))
    assert (found.value, found.simulation) == (Fraction(3, 5), True)


@pytest.mark.parametrize(
    ("on", "state", "value"),
    [
        ("2025-02-28", State.NO_LAW, None),
        ("2025-03-01", State.KNOWN, 1),
        ("2026-12-31", State.KNOWN, 1),
        ("2027-01-01", State.KNOWN, 2),
        ("2028-12-31", State.KNOWN, 2),
        ("2029-01-01", State.NO_LAW, None),
    ],
)
def test_versions_by_date(
    small: Callable[..., Library], write: Say, say: Say, on: str, state: State, value: Any
) -> None:
    body = say("x", 1, "exact", unit="day", more="from = 2025-03-01\nto = 2027-01-01")
    body += say("x", 2, "exact", unit="day", more="from = 2027-01-01")
    found = ask(
        small(write("a", body, dates="in_force = 2025-03-01\nrepealed = 2029-01-01")), on=dt.date.fromisoformat(on)
    )
    assert (found.state, found.value) == (state, value)


@pytest.mark.parametrize(
    ("known_on", "value"), [(None, "4/5"), ("2024-11-27", "4/5"), ("2024-11-26", "7/10"), ("2019-01-01", None)]
)
def test_what_was_known(
    small: Callable[..., Library], write: Say, say: Say, known_on: str | None, value: str | None
) -> None:
    library = small(
        write("province", say("x", "70%"), dates="in_force = 2020-01-01\nadopted = 2019-06-01"),
        write("city", say("x", "80%"), region="3308", dates="in_force = 2025-03-01\napproved = 2024-11-27"),
    )
    found = ask(library, known_on=dt.date.fromisoformat(known_on) if known_on else None)
    assert found.value == (Fraction(value) if value else None)


# -- what is not known about the unit or the case ------------------------------------------------------------


@pytest.mark.parametrize(
    ("special", "trait", "state", "value", "unknown"),
    [
        ("80%", True, State.KNOWN, "4/5", ()),
        ("80%", False, State.KNOWN, "1/2", ()),
        ("80%", None, State.MISSING, None, ("unit.platform",)),
        ("40%", None, State.KNOWN, "1/2", ()),  # a lower floor could not change the answer, so nobody need ask
    ],
)
def test_a_missing_fact_matters_only_where_it_could_change_the_answer(
    small: Callable[..., Library], write: Say, say: Say, special: str, trait: bool | None, state: State, value: Any,
    unknown: tuple[str, ...],
) -> None:  # fmt: skip
    more = 'applies = { "unit.platform" = true }'
    library = small(write("a", say("x", "50%")), write("b", say("x", special, more=more), region="3308"))
    found = ask(library, unit__platform=trait)
    assert (found.state, found.value, found.unknown) == (state, Fraction(value) if value else None, unknown)


def test_a_missing_fact_about_an_exact_value_matters_only_if_the_values_differ(
    small: Callable[..., Library], write: Say, say: Say
) -> None:
    more = 'applies = { "unit.platform" = true }'
    for special, state, outcome in ((15, State.KNOWN, Outcome.SATISFIED), (20, State.MISSING, Outcome.UNKNOWN)):
        general = write("a", say("x", 15, "exact", unit="day"), issuer="O")
        library = small(general, write("b", say("x", special, "exact", unit="day", more=more), issuer="O"))
        found = ask(library)
        assert (found.state, outcomes(found)["b"]) == (state, outcome)


def test_an_outranked_text_is_not_waited_for(small: Callable[..., Library], write: Say, say: Say) -> None:
    """The special text decides whatever the unit is beside it: an earlier general one with an open fact is outranked."""
    special = 'applies = { "unit.platform" = true, "unit.state_owned" = true }'
    library = small(
        write("a", say("x", 15, "exact", unit="day", more=special), issuer="O"),
        write("b", say("x", 20, "exact", unit="day", more='applies = { "unit.iur_platform" = true }'), issuer="O"),
    )
    found = ask(library, unit__platform=True, unit__state_owned=True)
    assert (found.value, outcomes(found)["b"]) == (15, Outcome.OUTRANKED)
    rows = considered(found, library.instruments, Matter(CITY, DAY, {}, {}))
    assert {row.instrument: row.tests["unit"] for row in rows} == {"a": Passed.PASSED, "b": Passed.UNKNOWN}


@pytest.mark.parametrize(
    ("how", "unknown"),
    [
        ({"territory": None}, ("territory",)),
        ({"on": None}, ("on",)),
        ({"keys": {"mode": None}}, ("key:mode",)),
    ],
)
def test_place_day_and_case_must_be_known(
    small: Callable[..., Library], write: Say, say: Say, how: dict[str, Any], unknown: tuple[str, ...]
) -> None:
    found = ask(small(write("a", say("x", "50%", more='key = { mode = ["transfer"] }'))), **how)
    assert (found.state, found.unknown) == (State.MISSING, unknown)


def test_the_day_is_not_asked_where_no_text_governs(small: Callable[..., Library], write: Say, say: Say) -> None:
    assert ask(small(write("a", say("x", "50%"))), territory=ABROAD, on=None).state is State.NO_LAW


@pytest.mark.parametrize(("mode", "value"), [("transfer", "1/2"), ("licence", "3/5"), ("equity", None)])
def test_values_for_cases(small: Callable[..., Library], write: Say, say: Say, mode: str, value: str | None) -> None:
    body = say("x", "50%", more='key = { mode = ["transfer"] }') + say("x", "60%", more='key = { mode = ["licence"] }')
    assert ask(small(write("a", body)), keys={"mode": mode}).value == (Fraction(value) if value else None)


def test_no_law_is_never_zero(small: Callable[..., Library], write: Say) -> None:
    found = ask(small(write("a")))
    assert (found.state, found.value) == (State.NO_LAW, None)


# -- the table of what was considered --------------------------------------------------------------------------


def test_every_instrument_is_accounted_for(
    small: Callable[..., Library], write: Say, say: Say, draft: Callable[[str], str]
) -> None:
    more = 'applies = { "unit.platform" = true }'
    library = small(
        write("country", say("x", "50%"), region="", rank="law"),
        write("province", say("x", "70%", more=more), region="33"),
        write("elsewhere", say("x", "95%"), region="11"),
        write("later", say("x", "95%"), dates="in_force = 2030-01-01"),
        write("silent", region="3308"),
        draft("90%"),
    )
    matter = Matter(CITY, DAY, {}, {"unit.platform": True})
    found = resolve(library.entries("x"), library.instruments, matter)
    rows = {row.instrument: row for row in considered(found, library.instruments, matter)}
    assert {name: row.outcome for name, row in rows.items()} == {
        "country": Outcome.SATISFIED, "province": Outcome.DECIDES, "elsewhere": Outcome.FAILED, "later": Outcome.FAILED,
        "silent": Outcome.SILENT, "draft": Outcome.SIMULATION_ONLY,
    }  # fmt: skip
    assert rows["elsewhere"].tests == {
        "status": Passed.PASSED, "territory": Passed.FAILED, "unit": Passed.UNCHECKED, "date": Passed.UNCHECKED,
    }  # fmt: skip
    assert rows["later"].tests["date"] is Passed.FAILED
    assert rows["later"].because == "<2030-01-01"
    assert rows["draft"].tests["status"] is Passed.FAILED
    assert rows["province"].tests == dict.fromkeys(("status", "territory", "unit", "date"), Passed.PASSED)
    assert rows["silent"].citation is None
