"""How the clauses of an instrument are narrowed: kind, field of work, executable, force, words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy, pgettext_lazy

from kechuang.core.ui.citing import FORCE_TAGS, KINDS
from kechuang.law.model import Instrument
from kechuang.web.law.shelf import Filters

MODULES: dict[str, Promise] = {
    "policy": gettext_lazy("总则与政策"),
    "platforms": gettext_lazy("平台"),
    "governance": gettext_lazy("治理"),
    "agreements": gettext_lazy("共建协议"),
    "funding": gettext_lazy("资金"),
    "evaluation": gettext_lazy("绩效评价"),
    "projects": pgettext_lazy("areas", "项目"),
    "tasks": gettext_lazy("攻关"),
    "achievements": gettext_lazy("成果"),
    "transformation": gettext_lazy("成果转化"),
    "rewards": gettext_lazy("奖励"),
    "notices": gettext_lazy("公示"),
    "market": gettext_lazy("技术市场"),
    "vouchers": gettext_lazy("创新券"),
    "equipment": gettext_lazy("仪器共享"),
    "services": gettext_lazy("服务"),
    "supervision": gettext_lazy("监督"),
    "reports": gettext_lazy("报告"),
    "statistics": gettext_lazy("统计"),
}


def module_words(module: str) -> str:
    return str(MODULES.get(module, module))


class ClauseFilter(forms.Form):
    """Every field optional; a value that is no choice narrows nothing and says so under the field."""

    kind = forms.ChoiceField(label=gettext_lazy("类别"), required=False)
    module = forms.ChoiceField(label=gettext_lazy("领域"), required=False)
    force = forms.ChoiceField(label=gettext_lazy("约束力"), required=False)
    executable = forms.ChoiceField(
        label=gettext_lazy("能否计算"),
        required=False,
        choices=[("", gettext_lazy("不限")), ("yes", gettext_lazy("能")), ("no", gettext_lazy("不能"))],
    )
    q = forms.CharField(label=gettext_lazy("词语"), required=False, max_length=80)

    def __init__(self, data: Mapping[str, Any] | None, *, law: Instrument) -> None:
        super().__init__(data)
        clauses = law.clauses.values()
        every = [("", gettext_lazy("不限"))]
        self._choices("kind", every, [(k, KINDS.get(k, k)) for k in dict.fromkeys(c.kind for c in clauses)])
        self._choices("module", every, [(m, MODULES.get(m, m)) for m in dict.fromkeys(c.module for c in clauses)])
        self._choices("force", every, [(str(f), FORCE_TAGS[f]) for f in dict.fromkeys(c.force for c in clauses)])

    def _choices(self, name: str, every: list[Any], found: list[Any]) -> None:
        self.fields[name].choices = [*every, *found]  # type: ignore[attr-defined]  # ChoiceField, typed as Field

    @property
    def filters(self) -> Filters:
        if not self.is_bound:
            return Filters()
        self.is_valid()
        return Filters(**{name: self.cleaned_data.get(name, "") for name in self.fields})
