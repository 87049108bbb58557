"""A small office to test in: two districts with their departments, a university, and someone for every role."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from kechuang.casework.cases.actions import find_action
from kechuang.casework.cases.engine import Done, perform
from kechuang.casework.parties.models import Membership, Organisation, Region, Role, User

PLATFORM, AGREEMENT = "platforms.platform", "platforms.agreement"
Department = Organisation.Department
REGIONS = {
    "330000": ("浙江省", "Zhejiang"),
    "330800": ("衢州市", "Quzhou"),
    "330802": ("柯城区", "Kecheng"),
    "330603": ("柯桥区", "Keqiao"),
    "330108": ("滨江区", "Binjiang"),
}
LONG_AGO = dt.date(2020, 1, 1)


@dataclass
class Office:
    """The people and organisations of the tests, by short names."""

    organisations: dict[str, Organisation] = field(default_factory=dict)
    users: dict[str, User] = field(default_factory=dict)

    def organisation(self, name: str, region: str, kind: str = "department", department: str = "") -> Organisation:
        made = Organisation.objects.create(name=name, kind=kind, department=department, region_id=region)
        self.organisations[name] = made
        return made

    def user(self, name: str, organisation: Organisation, role: str) -> User:
        made = User.objects.create(username=name, display_name=name)
        Membership.objects.create(user=made, organisation=organisation, role=role, valid_from=LONG_AGO)
        self.users[name] = made
        return made

    def __getitem__(self, name: str) -> User:
        return self.users[name]


def make_office() -> Office:
    """Keqiao and Kecheng, each with the five departments, a park, and people in them."""
    office = Office()
    for code, (name, name_en) in REGIONS.items():
        Region.objects.create(code=code, name=name, name_en=name_en)
    for region, mark in (("330603", "kq"), ("330802", "kc")):
        for department in (Department.ST, Department.FINANCE, Department.TALENT, Department.HR, Department.AUDIT):
            made = office.organisation(f"{mark}-{department}", region, department=department)
            office.user(f"{mark}-{department}-clerk", made, Role.CLERK)
            office.user(f"{mark}-{department}-leader", made, Role.LEADER)
        park = office.organisation(f"{mark}-park", region, department=Department.PARK)
        office.user(f"{mark}-park-clerk", park, Role.CLERK)
        office.user(f"{mark}-park-leader", park, Role.LEADER)
        university = office.organisation(f"{mark}-university", region, kind="university")
        office.user(f"{mark}-professor", university, Role.RESEARCHER)
        firm = office.organisation(f"{mark}-firm", region, kind="enterprise")
        office.user(f"{mark}-firm-member", firm, Role.FIRM_MEMBER)
    return office


def act(name: str, case: Any, data: dict[str, Any], by: User, **more: Any) -> Done:
    """Carry out an action by key (platforms.agreement.sign) on a case, its number, or None."""
    kind, _, short = name.rpartition(".")
    return perform(find_action(kind, short), getattr(case, "pk", case), data, by=by, **more)


def platform_data(office: Office, region: str = "330603", mark: str = "kq", **changes: Any) -> dict[str, Any]:
    return {
        "title": "现代纺织研究院",
        "region": region,
        "platform_class": "technology_innovation",
        "origin": "publicly_funded",
        "legal_form": "public_institution",
        "founders": [office.organisations[f"{mark}-university"].pk],
        "introducing_entity": office.organisations[f"{mark}-park"].pk,
        "founded_on": "2024-05-01",
        "fields_of_industry": "纺织；材料",
    } | changes


def agreement_data(platform: Any, **changes: Any) -> dict[str, Any]:
    topics = ("support", "construction", "talent", "transformation", "incubation")
    return {
        "title": "共建协议",
        "platform": platform.pk,
        "support_mode": "fixed_support",
        "starts_on": "2026-01-01",
        "ends_on": "2029-12-31",
        "amount_1": "1000000.00",
        "amount_2": "2500000.50",
        **{f"topic_{name}": "已约定" for name in topics},
    } | changes


def registered(office: Office, region: str = "330603", mark: str = "kq", **changes: Any) -> Any:
    """A platform in the registry, with a manager."""
    done = act(
        f"{PLATFORM}.register",
        None,
        platform_data(office, region, mark, **changes),
        office[f"{mark}-st_department-clerk"],
    )
    name = f"{mark}-manager-{done.case.pk}"
    office.user(name, done.case.owner, Role.PLATFORM_MANAGER)
    office.users[f"{mark}-manager"] = office.users[name]
    return done.case


def drafted(office: Office, platform: Any, mark: str = "kq", **changes: Any) -> Any:
    return act(f"{AGREEMENT}.draft", None, agreement_data(platform, **changes), office[f"{mark}-park-clerk"]).case
