"""Writers of units of parks and enclaves: registered, premises asked for and secured, closed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from kechuang.casework.cases.actions import Ask, action
from kechuang.casework.cases.forms import NoteForm
from kechuang.casework.cases.law import ask
from kechuang.casework.cases.models import CaseParty
from kechuang.casework.cases.predicates import in_office, member_of_owner, member_of_party
from kechuang.casework.cases.standard import attachment_for, determination_for
from kechuang.casework.parties.models import Organisation, Role
from kechuang.core import clock
from kechuang.domains.platforms.facts.park_units import park_facts
from kechuang.domains.platforms.forms import park_units as forms
from kechuang.domains.platforms.models import ParkUnit
from kechuang.law import Finding

Data = Mapping[str, Any]
PREMISES, PARKS = "quzhou-2024:art29.p2", "quzhou-2024:art4.p2"
_FIELDS = (
    "title", "unit_kind", "region", "owner", "home_region", "enterprise", "platform", "established_on", "address",
)  # fmt: skip
administration = member_of_owner(Role.CLERK, Role.LEADER)
registrar = administration | in_office(Role.CLERK, Role.LEADER, departments=(Organisation.Department.ST,))
tenant = member_of_party("enterprise") | member_of_party("platform", Role.PLATFORM_MANAGER)
_ADMINISTRATION = _("由园区或者飞地的管理机构办理")


@action(
    ParkUnit,
    label=_("登记园区、飞地单位"),
    creates=True,
    by=registrar,
    who=_("由园区或者飞地的管理机构，或者所在地科技主管部门登记"),
    form=forms.UnitForm,
    cites=[PARKS, PREMISES, "quzhou-2024:art2.p1"],
)
def register(unit: ParkUnit, *, data: Data, by: Any) -> Callable[[], None]:
    """Enter a unit, with where it lies and whose it is."""
    return _describe(unit, data)


@action(
    ParkUnit,
    label=_("更正登记"),
    stays=("registered", "requested", "secured"),
    by=registrar,
    who=_("由园区或者飞地的管理机构，或者所在地科技主管部门更正"),
    form=forms.UnitForm,
    cites=PARKS,
)
def revise(unit: ParkUnit, *, data: Data, by: Any) -> Callable[[], None]:
    """Correct what is on record; the history keeps what it said before."""
    return _describe(unit, data)


def _describe(unit: ParkUnit, data: Data) -> Callable[[], None]:
    for name in _FIELDS:
        setattr(unit, name, data[name])

    def finish() -> None:
        wanted = {
            "enterprise": unit.enterprise,
            "platform": unit.platform.owner if unit.platform is not None else None,
        }
        for role, organisation in wanted.items():
            CaseParty.objects.filter(case_id=unit.pk, role=role).exclude(organisation=organisation).delete()
            if organisation is not None:
                CaseParty.objects.get_or_create(case_id=unit.pk, organisation=organisation, role=role)

    return finish


@action(
    ParkUnit,
    label=_("申请用房"),
    moves={"registered": "requested", "secured": "requested"},
    by=tenant | administration,
    who=_("由设立企业或者平台申请，管理机构可代为登记"),
    form=forms.RequestForm,
    cites=PREMISES,
    asks=[Ask("secure", to=lambda case, data: [case.owner], text=_("保障科研用房"))],
    main=True,
)
def request_premises(unit: ParkUnit, *, data: Data, by: Any) -> None:
    """Ask the administration for premises; where the law binds it, this is its duty."""
    unit.needed_area, unit.requested_on = data["needed_area"], clock.today()
    unit.secured_on = unit.secured_area = None


def _premises(unit: ParkUnit, *, data: Data, by: Any) -> list[Finding]:
    return [ask(unit, "enclave_premises", park_facts(unit) | {"enclave.premises_secured": True})]


@action(
    ParkUnit,
    label=_("登记用房保障"),
    moves={"requested": "secured"},
    by=administration,
    who=_ADMINISTRATION,
    form=forms.SecureForm,
    law=_premises,
    cites=PREMISES,
    settles=("secure",),
    main=True,
)
def secure(unit: ParkUnit, *, data: Data, by: Any) -> None:
    """The premises are there, from what day and how large."""
    unit.secured_on, unit.secured_area = data["secured_on"], data["secured_area"]


@action(
    ParkUnit,
    label=_("注销登记"),
    moves={"registered": "closed", "requested": "closed", "secured": "closed"},
    by=registrar,
    who=_("由园区或者飞地的管理机构，或者所在地科技主管部门办理"),
    form=NoteForm,
    settles=("secure",),
)
def close(unit: ParkUnit, *, data: Data, by: Any) -> None:
    """The unit is no longer there, with the reason."""


attach_to_unit = attachment_for(ParkUnit, administration | tenant)
determine_unit = determination_for(ParkUnit)
