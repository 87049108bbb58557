"""What is typed about an expert."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kechuang.casework.cases.actions import ActionForm
from kechuang.casework.cases.choices import organisation_choice
from kechuang.casework.cases.forms import day_field
from kechuang.casework.parties import identifiers
from kechuang.casework.parties.models import Organisation, Person
from kechuang.casework.reviews.models import Conflict, Expert
from kechuang.casework.reviews.schemes import Side
from kechuang.casework.reviews.words import field_word, fields_of, law_fields
from kechuang.core import clock
from kechuang.core.words import labelled

BOND_HELP = _(
    "每条写“关系:对方”，用分号隔开。关系写任职、亲属、合作署名、投资或者其他，对方写单位全称、信用代码或者姓名"
)


def fields_field() -> forms.CharField:
    return forms.CharField(
        label=_("专业领域"), max_length=300, help_text=_("多个领域用分号隔开，例如 新材料；集成电路；法律"),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip


class _Profile(ActionForm):
    """What a file says of an expert, whoever fills it in."""

    PRIVATE = frozenset({"email", "orcid", "bonds"})

    organisation = organisation_choice(_("所在单位"))
    side = forms.ChoiceField(label=_("代表方面"), choices=Side.choices)
    expertise = fields_field()
    post = forms.CharField(label=_("职称或职务"), max_length=60, required=False)
    about = forms.CharField(label=_("简介"), required=False, widget=forms.Textarea, max_length=2000)

    def clean_expertise(self) -> list[str]:
        fields = fields_of(self.cleaned_data["expertise"])
        if not fields:
            raise forms.ValidationError(_("至少写一个领域"))
        if long := [word for word in fields if len(word) > 60]:
            raise forms.ValidationError(_("“%(word)s”太长，领域之间用分号隔开") % {"word": long[0][:20]})
        return fields


class ExpertForm(_Profile):
    """An expert entered by the department that keeps the pool; also a row of a spreadsheet."""

    name = forms.CharField(label=_("姓名"), max_length=60)
    email = forms.EmailField(label=_("电子邮箱"), required=False, help_text=_("入库时据此建立账户"))
    orcid = forms.CharField(label="ORCID", max_length=19, required=False)
    bonds = forms.CharField(label=_("利害关系"), required=False, widget=forms.Textarea, help_text=BOND_HELP)
    field_order = ("name", "organisation", "side", "expertise", "post", "email", "orcid", "about", "bonds")

    def clean_orcid(self) -> str:
        text = self.cleaned_data.get("orcid", "").strip()
        return identifiers.orcid(text) if text else ""

    def clean_bonds(self) -> list[dict[str, Any]]:
        return read_bonds(self.cleaned_data.get("bonds", ""))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        person = known_person(data)
        taken = Expert.objects.filter(person=person).first() if person is not None else None
        if taken is not None:
            self.add_error("name", _("已在库：%(number)s，可以在原档案上办理") % {"number": taken.number})
        data["person"] = person
        return data


def known_person(data: dict[str, Any]) -> Person | None:
    """The person whom ORCID or address and name name, if there already."""
    if data.get("orcid"):
        return Person.objects.filter(orcid=data["orcid"]).first()
    if data.get("email") and data.get("name"):
        return Person.objects.filter(email__iexact=data["email"], name=data["name"]).first()
    return None


def read_bonds(text: str) -> list[dict[str, Any]]:
    """任职:某公司；亲属:张三 -> what a Conflict is made of. Raises ValidationError at what cannot be read."""
    words = {str(kind.label): kind.value for kind in Conflict.Kind} | {
        "其他": Conflict.Kind.OTHER.value, **{k.value: k.value for k in Conflict.Kind},
    }  # fmt: skip
    found = []
    for part in text.replace("；", ";").replace("\n", ";").split(";"):
        if not part.strip():
            continue
        kind, _colon, whom = part.replace("：", ":").partition(":")
        code, whom = words.get(kind.strip()), whom.strip()
        if code is None or not whom:
            raise forms.ValidationError(_("“%(part)s”读不懂：写“关系:对方”") % {"part": part.strip()})
        organisation = Organisation.objects.filter(name=whom).first()
        if organisation is None:
            organisation = Organisation.objects.filter(credit_code=whom.upper()).first() if len(whom) == 18 else None
        found.append({"kind": code, "organisation": organisation, "person_name": "" if organisation else whom[:60]})
    return found


class ApplyForm(_Profile):
    """Someone asks to be taken into a pool."""

    keeper = organisation_choice(
        _("向哪个科技主管部门申请"),
        Organisation.objects.filter(
            kind=Organisation.Kind.DEPARTMENT, department=Organisation.Department.ST, valid_to=None
        ),
    )
    bonds = forms.CharField(label=_("利害关系"), required=False, widget=forms.Textarea, help_text=BOND_HELP)
    field_order = ("keeper", "organisation", "side", "expertise", "post", "about", "bonds")

    def clean_bonds(self) -> list[dict[str, Any]]:
        return read_bonds(self.cleaned_data.get("bonds", ""))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        person = getattr(self.by, "person_id", None)
        if person and (old := Expert.objects.filter(person_id=person).first()):
            raise forms.ValidationError(_("你已有专家档案 %(number)s") % {"number": old.number})
        return data


class AmendForm(_Profile):
    """The file as it is now."""


class SuspendForm(ActionForm):
    note = forms.CharField(label=_("理由"), widget=forms.Textarea)
    until = day_field(_("暂停到"), required=False, help_text=_("不写则到恢复为止"))

    def clean_until(self) -> dt.date | None:
        day: dt.date | None = self.cleaned_data.get("until")
        if day is not None and day < clock.today():
            raise forms.ValidationError(_("日期已过"))
        return day


class ConflictForm(ActionForm):
    """A bond to an organisation or a person."""

    PRIVATE = frozenset({"person_name", "remark"})

    kind = forms.ChoiceField(label=_("关系"), choices=Conflict.Kind.choices)
    organisation = organisation_choice(_("与哪个单位"), required=False)
    person_name = forms.CharField(label=_("与哪个人"), max_length=60, required=False)
    valid_from = day_field(_("起"))
    valid_to = day_field(_("止"), required=False)
    source = forms.ChoiceField(label=_("来源"), choices=Conflict.Source.choices)
    remark = forms.CharField(label=_("说明"), max_length=300, required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not self.errors and not data.get("organisation") and not data.get("person_name", "").strip():
            self.add_error("organisation", _("写单位或者姓名"))
        start, end = data.get("valid_from"), data.get("valid_to")
        if start and end and end < start:
            self.add_error("valid_to", _("早于起日"))
        return data


def _conflict_words(conflict: Any) -> str:
    return labelled(str(conflict.get_kind_display()), str(conflict.organisation or conflict.person_name))


class EndConflictForm(ActionForm):
    conflict = forms.ModelChoiceField(label=_("哪一条"), queryset=Conflict.objects.none())
    ended_on = day_field(_("止"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice = self.fields["conflict"]
        assert isinstance(choice, forms.ModelChoiceField)
        choice.queryset = Conflict.objects.filter(expert_id=getattr(self.case, "pk", None) or 0, valid_to=None)
        choice.label_from_instance = _conflict_words  # type: ignore[assignment, method-assign]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        conflict, day = data.get("conflict"), data.get("ended_on")
        if conflict and day and day < conflict.valid_from:
            self.add_error("ended_on", _("早于起日"))
        return data


def field_suggestions() -> list[str]:
    """The fields the law's lists name, in the words of the page."""
    return [field_word(code) for code in law_fields()]
