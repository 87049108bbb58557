"""What is typed about a meeting of a council: when and where, the agenda, who comes, how they vote."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kechuang.casework.cases.actions import ActionForm
from kechuang.casework.cases.choices import case_choice
from kechuang.casework.cases.forms import day_field
from kechuang.casework.cases.models import Case
from kechuang.casework.parties.models import Membership, Role, User
from kechuang.casework.parties.reach import reach_of
from kechuang.core import clock
from kechuang.domains.platforms.forms.parts import choose
from kechuang.domains.platforms.models import AgendaItem, Attendance, Council, CouncilMember, Meeting, Vote
from kechuang.domains.platforms.queries.council import matters


def keeps_minutes(by: Any, meeting: Meeting) -> bool:
    """Whether a person records the meeting: the platform's manager, or the introducing entity's clerk or leader."""
    reach = reach_of(by)
    parties = [p.organisation_id for p in meeting.parties.all() if p.role == "introducing"]
    return reach.acts_for(meeting.owner_id, (Role.PLATFORM_MANAGER,)) or any(
        reach.acts_for(one, (Role.CLERK, Role.LEADER)) for one in parties
    )


class WhenForm(ActionForm):
    held_on = day_field(_("开会日"))
    mode = forms.ChoiceField(label=_("方式"), choices=Meeting.Mode.choices)
    place = forms.CharField(label=_("地点或者会议号"), max_length=200)

    def clean_held_on(self) -> dt.date:
        day: dt.date = self.cleaned_data["held_on"]
        if day <= clock.today():
            raise forms.ValidationError(_("应在今天之后"))
        return day


class MeetingForm(WhenForm):
    field_order = ("council", "title")
    council = case_choice(pgettext_lazy("one", "理事会"), Council.objects.filter(state="seated"))
    title = forms.CharField(label=_("会议名称"), max_length=200)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.by is not None:
            choose(self, "council", Council.objects.visible_to(self.by).filter(state="seated"))


class ItemForm(ActionForm):
    """A motion for the agenda; the case it is about, if there is one, so that its resolution serves that case."""

    title = forms.CharField(label=_("议题"), max_length=200)
    matter = forms.ChoiceField(label=_("事项类别"), choices=lambda: list(matters().items()))
    motion = forms.CharField(label=_("提请审议的内容"), widget=forms.Textarea, max_length=4000)
    subject = forms.CharField(
        label=_("所涉案件编号"), max_length=20, required=False, help_text=_("例如年度计划、内部制度的编号；没有就不填")
    )

    def clean_subject(self) -> Case | None:
        number = self.cleaned_data["subject"].strip()
        if not number:
            return None
        found: Case | None = Case.objects.visible_to(self.by).filter(number=number).first()
        if found is None:
            raise forms.ValidationError(_("没有这个编号的案件，或者不归你看"))
        return found


class DropItemForm(ActionForm):
    item = forms.ModelChoiceField(label=_("议题"), queryset=AgendaItem.objects.all())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if isinstance(self.case, Meeting):
            choose(self, "item", self.case.items.all())


class MemberForm(ActionForm):
    """A step for one member. Who keeps the minutes may take any; everyone else only their own seat."""

    member = forms.ModelChoiceField(label=_("委员"), queryset=CouncilMember.objects.all())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if isinstance(self.case, Meeting):
            choose(self, "member", self._open_to(self.case))
            own = self.fields["member"].queryset.filter(account=self.by).first()  # type: ignore[attr-defined]  # it chooses among rows
            if own is not None:
                self.fields["member"].initial = own.pk

    def _open_to(self, meeting: Meeting) -> Any:
        members = meeting.council.members_on(meeting.held_on)
        return members if keeps_minutes(self.by, meeting) else members.filter(account=self.by)

    def clean_member(self) -> CouncilMember:
        member: CouncilMember = self.cleaned_data["member"]
        assert isinstance(self.case, Meeting)
        if Vote.objects.filter(member=member, item__meeting=self.case).exists():
            raise forms.ValidationError(_("已经表决，出席情况不再改"))
        return member


class AttendForm(MemberForm):
    attend = forms.ChoiceField(
        label=_("出席方式"), choices=[c for c in Attendance.Mode.choices if c[0] != Attendance.Mode.PROXY]
    )


class ProxyForm(MemberForm):
    """A member who cannot come asks another in writing: a fellow member, or someone of the same organisation."""

    proxy_account = forms.ModelChoiceField(
        label=_("受托人账户"), queryset=User.objects.filter(is_active=True), required=False,
        help_text=_("其他委员，或者委派单位的人员；有账户的可以自己登录表决"),
    )  # fmt: skip
    proxy_name = forms.CharField(label=_("受托人姓名"), max_length=60, required=False)
    letter = forms.CharField(
        label=_("委托书"),
        widget=forms.Textarea,
        max_length=2000,
        help_text=_("写明委托谁、就哪些议题、怎样表决、起止日期"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if isinstance(self.case, Meeting):
            members = self.case.council.members_on(self.case.held_on)
            senders = members.values("delegated_by_id")
            colleagues = Membership.objects.on(clock.today()).filter(organisation_id__in=senders).values("user_id")
            choose(self, "proxy_account", User.objects.filter(is_active=True, pk__in=colleagues))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        account, member = data.get("proxy_account"), data.get("member")
        if "proxy_account" not in self.errors and account is None and not str(data.get("proxy_name") or "").strip():
            self.add_error("proxy_name", _("写明委托谁"))
        if account is None or member is None or not isinstance(self.case, Meeting):
            return data
        if account == member.account:
            self.add_error("proxy_account", _("不能委托自己"))
        colleague = Membership.objects.on(clock.today()).filter(user=account, organisation=member.delegated_by).exists()
        if not colleague and not self.case.council.members_on(self.case.held_on).filter(account=account).exists():
            self.add_error("proxy_account", _("受托人须是其他委员，或者委派单位的人员"))
        data["proxy_name"] = str(data.get("proxy_name") or "").strip() or str(account)
        return data


class ConveneForm(ActionForm):
    presided_by = forms.ModelChoiceField(label=_("主持人"), queryset=CouncilMember.objects.all())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if isinstance(self.case, Meeting):
            there = self.case.attendances.filter(mode__in=("in_person", "remote")).values("member_id")
            members = self.case.council.members_on(self.case.held_on).filter(pk__in=there)
            choose(self, "presided_by", members)
            first = members.first()
            self.fields["presided_by"].initial = first.pk if first else None


class VoteForm(ActionForm):
    """One member's votes on the matters of the meeting; left open where they have not voted yet."""

    member = forms.ModelChoiceField(label=_("委员"), queryset=CouncilMember.objects.all())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.items: list[AgendaItem] = []
        if not isinstance(self.case, Meeting):
            return
        members = self.may_vote_for(self.case)
        choose(self, "member", members)
        first = members.filter(account=self.by).first() or members.first()
        self.fields["member"].initial = first.pk if first else None
        self.items = list(self.case.items.all())
        for item in self.items:
            self.fields[f"item_{item.pk}"] = forms.ChoiceField(
                label=str(item), choices=[("", "—"), *Vote.Choice.choices], required=False, help_text=item.motion[:200]
            )

    def may_vote_for(self, meeting: Meeting) -> Any:
        """Oneself when present, those who gave a proxy, and for who keeps the minutes those present without an account."""
        there = meeting.attendances.exclude(mode=Attendance.Mode.ABSENT)
        own = Q(account=self.by) & Q(pk__in=there.exclude(mode=Attendance.Mode.PROXY).values("member_id"))
        asked = Q(pk__in=there.filter(proxy_account=self.by).values("member_id"))
        open_ = own | asked
        if keeps_minutes(self.by, meeting):
            shown = there.exclude(mode=Attendance.Mode.PROXY).filter(member__account=None)
            letters = there.filter(mode=Attendance.Mode.PROXY, proxy_account=None)
            open_ |= Q(pk__in=shown.values("member_id")) | Q(pk__in=letters.values("member_id"))
        return meeting.council.members_on(meeting.held_on).filter(open_)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        member = data.get("member")
        cast = {item: data[f"item_{item.pk}"] for item in self.items if data.get(f"item_{item.pk}")}
        if member is not None:
            before = set(Vote.objects.filter(member=member, item__in=list(cast)).values_list("item_id", flat=True))
            for item in cast:
                if item.pk in before:
                    self.add_error(f"item_{item.pk}", _("%(name)s 已就此表决，不能再投") % {"name": member.name})
            if not cast:
                self.add_error(None, _("一项也没有选"))
        data["cast"] = list(cast.items())
        return data


class ConcludeForm(ActionForm):
    summary = forms.CharField(label=_("会议情况"), widget=forms.Textarea, max_length=4000, help_text=_("写进会议纪要"))


class MinutesForm(ActionForm):
    summary = forms.CharField(label=_("会议情况"), widget=forms.Textarea, max_length=4000)
