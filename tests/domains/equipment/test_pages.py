"""Lists, case pages, the public library, statistics, sheets and the API of equipment: what they say, to whom."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from kechuang.casework.sheets import runs
from kechuang.domains.equipment.forms.use import StrikeForm
from kechuang.domains.equipment.imports import equipment as sheet_of_register
from kechuang.domains.equipment.imports import use_periods
from kechuang.domains.equipment.models import Equipment, UsePeriod
from kechuang.domains.equipment.panels.register import years
from tests.casework.office import Office, act, registered
from tests.domains.equipment.kit import EQUIPMENT, OWN, PURCHASE, a_use, entered, used, wanted
from tests.sheets.files import xlsx


def client_of(user: Any, language: str = "zh-hans") -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    client.cookies["django_language"] = language
    return client


def published(office: Office, platform: Any = None, **changes: Any) -> Equipment:
    made = entered(office, platform, **changes)
    return act(f"{EQUIPMENT}.publish", made, {}, office["kq-st_department-clerk"]).case  # type: ignore[no-any-return]


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_pages_say_everything_to_those_who_take_part(office: Office, language: str) -> None:
    equipment = published(office)
    used(office, equipment)
    wrong = used(office, equipment, day_from="2026-03-03", user_name="记错公司")
    act(f"{EQUIPMENT}.strike_use", equipment, {"use": wrong.pk, "reason": "记错一天"}, office["kq-manager"])
    client = client_of(office["kq-manager"], language)
    page = client.get(f"/case/{equipment.number}/").content.decode()
    for words in ("绍兴越锦印染有限公司", "HP-0017", "记错一天", "3,900.00", "纤维断面形貌观察", "6.5"):
        assert words in page, words
    page = client.get(f"/case/{equipment.platform.number}/").content.decode()
    assert equipment.number in page
    purchase = wanted(office, equipment.platform)
    act(f"{PURCHASE}.search_register", purchase, {"words": "显微镜"}, office["kq-manager"])
    page = client.get(f"/case/{purchase.number}/").content.decode()
    assert "场发射扫描电子显微镜 SE-500" in page
    for path in ("/equipment-purchases/", "/equipment-use/", "/equipment-use/?year=2025", "/equipment-library/?q=断面"):
        assert client.get(path).status_code == 200, path


def test_every_form_opens_for_who_may_fill_it_in(office: Office) -> None:
    equipment, manager = entered(office), client_of(office["kq-manager"])
    used(office, equipment)
    for name in ("revise", "open_to_others", "close_to_others", "begin_stage", "end_stage", "record_use", "strike_use",
                 "take_down", "retire", "attach"):  # fmt: skip
        assert manager.get(f"/case/{equipment.number}/{name}/").status_code == 200, name
    purchase = wanted(office, equipment.platform)
    for name in ("revise", "search_register", "submit", "withdraw"):
        assert manager.get(f"/case/{purchase.number}/{name}/").status_code == 200, name
    page = manager.get("/new/equipment/register/").content.decode()
    assert equipment.platform.number in page, "the platform a person works for stands there already"


def test_the_public_library_shows_what_is_published_and_open(office: Office) -> None:
    platform = registered(office)
    empty = Client().get("/equipment-library/").content.decode()
    assert "还没有公布仪器" in empty
    shown = published(office, platform)
    entered(office, platform, asset_number="2", title="未公布的质谱仪")
    page = Client().get("/equipment-library/").content.decode()
    assert "2026年7月1日" in page
    assert shown.number in page
    assert "600.00" in page
    assert "未公布的质谱仪" not in page
    for query, hit in (("?q=断面 SE", True), ("?q=质谱", False), ("?openness=conditional", False), ("?region=330603", True),
                       ("?region=330802", False)):  # fmt: skip
        assert (shown.number in Client().get(f"/equipment-library/{query}").content.decode()) is hit, query
    used(office, shown)
    page = Client().get(f"/case/{shown.number}/").content.decode()
    assert "年度使用" in page
    assert "3,900.00" not in page, "what was charged is for those who deal with it"
    assert [row[0] for row in years(shown, AnonymousUser()).rows] == ["2026"], "neither registered nor used before"
    used(office, shown, day_from="2025-03-03")
    inside = client_of(office["kq-manager"]).get(f"/case/{shown.number}/").content.decode()
    assert "3,900.00" in inside
    assert [row[0] for row in years(shown, AnonymousUser()).rows] == ["2026", "2025"]
    use = Client().get("/equipment-use/").content.decode()
    assert "6.5" in use


def test_a_use_to_strike_out_is_found_by_typing(office: Office) -> None:
    """A year has thousands of rows; a list of them all would be no choice."""
    equipment = entered(office)
    for n in range(1, 29):
        used(office, equipment, day_from=f"2026-02-{n:02}", voucher=f"HP-{n:04}")
    case = Equipment.objects.get(pk=equipment.pk)
    form = StrikeForm(case=case, by=office["kq-manager"])
    field: Any = form.fields["use"]
    assert len(field.suggestions("")) == 10
    (one,) = field.suggestions("2026-02-07")
    assert one.about == "面料断面观察"
    wanted_row = UsePeriod.objects.get(voucher="HP-0007")
    assert field.read(one.text) == wanted_row
    assert field.read("HP-0007") == wanted_row
    assert len(field.suggestions("越锦 HP-0012")) == 1
    data = {"use": one.text, "reason": "记错"}
    act(f"{EQUIPMENT}.strike_use", equipment, data, office["kq-manager"])
    assert UsePeriod.objects.exclude(struck_on=None).get() == wanted_row
    assert field.suggestions("2026-02-07") == []
    page = client_of(office["kq-manager"]).get(f"/case/{equipment.number}/strike_use/").content.decode()
    assert "HP-0028" not in page


@pytest.mark.parametrize(
    ("query", "hit"),
    [("", True), ("?f=unused", False), ("?f=unpublished", True), ("?openness=shared", True), ("?openness=not_shared", False),
     ("?q=SE-500", True), ("?sort=-outside", True), ("?sort=hours", True)],
)  # fmt: skip
def test_the_list_narrows(office: Office, query: str, hit: bool) -> None:
    equipment = entered(office)
    used(office, equipment)
    page = client_of(office["kq-manager"]).get(f"/equipment/{query}").content.decode()
    assert (equipment.number in page) is hit, query


def test_equipment_nobody_else_used_is_marked(office: Office) -> None:
    equipment = entered(office)
    used(office, equipment, **OWN)
    used(office, equipment, day_from="2025-12-31")
    assert equipment.number in client_of(office["kq-manager"]).get("/equipment/?f=unused").content.decode()


def test_thirty_rows_cost_as_many_queries_as_one(office: Office) -> None:
    equipment = published(office)
    used(office, equipment)
    client = client_of(office["kq-manager"])

    def cost(url: str) -> int:
        with CaptureQueriesContext(connection) as asked:
            assert client.get(url).status_code == 200
        return len(asked)

    wanted(office, equipment.platform)
    urls = (
        "/equipment/", "/equipment-purchases/", "/api/cases/?kind=equipment", "/equipment-library/", "/equipment-use/",
        f"/case/{equipment.number}/", f"/case/{equipment.platform.number}/",
    )  # fmt: skip
    before = {url: [cost(url), cost(url)][1] for url in urls}
    for n in range(30):
        published(office, equipment.platform, asset_number=f"N{n}", title=f"第{n}台")
        wanted(office, equipment.platform, title=f"第{n}台")
        used(office, equipment, day_from=f"2026-04-{n + 1:02}")
    after = {url: cost(url) for url in urls}
    assert {url: n for url, n in after.items() if n > before[url]} == {}


def test_the_api_registers_and_records(office: Office) -> None:
    equipment = entered(office)
    client = client_of(office["kq-manager"])
    url = f"/api/cases/{equipment.number}/actions/record_use"
    answer = client.post(url, a_use(), content_type="application/json")
    assert answer.status_code in (200, 201), answer.content
    assert UsePeriod.objects.get().hours == 6.5
    answer = client.post(url, a_use(hours="30"), content_type="application/json")
    assert answer.status_code == 422
    assert "hours" in answer.content.decode()
    told = client.get(f"/api/cases/{equipment.number}/").json()
    assert "HP-0017" in str(told)


HEADS = [
    "平台",
    "仪器名称",
    "规格型号",
    "资产编号",
    "原值（元）",
    "购置日",
    "开放情况",
    "对外收费（元/小时）",
    "年额定机时（小时）",
]


def test_the_register_comes_by_the_sheet(office: Office) -> None:
    platform, manager = registered(office), office["kq-manager"]
    rows = [HEADS] + [
        [
            platform.number,
            f"第{n}台显微镜",
            "SE-500",
            f"00{n:03}",
            "1200000.50",
            "2024-06-01",
            "开放共享",
            "600",
            "1800",
        ]
        for n in range(1, 201)
    ]
    rows.append([platform.title, "坏行", "X", "00999", "1", "2024-06-01", "不开放", "", "1800"])
    run = runs.upload(sheet_of_register, "仪器.xlsx", xlsx(rows), manager)
    assert (run.good, run.wrong) == (200, 1), list(run.problems.values_list("column", "problem"))
    assert run.problems.filter(column="openness_note").exists()
    assert runs.confirm(run)
    assert Equipment.objects.count() == 200
    one = Equipment.objects.get(asset_number="00007")
    assert (str(one.value), one.stages.count()) == ("1200000.50", 2)
    again = runs.upload(sheet_of_register, "仪器.xlsx", xlsx(rows[:3]), manager)
    assert again.good == 0, "the same rows again are known"


def test_a_month_of_use_comes_by_the_sheet_each_row_after_those_above(office: Office) -> None:
    equipment, manager = entered(office), office["kq-manager"]
    heads = [
        "案件编号",
        "使用日",
        "开始时刻",
        "结束时刻",
        "机时（小时）",
        "使用方",
        "使用单位",
        "使用单位名称",
        "用途",
        "收费（元）",
        "票据或者创新券号",
    ]
    rows: list[list[Any]] = [heads]
    rows += [
        [
            equipment.number,
            f"2026-05-{n % 28 + 1:02}",
            "",
            "",
            "2",
            "外单位",
            "kq-firm",
            "",
            f"样品 {n}",
            "400",
            f"00{n}",
        ]
        for n in range(196)
    ]
    rows += [
        [equipment.number, "2026-06-01", "09:00", "10:00", "", "本平台", "", "", "标定", "", ""],
        [equipment.number, "2026-06-01", "09:30", "10:30", "", "外单位", "", "某公司", "撞上了", "", ""],
        [equipment.number, "2026-06-02", "", "", "25", "外单位", "", "某公司", "太长", "", ""],
        [equipment.number, "2026-07-02", "", "", "1", "外单位", "", "某公司", "还没到", "", ""],
    ]
    run = runs.upload(use_periods, "使用.xlsx", xlsx(rows), manager)
    assert (run.good, run.wrong) == (197, 3), list(run.problems.values_list("number", "column", "problem"))
    assert sorted(run.problems.values_list("column", flat=True)) == ["day_from", "hours", "time_from"]
    assert runs.confirm(run)
    assert UsePeriod.objects.count() == 197
    assert UsePeriod.objects.filter(voucher="007", organisation=office.organisations["kq-firm"]).count() == 1


def test_exports_hold_what_was_taken_in(office: Office) -> None:
    equipment = entered(office)
    used(office, equipment)
    used(office, equipment, day_from="2025-03-02", hours="", time_from="09:00", time_to="10:30")
    manager = client_of(office["kq-manager"])
    (head, row) = body(manager.get("/equipment/export.csv")).splitlines()
    assert equipment.number in row
    assert "今年对外机时" in head
    (head, row) = body(manager.get("/equipment-use/export.csv?year=2025")).splitlines()
    assert row.split(",")[3:9] == ["2025-03-02", "2025-03-02", "09:00", "10:30", "1.50", "外单位"]
    assert len(body(manager.get(f"/equipment-use/export.csv?equipment={equipment.number}")).splitlines()) == 3
    assert len(body(client_of(office["kc-firm-member"]).get("/equipment-use/export.csv")).splitlines()) == 1
    assert manager.get("/equipment-use/export.xlsx").status_code == 200
    assert manager.get("/equipment-use/export.pdf").status_code == 404
    assert Client().get("/equipment-use/export.csv").status_code == 302


def body(answer: Any) -> str:
    return b"".join(answer.streaming_content).decode("utf-8-sig")
