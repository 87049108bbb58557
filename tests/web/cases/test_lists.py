"""Lists: who sees which rows, narrowing, order, columns, kept lists, export, and a cost that does not grow with rows."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from python_calamine import CalamineWorkbook

from kechuang.core.ui.sites import sites
from kechuang.web.cases.models import SavedList
from tests.casework.office import Office, drafted, registered

As = Callable[[str], Client]


def body(client: Client, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200, (url, answer.status_code)
    return answer.content.decode()


def queries(client: Client, url: str) -> int:
    with CaptureQueriesContext(connection) as caught:
        body(client, url)
    return len(caught)


def test_nobody_who_is_not_signed_in_sees_a_list(db: None) -> None:
    answer = Client().get("/agreements/?state=draft")
    assert answer.status_code == 302
    assert answer["Location"].endswith("/account/sign-in/?next=%2Fagreements%2F%3Fstate%3Ddraft")


def test_each_sees_the_rows_of_their_places_and_organisations(office: Office, as_: As) -> None:
    drafted(office, registered(office), title="柯桥的协议")
    drafted(office, registered(office, "330802", "kc"), "kc", title="柯城的协议")
    seen = {name: body(as_(name), "/agreements/") for name in ("kq-park-clerk", "kc-park-clerk", "kq-firm-member")}
    assert ("柯桥的协议" in seen["kq-park-clerk"], "柯城的协议" in seen["kq-park-clerk"]) == (True, False)
    assert ("柯桥的协议" in seen["kc-park-clerk"], "柯城的协议" in seen["kc-park-clerk"]) == (False, True)
    assert "的协议" not in seen["kq-firm-member"]
    new = 'href="/new/agreements/draft/"'
    assert (new in seen["kq-park-clerk"], new in seen["kq-firm-member"]) == (True, False)


def test_an_empty_list_says_what_begins_one_and_who_may(office: Office, as_: As) -> None:
    clerk, member = (body(as_(name), "/platforms/") for name in ("kq-st_department-clerk", "kq-firm-member"))
    for html in (clerk, member):
        assert ("还没有科创平台" in html, "登记平台" in html) == (True, True)
    who, new = "由所在地科技主管部门、政府或者园区管理机构登记", 'href="/new/platforms/register/"'
    assert (who in clerk, who in member) == (False, True)
    assert (new in clerk, new in member) == (True, False)
    assert "办别的案件时产生" in body(as_("kq-park-clerk"), "/notices/"), "nobody opens a notice by itself"
    assert "还没有科创平台" not in body(as_("kq-firm-member"), "/platforms/?q=没有"), "narrowed, it is another matter"


@pytest.mark.parametrize(("url", "most"), [("/platforms/", 14), ("/agreements/", 14), ("/obligations/", 13)])
def test_thirty_rows_cost_as_many_queries_as_one(office: Office, as_: As, url: str, most: int) -> None:
    client = as_("kq-park-clerk")
    first = registered(office)
    drafted(office, first)
    queries(client, url)  # the session is warm
    one = queries(client, url)
    for n in range(29):
        drafted(office, registered(office, title=f"第 {n} 家"), title=f"第 {n} 份")
    assert (queries(client, url), one <= most) == (one, True), one


def test_narrowing_by_state_region_word_and_owner(office: Office, as_: As) -> None:
    registered(office, title="印染研究院")
    registered(office, title="集成电路研究院", platform_class="basic_research")
    client = as_("kq-st_department-clerk")
    assert "印染研究院" in body(client, "/platforms/?q=印染")
    assert "集成电路研究院" not in body(client, "/platforms/?q=印染")
    assert "印染研究院" not in body(client, "/platforms/?class=basic_research")
    assert "印染研究院" in body(client, "/platforms/?class=nonsense"), "a value that is no choice is left out"
    assert "印染研究院" in body(client, "/platforms/?region=330600")
    assert "没有符合这些条件的" in body(client, "/platforms/?region=330800")
    assert "没有符合这些条件的" in body(client, "/platforms/?owner=nobody")
    assert "集成电路研究院" in body(client, "/platforms/?f=open&f=unrecognised&sort=-title&page=99")


def test_order_and_columns_are_those_asked_for(office: Office, as_: As) -> None:
    registered(office, title="甲院", founded_on="2021-01-01")
    registered(office, title="乙院", founded_on="2023-01-01")
    client = as_("kq-st_department-clerk")
    up, down = body(client, "/platforms/?sort=founded"), body(client, "/platforms/?sort=-founded")
    assert up.index("甲院") < up.index("乙院")
    assert down.index("乙院") < down.index("甲院")
    assert 'aria-sort="ascending"' in up
    few = body(client, "/platforms/?c=state")
    assert '<th scope="col"><a href="?sort=state&amp;c=state">状态</a></th>' in few
    assert "设立日</a></th>" not in few


def test_a_kept_list_opens_by_itself_and_belongs_to_its_person(office: Office, as_: As) -> None:
    registered(office, title="印染研究院")
    client = as_("kq-st_department-clerk")
    client.post("/platforms/saved/", {"name": "电路", "query": "q=电路&sort=title", "standing": "on"})
    kept = SavedList.objects.get()
    assert (kept.query, kept.standing) == ("q=%E7%94%B5%E8%B7%AF&sort=title", True)
    assert "没有符合这些条件的" in body(client, "/platforms/")
    assert "印染研究院" in body(client, "/platforms/?all=1")
    assert "电路" not in body(as_("kq-st_department-leader"), "/platforms/")
    assert as_("kq-st_department-leader").post(f"/platforms/saved/{kept.pk}/forget/").status_code == 404
    assert client.post(f"/platforms/saved/{kept.pk}/forget/").status_code == 302
    assert not SavedList.objects.exists()


def sheet(client: Client, url: str) -> list[list[Any]]:
    answer = client.get(url)
    assert "attachment" in answer["Content-Disposition"]
    content = b"".join(answer.streaming_content)  # type: ignore[attr-defined]
    if url.split("?")[0].endswith("csv"):
        return list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    return CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()


def test_exports_hold_every_row_and_no_formula(office: Office, as_: As) -> None:
    registered(office, title="=cmd|'/c calc'!A1")
    for n in range(60):
        registered(office, title=f"第 {n} 家")
    client = as_("kq-st_department-clerk")
    plain, book = sheet(client, "/platforms/export.csv?sort=title"), sheet(client, "/platforms/export.xlsx?sort=title")
    assert (len(plain), len(book)) == (62, 62)
    assert plain[0][:2] == ["编号", "名称"] == book[0][:2]
    assert "'=cmd|'/c calc'!A1" in {row[1] for row in plain}
    assert "=cmd|'/c calc'!A1" in {row[1] for row in book}, "in a workbook it is a text cell as it is"
    assert len(sheet(client, "/platforms/export.csv?q=cmd")) == 2


def test_every_declared_column_filter_and_panel_works(office: Office, as_: As) -> None:
    agreement = drafted(office, registered(office))
    client = as_("kq-park-leader")
    for site in sites():
        columns = [c if isinstance(c, str) else c.name for c in site.columns]
        for name in columns:
            body(client, f"/{site.slug}/?sort={name}&c={name}")
        for filter_ in site.filters:
            for value, _label in filter_.choices():
                body(client, f"/{site.slug}/?{filter_.name}={value}")
        for quick in site.quick:
            body(client, f"/{site.slug}/?f={quick.name}")
    for number in (agreement.number, agreement.platform.number):
        for show in ("timeline", "obligations", "basis", "nonsense"):
            body(client, f"/case/{number}/?show={show}")


def test_what_narrows_a_list_stands_as_chips_each_with_the_way_back(office: Office, as_: As) -> None:
    registered(office)
    text = body(as_("kq-st_department-clerk"), "/platforms/?q=纺织&state=preparing&owner=现代&f=open")
    chips = re.findall(r'<a class="k-chipf" href="([^"]*)" aria-label="去掉条件 ([^"]*)"', text)
    found = {label: url.replace("&amp;", "&") for url, label in chips}
    assert set(found) == {"词语：纺织", "状态：筹建", "责任单位：现代"}
    without = found["状态：筹建"]
    assert "state=" not in without
    assert "f=open" in without
    assert "去掉条件" not in body(as_("kq-st_department-clerk"), "/platforms/?all=1")


def test_the_list_leads_to_its_spreadsheets_for_those_who_may_open_cases(office: Office, as_: As) -> None:
    assert "/imports/platforms.platform.register/" in body(as_("kq-st_department-clerk"), "/platforms/?all=1")
    assert "/imports/platforms" not in body(as_("kq-professor"), "/platforms/?all=1")
    assert "/imports/platforms" not in body(as_("kq-park-clerk"), "/agreements/?all=1")


def test_the_directory_is_public_and_counts_by_region(office: Office) -> None:
    registered(office, title="印染研究院")
    registered(office, "330802", "kc", title="氟硅研究院", platform_class="basic_research")
    text = body(Client(), "/directory/")
    assert "印染研究院" in text
    assert "氟硅研究院" in text
    assert "各地共 2 家" in text
    assert "印染研究院" not in body(Client(), "/directory/?class=basic_research")
    assert "氟硅研究院" not in body(Client(), "/directory/?q=印染&region=330603")
    body(Client(), "/directory/?region=33'--&class=x&page=x")
