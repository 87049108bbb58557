"""What equipment was used for: what is refused at its field, what the database refuses by itself, what counts."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, InternalError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from kechuang.casework.parties.models import Membership, Organisation, Role, User
from kechuang.core import clock
from kechuang.core.permissions import Refusal, Refused
from kechuang.domains.equipment.models import Equipment, UsePeriod
from kechuang.domains.equipment.queries.openness import openness, percent
from kechuang.domains.equipment.queries.openness import used as hours_of
from tests.casework.office import Office, act, make_office, registered
from tests.domains.equipment.conftest import TODAY
from tests.domains.equipment.kit import EQUIPMENT, OWN, a_use, entered, used


def refused(equipment: Any, office: Office, **changes: Any) -> Refusal:
    with pytest.raises(Refused) as caught:
        act(f"{EQUIPMENT}.record_use", equipment, a_use(**changes), office["kq-manager"])
    return caught.value.refusal


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"hours": "0"}, "hours"),
        ({"hours": "24.01"}, "hours"),
        ({"hours": ""}, "hours"),
        ({"day_from": "2026-07-02"}, "day_from"),
        ({"day_from": "2024-05-31"}, "day_from"),
        ({"day_to": "2026-03-01"}, "day_to"),
        ({"day_to": "2026-04-01"}, "day_to"),
        ({"user": "own"}, "user"),
        ({"user_name": ""}, "user_name"),
        ({"user": ""}, "user"),
        ({"charge": "-1"}, "charge"),
        ({"purpose": ""}, "purpose"),
        ({"time_from": "09:00"}, "time_to"),
        ({"time_from": "09:00", "time_to": "09:00"}, "time_to"),
        ({"time_from": "09:00", "time_to": "15:00"}, "hours"),
    ],
)
def test_what_cannot_be_is_told_at_its_field(office: Office, changes: dict[str, str], field: str) -> None:
    assert list(refused(entered(office), office, **changes).errors) == [field]


def test_the_times_of_a_day_tell_the_hours_and_keep_others_out(office: Office) -> None:
    equipment = entered(office)
    row = used(office, equipment, hours="", time_from="09:00", time_to="11:40")
    assert (row.hours, row.starts_at) == (Decimal("2.66"), dt.datetime(2026, 3, 2, 9, tzinfo=clock.CHINA))
    said = refused(equipment, office, hours="1", time_from="11:00", time_to="13:00")
    assert "绍兴越锦" in said.errors["time_from"][0]
    used(office, equipment, hours="", time_from="11:40", time_to="13:00")
    firm = office.organisations["kq-firm"]
    row = used(office, equipment, hours="", time_from="14:00", time_to="15:00", organisation=firm.pk)
    assert (row.organisation, row.user_name, row.whose) == (firm, "", "kq-firm")
    own = equipment.owner_id
    assert list(refused(equipment, office, organisation=own).errors) == ["organisation"]


def test_a_day_has_no_more_than_24_hours_however_it_is_written_down(office: Office) -> None:
    equipment = entered(office)
    used(office, equipment, hours="20")
    assert "每天 24 小时" in refused(equipment, office, hours="4.5").errors["hours"][0]
    used(office, equipment, hours="4")
    used(office, equipment, day_from="2026-03-01", day_to="2026-03-31", hours="720")  # 744 with the 24 within
    assert list(refused(equipment, office, day_from="2026-03-09", hours="1").errors) == ["hours"]


def test_a_row_is_struck_out_and_recorded_anew(office: Office) -> None:
    equipment, manager = entered(office), office["kq-manager"]
    wrong = used(office, equipment, hours="24")
    data = {"use": wrong.pk, "reason": "多记了一位"}
    act(f"{EQUIPMENT}.strike_use", equipment, data, manager)
    used(office, equipment, hours="2.4")
    rows = UsePeriod.objects.order_by("pk")
    assert [(r.hours, r.struck_because) for r in rows] == [(24, "多记了一位"), (Decimal("2.4"), "")]
    with pytest.raises(Refused) as caught:
        act(f"{EQUIPMENT}.strike_use", equipment, data, manager)
    assert list(caught.value.refusal.errors) == ["use"]


def database_refuses(change: Any) -> str:
    with pytest.raises((IntegrityError, InternalError)) as caught, transaction.atomic():
        change()
    return str(caught.value)


def test_the_database_itself_refuses(office: Office) -> None:
    equipment = entered(office)
    base: dict[str, Any] = {
        "equipment": equipment, "day_from": dt.date(2026, 3, 2), "day_to": dt.date(2026, 3, 2), "hours": 10, "user": "own",
        "purpose": "x", "charge": 0,
    }  # fmt: skip
    nine, ten = (dt.datetime(2026, 3, 2, hour, tzinfo=clock.CHINA) for hour in (9, 10))

    def insert(**changes: Any) -> UsePeriod:
        return UsePeriod.objects.create(**base | changes)

    for words, changes in (
        ("hours_above_zero", {"hours": 0}),
        ("more than 24 hours", {"hours": 25}),
        ("within_a_month", {"day_to": dt.date(2026, 4, 1)}),
        ("more than 24 hours", {"day_to": dt.date(2026, 3, 1)}),
        ("hours_of_its_times", {"starts_at": nine, "ends_at": ten, "hours": 2}),
        ("times_on_its_days", {"starts_at": nine, "ends_at": ten, "hours": 1, "day_from": dt.date(2026, 3, 1)}),
        ("times_in_order", {"starts_at": nine, "hours": 1}),
        ("by_whom", {"user_name": "某公司"}),
        ("by_whom", {"user": "outside"}),
        ("charge_not_below_zero", {"charge": -1}),
        ("before the equipment was acquired", {"day_from": dt.date(2024, 5, 2), "day_to": dt.date(2024, 5, 2)}),
    ):  # fmt: skip
        assert words in database_refuses(lambda changes=changes: insert(**changes)), words
    insert(starts_at=nine, ends_at=ten, hours=1)
    assert "one_at_a_time" in database_refuses(lambda: insert(starts_at=nine, ends_at=ten, hours=1))
    assert "more than 24 hours" in database_refuses(lambda: insert(hours=24))
    row = UsePeriod.objects.get()
    rows = UsePeriod.objects.filter(pk=row.pk)
    assert "never deleted" in database_refuses(rows.delete)
    assert "struck out and recorded anew" in database_refuses(lambda: rows.update(hours=2))
    assert "struck_with_reason" in database_refuses(lambda: rows.update(struck_on=clock.today()))
    there = Equipment.objects.filter(pk=equipment.pk)
    assert "in service" in database_refuses(lambda: there.update(acquired_on=dt.date(2026, 3, 3)))
    assert "in service" in database_refuses(lambda: there.update(retired_on=dt.date(2026, 3, 1)))
    rows.update(struck_on=clock.today(), struck_because="错")
    assert "never changed" in database_refuses(lambda: rows.update(struck_because="改"))
    there.update(retired_on=dt.date(2026, 3, 1))
    assert "after it was retired" in database_refuses(lambda: insert(hours=1))


def test_openness_is_told_by_what_counts(office: Office) -> None:
    equipment = entered(office, hours_available="3650")
    shut = entered(office, equipment.platform, asset_number="2", openness="not_shared", openness_note="专用",
                   hours_available="3650")  # fmt: skip
    used(office, equipment, hours="20")
    used(office, equipment, **OWN, hours="10", day_from="2026-04-02")
    used(office, equipment, hours="5", day_from="2025-12-31")
    wrong = used(office, equipment, hours="7", day_from="2026-05-02")
    act(f"{EQUIPMENT}.strike_use", equipment, {"use": wrong.pk, "reason": "错"}, office["kq-manager"])
    told = openness([equipment, shut], 2026)
    days = 182  # 1 January to 1 July
    assert (told.count, told.open, told.hours.outside, told.hours.own) == (2, 1, 20, 10)
    assert told.available == 20 * days
    assert percent(told.open_rate) == "50.0%"
    assert percent(told.utilisation) == "0.8%"
    assert openness([equipment, shut], 2025).hours.outside == 5
    assert openness([equipment], 2023).count == 0
    assert percent(openness([equipment], 2023).utilisation) == "–"


class OwnSumTest(TestCase):
    """Random uses and strikings: the totals are those of a plain sum over the rows that stand."""

    def setUp(self) -> None:
        with clock.moved_to(TODAY):
            self.office = make_office()
            self.equipment = entered(self.office)

    @settings(max_examples=20, suppress_health_check=list(HealthCheck), deadline=None)
    @given(
        st.lists(
            st.tuples(
                st.dates(dt.date(2025, 12, 1), dt.date(2026, 6, 30)), st.integers(1, 1200), st.booleans(), st.booleans()
            ),
            max_size=8,
        )
    )
    def test_totals(self, rows: list[tuple[dt.date, int, bool, bool]]) -> None:
        expected = {True: Decimal(0), False: Decimal(0)}
        with clock.moved_to(TODAY), transaction.atomic():
            for day, hundredths, outside, struck in rows:
                hours = Decimal(hundredths) / 100
                changes = {} if outside else OWN
                try:
                    row = used(self.office, self.equipment, day_from=day.isoformat(), hours=str(hours), **changes)
                except Refused:
                    within = UsePeriod.objects.standing().filter(day_from=day)
                    assert sum(r.hours for r in within) + hours > 24
                    continue
                if struck:
                    data = {"use": row.pk, "reason": "错"}
                    act(f"{EQUIPMENT}.strike_use", self.equipment, data, self.office["kq-manager"])
                elif day.year == 2026:
                    expected[outside] += hours
            told = hours_of([self.equipment.pk], dt.date(2026, 1, 1), dt.date(2026, 12, 31))[self.equipment.pk]
            assert (told.outside, told.own) == (expected[True], expected[False])
            transaction.set_rollback(True)


class SeenTest(TestCase):
    """Random posts: which use rows a person sees is what the posts say, and their case is one they take part in."""

    def setUp(self) -> None:
        with clock.moved_to(TODAY):
            self.office = make_office()
            self.equipment = entered(self.office)
            firm = self.office.organisations["kc-firm"]
            used(self.office, self.equipment)
            used(self.office, self.equipment, day_from="2026-03-03", organisation=firm.pk)
            registered(self.office, "330802", "kc")

    @settings(max_examples=25, suppress_health_check=list(HealthCheck), deadline=None)
    @given(
        st.lists(
            st.tuples(st.sampled_from(sorted(("330603", "330600", "330802", "330000"))),
                      st.sampled_from([Role.CLERK, Role.LEADER, Role.FIRM_MEMBER]), st.sampled_from(["department", "enterprise"])),
            max_size=2,
        ),
        st.sampled_from(["", "platform", "firm"]),
    )  # fmt: skip
    def test_rows_seen(self, posts: list[tuple[str, str, str]], member: str) -> None:
        from kechuang.casework.cases.predicates import takes_part
        from kechuang.casework.parties.models import Region

        user = User.objects.create(username=f"u{User.objects.count()}")
        for n, (region, role, kind) in enumerate(posts):
            Region.objects.get_or_create(code=region, defaults={"name": region, "name_en": region})
            organisation = Organisation.objects.create(
                name=f"{n}{user}", kind=kind, department="other" if kind == "department" else "", region_id=region
            )
            Membership.objects.create(user=user, organisation=organisation, role=role, valid_from="2020-01-01")
        if member:
            whose = self.equipment.owner if member == "platform" else self.office.organisations["kc-firm"]
            Membership.objects.create(user=user, organisation=whose, role=Role.RESEARCHER, valid_from="2020-01-01")
        seen = UsePeriod.objects.visible_to(user).count()
        if takes_part(user, self.equipment):
            assert seen == 2
        else:
            assert seen == (1 if member == "firm" else 0)
