"""The figures of an office: money by mode and year, who is late, what is idle; their tables, the sheet, and what it costs."""

from __future__ import annotations

import csv
import datetime as dt
import io
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from python_calamine import CalamineWorkbook

from kechuang.casework.obligations.models import Obligation
from kechuang.core import clock
from kechuang.domains.statistics import nightly
from tests.casework.office import Office, act
from tests.domains.achievements.unit import KIND, registered
from tests.domains.transformations.dealing import performing, unit_of
from tests.domains.transformations.earning import received

PAGE = "/transformations/statistics/"
CLERK = "kc-st_department-clerk"


def client(user: Any) -> Client:
    made = Client()
    made.force_login(user)
    return made


@pytest.fixture
def year(office: Office) -> Office:
    """A licence of 2025 with two receipts and a transfer of this year; one achievement idle, and late in its listing."""
    licence = performing(office, price="400000", signed_on=dt.date(2025, 3, 1))
    received(office, licence, "100000", "2025-06-01")
    received(office, licence, "50000.25", clock.today().replace(month=1, day=5))
    performing(office, "transfer", price="250000.10")
    idle = registered(office, unit_of(office), on="2022-06-01", title="闲置的染料")
    act(f"{KIND}.put_on_use_first", idle, {"on": "2023-02-02"}, office[CLERK])
    nightly.ladder(clock.today())
    return office


def test_money_by_mode_and_year_with_its_table(year: Office) -> None:
    context = client(year[CLERK]).get(PAGE).context
    charts = {chart.id: chart for _title, _note, chart in context["charts"]}
    now = str(clock.today().year)
    assert charts["contracted"].rows == [
        [now, "250,000.10", "0.00", "0.00", "0.00", "0.00", "250,000.10"],
        ["2025", "0.00", "400,000.00", "0.00", "0.00", "0.00", "400,000.00"],
    ]
    assert [(bar.label, bar.total) for bar in charts["received"].bars] == [(now, "50,000.25"), ("2025", "100,000.00")]
    widths = {bar.label: [segment.width for segment in bar.segments] for bar in charts["contracted"].bars}
    assert widths == {now: [62.5], "2025": [100.0]}  # to scale: 250 of 400
    assert context["figures"]["contracted"] == 65_000_010
    assert context["figures"]["received"] == 5_000_025


def test_who_is_late_and_what_is_idle(year: Office) -> None:
    late = Obligation.objects.running().filter(due__lt=clock.today())
    listing, reward = (late.get(rule=rule).due for rule in ("idle_listing", "reward_payment"))
    context = client(year[CLERK]).get(PAGE).context
    told = {(row["owner"], row["n"], row["since"]) for row in context["late"]}
    assert told == {("新材料研究院", 1, listing), ("新材料研究院", 1, reward)}
    assert reward == dt.date(2025, 12, 1)  # six months after what arrived on 1 June
    assert context["figures"]["late"] == 2
    assert context["figures"]["idle"] == 1
    assert [row["name"] for row in context["idle_units"]] == ["新材料研究院"]


def test_the_numbers_of_the_page_are_told_without_colour_or_drawing(year: Office) -> None:
    told = client(year[CLERK]).get(PAGE).content.decode()
    assert "看数据" in told
    assert "style=" not in told
    assert told.count("<h1") == 1


def test_units_offices_and_strangers_see_their_own(year: Office) -> None:
    own, office = (client(year[name]).get(PAGE).context["figures"] for name in ("manager", CLERK))
    assert own == office
    assert client(year["kq-st_department-clerk"]).get(PAGE).context["figures"]["contracted"] == 0
    assert Client().get(PAGE).status_code == 302
    stranger = client(year["kq-firm-member"]).get(PAGE)
    assert stranger.context["figures"] == dict.fromkeys(own, 0)


def test_the_sheet_has_every_figure_of_the_page_and_no_other(year: Office) -> None:
    answer = client(year[CLERK]).get(f"{PAGE}export.csv")
    rows = list(csv.DictReader(io.StringIO(answer.getvalue().decode("utf-8-sig"))))
    contracts = {(r["转化方式"], r["年度"]): r["金额（元）"] for r in rows if r["统计项"] == "成果转化"}
    assert contracts == {("许可", "2025"): "400000.00", ("转让", str(clock.today().year)): "250000.10"}
    book = CalamineWorkbook.from_filelike(io.BytesIO(client(year[CLERK]).get(f"{PAGE}export.xlsx").getvalue()))
    assert len(book.get_sheet_by_index(0).to_python()) == len(rows) + 1
    other = client(year["kq-st_department-clerk"]).get(f"{PAGE}export.csv").getvalue().decode("utf-8-sig")
    assert len(other.splitlines()) == 1
    assert Client().get(f"{PAGE}export.csv").status_code == 302
    assert client(year[CLERK]).get(f"{PAGE}export.pdf").status_code == 404


def test_more_rows_cost_no_more_queries(year: Office) -> None:
    def cost() -> int:
        page = client(year[CLERK])
        page.get(PAGE)
        with CaptureQueriesContext(connection) as asked:
            assert page.get(PAGE).status_code == 200
        return len(asked)

    one = cost()
    for n in range(15):
        made = registered(year, unit_of(year), on="2022-06-01", title=f"成果 {n}")
        act(f"{KIND}.put_on_use_first", made, {"on": "2023-02-02"}, year[CLERK])
    nightly.ladder(clock.today())
    assert cost() == one
    assert one <= 20, one
