"""Parks and enclaves: which texts reach a unit, how the reading of A26 changes that, and the premises."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from kechuang.casework.inbox.models import Todo
from kechuang.casework.parties.models import Region
from kechuang.core.clock import moved_to
from kechuang.core.permissions import Ground, Refused
from kechuang.domains.platforms.models import ParkUnit
from kechuang.domains.platforms.panels import park_units as panels
from kechuang.domains.platforms.queries.reach import reach_of_unit
from tests.casework.office import Office, act

UNIT = "platforms.parkunit"
DAY = dt.date(2026, 3, 2)


@pytest.fixture(autouse=True)
def in_march() -> Any:
    with moved_to(DAY):
        yield


def unit(
    office: Office, kind: str = "park", region: str = "330802", by: str = "kc-park-clerk", **more: Any
) -> ParkUnit:
    data = {
        "title": "中试楼三层", "unit_kind": kind, "region": region, "owner": office.organisations["kc-park"].pk,
        "established_on": "2026-01-05", "address": "创新路 8 号", **more,
    }  # fmt: skip
    made: ParkUnit = act(f"{UNIT}.register", None, data, office[by]).case
    return made


def enclave(office: Office, **more: Any) -> ParkUnit:
    """A unit in Shanghai, set up by a firm of Kecheng."""
    Region.objects.get_or_create(code="310115", defaults={"name": "浦东新区", "name_en": "Pudong"})
    fields = {"home_region": "330800", "enterprise": office.organisations["kc-firm"].pk, **more}
    return unit(office, "enclave", "310115", **fields)


def reached(found: ParkUnit, reading: str = "") -> dict[str, tuple[int, int]]:
    return {one.instrument.id: (len(one.clauses), one.rest) for one in reach_of_unit(found, reading)}


def test_a_park_unit_is_reached_by_the_texts_of_its_place(office: Office) -> None:
    found = reached(unit(office))
    assert found["quzhou-2024"][1] == 0
    assert found["quzhou-2024"][0] > 50
    assert found["zhejiang-2021"][0] > 50
    assert found["binjiang-2023"][0] == 0
    assert found["keqiao-2025-draft"][0] == 0


def test_beyond_the_city_only_the_premises_clause_reaches_an_enclave_unless_determined_otherwise(
    office: Office,
) -> None:
    made = enclave(office)
    assert reached(made)["quzhou-2024"] == (1, sum(reached(unit(office))["quzhou-2024"]) - 1)
    assert reached(made)["zhejiang-2021"][0] == 0, "Shanghai is outside the province"
    assert reached(made, "whole_regulation")["quzhou-2024"][1] == 0
    sheet = panels.readings(made, office["kc-park-clerk"])
    assert sheet is not None
    assert [(row[0], row[2].word) for row in sheet.rows] == [("仅用房保障一款", "采用"), ("全部规定", "未采用")]
    assert "只有 1 条" in sheet.rows[0][1].word
    answer = {"question": "A26", "answer": "whole_regulation", "basis": "市政府会议纪要"}
    Region.objects.get_or_create(code="310000", defaults={"name": "上海市", "name_en": "Shanghai"})
    leader = office.user("sh-st-leader", office.organisation("sh-st", "310000", department="st_department"), "leader")
    act(f"{UNIT}.determine", made, answer, leader)
    made = ParkUnit.objects.get(pk=made.pk)
    assert reached(made)["quzhou-2024"][1] == 0
    after = panels.readings(made, leader)
    assert after is not None
    assert [row[2].word for row in after.rows] == ["未采用", "采用"]
    assert "sh-st-leader" in after.text


def test_an_enclave_of_another_citys_firm_is_not_reached(office: Office) -> None:
    made = enclave(office, enterprise=office.organisations["kq-firm"].pk)
    assert reached(made)["quzhou-2024"][0] == 0


def test_premises_asked_for_by_the_firm_and_secured_by_the_administration(office: Office) -> None:
    made, clerk = enclave(office), office["kc-park-clerk"]
    assert panels.premises(made, clerk).badge.word != "没有法定保障义务"  # type: ignore[union-attr]
    assert panels.premises(unit(office), clerk).badge.word == "没有法定保障义务"  # type: ignore[union-attr]
    act(f"{UNIT}.request_premises", made, {"needed_area": 600, "note": "实验室"}, office["kc-firm-member"])
    assert Todo.objects.open().get(name="secure").organisation == office.organisations["kc-park"]
    with pytest.raises(Refused) as caught:
        act(f"{UNIT}.secure", made, {"secured_on": "2026-03-02", "secured_area": 600}, office["kc-firm-member"])
    assert caught.value.refusal.ground is Ground.PERMISSION
    with pytest.raises(Refused) as caught:
        act(f"{UNIT}.secure", made, {"secured_on": "2026-03-01", "secured_area": 600}, clerk)
    assert caught.value.refusal.errors.keys() == {"secured_on"}
    done = act(f"{UNIT}.secure", made, {"secured_on": "2026-03-02", "secured_area": 600}, clerk).case
    assert (done.state, Todo.objects.open().exists()) == ("secured", False)


def test_bad_registrations_are_told_by_field(office: Office) -> None:
    with pytest.raises(Refused) as caught:
        unit(office, "enclave")
    assert caught.value.refusal.errors.keys() == {"home_region"}
    with pytest.raises(Refused) as caught:
        unit(office, "enclave", "330802", home_region="330800")
    assert caught.value.refusal.errors.keys() == {"region"}
    with pytest.raises(Refused) as caught:
        unit(office, home_region="330800")
    assert caught.value.refusal.errors.keys() == {"home_region"}
