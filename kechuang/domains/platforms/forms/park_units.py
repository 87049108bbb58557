"""What is typed about units of parks and enclaves."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kechuang.casework.cases.actions import ActionForm
from kechuang.casework.cases.choices import case_choice, organisation_choice
from kechuang.casework.cases.forms import RegionField, day_field
from kechuang.casework.parties.models import Organisation
from kechuang.domains.platforms.forms.parts import past_day
from kechuang.domains.platforms.models import ParkUnit, Platform


class UnitForm(ActionForm):
    """A unit, where it lies and whose it is."""

    title = forms.CharField(label=_("名称"), max_length=200)
    unit_kind = forms.ChoiceField(label=_("类别"), choices=ParkUnit.Kind.choices)
    region = RegionField(label=_("所在地"))
    owner = organisation_choice(
        _("管理机构"),
        Organisation.objects.filter(kind=Organisation.Kind.DEPARTMENT),
        help_text=_("园区或者飞地的管理机构"),
    )
    home_region = RegionField(label=_("飞出地"), required=False, help_text=_("飞地单位必填：由哪里设立"))
    enterprise = organisation_choice(
        _("设立企业"), Organisation.objects.filter(kind=Organisation.Kind.ENTERPRISE), required=False
    )
    platform = case_choice(_("所设平台"), Platform.objects.exclude(state="exited"), required=False)
    established_on = day_field(_("设立日"))
    address = forms.CharField(label=_("地址"), max_length=200)

    def clean_established_on(self) -> Any:
        return past_day(self.cleaned_data["established_on"])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        enclave, home, here = data.get("unit_kind") == "enclave", data.get("home_region"), data.get("region")
        if enclave and home is None:
            self.add_error("home_region", _("飞地单位要写由哪里设立"))
        if not enclave and home is not None:
            self.add_error("home_region", _("园区单位不填飞出地"))
        if enclave and home is not None and here is not None and here.code.startswith(home.prefix):
            self.add_error("region", _("飞地不在飞出地之内"))
        return data


class RequestForm(ActionForm):
    needed_area = forms.IntegerField(label=_("申请用房（平方米）"), min_value=1, max_value=1_000_000)
    note = forms.CharField(label=_("用途和要求"), widget=forms.Textarea, max_length=2000)


class SecureForm(ActionForm):
    secured_on = day_field(_("保障日"))
    secured_area = forms.IntegerField(label=_("已保障用房（平方米）"), min_value=1, max_value=1_000_000)

    def clean_secured_on(self) -> dt.date | None:
        day = past_day(self.cleaned_data["secured_on"])
        asked = getattr(self.case, "requested_on", None)
        if day is not None and asked is not None and day < asked:
            raise forms.ValidationError(_("早于申请日 %(day)s") % {"day": asked.isoformat()})
        return day
