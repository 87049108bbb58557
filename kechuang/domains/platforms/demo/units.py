"""Unit files of the demonstration's organisations, some of the facts the law asks about them, and platform people."""

from __future__ import annotations

import datetime as dt
from typing import Any

from kechuang.casework.parties.models import Membership, Organisation, Role
from kechuang.domains.platforms.demo.office import SINCE, Office
from kechuang.domains.platforms.models import Platform

Department = Organisation.Department
_FOUNDED = {
    Organisation.Kind.UNIVERSITY: ("unit.founder", "政府", "设立批复"),
    Organisation.Kind.ENTERPRISE: ("unit.legal_form", "企业", "营业执照"),
}
FRESH = 45
"""Days in which other things happen to a platform of the demonstration."""
_POSTS = (("director", 0), ("management", 40), ("researcher", 75), ("researcher", 110), ("technology_manager", 160))


def open_files(history: Any) -> None:
    """The file of every organisation, opened by the science department of its place, and its first fact."""
    office: Office = history.office
    ago = (history.today - SINCE).days - 1
    for unit in Organisation.objects.exclude(kind=Organisation.Kind.PLATFORM).order_by("pk"):
        clerk = f"{unit.region_id}-{Department.ST}-clerk"
        file = history.act("units.unitfile.open_file", None, {
            "name": unit.name, "name_en": unit.name_en, "kind": unit.kind, "department": unit.department,
            "region": unit.region_id,
        }, clerk, ago)  # fmt: skip
        if (known := _FOUNDED.get(Organisation.Kind(unit.kind))) is not None:
            fact, value, evidence = known
            data = {"fact": fact, "value": value, "valid_from": "2010-01-01", "evidence": evidence}
            history.act("units.unitfile.record_fact", file, data, clerk, ago)
    _leave(history, office)


def _leave(history: Any, office: Office) -> None:
    """The clerk of Quzhou's science department is on leave this week; a colleague of the park stands in."""
    bureau = office.organisations[f"330800-{Department.ST}"]
    member = Membership.objects.get(organisation=bureau, role=Role.LEADER)
    week = history.today + dt.timedelta(days=6)
    history.act("units.unitfile.substitute", bureau.unit_file, {
        "member": member.pk, "username": f"330800-{Department.PARK}-leader",
        "valid_from": history.day(1), "valid_to": week.isoformat(),
    }, f"330800-{Department.ST}-leader", 2)  # fmt: skip


def employ(history: Any, platform: Platform, clerk: str, founded: int) -> None:
    """A handful of people in its first months, as far as those are over."""
    for capacity, later in _POSTS:
        if founded - later > FRESH:
            data = {"name": history.office.name(), "capacity": capacity, "valid_from": history.day(founded - later)}
            history.act("platforms.platform.employ", platform, data, clerk, min(max(founded - 30, 2), founded - later))
