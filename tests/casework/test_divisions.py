"""Administrative divisions: what was published, with its time, and files of later changes."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from kechuang.casework.parties.divisions import from_file, published, romanised, take_in
from kechuang.casework.parties.models import Region
from kechuang.core.failures import Mendable


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
