"""What is typed of an evaluation scheme and its tree."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kechuang.casework.cases.actions import ActionForm
from kechuang.casework.cases.choices import case_choice
from kechuang.core.ui.plain import NumberField
from kechuang.domains.evaluation.models import SCHEME_CLASSES, Scheme, SchemeNode
from kechuang.domains.platforms.models import Platform
from kechuang.domains.platforms.queries.filing import department_of
from kechuang.domains.platforms.queries.indicators import find, indicator_choices

CHOOSE = ("", _("（请选择）"))


class YearForm(ActionForm):
    year = forms.IntegerField(label=_("年度"), min_value=2000, max_value=2100)
    document = forms.CharField(label=_("文号"), max_length=100, required=False)


class DraftSchemeForm(YearForm):
    """Whose indicators they are to be, and of which year."""

    field_order = ("platform_class",)
    platform_class = forms.ChoiceField(label=_("平台类型"), choices=[CHOOSE, *SCHEME_CLASSES])


class CarryOverForm(YearForm):
    """Which earlier indicators go on, and for which year."""

    field_order = ("scheme",)
    scheme = case_choice(_("沿用的指标体系"), Scheme.objects.filter(adopted_on__isnull=False))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        department = department_of(self.by) if self.by is not None else None
        if department is not None:
            rows = Scheme.objects.filter(adopted_on__isnull=False, place=department.region_id)
            self.fields["scheme"].queryset = rows  # type: ignore[attr-defined]  # a choice of rows

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        scheme, year = data.get("scheme"), data.get("year")
        if scheme is not None and year is not None and year < scheme.year:
            self.add_error("year", _("早于所沿用的 %(year)d 年度") % {"year": scheme.year})
        return data


class NodeForm(ActionForm):
    """One node of the tree; the same code again replaces it."""

    GROUPS = ((_("取值和计分"), ("kind", "indicator", "measure", "full_at", "direction", "criteria")),)

    code = forms.CharField(label=_("代码"), max_length=20, help_text=_("例如 A1；写已有的代码就是修改它"))
    name = forms.CharField(label=_("指标"), max_length=100)
    name_en = forms.CharField(label=_("英文名称"), max_length=100, required=False)
    parent = forms.CharField(
        label=_("上级代码"), max_length=20, required=False, help_text=_("所属指标组的代码；第一级不填")
    )
    weight = NumberField(
        label=_("权重（%）"), min_value=0, max_value=100, max_digits=7, decimal_places=4,
        help_text=_("占上级的百分比；同一上级之下合计 100"),
    )  # fmt: skip
    position = forms.IntegerField(label=_("序号"), min_value=0, max_value=9999, required=False)
    platform = case_choice(
        _("专设平台"), Platform.objects.exclude(state="exited"), required=False, help_text=_("共同指标不填")
    )
    kind = forms.ChoiceField(label=_("取值方式"), choices=[CHOOSE, *SchemeNode.Kind.choices])
    indicator = forms.ChoiceField(
        label=_("系统指标"), choices=lambda: [CHOOSE, *indicator_choices()], required=False, help_text=_("定量指标必填")
    )
    measure = forms.ChoiceField(
        label=_("计分依据"), choices=[CHOOSE, *SchemeNode.Measure.choices], required=False, help_text=_("定量指标必填")
    )
    full_at = NumberField(
        label=_("满分值"),
        min_value=0,
        max_digits=18,
        decimal_places=2,
        required=False,
        help_text=_("按满分值计分时必填"),
    )
    direction = forms.ChoiceField(
        label=_("方向"), choices=[CHOOSE, *SchemeNode.Direction.choices], required=False, help_text=_("不选为越高越好")
    )
    criteria = forms.CharField(label=_("评分标准"), widget=forms.Textarea, max_length=4000, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.by is not None:
            rows = Platform.objects.visible_to(self.by).exclude(state="exited")
            self.fields["platform"].queryset = rows  # type: ignore[attr-defined]  # a choice of rows

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        nodes = {node.code: node for node in self.case.nodes.all()} if isinstance(self.case, Scheme) else {}
        self._place(data, nodes)
        if data.get("weight") == 0:
            self.add_error("weight", _("权重要大于 0；不用的指标删去"))
        if data.get("kind") == SchemeNode.Kind.RECORD:
            self._recorded(data)
        elif data.get("kind"):
            for name in ("indicator", "measure", "full_at"):
                if data.get(name):
                    self.add_error(name, _("只有定量指标填这一栏"))
        return data

    def _place(self, data: dict[str, Any], nodes: dict[str, SchemeNode]) -> None:
        above, own = data.get("parent") or "", nodes.get(data.get("code") or "")
        data["above"] = None
        if above:
            data["above"] = parent = nodes.get(above)
            if parent is None:
                self.add_error("parent", _("没有代码是 %(code)s 的指标组") % {"code": above})
                return
            if parent.kind != SchemeNode.Kind.GROUP:
                self.add_error("parent", _("%(code)s 是指标，不是指标组") % {"code": above})
            platform = data.get("platform")
            if parent.platform_id is not None and (platform is None or platform.pk != parent.platform_id):
                self.add_error("platform", _("上级是专设指标组，要选同一平台"))
            ids = {node.pk: node for node in nodes.values()}
            higher: SchemeNode | None = parent
            while own is not None and higher is not None:
                if higher.pk == own.pk:
                    self.add_error("parent", _("不能放在自己之下"))
                    return
                higher = ids.get(higher.parent_id or 0)
        below = [node for node in nodes.values() if own is not None and node.parent_id == own.pk]
        if below and data.get("kind") not in (None, SchemeNode.Kind.GROUP):
            self.add_error("kind", _("它之下还有指标，只能是指标组"))
        platform = data.get("platform")
        if any(node.platform_id != getattr(platform, "pk", None) for node in below) and platform is not None:
            self.add_error("platform", _("它之下有别的平台的或者共同的指标"))

    def _recorded(self, data: dict[str, Any]) -> None:
        if not data.get("indicator"):
            self.add_error("indicator", _("定量指标要选一个系统指标"))
        measure, full = data.get("measure"), data.get("full_at")
        if not measure:
            self.add_error("measure", _("选按什么计分"))
        elif measure == SchemeNode.Measure.FIXED and not full:
            self.add_error("full_at", _("按满分值计分，要写满分值，大于 0"))
        elif measure == SchemeNode.Measure.TARGET and full is not None:
            self.add_error("full_at", _("按年度目标计分，不写满分值"))


class DropNodeForm(ActionForm):
    node = forms.ModelChoiceField(
        label=_("指标"), queryset=SchemeNode.objects.none(), help_text=_("指标组连同它之下的指标一起删去")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if isinstance(self.case, Scheme):
            self.fields["node"].queryset = self.case.nodes.all()  # type: ignore[attr-defined]  # a choice of rows


def indicator_words(code: str) -> str:
    """An indicator of the register in words."""
    known = find(code)
    return str(known.label) if known is not None else code
