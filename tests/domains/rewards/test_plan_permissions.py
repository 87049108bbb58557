"""Who may do what to a plan; everybody else is refused."""

from __future__ import annotations

from kechuang.casework.cases.actions import actions_of
from kechuang.domains.rewards.models import RewardPlan
from tests.casework.office import Office
from tests.domains.rewards.planning import drafted, earned

PLANNERS = {"manager", "head"}
HEAD = {"head"}
KEEPERS = {"head", "finance"}
BOOKS = {"finance"}
OFFICES = {
    f"kc-{name}-{role}"
    for name in ("st_department", "finance_department", "audit_department")
    for role in ("clerk", "leader")
}
JUDGE = {"kc-st_department-leader"}

ALLOWED: dict[str, set[str]] = {
    "draft_plan": PLANNERS, "set_terms": PLANNERS, "propose_shares": PLANNERS, "record_share": PLANNERS,
    "recompute": PLANNERS, "publicise_plan": PLANNERS, "change_shares": PLANNERS, "settle_plan": HEAD, "void_plan": HEAD,
    "attach": PLANNERS | BOOKS | OFFICES, "determine": JUDGE, "keep_paper": PLANNERS,
    "pay": BOOKS, "register_stakes": KEEPERS, "take_back": BOOKS, "reverse_payment": BOOKS, "record_wages": KEEPERS,
    "state_tax_conditions": KEEPERS,
}  # fmt: skip


def test_every_action_and_everyone(office: Office) -> None:
    plan = drafted(office, earned(office))
    assert set(ALLOWED) == set(actions_of(RewardPlan))
    for name, allowed in ALLOWED.items():
        action = actions_of(RewardPlan)[name]
        may = {who for who, user in office.users.items() if action.by.test(user, plan)}
        assert may == allowed, name
