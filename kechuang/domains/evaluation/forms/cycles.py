"""What is typed of the next round after a cycle evaluation."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kechuang.casework.cases.actions import ActionForm
from kechuang.domains.evaluation import cycles

CHOOSE = ("", _("（请选择）"))
LONG = forms.Textarea


class NextRoundForm(ActionForm):
    """Whether it passed; and the form and support of the next round, unless the law allows none."""

    passed = forms.ChoiceField(
        label=_("周期综合评价"), choices=[CHOOSE, ("yes", _("符合条件")), ("no", _("不符合条件"))]
    )
    other_exit_case = forms.BooleanField(label=_("有其他退出情形的记录"), required=False)
    form = forms.CharField(label=_("下一轮合作形式"), widget=LONG, required=False)
    support = forms.CharField(label=_("下一轮支持内容"), widget=LONG, required=False)
    reasons = forms.CharField(label=_("理由"), widget=LONG)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if self.errors or self.case is None:
            return data
        data["passed"] = data["passed"] == "yes"
        evaluation: Any = self.case.specific()
        said = cycles.exit_finding(evaluation, passed=data["passed"], other=data["other_exit_case"])
        if said.value is not True:
            for name in ("form", "support"):
                if not data.get(name):
                    self.add_error(name, _("开展下一轮合作的，写明形式和支持内容"))
        return data
