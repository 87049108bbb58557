"""What is typed about an organisation, its facts and its people."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

import kechuang.law.rules  # noqa: F401  declares the facts
from kechuang.casework.cases.actions import ActionForm
from kechuang.casework.cases.choices import person_choice
from kechuang.casework.cases.forms import RegionField, day_field
from kechuang.casework.cases.lookups import find
from kechuang.casework.cases.people import people_of
from kechuang.casework.parties import identifiers
from kechuang.casework.parties.models import Membership, Organisation, Person, Role, UnitFact, User
from kechuang.casework.units import roles
from kechuang.casework.units.telling import post, times, told
from kechuang.core import clock
from kechuang.core.words import labelled, with_note
from kechuang.law import FactError
from kechuang.law.expression import FACTS
from kechuang.law.types import Kind, plain, read
from kechuang.law.words import words

UNIT_FACTS = {name: node for name, node in FACTS.items() if name.startswith("unit.")}
"""What the law asks about a unit, by the names it asks for."""


def fact_line(row: UnitFact) -> str:
    """A fact as a choice reads: what, its value, from when to when."""
    value = fact_words(row.name, row.value)
    return labelled(fact_label(row.name), with_note(value, times(row.valid_from, row.valid_to)))


def fact_label(name: str) -> str:
    """What a fact is called; a name the law no longer asks for stays as it is."""
    node = UNIT_FACTS.get(name)
    return name if node is None else node.en if _english() else node.zh


def fact_words(name: str, value: Any) -> str:
    """The value of a fact in words."""
    node = UNIT_FACTS.get(name)
    return str(value) if node is None else words(value, node.type, "en" if _english() else "zh")


def _english() -> bool:
    return (get_language() or "").startswith("en")


def fact_choices() -> list[tuple[str, str]]:
    english = _english()
    return [(name, node.en if english else node.zh) for name, node in UNIT_FACTS.items()]


def in_order(data: dict[str, Any], form: forms.Form) -> None:
    """Tell at its field when a time ends before it begins."""
    start, end = data.get("valid_from"), data.get("valid_to")
    if start and end and end < start:
        form.add_error("valid_to", _("早于起日"))


class UnitForm(ActionForm):
    """An organisation's particulars."""

    name = forms.CharField(label=_("名称"), max_length=200)
    name_en = forms.CharField(label=_("英文名称"), max_length=200, required=False)
    kind = forms.ChoiceField(label=_("类别"), choices=Organisation.Kind.choices)
    department = forms.ChoiceField(
        label=_("部门职能"), choices=[("", _("不是政府部门")), *Organisation.Department.choices], required=False
    )
    credit_code = forms.CharField(label=_("统一社会信用代码"), max_length=18, required=False)
    region = RegionField(label=_("所在地"))
    valid_from = day_field(_("成立"), required=False)
    valid_to = day_field(_("终止"), required=False)

    def own(self) -> Organisation | None:
        """The organisation whose file it is; none while a new one is opened."""
        return self.case.owner if self.case is not None and self.case.pk else None

    def clean_credit_code(self) -> str:
        code = self.cleaned_data.get("credit_code", "")
        if not code:
            return ""
        code = identifiers.credit_code(code)
        own = self.own()
        for other in find(Organisation, "credit_code", code):
            if own is None and UnitForm.has_file(other):
                raise ValidationError(_("这个代码是 %(name)s 的，已有档案") % {"name": other.name})
            if own is not None and other.pk != own.pk:
                raise ValidationError(_("这个代码是 %(name)s 的") % {"name": other.name})
        return code

    @staticmethod
    def has_file(organisation: Organisation) -> bool:
        return hasattr(organisation, "unit_file")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        department = data.get("kind") == Organisation.Kind.DEPARTMENT
        if department and not data.get("department"):
            self.add_error("department", _("政府部门要写明职能"))
        if not department and data.get("department"):
            self.add_error("department", _("只有政府部门才写职能"))
        in_order(data, self)
        known = self.own() or (None if self.errors else self.known(data))
        if known is not None and not self.errors:
            data["organisation"] = known
            if (data["kind"], data["department"]) != (known.kind, known.department):
                self.add_error("kind", _("%(name)s 已登记为%(kind)s，类别和职能不能改") % {
                    "name": known.name, "kind": known.get_kind_display()})  # fmt: skip
            if known.kind == Organisation.Kind.DEPARTMENT and data["region"] != known.region:
                self.add_error("region", _("政府部门的所在地不能改"))
        return data

    def known(self, data: dict[str, Any]) -> Organisation | None:
        """The organisation that is there without a file: by its credit code, else by its name in that region."""
        code, name, region = data.get("credit_code"), data.get("name"), data.get("region")
        found = find(Organisation, "credit_code", code) if code else []
        if not found and name and region:
            found = [
                o
                for o in find(Organisation, "name", name)
                if o.region_id == region.pk and (not code or o.credit_code in ("", code))
            ]
            if found and self.has_file(found[0]):
                self.add_error("name", _("%(region)s已有同名单位的档案") % {"region": region.name})
                return None
        return found[0] if found else None


class FactForm(ActionForm):
    """A fact the law asks about a unit, from which day, on what evidence."""

    fact = forms.ChoiceField(label=_("事实"), choices=fact_choices)
    value = forms.CharField(
        label=_("值"), max_length=100, help_text=_("是否写“是”“否”；日期写 2026-11-21；有固定选项的写选项的名称")
    )
    valid_from = day_field(_("起"))
    valid_to = day_field(_("止"), required=False)
    evidence = forms.CharField(label=_("依据"), max_length=300, help_text=_("文件名称和文号、登记证书或者其他凭证"))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        in_order(data, self)
        name, text = data.get("fact"), data.get("value")
        if name and text:
            try:
                data["value"] = plain(read(_code_of(name, text), UNIT_FACTS[name].type, name))
            except FactError as error:
                self.add_error("value", error.reason_en if _english() else error.reason_zh)
        self._free(data)
        typed = str(text or "").strip()
        told(self, data, lambda: "，".join((
            f"{_fact_words(data['fact'])}：{typed}", times(data["valid_from"], data["valid_to"]), data["evidence"],
        )))  # fmt: skip
        return data

    def _free(self, data: dict[str, Any]) -> None:
        """One value at a time: a later one ends the running one; any other overlap is told."""
        if self.errors or self.case is None or self.case.pk is None:
            return
        start, end = data["valid_from"], data.get("valid_to")
        for row in UnitFact.objects.filter(organisation=self.case.owner, name=data["fact"]):
            running = row.valid_to is None and row.valid_from < start
            apart = (row.valid_to is not None and row.valid_to < start) or (end is not None and end < row.valid_from)
            if not running and not apart:
                times = f"{row.valid_from:%Y-%m-%d} – {row.valid_to or ''}"
                self.add_error("valid_from", _("与已记录的 %(times)s 重叠，先结束那一条") % {"times": times})


class FactEndForm(ActionForm):
    """A fact that no longer holds, and its last day."""

    fact = forms.ModelChoiceField(label=_("事实"), queryset=UnitFact.objects.none())
    valid_to = day_field(_("最后一天"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.case is not None and self.case.pk:
            rows = UnitFact.objects.filter(organisation=self.case.owner, valid_to=None)
            field: Any = self.fields["fact"]
            field.queryset = rows
            field.label_from_instance = fact_line

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        row, end = data.get("fact"), data.get("valid_to")
        if row and end and end < row.valid_from:
            self.add_error("valid_to", _("早于起日"))
        told(self, data, lambda: f"{fact_line(data['fact'])}，至 {end}")
        return data


class FactStrikeForm(ActionForm):
    """A fact that was recorded by mistake, and why it is struck."""

    FRESH = frozenset({"note"})
    fact = forms.ModelChoiceField(label=_("事实"), queryset=UnitFact.objects.none())
    note = forms.CharField(
        label=_("理由"),
        max_length=1000,
        widget=forms.Textarea,
        help_text=_("错在哪里，凭什么知道；划去的不再算数，历史里留着"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.case is not None and self.case.pk:
            field: Any = self.fields["fact"]
            field.queryset = UnitFact.objects.filter(organisation=self.case.owner).order_by("-valid_from", "name")
            field.label_from_instance = fact_line

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        told(self, data, lambda: fact_line(data["fact"]))
        return data


class AppointForm(ActionForm):
    """Someone's role in the organisation; whoever has no account yet gets one."""

    username = forms.RegexField(
        r"^[\w.@+-]+$", label=_("用户名"), max_length=150, error_messages={"invalid": _("用字母、数字和 . @ + - _")}
    )
    display_name = forms.CharField(
        label=_("姓名"), max_length=60, required=False, help_text=_("还没有账户的人要写；已有账户的可以不写")
    )
    email = forms.EmailField(label=_("电子邮箱"), required=False, help_text=_("新账户凭它设置密码"))
    role = forms.ChoiceField(
        label=_("角色"), choices=Role.choices, error_messages={"invalid_choice": _("这类单位没有这个角色")}
    )
    valid_from = day_field(_("起"))
    valid_to = day_field(_("止"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.case is not None and self.case.pk:
            field: Any = self.fields["role"]
            owner = self.case.owner
            field.choices = [(code, label) for code, label in Role.choices if roles.fits(owner, code)]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        in_order(data, self)
        username = data.get("username")
        user = next(iter(find(User, "username", username)), None) if username else None
        data["user"] = user
        if username and user is None and not data.get("display_name"):
            self.add_error("display_name", _("没有 %(name)s 这个账户；要新建就写姓名") % {"name": username})
        if user is not None and data.get("display_name") not in ("", None, user.display_name):
            self.add_error("display_name", _("%(name)s 已是 %(who)s 的账户") % {"name": username, "who": user})
        if user is not None and user == self.by:
            self.add_error("username", _("不能给自己任职"))
        self._fits(data)
        told(self, data, lambda: post(user or data["display_name"], data["role"], data["valid_from"], data["valid_to"]))
        return data

    def _fits(self, data: dict[str, Any]) -> None:
        if self.errors or self.case is None or self.case.pk is None:
            return
        role, user, start, end = data["role"], data["user"], data["valid_from"], data.get("valid_to")
        other = roles.clashing(user, role, start, end)
        if other is not None:
            text = _("系统管理、安全管理、审计三个角色不能由同一人担任（现在是%(role)s）")
            self.add_error("role", text % {"role": other.get_role_display()})
        if user is not None and _overlapping(user, self.case.owner, role, start, end).exists():
            self.add_error("valid_from", _("这段时间已任此职"))


class PersonForm(ActionForm):
    """Which person on record a member's account stands for: what was completed and is rewarded under that name is theirs to see."""

    member = forms.ModelChoiceField(label=_("账户"), queryset=User.objects.none(), empty_label=_("（请选择）"))
    person = person_choice(
        _("人员"), Person.objects.none(), required=False,
        help_text=_("在本单位成果、奖励方案和人员记录里写着的人；没有就留空，按账户的姓名新记一个"),
    )  # fmt: skip
    orcid = forms.CharField(label="ORCID", max_length=19, required=False, help_text=_("有就写，同名的人凭它分开"))
    basis = forms.CharField(label=_("凭什么认定是本人"), max_length=200, help_text=_("例如当面核对证件，或者人事记录"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.case is not None and self.case.pk:
            posts = Membership.objects.on(clock.today()).filter(organisation=self.case.owner, substitute_for=None)
            field: Any = self.fields["member"]
            field.queryset = User.objects.filter(pk__in=posts.values("user"), is_active=True).order_by(
                "display_name", "pk"
            )
            field.label_from_instance = account_line
            choice: Any = self.fields["person"]
            choice.queryset = people_of(self.case.owner)

    def clean_orcid(self) -> str:
        text = self.cleaned_data.get("orcid", "").strip()
        return identifiers.orcid(text) if text else ""

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        account, person, orcid = data.get("member"), data.get("person"), data.get("orcid")
        if account is not None and account == self.by:
            self.add_error("member", _("不能给自己对上人员，由本单位另一位负责人或者登记部门办理"))
        other = User.objects.filter(person=person).exclude(pk=account.pk).first() if account and person else None
        if other is not None:
            self.add_error("person", _("已经是账户 %(name)s 的人员") % {"name": other.username})
        if person is not None and orcid and person.orcid and person.orcid != orcid:
            self.add_error("orcid", _("记录里写的是 %(orcid)s") % {"orcid": person.orcid})
        elif orcid and Person.objects.filter(orcid=orcid).exclude(pk=person.pk if person else 0).exists():
            self.add_error("orcid", _("这个 ORCID 已记在另一个人名下，请在“人员”里选那个人"))
        told(self, data, lambda: f"{account}（{data['member'].username}）＝{person or account}，{data['basis']}")
        return data


def account_line(user: User) -> str:
    """An account as it is offered: its name, and whom it stands for already."""
    note = user.username if user.person_id is None else gettext("%(name)s，已对上人员") % {"name": user.username}
    return with_note(str(user), note)


class DismissForm(ActionForm):
    """A membership that ends, and its last day."""

    member = forms.ModelChoiceField(label=_("任职"), queryset=Membership.objects.none())
    valid_to = day_field(_("最后一天"))
    note = forms.CharField(label=_("理由"), widget=forms.Textarea)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer_members(self, "member", substitutes=True)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        member, end = data.get("member"), data.get("valid_to")
        if member and end and end < member.valid_from:
            self.add_error("valid_to", _("早于起日"))
        told(self, data, lambda: post(data["member"].user, data["member"].role, data["member"].valid_from, end))
        return data


class SubstituteForm(ActionForm):
    """Who stands in for a member on leave, from when until when."""

    member = forms.ModelChoiceField(label=_("请假的人"), queryset=Membership.objects.none())
    username = forms.CharField(label=_("代理人的用户名"), max_length=150)
    valid_from = day_field(_("起"))
    valid_to = day_field(_("止"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer_members(self, "member", substitutes=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        in_order(data, self)
        username = data.get("username")
        user = next(iter(find(User, "username", username)), None) if username else None
        data["user"] = user
        if username and user is None:
            self.add_error("username", _("没有 %(name)s 这个账户") % {"name": username})
        if self.errors or self.case is None:
            return data
        member: Membership = data["member"]
        if member.user != self.by and not roles.staffs.test(self.by, self.case):
            self.add_error("member", _("只能给自己请假；别人的由本单位负责人办理"))
        if user == member.user:
            self.add_error("username", _("不能代理自己"))
        if data["valid_from"] < member.valid_from or (
            member.valid_to is not None and data["valid_to"] > member.valid_to
        ):
            self.add_error("valid_to", _("代理不能早于或者晚于被代理人的任职"))
        if roles.clashing(user, member.role, data["valid_from"], data["valid_to"]) is not None:
            self.add_error("username", _("系统管理、安全管理、审计三个角色不能由同一人担任"))
        if _overlapping(user, member.organisation, member.role, data["valid_from"], data["valid_to"]).exists():
            self.add_error("username", _("这段时间此人已任或者已代理此职"))
        told(self, data, lambda: f"{user} 代理 {post(member.user, member.role, data['valid_from'], data['valid_to'])}")
        return data


def _fact_words(name: str) -> str:
    return UNIT_FACTS[name].zh


def _code_of(name: str, text: str) -> str:
    """The code of an option named in words; what is no such name stays as typed."""
    kind = UNIT_FACTS[name].type
    if kind.kind is not Kind.CHOICE:
        return text
    wanted = text.strip().casefold()
    return next((o.id for o in kind.options if wanted in (o.zh.casefold(), o.en.casefold())), text)


def _offer_members(form: Any, name: str, *, substitutes: bool) -> None:
    if form.case is None or not form.case.pk:
        return
    rows = Membership.objects.filter(organisation=form.case.organisation).exclude(valid_to__lt=clock.today())
    if not substitutes:
        rows = rows.filter(substitute_for=None)
    form.fields[name].queryset = rows.select_related("user", "organisation")


def _overlapping(
    user: Any, organisation: Organisation, role: str, start: dt.date, end: dt.date | None
) -> QuerySet[Membership]:
    rows = Membership.objects.filter(user=user, organisation=organisation, role=role).exclude(valid_to__lt=start)
    return rows if end is None else rows.filter(valid_from__lte=end)
