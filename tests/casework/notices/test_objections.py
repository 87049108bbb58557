"""Objections: who files, who may handle, what they hold up, and what nobody gets to see."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core import mail
from django.db import DatabaseError, connection, transaction

from kechuang.casework.cases.actions import find_action
from kechuang.casework.cases.models import TimelineEntry
from kechuang.casework.documents.models import Document
from kechuang.casework.inbox.models import Message, Todo
from kechuang.casework.notices import daily, following, mailing, panels, services, sources
from kechuang.casework.notices.models import Notice, Objection, Objector
from kechuang.casework.notices.papers import answer_paper
from kechuang.casework.notices.predicates import party_reason
from kechuang.casework.notices.queries import standing
from kechuang.casework.obligations.models import Obligation
from kechuang.casework.parties.models import Membership, Person, Role, User
from kechuang.core.clock import CHINA, moved_to
from kechuang.core.jobs import run_waiting
from kechuang.core.permissions import Ground, Refusal, Refused
from tests.casework.notices.kit import day, put_up, upload
from tests.casework.office import Office, act

N, O = "notices.notice", "notices.objection"  # noqa: E741
NOBODY = AnonymousUser()
SECRETS = ("张三丰", "13800001111", "zhang@example.cn")


def objection_data(notice: Notice, **changes: Any) -> dict[str, Any]:
    return {
        "notice": notice.number, "arguments": "价格低于同类成交价", "remedy": "更正价格",
        "name": SECRETS[0], "contact": SECRETS[1], "email": SECRETS[2],
    } | changes  # fmt: skip


def object_to(notice: Notice, by: Any = NOBODY, **changes: Any) -> Objection:
    data = objection_data(notice, **changes)
    if by is not NOBODY:
        data = {name: value for name, value in data.items() if name not in ("name", "contact", "email")}
    files = changes.pop("files", None)
    data.pop("files", None)
    return act(f"{O}.file", None, data, by, files=files).case  # type: ignore[no-any-return]


def refused(name: str, case: Any, data: dict[str, Any], by: Any) -> Refusal:
    with pytest.raises(Refused) as caught:
        act(name, case, data, by)
    return caught.value.refusal


@pytest.fixture
def notice(platform: Any, office: Office) -> Notice:
    with moved_to(day("2025-05-08")):
        return put_up(platform, office, "2025-05-06", "2025-05-08")


@pytest.fixture
def colleague(platform: Any, office: Office) -> User:
    """Someone of the same organisation who had no hand in the notice."""
    return office.user("kq-colleague", platform.owner, Role.AUDITOR)


def test_from_an_anonymous_objection_to_the_answer(notice: Notice, platform: Any, colleague: User) -> None:
    with moved_to(day("2025-05-12")):
        objection = object_to(notice)
        assert (objection.number, objection.state, objection.owner) == ("YY-2025-000001", "filed", notice.owner)
        found = standing(platform, "test_price")
        assert (found.state, found.open_objections) == ("suspended", 1)
        obligation = Obligation.objects.get(case_id=objection.pk)
        assert (obligation.owner, obligation.due) == (notice.owner, day("2025-05-27"))
        assert Todo.objects.open().for_user(colleague).get().name == "acknowledge"
        assert Message.objects.filter(user=colleague, topic="objection").count() == 1
        act(f"{O}.acknowledge", objection, {}, colleague)
    with moved_to(day("2025-05-24")):
        assert standing(platform, "test_price").state == "suspended", "the period is over, the objection is not"
        done = act(
            f"{O}.answer",
            objection,
            {"outcome": "rejected", "reasons": "与评估价一致", "summary": "经核价格无误"},
            colleague,
        )
        assert done.case.state == "rejected"
        assert standing(platform, "test_price").state == "clear"
    obligation.refresh_from_db()
    assert (obligation.status, obligation.done_on) == ("met", day("2025-05-24"))
    assert not Todo.objects.open().exists()


def test_only_a_notice_of_an_agreed_price_cites_the_clause_on_its_objections(
    notice: Notice, platform: Any, office: Office, colleague: User
) -> None:
    """Elsewhere no text says how objections are answered: nothing is cited, and that is said."""
    clause = "zhejiang-2021:art17.p1.b"
    with moved_to(day("2025-05-12")):
        with transaction.atomic():
            result = services.publish(
                platform, "test_result", fields={"result": "认定"}, by=office["kq-manager"], ends_on=day("2025-05-30")
            )
        priced, other = object_to(notice), object_to(result)
        for objection, rule, cited in ((priced, "objection_answer", True), (other, "objection_reply", False)):
            due = Obligation.objects.get(case_id=objection.pk)
            assert (due.rule, due.due) == (rule, day("2025-05-27"))
            assert (clause in due.cites) is cited
            assert (clause in str(due.finding)) is cited
            entry = TimelineEntry.objects.get(case_id=objection.pk, action="file")
            assert (clause in entry.cites) is cited
            by_law = find_action(O, "answer").cited(objection)
            assert (clause in [str(c) for c in by_law]) is cited
            said = str(panels.days(objection.notice).facts)
            assert ("没有条文规定这种公示怎样答复异议" in said) is not cited
        leader = office["kq-st_department-leader"]
        for objection, by in ((priced, colleague), (other, leader)):
            act(f"{O}.acknowledge", objection, {}, by)
            act(f"{O}.answer", objection, {"outcome": "rejected", "reasons": "与记录一致"}, by)
            assert Obligation.objects.get(case_id=objection.pk).status == "met"
    papers = {o.pk: str(answer_paper(Objection.objects.get(pk=o.pk))) for o in (priced, other)}
    assert "第17条第1款" in papers[priced.pk]
    assert "第17条" not in papers[other.pk]
    assert "没有条文规定这种公示怎样答复异议" in papers[other.pk]


def test_a_page_of_an_objection_shows_the_clauses_of_its_own_kind_of_notice(
    notice: Notice, platform: Any, office: Office, client: Any
) -> None:
    with moved_to(day("2025-05-12")), transaction.atomic():
        result = services.publish(
            platform, "test_result", fields={"result": "认定"}, by=office["kq-manager"], ends_on=day("2025-05-30")
        )
    with moved_to(day("2025-05-12")):
        client.force_login(office["kq-st_department-leader"])
        for published, there in ((notice, True), (result, False)):
            number = object_to(published).number
            for address in (f"/case/{number}/", f"/case/{number}/acknowledge/", f"/api/cases/{number}/"):
                page = client.get(address)
                assert page.status_code == 200, address
                assert ("art17.p1.b" in page.content.decode() or "第17条第1款" in page.content.decode()) is there, (
                    address
                )


def test_an_objection_in_the_last_minute_suspends_and_one_after_midnight_is_refused(
    notice: Notice, platform: Any
) -> None:
    with moved_to(dt.datetime(2025, 5, 23, 23, 59, tzinfo=CHINA)):
        object_to(notice)
    with moved_to(day("2025-05-24")):
        assert standing(platform, "test_price").state == "suspended"
        refusal = refused(f"{O}.file", None, objection_data(notice), NOBODY)
    assert refusal.ground is Ground.LAW
    assert "期满" in refusal.reason
    assert Objection.objects.count() == 1


def test_an_accepted_objection_holds_until_the_notice_is_put_right(
    notice: Notice, platform: Any, office: Office, colleague: User
) -> None:
    with moved_to(day("2025-05-12")):
        objection = object_to(notice)
        act(f"{O}.acknowledge", objection, {}, colleague)
        act(f"{O}.answer", objection, {"outcome": "accepted", "reasons": "评估报告另有数字"}, colleague)
    with moved_to(day("2025-06-30")):
        assert standing(platform, "test_price").state == "suspended"
        assert Todo.objects.open().get().name == "amend"
        assert refused(f"{N}.conclude", notice, {}, office["kq-manager"]).ground is Ground.LAW
    with moved_to(day("2025-06-30")), transaction.atomic():
        services.amend(
            notice, fields={"price": "2600000.00"}, by=office["kq-manager"], reason="异议成立",
            channels={"unit": day("2025-06-30"), "market": day("2025-06-30")}, evidence={"unit": "网", "market": "网"},
        )  # fmt: skip
        found = standing(platform, "test_price")
        assert (found.state, found.ends_on) == ("running", day("2025-07-15"))
    objection.refresh_from_db()
    assert (objection.state, objection.settled_on) == ("remedied", day("2025-06-30"))
    assert not Todo.objects.open().exists()


def test_nobody_who_is_party_handles_it_and_each_is_told_why(
    notice: Notice, platform: Any, office: Office, colleague: User
) -> None:
    manager = office["kq-manager"]
    with moved_to(day("2025-05-12")):
        objection = object_to(notice, by=office["kq-st_department-leader"])
        for user, words in (
            (manager, "经手人"),
            (office["kq-st_department-clerk"], "经手人"),
            (office["kq-st_department-leader"], "异议人"),
        ):
            refusal = refused(f"{O}.acknowledge", objection, {}, user)
            assert refusal.ground is Ground.PERMISSION
            assert words in refusal.reason, user
        person = Person.objects.create(name="完成人")
        colleague.person = person
        colleague.save()
        notice.interests.create(who="完成人", relation="完成人本人", person=person)
        assert "利害关系" in refused(f"{O}.acknowledge", objection, {}, colleague).reason
        notice.interests.all().update(person=None)
        other = office.user("kq-firm-clerk", office.organisations["kq-firm"], Role.CLERK)
        Membership.objects.create(
            user=other, organisation=platform.owner, role=Role.CLERK, valid_from=dt.date(2020, 1, 1)
        )
        notice.interests.create(who="受让方", relation="受让方", organisation=office.organisations["kq-firm"])
        assert "利害关系" in refused(f"{O}.acknowledge", objection, {}, other).reason
        assert party_reason(colleague, objection) == ""
        with pytest.raises(Objection.DoesNotExist):
            act(f"{O}.acknowledge", objection, {}, office["kc-professor"])
        assert act(f"{O}.acknowledge", objection, {}, colleague).case.state == "acknowledged"


def test_the_todo_is_of_those_who_may_handle_it(notice: Notice, office: Office, colleague: User) -> None:
    manager = office["kq-manager"]
    with moved_to(day("2025-05-12")):
        objection = object_to(notice)
        todos = Todo.objects.open().filter(case_id=objection.pk)
        assert [todo.name for todo in todos.for_user(colleague)] == ["acknowledge"]
        assert not todos.for_user(manager).exists(), "had a hand in the notice"
        assert not Message.objects.filter(user=manager, topic="todo", case_id=objection.pk).exists()
        act(f"{O}.acknowledge", objection, {}, colleague)
        assert [todo.name for todo in todos.for_user(colleague)] == ["answer"]
        assert not todos.for_user(manager).exists()


def test_where_nobody_may_handle_it_the_todo_is_to_hand_it_over_and_the_office_above_gets_its_own(
    notice: Notice, office: Office
) -> None:
    manager, above = office["kq-manager"], office["kq-st_department-leader"]
    with moved_to(day("2025-05-12")):
        objection = object_to(notice)
        todos = Todo.objects.open().filter(case_id=objection.pk)
        todo = todos.for_user(manager).get()
        assert (todo.name, "没有与此事无关的人" in todo.text) == ("hand_over", True)
        assert not todos.for_user(above).exists()
        act(f"{O}.hand_over", objection, {"note": "都经手过"}, manager)
        assert not todos.for_user(manager).exists()
        assert [todo.name for todo in todos.for_user(above)] == ["acknowledge"]
        clerk = office["kq-st_department-clerk"]
        assert not todos.for_user(clerk).exists(), "registered the platform"
        assert act(f"{O}.acknowledge", objection, {}, above).case.state == "acknowledged"


def test_who_objects_stands_sealed_and_in_no_timeline(notice: Notice, office: Office) -> None:
    with moved_to(day("2025-05-12")):
        objection = object_to(notice)
    with connection.cursor() as cursor:
        for table in (
            "notices_objection",
            "notices_objectionevent",
            "cases_timelineentry",
            "cases_case",
            "search_entry",
        ):
            cursor.execute(f"SELECT coalesce(string_agg(t::text, ' '), '') FROM {table} t")
            text = cursor.fetchone()[0]
            assert not any(secret in text for secret in SECRETS), table
    who = Objector.objects.get(objection=objection)
    assert (who.name, who.contact, who.email) == SECRETS
    entry = TimelineEntry.objects.get(case_id=objection.pk)
    assert entry.by is None
    assert set(entry.data) == {"notice"}


def test_evidence_is_kept_by_its_content_and_the_rest_refused(notice: Notice) -> None:
    from django.utils.datastructures import MultiValueDict

    with moved_to(day("2025-05-12")):
        many = MultiValueDict({"evidence": [upload("比价.csv", b"a,b\n1,2\n"), upload("来函.txt", "来函".encode())]})
        objection = object_to(notice, files=many)
        assert set(Document.objects.filter(case_id=objection.pk).values_list("name", flat=True)) == {
            "比价.csv",
            "来函.txt",
        }
        for bad in (
            [upload("x.pdf", b"<html><script>1</script>")],
            [upload("x.exe", b"MZ\x90\x00" + b"\x00" * 100)],
            [upload(f"{n}.txt", b"x") for n in range(6)],
            [upload("x.txt", b"x" * (10 * 2**20 + 1))],
        ):
            with pytest.raises(Refused) as caught:
                act(f"{O}.file", None, objection_data(notice), NOBODY, files=MultiValueDict({"evidence": bad}))
            assert set(caught.value.refusal.errors) == {"evidence"}
    assert Objection.objects.count() == 1


def test_anonymous_people_say_who_they_are_and_the_signed_in_need_not(notice: Notice, office: Office) -> None:
    with moved_to(day("2025-05-12")):
        bad = objection_data(notice, name="", contact="", arguments=" ")
        assert set(refused(f"{O}.file", None, bad, NOBODY).errors) == {"name", "contact", "arguments"}
        mine = object_to(notice, by=office["kc-professor"])
        who = Objector.objects.get(objection=mine)
        assert (who.user, who.organisation, mine.created_by) == (office["kc-professor"], None, None)
        theirs = object_to(notice, by=office["kc-professor"], organisation=office.organisations["kc-university"].pk)
        assert Objector.objects.get(objection=theirs).organisation == office.organisations["kc-university"]
        other = objection_data(notice, organisation=office.organisations["kq-firm"].pk)
        assert "organisation" in refused(f"{O}.file", None, other, office["kc-professor"]).errors


def test_a_notice_in_the_unit_alone_is_objected_to_by_those_who_see_it(
    notice: Notice, office: Office, platform: Any
) -> None:
    Notice.objects.filter(pk=notice.pk).update(public=False)
    with moved_to(day("2025-05-12")):
        for stranger in (NOBODY, office["kc-professor"]):
            assert set(refused(f"{O}.file", None, objection_data(notice), stranger).errors) == {"notice"}
        assert object_to(notice, by=office["kq-manager"]).state == "filed"


def test_the_secret_link_leads_to_the_objection_and_lets_it_be_taken_back(notice: Notice, platform: Any) -> None:
    with moved_to(day("2025-05-12")):
        objection = object_to(notice)
        token = Objector.objects.get(objection=objection).token
        with connection.cursor() as cursor:
            cursor.execute("SELECT token, token_digest FROM notices_objector")
            assert token not in cursor.fetchone()
        assert following.find(token) == objection
        assert following.find("x" * 43) is None
        following.take_back(token)
        assert standing(platform, "test_price").state == "running"
        assert Obligation.objects.get(case_id=objection.pk).status == "waived"
        assert not Todo.objects.open().exists()
        with pytest.raises(Refused):
            following.take_back(token)


def test_who_left_an_address_is_told_of_the_answer(
    notice: Notice, colleague: User, settings: Any, monkeypatch: Any
) -> None:
    settings.KECHUANG_ORIGIN = "https://kc.example"
    monkeypatch.setattr(mailing, "_PATH", [lambda token: f"/o/{token}/"])
    with moved_to(day("2025-05-12")):
        objection = object_to(notice)
        act(f"{O}.acknowledge", objection, {}, colleague)
        act(f"{O}.answer", objection, {"outcome": "rejected", "reasons": "无误"}, colleague)
    assert not mail.outbox
    run_waiting()
    assert [letter.to for letter in mail.outbox] == [["zhang@example.cn"]] * 2
    token = Objector.objects.get(objection=objection).token
    assert f"https://kc.example/o/{token}/" in mail.outbox[-1].body
    assert "无误" not in mail.outbox[-1].body, "the reasons stay behind the link"


def test_a_signed_in_objector_hears_in_the_inbox_with_the_page_that_is_theirs(
    notice: Notice, colleague: User, office: Office, monkeypatch: Any
) -> None:
    monkeypatch.setattr(mailing, "_PATH", [lambda token: f"/o/{token}/"])
    with moved_to(day("2025-05-12")):
        objection = object_to(notice, by=office["kc-professor"])
        act(f"{O}.acknowledge", objection, {}, colleague)
        act(f"{O}.answer", objection, {"outcome": "rejected", "reasons": "无误"}, colleague)
    heard = Message.objects.filter(user=office["kc-professor"])
    assert [(m.topic, m.link.startswith("/o/")) for m in heard] == [("objection", True)] * 2


def test_one_address_is_held_to_a_few_an_hour(db: None) -> None:
    with moved_to(day("2025-05-12")), transaction.atomic():
        for _ in range(sources.PER_HOUR):
            sources.admit("203.0.113.7").save()
        with pytest.raises(sources.TooMany):
            sources.admit("203.0.113.7")
        sources.admit("203.0.113.8").save()
    with moved_to(dt.datetime(2025, 5, 12, 1, 1, tzinfo=CHINA)), transaction.atomic():
        sources.admit("203.0.113.7").save()
    with moved_to(day("2025-05-15")):
        assert sources.forget() == sources.PER_HOUR + 2


def test_the_day_concludes_what_has_run_its_days_and_nothing_else(notice: Notice, platform: Any) -> None:
    with moved_to(day("2025-05-23")):
        assert daily.conclude(day("2025-05-23")) == 0
    with moved_to(day("2025-05-24")):
        assert (daily.conclude(day("2025-05-24")), daily.conclude(day("2025-05-24"))) == (1, 0)
        assert standing(platform, "test_price").state == "clear"


def test_the_database_refuses_what_must_never_be(notice: Notice, colleague: User) -> None:
    with moved_to(day("2025-05-12")):
        objection = object_to(notice)
    for statement in (
        "UPDATE cases_case SET state = 'concluded', version = version + 1 WHERE id = %s",
        "UPDATE notices_noticecontent SET fields = '{}' WHERE notice_id = %s",
        "DELETE FROM notices_posting WHERE content_id IN (SELECT id FROM notices_noticecontent WHERE notice_id = %s)",
        "UPDATE notices_notice SET ends_on = starts_on WHERE case_ptr_id = %s",
    ):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, [notice.pk])
    with pytest.raises(DatabaseError), transaction.atomic():
        Objection.objects.filter(pk=objection.pk).update(outcome="rejected", answered_on=day("2025-05-12"))
    with moved_to(day("2025-05-12")), transaction.atomic():
        services.withdraw(notice, by=colleague, reason="另行公示")
    late = Objection(
        kind=O, number="YY-2025-000009", state="filed", title="迟到", region_id=notice.region_id, owner=notice.owner,
        notice=notice, content=objection.content, arguments="a", remedy="b",
    )  # fmt: skip
    with pytest.raises(DatabaseError, match="no longer runs"), transaction.atomic():
        late.save()
