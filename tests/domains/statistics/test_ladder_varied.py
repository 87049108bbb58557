"""The ladder of very different achievements by columns: regions, units, days on the edge, reasons, agreements, determinations."""

from __future__ import annotations

import datetime as dt
import itertools
from typing import Any

import pytest
from dateutil.relativedelta import relativedelta

from kechuang.casework.cases.columns import ask_many
from kechuang.casework.cases.law import ask
from kechuang.casework.cases.models import CaseDetermination
from kechuang.casework.parties.models import Region
from kechuang.core import clock
from kechuang.domains.achievements import dormancy
from kechuang.domains.achievements.facts import columns as achievement_columns
from kechuang.domains.achievements.facts import idle_columns, idle_facts
from kechuang.domains.achievements.models import Achievement, IdleReason, ImplementationAgreement, IPRight, Use
from kechuang.domains.statistics import ladder
from kechuang.domains.statistics.models import IdleStanding, LadderNight
from tests.casework.office import Office
from tests.domains.achievements.unit import make_unit
from tests.domains.statistics.test_ladder import told

REGIONS = ("330802", "330603", "330108", "110108", "420106")
"""Under the city's text, elsewhere in the province, under another province's, and where nothing here is known to apply."""


def ago(years: int, days: int = 0) -> dt.date:
    return clock.today() - relativedelta(years=years) + dt.timedelta(days=days)


def varied(office: Office) -> list[Any]:
    """One for each day around an anniversary, each with another mixture of all else."""
    for code in REGIONS:
        Region.objects.get_or_create(code=code, defaults={"name": code, "name_en": code})
    unit = make_unit(office)
    university, numbers = office.organisations["kq-university"], itertools.count(1)
    days = [ago(years, shift) for years in (1, 2, 3) for shift in (-2, -1, 0, 1)] + [ago(7), ago(0, -1)]
    made = []
    for n, day in enumerate(days * 5):
        one = Achievement.objects.create(
            kind="achievements.achievement", number=f"CG-2026-9{next(numbers):05}", title=f"成果 {n}",
            region_id=REGIONS[n // len(days)], owner=university if n % 3 == 1 else unit, state="registered", opened_on=day,
            kind_of_achievement="basic" if n % 7 == 0 else "applied", form="technology", attribute="original",
            stage="middle", completed_on=day - dt.timedelta(days=400), registered_on=day, fiscal=n % 6 != 1,
            use_first_on=[None, ago(1), clock.today(), clock.today() + dt.timedelta(days=1)][n % 4],
        )  # fmt: skip
        made.append(one)
        _around(office, one, n)
    return made


def _around(office: Office, one: Achievement, n: int) -> None:
    today, by = clock.today(), office["manager"]
    if n % 5 == 1:
        for k, status in enumerate(("granted", "lapsed", "granted")):
            IPRight.objects.create(
                achievement=one, kind="invention", number=f"P{n}-{k}", status=status, granted_on=ago(2, 3 * k - 1)
            )
    if n % 8 == 2:
        Use.objects.create(achievement=one, mode="licence", used_on=ago(2, n % 3 - 1))
    if n % 8 in (2, 5) and n % 3:
        Use.objects.create(achievement=one, mode="transfer", used_on=ago(1, n % 3 - 1))
    if n % 9 == 4:
        ends = [None, today - dt.timedelta(days=1), today, today + dt.timedelta(days=1)][n % 4]
        ImplementationAgreement.objects.create(
            achievement=one, signed_on=ago(1), ends_on=ends, title_stays=True, terms="约定"
        )
    for k in range(n % 11 % 3):
        accepted = [True, False, None][(n + k) % 3] if k == n % 11 % 3 - 1 else k == 0
        answered = {} if accepted is None else {"answer": "答复", "decided_on": today, "decided_by": by}
        IdleReason.objects.create(achievement=one, reason="停产", recorded_by=by, accepted=accepted, **answered)
    questions = [
        ("idle.holder_in_scope", True), ("idle.holder_in_scope", False), ("A13.holders", "any_holder"),
        ("A11.licence", "does_not_count"), ("A11.start", "completion_date"), ("A12", "holder_records"),
        ("A13.list", "needed"), ("unit.public_research_unit", True), ("unit.converted_on", "2020-05-05"),
        ("deal.mode", "licence"),
    ]  # fmt: skip
    for question, answer in (questions * 2)[n % 10 : n % 10 + n % 4]:
        CaseDetermination.objects.create(case=one, question=question, answer=answer, basis="认定", by=by)


@pytest.fixture(autouse=True)
def few_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(achievement_columns, "SPAN", 17)


def kept() -> dict[int, tuple[Any, ...]]:
    return {row.pk: (row.step, row.opened_on, row.next_on) for row in IdleStanding.objects.all()}


def test_columns_answer_as_one_by_one_whatever_the_achievement(office: Office) -> None:
    varied(office)
    asked = ladder.refresh(clock.today())
    fresh = {a.pk: told(a) for a in Achievement.objects.all()}
    assert kept() == fresh
    assert asked == ladder.Asked(len(fresh), len(fresh))
    assert {step for step, *_days in fresh.values()} == {"none", "completer", "listing", "licence"}
    assert {row.region for row in IdleStanding.objects.all()} == set(REGIONS)


def test_every_answer_of_the_listing_clock_is_the_one_of_its_case(office: Office) -> None:
    """Value and verdict of the rule that the night's clocks follow."""
    varied(office)
    day, compared = clock.today(), 0
    cases = {a.pk: a for a in Achievement.objects.all()}
    for some in idle_columns(day):
        for row in ask_many("idle_listing", some.facts).iter_rows(named=True):
            finding = ask(cases[row["case"]], "idle_listing", idle_facts(cases[row["case"]], day))
            assert (row["idle_listing"], row["idle_listing.verdict"]) == (finding.value, str(finding.verdict))
            compared += 1
    assert compared == len(cases)


def test_a_night_writes_only_what_changed(office: Office) -> None:
    made = varied(office)
    ladder.refresh(clock.today())
    assert ladder.refresh(clock.today()) == ladder.Asked(len(made), 0)
    moved, secret = made[0], made[1]
    Achievement.objects.filter(pk=moved.pk).update(region_id="330108")
    Achievement.objects.filter(pk=secret.pk).update(confined=True)
    assert ladder.refresh(clock.today()) == ladder.Asked(len(made) - 1, 2)
    assert IdleStanding.objects.get(pk=moved.pk).region == "330108"
    assert not IdleStanding.objects.filter(pk=secret.pk).exists()
    night = LadderNight.objects.get()
    assert (night.day, night.asked, night.changed) == (clock.today(), len(made) - 1, 2)


def test_the_clocks_of_listing_begin_where_the_law_asks_and_nowhere_else(office: Office) -> None:
    made = varied(office)
    asked = [
        one for one in made
        if one.use_first_on is not None and one.use_first_on <= clock.today() and not one.uses.exists()
        and dormancy.clock_facts(one) is not None
    ]  # fmt: skip
    assert 0 < len(asked) < len(made)
    assert dormancy.keep(clock.today()) == f"{len(asked)} clock(s) of listing begun"
    assert dormancy.keep(clock.today()) == "0 clock(s) of listing begun"
