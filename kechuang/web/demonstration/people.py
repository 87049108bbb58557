"""Who may be tried in the demonstration: the ten worth trying first, then everyone by role, narrowed by words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from kechuang.casework.cases.models import Case
from kechuang.casework.inbox.models import Todo
from kechuang.casework.obligations.models import Obligation
from kechuang.casework.parties.models import Membership, Organisation, Role
from kechuang.core import clock
from kechuang.core.words import either

FEW = 24
"""A role of so many people stands open; longer ones unfold when asked for."""

Department, Kind = Organisation.Department, Organisation.Kind

SHOWS: dict[str, Any] = {
    Role.CLERK: _("收件和经办：登记平台，导入名录，起草协议和征询，开设评审组，办到期的事。"),
    Role.LEADER: _("作决定：准入、认定、评价等级；在高校和平台定转化方案。法规没有说清的，由科技部门负责人认定。"),
    Role.FINANCE: _("管钱：经费渠道、年度预算、拨付和支付，每一分钱从来源到凭证。"),
    Role.AUDITOR: _("只看不办：案件的全部经过、登录和查看记录、账目，也可以拟订检查。"),
    Role.PLATFORM_MANAGER: _("平台的一年：理事会、年度计划、自评、用款申请和引进团队。"),
    Role.RESEARCHER: _("披露成果，跟着它走到转化，看自己的奖励是按哪一条、怎么一步步算出来的。"),
    Role.TECHNOLOGY_MANAGER: _("拟转化方案，定价公示，签合同，拟奖励方案。"),
    Role.FIRM_MEMBER: _("企业一方：看公开的平台、成果和公示，可以提出异议，也可以申请入专家库。"),
    Role.EXPERT: _("被抽中的评审：声明没有利害关系，独立打分，彼此看不到。"),
    Role.SYSTEM_ADMIN: _("账户和任职。"),
    Role.SECURITY_ADMIN: _("登录、令牌和查看个人信息的记录。"),
}


@dataclass(frozen=True, slots=True)
class Pick:
    """A post worth trying first, and what it shows. of: the kind of case its organisation should have most of."""

    role: str
    kind: str
    department: str
    shows: Any
    of: str = ""


FIRST = (
    Pick(Role.CLERK, Kind.DEPARTMENT, Department.ST, _("登记平台，从表格成批导入，发起征集和评审")),
    Pick(Role.LEADER, Kind.DEPARTMENT, Department.ST, _("决定准入和等级；法规没有说清的，在案件里作认定")),
    Pick(Role.CLERK, Kind.DEPARTMENT, Department.PARK, _("起草共建协议，征求部门意见，签署后一个月内报备")),
    Pick(Role.FINANCE, Kind.DEPARTMENT, Department.FINANCE, _("经费渠道、预算和拨付；一笔钱从来源看到凭证")),
    Pick(Role.AUDITOR, Kind.DEPARTMENT, Department.AUDIT, _("谁在何时改了什么，历史有没有被动过，检查评估")),
    Pick(
        Role.PLATFORM_MANAGER,
        Kind.PLATFORM,
        "",
        _("年度计划、自评和用款；成果怎么定价、公示、签约、分奖励"),
        "rewards.rewardplan",
    ),
    Pick(Role.RESEARCHER, "", "", _("披露成果，看自己的奖励怎么一步步算出来"), "rewards.rewardplan"),
    Pick(Role.FINANCE, Kind.PLATFORM, "", _("支付奖励，申请用款，账目和结余"), "rewards.rewardplan"),
    Pick(Role.LEADER, Kind.UNIVERSITY, "", _("共建的一方：申请准入，签署共建协议，委派理事")),
    Pick(Role.EXPERT, "", "", _("抽中之后声明、打分；别人的分看不到")),
)


@dataclass(frozen=True, slots=True)
class First:
    """One of the first ten: the post, what it shows, and how many things wait for its organisation."""

    post: Membership
    shows: Any
    waiting: int


@dataclass(frozen=True, slots=True)
class Group:
    """Everyone in a role. open: whether the list stands unfolded."""

    role: str
    label: str
    shows: Any
    posts: Sequence[Membership]
    open: bool


def posts() -> list[Membership]:
    """Every post of the demonstration, departments first, then by place."""
    rows = (
        Membership.objects.on(clock.today())
        .filter(user__is_active=True, user__is_superuser=False)
        .select_related("user", "organisation__region")
        .order_by("organisation__region__code", "organisation_id", "pk")
    )
    order = list(Department.values)
    return sorted(rows, key=lambda post: _place(post.organisation, order))


def _place(of: Organisation, order: list[str]) -> int:
    return order.index(of.department) if of.kind == Kind.DEPARTMENT else len(order) + (of.kind != Kind.PLATFORM)


def first(rows: Iterable[Membership]) -> list[First]:
    """Of each pick the person whose organisation has most cases of the kind it shows, then most waiting for it."""
    owned = Counter(Case.objects.filter(kind__in={pick.of for pick in FIRST}).values_list("kind", "owner_id"))
    waiting = Counter(Todo.objects.open().values_list("organisation_id", flat=True))
    waiting.update(Obligation.objects.running().values_list("owner_id", flat=True))
    found, taken = [], set[int]()
    everyone = list(rows)
    for pick in FIRST:
        fitting = [
            post for post in everyone
            if post.role == pick.role
            and pick.kind in ("", post.organisation.kind)
            and pick.department in ("", post.organisation.department)
            and post.user_id not in taken
        ]  # fmt: skip
        if fitting:
            best = max(fitting, key=lambda post: _worth(owned[pick.of, post.organisation_id], waiting, post))
            taken.add(best.user_id)
            found.append(First(best, pick.shows, waiting[best.organisation_id]))
    return found


def _worth(owned: int, waiting: Counter[int], post: Membership) -> tuple[int, int, bool]:
    """An account that stands for a person on record shows what is that person's own; it decides between equals."""
    return owned, waiting[post.organisation_id], post.user.person_id is not None


def by_role(rows: Iterable[Membership], *, unfolded: bool) -> list[Group]:
    """Everyone by role, in the order in which roles are declared."""
    kept: dict[str, list[Membership]] = {}
    for post in rows:
        kept.setdefault(post.role, []).append(post)
    labels = dict(Role.choices)
    return [
        Group(role, str(labels[role]), SHOWS.get(role, ""), kept[role], unfolded or len(kept[role]) <= FEW)
        for role in Role.values
        if role in kept
    ]


def matching(rows: Iterable[Membership], text: str) -> list[Membership]:
    """Those of whom every word stands in the name, the organisation, the place or the role."""
    words = text.casefold().split()
    return [post for post in rows if all(word in _said(post) for word in words)]


def _said(post: Membership) -> str:
    of = post.organisation
    region = either(of.region.name, of.region.name_en)
    department = of.get_department_display() if of.department else ""
    parts = (post.user, post.user.username, of.name, of.name_en, region, department, of.get_kind_display())
    return " ".join(str(part) for part in (*parts, post.get_role_display())).casefold()
