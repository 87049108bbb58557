"""Writers of meetings: planned, called with agenda and notice, attended, voted, concluded with resolutions, minuted."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from django.db.models import Max
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kechuang.casework.cases.actions import Ask, action
from kechuang.casework.cases.forms import NoteForm
from kechuang.casework.cases.standard import attachment_for
from kechuang.casework.documents import services as documents
from kechuang.casework.documents.models import Document
from kechuang.casework.documents.papers import FORMATS, written
from kechuang.casework.inbox import services as inbox
from kechuang.core import clock
from kechuang.core.numbering import next_number
from kechuang.core.permissions import Ground, Refusal
from kechuang.core.words import day_words
from kechuang.domains.platforms.actions.decisions import RESERVED
from kechuang.domains.platforms.actions.participants import (
    SECRETARY,
    chair,
    founder,
    manager,
    proxy_holder,
    secretary,
    share,
    sitting_member,
)
from kechuang.domains.platforms.facts.governance import cofounders_of
from kechuang.domains.platforms.forms import meetings as forms
from kechuang.domains.platforms.models import AgendaItem, Attendance, Meeting, Resolution, Vote
from kechuang.domains.platforms.papers.minutes import minutes_paper
from kechuang.domains.platforms.queries import voting

Data = Mapping[str, Any]
DECIDES = "keqiao-2025-draft:s4.1.a"
_CALLER = _("由平台管理人员、引进责任主体，或者理事长、副理事长办理")
_MEMBER = _("由在任委员办理，会议记录人可代为登记")


@action(
    Meeting,
    label=_("筹备会议"),
    creates=True,
    by=manager | chair,
    who=_("由平台管理人员，或者理事长、副理事长办理"),
    form=forms.MeetingForm,
    cites=DECIDES,
)
def plan(meeting: Meeting, *, data: Data, by: Any) -> Callable[[], None]:
    """Open a meeting of a seated council."""
    council = meeting.council = data["council"]
    meeting.title, meeting.owner, meeting.region = data["title"], council.owner, council.region
    _when(meeting, data)
    return lambda: share(meeting, council.platform)


def _when(meeting: Meeting, data: Data) -> None:
    meeting.held_on, meeting.mode, meeting.place = data["held_on"], data["mode"], data["place"]


@action(
    Meeting,
    label=_("改期改地点"),
    stays=("planned",),
    by=secretary | chair,
    who=_CALLER,
    form=forms.WhenForm,
)
def reschedule(meeting: Meeting, *, data: Data, by: Any) -> None:
    """Another day or place, before the members are told."""
    _when(meeting, data)


@action(
    Meeting,
    label=_("列入议题"),
    stays=("planned",),
    by=secretary | sitting_member,
    who=_("由委员提出，或者由平台管理人员、引进责任主体列入"),
    form=forms.ItemForm,
    cites=[DECIDES, "quzhou-2024:art4.p1.b"],
    main=True,
)
def add_item(meeting: Meeting, *, data: Data, by: Any) -> list[AgendaItem]:
    """Put a motion on the agenda."""
    last = meeting.items.aggregate(last=Max("position"))["last"] or 0
    fields = {name: data[name] for name in ("title", "matter", "motion", "subject")}
    return [AgendaItem(meeting=meeting, position=last + 1, **fields)]


@action(
    Meeting,
    label=_("撤下议题"),
    stays=("planned",),
    by=secretary | chair,
    who=_CALLER,
    form=forms.DropItemForm,
)
def drop_item(meeting: Meeting, *, data: Data, by: Any) -> Callable[[], None]:
    """Take a motion off the agenda."""
    return lambda: data["item"].delete() and None


def _may_call(meeting: Meeting, *, data: Data, by: Any) -> list[Refusal]:
    days, earliest = meeting.council.notice_days, clock.today() + dt.timedelta(days=meeting.council.notice_days)
    if not meeting.items.exists():
        return [Refusal(Ground.LAW, gettext("还没有议题；通知要写明议题"), (RESERVED,))]
    if meeting.held_on < earliest:
        text = gettext("章程要求提前 %(days)d 天通知，今天发通知最早可在 %(day)s 开会；请先改期") % {
            "days": days, "day": day_words(earliest, weekday=False),
        }  # fmt: skip
        return [Refusal(Ground.LAW, text, (RESERVED,))]
    return []


@action(
    Meeting,
    label=_("发出会议通知"),
    moves={"planned": "called"},
    by=secretary | chair,
    who=_CALLER,
    law=_may_call,
    cites=DECIDES,
    asks=[
        Ask("attend", to=lambda case, data: cofounders_of(case.council.platform), text=_("出席理事会会议或者书面委托"))
    ],
    main=True,
)
def call(meeting: Meeting, *, data: Data, by: Any) -> Callable[[], None]:
    """Tell the members, with the agenda and as many days ahead as the charter asks; from now on the agenda stands."""
    meeting.called_on = clock.today()
    meeting.members_total = meeting.council.members_on(meeting.held_on).count()

    def finish() -> None:
        accounts = [m.account for m in meeting.council.members_on(meeting.held_on) if m.account is not None]
        text = inbox.worded(
            _("%(title)s：%(day)s，%(place)s"),
            title=meeting.title,
            day=partial(day_words, meeting.held_on),
            place=meeting.place,
        )
        inbox.tell(accounts, "todo", text, case_id=meeting.pk)

    return finish


def _attend(meeting: Meeting, member: Any, by: Any, mode: str, **proxy: Any) -> Callable[[], None]:
    fields = {"proxy_name": "", "proxy_account": None, "letter": "", **proxy}

    def finish() -> None:
        Attendance.objects.update_or_create(
            meeting=meeting, member=member, defaults={"mode": mode, "recorded_by": by, **fields}
        )
        names = meeting.council.members_on(meeting.held_on).filter(delegated_by=member.delegated_by)
        if not names.exclude(pk__in=meeting.attendances.values("member_id")).exists():
            inbox.close_todos(meeting, ("attend",), member.delegated_by)

    return finish


@action(
    Meeting,
    label=_("登记出席"),
    stays=("called", "open"),
    by=secretary | sitting_member,
    who=_MEMBER,
    form=forms.AttendForm,
    cites=DECIDES,
)
def attend(meeting: Meeting, *, data: Data, by: Any) -> Callable[[], None]:
    """A member comes, joins remotely, or does not come."""
    return _attend(meeting, data["member"], by, data["attend"])


@action(
    Meeting,
    label=_("书面委托"),
    stays=("called", "open"),
    by=secretary | sitting_member,
    who=_MEMBER,
    form=forms.ProxyForm,
    cites=DECIDES,
)
def give_proxy(meeting: Meeting, *, data: Data, by: Any) -> Callable[[], None]:
    """A member who cannot come lets another vote in their place, by a letter that is kept."""
    proxy = {name: data[name] for name in ("proxy_name", "proxy_account", "letter")}
    return _attend(meeting, data["member"], by, Attendance.Mode.PROXY, **proxy)


def _quorum(meeting: Meeting) -> list[Refusal]:
    counted = voting.count(meeting)
    if counted.quorate:
        return []
    text = gettext("不够法定人数：在任 %(total)d 人，出席 %(present)d 人，章程要求 %(needed)d 人") % {
        "total": counted.total, "present": counted.present, "needed": counted.needed,
    }  # fmt: skip
    return [Refusal(Ground.LAW, text, (RESERVED,))]


def _may_convene(meeting: Meeting, *, data: Data, by: Any) -> list[Refusal]:
    if clock.today() < meeting.held_on:
        text = gettext("还没有到通知的开会日")
        return [Refusal(Ground.LAW, text, (RESERVED,), opens_on=meeting.held_on)]
    return _quorum(meeting)


@action(
    Meeting,
    label=_("宣布开会"),
    moves={"called": "open"},
    by=secretary | chair,
    who=_CALLER,
    form=forms.ConveneForm,
    law=_may_convene,
    cites=DECIDES,
    settles=("attend",),
    main=True,
)
def convene(meeting: Meeting, *, data: Data, by: Any) -> None:
    """Open the meeting on its day, with its quorum."""
    meeting.convened_on, meeting.presided_by = clock.today(), data["presided_by"]
    meeting.members_total = voting.count(meeting).total


@action(
    Meeting,
    label=_("表决"),
    stays=("open",),
    by=sitting_member | proxy_holder | secretary,
    who=_("由出席的委员或者受托人表决；没有账户的，会议记录人代为登记"),
    form=forms.VoteForm,
    cites=DECIDES,
    main=True,
)
def vote(meeting: Meeting, *, data: Data, by: Any) -> list[Vote]:
    """One vote a member and matter, for, against or abstaining; it stands."""
    return [Vote(item=item, member=data["member"], choice=choice, cast_by=by) for item, choice in data["cast"]]


def _may_conclude(meeting: Meeting, *, data: Data, by: Any) -> list[Refusal]:
    said = _quorum(meeting)
    if not said and not Vote.objects.filter(item__meeting=meeting).exists():
        said = [Refusal(Ground.LAW, gettext("还没有人表决；开不成的会议登记流会"), (RESERVED,))]
    return said


@action(
    Meeting,
    label=_("结束会议"),
    moves={"open": "concluded"},
    by=secretary | chair,
    who=_CALLER,
    form=forms.ConcludeForm,
    law=_may_conclude,
    cites=DECIDES,
)
def conclude(meeting: Meeting, *, data: Data, by: Any) -> Callable[[], None]:
    """Count the votes; what is carried becomes a resolution under its own number."""
    council, counted = meeting.council, voting.count(meeting)
    meeting.concluded_on, meeting.summary = clock.today(), data["summary"]
    items = list(meeting.items.prefetch_related("votes"))
    for item in items:
        votes = voting.tally(item.votes.all())
        item.outcome = voting.outcome(item, counted, council)
        item.votes_for, item.votes_against, item.votes_abstain = votes["for"], votes["against"], votes["abstain"]
        item.save()
    everyone = voting.every_cofounder_present(meeting, [one.pk for one in cofounders_of(council.platform)])

    def finish() -> None:
        for item in items:
            if item.outcome == AgendaItem.Outcome.ADOPTED:
                Resolution.objects.create(
                    number=next_number("JY", meeting.held_on.year), council=council, item=item, matter=item.matter,
                    title=item.title, adopted_on=meeting.concluded_on or clock.today(), cofounders_present=everyone,
                )  # fmt: skip

    return finish


@action(
    Meeting,
    label=_("印发纪要"),
    moves={"concluded": "minuted"},
    by=secretary,
    who=SECRETARY,
    form=forms.MinutesForm,
    cites=DECIDES,
    main=True,
)
def issue_minutes(meeting: Meeting, *, data: Data, by: Any) -> Callable[[], None]:
    """Write the minutes as .docx and .pdf and keep them with the meeting."""
    meeting.summary = data["summary"]

    def finish() -> None:
        for ending in FORMATS:
            content, name = written(minutes_paper, meeting, ending, gettext("会议纪要"))
            documents.keep(
                meeting.pk, documents.plain_name(name), content, by=by, kind="公文", origin=Document.Origin.GENERATED
            )

    return finish


@action(
    Meeting,
    label=_("登记流会"),
    moves={"called": "lapsed", "open": "lapsed"},
    by=secretary | chair,
    who=_CALLER,
    form=NoteForm,
    settles=("attend",),
)
def lapse(meeting: Meeting, *, data: Data, by: Any) -> None:
    """The meeting could not be held; nothing is decided."""


@action(
    Meeting,
    label=_("取消会议"),
    moves={"planned": "cancelled", "called": "cancelled"},
    by=secretary | chair,
    who=_CALLER,
    form=NoteForm,
    settles=("attend",),
)
def cancel(meeting: Meeting, *, data: Data, by: Any) -> None:
    """The meeting is called off before its day, with the reason."""


attach_to_meeting = attachment_for(Meeting, secretary | founder | sitting_member)
