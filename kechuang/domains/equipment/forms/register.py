"""What is typed about equipment itself."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kechuang.casework.cases.actions import ActionForm
from kechuang.casework.cases.choices import case_choice
from kechuang.casework.cases.forms import RegionField, day_field, money_field, not_in_future
from kechuang.casework.cases.lookups import find
from kechuang.core import clock
from kechuang.domains.equipment.models import Equipment, Purchase, Stage
from kechuang.domains.equipment.models.register import MOST_HOURS
from kechuang.domains.platforms.models import Platform

EARLIEST = dt.date(1950, 1, 1)
_CHOOSE = ("", _("（请选择）"))
OPENNESS = (_CHOOSE, *Equipment.Openness.choices)
OPEN_WAYS = (_CHOOSE, *((code, label) for code, label in Equipment.Openness.choices if code != "not_shared"))


def _condition(form: forms.Form, data: dict[str, Any]) -> None:
    """What is not open to everybody says why or on what conditions."""
    if data.get("openness") not in (None, "", Equipment.Openness.SHARED) and not data.get("openness_note"):
        form.add_error("openness_note", _("有条件开放的写明条件，不开放的写明理由"))


class EquipmentForm(ActionForm):
    """A piece of equipment: what it is, whose, where, and how others may use it."""

    GROUPS = (
        (_("是什么"), ("platform", "title", "model_name", "maker", "category", "asset_number", "value", "acquired_on", "purchase")),
        (_("在哪里、找谁"), ("region", "place", "operator", "contact")),
        (_("怎么开放"), ("openness*", "open_since", "services", "price_*", "hours_available")),
    )  # fmt: skip

    platform = case_choice(_("平台"), Platform.objects.exclude(state="exited"))
    title = forms.CharField(label=_("仪器名称"), max_length=200)
    model_name = forms.CharField(label=_("规格型号"), max_length=100)
    maker = forms.CharField(label=_("生产厂商"), max_length=100, required=False)
    category = forms.CharField(
        label=_("仪器类别"), max_length=60, required=False, help_text=_("例如 分析仪器、工艺试验设备")
    )
    asset_number = forms.CharField(
        label=_("资产编号"), max_length=40, required=False, help_text=_("单位资产账上的编号，同一平台不重复")
    )
    value = money_field(_("原值（元）"))
    acquired_on = day_field(_("购置日"))
    region = RegionField(label=_("所在地"), required=False, help_text=_("不选就是平台所在地"))
    place = forms.CharField(label=_("安放地点"), max_length=200, required=False)
    operator = forms.CharField(
        label=_("机组负责人"), max_length=60, required=False, help_text=_("随名录公布，可以只写机组名称")
    )
    contact = forms.CharField(
        label=_("预约联系方式"), max_length=100, required=False, help_text=_("随名录公布，写办公电话或者邮箱")
    )
    openness = forms.ChoiceField(label=_("开放情况"), choices=OPENNESS)
    openness_note = forms.CharField(label=_("开放条件或者不开放的理由"), max_length=300, required=False)
    open_since = day_field(
        _("开放起"), required=False, help_text=_("登记以前已经对外开放的，写从哪天起；不写就从登记之日起")
    )
    services = forms.CharField(label=_("服务内容"), required=False, widget=forms.Textarea, max_length=2000)
    price_outside = money_field(_("对外收费（元/小时）"), required=False)
    price_own = money_field(_("内部收费（元/小时）"), required=False)
    hours_available = forms.IntegerField(
        label=_("年额定机时（小时）"),
        min_value=1,
        max_value=MOST_HOURS,
        help_text=_("全年可以开机的小时数，利用率以它为准"),
    )
    purchase = case_choice(
        _("购置申请"), Purchase.objects.filter(state="approved"), required=False,
        help_text=_("经过购置审查的，选那件申请"),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.by is not None:
            self.fields["purchase"].queryset = Purchase.objects.visible_to(self.by).filter(state="approved")  # type: ignore[attr-defined]
        if self.case is not None and self.case.pk is not None:
            # What was bought by a review stays with it; a register entry does not move to another platform; since when it
            # is open has its own steps.
            del self.fields["purchase"], self.fields["platform"], self.fields["open_since"]

    def clean_acquired_on(self) -> dt.date:
        day: dt.date = self.cleaned_data["acquired_on"]
        not_in_future(day)
        if day < EARLIEST:
            raise forms.ValidationError(_("早于 %(day)s") % {"day": EARLIEST.isoformat()})
        first = None if self.case is None or self.case.pk is None else self._first_use()
        if first is not None and day > first:
            raise forms.ValidationError(_("晚于第一条使用记录 %(day)s") % {"day": first.isoformat()})
        return day

    def _first_use(self) -> dt.date | None:
        rows = self.case.uses.standing()  # type: ignore[union-attr]
        day: dt.date | None = rows.order_by("day_from").values_list("day_from", flat=True).first()
        return day

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        _condition(self, data)
        number, platform = data.get("asset_number"), data.get("platform")
        own = self.case.pk if self.case is not None else None
        if own is not None:
            platform = self.case.platform  # type: ignore[union-attr]
        if number and platform is not None:
            other = next(
                (e for e in find(Equipment, "asset_number", number) if e.platform_id == platform.pk and e.pk != own),
                None,
            )
            if other is not None:
                self.add_error("asset_number", _("这个资产编号已登记为 %(number)s %(title)s") % vars(other))
        self._since(data)
        bought = data.get("purchase")
        if bought is not None and platform is not None and bought.platform_id != platform.pk:
            self.add_error("purchase", _("这件申请是另一家平台的"))
        return data

    def _since(self, data: dict[str, Any]) -> None:
        since, acquired = data.get("open_since"), data.get("acquired_on")
        if since is None:
            return
        if since > clock.today():
            self.add_error("open_since", _("日期在今天之后"))
        elif acquired is not None and since < acquired:
            self.add_error("open_since", _("早于购置日 %(day)s") % {"day": acquired.isoformat()})
        elif data.get("openness") == Equipment.Openness.NOT_SHARED:
            self.add_error("open_since", _("不开放的不写开放起始日"))


class OpenForm(ActionForm):
    """How others may use it, and for how much."""

    openness = forms.ChoiceField(label=_("开放情况"), choices=OPEN_WAYS)
    openness_note = forms.CharField(label=_("开放条件"), max_length=300, required=False)
    price_outside = money_field(_("对外收费（元/小时）"), required=False)
    services = forms.CharField(label=_("服务内容"), required=False, widget=forms.Textarea, max_length=2000)
    contact = forms.CharField(label=_("预约联系方式"), max_length=100, required=False)
    on = day_field(_("开放日"))

    def clean_on(self) -> dt.date:
        return day_after(self, "on", getattr(self.case, "acquired_on", None), _("早于购置日 %(day)s"))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        _condition(self, data)
        return data


class CloseForm(ActionForm):
    FRESH = frozenset({"note", "on"})
    on = day_field(_("停止开放日"))
    note = forms.CharField(label=_("不开放的理由"), max_length=300)

    def clean_on(self) -> dt.date:
        running = None if self.case is None else self.case.stages.filter(code="sharing", ended_on=None).first()  # type: ignore[attr-defined]
        return day_after(self, "on", running.began_on if running else None, _("早于开放日 %(day)s"))


class StageForm(ActionForm):
    """A stage of management that others than the register itself bring about: monitoring, policy support."""

    FRESH = frozenset({"note", "on"})
    code = forms.ChoiceField(
        label=_("管理环节"), choices=(_CHOOSE, *((c.value, c.label) for c in (Stage.Code.MONITORING, Stage.Code.SUPPORT))),
        help_text=_("信息登记和开放共享随登记、开放自动记录"),
    )  # fmt: skip
    on = day_field(_("起"))
    note = forms.CharField(label=_("办了什么"), max_length=300, help_text=_("例如 接入共享平台在线监测、核定开放补助"))

    def clean_on(self) -> dt.date:
        return day_after(self, "on", getattr(self.case, "acquired_on", None), _("早于购置日 %(day)s"))

    def clean_code(self) -> str:
        code: str = self.cleaned_data["code"]
        if self.case is not None and self.case.stages.filter(code=code, ended_on=None).exists():  # type: ignore[attr-defined]
            raise forms.ValidationError(_("这个环节已在进行"))
        return code


class EndStageForm(ActionForm):
    FRESH = frozenset({"note", "on"})
    stage = forms.ModelChoiceField(label=_("管理环节"), queryset=Stage.objects.none(), empty_label=_("（请选择）"))
    on = day_field(_("止"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.case is not None:
            rows = self.case.stages.filter(ended_on=None, code__in=("monitoring", "support"))  # type: ignore[attr-defined]
            self.fields["stage"].queryset = rows  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        stage, day = data.get("stage"), data.get("on")
        if stage is not None and day is not None and day < stage.began_on:
            self.add_error("on", _("早于起日"))
        return data


class DownForm(ActionForm):
    FRESH = frozenset({"note"})
    note = forms.CharField(label=_("停用的原因"), widget=forms.Textarea, max_length=1000)


class RetireForm(ActionForm):
    FRESH = frozenset({"note"})
    retired_on = day_field(_("报废日"))
    note = forms.CharField(label=_("理由"), widget=forms.Textarea, max_length=1000)

    def clean_retired_on(self) -> dt.date:
        day = day_after(self, "retired_on", getattr(self.case, "acquired_on", None), _("早于购置日 %(day)s"))
        last = None
        if self.case is not None:
            last = self.case.uses.standing().order_by("-day_to").values_list("day_to", flat=True).first()  # type: ignore[attr-defined]
        if last is not None and day < last:
            raise forms.ValidationError(_("早于最后一条使用记录 %(day)s") % {"day": last.isoformat()})
        return day


class PublishForm(ActionForm):
    """Nothing to say: what stands in the register is what is published."""


def day_after(form: forms.Form, name: str, first: dt.date | None, text: Any) -> dt.date:
    """A day that has come, and not before another."""
    day: dt.date = form.cleaned_data[name]
    not_in_future(day)
    if first is not None and day < first:
        raise forms.ValidationError(text % {"day": first.isoformat()})
    return day
