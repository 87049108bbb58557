"""What evaluation reads of the register: hours shared and equipment open, with the page of each behind its row."""

from __future__ import annotations

import datetime as dt

from kechuang.core import clock
from kechuang.domains.evaluation.models import IndicatorValue
from kechuang.domains.platforms.queries.indicators import find
from tests.casework.office import Office, act
from tests.domains.equipment.kit import EQUIPMENT, OWN, entered, used
from tests.domains.evaluation.judging import EVALUATION, adopted, attached, operating, started

YEAR = (dt.date(2026, 1, 1), dt.date(2026, 12, 31))
NODES = (
    {"code": "A", "name": "开放共享", "weight": 100, "kind": "group"},
    {"code": "A1", "name": "开放机时", "weight": 60, "kind": "record", "parent": "A", "indicator": "equipment_hours",
     "measure": "fixed", "full_at": 100},
    {"code": "A2", "name": "开放仪器", "weight": 40, "kind": "record", "parent": "A", "indicator": "shared_equipment",
     "measure": "fixed", "full_at": 2},
)  # fmt: skip


def test_hours_of_others_by_equipment(office: Office) -> None:
    hours = find("equipment_hours")
    assert hours is not None
    assert hours.own
    first = entered(office)
    second = entered(office, first.platform, asset_number="2", title="透射电镜")
    used(office, first)
    used(office, first, day_from="2026-06-30", hours="3.5")
    used(office, first, day_from="2025-12-31", hours="9")
    used(office, second, **OWN)
    wrong = used(office, second)
    act(f"{EQUIPMENT}.strike_use", second, {"use": wrong.pk, "reason": "错"}, office["kq-manager"])
    (row,) = hours.evidence(first.platform, *YEAR)
    assert (row.value, row.url) == (10, f"/case/{first.number}/")
    assert row.label == f"{first.number} 场发射扫描电子显微镜（使用 2 次）"
    assert hours.value(first.platform, *YEAR) == 10
    assert hours.value(first.platform, dt.date(2026, 1, 1), dt.date(2026, 6, 29)) == 6.5


def test_equipment_open_on_the_last_day(office: Office) -> None:
    shared = find("shared_equipment")
    assert shared is not None
    first = entered(office)
    second = entered(office, first.platform, asset_number="2")
    act(f"{EQUIPMENT}.close_to_others", second, {"on": "2026-06-01", "note": "搬迁"}, office["kq-manager"])
    assert shared.value(first.platform, dt.date(2026, 1, 1), dt.date(2026, 5, 31)) == 2
    assert [row.url for row in shared.evidence(first.platform, *YEAR)] == [f"/case/{first.number}/"]
    assert shared.value(first.platform, dt.date(2023, 1, 1), dt.date(2023, 12, 31)) == 0


def test_a_self_evaluation_is_filled_from_the_register_and_may_still_be_put_right(office: Office) -> None:
    with clock.moved_to(dt.datetime(2026, 12, 1, 9, tzinfo=clock.CHINA)):
        platform = operating(office)
        equipment = entered(office, platform)
        used(office, equipment)
        adopted(office, nodes=NODES)
        evaluation = started(office).evaluations.get()
        manager, url = office["kq-manager"], f"/case/{equipment.number}/"
        values = {row.node.code: row for row in evaluation.values.select_related("node")}
        data = {f"explanation_{row.node_id}": "首年开放" for row in values.values()}
        act(f"{EVALUATION}.fill_in", evaluation, data, manager)
        done = act(f"{EVALUATION}.submit_self_evaluation", evaluation, {"statement": "完成"}, manager).case
        row = IndicatorValue.objects.get(pk=values["A1"].pk)
        assert (row.recorded, row.given, row.source) == (6.5, None, "own")
        assert [(value, link) for _label, value, link in row.evidence] == [("6.50", url)]
        assert IndicatorValue.objects.get(pk=values["A2"].pk).recorded == 1
        file = attached(office, done, "kq-st_department-clerk")
        data = {"value_of": str(row.pk), "value": "5", "reason": "一次为本单位课题", "file": file}
        act(f"{EVALUATION}.correct_indicator", done, data, office["kq-st_department-clerk"])
        row.refresh_from_db()
        assert (row.value, row.source) == (5, "corrected")
