"""A day of history is found without reading all of it, in every table of history there is."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import DatabaseError, connection, transaction

from kechuang.casework.parties.models import Person, Unmasking, User
from kechuang.core.audit.indexes import index_of
from kechuang.core.audit.seal import OF_A_DAY, columns_now, event_tables
from kechuang.core.clock import CHINA


def test_every_table_of_history_has_one(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tablename, indexname FROM pg_indexes WHERE indexdef LIKE '%USING brin (pgh_created_at)%'"
        )
        found = set(cursor.fetchall())
    assert found == {(table, index_of(table)) for table in event_tables()}
    assert len({index_of(table) for table in event_tables()}) == len(event_tables()) > 20
    assert len(index_of("x" * 63)) <= 63


def test_a_day_among_many_is_read_alone(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO cases_casepartyevent "
            "(pgh_created_at, pgh_label, id, case_id, organisation_id, role, pgh_obj_id) "
            "SELECT '2020-01-01'::timestamptz + n * interval '10 minutes', 'insert', n, 1, 1, 'x', n "
            "FROM generate_series(1, 200000) n"
        )
        cursor.execute("ANALYZE cases_casepartyevent")
        day = dt.datetime(2022, 5, 1, tzinfo=CHINA)
        columns = ", ".join(columns_now()["cases_casepartyevent"])
        query = OF_A_DAY.format(table="cases_casepartyevent", columns=columns)
        cursor.execute(f"EXPLAIN (ANALYZE, FORMAT JSON) {query}", [day, day + dt.timedelta(days=1)])
        plan = str(cursor.fetchone()[0])
        cursor.execute(query, [day, day + dt.timedelta(days=1)])
        assert len(cursor.fetchall()) == 144
    assert index_of("cases_casepartyevent") in plan, plan
    assert "Seq Scan" not in plan, plan


@pytest.mark.parametrize("change", ["UPDATE parties_unmasking SET reason = 'x'", "DELETE FROM parties_unmasking"])
def test_a_look_at_sealed_data_stays_on_record(db: None, change: str) -> None:
    person = Person.objects.create(name="张某")
    Unmasking.objects.create(person=person, field="phone", by=User.objects.create(username="x"), reason="核对")
    with (
        pytest.raises(DatabaseError, match="Cannot update or delete"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(change)
    assert Unmasking.objects.get().reason == "核对"
