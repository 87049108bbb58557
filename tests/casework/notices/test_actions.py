"""Who may do what about notices and objections, and the actions on the notice's own page."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import transaction

from kechuang.casework.cases.actions import actions_of, find_action
from kechuang.casework.cases.engine import offers
from kechuang.casework.cases.models import TimelineEntry
from kechuang.casework.inbox.models import Todo
from kechuang.casework.notices import forms, kinds, services
from kechuang.casework.notices.kinds import NoticeField, NoticeKind, notice_kind
from kechuang.casework.notices.models import Notice, Objection
from kechuang.casework.notices.queries import and_also, cleared, standing, standings, waits_for
from kechuang.casework.obligations.models import Obligation
from kechuang.casework.parties.models import Role
from kechuang.core.clock import moved_to
from kechuang.core.permissions import Ground, Refusal, Refused
from tests.casework.notices.kit import RESULT, SAID, day, put_up, shown, upload
from tests.casework.office import Office, act, registered

N, O = "notices.notice", "notices.objection"  # noqa: E741
OFFICE = {"st_department-clerk", "st_department-leader"}
HANDLE = {*OFFICE, "manager", "auditor"}
ALLOWED: dict[str, dict[str, set[str]]] = {
    N: {name: {"manager"} for name in ("post", "amend", "withdraw", "conclude", "attach", "keep_paper")},
    O: dict.fromkeys(("acknowledge", "answer", "hand_over", "reveal", "attach", "keep_paper"), HANDLE),
}


@pytest.fixture
def notice(platform: Any, office: Office) -> Notice:
    with moved_to(day("2025-05-08")):
        return put_up(platform, office, "2025-05-06", "2025-05-08")


def file_one(notice: Notice, **changes: Any) -> Any:
    data = {"notice": notice.number, "arguments": "不符", "remedy": "更正", "name": "某甲", "contact": "1"} | changes
    return act(f"{O}.file", None, data, AnonymousUser()).case


def refused(name: str, case: Any, data: dict[str, Any], by: Any, **more: Any) -> Refusal:
    with pytest.raises(Refused) as caught:
        act(name, case, data, by, **more)
    return caught.value.refusal


def test_every_action_and_role_in_the_own_and_a_foreign_region(notice: Notice, office: Office, platform: Any) -> None:
    office.user("kq-auditor", platform.owner, Role.AUDITOR)
    office.user("kq-member", platform.owner, Role.RESEARCHER)
    with moved_to(day("2025-05-12")):
        objection = file_one(notice)
        for case in (notice, objection):
            kind = type(case).kind_name()
            assert set(actions_of(type(case))) == {*ALLOWED[kind], *({"file"} if kind == O else ())}
            for name, action in actions_of(type(case)).items():
                for user_name, user in [*office.users.items(), ("nobody", AnonymousUser())]:
                    mark, _, who = user_name.partition("-")
                    who = "manager" if who.startswith("manager") else who
                    expected = name == "file" or (mark == "kq" and who in ALLOWED[kind][name])
                    assert action.by.test(user, case) is expected, (action.key, user_name)


def test_the_science_department_answers_where_the_kind_says_so(platform: Any, office: Office) -> None:
    with moved_to(day("2025-05-08")), transaction.atomic():
        notice = services.publish(
            platform, "test_result", fields={"result": "合格"}, by=office["kq-manager"], ends_on=day("2025-05-20")
        )
    with moved_to(day("2025-05-12")):
        objection = file_one(notice)
        assert objection.owner == office.organisations["kq-st_department"]
        office.user("kq-auditor", platform.owner, Role.AUDITOR)
        answer = find_action(O, "answer")
        assert not answer.by.test(office["kq-auditor"], objection)
        assert act(f"{O}.acknowledge", objection, {}, office["kq-st_department-leader"]).case.state == "acknowledged"


def test_where_everybody_had_a_hand_in_it_the_office_above_answers(platform: Any, office: Office) -> None:
    clerk = office["kq-st_department-clerk"]
    with moved_to(day("2025-05-08")), transaction.atomic():
        notice = services.publish(
            platform, "test_result", fields={"result": "合格"}, by=clerk, ends_on=day("2025-05-20")
        )
    with moved_to(day("2025-05-12")):
        objection = file_one(notice)
        assert refused(f"{O}.hand_over", objection, {"note": "都经手过"}, clerk).ground is Ground.STATE
        province = office.organisation("zj-st", "330000", department="st_department")
        above = office.user("zj-st-clerk", province, Role.CLERK)
        assert refused(f"{O}.acknowledge", objection, {}, clerk).ground is Ground.PERMISSION
    with moved_to(day("2025-05-14")):
        done = act(f"{O}.hand_over", objection, {"note": "都经手过"}, clerk)
        assert done.case.owner == province
        obligation = Obligation.objects.get(case_id=objection.pk, status="due")
        assert (obligation.owner, obligation.due) == (province, day("2025-05-27")), "the clock runs on"
        assert [todo.name for todo in Todo.objects.open().for_user(above)] == ["acknowledge"]
        assert not Todo.objects.open().for_user(clerk).filter(case_id=objection.pk).exists()
        assert act(f"{O}.acknowledge", objection, {}, above).case.state == "acknowledged"


def test_a_channel_is_recorded_with_its_evidence(platform: Any, office: Office) -> None:
    manager = office["kq-manager"]
    with moved_to(day("2025-05-06")):
        notice = put_up(platform, office, "2025-05-06")
    with moved_to(day("2025-05-09")):
        post = f"{N}.post"
        assert set(refused(post, notice, {"channel": "market", "first_on": "2025-05-08"}, manager).errors) == {
            "evidence"
        }
        late = {"channel": "market", "first_on": "2025-05-10", "evidence": "x"}
        assert set(refused(post, notice, late, manager).errors) == {"first_on"}
        assert "channel" in refused(post, notice, {**late, "channel": "portal"}, manager).errors
        files = {"file": upload("截图.txt", "市场公告".encode())}
        done = act(post, notice, {"channel": "market", "first_on": "2025-05-08"}, manager, files=files)
    assert done.case.ends_on == day("2025-05-23")
    posting = done.case.content.postings.get(channel="market")
    assert posting.document_id is not None


def test_amending_on_the_page_restarts_and_keeps_what_is_secret_out_of_the_timeline(
    notice: Notice, office: Office, platform: Any
) -> None:
    manager = office["kq-manager"]
    form = find_action(N, "amend").form(case=notice, by=manager)
    assert SAID["formula"] not in form.as_p(), "what is secret is not even shown to those who may change it"
    said = {f"say_{name}": text for name, text in SAID.items() if name != "formula"}
    with moved_to(day("2025-05-12")):
        assert "内容没有变" in refused(f"{N}.amend", notice, {**said, "reason": "无"}, manager).reason
        assert "reason" in refused(f"{N}.amend", notice, {**said, "say_price": "1"}, manager).errors
        changed = {**said, "say_price": "1800000.00", "say_formula": "XK-99", "reason": "价格更正"}
        done = act(
            f"{N}.amend", notice,
            {**changed, "say_unit_on": "2025-05-12", "say_unit_evidence": "网", "say_market_on": "2025-05-12", "say_market_evidence": "网"},
            manager,
        )  # fmt: skip
    assert (done.case.ends_on, done.case.content_version) == (day("2025-05-27"), 2)
    assert done.case.content.secrets == {"formula": "XK-99"}
    told = " ".join(str(entry.data) + entry.note for entry in TimelineEntry.objects.filter(case_id=notice.pk))
    assert "XK-99" not in told
    assert SAID["formula"] not in told
    assert "价格更正" in told
    with moved_to(day("2025-05-13")):
        done = act(f"{N}.amend", notice, {**said, "say_price": "1", "reason": "再更正"}, manager)
    assert done.case.content.secrets == {"formula": "XK-99"}, "left empty it stays"


def test_content_that_comes_from_the_subject_is_not_changed_here(platform: Any, office: Office) -> None:
    own = NoticeKind("test_own", "自有", fields=(NoticeField("a", "甲"),), by_hand=False)
    notice_kind(own)
    with moved_to(day("2025-05-08")), transaction.atomic():
        notice = services.publish(
            platform, "test_own", fields={"a": "1"}, by=office["kq-manager"], ends_on=day("2025-05-20")
        )
    refusal = refused(f"{N}.amend", notice, {"say_a": "2", "reason": "改"}, office["kq-manager"])
    assert refusal.ground is Ground.STATE
    assert platform.number in refusal.reason


def test_withdrawn_it_counts_no_more_and_another_takes_its_place(notice: Notice, office: Office, platform: Any) -> None:
    manager = office["kq-manager"]
    with moved_to(day("2025-05-12")):
        with pytest.raises(Refused):
            put_up(platform, office, "2025-05-12", "2025-05-12")
        act(f"{N}.withdraw", notice, {"note": "受让方退出"}, manager)
        found = standing(platform, "test_price")
        assert (found.state, found.refusal is not None) == ("withdrawn", True)
        again = put_up(platform, office, "2025-05-12", "2025-05-12")
        assert standing(platform, "test_price").notice == again


def test_concluding_waits_for_the_day_after_and_an_ended_one_steps_aside(
    notice: Notice, office: Office, platform: Any
) -> None:
    manager = office["kq-manager"]
    with moved_to(day("2025-05-23")):
        refusal = refused(f"{N}.conclude", notice, {}, manager)
        assert (refusal.ground, refusal.opens_on) == (Ground.LAW, day("2025-05-24"))
        [offer] = [o for o in offers(Notice.objects.get(pk=notice.pk), manager) if o.action.name == "conclude"]
        assert not offer.open
    with moved_to(day("2025-05-24")):
        assert act(f"{N}.conclude", notice, {}, manager).case.state == "concluded"
        assert standing(platform, "test_price").clear
        again = put_up(platform, office, "2025-05-24", "2025-05-24")
        assert standing(platform, "test_price").notice == again
        assert not Notice.objects.get(pk=notice.pk).live


def test_what_waits_is_gated_by_one_check(notice: Notice, office: Office, platform: Any) -> None:
    gate = and_also(cleared("test_price"), lambda case, *, data, by: None)
    assert [kind.name for kind in waits_for("start_operation")] == ["test_price"]
    with moved_to(day("2025-05-23")):
        [refusal] = gate(platform, data={}, by=office["kq-manager"])
        assert refusal.opens_on == day("2025-05-24")
        assert cleared("test_price", unless=lambda case, data: True)(platform, data={}, by=None) == []
        other = registered(office, title="另一家")
        assert {pk: found.state for pk, found in standings([platform, other], "test_price").items()} == {
            platform.pk: "running", other.pk: "none",
        }  # fmt: skip
    with moved_to(day("2025-05-24")):
        assert gate(platform, data={}, by=office["kq-manager"]) == []


def test_a_domain_form_gives_the_arguments_of_publish(platform: Any, office: Office) -> None:
    made = forms.notice_form("test_price")
    assert {"notice_formula"} == made.PRIVATE
    typed = {f"notice_{name}": text for name, text in SAID.items()}
    with moved_to(day("2025-05-08")):
        half = made(data={**typed, "notice_price": "", "notice_unit_on": "2025-05-09", "notice_market_evidence": "x"})
        assert set(half.errors) == {"notice_price", "notice_unit_on", "notice_unit_evidence", "notice_market_on"}
        form = made(data={**typed, "notice_unit_on": "2025-05-08", "notice_unit_evidence": "网"})
        assert form.is_valid(), form.errors
        with transaction.atomic():
            given = forms.arguments("test_price", form.cleaned_data)
            notice = services.publish(platform, "test_price", by=office["kq-manager"], **given)
    assert (notice.fields["price"], notice.content.secrets) == (SAID["price"], {"formula": SAID["formula"]})
    assert notice.content.postings.get().evidence == "网"
    assert shown("unit")


@pytest.mark.parametrize(
    "changes",
    [{"name": "test_price"}, {"channels": ("wall",)}, {"channels": ()}, {"fields": ()}, {"handled_by": "friend"},
     {"answer_days": 0}, {"clock": "price_publicity"}],
)  # fmt: skip
def test_a_kind_that_cannot_be_is_refused_where_it_is_declared(changes: dict[str, Any]) -> None:
    given = {"name": "test_new", "label": "新", "fields": RESULT.fields, **changes}
    before = dict(kinds._KINDS)
    with pytest.raises(ValueError, match=r"\S"):
        notice_kind(NoticeKind(**given))
    assert before == kinds._KINDS


def test_objections_are_numbered_and_found_by_the_office(notice: Notice, office: Office) -> None:
    with moved_to(day("2025-05-12")):
        made = file_one(notice)
    assert Objection.objects.visible_to(office["kq-st_department-clerk"]).get() == made
    assert not Objection.objects.visible_to(office["kc-st_department-clerk"]).exists()
    assert not Objection.objects.visible_to(AnonymousUser()).exists()
