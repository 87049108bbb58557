"""The action engine: one transaction, grounds in order, nothing half done."""

from __future__ import annotations

import datetime as dt
import html
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection, connections
from django.test import Client

from kechuang.casework.cases.actions import actions_of
from kechuang.casework.cases.engine import offers
from kechuang.casework.cases.models import Case, TimelineEntry
from kechuang.casework.inbox.models import Todo
from kechuang.casework.obligations.models import Obligation
from kechuang.core.clock import moved_to
from kechuang.core.permissions import Ground, Refusal, Refused
from kechuang.domains.platforms.models import Agreement, Platform
from kechuang.web.cases.basis import finding_words
from tests.casework.office import AGREEMENT, PLATFORM, Office, act, agreement_data, drafted, make_office, registered

DEPARTMENTS = ("st_department", "finance_department", "talent_office", "hr_department", "audit_department")


def refused(name: str, case: Any, data: dict[str, Any], by: Any, **more: Any) -> Refusal:
    """The refusal of an action, after making sure that nothing at all was written."""
    before = (
        Case.objects.count(),
        TimelineEntry.objects.count(),
        list(Case.objects.values_list("pk", "version", "state")),
    )
    with pytest.raises(Refused) as caught:
        act(name, case, data, by, **more)
    after = (
        Case.objects.count(),
        TimelineEntry.objects.count(),
        list(Case.objects.values_list("pk", "version", "state")),
    )
    assert after == before
    return caught.value.refusal


def to_signing(office: Office) -> Agreement:
    agreement = drafted(office, registered(office))
    act(f"{AGREEMENT}.consult", agreement, {"reply_by": "2026-01-20"}, office["kq-park-clerk"])
    for name in DEPARTMENTS:
        act(f"{AGREEMENT}.reply", agreement, {"opinion": "agree"}, office[f"kq-{name}-clerk"])
    act(f"{AGREEMENT}.open_signing", agreement, {}, office["kq-park-clerk"])
    return Agreement.objects.get(pk=agreement.pk)


def sign(office: Office, agreement: Any, name: str, day: str) -> Any:
    return act(f"{AGREEMENT}.sign", agreement, {"signatory": "王某", "signed_on": day}, office[name]).case


def recognise(office: Office, platform: Platform) -> None:
    data = {"name": "重点实验室", "level": "city", "authority": "市科技局", "valid_from": "2025-01-01"}
    act(f"{PLATFORM}.recognise", platform, data, office["kc-st_department-clerk"])


def test_agreement_goes_from_draft_to_filed_by_people_of_different_offices(office: Office) -> None:
    with moved_to(dt.date(2026, 1, 5)):
        agreement = to_signing(office)
        assert agreement.number == "XY-2026-000001"
        assert agreement.total == 3_500_000.50
    with moved_to(dt.date(2026, 2, 2)):
        assert sign(office, agreement, "kq-park-clerk", "2026-01-30").state == "signing"
        assert sign(office, agreement, "kq-professor", "2026-01-31").state == "signing"
        assert not Obligation.objects.exists()
        signed = sign(office, agreement, "kq-manager", "2026-01-29")
        assert (signed.state, signed.signed_on) == ("signed", dt.date(2026, 1, 31))
        obligation = Obligation.objects.get()
        assert (obligation.rule, obligation.due, obligation.owner) == (
            "agreement_filing",
            dt.date(2026, 2, 28),
            agreement.owner,
        )
        assert obligation.simulation, "the Keqiao text is a draft"
    with moved_to(dt.date(2026, 3, 3)):
        assert Obligation.objects.overdue(dt.date(2026, 3, 3)).get() == obligation
        filed = act(f"{AGREEMENT}.file", agreement, {"filed_on": "2026-03-03"}, office["kq-park-clerk"]).case
    obligation.refresh_from_db()
    assert (filed.state, obligation.status, obligation.overdue_days) == ("filed", "met", 3)
    assert [entry.action for entry in agreement.timeline.all()] == [
        "draft", "consult", *["reply"] * 5, "open_signing", "sign", "sign", "sign", "file",
    ]  # fmt: skip
    assert not Todo.objects.open().exists(), "each to-do was closed by the action that settled it"


def test_a_department_closes_its_own_todo_only(office: Office) -> None:
    with moved_to(dt.date(2026, 1, 5)):
        agreement = drafted(office, registered(office))
        act(f"{AGREEMENT}.consult", agreement, {"reply_by": "2026-01-20"}, office["kq-park-clerk"])
        assert Todo.objects.open().filter(name="reply").count() == 5
        act(f"{AGREEMENT}.reply", agreement, {"opinion": "agree"}, office["kq-audit_department-clerk"])
        left = Todo.objects.open().filter(name="reply")
        assert left.count() == 4
        assert not left.for_user(office["kq-audit_department-clerk"]).exists()
        assert left.for_user(office["kq-finance_department-clerk"]).count() == 1


def test_permission_comes_before_state_and_nothing_is_written(office: Office) -> None:
    agreement = drafted(office, registered(office))
    refusal = refused(f"{AGREEMENT}.file", agreement, {"filed_on": "2026-01-01"}, office["kq-st_department-clerk"])
    assert refusal.ground is Ground.PERMISSION
    refusal = refused(f"{AGREEMENT}.file", agreement, {"filed_on": "2026-01-01"}, office["kq-park-clerk"])
    assert refusal.ground is Ground.STATE
    assert "已签署" in refusal.reason


def test_a_case_out_of_sight_does_not_exist(office: Office) -> None:
    agreement = drafted(office, registered(office))
    with pytest.raises(Agreement.DoesNotExist):
        act(f"{AGREEMENT}.consult", agreement, {"reply_by": "2099-01-01"}, office["kc-st_department-clerk"])


def test_bad_input_is_told_by_field(office: Office) -> None:
    platform = registered(office)
    data = agreement_data(platform, ends_on="2025-12-31", amount_1="1.234")
    refusal = refused(f"{AGREEMENT}.draft", None, data, office["kq-park-clerk"])
    assert refusal.ground is Ground.INPUT
    assert set(refusal.errors) == {"ends_on", "amount_1"}


def test_someone_faster_is_told_and_nothing_is_lost(office: Office) -> None:
    agreement = drafted(office, registered(office))
    with moved_to(dt.date(2026, 1, 5)):
        act(f"{AGREEMENT}.consult", agreement, {"reply_by": "2026-01-20"}, office["kq-park-clerk"])
        act(f"{AGREEMENT}.take_back", agreement, {"note": "改金额"}, office["kq-park-leader"])
        data = agreement_data(agreement.platform, title="改过的名称")
        refusal = refused(f"{AGREEMENT}.redraft", agreement, data, office["kq-park-clerk"], expected_version=1)
    assert refusal.ground is Ground.CHANGED
    assert "退回修改" in refusal.reason


def test_the_same_key_answers_the_same_and_another_request_is_refused(office: Office) -> None:
    platform = registered(office)
    data = agreement_data(platform)
    clerk = office["kq-park-clerk"]
    first = act(f"{AGREEMENT}.draft", None, data, clerk, key="k-1")
    again = act(f"{AGREEMENT}.draft", None, data, clerk, key="k-1")
    assert (again.case.pk, again.repeated, first.repeated) == (first.case.pk, True, False)
    assert Agreement.objects.count() == 1
    refusal = refused(f"{AGREEMENT}.draft", None, data | {"title": "另一份"}, clerk, key="k-1")
    assert refusal.ground is Ground.INPUT


def test_missing_topics_and_consultation_in_quzhou_are_refused_with_the_clause(office: Office) -> None:
    platform = registered(office, "330802", "kc")
    recognise(office, platform)
    data = agreement_data(platform, topic_incubation="")
    agreement = act(f"{AGREEMENT}.draft", None, data, office["kc-park-clerk"]).case
    refusal = refused(f"{AGREEMENT}.open_signing", agreement, {}, office["kc-park-clerk"])
    assert refusal.ground is Ground.LAW
    assert "quzhou-2024:art9.p2" in [str(c) for c in refusal.cites]
    assert "孵化" in refusal.reason
    blocked = {o.action.name: o.refusal for o in offers(agreement, office["kc-park-clerk"])}
    assert blocked["open_signing"] is not None
    assert blocked["open_signing"].ground is Ground.LAW
    act(f"{AGREEMENT}.redraft", agreement, agreement_data(platform), office["kc-park-clerk"])
    assert act(f"{AGREEMENT}.open_signing", agreement, {}, office["kc-park-clerk"]).case.state == "signing"


def test_what_the_law_leaves_open_is_determined_by_a_leader_and_cited(office: Office) -> None:
    platform = registered(office, "330802", "kc", origin="mixed")
    recognise(office, platform)
    agreement = act(f"{AGREEMENT}.draft", None, agreement_data(platform), office["kc-park-clerk"]).case
    refusal = refused(f"{AGREEMENT}.open_signing", agreement, {}, office["kc-park-clerk"])
    assert refusal.ground is Ground.DETERMINATION
    assert "unit.public_platform" in refusal.questions
    answer = {"question": "unit.public_platform", "answer": "是", "basis": "市编办批文"}
    assert refused(f"{AGREEMENT}.determine", agreement, answer, office["kc-park-clerk"]).ground is Ground.PERMISSION
    act(f"{AGREEMENT}.determine", agreement, answer, office["kc-st_department-leader"])
    done = act(f"{AGREEMENT}.open_signing", agreement, {}, office["kc-park-clerk"])
    assert done.case.state == "signing"
    wrong = answer | {"question": "unit.public_platfrom"}
    assert refused(f"{AGREEMENT}.determine", agreement, wrong, office["kc-st_department-leader"]).errors.keys() == {
        "question"
    }


def test_a_draft_text_only_warns(office: Office) -> None:
    platform = registered(office)
    done = act(
        f"{AGREEMENT}.draft", None, agreement_data(platform, ends_on="2038-01-01"), office["kq-park-clerk"]
    )  # twelve years: over the most the Keqiao draft allows
    assert [finding.rule for finding in done.warnings] == ["agreement_term"]
    assert done.warnings[0].simulation


def test_the_timeline_keeps_every_warning(office: Office) -> None:
    """An action that the law warns of twice says so twice: on its line, and among what the case rests on."""
    agreement = drafted(office, registered(office), ends_on="2027-06-30")
    done = act(f"{AGREEMENT}.open_signing", agreement, {}, office["kq-park-clerk"])
    assert len(done.warnings) >= 2
    done.entry.refresh_from_db()
    assert [kept["rule"] for kept in done.entry.findings] == [finding.rule for finding in done.warnings]
    client = Client()
    client.force_login(office["kq-park-clerk"], backend="django.contrib.auth.backends.ModelBackend")
    page = client.get(f"/case/{agreement.number}/").content.decode()
    told = client.get(f"/api/cases/{agreement.number}/timeline").json()["items"]
    for kept in done.entry.findings:
        assert finding_words(kept)[0] in html.unescape(page), kept["rule"]
    assert [one["rule"] for one in told[-1]["findings"]] == [finding.rule for finding in done.warnings]
    old = TimelineEntry(finding=done.entry.findings[0])
    assert old.findings == done.entry.findings[:1], "where only one was kept"


@pytest.mark.django_db(transaction=True)
def test_of_thirty_two_who_sign_at_once_the_case_moves_once() -> None:
    office = make_office()
    with moved_to(dt.date(2026, 1, 5)):
        agreement = to_signing(office)
    for name in ("kq-park-clerk", "kq-professor"):
        sign(office, agreement, name, "2026-01-31")

    def attempt(_: int) -> str:
        try:
            return str(sign(office, agreement, "kq-manager", "2026-01-31").state)
        except Refused as caught:
            return str(caught.refusal.ground)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(32) as pool:
        results = list(pool.map(attempt, range(32)))
    assert sorted(set(results)) == ["signed", "state"]
    assert results.count("signed") == 1
    assert Obligation.objects.count() == 1
    assert TimelineEntry.objects.filter(action="sign").count() == 3
    assert connection.is_usable()


@pytest.mark.django_db(transaction=True)
def test_of_thirty_two_with_one_key_one_case_is_opened() -> None:
    office = make_office()
    platform = registered(office)

    def attempt(_: int) -> int:
        try:
            return int(
                act(f"{AGREEMENT}.draft", None, agreement_data(platform), office["kq-park-clerk"], key="once").case.pk
            )
        finally:
            connections.close_all()

    with ThreadPoolExecutor(32) as pool:
        assert len(set(pool.map(attempt, range(32)))) == 1
    assert Agreement.objects.count() == 1


ALLOWED = {
    "platforms.platform": {
        "register": {"st_department-clerk", "st_department-leader", "park-clerk", "park-leader"},
        "revise": {"st_department-clerk", "st_department-leader", "park-clerk", "park-leader", "manager"},
        "recognise": {"st_department-clerk", "st_department-leader", "park-clerk", "park-leader"},
        "start_operation": {"st_department-clerk", "st_department-leader", "park-clerk", "park-leader"},
        "leave": {"st_department-leader"},
        "attach": {"st_department-clerk", "st_department-leader", "park-clerk", "park-leader", "manager"},
        "determine": {"st_department-leader"},
        "withdraw_recognition": {"st_department-leader"},
        **{
            name: {"st_department-clerk", "st_department-leader", "park-clerk", "park-leader", "manager"}
            for name in ("employ", "release")
        },
    },
    "platforms.agreement": {
        **{
            name: {"park-clerk", "park-leader"}
            for name in (
                "draft",
                "redraft",
                "consult",
                "take_back",
                "open_signing",
                "file",
                "correct",
                "withdraw",
                "keep_paper",
            )
        },
        "reply": {f"{name}-{role}" for name in DEPARTMENTS for role in ("clerk", "leader")},
        "sign": {"park-clerk", "park-leader", "manager", "professor"},
        "end": {"park-leader"},
        "attach": {
            *(f"{name}-{role}" for name in (*DEPARTMENTS, "park") for role in ("clerk", "leader")),
            "manager",
            "professor",
        },
        "determine": {"st_department-leader"},
    },
}


def test_every_action_and_role_in_the_own_and_a_foreign_region(office: Office) -> None:
    """The permission matrix: who may is listed above by hand; everybody else is refused on the ground of permission."""
    with moved_to(dt.date(2026, 1, 5)):
        agreement = drafted(office, registered(office))
        act(f"{AGREEMENT}.consult", agreement, {"reply_by": "2026-01-20"}, office["kq-park-clerk"])
    agreement = Agreement.objects.get(pk=agreement.pk)
    cases: dict[type[Case], Case] = {Platform: agreement.platform, Agreement: agreement}
    for model, case in cases.items():
        assert set(actions_of(model)) == set(ALLOWED[model.kind_name()])
        for name, action in actions_of(model).items():
            for user_name, user in office.users.items():
                mark, _, who = user_name.partition("-")
                who = "manager" if who.startswith("manager") else who
                expected = mark == "kq" and who in ALLOWED[model.kind_name()][name]
                assert action.by.test(user, case) is expected, (action.key, user_name)
