"""Writers of stewardships: the duties of the introducing entity as clocks, and the visits of those who keep in touch."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kechuang.casework.cases.actions import action
from kechuang.casework.cases.forms import NoteForm
from kechuang.casework.cases.predicates import in_office, member_of_owner, member_of_party
from kechuang.casework.cases.standard import attachment_for
from kechuang.casework.obligations import services as obligations
from kechuang.casework.parties.models import Organisation, Role
from kechuang.core import clock
from kechuang.core.permissions import Ground, Refusal
from kechuang.core.words import in_chinese
from kechuang.domains.platforms.actions.participants import over_platforms, share
from kechuang.domains.platforms.facts.governance import cobuilt_facts
from kechuang.domains.platforms.forms import stewardship as forms
from kechuang.domains.platforms.models import Duty, Liaison, Stewardship, Visit
from kechuang.domains.platforms.queries.offices import own_office
from kechuang.domains.platforms.queries.opening import stewardships_of
from kechuang.law.model import Citation

Data = Mapping[str, Any]
steward = member_of_owner(Role.CLERK, Role.LEADER)
_STEWARD = _("由引进责任主体的经办人或者负责人办理")
_DUTIES = tuple(Duty.CLAUSES.values())


@action(
    Stewardship,
    label=_("落实引进责任"),
    creates=True,
    by=steward | over_platforms,
    opens=stewardships_of,
    who=_("由引进责任主体，或者所在地科技主管部门办理"),
    form=forms.StewardshipForm,
    cites=[*_DUTIES, "keqiao-2025-draft:s1.4.a"],
)
def take_charge(stewardship: Stewardship, *, data: Data, by: Any) -> Callable[[], None]:
    """Open the care of the introducing entity for a platform it brought in; of the office over one that nobody brought in."""
    platform = stewardship.platform = data["platform"]
    keeper: Any = platform.introducing_entity_id or own_office(by, platform.region_id)
    stewardship.owner_id, stewardship.region = keeper, platform.region
    with in_chinese():
        stewardship.title = gettext("%(platform)s：引进责任和联系") % {"platform": platform.title}
    return lambda: share(stewardship, platform)


def _was_brought_in(stewardship: Stewardship, *, data: Data, by: Any) -> list[Refusal]:
    if stewardship.platform.introducing_entity_id is not None:
        return []
    text = gettext("这个平台没有引进责任主体，只安排联系和走访")
    return [Refusal(Ground.STATE, text, (Citation.parse(Duty.CLAUSES["performance"]),))]


@action(
    Stewardship,
    label=_("约定责任事项"),
    stays=("active",),
    by=steward | in_office(Role.CLERK, Role.LEADER, departments=(Organisation.Department.ST,)),
    who=_("由引进责任主体或者科技主管部门约定"),
    form=forms.DutyForm,
    law=_was_brought_in,
    cites=[*_DUTIES, "keqiao-2025-draft:s5.1.b"],
)
def agree_duty(stewardship: Stewardship, *, data: Data, by: Any) -> Callable[[], None]:
    """A duty with the day it is to be done by; from now on it runs as a clock of its clause."""

    def finish() -> None:
        duty = Duty.objects.create(stewardship=stewardship, agreed_on=clock.today(), **data)
        obligations.start(
            case_id=stewardship.pk, rule=duty.rule, territory=stewardship.region_id, owner=stewardship.owner,
            facts={**cobuilt_facts(stewardship.platform), f"duty.{duty.code}_due_on": duty.due_on},
            settled_by="discharge",
        )  # fmt: skip

    return finish


@action(
    Stewardship,
    label=_("报告责任完成"),
    stays=("active",),
    by=steward,
    who=_STEWARD,
    form=forms.DischargeForm,
    cites=_DUTIES,
)
def discharge(stewardship: Stewardship, *, data: Data, by: Any) -> Callable[[], None]:
    """A duty was done, on what day and how; late is recorded as late."""

    def finish() -> None:
        duty = data["duty"]
        duty.done_on, duty.account = data["done_on"], data["account"]
        duty.save()
        obligations.meet(stewardship.pk, duty.rule, duty.done_on)

    return finish


@action(
    Stewardship,
    label=_("安排联系"),
    stays=("active",),
    by=steward | over_platforms,
    opens=stewardships_of,
    who=_("由引进责任主体，或者所在地科技主管部门、政府、园区管理机构安排"),
    form=forms.LiaisonForm,
    cites="keqiao-2025-draft:s4.5.b",
)
def assign_liaison(stewardship: Stewardship, *, data: Data, by: Any) -> list[Liaison]:
    """A leader, a department or a service officer keeps in touch with the platform from a day on."""
    return [Liaison(stewardship=stewardship, **data)]


@action(
    Stewardship,
    label=_("记录走访"),
    stays=("active",),
    by=steward | over_platforms | member_of_party("platform", Role.PLATFORM_MANAGER),
    who=_("由联系的单位或者平台管理人员记录"),
    form=forms.VisitForm,
    cites=["keqiao-2025-draft:s4.5.b", "keqiao-2025-draft:s2.3.b"],
)
def record_visit(stewardship: Stewardship, *, data: Data, by: Any) -> list[Visit]:
    """A visit: what the platform raised and what was agreed."""
    return [Visit(stewardship=stewardship, **data)]


@action(
    Stewardship,
    label=_("问题已解决"),
    stays=("active",),
    by=steward | over_platforms | member_of_party("platform", Role.PLATFORM_MANAGER),
    who=_("由联系的单位或者平台管理人员记录"),
    form=forms.SettleForm,
    cites="keqiao-2025-draft:s2.3.b",
)
def settle(stewardship: Stewardship, *, data: Data, by: Any) -> Callable[[], None]:
    """What was raised on a visit is settled."""
    visit = data["visit"]
    visit.settled_on = data["settled_on"]
    return visit.save


def _may_end(stewardship: Stewardship, *, data: Data, by: Any) -> list[Refusal]:
    running = stewardship.duties.filter(done_on=None).first()
    if running is None:
        return []
    text = gettext("还有没办完的责任：%(what)s") % {"what": running.get_code_display()}
    return [Refusal(Ground.LAW, text, (Citation.parse(Duty.CLAUSES[running.code]),))]


@action(
    Stewardship,
    label=_("结束引进责任"),
    moves={"active": "ended"},
    by=member_of_owner(Role.LEADER) | over_platforms,
    who=_("由引进责任主体负责人，或者所在地科技主管部门办理"),
    form=NoteForm,
    law=_may_end,
    cites="keqiao-2025-draft:s2.3.a",
)
def end(stewardship: Stewardship, *, data: Data, by: Any) -> None:
    """The platform left or another entity takes over; no duty may be open."""
    stewardship.ended_on = clock.today()


attach_to_stewardship = attachment_for(Stewardship, steward | over_platforms)
