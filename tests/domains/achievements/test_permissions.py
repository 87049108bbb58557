"""Who may do what to an achievement and a management system; everybody else is refused."""

from __future__ import annotations

from typing import Any

from kechuang.casework.cases.actions import actions_of
from kechuang.domains.achievements.models import Achievement, ManagementSystem
from kechuang.law.library import load
from tests.casework.office import Office, act
from tests.domains.achievements.unit import make_unit, registered

OWN = {"scientist", "manager", "head"}
STAFF = {"manager", "head"}
HEAD = {"head"}
OFFICE = {"kc-st_department-clerk", "kc-st_department-leader"}
JUDGE = {"kc-st_department-leader"}

ALLOWED: dict[str, dict[str, set[str]]] = {
    "achievements.achievement": {
        "disclose": OWN, "revise": OWN, "submit": OWN, "screen": HEAD, "register": STAFF, "settle_ownership": HEAD,
        "record_registration_number": STAFF, "end_implementation": HEAD,
        "withdraw": OWN, "attach": OWN | OFFICE, "determine": JUDGE, "keep_paper": STAFF, "record_right": OWN,
        "record_right_event": OWN,
        "correct_right": OWN, "record_report": OWN, "empower": HEAD, "agree_implementation": HEAD, "record_use": STAFF,
        "implement_alone": STAFF, "record_idle_reason": STAFF, "judge_idle_reason": OFFICE, "put_on_use_first": OFFICE,
        "tell_completers": STAFF, "list_openly": STAFF, "license_idle": STAFF | OFFICE, "list_separately": HEAD,
        "write_off": HEAD,
    },
    "achievements.managementsystem": {
        "draft": HEAD, "redraft": HEAD, "put_in_force": HEAD, "repeal": HEAD, "attach": HEAD | OFFICE, "determine": JUDGE,
    },
}  # fmt: skip


def test_every_action_and_everyone(office: Office) -> None:
    unit = make_unit(office)
    items = load().checklist_items("management_system.contents")
    data = {"title": "办法", "owner": unit.pk, **{f"content_{item.id}": "有" for item in items}}
    system = act("achievements.managementsystem.draft", None, data, office["head"]).case
    cases: dict[Any, Any] = {Achievement: registered(office, unit), ManagementSystem: system}
    for model, case in cases.items():
        allowed = ALLOWED[model.kind_name()]
        assert set(actions_of(model)) == set(allowed)
        for name, action in actions_of(model).items():
            may = {who for who, user in office.users.items() if action.by.test(user, case)}
            assert may == allowed[name], action.key
