"""Where a case stands with its notices: whether what waits for one may be done, and if not, why and until when."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kechuang.casework.cases.models import Case
from kechuang.casework.notices.kinds import CHANNELS, NoticeKind, all_kinds, find_kind
from kechuang.casework.notices.models import OPEN, Notice, open_count
from kechuang.core import clock
from kechuang.core.once import kept
from kechuang.core.permissions import Ground, Refusal
from kechuang.core.words import day_words, in_clauses, in_parts, listed

CLEAR = "clear"


@dataclass(frozen=True, slots=True)
class Standing:
    """state: none, running, suspended (an objection is open, whether the period runs or not), clear or withdrawn.

    clear only from the day after the last full day, with every objection answered and, if found right, put right.
    refusal: why what waits may not be done, ready for a law check; None when clear.
    """

    state: str
    notice: Notice | None = None
    ends_on: dt.date | None = None
    open_objections: int = 0
    refusal: Refusal | None = None

    @property
    def clear(self) -> bool:
        return self.state == CLEAR

    @property
    def opens_on(self) -> dt.date | None:
        """The first day on which what waits may be done, as far as the period tells."""
        return self.ends_on + dt.timedelta(days=1) if self.ends_on else None


def standing(subject: Case, kind: str | NoticeKind) -> Standing:
    """Where a case stands with its notice of a kind.

    Inside a transaction the notice is locked, so that no objection is filed between this answer and what rests on it.
    """
    what = find_kind(kind) if isinstance(kind, str) else kind
    if subject.pk is None:
        return _none(what, subject)
    if connection.in_atomic_block:
        locked = Notice.objects.filter(subject_id=subject.pk, notice_kind=what.name, live=True)
        notice = locked.select_for_update(no_key=True).first()
    else:
        notice = next((row for row in notices_of(subject, what.name) if row.live), None)
    if notice is None:
        past = notices_of(subject, what.name)
        return _withdrawn(what, past[-1], subject) if past else _none(what, subject)
    return standing_of(notice, notice.objections.filter(state__in=OPEN).count(), what)


def notices_of(subject: Case, kind: str) -> list[Notice]:
    """The notices of a kind that a case has had, from the first to the last."""
    rows = Notice.objects.filter(subject_id=subject.pk, notice_kind=kind).order_by("pk")
    return list(kept(("notices of", subject.pk, kind), lambda: list(rows)))


def standings(subjects: Iterable[Case], kind: str | NoticeKind) -> dict[int, Standing]:
    """The same for many cases in one query, by id, for lists; a case that has no notice is none."""
    what = find_kind(kind) if isinstance(kind, str) else kind
    pks = [case.pk for case in subjects]
    rows = Notice.objects.filter(subject_id__in=pks, notice_kind=what.name, live=True)
    rows = rows.annotate(n_open=open_count())
    found = {row.subject_id: standing_of(row, row.n_open, what) for row in rows}
    return {pk: found.get(pk) or _none(what) for pk in pks}


def standing_of(notice: Notice, open_objections: int, kind: NoticeKind | None = None) -> Standing:
    """Where a live notice stands, given how many of its objections are open."""
    what = kind or notice.what
    if not notice.live and notice.state == "withdrawn":
        return _withdrawn(what, notice)
    today = clock.today()
    if notice.ends_on is None and notice.state == "running":
        _determined_since(notice)
    ends = notice.ends_on
    if open_objections:
        return Standing("suspended", notice, ends, open_objections, _suspended(what, notice, open_objections))
    if ends is None or today <= ends:
        return Standing("running", notice, ends, 0, _running(what, notice))
    return Standing(CLEAR, notice, ends)


def _determined_since(notice: Notice) -> None:
    """Set the last day on the row at hand where what the law left open has been determined since; the day's work keeps it."""
    if missing_channels(notice):
        return
    from kechuang.casework.notices.period import period_of

    found = period_of(notice)
    notice.starts_on, notice.ends_on = found.starts_on, found.ends_on


def cleared(*kinds: str, unless: Callable[[Any, Mapping[str, Any]], bool] | None = None) -> Callable[..., Any]:
    """A law check for an action that waits for notices: @action(..., law=cleared("agreed_price")).

    unless(case, data): when true the notice is not needed. Join with an action's own check by `and_also`.
    """

    def check(case: Any, *, data: Mapping[str, Any], by: Any) -> list[Refusal]:
        if unless is not None and unless(case, data):
            return []
        found = (standing(case, kind).refusal for kind in kinds)
        return [refusal for refusal in found if refusal is not None]

    return check


def and_also(*checks: Callable[..., Any]) -> Callable[..., Any]:
    """Several law checks as one, asked in order."""

    def check(case: Any, *, data: Mapping[str, Any], by: Any) -> list[Any]:
        found: list[Any] = []
        for one in checks:
            said = one(case, data=data, by=by)
            found += list(said) if isinstance(said, list | tuple) else [said] if said is not None else []
        return found

    return check


def waits_for(action: str) -> list[NoticeKind]:
    """The kinds of notice that hold up an action of their subject, by its name."""
    return [kind for kind in all_kinds() if action in kind.blocks]


# -- the words -------------------------------------------------------------------------------------------


def _none(kind: NoticeKind, subject: Case | None = None) -> Standing:
    words = _("须先公示：%(label)s") % {"label": kind.label}
    return Standing("none", refusal=Refusal(Ground.LAW, _with_period(words, kind, subject), kind.citations))


def _withdrawn(kind: NoticeKind, notice: Notice, subject: Case | None = None) -> Standing:
    words = _("%(label)s（%(number)s）已撤回，须重新公示") % {"label": kind.label, "number": notice.number}
    return Standing(
        "withdrawn", notice, refusal=Refusal(Ground.LAW, _with_period(words, kind, subject), kind.citations)
    )


def _with_period(words: str, kind: NoticeKind, subject: Case | None) -> str:
    """How long the law wants the notice to stand, and the first day what waits for it could be done were it put up today."""
    from kechuang.casework.notices.period import minimum_from

    if subject is None:
        return words
    if kind.clock is None:
        return in_parts([words, _("条文没有定公示天数，由发布单位定")])
    today = clock.today()
    last = minimum_from(kind, subject, today)
    if last is None:
        return words
    days = (last - today).days
    return in_parts([words, ngettext(
        "不少于 %(n)d 天；今天发出的，到%(last)s满，最早%(first)s可以办",
        "不少于 %(n)d 天；今天发出的，到%(last)s满，最早%(first)s可以办", days,
    ) % {"n": days, "last": day_words(last), "first": day_words(last + dt.timedelta(days=1))}])  # fmt: skip


def _running(kind: NoticeKind, notice: Notice) -> Refusal:
    if notice.ends_on is not None:
        words = _("%(label)s到%(day)s为止，满后次日起可办") % {
            "label": kind.label, "day": day_words(notice.ends_on),
        }  # fmt: skip
        return Refusal(Ground.LAW, words, kind.citations, opens_on=notice.opens_on)
    if missing := missing_channels(notice):
        words = _("%(label)s还没有在%(channels)s发出，期限尚未起算") % {
            "label": kind.label, "channels": listed([str(CHANNELS[name]) for name in missing]),
        }  # fmt: skip
        return Refusal(Ground.LAW, words, kind.citations)
    from kechuang.casework.notices.period import period_of

    question = period_of(notice).question
    return question or Refusal(Ground.LAW, _("公示到哪一天为止还不能确定"), kind.citations)


def _suspended(kind: NoticeKind, notice: Notice, n: int) -> Refusal:
    words = ngettext(
        "%(label)s有 %(n)d 件异议没有处理完毕", "%(label)s有 %(n)d 件异议没有处理完毕", n
    ) % {"label": kind.label, "n": n}  # fmt: skip
    if notice.ends_on is None or clock.today() <= notice.ends_on:
        more = _running(kind, notice)
        return Refusal(Ground.LAW, in_clauses([words, more.reason]), kind.citations)
    return Refusal(Ground.LAW, words, kind.citations)


def missing_channels(notice: Notice) -> list[str]:
    """Channels in which the present content does not stand yet."""
    have = set(notice.content.postings.values_list("channel", flat=True))
    return [name for name in notice.what.channels if name not in have]
