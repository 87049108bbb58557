"""Deals for tests: planned, priced, publicised, performed, through the actions, by the people of the unit.

The unit is that of tests.domains.achievements.unit (make_unit): scientist, manager (of technology), head.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from kechuang.casework.parties.models import Organisation
from kechuang.core import clock
from kechuang.domains.achievements.models import Achievement
from kechuang.domains.transformations.models import Transformation
from tests.casework.office import Office, act
from tests.domains.achievements.unit import make_unit, registered

DEAL = "transformations.transformation"
PRICE = "1000000"


def unit_of(office: Office) -> Organisation:
    """The unit of the tests, made when it is not there yet."""
    found = office.organisations.get("新材料研究院")
    return found if found is not None else make_unit(office)


def plan_data(office: Office, achievement: Achievement | None = None, **changes: Any) -> dict[str, Any]:
    """A licence of one registered achievement to the firm, nothing agreed on how it is paid."""
    unit = unit_of(office)
    made = achievement or registered(office, unit)
    mode = str(changes.get("mode", "licence"))
    return {
        "owner": unit.pk,
        "achievements": [made.pk],
        "mode": mode,
        "licence": "ordinary" if mode == "licence" else "",
        "partner": office.organisations["kc-firm"].pk,
        "relation": "none",
        "terms": "",
    } | changes


def planned(office: Office, mode: str = "licence", **changes: Any) -> Any:
    """A planned deal. Changes are fields of the plan; achievement= an achievement that is registered."""
    return act(f"{DEAL}.plan", None, plan_data(office, mode=mode, **changes), office["manager"]).case


def priced(
    office: Office, mode: str = "licence", *, price: str = PRICE, on: dt.date | None = None, **changes: Any
) -> Any:
    """A deal with an agreed price (yuan), agreed on a day (today)."""
    deal = planned(office, mode, **changes)
    data = {
        "price": price, "priced_on": (on or clock.today()).isoformat(), "basis": "院务会 3 号纪要", "evidence": "评估报告",
    }  # fmt: skip
    return act(f"{DEAL}.price_by_agreement", deal, data, office["manager"]).case


def notice_data(unit_on: dt.date | None = None, market_on: dt.date | None = None, **changes: Any) -> dict[str, Any]:
    """The notice of an agreed price, standing in both places from these days on (today)."""
    first, second = unit_on or clock.today(), market_on or clock.today()
    return {
        "notice_summary": "一种高性能染料",
        "notice_unit_on": first.isoformat(),
        "notice_unit_evidence": "公告栏照片",
        "notice_market_on": second.isoformat(),
        "notice_market_evidence": "https://market.example/1",
        "relation": "none",
        "secret": "false",
        "procedure": "书面提出，十五日内答复",
        "answer_days": "15",
    } | changes


def publicised(office: Office, mode: str = "licence", *, on: dt.date | None = None, **changes: Any) -> Any:
    """A deal whose agreed price stands in the unit and on the market since a day (today)."""
    deal = priced(office, mode, on=on, **changes)
    told = {name: changes[name] for name in ("relation", "relation_text") if name in changes}
    return act(f"{DEAL}.publicise_price", deal, notice_data(on, on, **told), office["manager"]).case


def contract_data(office: Office, on: dt.date, **changes: Any) -> dict[str, Any]:
    return {
        "contract_on": on.isoformat(),
        "contract_kind": "licence",
        "partner": office.organisations["kc-firm"].pk,
        "relation": "none",
    } | changes


def waive_preemption(office: Office, deal: Any) -> None:
    """Ask the completers of a transfer and record that each waives, on the same day."""
    today = clock.today()
    ask = {
        "offered_on": today.isoformat(),
        "answer_by": (today + dt.timedelta(days=15)).isoformat(),
        "terms": "同等条件",
    }
    act(f"{DEAL}.offer_preemption", deal, ask, office["manager"])
    for row in Transformation.objects.get(pk=deal.pk).preemptions.filter(answer=""):
        answer = {"preemption": row.pk, "answer": "waived", "answered_on": today.isoformat(), "evidence": "书面答复"}
        act(f"{DEAL}.answer_preemption", deal, answer, office["manager"])


def performing(office: Office, mode: str = "licence", *, signed_on: dt.date | None = None, **changes: Any) -> Any:
    """A deal that is performed since a day (today): sold at a listing where it is priced, so that no notice need run.

    Changes are fields of the plan, and price=. For transfers the completers have waived; a stake has its manager.
    """
    day = signed_on or clock.today()
    price = str(changes.pop("price", PRICE))
    deal = planned(office, mode, **changes)
    if mode in ("self_implementation", "joint_implementation"):
        partner = office.organisations["kc-firm"].pk if mode == "joint_implementation" else ""
        return act(
            f"{DEAL}.start_implementation", deal, {"on": day.isoformat(), "partner": partner}, office["manager"]
        ).case
    listed = listing_data(office, day, price=price)
    act(f"{DEAL}.record_listing", deal, listed, office["manager"])
    if mode == "transfer":
        waive_preemption(office, deal)
    kind = {"transfer": "transfer", "licence": "licence", "equity": "transfer"}[mode]
    data = contract_data(office, day, contract_kind=kind, equity_manager="资产经营公司" if mode == "equity" else "")
    return act(f"{DEAL}.sign_contract", deal, data, office["head"]).case


def listing_data(office: Office, on: dt.date, *, price: str = PRICE, **changes: Any) -> dict[str, Any]:
    """A listing that found the firm as its buyer."""
    return {
        "base_price": price, "base_reasons": "评估值", "venue": "浙江技术市场", "priced_on": on.isoformat(), "sold": "true",
        "price": price, "bidders": "2", "partner": office.organisations["kc-firm"].pk, "relation": "none",
        "basis": "挂牌 20 日，两家应价", "evidence": "成交确认书 2025-1",
    } | changes  # fmt: skip


def fresh(deal: Any) -> Any:
    return Transformation.objects.get(pk=deal.pk)
