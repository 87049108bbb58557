"""Platforms with people who plan their money, for the tests of funding."""

from __future__ import annotations

from typing import Any

import pytest

from kechuang.casework.parties.models import Role
from kechuang.core.permissions import Refusal, Refused
from tests.casework.office import Office, act, registered

BUDGET = "funding.budget"


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
