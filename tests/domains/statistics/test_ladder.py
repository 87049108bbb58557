"""The idle ladder by columns says of every achievement what the law says when one case asks."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from kechuang.casework.cases.law import ask
from kechuang.core import clock
from kechuang.domains.achievements.facts import idle_facts
from kechuang.domains.achievements.models import Achievement
from kechuang.domains.statistics import nightly
from kechuang.domains.statistics.models import Figure, IdleStanding
from tests.casework.office import Office, act
from tests.domains.achievements.unit import KIND, SCREEN, make_unit, registered

DEPARTMENT = "kc-st_department-clerk"
RIGHT = {"kind": "invention", "number": "201710601862.3", "applied_on": "2017-07-21", "granted_on": "2021-05-10"}


def told(achievement: Any) -> tuple[Any, ...]:
    """Step, the day it opened and the day the next opens, asked of one case as its page asks."""
    day = clock.today()
    finding = ask(achievement, "idle_ladder", idle_facts(achievement, day))
    step = finding.value or "none"
    days = {output.name: output.value for output in finding.outputs}
    opens = {name: days.get(f"{name}_from") for name in ("completer", "listing", "licence")}
    ahead = [one for one in opens.values() if one is not None and one > day]
    return step, opens.get(step), min(ahead, default=None)


def many(office: Office) -> list[Any]:
    """Achievements that differ in whatever the ladder asks for."""
    unit, dates = (
        make_unit(office),
        ("2019-01-15", "2022-06-01", "2023-12-01", "2025-01-02", "2025-12-01", "2026-10-30"),
    )
    made = [
        registered(office, unit, on=on, completed_on="2018-06-01", title=f"成果 {on} {fiscal} {kind}", fiscal=fiscal,
                   kind_of_achievement=kind)
        for on in dates for fiscal, kind in (("true", "applied"), ("false", "applied"), ("true", "basic"))
    ]  # fmt: skip
    office.organisations.pop("新材料研究院")
    manager = office["manager"]
    act(f"{KIND}.record_right", made[0], RIGHT, manager)
    act(f"{KIND}.record_use", made[1], {"mode": "licence", "on": "2020-02-02", "note": ""}, manager)
    act(f"{KIND}.record_use", made[3], {"mode": "transfer", "on": "2026-02-02", "note": ""}, manager)
    for one in made[:8]:
        act(f"{KIND}.put_on_use_first", one, {"on": "2025-02-02"}, office[DEPARTMENT])
    act(f"{KIND}.record_idle_reason", made[6], {"reason": "设备停产"}, manager)
    act(f"{KIND}.judge_idle_reason", made[6], {"accepted": "true", "answer": "认可"}, office[DEPARTMENT])
    return made


def test_the_ladder_by_columns_agrees_with_every_case(office: Office) -> None:
    made = many(office)
    said = nightly.ladder(clock.today())
    assert said.startswith(f"{len(made)} achievements asked, {len(made)} changed")
    kept = {row.pk: (row.step, row.opened_on, row.next_on) for row in IdleStanding.objects.all()}
    fresh = {a.pk: told(a) for a in Achievement.objects.all()}
    assert kept == fresh
    assert len({step for step, *_days in kept.values()}) >= 3, kept


def test_figures_of_idleness_count_what_stands(office: Office) -> None:
    many(office)
    nightly.ladder(clock.today())
    counted: dict[str, int] = {}
    for row in IdleStanding.objects.exclude(step="none"):
        counted[row.step] = counted.get(row.step, 0) + 1
    figures = Figure.objects.filter(what="idle")
    assert {f.state: f.n for f in figures} == counted
    assert {f.region for f in figures} == {"330802"}
    nightly.ladder(clock.today())
    assert {f.state: f.n for f in Figure.objects.filter(what="idle")} == counted


def test_a_determination_of_one_case_is_asked_for_by_that_case(office: Office) -> None:
    made = registered(
        office,
        make_unit(office, **{"unit.public_platform": False, "unit.platform": False}),
        on="2020-01-15",
        completed_on="2018-06-01",
    )
    before = told(made)
    act(
        f"{KIND}.determine", made,
        {"question": "idle.holder_in_scope", "answer": "true", "basis": "市科技局认定"}, office["kc-st_department-leader"],
    )  # fmt: skip
    act(f"{KIND}.put_on_use_first", made, {"on": "2025-02-02"}, office[DEPARTMENT])
    made = Achievement.objects.get(pk=made.pk)
    nightly.ladder(clock.today())
    row = IdleStanding.objects.get(pk=made.pk)
    assert (row.step, row.opened_on, row.next_on) == told(made)
    assert told(made) != before


def test_what_is_registered_no_more_leaves_the_ladder(office: Office) -> None:
    made = registered(office, make_unit(office), on="2020-01-15", completed_on="2018-06-01")
    nightly.ladder(clock.today())
    assert IdleStanding.objects.filter(pk=made.pk).exists()
    act(f"{KIND}.screen", made, SCREEN | {"state_secrets": "true"}, office["head"])
    nightly.ladder(clock.today() + dt.timedelta(days=1))
    assert not IdleStanding.objects.exists()


@pytest.mark.django_db
def test_before_the_first_night_nothing_is_said() -> None:
    from kechuang.domains.statistics.ladder import asked_on

    assert asked_on() is None
