"""A substitute acts in the place of a member on leave, is told what that member is told, and the timeline names both."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from kechuang.casework.cases.models import Case
from kechuang.casework.inbox.models import Message, Todo
from kechuang.casework.obligations import daily
from kechuang.casework.obligations.models import Obligation
from kechuang.casework.parties.models import Membership, User
from kechuang.casework.parties.reach import reach_of
from kechuang.core.clock import moved_to
from kechuang.core.permissions import Ground
from tests.casework.office import AGREEMENT, PLATFORM, Office, act, agreement_data, drafted, registered
from tests.casework.test_engine import DEPARTMENTS, refused, sign

MONDAY, FRIDAY = dt.date(2026, 1, 5), dt.date(2026, 1, 9)


@dataclass
class Leave:
    """kq-park-clerk is away from Monday to Friday; the professor stands in."""

    office: Office
    away: User
    membership: Membership

    @property
    def standing_in(self) -> User:
        """Fresh, as in a request of its own."""
        return User.objects.get(username="kq-professor")


@pytest.fixture
def leave(office: Office) -> Leave:
    away = office["kq-park-clerk"]
    post = away.memberships.get()
    made = Membership(
        user=office["kq-professor"], organisation=post.organisation, role=post.role, valid_from=MONDAY, valid_to=FRIDAY,
        substitute_for=post,
    )  # fmt: skip
    made.full_clean()
    made.save()
    return Leave(office, away, made)


def last_entry(case: Any) -> Any:
    return Case.objects.get(pk=case.pk).timeline.order_by("-pk")[0]


def test_a_substitute_drafts_and_the_timeline_names_both(leave: Leave) -> None:
    platform = registered(leave.office)
    with moved_to(MONDAY):
        done = act(f"{AGREEMENT}.draft", None, agreement_data(platform), leave.standing_in)
        assert (done.entry.by, done.entry.substitute_for) == (leave.standing_in, leave.away)
        act(f"{AGREEMENT}.consult", done.case, {"reply_by": "2026-01-20"}, leave.standing_in)
    entry = last_entry(done.case)
    assert (entry.action, entry.by, entry.substitute_for) == ("consult", leave.standing_in, leave.away)


def test_before_and_after_the_leave_the_substitute_may_not(leave: Leave) -> None:
    platform = registered(leave.office)
    for day in (MONDAY - dt.timedelta(days=1), FRIDAY + dt.timedelta(days=1)):
        with moved_to(day):
            refusal = refused(f"{AGREEMENT}.draft", None, agreement_data(platform), leave.standing_in)
            assert refusal.ground is Ground.PERMISSION


def test_whoever_may_by_a_post_of_their_own_stands_in_for_nobody(leave: Leave) -> None:
    agreement = drafted(leave.office, registered(leave.office))
    with moved_to(MONDAY):
        act(f"{AGREEMENT}.consult", agreement, {"reply_by": "2026-01-20"}, leave.office["kq-park-clerk"])
        for name in DEPARTMENTS:
            act(f"{AGREEMENT}.reply", agreement, {"opinion": "agree"}, leave.office[f"kq-{name}-clerk"])
        act(f"{AGREEMENT}.open_signing", agreement, {}, leave.standing_in)
        assert last_entry(agreement).substitute_for == leave.away
        sign(leave.office, agreement, "kq-professor", "2026-01-05")
        assert last_entry(agreement).substitute_for is None, "the university signs for itself"


def test_two_substitutions_the_one_that_admits_is_named(leave: Leave) -> None:
    registrar = leave.office["kq-st_department-clerk"].memberships.get()
    Membership.objects.create(
        user=leave.standing_in, organisation=registrar.organisation, role=registrar.role, valid_from=MONDAY,
        substitute_for=registrar,
    )  # fmt: skip
    platform = registered(leave.office)
    data = {"name": "重点实验室", "level": "city", "authority": "市科技局", "valid_from": "2025-01-01"}
    with moved_to(MONDAY):
        act(f"{AGREEMENT}.draft", None, agreement_data(platform), leave.standing_in)
        act(f"{PLATFORM}.recognise", platform, data, leave.standing_in)
    assert last_entry(platform).substitute_for in (registrar.user, leave.away)
    assert last_entry(Case.objects.get(kind=AGREEMENT)).substitute_for == leave.away


def test_to_dos_and_messages_reach_the_substitute(leave: Leave) -> None:
    agreement = drafted(leave.office, registered(leave.office))
    with moved_to(MONDAY):
        act(f"{AGREEMENT}.consult", agreement, {"reply_by": "2026-01-20"}, leave.away)
        for name in DEPARTMENTS:
            act(f"{AGREEMENT}.reply", agreement, {"opinion": "agree"}, leave.office[f"kq-{name}-clerk"])
        act(f"{AGREEMENT}.open_signing", agreement, {}, leave.away)
        park = leave.membership.organisation
        assert Todo.objects.open().for_user(leave.standing_in).filter(organisation=park, name="sign").exists()
    with moved_to(FRIDAY + dt.timedelta(days=1)):
        assert not Todo.objects.open().for_user(leave.standing_in).filter(organisation=park).exists()
    told = Message.objects.filter(topic="todo", case_id=agreement.pk)
    assert told.filter(user=leave.standing_in).exists()
    assert told.filter(user=leave.away).exists(), "who is away is told as well"


def test_obligations_reach_the_substitute(leave: Leave) -> None:
    agreement = drafted(leave.office, registered(leave.office))
    park = leave.membership.organisation
    Obligation.objects.create(
        case_id=agreement.pk, rule="agreement_filing", territory="330603", owner=park, due=FRIDAY, law="x", calendar="x"
    )
    with moved_to(MONDAY):
        assert Obligation.objects.visible_to(leave.standing_in).exists()
        assert daily._warn(MONDAY) == 1
    assert Message.objects.filter(user=leave.standing_in, topic="due").count() == 1
    with moved_to(FRIDAY + dt.timedelta(days=1)):
        assert not Obligation.objects.visible_to(leave.standing_in).exists()


def test_when_the_post_itself_ends_nobody_stands_in_for_it(leave: Leave) -> None:
    Membership.objects.filter(pk=leave.membership.substitute_for_id).update(valid_to=MONDAY)
    with moved_to(MONDAY):
        assert leave.membership.organisation_id in reach_of(leave.standing_in).organisations
    with moved_to(MONDAY + dt.timedelta(days=1)):
        assert leave.membership.organisation_id not in reach_of(leave.standing_in).organisations


def test_a_substitution_of_another_role_gives_nothing_and_is_refused(leave: Leave) -> None:
    wrong = leave.membership
    wrong.role = "leader"
    with pytest.raises(ValidationError, match="一致"):
        wrong.full_clean()
    wrong.save()
    with moved_to(MONDAY):
        assert wrong.organisation_id not in reach_of(leave.standing_in).organisations


def test_nobody_stands_in_for_themselves_or_for_a_substitute(leave: Leave) -> None:
    own = Membership(
        user=leave.away, organisation=leave.membership.organisation, role="clerk", valid_from=dt.date(2027, 1, 1),
        substitute_for=leave.membership.substitute_for,
    )  # fmt: skip
    with pytest.raises(ValidationError, match="自己"):
        own.clean()
    second = Membership(
        user=leave.office["kc-professor"], organisation=own.organisation, role="clerk", valid_from=MONDAY,
        substitute_for=leave.membership,
    )  # fmt: skip
    with pytest.raises(ValidationError, match="再由他人"):
        second.clean()
