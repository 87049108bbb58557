"""What PostgreSQL itself refuses, whoever asks."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, InternalError, connection, transaction

from kechuang.casework.parties.models import Membership
from tests.casework.office import Office, drafted, registered


def refuses(sql: str, *args: object) -> str:
    """The database's own words on a statement it must refuse."""
    with pytest.raises((IntegrityError, InternalError)) as caught, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, args)
    return str(caught.value)


def test_a_case_is_never_deleted_nor_moved_behind_the_engine(office: Office) -> None:
    agreement = drafted(office, registered(office))
    assert "never deleted" in refuses("DELETE FROM cases_case WHERE id = %s", agreement.pk)
    assert "only through an action" in refuses("UPDATE cases_case SET state = 'filed' WHERE id = %s", agreement.pk)
    assert "never change" in refuses("UPDATE cases_case SET number = 'X' WHERE id = %s", agreement.pk)


def test_a_timeline_is_append_only(office: Office) -> None:
    drafted(office, registered(office))
    assert "append-only" in refuses("UPDATE cases_timelineentry SET note = 'x'")
    assert "append-only" in refuses("DELETE FROM cases_timelineentry")


def test_nothing_points_at_a_case_that_is_not_there(office: Office) -> None:
    organisation = office.organisations["kq-park"]
    words = refuses(
        "INSERT INTO inbox_todo (case_id, name, organisation_id, roles, barred, text, text_en, opened_at) "
        "VALUES (0, 'x', %s, '{}', '{}', '', '', now());"
        "SET CONSTRAINTS ALL IMMEDIATE",
        organisation.pk,
    )
    assert "inbox_todo_case_fk" in words


def test_one_role_is_held_once_at_a_time(office: Office) -> None:
    held = Membership.objects.get(user=office["kq-park-clerk"])
    with pytest.raises(IntegrityError, match="membership_once_at_a_time"), transaction.atomic():
        Membership.objects.create(
            user=held.user,
            organisation=held.organisation,
            role=held.role,
            valid_from="2025-01-01",
            valid_to="2025-12-31",
        )
    held.valid_to = "2024-12-31"
    held.save()
    Membership.objects.create(user=held.user, organisation=held.organisation, role=held.role, valid_from="2025-01-01")
