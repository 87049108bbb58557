"""What is typed of an evaluation scheme and its tree."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from kechuang.casework.cases.actions import ActionForm
from kechuang.domains.evaluation.models import SCHEME_CLASSES


class DraftSchemeForm(ActionForm):
    """Whose indicators they are to be, and of which year."""

    platform_class = forms.ChoiceField(label=_("平台类型"), choices=[("", _("（请选择）")), *SCHEME_CLASSES])
    year = forms.IntegerField(label=_("年度"), min_value=2000, max_value=2100)
    document = forms.CharField(label=_("文号"), max_length=100, required=False)
