"""Panels of a meeting's page: agenda and votes, who is there, the quorum, the papers."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kechuang.core.ui.parts import Badge, Tone
from kechuang.core.ui.sites import Fact, Sheet
from kechuang.domains.platforms.models import MAJORITIES, AgendaItem, Attendance, Meeting, Vote
from kechuang.domains.platforms.panels.governance import chips
from kechuang.domains.platforms.panels.words import day
from kechuang.domains.platforms.queries import voting
from kechuang.domains.platforms.queries.council import matters

_TONES: dict[str, Tone] = {"adopted": "met", "rejected": "breach", "deferred": "na"}


def about(meeting: Meeting, user: Any) -> Sheet:
    """When, where, how; and whether enough are there."""
    council, counted = meeting.council, voting.count(meeting)
    enough = Badge("met", _("够")) if counted.quorate else Badge("open", _("不够"))
    return Sheet(_("会议"), facts=[
        Fact(pgettext("one", "理事会"), council.title, url=reverse("case", args=[council.number])),
        Fact(_("开会日"), day(meeting.held_on)),
        Fact(_("方式"), meeting.get_mode_display()),
        Fact(_("地点"), meeting.place),
        Fact(_("通知日"), day(meeting.called_on)),
        Fact(_("主持人"), meeting.presided_by.name if meeting.presided_by else "–"),
        Fact(_("在任委员"), _("%(n)d 人") % {"n": counted.total}),
        Fact(_("法定人数"), _("%(n)d 人") % {"n": counted.needed}),
        Fact(_("出席"), _("%(n)d 人") % {"n": counted.present}, badge=enough),
    ], cites=chips(["keqiao-2025-draft:s4.1.a"], meeting.region_id))  # fmt: skip


def agenda(meeting: Meeting, user: Any) -> Sheet:
    """Each matter with the majority it needs, its votes and what became of it."""
    kinds, rules = matters(), dict(MAJORITIES)
    items = list(meeting.items.select_related("subject", "resolution").prefetch_related("votes"))
    if not items:
        return Sheet(_("议题"), badge=Badge("na", _("还没有")), text=_("还没有列入议题。"))
    lines = []
    for item in items:
        votes = voting.tally(item.votes.all())
        word = Badge(_TONES[item.outcome], item.get_outcome_display()) if item.outcome else Badge("na", _("未定"))
        resolution = getattr(item, "resolution", None)
        lines.append([
            str(item.position), item.title, kinds.get(item.matter, item.matter),
            _link(item), str(rules[voting.majority_of(meeting.council, item.matter)]),
            f"{votes['for']}/{votes['against']}/{votes['abstain']}", word, resolution.number if resolution else "–",
        ])  # fmt: skip
    return Sheet(
        _("议题"),
        head=["#", _("议题"), _("类别"), _("所涉"), _("通过须有"), _("同意/反对/弃权"), _("结果"), _("决议")],
        rows=lines,
    )


def _link(item: AgendaItem) -> Any:
    if item.subject is None:
        return "–"
    return {"label": item.subject.number, "url": reverse("case", args=[item.subject.number])}


def motions(meeting: Meeting, user: Any) -> Sheet | None:
    """The words put to the vote."""
    items = list(meeting.items.all())
    return Sheet(_("提请审议的内容"), facts=[Fact(str(i), i.motion) for i in items]) if items else None


def attendance(meeting: Meeting, user: Any) -> Sheet:
    """Every member in office on the day, how they take part, and their votes."""
    known = {a.member_id: a for a in meeting.attendances.all()}
    cast: dict[int, list[Vote]] = {}
    for vote in Vote.objects.filter(item__meeting=meeting).order_by("item__position"):
        cast.setdefault(vote.member_id, []).append(vote)
    lines = []
    for member in meeting.council.members_on(meeting.held_on):
        row: Attendance | None = known.get(member.pk)
        lines.append([
            member.name, str(member.delegated_by), member.get_position_display(),
            Badge("met" if row.present else "na", row.get_mode_display()) if row else Badge("na", _("未登记")),
            (row.proxy_name if row else "") or "–",
            " ".join(str(v.get_choice_display()) for v in cast.get(member.pk, [])) or "–",
        ])  # fmt: skip
    return Sheet(
        _("出席和表决"), head=[_("委员"), _("委派单位"), _("职务"), _("出席"), _("受托人"), _("各项表决")], rows=lines
    )
