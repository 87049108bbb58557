"""What is typed about an inspection."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kechuang.casework.cases.actions import ActionForm
from kechuang.casework.cases.choices import case_choice
from kechuang.casework.cases.forms import day_field
from kechuang.casework.cases.models import Case
from kechuang.domains.funding.models import Inspection
from kechuang.domains.platforms.models import Platform
from kechuang.domains.transformations.forms.deals import chosen
from kechuang.domains.transformations.forms.money import PastForm


class InspectionForm(ActionForm):
    """What is to be looked at and when; how long the place does not look again."""

    platform = case_choice(_("平台"), Platform.objects.exclude(state="exited"))
    project = case_choice(
        _("检查的项目"), Case.objects.none(), required=False, help_text=_("平台名下的案件；不填就是平台本身")
    )
    subject = chosen(_("检查事项"), Inspection.Subject.choices)
    planned_on = day_field(_("拟检查日"))
    interval_months = forms.IntegerField(
        label=_("本地规定的不重复检查间隔（月）"), min_value=1, max_value=120, required=False,
        help_text=_("法规没有写明间隔；当地有规定的填写"),
    )  # fmt: skip
    interval_document = forms.CharField(label=_("间隔的依据"), max_length=100, required=False)
    repeats = forms.CharField(
        label=_("再次检查的理由"), widget=forms.Textarea, max_length=2000, required=False,
        help_text=_("间隔内再查的，或者没有规定间隔而查过的，写明理由"),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, rows in (("platform", Platform.objects.exclude(state="exited")), ("project", Case.objects.all())):
            choice = self.fields[name]
            assert isinstance(choice, forms.ModelChoiceField)
            choice.queryset = rows.visible_to(self.by)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("interval_months") and not data.get("interval_document", "").strip():
            self.add_error("interval_document", _("写明规定间隔的文件"))
        project, platform = data.get("project"), data.get("platform")
        if project is not None and platform is not None and project.owner_id != platform.owner_id:
            self.add_error("project", _("这一案件不在这个平台名下"))
        return data


class ResultForm(PastForm):
    """When it was looked at and what was found."""

    DAY = "done_on"

    done_on = day_field(_("检查日"))
    result = forms.CharField(label=_("检查结果"), widget=forms.Textarea, max_length=4000)
