"""The people of a platform: found or made, sealed, never in the timeline, one director at a time."""

from __future__ import annotations

import datetime as dt
import json
from importlib import import_module
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from kechuang.casework.cases.models import TimelineEntry
from kechuang.casework.parties.models import Person, Role
from kechuang.casework.sheets import runs
from kechuang.casework.sheets.models import ImportRun
from kechuang.core.permissions import Ground, Refused
from kechuang.domains.platforms.imports import staff as sheet
from kechuang.domains.platforms.models import Staff
from kechuang.domains.platforms.panels.registry import staff as panel
from tests.casework.office import PLATFORM, Office, act, registered

NUMBER = "11010519491231002X"


@pytest.fixture
def platform(office: Office) -> Any:
    return registered(office)


def data(**more: str) -> dict[str, str]:
    return {"name": "张某", "capacity": "researcher", "valid_from": "2025-03-01"} | more


def employ(office: Office, platform: Any, **more: str) -> None:
    act(f"{PLATFORM}.employ", platform, data(**more), office["kq-manager"])


def errors(office: Office, platform: Any, **more: str) -> set[str]:
    with pytest.raises(Refused) as caught:
        employ(office, platform, **more)
    assert caught.value.refusal.ground is Ground.INPUT
    return set(caught.value.refusal.errors)


def test_a_person_is_made_once_and_found_by_number(office: Office, platform: Any) -> None:
    employ(office, platform, id_number=NUMBER, phone="13800000000")
    employ(office, platform, id_number=NUMBER, capacity="technology_manager")
    person = Person.objects.get()
    assert (person.id_number, person.phone) == (NUMBER, "13800000000"), "what was not typed again is kept"
    assert Staff.objects.filter(person=person).count() == 2
    assert errors(office, platform, id_number=NUMBER, name="李某") == {"name"}
    assert errors(office, platform, id_number=NUMBER) == {"name"}
    assert errors(office, platform, id_number=NUMBER[:-1] + "1") == {"id_number"}
    assert errors(office, platform, orcid="0000-0002-1825-0098") == {"orcid"}


def test_personal_data_is_not_in_the_timeline(office: Office, platform: Any) -> None:
    employ(office, platform, id_number=NUMBER, phone="13800000000", email="zhang@example.org")
    kept = json.dumps(list(TimelineEntry.objects.values_list("data", flat=True)))
    assert "researcher" in kept
    for secret in (NUMBER, "13800000000", "zhang@example.org"):
        assert secret not in kept


def test_one_director_at_a_time(office: Office, platform: Any) -> None:
    employ(office, platform, capacity="director")
    assert errors(office, platform, capacity="director", name="李某") == {"capacity"}
    row = Staff.objects.get()
    act(f"{PLATFORM}.release", platform, {"staff": row.pk, "valid_to": "2025-12-31"}, office["kq-manager"])
    employ(office, platform, capacity="director", name="李某", valid_from="2026-01-01")
    assert Staff.objects.get(valid_to=None).person.name == "李某"
    assert Staff.objects.get(pk=row.pk).valid_to == dt.date(2025, 12, 31)


def test_the_public_sees_the_director_alone(office: Office, platform: Any) -> None:
    employ(office, platform, capacity="director", name="李某")
    employ(office, platform)
    inside, outside = panel(platform, office["kq-manager"]), panel(platform, office["kc-professor"])
    assert inside is not None
    assert outside is not None
    assert len(inside.rows) == 2
    assert [row[0] for row in outside.rows] == ["李某"]


def test_a_sheet_takes_numbers_and_nothing_of_it_stands_open(office: Office, platform: Any) -> None:
    wrong = NUMBER[:-1] + "1"
    rows = [
        f"{platform.number},张某,{NUMBER},科研人员,2025-03-01",
        f"{platform.number},李某,{wrong},科研人员,2025-03-01",
    ]
    text = "\n".join(["案件编号,姓名,公民身份号码,岗位,起", *rows])
    run = runs.upload(sheet, "人员.csv", text.encode(), office["kq-manager"])
    assert (run.good, run.wrong) == (1, 1)
    assert runs.confirm(run)
    assert Person.objects.get().id_number == NUMBER
    assert run.problems.get().typed == wrong, "told to whoever sent it"
    assert ImportRun.objects.get(pk=run.pk).content == text.encode()
    assert runs.annotated_file(run).read(), "the file comes back with its mistakes marked"
    with connection.cursor() as cursor:
        for table in ("sheets_importrun", "sheets_importproblem", "cases_timelineentry", "cases_idempotencykey"):
            cursor.execute(f"SELECT to_jsonb(t)::text FROM {table} t")
            for (row,) in cursor.fetchall():
                assert NUMBER[:17] not in row, table
        cursor.execute("SELECT content FROM sheets_importrun WHERE id = %s", [run.pk])
        kept = bytes(cursor.fetchone()[0])
    assert NUMBER.encode() not in kept
    assert "张某".encode() not in kept


def test_files_kept_before_are_sealed_by_the_migration(office: Office, platform: Any) -> None:
    sealing = import_module("kechuang.casework.sheets.migrations.0002_sealed")
    run = runs.upload(
        sheet,
        "人员.csv",
        f"案件编号,姓名,岗位,起\n{platform.number},李某,没有,2025-03-01".encode(),
        office["kq-manager"],
    )
    content, typed = run.content, run.problems.get().typed
    with connection.schema_editor() as editor:
        sealing.open_files(None, editor)
        sealing.open_cells(None, editor)
        with connection.cursor() as cursor:
            cursor.execute("SELECT content FROM sheets_importrun WHERE id = %s", [run.pk])
            assert bytes(cursor.fetchone()[0]) == content
        sealing.seal_files(None, editor)
        sealing.seal_cells(None, editor)
    again = ImportRun.objects.get(pk=run.pk)
    assert (again.content, again.problems.get().typed) == (content, typed)


def test_a_name_leads_to_the_persons_page_only_for_whom_it_opens(office: Office, platform: Any) -> None:
    employ(office, platform, capacity="director", name="李某")
    office.user("kq-st-auditor", office.organisations["kq-st_department"], Role.AUDITOR)
    office.user("kq-st-finance", office.organisations["kq-finance_department"], Role.FINANCE)
    linked = {}
    for name in ("kq-manager", "kq-st_department-clerk", "kq-st-auditor", "kq-st-finance", "kc-professor"):
        sheet_, client = panel(platform, office[name]), Client()
        assert sheet_ is not None
        client.force_login(office[name], backend="django.contrib.auth.backends.ModelBackend")
        opens = client.get(f"/people/{Person.objects.get().pk}/").status_code == 200
        linked[name] = isinstance(sheet_.rows[0][0], dict)
        assert linked[name] is opens, name
    assert linked == {
        "kq-manager": True, "kq-st_department-clerk": True, "kq-st-auditor": False, "kq-st-finance": False,
        "kc-professor": False,
    }  # fmt: skip
