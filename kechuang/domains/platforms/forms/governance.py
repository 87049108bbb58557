"""What is typed about a council: its charter, its members, its director."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kechuang.casework.cases.actions import ActionForm
from kechuang.casework.cases.choices import case_choice
from kechuang.casework.cases.forms import day_field, items_field
from kechuang.casework.parties.models import Membership, Organisation, User, in_force_on
from kechuang.core import clock
from kechuang.domains.platforms.facts.governance import cofounders_of
from kechuang.domains.platforms.forms.parts import choose, past_day
from kechuang.domains.platforms.models import (
    MAJORITIES,
    QUORUMS,
    Council,
    CouncilMember,
    Platform,
    Resolution,
)
from kechuang.domains.platforms.queries.council import usable


class CharterForm(ActionForm):
    """What the co-founders agree on: purpose, how the council meets and decides, what is reserved to it."""

    purpose = forms.CharField(label=_("宗旨"), widget=forms.Textarea, max_length=2000)
    scope = forms.CharField(label=_("业务范围"), widget=forms.Textarea, max_length=2000)
    charter = forms.CharField(label=_("章程名称和文号"), max_length=200)
    charter_on = day_field(_("章程日期"))
    notice_days = forms.IntegerField(label=_("会议提前通知天数"), min_value=1, max_value=60, initial=10)
    quorum = forms.ChoiceField(label=_("开会须有"), choices=QUORUMS, initial="two_thirds")
    majority = forms.ChoiceField(label=_("一般事项通过须有"), choices=MAJORITIES, initial="half_present")
    reserved_majority = forms.ChoiceField(label=_("审定事项通过须有"), choices=MAJORITIES, initial="two_thirds_all")
    term_years = forms.IntegerField(label=_("委员任期（年）"), min_value=1, max_value=10, initial=3)
    reserved = items_field("council.reserved_matters", label=_("由理事会审定的事项"), required=False)
    autonomy = items_field("autonomy.fields", label=_("赋予平台的自主权"), required=False)
    provisions = items_field("cofounder.provisions", label=_("共建主体已提供的保障"), required=False)

    def clean_charter_on(self) -> Any:
        return past_day(self.cleaned_data["charter_on"])


class CouncilForm(CharterForm):
    """A council to be formed for a platform."""

    field_order = ("platform", "title")
    platform = case_choice(_("平台"), Platform.objects.exclude(state="exited"))
    title = forms.CharField(label=_("名称"), max_length=200)

    def clean_platform(self) -> Platform:
        platform: Platform = self.cleaned_data["platform"]
        other = platform.councils.filter(dissolved_on=None).first()
        if other is not None:
            raise forms.ValidationError(_("已有 %(number)s %(title)s") % vars(other))
        return platform


class ResolutionForm(ActionForm):
    """A step that rests on a resolution: those adopted on its matter and not yet carried out are offered."""

    MATTER = "major_matters"

    resolution = forms.ModelChoiceField(
        label=_("依据的决议"), queryset=Resolution.objects.all(), required=False,
        help_text=_("只列出已通过、还没有执行的决议"),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.case is not None:
            choose(self, "resolution", usable(self.case.platform, self.MATTER, self.case))  # type: ignore[attr-defined]  # every case of governance has its platform


class AmendCharterForm(ResolutionForm, CharterForm):
    """A change of the charter; a seated council decides it."""


class DelegateForm(ActionForm):
    """A member whom a co-founder sends into the council."""

    delegated_by = forms.ModelChoiceField(label=_("委派单位"), queryset=Organisation.objects.all())
    name = forms.CharField(label=_("姓名"), max_length=60)
    account = forms.ModelChoiceField(
        label=_("账户"), queryset=User.objects.filter(is_active=True), required=False,
        help_text=_("委派单位的账户；没有账户的，由会议记录人代为登记表决"),
    )  # fmt: skip
    position = forms.ChoiceField(label=_("职务"), choices=CouncilMember.Position.choices, initial="member")
    document = forms.CharField(label=_("委派文件"), max_length=200)
    valid_from = day_field(_("任期起"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if isinstance(self.case, Council):
            parties = [one.pk for one in cofounders_of(self.case.platform)]
            choose(self, "delegated_by", Organisation.objects.filter(pk__in=parties))
            posts = Membership.objects.on(clock.today()).filter(organisation_id__in=parties)
            choose(self, "account", User.objects.filter(is_active=True, pk__in=posts.values("user_id")))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        council, start, account = self.case, data.get("valid_from"), data.get("account")
        if not isinstance(council, Council) or start is None:
            return data
        end = data["valid_to"] = _years_on(start, council.term_years) - dt.timedelta(days=1)
        overlapping = council.members.filter(valid_from__lte=end, valid_to__gte=start)
        if data.get("position") == "chair" and (other := overlapping.filter(position="chair").first()):
            self.add_error("position", _("%(name)s 任理事长到 %(day)s") % {"name": other.name, "day": other.valid_to})
        if account is not None:
            if overlapping.filter(account=account).exists():
                self.add_error("account", _("这个账户在任期内已是委员"))
            sender = data.get("delegated_by")
            posts = Membership.objects.on(clock.today()).filter(user=account, organisation=sender)
            if sender is not None and not posts.exists():
                self.add_error("account", _("不是委派单位的人员"))
        return data


def _years_on(day: dt.date, years: int) -> dt.date:
    """The same day so many years on; the last of February where there is no 29th."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


class RecallForm(ActionForm):
    member = forms.ModelChoiceField(label=_("委员"), queryset=CouncilMember.objects.all())
    last_day = day_field(_("任职到"))
    reason = forms.CharField(label=_("免去文件和原因"), max_length=300)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if isinstance(self.case, Council):
            choose(self, "member", self.case.members.filter(in_force_on(clock.today())))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        member, day = data.get("member"), data.get("last_day")
        if member is not None and day is not None and not member.valid_from <= day <= member.valid_to:
            self.add_error("last_day", _("不在任期之内"))
        return data


class AppointForm(ResolutionForm):
    """A director, by the resolution that appoints them, and the fields they answer for."""

    MATTER = "appointments"

    name = forms.CharField(label=_("院长（主任）姓名"), max_length=60)
    valid_from = day_field(_("任职起"))
    fields_of_duty = items_field("director.fields", label=_("负总责的事项"), required=False)

    def clean_valid_from(self) -> dt.date:
        day: dt.date = self.cleaned_data["valid_from"]
        council = self.case
        assert isinstance(council, Council)
        last = council.appointments.order_by("-valid_from").first()
        if last is not None and day <= last.valid_from:
            raise forms.ValidationError(_("不晚于上一任的任职日 %(day)s") % {"day": last.valid_from})
        return day


class RemoveForm(ResolutionForm):
    """The director leaves, by the resolution that removes them."""

    MATTER = "appointments"

    last_day = day_field(_("任职到"))
    reason = forms.CharField(label=_("免去原因"), max_length=300)

    def clean_last_day(self) -> dt.date:
        day: dt.date = self.cleaned_data["last_day"]
        council = self.case
        assert isinstance(council, Council)
        now = council.appointments.filter(valid_to=None).first()
        if now is not None and day < now.valid_from:
            raise forms.ValidationError(_("早于任职日 %(day)s") % {"day": now.valid_from})
        return day


__all__ = [
    "AmendCharterForm", "AppointForm", "CharterForm", "CouncilForm", "DelegateForm", "RecallForm", "RemoveForm",
    "ResolutionForm",
]  # fmt: skip
