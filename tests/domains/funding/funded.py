"""Platforms with people who plan their money, for the tests of funding."""

from __future__ import annotations

from typing import Any

import pytest

from kechuang.casework.parties.models import Role
from kechuang.core.permissions import Refusal, Refused
from tests.casework.office import AGREEMENT, Office, act, drafted, registered

BUDGET, SOURCE, SUPPORT = "funding.budget", "funding.fundsource", "funding.supportprogramme"
REGIONS = {"kq": "330603", "kc": "330802", "bj": "330108"}


def staffed(office: Office, region: str = "330603", mark: str = "kq", **changes: Any) -> Any:
    """A platform with a manager and a treasurer, and someone in the finance department who may approve."""
    platform = registered(office, region, mark, **changes)
    if f"{mark}-treasurer" not in office.users:
        office.user(f"{mark}-treasurer", platform.owner, Role.FINANCE)
        office.user(f"{mark}-finance", office.organisations[f"{mark}-finance_department"], Role.FINANCE)
    return platform


def budgeted(office: Office, platform: Any, year: int = 2027, mark: str = "kq", **changes: Any) -> Any:
    """The draft of a budget."""
    data = {"platform": platform.pk, "year": year} | changes
    return act(f"{BUDGET}.draft_budget", None, data, office[f"{mark}-treasurer"]).case


def refused(name: str, case: Any, data: dict[str, Any], by: Any) -> Refusal:
    """The refusal of an action that must be refused."""
    with pytest.raises(Refused) as caught:
        act(name, case, data, by)
    return caught.value.refusal


def source(office: Office, mark: str = "kq", **changes: Any) -> Any:
    """A kind of funds of a place: fiscal, of its own level, promised by agreements."""
    data = {
        "title": "区级科创平台专项", "region": REGIONS[mark], "use": "operating", "money": "fiscal", "level": "county",
        "agreed": True, "valid_from": "2024-01-01", "funder": office.organisations[f"{mark}-finance_department"].pk,
    } | changes  # fmt: skip
    return act(f"{SOURCE}.register_source", None, data, office[f"{mark}-finance"]).case


def line(office: Office, budget: Any, category: str, title: str, amount: str, mark: str = "kq", **more: Any) -> None:
    """One line of a budget; of a source, or of own money where none is given."""
    data = {"category": category, "title": title, "amount": amount} | more
    if not data.get("source"):
        data.setdefault("money", "own")
    act(f"{BUDGET}.set_line", budget, data, office[f"{mark}-treasurer"])


def planned(office: Office, platform: Any, fiscal: Any, year: int = 2027, mark: str = "kq") -> Any:
    """A budget with fiscal and own income and four lines of spending, ready to be submitted."""
    budget = budgeted(office, platform, year, mark)
    line(office, budget, "fiscal", "区财政补助", "6000000.00", mark, source=fiscal.pk)
    line(office, budget, "earned", "检测服务收入", "1000000.00", mark)
    line(office, budget, "staff", "科研人员薪酬", "2500000.00", mark, source=fiscal.pk)
    line(office, budget, "equipment", "纺丝中试线", "2000000.01", mark, source=fiscal.pk)
    line(office, budget, "research", "再生纤维研究", "1499999.99", mark, source=fiscal.pk, basic_research=True)
    line(office, budget, "operation", "水电物业", "800000.00", mark)
    return budget


def approved(office: Office, budget: Any, mark: str = "kq") -> Any:
    """The same budget submitted, checked and approved; its platform has standards of spending, which Binjiang asks for."""
    act(f"{BUDGET}.set_conditions", budget, {"standards": "true"}, office[f"{mark}-treasurer"])
    act(f"{BUDGET}.submit", budget, {}, office[f"{mark}-treasurer"])
    act(f"{BUDGET}.check", budget, {}, office[f"{mark}-st_department-clerk"])
    done = act(f"{BUDGET}.approve", budget, {"document": "柯财〔2026〕88 号"}, office[f"{mark}-finance"])
    budget.refresh_from_db()
    return done.case


def signed(office: Office, platform: Any, mark: str = "kq", **changes: Any) -> Any:
    """An agreement that everybody has signed; support of 1,000,000.00 and 2,500,000.50 in its first two years."""
    agreement = drafted(office, platform, mark, **changes)
    act(f"{AGREEMENT}.open_signing", agreement, {}, office[f"{mark}-park-clerk"])
    signatures = {"signatory": "王某", "signed_on": "2026-01-05"}
    for who in ("park-clerk", "professor", "manager"):
        act(f"{AGREEMENT}.sign", agreement, signatures, office[f"{mark}-{who}"])
    return agreement


def supported(office: Office, platform: Any, mark: str = "kq", **changes: Any) -> Any:
    """A draft of how an agreement is supported."""
    agreement = signed(office, platform, mark, **changes)
    done = act(f"{SUPPORT}.draft_programme", None, {"agreement": agreement.pk}, office[f"{mark}-st_department-clerk"])
    return done.case
