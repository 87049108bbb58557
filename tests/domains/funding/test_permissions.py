"""Who may do what to the cases of funding; everybody else is refused."""

from __future__ import annotations

from typing import Any

from kechuang.casework.cases.actions import actions_of
from kechuang.domains.funding.models import Budget, FundSource, SupportProgramme
from tests.casework.office import Office, act
from tests.domains.funding.funded import BUDGET, budgeted, refused, source, staffed, supported

PLANNERS = {"kq-manager", "kq-treasurer"}
ST = {"kq-st_department-clerk", "kq-st_department-leader"}
FINANCE = {"kq-finance_department-clerk", "kq-finance_department-leader", "kq-finance"}
ARRANGERS = ST | FINANCE
JUDGE = {"kq-st_department-leader"}
TREASURY = {"kq-finance", "kq-finance_department-leader"}

FOUND_BUDGET = {
    "draft_budget": PLANNERS, "set_conditions": PLANNERS, "set_line": PLANNERS, "set_amounts": PLANNERS, "drop_line": PLANNERS,
    "submit": PLANNERS, "send_back": ST, "withdraw": PLANNERS, "attach": PLANNERS | ARRANGERS,
    "keep_paper": PLANNERS | ARRANGERS, "determine": JUDGE, "check": ST, "approve": TREASURY, "adjust": PLANNERS,
    "approve_adjustment": TREASURY, "drop_adjustment": PLANNERS | TREASURY, "apply_result": TREASURY, "close": TREASURY,
    "carry_over": PLANNERS, "bring_award": PLANNERS, "record_spending": PLANNERS, "reverse_spending": PLANNERS, "attach_voucher": PLANNERS,
    "record_income": PLANNERS, "reverse_income": PLANNERS,
}  # fmt: skip
ALLOWED: dict[str, dict[str, set[str]]] = {
    "funding.budget": FOUND_BUDGET,
    "funding.fundsource": dict.fromkeys(
        ("register_source", "change_control", "list_item", "end_item", "close_source", "attach"), ARRANGERS
    )
    | dict.fromkeys(("appropriate", "reverse_appropriation"), FINANCE),
    "funding.supportprogramme": dict.fromkeys(
        (
            "draft_programme",
            "set_year",
            "put_in_force",
            "judge_targets",
            "end_programme",
            "withdraw_programme",
            "attach",
        ),
        ARRANGERS,
    )
    | {"determine": JUDGE},
}


def test_every_action_and_everyone(office: Office) -> None:
    platform = staffed(office)
    cases: dict[Any, Any] = {
        Budget: budgeted(office, platform), FundSource: source(office), SupportProgramme: supported(office, platform),
    }  # fmt: skip
    for model, case in cases.items():
        allowed = ALLOWED[model.kind_name()]
        assert set(actions_of(model)) == set(allowed)
        for name, action in actions_of(model).items():
            may = {who for who, user in office.users.items() if action.by.test(user, case)}
            assert {who for who in may if not who.startswith("kq-manager-")} == allowed[name], action.key


def test_a_budget_is_opened_once_a_year_and_its_year_is_free_again_when_given_up(office: Office) -> None:
    platform = staffed(office)
    budget = budgeted(office, platform, year=2027)
    assert (budget.owner_id, budget.region_id, budget.state) == (platform.owner_id, platform.region_id, "drafted")
    again = refused(f"{BUDGET}.draft_budget", None, {"platform": platform.pk, "year": 2027}, office["kq-manager"])
    assert budget.number in again.errors["year"][0]
    act(f"{BUDGET}.withdraw", budget, {"note": "年度写错"}, office["kq-manager"])
    assert budgeted(office, platform, year=2027).pk != budget.pk
