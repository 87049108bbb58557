"""Administrative divisions: what was published, with its time, and files of later changes."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from django.test import Client

from kechuang.casework.parties.divisions import from_file, published, romanised, take_in
from kechuang.casework.parties.models import Region
from kechuang.core.failures import Mendable
from kechuang.core.permissions import Refused
from tests.casework.office import Office, act


def test_codes_come_and_go() -> None:
    found = {one.code: one for one in published("3301")}
    assert (found["330108"].name, found["330108"].valid_to) == ("滨江区", None)
    gone, new = found["330104"], found["330114"]
    assert (gone.name, gone.valid_to, gone.valid_from) == ("江干区", dt.date(2025, 3, 31), None)
    assert (new.name, new.valid_from, new.valid_to) == ("钱塘区", dt.date(2025, 4, 1), None)
    assert found["330103"].valid_to == dt.date(2025, 3, 31)
    keqiao = {one.code: one for one in published("3306")}
    assert keqiao["330603"].valid_from is not None
    assert keqiao["330621"].valid_to == keqiao["330603"].valid_from - dt.timedelta(days=1), (
        "the county became the district"
    )


@pytest.mark.parametrize(
    ("name", "latin"),
    [
        ("柯桥区", "Keqiao"),
        ("衢州市", "Quzhou"),
        ("滨江区", "Binjiang"),
        ("浙江省", "Zhejiang"),
        ("开化县", "Kaihua"),
        ("台州市", "Taizhou"),
    ],
)
def test_names_in_latin_letters(name: str, latin: str) -> None:
    assert romanised(name) == latin


@pytest.mark.django_db
def test_taking_in_twice_changes_nothing_and_a_file_mends() -> None:
    listed = list(published("3308"))
    assert take_in(listed) == (len(listed), 0)
    assert take_in(listed) == (0, 0)
    assert Region.objects.get(code="330800").name == "衢州市"


@pytest.mark.django_db
def test_a_file_of_changes(tmp_path: Path) -> None:
    file = tmp_path / "regions.csv"
    file.write_text(
        "code,name,name_en,valid_from,valid_to\n330104,江干区,,,2021-04-08\n330199,新区,New,2026-01-01,\n", "utf-8-sig"
    )
    assert take_in(from_file(file)) == (2, 0)
    assert Region.objects.get(code="330104").valid_to == dt.date(2021, 4, 8)
    assert Region.objects.get(code="330104").name_en == "Jianggan"


@pytest.mark.parametrize(
    "text", ["code,name\n33,浙江省\n", "code,name\n330000,\n", "name\n浙江省\n", "code,name,valid_to\n330000,浙,x\n"]
)
def test_a_bad_file_is_told_with_its_line(tmp_path: Path, text: str) -> None:
    file = tmp_path / "regions.csv"
    file.write_text(text, "utf-8")
    with pytest.raises(Mendable):
        list(from_file(file))


def test_a_division_that_is_no_more_is_not_offered_and_who_stands_in_it_may_stay(office: Office) -> None:
    """Of GB/T 2260 a place is chosen by its code of today; a unit whose place was dissolved can still be corrected."""
    Region.objects.create(code="339900", name="宁波地区", name_en="Ningbo Prefecture", valid_to=dt.date(1983, 10, 18))
    Region.objects.create(code="330699", name="新区", name_en="New District", valid_from=dt.date(2999, 1, 1))
    clerk = office["kq-st_department-clerk"]
    standing = set(Region.objects.standing().values_list("pk", flat=True))
    assert {"339900", "330699"}.isdisjoint(standing)
    assert "330603" in standing
    data = {"name": "老所", "kind": "research_institution", "department": ""}
    with pytest.raises(Refused) as refused:
        act("units.unitfile.open_file", None, data | {"region": "330699"}, clerk)
    assert set(refused.value.refusal.errors) == {"region"}
    file = act("units.unitfile.open_file", None, data | {"region": "330603"}, clerk).case
    Region.objects.filter(pk="330603").update(valid_to=dt.date(2020, 1, 1))
    revised = act("units.unitfile.revise", file, data | {"name": "老研究所", "region": "330603"}, clerk).case
    assert revised.title == "老研究所"
    client = Client()
    client.force_login(clerk)
    page = client.get("/platforms/").content.decode()
    assert "宁波地区" not in page
