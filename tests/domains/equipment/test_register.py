"""The register: entered, corrected, opened and closed to others, published, out of use, retired."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from kechuang.casework.cases.law import ask
from kechuang.casework.parties.models import Region
from kechuang.core import clock
from kechuang.core.permissions import Refusal, Refused
from kechuang.domains.equipment.facts import stage_facts
from kechuang.domains.equipment.models import Equipment, Stage
from kechuang.law import Verdict
from tests.casework.office import Office, act, registered
from tests.domains.equipment.kit import EQUIPMENT, described, entered, used


def refused(name: str, case: Any, data: dict[str, Any], by: Any) -> Refusal:
    with pytest.raises(Refused) as caught:
        act(f"{EQUIPMENT}.{name}", case, data, by)
    return caught.value.refusal


def stages(equipment: Any) -> list[tuple[str, str, str | None]]:
    rows = Stage.objects.filter(equipment=equipment).order_by("pk")
    return [(r.code, r.began_on.isoformat(), r.ended_on and r.ended_on.isoformat()) for r in rows]


def test_entering_makes_a_numbered_case_of_its_platform(office: Office) -> None:
    equipment = entered(office)
    assert equipment.number.startswith("SB-2026-")
    assert (equipment.owner_id, equipment.region_id) == (equipment.platform.owner_id, "330603")
    assert (equipment.state, equipment.public, equipment.published_on) == ("in_use", False, None)
    assert stages(equipment) == [("registration", "2026-07-01", None), ("sharing", "2024-06-01", None)]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"acquired_on": "2026-07-02"}, "acquired_on"),
        ({"acquired_on": "1930-01-01"}, "acquired_on"),
        ({"openness": "not_shared"}, "openness_note"),
        ({"open_since": "2024-05-31"}, "open_since"),
        ({"open_since": "2026-07-02"}, "open_since"),
        ({"openness": "not_shared", "openness_note": "专用", "open_since": "2024-06-01"}, "open_since"),
        ({"openness": "conditional", "openness_note": " "}, "openness_note"),
        ({"openness": ""}, "openness"),
        ({"value": "-1"}, "value"),
        ({"value": "1.005"}, "value"),
        ({"hours_available": "0"}, "hours_available"),
        ({"hours_available": "8785"}, "hours_available"),
        ({"price_outside": "-0.01"}, "price_outside"),
    ],
)
def test_bad_entries_are_told_at_their_field(office: Office, changes: dict[str, str], field: str) -> None:
    platform = registered(office)
    said = refused("register", None, described(platform, **changes), office["kq-manager"])
    assert list(said.errors) == [field]


def test_a_division_that_is_no_more_is_not_offered(office: Office) -> None:
    Region.objects.create(code="339900", name="宁波地区", name_en="Ningbo Prefecture", valid_to=dt.date(1983, 10, 18))
    said = refused("register", None, described(registered(office), region="339900"), office["kq-manager"])
    assert list(said.errors) == ["region"]
    equipment = entered(office)
    Region.objects.filter(pk=equipment.region_id).update(valid_to=dt.date(2020, 1, 1))
    data = described(equipment.platform, title="扫描电镜", region=equipment.region_id)
    assert act(f"{EQUIPMENT}.revise", equipment, data, office["kq-park-clerk"]).case.title == "扫描电镜"


def test_one_asset_number_stands_for_one_piece_of_a_platform(office: Office) -> None:
    first = entered(office)
    said = refused("register", None, described(first.platform), office["kq-manager"])
    assert first.number in said.errors["asset_number"][0]
    other = entered(office, first.platform, asset_number="2")
    with pytest.raises(IntegrityError, match="equipment_asset_number_once"), transaction.atomic():
        Equipment.objects.filter(pk=other.pk).update(asset_number=first.asset_number)
    entered(office, registered(office, title="另一家"))


def test_a_correction_keeps_to_the_platform_and_the_uses(office: Office) -> None:
    equipment = entered(office)
    elsewhere = registered(office, "330802", "kc")
    used(office, equipment)
    data = described(elsewhere, title="扫描电镜", price_outside="650.00")
    made = act(f"{EQUIPMENT}.revise", equipment, data, office["kq-park-clerk"]).case
    assert (made.title, made.platform_id, str(made.price_outside)) == ("扫描电镜", equipment.platform_id, "650.00")
    said = refused("revise", equipment, data | {"acquired_on": "2026-03-03"}, office["kq-park-clerk"])
    assert "2026-03-02" in said.errors["acquired_on"][0]


def test_opening_and_closing_follow_one_another(office: Office) -> None:
    equipment = entered(office, openness="not_shared", openness_note="涉密课题专用")
    manager = office["kq-manager"]
    assert stages(equipment) == [("registration", "2026-07-01", None)]
    assert refused("close_to_others", equipment, {"on": "2026-07-01", "note": "x"}, manager).ground == "state"
    opening = {"openness": "conditional", "on": "2026-06-01", "price_outside": "500"}
    assert list(refused("open_to_others", equipment, opening, manager).errors) == ["openness_note"]
    made = act(f"{EQUIPMENT}.open_to_others", equipment, opening | {"openness_note": "提前三日预约"}, manager).case
    assert stages(made)[1:] == [("sharing", "2026-06-01", None)]
    freely = {"openness": "shared", "on": "2026-06-15"}
    made = act(f"{EQUIPMENT}.open_to_others", made, freely, manager).case
    assert stages(made)[1:] == [("sharing", "2026-06-01", None)], "from conditions to freely it stays open"
    assert refused("open_to_others", made, freely, manager).ground == "state"
    said = refused("close_to_others", made, {"on": "2026-05-31", "note": "搬迁"}, manager)
    assert list(said.errors) == ["on"]
    made = act(f"{EQUIPMENT}.close_to_others", made, {"on": "2026-06-30", "note": "搬迁"}, manager).case
    assert (made.openness, made.openness_note) == ("not_shared", "搬迁")
    assert stages(made)[1:] == [("sharing", "2026-06-01", "2026-06-30")]


def test_publishing_puts_it_before_the_public_until_it_is_closed(office: Office) -> None:
    equipment, clerk = entered(office), office["kq-st_department-clerk"]
    assert Client().get(f"/case/{equipment.number}/").status_code != 200
    made = act(f"{EQUIPMENT}.publish", equipment, {}, clerk).case
    assert (made.public, made.published_on) == (True, clock.today())
    used(office, made, user_name="不愿具名公司")
    page = Client().get(f"/case/{equipment.number}/").content.decode()
    assert "纤维断面形貌观察" in page
    assert "600.00" in page
    assert "不愿具名公司" not in page
    assert "HP-0017" not in page
    told = Client().get(f"/api/cases/{equipment.number}/")
    assert told.status_code == 200
    assert "HP-0017" not in told.content.decode()
    made = act(f"{EQUIPMENT}.close_to_others", made, {"on": "2026-07-01", "note": "检修"}, office["kq-manager"]).case
    assert not made.public
    assert refused("publish", made, {}, clerk).ground == "state"


def test_stages_are_asked_of_the_law(office: Office) -> None:
    """Keqiao's text is a draft: what it asks is simulated, and lacks what has not begun."""
    equipment, manager = entered(office), office["kq-manager"]

    def finding() -> Any:
        made = Equipment.objects.get(pk=equipment.pk)
        given = stage_facts(made) | {"unit.cobuilt_platform": True}
        return ask(made, "equipment_stages", given)

    said = finding()
    assert said.simulation
    assert said.verdict is Verdict.BREACHED
    assert set(said.output("missing_stages")) == {"monitoring", "support"}
    for code in ("monitoring", "support"):
        act(f"{EQUIPMENT}.begin_stage", equipment, {"code": code, "on": "2026-05-01", "note": "接入监测"}, manager)
    assert finding().verdict is Verdict.MET
    data = {"code": "support", "on": "2026-06-01", "note": "再次"}
    assert list(refused("begin_stage", equipment, data, manager).errors) == ["code"]
    row = Stage.objects.get(equipment=equipment, code="support")
    data = {"stage": row.pk, "on": "2026-04-30"}
    assert list(refused("end_stage", equipment, data, manager).errors) == ["on"]
    act(f"{EQUIPMENT}.end_stage", equipment, data | {"on": "2026-06-30"}, manager)
    assert finding().verdict is Verdict.BREACHED


def test_out_of_use_and_retired(office: Office) -> None:
    equipment, manager = entered(office), office["kq-manager"]
    act(f"{EQUIPMENT}.publish", equipment, {}, office["kq-st_department-clerk"])
    assert act(f"{EQUIPMENT}.take_down", equipment, {"note": "电子枪更换"}, manager).case.state == "down"
    assert act(f"{EQUIPMENT}.put_back", equipment, {}, manager).case.state == "in_use"
    used(office, equipment)
    said = refused("retire", equipment, {"retired_on": "2026-03-01", "note": "老化"}, manager)
    assert "2026-03-02" in said.errors["retired_on"][0]
    made = act(f"{EQUIPMENT}.retire", equipment, {"retired_on": "2026-06-30", "note": "老化"}, manager).case
    assert (made.state, made.public, made.retired_on) == ("retired", False, dt.date(2026, 6, 30))
    assert {row[2] for row in stages(made)} == {"2026-06-30", "2026-07-01"}, "registered only today"
    used(office, made, day_from="2026-06-30")
    said = refused("record_use", made, {"day_from": "2026-07-01", "hours": "1", "user": "own", "purpose": "x"}, manager)
    assert list(said.errors) == ["day_to"]
