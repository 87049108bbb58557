"""What is typed about a unit's management system."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kechuang.casework.cases.actions import ActionForm
from kechuang.casework.cases.choices import organisation_choice
from kechuang.casework.cases.forms import day_field
from kechuang.casework.parties.reach import reach_of
from kechuang.core.words import either
from kechuang.law.library import load


def contents() -> dict[str, str]:
    """The contents some text asks for, by name; an item several texts name stands once."""
    return {item.id: either(item.zh, item.en) for item in load().checklist_items("management_system.contents")}


class SystemForm(ActionForm):
    """A text for each content the law lists, or where it stands in the unit's rules."""

    title = forms.CharField(label=_("制度名称"), max_length=200)
    owner = organisation_choice(_("单位"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, label in contents().items():
            self.fields[f"content_{name}"] = forms.CharField(label=label, required=False, widget=forms.Textarea)

    def clean_owner(self) -> Any:
        owner = self.cleaned_data["owner"]
        if owner.pk not in reach_of(self.by).organisations:
            raise forms.ValidationError(_("不是你所在的单位"))
        return owner

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        data["contents"] = {
            name[8:]: data.get(name, "").strip() for name in self.fields if name.startswith("content_")
        }  # fmt: skip
        return data


class InForceForm(ActionForm):
    in_force_on = day_field(_("施行日"))
