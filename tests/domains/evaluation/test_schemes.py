"""Schemes: their tree set node by node, adopted when its weights sum, carried over to the next year."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from kechuang.core.permissions import Refused
from kechuang.domains.evaluation.models import Scheme
from kechuang.domains.evaluation.queries.trees import faults, in_order, weights_for, without_own
from tests.casework.office import Office, act, registered
from tests.domains.evaluation.judging import BUREAU, SCHEME, drafted

pytestmark = pytest.mark.django_db
LEADER = "kq-st_department-leader"


def put(office: Office, scheme: Scheme, code: str, weight: Any, kind: str = "scored", **more: Any) -> None:
    data = {"code": code, "name": f"指标 {code}", "weight": weight, "kind": kind} | more
    if kind == "record":
        data = {"indicator": "people", "measure": "target"} | data
    act(f"{SCHEME}.set_node", scheme, data, office[BUREAU])


def errors(office: Office, scheme: Scheme, code: str, weight: Any, kind: str = "scored", **more: Any) -> list[str]:
    with pytest.raises(Refused) as caught:
        put(office, scheme, code, weight, kind, **more)
    return list(caught.value.refusal.errors)


def filled(office: Office, platform: Any, **changes: Any) -> Scheme:
    """General indicators for 80 per cent, individual ones of one platform for 20."""
    scheme = drafted(office, **changes)
    put(office, scheme, "A", 80, "group")
    put(office, scheme, "A1", 50, "record", parent="A")
    put(office, scheme, "A2", 50, parent="A", criteria="由专家评定")
    put(office, scheme, "P", 20, "group")
    put(office, scheme, "P1", 100, parent="P", platform=platform.pk)
    return scheme


def adopt(office: Office, scheme: Scheme) -> Scheme:
    made: Scheme = act(f"{SCHEME}.adopt_scheme", scheme, {}, office[LEADER]).case
    return made


def test_a_tree_is_set_and_adopted(office: Office) -> None:
    scheme = filled(office, registered(office))
    scheme = adopt(office, scheme)
    assert (scheme.state, scheme.public, scheme.edition) == ("adopted", True, 1)
    assert [(one.node.code, one.depth) for one in in_order(scheme.nodes.all())] == [
        ("A", 0), ("A1", 1), ("A2", 1), ("P", 0), ("P1", 1),
    ]  # fmt: skip
    with pytest.raises(Refused, match="起草"):
        put(office, scheme, "A3", 1, parent="A")


def test_each_platform_has_its_own_tree_that_sums_to_one(office: Office) -> None:
    platform, other = registered(office), registered(office, title="另一研究院")
    nodes = list(filled(office, platform).nodes.all())
    weights = {node.code: weights_for(nodes, platform.pk).get(node.pk) for node in nodes if node.kind != "group"}
    assert weights == {"A1": Decimal("0.4"), "A2": Decimal("0.4"), "P1": Decimal("0.2")}
    assert sum(weights_for(nodes, platform.pk).values()) == 1
    assert [node.code for node in without_own(nodes, other.pk)] == ["P"]
    assert without_own(nodes, platform.pk) == []


def test_what_does_not_sum_is_not_adopted_and_says_where(office: Office) -> None:
    scheme = filled(office, registered(office))
    put(office, scheme, "A1", 40, "record", parent="A")  # the same code again replaces it
    assert scheme.nodes.filter(code="A1").count() == 1
    assert faults(list(scheme.nodes.all())) == ["“指标 A”的权重合计 90，应当是 100"]
    with pytest.raises(Refused, match="合计 90"):
        adopt(office, scheme)
    with pytest.raises(Refused, match="还没有指标"):
        adopt(office, drafted(office, platform_class="all"))


def test_common_and_own_indicators_stand_apart(office: Office) -> None:
    platform = registered(office)
    scheme = filled(office, platform)
    put(office, scheme, "A3", 100, parent="A", platform=platform.pk)
    with pytest.raises(Refused, match="分成两组"):
        adopt(office, scheme)


def test_bad_input_is_told_at_its_field(office: Office) -> None:
    platform = registered(office)
    scheme = filled(office, platform)
    assert errors(office, scheme, "B1", 10, parent="NONE") == ["parent"]
    assert errors(office, scheme, "B1", 10, parent="A1") == ["parent"]
    assert errors(office, scheme, "A", 80, "group", parent="A") == ["parent"]
    assert errors(office, scheme, "A", 80, "scored") == ["kind"]
    assert errors(office, scheme, "B1", 0) == ["weight"]
    assert errors(office, scheme, "B1", 10, "record", indicator="") == ["indicator"]
    assert errors(office, scheme, "B1", 10, "record", measure="fixed") == ["full_at"]
    assert errors(office, scheme, "B1", 10, "record", measure="target", full_at=3) == ["full_at"]
    assert errors(office, scheme, "B1", 10, "scored", indicator="people") == ["indicator"]


def test_a_group_goes_with_all_below_it(office: Office) -> None:
    scheme = filled(office, registered(office))
    act(f"{SCHEME}.drop_node", scheme, {"node": scheme.nodes.get(code="A").pk}, office[BUREAU])
    assert set(scheme.nodes.values_list("code", flat=True)) == {"P", "P1"}


def test_a_scheme_is_carried_over_and_an_edition_replaces_the_one_before(office: Office) -> None:
    first = adopt(office, filled(office, registered(office)))
    data = {"scheme": first.pk, "year": 2027}
    second = act(f"{SCHEME}.carry_over", None, data, office[BUREAU]).case
    assert (second.carried_from_id, second.changed, second.year, second.edition) == (first.pk, False, 2027, 1)
    assert list(second.nodes.values_list("code", "weight")) == list(first.nodes.values_list("code", "weight"))
    assert second.nodes.get(code="A1").parent.scheme_id == second.pk
    adopt(office, second)
    third = act(f"{SCHEME}.carry_over", None, data | {"scheme": second.pk}, office[BUREAU]).case
    put(office, third, "A2", 50, parent="A", criteria="改过的标准")
    third = adopt(office, third)
    second.refresh_from_db()
    assert (third.edition, third.changed, second.state) == (2, True, "replaced")
    with pytest.raises(Refused):
        act(f"{SCHEME}.carry_over", None, {"scheme": first.pk, "year": 2025}, office[BUREAU])


def test_only_the_leader_of_the_bureau_adopts(office: Office) -> None:
    scheme = filled(office, registered(office))
    with pytest.raises(Refused, match="负责人"):
        act(f"{SCHEME}.adopt_scheme", scheme, {}, office[BUREAU])
