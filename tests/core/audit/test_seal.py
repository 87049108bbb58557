"""The history keeps itself, and a seal names the first row that no longer fits."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import ProgrammingError, connection, transaction

from kechuang.core import clock
from kechuang.core.audit.models import Leaf, Seal
from kechuang.core.audit.seal import event_tables, seal_day, seal_until, verify
from tests.casework.office import Office, act, make_office, platform_data, registered


@pytest.fixture
def office(db: None) -> Office:
    return make_office()


def rows(sql: str, *args: object) -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, args)
        return list(cursor.fetchall()) if cursor.description else []


def tamper(sql: str) -> None:
    """What someone with the keys to the database could do: switch the triggers off and write."""
    rows("SET session_replication_role = replica")
    rows(sql)
    rows("SET session_replication_role = DEFAULT")


def sealed(office: Office) -> Seal:
    registered(office)
    registered(office, title="第二个平台")
    return seal_day(clock.today())


def test_every_change_is_kept_with_who_and_in_which_action(office: Office) -> None:
    platform = registered(office)
    clerk = office["kq-st_department-clerk"]
    act("platforms.platform.revise", platform, platform_data(office, address="金柯桥大道 1 号"), clerk)
    found = rows(
        "SELECT pgh_label, address, pgh_context->>'action', (pgh_context->>'user')::int FROM platforms_platformevent "
        "WHERE case_ptr_id = %s ORDER BY pgh_id",
        platform.pk,
    )
    assert found == [
        ("insert", "", "platforms.platform.register", clerk.pk),
        ("update", "金柯桥大道 1 号", "platforms.platform.revise", clerk.pk),
    ]
    versions = rows("SELECT version FROM cases_caseevent WHERE id = %s ORDER BY pgh_id", platform.pk)
    assert versions == [(1,), (2,)]


@pytest.mark.parametrize("statement", ["UPDATE cases_caseevent SET title = 'x'", "DELETE FROM cases_caseevent"])
def test_history_cannot_be_rewritten_by_ordinary_means(office: Office, statement: str) -> None:
    registered(office)
    with pytest.raises(ProgrammingError, match="Cannot update or delete"), transaction.atomic():
        rows(statement)


def test_a_whole_chain_verifies_and_days_are_sealed_in_order(office: Office) -> None:
    seal = sealed(office)
    assert seal.rows == Leaf.objects.count() > 4
    assert "cases_caseevent" in event_tables()
    assert verify() is None
    with pytest.raises(ValueError, match="the next day to seal"):
        seal_day(clock.today() + dt.timedelta(days=2))
    assert [s.day for s in seal_until(clock.today() + dt.timedelta(days=2))] == [
        clock.today() + dt.timedelta(days=n) for n in (1, 2)
    ]
    assert verify() is None


@pytest.mark.parametrize(
    ("what", "statement"),
    [
        ("altered", "UPDATE cases_caseevent SET title = 'x' WHERE pgh_id = (SELECT max(pgh_id) FROM cases_caseevent)"),
        ("removed", "DELETE FROM cases_caseevent WHERE pgh_id = (SELECT max(pgh_id) FROM cases_caseevent)"),
        (
            "slipped in",
            """INSERT INTO parties_organisationevent
               SELECT * FROM (SELECT (jsonb_populate_record(e, '{"pgh_id": 99999999}')).*
                              FROM parties_organisationevent e LIMIT 1) one""",
        ),
    ],
)
def test_the_first_row_that_does_not_fit_is_named(office: Office, what: str, statement: str) -> None:
    sealed(office)
    last = rows("SELECT max(pgh_id) FROM cases_caseevent")[0][0]
    tamper(statement)
    broken = verify()
    assert broken is not None
    assert what in broken.what
    assert (broken.table, broken.event) == (
        ("parties_organisationevent", 99_999_999) if what == "slipped in" else ("cases_caseevent", last)
    )


def test_a_seal_or_leaf_that_was_changed_is_noticed(office: Office) -> None:
    seal = sealed(office)
    Leaf.objects.filter(pk=seal.leaves.first().pk).update(digest="0" * 64)
    assert verify() is not None
    Leaf.objects.all().delete()
    Seal.objects.filter(pk=seal.pk).update(rows=0)
    assert verify() is not None


def test_a_column_that_came_later_breaks_no_seal_and_a_lost_one_is_told(office: Office) -> None:
    """An update of the program adds columns to tables of history; what was sealed before stays as it was."""
    sealed(office)
    rows("SET CONSTRAINTS ALL IMMEDIATE")
    rows("ALTER TABLE cases_caseevent ADD COLUMN later text DEFAULT 'new'")
    assert verify() is None
    registered(office, title="第三个平台")
    seal_until(clock.today() + dt.timedelta(days=1))
    tamper("UPDATE cases_caseevent SET title = 'x' WHERE pgh_id = (SELECT min(pgh_id) FROM cases_caseevent)")
    broken = verify()
    assert broken is not None
    assert broken.what == "was altered"
    rows("ALTER TABLE cases_caseevent DROP COLUMN title CASCADE")
    assert str(verify()).endswith("cases_caseevent: lost the column title")


def test_what_a_seal_was_made_of_cannot_be_changed(office: Office) -> None:
    seal = sealed(office)
    fewer = {**seal.columns, "cases_caseevent": [c for c in seal.columns["cases_caseevent"] if c != "title"]}
    Seal.objects.filter(pk=seal.pk).update(columns=fewer)
    assert verify() is not None
