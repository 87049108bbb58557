"""What is typed about the people of a platform."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kechuang.casework.cases.actions import ActionForm
from kechuang.casework.cases.forms import day_field, not_in_future
from kechuang.casework.cases.lookups import find
from kechuang.casework.parties import identifiers
from kechuang.casework.parties.models import Person
from kechuang.core.crypto import digest
from kechuang.domains.platforms.models import Staff


class EmployForm(ActionForm):
    """Someone who works for the platform; a person already known is found by ID number or ORCID."""

    PRIVATE = frozenset({"id_number", "phone", "email"})

    name = forms.CharField(label=_("姓名"), max_length=60)
    id_number = forms.CharField(
        label=_("公民身份号码"), max_length=18, required=False, help_text=_("加密保存，显示时遮盖")
    )
    orcid = forms.CharField(label="ORCID", max_length=19, required=False)
    phone = forms.CharField(label=_("电话"), max_length=20, required=False, help_text=_("加密保存，显示时遮盖"))
    email = forms.EmailField(label=_("电子邮箱"), required=False)
    capacity = forms.ChoiceField(label=_("岗位"), choices=Staff.Capacity.choices)
    valid_from = day_field(_("起"))
    valid_to = day_field(_("止"), required=False)

    def clean_id_number(self) -> str:
        text = self.cleaned_data.get("id_number", "")
        return identifiers.citizen_number(text) if text else ""

    def clean_orcid(self) -> str:
        text = self.cleaned_data.get("orcid", "")
        return identifiers.orcid(text) if text else ""

    def clean_valid_from(self) -> Any:
        day = self.cleaned_data["valid_from"]
        not_in_future(day)
        return day

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        start, end = data.get("valid_from"), data.get("valid_to")
        if start and end and end < start:
            self.add_error("valid_to", _("早于起日"))
        if self.errors or self.case is None:
            return data
        data["person"] = person = self._known(data)
        rows = Staff.objects.filter(platform_id=self.case.pk, valid_to=None)
        if (
            data["capacity"] == Staff.Capacity.DIRECTOR
            and end is None
            and (held := rows.filter(capacity=data["capacity"]).first())
        ):
            self.add_error("capacity", _("%(who)s 还在任，先录入离任") % {"who": held.person})
        if person is not None and rows.filter(person=person, capacity=data["capacity"]).exists():
            self.add_error("name", _("此人已在这个岗位上"))
        return data

    def _known(self, data: dict[str, Any]) -> Person | None:
        found = find(Person, "id_digest", digest(data["id_number"])) if data["id_number"] else []
        if not found and data["orcid"]:
            found = find(Person, "orcid", data["orcid"])
        if found and found[0].name != data["name"]:
            self.add_error("name", _("这个号码登记的是另一个姓名"))
        return found[0] if found else None


class ReleaseForm(ActionForm):
    """Someone who leaves the platform, and their last day."""

    staff = forms.ModelChoiceField(label=_("人员"), queryset=Staff.objects.none())
    valid_to = day_field(_("最后一天"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.case is not None:
            field: Any = self.fields["staff"]
            field.queryset = Staff.objects.filter(platform_id=self.case.pk, valid_to=None).select_related("person")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        row, end = data.get("staff"), data.get("valid_to")
        if row and end and end < row.valid_from:
            self.add_error("valid_to", _("早于起日"))
        return data
