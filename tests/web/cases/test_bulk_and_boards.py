"""Many at once, the workbench's claims, the board, and the demonstration's own pages."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from django.test import Client

from kechuang.casework.parties.models import Role, UnitFact
from kechuang.core import clock, demo
from kechuang.core.clock import moved_to
from kechuang.core.failures import Mendable
from kechuang.core.worker import queue
from kechuang.domains.platforms.models import Agreement, Platform
from kechuang.web.demonstration import people
from tests.casework.office import AGREEMENT, Office, act, drafted, registered

As = Callable[[str], Client]


def signed_off(office: Office, agreement: Agreement, day: str) -> Agreement:
    """Consulted, opened and signed by all."""
    act(f"{AGREEMENT}.open_signing", agreement, {}, office["kq-park-clerk"])
    for name in ("kq-park-clerk", "kq-professor", "kq-manager"):
        act(f"{AGREEMENT}.sign", agreement, {"signatory": "王某", "signed_on": day}, office[name])
    return Agreement.objects.get(pk=agreement.pk)


def test_bulk_tells_who_can_before_the_press_and_keeps_the_rest_selected(office: Office, as_: As) -> None:
    with moved_to(dt.date(2026, 1, 30)):
        ready = [signed_off(office, drafted(office, registered(office)), "2026-01-29") for _ in range(2)]
        other = drafted(office, registered(office))
    client, ids = as_("kq-park-clerk"), [a.pk for a in (*ready, other)]
    bar = client.get("/agreements/bulk/", {"id": ids}, headers={"HX-Request": "true"}).content.decode()
    assert "报备，2 件可办，1 件不可办" in bar
    assert "<html" not in bar
    assert "报备，2 件可办，1 件不可办" in client.get("/agreements/bulk/", {"id": ids}).content.decode()
    form = client.get("/agreements/bulk/file/", {"id": ids}).content.decode()
    assert "现在是“起草”" in form
    wrong = client.post("/agreements/bulk/file/", {"id": ids, "filed_on": "2999-01-01", "key": "a"}).content.decode()
    assert "日期在今天之后" in wrong
    assert Agreement.objects.filter(state="filed").count() == 0
    done = client.post("/agreements/bulk/file/", {"id": ids, "filed_on": "2026-02-10", "key": "b"}).content.decode()
    assert "办了 2 件" in done
    assert "没有办的 1 件，仍选着" in done
    assert other.number in done
    assert sorted(Agreement.objects.values_list("state", flat=True)) == ["draft", "filed", "filed"]
    again = client.post("/agreements/bulk/file/", {"id": ids, "filed_on": "2026-02-10", "key": "b"}).content.decode()
    assert "办了 2 件" in again, "sent twice, done once, answered the same"


def test_bulk_never_reaches_what_one_may_not_see(office: Office, as_: As) -> None:
    hidden = drafted(office, registered(office, "330802", "kc"), "kc")
    text = as_("kq-park-clerk").get("/agreements/bulk/consult/", {"id": [hidden.pk]}).content.decode()
    assert "没有选中案件" in text
    as_("kq-park-clerk").post("/agreements/bulk/consult/", {"id": [hidden.pk], "reply_by": "2999-01-01"})
    hidden.refresh_from_db()
    assert hidden.state == "draft"


def test_the_board_puts_the_late_first_and_counts_by_region(office: Office, as_: As) -> None:
    with moved_to(dt.date(2026, 1, 30)):
        signed_off(office, drafted(office, registered(office), title="迟了的协议"), "2026-01-05")
    with moved_to(clock.now() - dt.timedelta(days=2)):
        today = clock.today()
        signed_off(office, drafted(office, registered(office), title="还早的协议"), today.isoformat())
    text = as_("kq-st_department-leader").get("/obligations/").content.decode()
    assert text.index("迟了的协议") < text.index("还早的协议")
    assert "逾期未办 1 件" in text
    assert "还早的协议" not in as_("kq-st_department-leader").get("/obligations/?status=late").content.decode()
    assert "还早的协议" not in as_("kc-st_department-leader").get("/obligations/").content.decode()


def test_claims_are_computed_from_recorded_facts_and_said_to_be_none_otherwise(office: Office, as_: As) -> None:
    platform = registered(
        office, "330802", "kc", origin="socially_founded", legal_form="private_nonprofit", introducing_entity=""
    )
    assert "按现有事实，没有可以直接享受的" in as_("kc-firm-member").get("/workbench/").content.decode()
    UnitFact.objects.create(
        organisation=platform.owner, name="unit.founder", value="social", valid_from="2020-01-01", evidence="章程"
    )
    text = as_("kc-manager").get("/workbench/").content.decode()
    assert "社会力量设立的平台申报认定" in text
    assert "/law/rules/recognition_application/" in text


# -- the demonstration -----------------------------------------------------------------------------------


@pytest.mark.django_db
def test_demo_pages_do_not_exist_in_a_database_not_made_for_it() -> None:
    assert Client().get("/demo/people/").status_code == 404
    assert Client().post("/demo/people/1/").status_code == 404


def test_demo_mode_refuses_a_database_with_other_peoples_records(office: Office) -> None:
    with pytest.raises(Mendable, match="not made for demonstration"):
        demo.load()
    assert not demo.marked()


def test_those_to_begin_with_are_of_different_roles_and_people_are_found_by_words(office: Office) -> None:
    rows = people.posts()
    begin = [one.post.user.username for one in people.first(rows)]
    assert begin[:3] == ["kq-st_department-clerk", "kq-st_department-leader", "kq-park-clerk"]
    assert len(begin) == len(set(begin))
    registered(office)
    again = [one.post for one in people.first(people.posts()) if one.post.role == Role.PLATFORM_MANAGER]
    assert [post.user.username for post in again] == [office["kq-manager"].username]
    found = {post.user.username for post in people.matching(rows, "柯城 审计")}
    assert found == {"kc-audit_department-clerk", "kc-audit_department-leader"}
    roles = [group.role for group in people.by_role(rows, unfolded=False)]
    assert roles == [Role.CLERK, Role.LEADER, Role.RESEARCHER, Role.FIRM_MEMBER]


@pytest.mark.django_db
def test_the_whole_demonstration_loads_once_and_every_page_of_it_stands() -> None:
    from kechuang.domains.platforms import demo as platforms_demo

    assert platforms_demo.load() is None, "never into a database without the mark"
    demo.load()
    line = platforms_demo.load()
    assert line is not None
    assert int(line.split()[0]) == Platform.objects.count() >= 40
    assert platforms_demo.load() is None
    states = set(Agreement.objects.values_list("state", flat=True))
    assert states == {code for code, _label in Agreement.STATES}
    client = Client()
    door = client.get("/demo/people/").content.decode()
    assert door.count("/demo/people/") > 100
    assert "先试这 9 位" in door, "the tenth keeps the books of a platform and comes with the domains above"
    from kechuang.casework.parties.models import User

    user = User.objects.get(username="330603-park_administration-clerk")
    assert client.post(f"/demo/people/{user.pk}/")["Location"] == "/workbench/"
    for case in (*Agreement.objects.filter(region_id="330603"), *Platform.objects.filter(region_id="330603")):
        assert client.get(f"/case/{case.number}/").status_code == 200, case
    client.post("/demo/clock/", {"days": "10"})
    assert demo.Demonstration.objects.get().moved == 10 * 86_400
    assert queue().waiting == 1, "what falls due on the days that passed is done"
    client.post("/demo/clock/", {"reset": "1"})
    assert demo.Demonstration.objects.get().moved == 0


@pytest.mark.django_db
def test_the_moved_clock_is_honoured_within_a_request(settings: object) -> None:
    demo.Demonstration.objects.create(pk=1, moved=40 * 86_400)
    seen = []
    middleware = demo.DemoClockMiddleware(lambda request: seen.append((clock.today(), request.demo_clock)))  # type: ignore[arg-type, attr-defined, func-returns-value]
    middleware(type("Request", (), {})())  # type: ignore[arg-type]
    assert seen == [(clock.today() + dt.timedelta(days=40), True)]
