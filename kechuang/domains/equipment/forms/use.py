"""What is typed about the use of equipment: by whom, when, how long, for how much."""

from __future__ import annotations

import datetime as dt
from decimal import ROUND_DOWN, Decimal
from typing import Any

from django import forms
from django.db.models import CharField, Q, QuerySet
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kechuang.casework.cases.actions import ActionForm
from kechuang.casework.cases.choices import organisation_choice
from kechuang.casework.cases.forms import day_field, money_field, not_in_future
from kechuang.core import clock
from kechuang.core.ui.choosing import Naming, SearchChoiceField
from kechuang.core.words import labelled
from kechuang.domains.equipment.models import Equipment, UsePeriod
from kechuang.domains.equipment.queries.uses import crowded


def _time_field(label: Any, help_text: Any = "") -> forms.TimeField:
    return forms.TimeField(
        label=label, required=False, help_text=help_text, error_messages={"invalid": _("时刻写成 09:30 这样")},
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
    )  # fmt: skip


class UseForm(ActionForm):
    """One use. The hours are typed, or told by the times of the day."""

    FRESH = frozenset({"purpose", "day_from", "day_to", "hours", "charge", "voucher", "user"})
    GROUPS = (
        (_("什么时候"), ("day_from", "day_to", "time_from", "time_to", "hours")),
        (_("谁用、做什么"), ("user", "organisation", "user_name", "purpose")),
        (_("收费"), ("charge", "voucher")),
    )

    day_from = day_field(_("使用日"))
    day_to = day_field(_("使用至"), required=False, help_text=_("按一段时间登记时填，不跨月；当天的不填"))
    time_from = _time_field(_("开始时刻"), _("例如 09:00"))
    time_to = _time_field(_("结束时刻"))
    hours = forms.DecimalField(
        label=_("机时（小时）"), required=False, max_digits=8, decimal_places=2, min_value=Decimal("0.01"),
        help_text=_("填了起止时刻的可以不填"),
    )  # fmt: skip
    user = forms.ChoiceField(label=_("使用方"), choices=(("", _("（请选择）")), *UsePeriod.User.choices))
    organisation = organisation_choice(
        pgettext_lazy("equipment", "使用单位"), required=False, help_text=_("外单位已在系统里的，写代码或者全称")
    )
    user_name = forms.CharField(
        label=_("使用单位名称"), max_length=200, required=False, help_text=_("外单位不在系统里的，写它的全称")
    )
    purpose = forms.CharField(label=_("用途"), max_length=300)
    charge = money_field(_("收费（元）"), required=False)
    voucher = forms.CharField(label=_("票据或者创新券号"), max_length=60, required=False)

    def clean_day_from(self) -> dt.date:
        day: dt.date = self.cleaned_data["day_from"]
        not_in_future(day)
        equipment = self.case
        if isinstance(equipment, Equipment) and day < equipment.acquired_on:
            raise forms.ValidationError(_("早于购置日 %(day)s") % {"day": equipment.acquired_on.isoformat()})
        return day

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if "day_from" not in data or "day_to" not in data:
            return data
        self._days(data)
        self._whose(data)
        if not self.errors:
            self._times(data)
        if not self.errors:
            self._room(data)
        data["charge"] = data.get("charge") or Decimal(0)
        return data

    def _days(self, data: dict[str, Any]) -> None:
        first = data["day_from"]
        last = data["day_to"] = data["day_to"] or first
        retired = getattr(self.case, "retired_on", None)
        if last < first:
            self.add_error("day_to", _("早于使用日"))
        elif (last.year, last.month) != (first.year, first.month):
            self.add_error("day_to", _("一行不跨月，分月登记"))
        elif last > clock.today():
            self.add_error("day_to", _("日期在今天之后"))
        elif retired is not None and last > retired:
            self.add_error("day_to", _("晚于报废日 %(day)s") % {"day": retired.isoformat()})

    def _whose(self, data: dict[str, Any]) -> None:
        known, name = data.get("organisation"), str(data.get("user_name") or "").strip()
        data["user_name"] = "" if known is not None else name
        if data.get("user") == UsePeriod.User.OWN:
            if known is not None or name:
                self.add_error("user", _("写了使用单位的是外单位使用"))
        elif data.get("user") == UsePeriod.User.OUTSIDE:
            if known is None and not name and "organisation" not in self.errors:
                self.add_error("user_name", _("外单位使用的，写使用单位或者它的名称"))
            elif known is not None and self.case is not None and known.pk == self.case.owner_id:
                self.add_error("organisation", _("这是仪器所属的平台，使用方选“本平台”"))

    def _times(self, data: dict[str, Any]) -> None:
        start, end = data.get("time_from"), data.get("time_to")
        data["starts_at"] = data["ends_at"] = None
        if (start is None) != (end is None):
            self.add_error("time_to" if end is None else "time_from", _("开始和结束时刻要一起填"))
        elif start is not None and end is not None:
            data["starts_at"] = dt.datetime.combine(data["day_from"], start, clock.CHINA)
            data["ends_at"] = dt.datetime.combine(data["day_to"], end, clock.CHINA)
            span = data["ends_at"] - data["starts_at"]
            if span <= dt.timedelta(0):
                self.add_error("time_to", _("不晚于开始时刻"))
            elif data.get("hours") is None:
                data["hours"] = (Decimal(span // dt.timedelta(seconds=1)) / 3600).quantize(Decimal("0.01"), ROUND_DOWN)
            elif data["hours"] * 3600 > span // dt.timedelta(seconds=1):
                self.add_error("hours", _("比起止时刻之间的时间长"))
        if not self.errors and data.get("hours") is None:
            self.add_error("hours", _("填机时，或者填起止时刻"))

    def _room(self, data: dict[str, Any]) -> None:
        """The time must be free, and a day has no more than 24 hours whatever is recorded of it."""
        days = (data["day_to"] - data["day_from"]).days + 1
        if data["hours"] > 24 * days:
            self.add_error("hours", _("%(days)d 天最多 %(most)d 小时") % {"days": days, "most": 24 * days})
            return
        if not isinstance(self.case, Equipment):
            return
        rows = self.case.uses.standing()
        if data["starts_at"] is not None:
            other = rows.filter(starts_at__lt=data["ends_at"], ends_at__gt=data["starts_at"]).first()
            if other is not None:
                self.add_error("time_from", labelled(str(_("这段时间已有使用记录")), str(other)))
                return
        full = crowded(self.case, data["day_from"], data["day_to"], data["hours"])
        if full is not None:
            self.add_error("hours", _("加上已登记的，%(first)s 至 %(last)s 超过了每天 24 小时") % {
                "first": full[0].isoformat(), "last": full[1].isoformat(),
            })  # fmt: skip


def _suggest_uses(rows: QuerySet[UsePeriod], text: str) -> QuerySet[UsePeriod]:
    """The latest in which every word stands: a day or the beginning of one, who used it, what for, its receipt."""
    for word in text.split():
        found = Q(user_name__icontains=word) | Q(organisation__name__icontains=word) | Q(purpose__icontains=word)
        found |= Q(voucher__startswith=word)
        if word[:4].isdigit():
            rows = rows.annotate(day_text=Cast("day_from", CharField()))
            found |= Q(day_text__startswith=word)
        rows = rows.filter(found)
    return rows.select_related("organisation").order_by("-day_to", "-pk")


USES = Naming(
    paths=("voucher",),
    text=lambda row: f"{row} #{row.pk}",
    about=lambda row: row.purpose,
    suggest=_suggest_uses,
    hint=_("写使用日、使用单位、用途或者票据号，从提示里选"),
)


class StrikeForm(ActionForm):
    """A row that was wrong, and why; the right one is recorded anew."""

    FRESH = frozenset({"reason"})
    use = SearchChoiceField(UsePeriod.objects.none(), naming=USES, label=_("使用记录"))
    reason = forms.CharField(label=_("作废理由"), max_length=300)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if isinstance(self.case, Equipment):
            self.fields["use"].queryset = self.case.uses.standing()  # type: ignore[attr-defined]
