"""Publishing, changing and withdrawing notices, for the bodies of domain actions, which have tested permission.

Call these in what an action leaves to be done after its case is saved (finish); all of it stands or falls with the action.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kechuang.casework.cases import direct
from kechuang.casework.cases.models import Case
from kechuang.casework.inbox import services as inbox
from kechuang.casework.notices import contents, period
from kechuang.casework.notices.kinds import CHANNELS, NoticeKind, find_kind
from kechuang.casework.notices.models import Interest, Notice, NoticeContent, Objection, Posting
from kechuang.casework.notices.predicates import STAFF
from kechuang.casework.notices.queries import missing_channels
from kechuang.casework.parties.models import Organisation, Person
from kechuang.core import clock
from kechuang.core.permissions import Ground, Refusal, Refused
from kechuang.core.words import day_words, in_chinese, listed


@dataclass(frozen=True, slots=True)
class Party:
    """Someone with an interest, for publish(). named: the notice says so to its readers, as `cite` has it do."""

    who: str
    relation: str
    named: bool = False
    person: Person | None = None
    organisation: Organisation | None = None
    cite: str = ""


def publish(
    subject: Case,
    kind: str | NoticeKind,
    *,
    fields: Mapping[str, Any],
    by: Any,
    ends_on: dt.date | None = None,
    channels: Mapping[str, dt.date] | None = None,
    evidence: Mapping[str, str] | None = None,
    interests: Iterable[Party] = (),
    title: str = "",
    owner: Organisation | None = None,
    procedure: str = "",
    answer_days: int = 0,
) -> Notice:
    """Put up a notice for a saved case. Raises Refused, with errors by field or channel, and nothing is written.

    fields: name -> text, every required one. ends_on: the last full day the publisher chooses; not before the law's
    minimum, needed where the law sets none. channels: first day by channel, today or earlier, each with its evidence (an
    address, a receipt); one that is missing is recorded later on the notice, and the period begins with the last of
    them. The portal needs neither. procedure: how objections are handled, as the unit has it; answer_days: the days its
    procedure gives to answer one. owner: who publishes it, where that is not the subject's owner. A second notice of the
    kind takes the place of one that has ended, never of one that runs.
    """
    what = find_kind(kind) if isinstance(kind, str) else kind
    told, secret = contents.read_fields(what, fields)
    posted = contents.read_channels(what, channels, evidence)
    _make_room(subject, what)
    with in_chinese():
        notice = Notice(
            subject_id=subject.pk, notice_kind=what.name, title=(title or f"{what.label}：{subject.title}")[:200],
            region_id=subject.region_id, owner=owner or subject.owner, public=what.public, fields=told,
            answer_days=answer_days or what.answer_days, procedure=procedure or str(what.procedure),
        )  # fmt: skip

    def finish() -> None:
        for party in interests:
            Interest(
                notice=notice, who=party.who, relation=party.relation, named=party.named, person=party.person,
                organisation=party.organisation, cite=party.cite,
            ).save()  # fmt: skip
        _put_up(notice, told, secret, posted, by, ends_on, changed=[], reason="")

    direct.open_case(
        notice,
        "publish",
        by=by,
        cites=what.cites,
        finish=finish,
        data={"channels": {n: d for n, (d, _e) in posted.items()}},
    )
    return notice


def amend(
    notice: Notice,
    *,
    fields: Mapping[str, Any],
    by: Any,
    reason: str,
    ends_on: dt.date | None = None,
    channels: Mapping[str, dt.date] | None = None,
    evidence: Mapping[str, str] | None = None,
) -> Notice:
    """Change what a running notice says: the next version, whose period begins anew in every channel.

    fields: those that change; the others stay. Objections found right before are settled by it. Raises Refused.
    """
    locked = _locked(notice)
    amended = amend_body(
        locked, fields=fields, by=by, reason=reason, ends_on=ends_on, channels=channels, evidence=evidence
    )
    direct.step(locked, "amend", by=by, note=reason, cites=locked.what.cites, data=amended)
    return locked


def amend_body(
    notice: Notice, *, fields: Mapping[str, Any], by: Any, reason: str, ends_on: dt.date | None = None,
    channels: Mapping[str, dt.date] | None = None, evidence: Mapping[str, str] | None = None,
) -> dict[str, Any]:  # fmt: skip
    """What amending does to a locked notice, for its own action and for amend(). Returns what the timeline tells."""
    kind, before = notice.what, notice.content
    if not reason.strip():
        raise Refused(Refusal(Ground.INPUT, _("写明变更理由"), errors={"reason": [_("写明变更理由")]}))
    told, secret = contents.read_fields(kind, {**before.fields, **before.secrets, **fields})
    posted = contents.read_channels(kind, channels, evidence)
    changed = contents.changed_names(before, told, secret)
    if not changed:
        raise Refused(
            Refusal(Ground.INPUT, _("内容没有变，不必更正"), kind.citations, errors={"__all__": [_("内容没有变")]})
        )
    early = [day for day, _e in posted.values() if day < before.at.astimezone(clock.CHINA).date()]
    if early:
        raise Refused(Refusal(Ground.INPUT, _("更正后的公示不会早于更正前的公示"), kind.citations))
    notice.fields, notice.content_version = told, before.version + 1
    _put_up(notice, told, secret, posted, by, ends_on, changed=changed, reason=reason, days=before.days)
    settle_objections(notice, by)
    return {"changed": changed, "version": notice.content_version}


def post(
    notice: Notice, channel: str, first_on: dt.date, evidence: str, *, by: Any, document: int | None = None
) -> Notice:
    """Record since when the present content stands in a channel, with what shows it. Raises Refused."""
    locked = _locked(notice)
    post_body(locked, channel, first_on, evidence, by=by, document=document)
    direct.step(locked, "post", by=by, cites=locked.what.cites, data={"channel": channel, "first_on": first_on})
    return locked


def post_body(
    notice: Notice, channel: str, first_on: dt.date, evidence: str, *, by: Any, document: int | None = None
) -> None:
    """What recording a channel does to a locked notice."""
    content = notice.content
    [(day, words)] = contents.read_channels(
        _but_portal(notice.what), {channel: first_on}, {channel: evidence or str(document or "")}
    ).values()
    if content.version > 1 and day < content.at.astimezone(clock.CHINA).date():
        raise Refused(
            Refusal(Ground.INPUT, _("更正后的内容不会早于更正之日发出"), errors={"first_on": [_("早于更正之日")]})
        )
    Posting(
        content=content, channel=channel, first_on=day, evidence=words if evidence else "", document_id=document, by=by
    ).save()
    _begin(notice)


def withdraw(notice: Notice, *, by: Any, reason: str) -> Notice:
    """Take a notice down, also one that has run its days; objections found right are settled by it. Raises Refused."""
    locked = _locked(notice, ("running", "concluded"))
    locked.live = False
    settle_objections(locked, by)
    direct.step(locked, "withdraw", by=by, to="withdrawn", note=reason)
    return locked


# -- the parts of it -------------------------------------------------------------------------------------


def _locked(notice: Notice, states: tuple[str, ...] = ("running",)) -> Notice:
    """The notice, locked after its subject: everybody takes these two locks in this order. Raises Refused in another state."""
    Case.objects.select_for_update(no_key=True).get(pk=notice.subject_id)
    locked = Notice.objects.select_for_update().get(pk=notice.pk)
    if locked.state not in states:
        raise Refused(Refusal(Ground.STATE, _("公示已不在进行：%(state)s") % {"state": locked.state_label}))
    return locked


def _make_room(subject: Case, kind: NoticeKind) -> None:
    """One notice of a kind counts for a case. One that has ended steps aside; one that runs is amended, not doubled."""
    Case.objects.select_for_update(no_key=True).get(pk=subject.pk)
    old = Notice.objects.select_for_update().filter(subject_id=subject.pk, notice_kind=kind.name, live=True).first()
    if old is None:
        return
    if old.state == "running":
        words = _("%(number)s 还在公示；内容有变的，更正那一份") % {"number": old.number}
        raise Refused(Refusal(Ground.STATE, words, kind.citations))
    old.live = False
    old.save(update_fields=("live",))


def _put_up(
    notice: Notice, told: Mapping[str, str], secret: Mapping[str, str], posted: Mapping[str, tuple[dt.date, str]], by: Any,
    ends_on: dt.date | None, *, changed: list[str], reason: str, days: int | None = None,
) -> None:  # fmt: skip
    """Write a version with its channels, ask the law of it, and begin the period."""
    start = max((day for day, _e in posted.values()), default=clock.today())
    if ends_on is not None:
        days = (ends_on - start).days
        if days < 1:
            raise _too_short(notice.what, start + dt.timedelta(days=1))
    content = NoticeContent(
        notice=notice, version=notice.content_version, fields=dict(told), secret=contents.sealed(secret), days=days,
        changed=changed, reason=reason, by=by,
    )  # fmt: skip
    content.save()
    for channel, (day, evidence) in posted.items():
        Posting(content=content, channel=channel, first_on=day, evidence=evidence, by=by).save()
    contents.judge(notice)
    _begin(notice, ends_on)


def _begin(notice: Notice, ends_on: dt.date | None = None) -> None:
    """Compute the period and keep it. A period the publisher must choose, or chose too short, is refused."""
    found = period.write_period(notice)
    kind = notice.what
    if ends_on is not None and found.least is not None and ends_on < found.least:
        raise _too_short(kind, found.least)
    silent = found.silent or (found.starts_on is None and period.silent_once_up(notice))
    if silent and not notice.content.days:
        words = _("法规没有规定这项公示的最短期限，填写公示到哪一天为止")
        raise Refused(Refusal(Ground.INPUT, words, kind.citations, errors={"ends_on": [words]}))
    notice.save()
    if missing := missing_channels(notice):
        asked = inbox.worded(
            gettext_lazy("登记公示渠道：%(names)s"), names=lambda: listed(str(CHANNELS[name]) for name in missing)
        )
        inbox.open_todo(notice, "post", [notice.owner], asked, STAFF)
    else:
        inbox.close_todos(notice, ("post",))


def _too_short(kind: NoticeKind, least: dt.date) -> Refused:
    words = _("公示最早到%(day)s结束") % {"day": day_words(least)}
    return Refused(Refusal(Ground.INPUT, words, kind.citations, errors={"ends_on": [words]}))


def _but_portal(kind: NoticeKind) -> NoticeKind:
    from dataclasses import replace

    return replace(kind, channels=tuple(c for c in kind.channels if c != "portal"))


def settle_objections(notice: Notice, by: Any) -> None:
    """Objections found right are put right by a change or a withdrawal."""
    for objection in Objection.objects.select_for_update().filter(notice=notice, state="accepted"):
        objection.settled_on = clock.today()
        direct.step(objection, "settle", by=by, to="remedied")
    inbox.close_todos(notice, ("amend",))
