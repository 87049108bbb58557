"""The manager's board: lanes by state with counts and sums, idle achievements, deadlines; whose, and what it costs."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from kechuang.casework.cases.models import Case
from kechuang.core import clock
from kechuang.domains.statistics import nightly
from tests.casework.office import Office, act
from tests.domains.achievements.unit import KIND, registered
from tests.domains.transformations.dealing import performing, planned, priced, publicised, unit_of

BOARD = "/transformations/board/"


def page(user: Any, query: str = "", language: str = "") -> str:
    client = Client()
    client.force_login(user)
    if language:
        client.cookies["django_language"] = language
    answer = client.get(f"{BOARD}{query}")
    assert answer.status_code == 200
    return str(answer.content.decode())


def lanes(user: Any, query: str = "") -> dict[str, tuple[int, int]]:
    """State -> how many and worth how much (fen), as the page's own view made them."""
    client = Client()
    client.force_login(user)
    context = client.get(f"{BOARD}{query}").context
    return {lane.state: (lane.n, lane.worth) for lane in (*context["lanes"], *context["ends"])}


@pytest.fixture
def four(office: Office) -> Office:
    """A deal in every state of the way."""
    planned(office, title="甲")
    priced(office, price="200000", title="乙")
    publicised(office, price="300000.50", title="丙")
    performing(office, price="400000", title="丁")
    return office


def test_lanes_count_and_sum_what_is_in_them(four: Office) -> None:
    told = lanes(four["manager"])
    assert told == {
        "planned": (1, 0), "priced": (1, 20_000_000), "in_notice": (1, 30_000_050), "performing": (1, 40_000_000),
        "completed": (0, 0), "ended": (0, 0), "withdrawn": (0, 0),
    }  # fmt: skip


def test_a_unit_and_the_office_over_it_count_the_same(four: Office) -> None:
    own = lanes(four["manager"])
    assert lanes(four["kc-st_department-clerk"]) == own
    nightly.figures(clock.today())
    assert lanes(four["kc-st_department-clerk"]) == own


def test_the_office_of_another_region_and_a_firm_see_nothing(four: Office) -> None:
    for name in ("kq-st_department-clerk", "kq-firm-member", "kc-firm-member"):
        assert all(n == 0 for n, _worth in lanes(four[name]).values()), name
        assert "高性能染料" not in page(four[name]), name


def test_what_is_confined_is_on_its_units_board_alone(office: Office) -> None:
    deal = planned(office)
    Case.objects.filter(pk=deal.pk).update(confined=True)
    assert lanes(office["manager"])["planned"] == (1, 0)
    assert lanes(office["kc-st_department-clerk"])["planned"] == (0, 0)
    nightly.figures(clock.today())
    assert lanes(office["kc-st_department-clerk"])["planned"] == (0, 0)


def test_every_card_is_a_case_its_reader_may_see(four: Office) -> None:
    for name in ("manager", "scientist", "head", "kc-st_department-clerk", "kc-finance_department-leader"):
        numbers = set(re.findall(r'/case/((?:ZH|CG)-[^/"]+)/', page(four[name])))
        seen = set(Case.objects.visible_to(four[name]).values_list("number", flat=True))
        assert numbers, name
        assert numbers <= seen, name


def test_a_card_says_what_comes_next_whose_it_is_and_by_when(four: Office) -> None:
    client = Client()
    client.force_login(four["manager"])
    cards = {lane.state: lane.cards[0] for lane in client.get(BOARD).context["lanes"]}
    notice = cards["in_notice"].ahead
    assert (notice.what, notice.who) == ("公示期满", "新材料研究院")
    assert notice.day is not None
    assert notice.day >= clock.today() + dt.timedelta(days=15)
    assert notice.words == f"还有 {(notice.day - clock.today()).days} 天"
    assert cards["planned"].ahead.what != "–"
    assert cards["planned"].ahead.who


def test_idle_achievements_are_told_with_their_step_and_clause(office: Office) -> None:
    idle = registered(office, unit_of(office), on="2022-06-01", title="闲置的染料")
    registered(office, unit_of(office), on="2025-06-01", title="新的染料")
    assert "闲置状况还没有算过" in page(office["manager"])
    nightly.ladder(clock.today())
    client = Client()
    client.force_login(office["manager"])
    alerts = {alert.one.achievement.title: alert for alert in client.get(BOARD).context["alerts"]}
    assert [(name, alert.one.step, alert.cites[0].words) for name, alert in alerts.items()] == [
        ("闲置的染料", "licence", "第21条第1款"), ("新的染料", "completer", "第38条第2款"),
    ]  # fmt: skip
    assert alerts["闲置的染料"].days == (clock.today() - dt.date(2025, 6, 2)).days
    act(f"{KIND}.record_use", idle, {"mode": "licence", "on": clock.today().isoformat(), "note": ""}, office["manager"])
    assert "闲置的染料" not in page(office["manager"]), "used today: the law is asked once more"


def test_deadlines_stand_with_their_days(office: Office) -> None:
    made = registered(office, unit_of(office), on="2022-06-01", title="挂牌的染料")
    act(f"{KIND}.put_on_use_first", made, {"on": "2023-02-02"}, office["kc-st_department-clerk"])
    assert "公开挂牌" in page(office["manager"])


def test_a_region_narrows_what_an_office_sees(four: Office) -> None:
    leader = four.user("province", four.organisation("province-st", "330000", department="st_department"), "leader")
    assert lanes(leader, "?region=330802")["performing"] == (1, 40_000_000)
    assert lanes(leader, "?region=330603")["performing"] == (0, 0)
    assert lanes(leader, "?region=没有") == lanes(leader)
    assert lanes(four["kc-st_department-clerk"], "?region=330603")["performing"] == (1, 40_000_000), (
        "not one's own: left out"
    )


def test_nobody_comes_in_unasked_and_someone_without_a_post_is_told(office: Office) -> None:
    assert Client().get(BOARD).status_code == 302
    from kechuang.casework.parties.models import User

    assert "还没有在持有成果的单位或者部门任职" in page(User.objects.create(username="nobody"))


def test_thirty_deals_cost_as_many_queries_as_one(office: Office) -> None:
    def cost(user: Any) -> int:
        client = Client()
        client.force_login(user)
        client.get(BOARD)
        with CaptureQueriesContext(connection) as asked:
            assert client.get(BOARD).status_code == 200
        return len(asked)

    def another(n: int) -> None:
        made = registered(office, unit_of(office), on="2022-06-01", title=f"染料 {n}")
        registered(office, unit_of(office), on="2022-06-01", title=f"闲置 {n}")
        planned(office, achievement=made, title=f"转化 {n}")

    another(0)
    publicised(office)
    nightly.ladder(clock.today())
    readers = [office["kc-st_department-clerk"], office["manager"]]
    one = [cost(user) for user in readers]
    for n in range(1, 30):
        another(n)
    nightly.ladder(clock.today())
    assert [cost(user) for user in readers] == one
    assert max(one) <= 34, one
