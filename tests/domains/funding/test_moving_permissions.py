"""Who may do what where money moves; everybody else is refused."""

from __future__ import annotations

from typing import Any

from kechuang.casework.cases.actions import actions_of
from kechuang.domains.funding.models import FundRequest, Inspection, MatchingRatio
from tests.casework.office import Office
from tests.domains.funding.moving import approved, requested, source, staffed
from tests.domains.funding.test_permissions import ARRANGERS, FINANCE, JUDGE, PLANNERS, ST

INSPECTORS = ARRANGERS | {
    "kq-audit_department-clerk", "kq-audit_department-leader", "kq-park-clerk", "kq-park-leader",
}  # fmt: skip
DECIDERS = {"kq-finance_department-leader", "kq-finance"}

ALLOWED: dict[str, dict[str, set[str]]] = {
    "funding.fundrequest": {
        "request_funds": PLANNERS, "amend_request": PLANNERS, "withdraw_request": PLANNERS, "check_request": ST,
        "return_request": ST | DECIDERS, "approve_request": DECIDERS, "refuse_request": DECIDERS, "pay_request": FINANCE,
        "reverse_payment": FINANCE, "attach": PLANNERS | ST | FINANCE, "keep_paper": PLANNERS | ST | FINANCE,
        "determine": JUDGE, "request_matching": PLANNERS,
    },
    "funding.matchingratio": dict.fromkeys(("set_ratio", "end_ratio", "withdraw_ratio", "attach"), ARRANGERS),
    "funding.inspection": dict.fromkeys(("plan_inspection", "record_result", "cancel_inspection", "attach"), INSPECTORS)
    | {"determine": JUDGE},
}  # fmt: skip
SOURCE_ACTIONS = {"appropriate": FINANCE, "reverse_appropriation": FINANCE}


def who_may(office: Office, action: Any, case: Any) -> set[str]:
    """The short names of those an action admits; managers have a second name."""
    return {who for who, user in office.users.items() if action.by.test(user, case) and "manager-" not in who}


def test_every_action_and_everyone(office: Office) -> None:
    platform = staffed(office)
    of = source(office)
    budget = approved(office, platform, [(of, "fiscal", "research", 1000)])
    cases: dict[Any, Any] = {
        FundRequest: requested(office, budget, 1000),
        MatchingRatio: MatchingRatio(region_id="330603"),
        Inspection: Inspection(region_id="330603"),
    }
    for model, case in cases.items():
        allowed = ALLOWED[model.kind_name()]
        assert set(actions_of(model)) == set(allowed)
        for name, action in actions_of(model).items():
            assert who_may(office, action, case) == allowed[name], action.key
    for name, who in SOURCE_ACTIONS.items():
        assert who_may(office, actions_of(of)[name], of) == who, name
