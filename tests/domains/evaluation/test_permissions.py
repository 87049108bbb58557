"""Who may do what in evaluation; everybody else is refused. No action is left out."""

from __future__ import annotations

from typing import Any

import pytest

from kechuang.casework.cases.actions import actions_of, all_actions
from kechuang.casework.cases.models import Case
from kechuang.casework.cases.predicates import may_see
from tests.casework.office import Office
from tests.domains.evaluation.judging import invited

pytestmark = pytest.mark.django_db
LEADER = {"kq-st_department-leader"}
BUREAU = {"kq-st_department-clerk"} | LEADER
PLATFORM = {"kq-manager"}

ALLOWED: dict[str, dict[str, set[str]]] = {
    "evaluation.scheme": {
        "draft_scheme": BUREAU, "carry_over": BUREAU, "set_node": BUREAU, "drop_node": BUREAU, "adopt_scheme": LEADER,
        "withdraw_scheme": BUREAU, "attach": BUREAU, "determine": LEADER,
    },
    "evaluation.campaign": {
        "open_campaign": BUREAU, "set_phases": BUREAU, "leave_out": BUREAU, "bring_in": BUREAU,
        "start_self_evaluation": BUREAU, "withdraw_campaign": BUREAU, "invite_later": BUREAU, "attach": BUREAU, "determine": LEADER,
        "keep_paper": BUREAU,
    },
    "evaluation.evaluation": {
        "fill_in": PLATFORM, "fill_indicator": PLATFORM, "keep_paper": BUREAU | PLATFORM,
        "submit_self_evaluation": PLATFORM, "return_self_evaluation": BUREAU,
        "correct_indicator": BUREAU, "contest": PLATFORM, "answer_contest": BUREAU, "attach": BUREAU | PLATFORM,
        "determine": LEADER,
    },
}  # fmt: skip
"""Of the kinds of this file: what later rooms add to them stands in their own matrices (ELSEWHERE)."""
OWN = ("evaluation.scheme", "evaluation.campaign", "evaluation.evaluation")


def cases(office: Office) -> dict[str, Any]:
    evaluation = invited(office)
    return {
        "evaluation.scheme": evaluation.scheme,
        "evaluation.campaign": evaluation.campaign,
        "evaluation.evaluation": evaluation,
    }


def test_every_action_and_everyone(office: Office) -> None:
    for kind, case in cases(office).items():
        for name, allowed in ALLOWED[kind].items():
            action = actions_of(type(case))[name]
            may = {who.removesuffix(f"-{case.pk}") for who, user in office.users.items() if action.by.test(user, case)}
            assert {who for who in may if not who.startswith("kq-manager-")} == allowed, (kind, name)


def test_no_action_written_here_is_left_out() -> None:
    mine = ("schemes", "campaigns", "evaluations", "contests")
    files = {f"kechuang.domains.evaluation.actions.{name}" for name in mine}
    defined = {made.key for made in all_actions() if made.run.__module__ in files}
    assert defined <= {f"{kind}.{name}" for kind, actions in ALLOWED.items() for name in actions}


def test_visible_and_may_see_agree(office: Office) -> None:
    for case in cases(office).values():
        for who, user in office.users.items():
            seen = type(case).objects.visible_to(user).filter(pk=case.pk).exists()
            assert seen == may_see(user, Case.objects.get(pk=case.pk)), (case.number, who)
