"""Writers of councils: formed, filled by the co-founders, seated, their charter changed, the director appointed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kechuang.casework.cases.actions import Ask, action
from kechuang.casework.cases.forms import NoteForm
from kechuang.casework.cases.law import ask
from kechuang.casework.cases.standard import attachment_for, determination_for
from kechuang.casework.inbox import services as inbox
from kechuang.casework.parties.models import Organisation, Person, Role
from kechuang.casework.parties.reach import reach_of
from kechuang.core import clock
from kechuang.core.permissions import Ground, Refusal
from kechuang.domains.platforms.actions.decisions import decided
from kechuang.domains.platforms.actions.participants import (
    SECRETARY,
    founder,
    introducer,
    manager,
    over_platforms,
    secretary,
    share,
    sitting_member,
)
from kechuang.domains.platforms.facts.governance import cofounders_of, governance_facts
from kechuang.domains.platforms.forms import governance as forms
from kechuang.domains.platforms.models import Appointment, Council, CouncilMember, Staff
from kechuang.law import Finding
from kechuang.law.model import Citation

Data = Mapping[str, Any]
FORMATION = "keqiao-2025-draft:s2.1.b"
_CHARTER = (
    "purpose", "scope", "charter", "charter_on", "notice_days", "quorum", "majority", "reserved_majority", "term_years",
    "reserved", "autonomy", "provisions",
)  # fmt: skip
_OPEN = ("forming", "seated")


def _charter_law(council: Council, *, data: Data, by: Any) -> list[Finding | Refusal]:
    """What the law asks of a charter: purpose and scope, both sides as co-founders, the reserved matters."""
    given = governance_facts(council.platform) | {
        "governance.purpose_proposed": bool(data["purpose"].strip() and data["scope"].strip()),
        "governance.council_matters": data["reserved"],
        "governance.autonomy": data["autonomy"],
    }
    return [ask(council, name, given) for name in ("platform_purpose", "cofounders", "council_matters")]


@action(
    Council,
    label=_("组建理事会"),
    creates=True,
    by=manager | over_platforms,
    who=_("由平台管理人员，或者所在地科技主管部门、政府、园区管理机构办理"),
    form=forms.CouncilForm,
    law=_charter_law,
    law_needs_data=True,
    cites=["keqiao-2025-draft:s2.1.a", FORMATION, "keqiao-2025-draft:s4.1.a", "binjiang-2023:s1.2.i3"],
    asks=[
        Ask(
            "delegate",
            to=lambda case, data: cofounders_of(case.platform),
            text=_("委派理事会成员"),
            roles=(Role.CLERK, Role.LEADER, Role.FIRM_MEMBER),
        )
    ],
)
def form(council: Council, *, data: Data, by: Any) -> Callable[[], None]:
    """Open the council of a platform with its charter; every co-founder is asked for its members."""
    council.platform, council.title = data["platform"], data["title"]
    council.owner, council.region = council.platform.owner, council.platform.region
    _charter(council, data)
    return lambda: share(council, council.platform)


def _charter(council: Council, data: Data) -> None:
    for name in _CHARTER:
        setattr(council, name, data[name])


def _amendment(council: Council, *, data: Data, by: Any) -> list[Finding | Refusal]:
    said: list[Finding | Refusal] = []
    if council.state == "seated":
        said += decided(council.platform, "major_matters", council, data.get("resolution"), bool(data))
    return said + (_charter_law(council, data=data, by=by) if data else [])


@action(
    Council,
    label=_("修订章程"),
    stays=_OPEN,
    by=secretary,
    who=SECRETARY,
    form=forms.AmendCharterForm,
    law=_amendment,
    cites=["keqiao-2025-draft:s2.1.a", "keqiao-2025-draft:s4.1.a", "keqiao-2025-draft:s3.4.a", "binjiang-2023:s4.1.a"],
    hint=_("理事会成立以后，修订章程先要有决议"),
)
def amend_charter(council: Council, *, data: Data, by: Any) -> None:
    """Change the charter; a seated council decides it as a major matter."""
    _charter(council, data)
    council.charter_resolution = data["resolution"] or council.charter_resolution


def _own_delegates(council: Council, organisation: Organisation, by: Any) -> list[Refusal]:
    """A founder names its own members; the platform's manager records what founders sent in writing."""
    if reach_of(by).acts_for(organisation.pk) or manager.test(by, council):
        return []
    text = gettext("%(name)s的委员由该单位自己委派和免去") % {"name": organisation}
    return [Refusal(Ground.PERMISSION, text, (Citation.parse(FORMATION),))]


def _delegation(council: Council, *, data: Data, by: Any) -> list[Refusal]:
    return _own_delegates(council, data["delegated_by"], by)


@action(
    Council,
    label=_("委派委员"),
    stays=_OPEN,
    by=founder | manager,
    who=_("由共建主体委派，平台管理人员可凭委派文件代录"),
    form=forms.DelegateForm,
    law=_delegation,
    law_needs_data=True,
    cites=FORMATION,
)
def delegate(council: Council, *, data: Data, by: Any) -> Callable[[], None]:
    """A co-founder sends a member into the council for a term."""
    fields = {n: data[n] for n in ("delegated_by", "name", "account", "position", "document", "valid_from", "valid_to")}

    def finish() -> None:
        CouncilMember.objects.create(council=council, rank=CouncilMember.RANKS[data["position"]], **fields)
        inbox.close_todos(council, ("delegate",), data["delegated_by"])

    return finish


def _recall_law(council: Council, *, data: Data, by: Any) -> list[Refusal]:
    return _own_delegates(council, data["member"].delegated_by, by)


@action(
    Council,
    label=_("免去委员"),
    stays=_OPEN,
    by=founder | manager,
    who=_("由委派的共建主体免去，平台管理人员可凭文件代录"),
    form=forms.RecallForm,
    law=_recall_law,
    law_needs_data=True,
    cites=FORMATION,
)
def recall(council: Council, *, data: Data, by: Any) -> Callable[[], None]:
    """The term of a member ends early."""
    member = data["member"]
    member.valid_to, member.ended_by = data["last_day"], data["reason"]
    return member.save


def _ready_to_sit(council: Council, *, data: Data, by: Any) -> list[Finding | Refusal]:
    if not council.members_on(clock.today()).filter(position="chair").exists():
        return [Refusal(Ground.LAW, gettext("还没有委派理事长（主任委员）"), (Citation.parse(FORMATION),))]
    given = governance_facts(council.platform) | {"governance.council_formed": True}
    return [ask(council, "council_formation", given)]


@action(
    Council,
    label=_("理事会成立"),
    moves={"forming": "seated"},
    by=secretary,
    who=SECRETARY,
    law=_ready_to_sit,
    cites=[FORMATION, "keqiao-2025-draft:s4.1.a"],
    settles=("delegate",),
    main=True,
)
def seat(council: Council, *, data: Data, by: Any) -> None:
    """The council takes office; from now on reserved matters are decided by it alone."""
    council.seated_on = clock.today()


def _appointment(council: Council, *, data: Data, by: Any) -> list[Finding | Refusal]:
    said = decided(council.platform, "appointments", council, data.get("resolution"), bool(data))
    if data and "fields_of_duty" in data:
        given = governance_facts(council.platform) | {"governance.director_fields": data["fields_of_duty"]}
        said.append(ask(council, "director_fields", given))
    return said


@action(
    Council,
    label=_("任命院长（主任）"),
    stays=_OPEN,
    by=secretary,
    who=SECRETARY,
    form=forms.AppointForm,
    law=_appointment,
    cites=[FORMATION, "keqiao-2025-draft:s4.1.a", "keqiao-2025-draft:s4.1.b"],
)
def appoint_director(council: Council, *, data: Data, by: Any) -> Callable[[], None]:
    """Appoint the director; whoever was director before leaves the day before."""

    def finish() -> None:
        _end_term(council, data["valid_from"] - dt.timedelta(days=1), gettext("由新任接替"))
        staff = Staff.objects.filter(platform=council.platform, person__name=data["name"]).order_by("pk").first()
        person = staff.person if staff is not None else Person.objects.create(name=data["name"])
        post = Staff.objects.create(
            platform=council.platform, person=person, capacity=Staff.Capacity.DIRECTOR, valid_from=data["valid_from"]
        )
        Appointment.objects.create(
            council=council, resolution=data["resolution"], post=post, fields=data["fields_of_duty"],
            valid_from=data["valid_from"],
        )  # fmt: skip

    return finish


@action(
    Council,
    label=_("免去院长（主任）"),
    stays=_OPEN,
    by=secretary,
    who=SECRETARY,
    form=forms.RemoveForm,
    law=_appointment,
    cites=[FORMATION, "keqiao-2025-draft:s4.1.a"],
)
def remove_director(council: Council, *, data: Data, by: Any) -> Callable[[], None]:
    """The director leaves before another is appointed."""
    return lambda: _end_term(council, data["last_day"], data["reason"], data["resolution"])


def _end_term(council: Council, last_day: dt.date, reason: str, resolution: Any = None) -> None:
    """End the term of the director in office, in the appointment and among the staff."""
    platform = council.platform
    platform.staff.filter(capacity=Staff.Capacity.DIRECTOR, valid_to=None).update(valid_to=last_day)
    for appointment in council.appointments.filter(valid_to=None):
        appointment.valid_to, appointment.removed_by = last_day, reason
        appointment.removal_resolution = resolution
        appointment.save()


@action(
    Council,
    label=_("撤销理事会"),
    moves={"forming": "dissolved", "seated": "dissolved"},
    by=introducer | over_platforms,
    who=_("由引进责任主体，或者所在地科技主管部门、政府、园区管理机构办理"),
    form=NoteForm,
    cites=FORMATION,
    settles=("delegate",),
)
def dissolve(council: Council, *, data: Data, by: Any) -> Callable[[], None]:
    """The council ends with the reason; its members leave with it, its decisions stay on record."""
    today = clock.today()
    council.dissolved_on = today

    def finish() -> None:
        for member in council.members.filter(valid_to__gt=today, valid_from__lte=today):
            member.valid_to, member.ended_by = today, data["note"][:300]
            member.save()

    return finish


attach_to_council = attachment_for(Council, secretary | founder | sitting_member)
determine_council = determination_for(Council)
