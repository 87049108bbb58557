"""Writers of the pool of experts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from kechuang.casework.cases.actions import Ask, action, step_words
from kechuang.casework.cases.forms import NoteForm
from kechuang.casework.cases.models import CasePerson
from kechuang.casework.inbox import services as inbox
from kechuang.casework.parties.models import Organisation, Person, User
from kechuang.casework.parties.reach import reach_of
from kechuang.casework.reviews.actions.who import OFFICERS, applicant, himself, keeper
from kechuang.casework.reviews.forms import experts as forms
from kechuang.casework.reviews.models import Conflict, Expert, Standing
from kechuang.core import clock

Data = Mapping[str, Any]
_KEEPER = _("由建库的科技主管部门办理")
step_words(Expert, resume=_("暂停期满，恢复在库"))


@action(
    Expert,
    label=_("登记专家"),
    creates=True,
    by=keeper,
    who=_KEEPER,
    form=forms.ExpertForm,
    hint=_("登记后再办理入库；已登记的人按 ORCID 或者邮箱和姓名认出"),
)
def enter(expert: Expert, *, data: Data, by: Any) -> Callable[[], None]:
    """Enter an expert into the pool of one's own department."""
    posts = [p for p in reach_of(by).posts if p.over_regions and p.role in OFFICERS]
    own = next((p for p in posts if p.department == Organisation.Department.ST), posts[0] if posts else None)
    if own is not None:
        expert.owner = Organisation.objects.select_related("region").get(pk=own.organisation)
        expert.region = expert.owner.region
    expert.person = data["person"] or Person(name=data["name"], email=data["email"], orcid=data["orcid"])
    expert.title = data["name"]
    _describe(expert, data)
    return lambda: _bind(expert, data["bonds"], by)


@action(
    Expert,
    label=_("申请入专家库"),
    creates=True,
    by=applicant,
    who=_("由科研、企业、平台和服务机构的人员为自己申请"),
    form=forms.ApplyForm,
    asks=[Ask("admit", to=lambda case, data: [case.owner], text=_("审核专家入库申请"), roles=OFFICERS)],
)
def apply(expert: Expert, *, data: Data, by: Any) -> Callable[[], None]:
    """Ask a department to be taken into its pool."""
    expert.owner = data["keeper"]
    expert.region = expert.owner.region
    expert.person = by.person or Person(name=str(by)[:60], email=by.email)
    expert.title = expert.person.name
    _describe(expert, data)

    def finish() -> None:
        if by.person_id is None:
            User.objects.filter(pk=by.pk, person=None).update(person=expert.person)
            by.person = expert.person
        CasePerson.objects.create(case_id=expert.pk, user=by, role="expert")
        _bind(expert, data["bonds"], by)

    return finish


def _describe(expert: Expert, data: Data) -> None:
    expert.confined = True
    expert.organisation, expert.side = data["organisation"], data["side"]
    expert.fields, expert.post, expert.about = data["expertise"], data["post"], data["about"]


def _bind(expert: Expert, bonds: list[dict[str, Any]], by: Any) -> None:
    for bond in bonds:
        Conflict.objects.create(expert=expert, recorded_by=by, **bond)


@action(
    Expert,
    label=_("更新档案"),
    stays=("applied", "active", "suspended"),
    by=keeper | himself,
    who=_("由专家本人或者建库的科技主管部门办理"),
    form=forms.AmendForm,
)
def amend(expert: Expert, *, data: Data, by: Any) -> None:
    """Change what the file says; a new employer counts from the next draw on."""
    _describe(expert, data)


@action(
    Expert,
    label=_("入库"),
    moves={"applied": "active"},
    by=keeper,
    who=_KEEPER,
    main=True,
    bulk=True,
    settles=("admit",),
    hint=_("从今天起可被抽取；没有账户的同时建账户"),
)
def admit(expert: Expert, *, data: Data, by: Any) -> Callable[[], None]:
    """Take the expert into the pool from today on."""

    def finish() -> None:
        stand(expert, Standing.Kind.ACTIVE, clock.today(), by=by)
        user = User.objects.filter(person=expert.person).first() or _account(expert)
        CasePerson.objects.get_or_create(case_id=expert.pk, user=user, role="expert")
        inbox.tell([user], "case", _("你已进入专家库"), case_id=expert.pk)

    return finish


def _account(expert: Expert) -> User:
    """An account that nobody can sign in with until its owner sets a password or links an identity."""
    user = User(
        username=expert.number.lower(), display_name=expert.person.name, email=expert.person.email,
        person=expert.person,
    )  # fmt: skip
    user.set_unusable_password()
    user.save()
    return user


@action(
    Expert,
    label=_("不予入库"),
    moves={"applied": "refused"},
    by=keeper,
    who=_KEEPER,
    form=NoteForm,
    settles=("admit",),
)
def refuse(expert: Expert, *, data: Data, by: Any) -> None:
    """Turn an application down, with the reason."""


@action(
    Expert,
    label=_("暂停"),
    moves={"active": "suspended"},
    by=keeper,
    who=_KEEPER,
    form=forms.SuspendForm,
)
def suspend(expert: Expert, *, data: Data, by: Any) -> Callable[[], None]:
    """Keep the expert out of draws for a time, or until reinstated."""

    def finish() -> None:
        until = data["until"]
        stand(expert, Standing.Kind.SUSPENDED, clock.today(), until, reason=data["note"], by=by)
        if until is not None:
            stand(expert, Standing.Kind.ACTIVE, until + dt.timedelta(days=1), by=by)

    return finish


@action(
    Expert,
    label=_("恢复"),
    moves={"suspended": "active", "retired": "active"},
    by=keeper,
    who=_KEEPER,
    main=True,
)
def reinstate(expert: Expert, *, data: Data, by: Any) -> Callable[[], None]:
    """Back into the pool from today on."""
    return lambda: stand(expert, Standing.Kind.ACTIVE, clock.today(), by=by)


@action(
    Expert,
    label=_("退库"),
    moves={"active": "retired", "suspended": "retired"},
    by=keeper | himself,
    who=_("由专家本人或者建库的科技主管部门办理"),
    form=NoteForm,
)
def retire(expert: Expert, *, data: Data, by: Any) -> Callable[[], None]:
    """Out of the pool from today on; seats already taken stay."""
    return lambda: stand(expert, Standing.Kind.RETIRED, clock.today(), reason=data["note"], by=by)


def stand(
    expert: Expert, kind: str, since: dt.date, until: dt.date | None = None, *, reason: str = "", by: Any
) -> None:  # fmt: skip
    """Record how an expert stands from a day on; what was recorded for that day and later gives way."""
    rows = Standing.objects.filter(expert=expert)
    rows.filter(valid_from__gte=since).delete()
    rows.exclude(valid_to__lt=since).update(valid_to=since - dt.timedelta(days=1))
    Standing.objects.create(
        expert=expert, kind=kind, valid_from=since, valid_to=until, reason=reason, recorded_by=by
    )  # fmt: skip


@action(
    Expert,
    label=_("记录利害关系"),
    stays=("applied", "active", "suspended"),
    by=keeper | himself,
    who=_("由专家本人申报，或者由建库的科技主管部门凭异议记录"),
    form=forms.ConflictForm,
    hint=_("与评审事项的单位或者人有关系的专家不进入抽取"),
)
def declare(expert: Expert, *, data: Data, by: Any) -> Callable[[], None]:
    """Record a bond. What experts say of themselves is always 'declared'."""
    own = himself.test(by, expert)

    def finish() -> None:
        Conflict.objects.create(
            expert=expert, kind=data["kind"], organisation=data["organisation"], person_name=data["person_name"],
            valid_from=data["valid_from"], valid_to=data["valid_to"], note=data["remark"], recorded_by=by,
            source=Conflict.Source.DECLARED if own else data["source"],
        )  # fmt: skip

    return finish


@action(
    Expert,
    label=_("利害关系结束"),
    stays=("applied", "active", "suspended"),
    by=keeper | himself,
    who=_("由专家本人或者建库的科技主管部门办理"),
    form=forms.EndConflictForm,
)
def end_conflict(expert: Expert, *, data: Data, by: Any) -> Callable[[], None]:
    """Give a bond its last day; it stays on record."""

    def finish() -> None:
        conflict = data["conflict"]
        conflict.valid_to = data["ended_on"]
        conflict.save()

    return finish
