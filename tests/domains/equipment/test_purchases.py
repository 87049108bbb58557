"""What a platform wants to buy: looked for in the register first, reviewed, bought and registered."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from kechuang.casework.inbox.models import Todo
from kechuang.casework.parties.models import UnitFact
from kechuang.core.permissions import Refusal, Refused
from kechuang.domains.equipment.models import Equipment, Purchase, SearchHit
from kechuang.domains.equipment.panels import purchases as panels
from tests.casework.office import Office, act, registered
from tests.domains.equipment.kit import EQUIPMENT, PURCHASE, described, entered, wanted
from tests.domains.evaluation.judging import binjiang

MANAGER, CHIEF = "bj-manager", "bj-st_department-leader"
HERE = "binjiang-2023:s5.5.b"


def platform_here(office: Office) -> Any:
    """An industry-university-research platform of Binjiang, where the text asks for the search."""
    binjiang(office)
    platform = registered(office, "330108", "bj", title="视觉感知创新中心")
    UnitFact.objects.create(
        organisation=platform.owner, name="unit.iur_platform", value=True, valid_from="2020-01-01", evidence="批复"
    )
    return platform


def refused(name: str, case: Any, data: dict[str, Any], by: Any) -> Refusal:
    with pytest.raises(Refused) as caught:
        act(f"{PURCHASE}.{name}", case, data, by)
    return caught.value.refusal


def shared(office: Office) -> Equipment:
    """A microscope in Keqiao that is published."""
    made = entered(office)
    return act(f"{EQUIPMENT}.publish", made, {}, office["kq-st_department-clerk"]).case  # type: ignore[no-any-return]


def test_nobody_hands_in_what_was_not_looked_for(office: Office) -> None:
    purchase = wanted(office, platform_here(office), MANAGER)
    said = refused("submit", purchase, {"why_none_fits": "没有"}, office[MANAGER])
    assert said.ground == "law"
    assert HERE in [str(c) for c in said.cites]
    act(f"{PURCHASE}.search_register", purchase, {"words": "显微镜"}, office[MANAGER])
    assert act(f"{PURCHASE}.submit", purchase, {}, office[MANAGER]).case.state == "submitted"


def test_what_was_found_is_kept_and_needs_a_review(office: Office) -> None:
    found, platform = shared(office), platform_here(office)
    entered(office, registered(office, title="不公布的"), title="另一台显微镜")
    own = entered(office, platform, "bj", title="偏光显微镜", openness="not_shared", openness_note="教学")
    purchase = wanted(office, platform, MANAGER)
    act(f"{PURCHASE}.search_register", purchase, {"words": "显微镜、形貌"}, office[MANAGER])
    hits = SearchHit.objects.order_by("pk")
    assert [hit.equipment_id for hit in hits] == [found.pk, own.pk]
    assert hits[0].search.looked_through == 2
    data = described(found.platform, title="改名", price_outside="900.00")
    act(f"{EQUIPMENT}.revise", found, data, office["kq-park-clerk"])
    assert (hits[0].title, str(hits[0].price)) == ("场发射扫描电子显微镜", "600.00"), "as it stood that day"
    assert list(refused("submit", purchase, {}, office[MANAGER]).errors) == ["why_none_fits"]
    made = act(f"{PURCHASE}.submit", purchase, {"why_none_fits": "均无原位加热台"}, office[MANAGER]).case
    assert Todo.objects.open().get(case_id=made.pk).name == "review"
    sheet = panels.searches(made, office[CHIEF])
    assert "均无原位加热台" in sheet.text
    assert [row[1]["label"] if isinstance(row[1], dict) else row[1] for row in sheet.rows] == [
        "场发射扫描电子显微镜 SE-500", "偏光显微镜 SE-500",
    ]  # fmt: skip
    said = refused("approve", made, {"opinion": "同意"}, office[CHIEF])
    assert said.ground == "law"
    assert "审查必要性" in said.reason
    assert refused("approve", made, {"opinion": "同意", "need_reviewed": True}, office[MANAGER]).ground == "permission"
    made = act(f"{PURCHASE}.approve", made, {"opinion": "确无同类", "need_reviewed": True}, office[CHIEF]).case
    assert (made.state, Todo.objects.open().filter(case_id=made.pk).count()) == ("approved", 0)
    data = described(platform, title="原位扫描电镜", asset_number="9", purchase=made.pk)
    bought = act(f"{EQUIPMENT}.register", None, data, office[MANAGER]).case
    made.refresh_from_db()
    assert (made.state, made.equipment_id, made.closed_on is not None) == ("bought", bought.pk, True)
    again = described(platform, asset_number="10", purchase=made.pk)
    with pytest.raises(Refused):
        act(f"{EQUIPMENT}.register", None, again, office[MANAGER])


def test_a_search_is_evidence_the_database_keeps(office: Office) -> None:
    shared(office)
    purchase = wanted(office, platform_here(office), MANAGER)
    act(f"{PURCHASE}.search_register", purchase, {"words": "扫描", "region": "330603"}, office[MANAGER])
    act(f"{PURCHASE}.search_register", purchase, {"words": "扫描", "region": "330802"}, office[MANAGER])
    assert [search.hits.count() for search in purchase.searches.all()] == [1, 0]
    for table in ("registersearch", "searchhit"):
        with pytest.raises(IntegrityError, match="never changed"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"DELETE FROM equipment_{table}")


def test_declined_withdrawn_and_where_no_text_asks(office: Office) -> None:
    platform = registered(office, "330802", "kc")
    purchase = wanted(office, platform, "kc-manager")
    made = act(f"{PURCHASE}.submit", purchase, {}, office["kc-manager"]).case
    assert panels.in_law(made, office["kc-manager"]) is None
    assert list(refused("decline", made, {}, office["kc-st_department-leader"]).errors) == ["opinion"]
    made = act(f"{PURCHASE}.decline", made, {"opinion": "与在建中心重复"}, office["kc-st_department-leader"]).case
    assert (made.state, made.opinion) == ("declined", "与在建中心重复")
    other = wanted(office, platform, "kc-manager", title="质谱仪")
    data = {"platform": platform.pk, "title": "质谱仪", "specification": "三重四极杆", "budget": "0", "need": "x"}
    assert list(refused("revise", other, data, office["kc-manager"]).errors) == ["budget"]
    act(f"{PURCHASE}.revise", other, data | {"budget": "10"}, office["kc-manager"])
    assert act(f"{PURCHASE}.withdraw", other, {"note": "改租用"}, office["kc-manager"]).case.state == "withdrawn"
    assert Purchase.objects.count() == 2
