"""Who may do what to equipment and purchases; everybody else is refused."""

from __future__ import annotations

from typing import Any

from kechuang.casework.cases.actions import actions_of
from kechuang.domains.equipment.models import Equipment, Purchase
from tests.casework.office import Office, registered
from tests.domains.equipment.kit import entered, wanted

SCIENCE = {"kq-st_department-clerk", "kq-st_department-leader"}
CHIEF = {"kq-st_department-leader"}
OFFICE = SCIENCE | {"kq-park-clerk", "kq-park-leader"}


def test_every_action_and_everyone(office: Office) -> None:
    platform = registered(office)
    own = {f"kq-manager-{platform.pk}", "kq-manager"}
    both = own | OFFICE
    allowed: dict[str, dict[str, set[str]]] = {
        "equipment.equipment": {
            "register": both, "revise": both, "publish": SCIENCE, "open_to_others": both, "close_to_others": both,
            "begin_stage": both, "end_stage": both, "take_down": own, "put_back": own, "retire": own, "record_use": own,
            "strike_use": own, "attach": both, "determine": CHIEF,
        },
        "equipment.purchase": {
            "request": own, "revise": own, "search_register": own, "submit": own, "approve": CHIEF, "decline": CHIEF,
            "withdraw": own, "attach": both, "determine": CHIEF,
        },
    }  # fmt: skip
    cases: dict[Any, Any] = {Equipment: entered(office, platform), Purchase: wanted(office, platform)}
    for model, case in cases.items():
        expected = allowed[model.kind_name()]
        assert set(actions_of(model)) == set(expected)
        for name, action in actions_of(model).items():
            may = {who for who, user in office.users.items() if action.by.test(user, case)}
            assert may == expected[name], action.key
