"""Writers of the registry."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from kechuang.casework.cases.actions import action
from kechuang.casework.cases.forms import NoteForm
from kechuang.casework.cases.law import ask
from kechuang.casework.cases.lookups import find
from kechuang.casework.cases.predicates import in_office, member_of_owner
from kechuang.casework.cases.standard import attachment_for, determination_for
from kechuang.casework.parties.models import Organisation, Role
from kechuang.domains.platforms import facts
from kechuang.domains.platforms.forms import registry as forms
from kechuang.domains.platforms.models import (
    Founder,
    Platform,
    Recognition,
)
from kechuang.law import Finding

Department = Organisation.Department
Data = Mapping[str, Any]


registrar = in_office(Role.CLERK, Role.LEADER, departments=(Department.ST, Department.PARK, Department.GOVERNMENT))


@action(
    Platform,
    label=_("登记平台"),
    creates=True,
    by=registrar,
    who=_("由所在地科技主管部门、政府或者园区管理机构登记"),
    form=forms.PlatformForm,
    cites=["quzhou-2024:art2.p2", "keqiao-2025-draft:s1.1.a", "binjiang-2023:s2.p1.a"],
)
def register(platform: Platform, *, data: Data, by: Any) -> list[Founder]:
    """Enter a platform into the registry, with its organisation."""
    _describe(platform, data)
    platform.public = True
    code = data["credit_code"]
    organisation = next(iter(find(Organisation, "credit_code", code)), None) if code else None
    platform.owner = organisation or Organisation(
        name=data["title"], name_en=data["name_en"], kind=Organisation.Kind.PLATFORM, credit_code=code,
        region=data["region"], valid_from=data["founded_on"],
    )  # fmt: skip

    return [Founder(platform=platform, organisation=organisation) for organisation in data["founders"]]


@action(
    Platform,
    label=_("更正登记"),
    stays=("preparing", "operating"),
    by=registrar | member_of_owner(Role.PLATFORM_MANAGER),
    who=_("由登记部门或者平台管理人员更正"),
    form=forms.PlatformForm,
    hint=_("登记时录错的在这里更正；自某日起变了的（如改制、换类型），到单位档案记录单位事实，以前的仍按以前算"),
)
def revise(platform: Platform, *, data: Data, by: Any) -> Callable[[], None]:
    """Correct what the registry says; the history keeps what it said before."""
    _describe(platform, data)

    def finish() -> None:
        platform.founders.exclude(organisation__in=data["founders"]).delete()
        for organisation in data["founders"]:
            Founder.objects.get_or_create(platform=platform, organisation=organisation)

    return finish


def _describe(platform: Platform, data: Data) -> None:
    for name in (
        "title", "region", "platform_class", "origin", "legal_form", "directions", "introducing_entity", "founded_on",
        "established_by", "operating_since", "address", "floor_area", "website",
    ):  # fmt: skip
        setattr(platform, name, data[name])
    platform.fields = data["fields_of_industry"]


@action(
    Platform,
    label=_("录入认定"),
    stays=("preparing", "operating"),
    by=registrar,
    who=_("由登记部门录入"),
    form=forms.RecognitionForm,
    cites=["quzhou-2024:art2.p2", "quzhou-2024:art10.p2"],
)
def recognise(platform: Platform, *, data: Data, by: Any) -> Callable[[], None]:
    """Record a recognition with its level, authority and dates."""
    return lambda: Recognition(platform=platform, **data).save()


def _established(platform: Platform, *, data: Data, by: Any) -> list[Finding]:
    signed = platform.agreements.filter(state__in=("signed", "filed")).order_by("-signed_on").first()
    given = facts.unit_facts(platform) | {"agreement.signed": signed is not None}
    if signed is not None:
        given |= facts.agreement_facts(signed)
    return [ask(platform, "agreement_signed", given)]


@action(
    Platform,
    label=_("转入运行"),
    moves={"preparing": "operating"},
    by=registrar,
    who=_("由登记部门办理"),
    form=forms.StartOperationForm,
    law=_established,
    cites="quzhou-2024:art9.p2",
    main=True,
    bulk=True,
)
def start_operation(platform: Platform, *, data: Data, by: Any) -> None:
    """The platform begins to operate; a fiscally funded one needs its signed agreement first."""
    platform.operating_since = data["operating_since"]


@action(
    Platform,
    label=_("登记退出"),
    moves={"operating": "exited", "preparing": "exited"},
    by=in_office(Role.LEADER, departments=(Department.ST,)),
    who=_("由科技主管部门负责人办理"),
    form=NoteForm,
    cites="binjiang-2023:s2.p1.b",
)
def leave(platform: Platform, *, data: Data, by: Any) -> None:
    """The platform leaves the registry, with the reason."""


attach_to_platform = attachment_for(Platform, registrar | member_of_owner(Role.PLATFORM_MANAGER))
determine_platform = determination_for(Platform)
