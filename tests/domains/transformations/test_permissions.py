"""Who may do what to a deal; everybody else is refused."""

from __future__ import annotations

from typing import Any

from kechuang.casework.cases.actions import actions_of
from kechuang.casework.cases.models import Case
from kechuang.casework.cases.predicates import may_see
from kechuang.casework.parties.models import Person, Role
from kechuang.domains.transformations.models import Transformation
from tests.casework.office import Office
from tests.domains.achievements.unit import registered
from tests.domains.transformations.dealing import DEAL, planned, unit_of

STAFF = {"manager", "head"}
HEAD = {"head"}
NAMED = {"completer"}
OFFICE = {"kc-st_department-clerk", "kc-st_department-leader"}
JUDGE = {"kc-st_department-leader"}

ALLOWED: dict[str, set[str]] = {
    "plan": STAFF, "change_plan": STAFF, "price_by_agreement": STAFF, "change_price": STAFF, "amend_notice": STAFF,
    "record_listing": STAFF, "record_auction": STAFF,
    "publicise_price": STAFF, "offer_preemption": STAFF, "answer_preemption": STAFF | NAMED, "sign_contract": HEAD,
    "register_contract": STAFF, "start_implementation": STAFF, "change_terms": STAFF, "reach_milestone": STAFF,
    "complete": STAFF, "end": HEAD, "withdraw": STAFF, "add_evidence": STAFF, "attach": STAFF | NAMED | OFFICE,
    "determine": JUDGE, "keep_paper": STAFF,
}  # fmt: skip


def completed_by_an_outsider(office: Office) -> Any:
    """A deal of which 张三, who has an account at the university, completed the achievement."""
    made = registered(office, unit_of(office))
    outsider = office.user("completer", office.organisations["kc-university"], Role.RESEARCHER)
    outsider.person = Person.objects.get(name="张三")
    outsider.save()
    return planned(office, "transfer", achievements=[made.pk])


def test_every_action_and_everyone(office: Office) -> None:
    deal = completed_by_an_outsider(office)
    assert set(actions_of(Transformation)) >= set(ALLOWED)
    for name, allowed in ALLOWED.items():
        action = actions_of(Transformation)[name]
        may = {who for who, user in office.users.items() if action.by.test(user, deal)}
        assert may == allowed, name


def test_who_sees_a_deal_is_the_same_in_lists_and_alone(office: Office) -> None:
    deal = completed_by_an_outsider(office)
    listed = {who for who, user in office.users.items() if Transformation.objects.visible_to(user).exists()}
    alone = {who for who, user in office.users.items() if may_see(user, Case.objects.get(pk=deal.pk))}
    assert listed == alone
    assert "completer" in listed
    assert not listed & {"kc-firm-member", "kq-st_department-clerk", "kc-professor"}
    assert Transformation.kind_name() == DEAL
