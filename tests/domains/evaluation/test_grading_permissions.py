"""Who may score, grade and publish; everybody else is refused. No action of these rooms is left out."""

from __future__ import annotations

import pytest

from kechuang.casework.cases.actions import actions_of, all_actions
from kechuang.domains.evaluation.actions.grading import co_departments
from kechuang.domains.evaluation.models import Campaign, Evaluation
from tests.casework.office import Office
from tests.domains.evaluation.playing import BUREAU, LEADER, MARK, playing

LEADERS = {LEADER}
OFFICE = {BUREAU, LEADER}
HEARD = {f"{MARK}-{name}-{role}" for name in co_departments() for role in ("clerk", "leader")}
ALLOWED: dict[str, dict[str, set[str]]] = {
    "evaluation.campaign": {
        "start_scoring": OFFICE, "draw_again": OFFICE, "finish_scoring": OFFICE, "close_contest": OFFICE,
        "propose_grades": OFFICE, "decide_tie": LEADERS, "record_opinion": OFFICE | HEARD, "settle_grades": LEADERS,
        "publicise_results": LEADERS, "take_back": LEADERS, "publish": LEADERS, "close_campaign": LEADERS,
    },
    "evaluation.evaluation": {"record_veto": OFFICE},
}  # fmt: skip


@pytest.mark.django_db
def test_every_action_and_everyone(office: Office) -> None:
    made = playing(office, {"technology_innovation": [80]})
    cases = {"evaluation.campaign": made.campaign, "evaluation.evaluation": made["A1"]}
    for kind, case in cases.items():
        for name, allowed in ALLOWED[kind].items():
            action = actions_of(type(case))[name]
            may = {who for who, user in office.users.items() if action.by.test(user, case)}
            assert may == allowed, (kind, name)


def test_no_action_written_here_is_left_out() -> None:
    files = {f"kechuang.domains.evaluation.actions.{name}" for name in ("scoring", "grading", "publishing")}
    defined = {made.key for made in all_actions() if made.run.__module__ in files}
    assert defined == {f"{kind}.{name}" for kind, actions in ALLOWED.items() for name in actions}
    assert {Campaign.kind_name(), Evaluation.kind_name()} == set(ALLOWED)
