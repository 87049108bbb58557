"""A unit that holds achievements: a platform of Quzhou set up with fiscal funds, with its people."""

from __future__ import annotations

import datetime as dt
from typing import Any

from kechuang.casework.parties.models import Organisation, Role, UnitFact
from tests.casework.office import Office, act

KIND = "achievements.achievement"
LONG_AGO = dt.date(2020, 1, 1)


def make_unit(office: Office, region: str = "330802", **facts: Any) -> Organisation:
    """The unit, by default a public platform and research unit; people: scientist, manager (of technology), head."""
    unit = office.organisation("新材料研究院", region, kind="research_institution")
    given = {"unit.public_platform": True, "unit.public_research_unit": True, "unit.platform": True, **facts}
    for name, value in given.items():
        UnitFact.objects.create(organisation=unit, name=name, value=value, valid_from=LONG_AGO, evidence="批复")
    office.user("scientist", unit, Role.RESEARCHER)
    office.user("manager", unit, Role.TECHNOLOGY_MANAGER)
    office.user("head", unit, Role.LEADER)
    return unit


def disclosure(unit: Organisation, **changes: Any) -> dict[str, Any]:
    return {
        "title": "高性能染料",
        "owner": unit.pk,
        "completers": "*张三 50%；李四 1/4；王五 25%",
        "kind_of_achievement": "applied",
        "form": "technology",
        "attribute": "original",
        "stage": "middle",
        "trl": "6",
        "keywords": "染料；纺织",
        "completed_on": "2022-03-01",
        "service": "true",
        "fiscal": "true",
        "government_project": "true",
        "state_rule": "false",
        "project_agreement": "false",
    } | changes


SCREEN = {
    "state_secrets": "false", "national_security": "false", "national_interest": "false", "public_interest": "false",
    "trade_secrets": "false", "basis": "不涉密",
}  # fmt: skip


def disclosed(office: Office, unit: Organisation, **changes: Any) -> Any:
    return act(f"{KIND}.disclose", None, disclosure(unit, **changes), office["scientist"]).case


def registered(
    office: Office, unit: Organisation, *, on: str = "2022-06-01", screen: Any = None, **changes: Any
) -> Any:
    case = disclosed(office, unit, **changes)
    act(f"{KIND}.submit", case, {}, office["scientist"])
    act(f"{KIND}.screen", case, SCREEN | (screen or {}), office["head"])
    return act(f"{KIND}.register", case, {"registered_on": on}, office["manager"]).case


def as_completer(office: Office, case: Any, position: int = 1) -> Any:
    """The scientist, whose account stands for a completer of the achievement from now on."""
    user = office["scientist"]
    user.person = case.completers.get(position=position).person
    user.save()
    return user
