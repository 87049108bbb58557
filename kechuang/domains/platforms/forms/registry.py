"""What is typed about a platform."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kechuang.casework.cases.actions import ActionForm
from kechuang.casework.cases.choices import organisation_choice, organisation_choices
from kechuang.casework.cases.forms import RegionField, day_field, not_in_future
from kechuang.casework.cases.lookups import find
from kechuang.casework.parties import identifiers
from kechuang.casework.parties.models import Organisation
from kechuang.domains.platforms.models import CLASSES, LEVELS, Platform

LARGEST_FLOOR = 10_000_000
"""Square metres: ten square kilometres, more than any park; beyond, a unit was mistaken."""
EARLIEST = dt.date(1900, 1, 1)


class PlatformForm(ActionForm):
    """A platform and the organisation that is it; the organisation is found by its credit code or made."""

    GROUPS = (
        (_("是谁"), ("title", "name_en", "credit_code", "region", "legal_form", "website", "address", "floor_area")),
        (
            _("由谁设立"),
            ("origin", "introducing_entity", "founders", "founded_on", "established_by", "operating_since"),
        ),
        (_("做什么"), ("platform_class", "fields_of_industry", "directions")),
    )

    title = forms.CharField(label=_("名称"), max_length=200)
    name_en = forms.CharField(label=_("英文名称"), max_length=200, required=False)
    credit_code = forms.CharField(label=_("统一社会信用代码"), max_length=18, required=False)
    region = RegionField(label=_("所在地"))
    platform_class = forms.ChoiceField(label=_("类型"), choices=CLASSES)
    origin = forms.ChoiceField(label=_("设立资金"), choices=Platform.Origin.choices)
    legal_form = forms.ChoiceField(label=_("法人形式"), choices=Platform.LegalForm.choices)
    fields_of_industry = forms.CharField(
        label=_("产业领域"), required=False, help_text=_("多个领域用分号隔开"), max_length=500
    )
    directions = forms.CharField(label=_("主攻方向"), required=False, widget=forms.Textarea)
    introducing_entity = organisation_choice(
        _("引进责任主体"), Organisation.objects.filter(kind=Organisation.Kind.DEPARTMENT), required=False
    )
    founders = organisation_choices(
        _("共建主体"), Organisation.objects.exclude(kind=Organisation.Kind.PLATFORM), required=False
    )
    founded_on = day_field(_("设立日"))
    established_by = forms.CharField(
        label=_("设立依据"), max_length=300, required=False,
        help_text=_("批准设立的文件或者登记证书的名称和文号；类型、设立资金和法人形式自设立日起凭它认定，不写就凭本登记"),
    )  # fmt: skip
    operating_since = day_field(_("约定运营起算日"), required=False)
    address = forms.CharField(label=_("地址"), max_length=200, required=False)
    floor_area = forms.IntegerField(label=_("场地面积（平方米）"), required=False, min_value=0, max_value=LARGEST_FLOOR)
    website = forms.URLField(label=_("网址"), required=False, assume_scheme="https")

    def clean_credit_code(self) -> str:
        code = self.cleaned_data.get("credit_code", "")
        if not code:
            return ""
        code = identifiers.credit_code(code)
        own = self.case.pk if self.case is not None else None
        other = next((p for p in find(Platform, "owner__credit_code", code) if p.pk != own), None)
        if other is not None:
            raise forms.ValidationError(_("这个代码已登记为 %(number)s %(title)s") % vars(other))
        return code

    def clean_fields_of_industry(self) -> list[str]:
        text = self.cleaned_data.get("fields_of_industry", "").replace("；", ";").replace("、", ";")
        return list(dict.fromkeys(part.strip() for part in text.split(";") if part.strip()))

    def clean_founded_on(self) -> dt.date:
        day: dt.date = self.cleaned_data["founded_on"]
        not_in_future(day)
        if day < EARLIEST:
            raise forms.ValidationError(_("早于 %(day)s") % {"day": EARLIEST.isoformat()})
        return day

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        founded, since = data.get("founded_on"), data.get("operating_since")
        if founded and since and since < founded:
            self.add_error("operating_since", _("早于设立日 %(day)s") % {"day": founded.isoformat()})
        return data


class RecognitionForm(ActionForm):
    name = forms.CharField(label=_("认定类型"), max_length=100)
    level = forms.ChoiceField(label=_("级别"), choices=LEVELS)
    authority = forms.CharField(label=_("认定机关"), max_length=200)
    document = forms.CharField(label=_("文号"), max_length=100, required=False)
    valid_from = day_field(_("认定日"))
    valid_to = day_field(_("有效期至"), required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        start, end = data.get("valid_from"), data.get("valid_to")
        if start and end and end < start:
            self.add_error("valid_to", _("早于认定日"))
        return data


class StartOperationForm(ActionForm):
    operating_since = day_field(_("约定运营起算日"))

    def clean_operating_since(self) -> dt.date:
        day: dt.date = self.cleaned_data["operating_since"]
        founded = getattr(self.case, "founded_on", None)
        if founded is not None and day < founded:
            raise forms.ValidationError(_("早于设立日 %(day)s") % {"day": founded.isoformat()})
        return day
