"""No approval and no filing stands between a plan and a contract: the graph of the actions is read, and the law asked of it.

Zhejiang art. 16(1) and Quzhou art. 17(2) forbid both for a disposal, Quzhou art. 17(3) approval for a dealing in equity.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

import pytest

from kechuang.casework.cases.actions import Action, Ask, actions_of
from kechuang.casework.cases.law import ask
from kechuang.casework.cases.predicates import in_office
from kechuang.casework.notices.kinds import all_kinds
from kechuang.casework.parties.models import Organisation
from kechuang.domains.transformations import facts
from kechuang.domains.transformations.models import Transformation
from tests.casework.office import Office
from tests.domains.transformations.dealing import planned

BEFORE = frozenset({"planned", "priced", "in_notice"})
SIDELINES = frozenset({"attach", "determine"})
"""What an office may do beside the deal: add a file, answer a question of fact. Neither moves it."""

Graph = Mapping[str, Action]


def officials(office: Office) -> list[Any]:
    return [user for name, user in office.users.items() if "-" in name and ("department" in name or "park" in name)]


def approvals(graph: Graph, office: Office, deal: Any) -> list[str]:
    """Names of actions by which an office of the state takes part in what comes before performance."""
    found = []
    for name, action in graph.items():
        early = action.creates or BEFORE & set(action.moves)
        if not early:
            continue
        by_office = any(action.by.test(user, deal) for user in officials(office))
        if by_office and (name not in SIDELINES or moving(action)):
            found.append(name)
        asked = [to for one in action.asks for to in one.to(deal, {})]
        if any(to.kind == Organisation.Kind.DEPARTMENT for to in asked):
            found.append(name)
        if any(start.owner(deal, {}).kind == Organisation.Kind.DEPARTMENT for start in action.starts):
            found.append(name)
    return sorted(set(found))


def moving(action: Action) -> bool:
    return any(ends != (start,) for start, ends in action.moves.items())


def reached(graph: Graph, names: Iterable[str]) -> set[str]:
    """States that can be reached from the first by these actions alone."""
    states, before = {Transformation.INITIAL}, set[str]()
    while states != before:
        before = set(states)
        for name in names:
            for start, ends in graph[name].moves.items():
                if start in before:
                    states |= set(ends)
    return states


@pytest.fixture
def deal(office: Office) -> Any:
    return planned(office, "equity")


def test_no_office_stands_in_the_way(office: Office, deal: Any) -> None:
    graph = actions_of(Transformation)
    assert approvals(graph, office, deal) == []
    own = [
        n for n, a in graph.items() if not a.creates and any(a.by.test(office[w], deal) for w in ("manager", "head"))
    ]
    assert {"priced", "in_notice", "performing", "completed"} <= reached(graph, own)


def test_the_law_is_met_by_what_the_graph_says(office: Office, deal: Any) -> None:
    graph = actions_of(Transformation)
    needed = bool(approvals(graph, office, deal))
    given = facts.unit_facts(deal) | facts.deal_facts(deal) | {
        "screen.state_secrets": False, "screen.national_security": False, "disposal.approval_required": needed,
        "disposal.filing_required": needed, "stake.from_achievement": True, "stake.approval_required": needed,
        "stake.filing_required": needed,
    }  # fmt: skip
    for rule in ("disposal_without_approval", "equity_dealing_without_approval"):
        finding = ask(deal, rule, given)
        assert finding.verdict.value == "met", rule
        assert (
            ask(deal, rule, given | {"disposal.approval_required": True, "stake.approval_required": True}).verdict
            == "breached"
        )


def test_no_notice_of_a_deal_waits_for_an_office() -> None:
    """Objections to a price are answered by the unit; an office that answered them would hold a veto."""
    holding = [kind for kind in all_kinds() if "sign_contract" in kind.blocks]
    assert holding
    assert all(kind.handled_by == "owner" for kind in holding)


@pytest.mark.parametrize("how", ["mover", "asker", "gate"])
def test_a_step_of_an_office_would_be_found(office: Office, deal: Any, how: str) -> None:
    graph = dict(actions_of(Transformation))
    department = in_office(departments=(Organisation.Department.ST,))
    if how == "mover":
        graph["approve"] = replace(graph["price_by_agreement"], name="approve", by=department)
    elif how == "asker":
        office_of = office.organisations["kc-st_department"]
        asking = Ask("approve", to=lambda case, data: [office_of], text="批准")
        graph["price_by_agreement"] = replace(graph["price_by_agreement"], asks=(asking,))
    else:
        graph["file"] = replace(graph["add_evidence"], name="file", by=department, moves={"priced": ("priced",)})
    assert approvals(graph, office, deal) != []
