"""The only writers of organisations, their facts, their members and substitutes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from kechuang.casework.accounts import services as accounts
from kechuang.casework.accounts.jobs import invite
from kechuang.casework.cases.actions import action
from kechuang.casework.cases.forms import NoteForm
from kechuang.casework.cases.people import people_of
from kechuang.casework.cases.predicates import member_of_owner
from kechuang.casework.cases.standard import attachment_for
from kechuang.casework.parties.models import Membership, Organisation, Person, UnitFact, User
from kechuang.casework.units import forms
from kechuang.casework.units.models import UnitFile
from kechuang.casework.units.roles import registrar, staffs
from kechuang.core import clock

Data = Mapping[str, Any]

_STAFFS = _("由本单位负责人办理；部门以外的单位也可由登记部门办理，部门的也可由同级政府负责人办理")


@action(
    UnitFile,
    label=_("建立单位档案"),
    creates=True,
    by=registrar,
    who=_("由登记部门建立"),
    form=forms.UnitForm,
)
def open_file(file: UnitFile, *, data: Data, by: Any) -> None:
    """Open the file of an organisation that is there, or of a new one."""
    organisation = data.get("organisation") or Organisation(kind=data["kind"], department=data["department"])
    file.owner = organisation
    file.organisation = organisation
    _describe(file, data)
    if organisation.pk is not None:
        organisation.save()


@action(
    UnitFile,
    label=_("更正单位信息"),
    stays=("active",),
    by=staffs | registrar,
    who=_("由本单位负责人或者登记部门办理"),
    form=forms.UnitForm,
)
def revise(file: UnitFile, *, data: Data, by: Any) -> None:
    """Change what the file says of the organisation."""
    _describe(file, data)
    file.owner.save()


def _describe(file: UnitFile, data: Data) -> None:
    for name in ("name", "name_en", "credit_code", "region", "valid_from", "valid_to"):
        setattr(file.owner, name, data[name])
    file.title, file.region = data["name"], data["region"]


@action(
    UnitFile,
    label=_("记录单位事实"),
    stays=("active",),
    by=registrar,
    who=_("由登记部门凭依据记录"),
    form=forms.FactForm,
    main=True,
    hint=_("法规所问的单位事实，从哪天起、凭什么；新值自动结束旧值"),
)
def record_fact(file: UnitFile, *, data: Data, by: Any) -> Callable[[], None]:
    """Record a fact with its dates and evidence; a running value ends the day before."""

    def finish() -> None:
        for row in UnitFact.objects.filter(
            organisation=file.organisation, name=data["fact"], valid_to=None, valid_from__lt=data["valid_from"]
        ):
            row.valid_to = data["valid_from"] - dt.timedelta(days=1)
            row.save()
        UnitFact.objects.create(
            organisation=file.organisation, name=data["fact"], value=data["value"], valid_from=data["valid_from"],
            valid_to=data["valid_to"], evidence=data["evidence"], recorded_by=by,
        )  # fmt: skip

    return finish


@action(
    UnitFile,
    label=_("结束单位事实"),
    stays=("active",),
    by=registrar,
    who=_("由登记部门办理"),
    form=forms.FactEndForm,
)
def end_fact(file: UnitFile, *, data: Data, by: Any) -> Callable[[], None]:
    """Give a fact its last day."""

    def finish() -> None:
        row = data["fact"]
        row.valid_to = data["valid_to"]
        row.save()

    return finish


@action(
    UnitFile,
    label=_("划去单位事实"),
    stays=("active",),
    by=registrar,
    who=_("由登记部门办理"),
    form=forms.FactStrikeForm,
    hint=_("日期或者值录错了：划去后照实重新记录；由它自动结束的前一条仍是结束的"),
)
def strike_fact(file: UnitFile, *, data: Data, by: Any) -> Callable[[], None]:
    """Take out a fact recorded by mistake, with the reason: it counts for no day any more; the history keeps the row."""
    return lambda: data["fact"].delete() and None


@action(
    UnitFile,
    label=_("任职"),
    stays=("active",),
    by=staffs,
    who=_STAFFS,
    form=forms.AppointForm,
    main=True,
    hint=_("给一个人在本单位的角色；没有账户的人同时建账户"),
)
def appoint(file: UnitFile, *, data: Data, by: Any) -> Callable[[], None]:
    """Give someone a role in the organisation for a time."""

    def finish() -> None:
        if data["user"] is not None:
            Membership.objects.create(
                user=data["user"], organisation=file.organisation, role=data["role"], valid_from=data["valid_from"],
                valid_to=data["valid_to"],
            )  # fmt: skip
            _record_person(data["user"], file.organisation)
            return
        user = accounts.create(
            data["username"], name=data["display_name"], organisation=file.organisation, role=data["role"],
            email=data["email"], since=data["valid_from"],
        )  # fmt: skip
        user.memberships.update(valid_to=data["valid_to"])
        _record_person(user, file.organisation)
        if user.email:
            invite.later(user=user.pk)

    return finish


def _record_person(user: User, organisation: Organisation) -> None:
    """A member of a unit that completes achievements is a person on record from the first, so that records find them.

    Where its records know someone of that name already, nobody but a person can tell whether it is the same: `tie_person`.
    """
    if user.person_id is not None or organisation.kind == Organisation.Kind.DEPARTMENT:
        return
    name = user.display_name or user.username
    if not people_of(organisation).filter(name=name).exists():
        user.person = Person.objects.create(name=name, email=user.email)
        user.save(update_fields=("person",))


@action(
    UnitFile,
    label=_("对上人员"),
    stays=("active",),
    by=staffs,
    who=_STAFFS,
    form=forms.PersonForm,
    hint=_("账户对上记录里的人：此后本人看得到自己的成果、奖励和奖励条，负责人的身份也认得出"),
)
def tie_person(file: UnitFile, *, data: Data, by: Any) -> Callable[[], None]:
    """Say which person on record a member's account stands for; one not on record yet is recorded. Mended the same way."""

    def finish() -> None:
        account, person = data["member"], data["person"]
        if person is None:
            person = Person(name=account.display_name or account.username, email=account.email)
        if data["orcid"]:
            person.orcid = data["orcid"]
        person.save()
        account.person = person
        account.save(update_fields=("person",))

    return finish


@action(
    UnitFile,
    label=_("免职"),
    stays=("active",),
    by=staffs,
    who=_STAFFS,
    form=forms.DismissForm,
)
def dismiss(file: UnitFile, *, data: Data, by: Any) -> Callable[[], None]:
    """Give a membership, or a substitution, its last day."""

    def finish() -> None:
        member = data["member"]
        member.valid_to = data["valid_to"]
        member.save()

    return finish


@action(
    UnitFile,
    label=_("请假代理"),
    stays=("active",),
    by=staffs | member_of_owner(),
    who=_("由请假的人或者本单位负责人办理"),
    form=forms.SubstituteForm,
    hint=_("代理人在这段时间以本人名义代行其职，经过里两人都写明"),
)
def substitute(file: UnitFile, *, data: Data, by: Any) -> Callable[[], None]:
    """Let someone stand in for a member on leave; members arrange their own leave, heads anyone's."""
    member = data["member"]

    def finish() -> None:
        row = Membership(
            user=data["user"], organisation=file.organisation, role=member.role, valid_from=data["valid_from"],
            valid_to=data["valid_to"], substitute_for=member,
        )  # fmt: skip
        row.clean()
        row.save()

    return finish


@action(
    UnitFile,
    label=_("终止单位"),
    moves={"active": "ended"},
    by=registrar,
    who=_("由登记部门办理"),
    form=NoteForm,
)
def end(file: UnitFile, *, data: Data, by: Any) -> Callable[[], None]:
    """The organisation is no more: its last day is today, and nobody acts for it from tomorrow."""
    today = clock.today()
    file.owner.valid_to = today
    file.owner.save()

    def finish() -> None:
        for member in Membership.objects.filter(organisation=file.organisation).on(today):
            if member.valid_to is None or member.valid_to > today:
                member.valid_to = today
                member.save()

    return finish


attach = attachment_for(UnitFile, registrar | staffs)
