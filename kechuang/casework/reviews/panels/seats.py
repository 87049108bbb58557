"""Panels of a seat's page: what the expert needs, on a phone as well."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from kechuang.casework.cases.predicates import may_see
from kechuang.casework.reviews.models import Receipt, Remark, Score, Seat
from kechuang.casework.reviews.models.scores import Phase
from kechuang.casework.reviews.panels.panels import reasons, score_table
from kechuang.casework.reviews.panels.words import day
from kechuang.casework.reviews.words import weight_words
from kechuang.core import clock
from kechuang.core.ui.sites import Fact, Sheet


def task(seat: Seat, user: Any) -> Sheet:
    """What is reviewed, as what, by when; the materials once the seat is accepted."""
    subject = seat.panel.subject
    seen = may_see(user, subject)
    tracks = seat.panel.track_words
    facts = [
        Fact(_("评审事项"), subject.title, url=reverse("case", args=[subject.number]) if seen else ""),
        Fact(_("申请方"), str(subject.owner)),
        Fact(_("代号"), _("专家%(label)s") % {"label": seat.label}),
        Fact(_("代表方面"), seat.get_side_display()),
    ]
    if seat.track:
        facts.append(Fact(_("评审类别"), tracks.get(seat.track, seat.track)))
    facts += [Fact(_("评审组进度"), seat.panel.state_label), Fact(_("请于此日前"), day(seat.due))]
    return Sheet(_("评审任务"), facts=facts, text="" if seen else _("接受之后可以查看评审材料。"))


def criteria(seat: Seat, user: Any) -> Sheet:
    rows = seat.panel.criteria_of(seat.track)
    return Sheet(
        _("评分标准"), head=[_("标准"), _("满分"), _("权重")], numeric=frozenset({1, 2}),
        rows=[[c["label"], str(c["points"]), weight_words(c["weight"])] for c in rows],
    )  # fmt: skip


def own_scores(seat: Seat, user: Any) -> Sheet | None:
    """What the expert handed in. The office reads it here only when its phase is over."""
    rows = list(Score.objects.visible_to(user).filter(seat=seat))
    if not rows:
        return None
    labels = seat.panel.criterion_words
    return Sheet(
        _("本席评分"), head=[_("阶段"), _("标准"), _("得分"), _("意见")], numeric=frozenset({2}),
        rows=[
            [str(Phase(s.phase).label), labels.get(s.criterion, s.criterion), f"{s.points:.2f}", s.comment or "–"]
            for s in rows
        ],
    )  # fmt: skip


def receipt(seat: Seat, user: Any) -> Sheet | None:
    rows = list(Receipt.objects.visible_to(user).filter(seat=seat).order_by("at"))
    if not rows:
        return None
    return Sheet(
        _("回执"),
        facts=[
            Fact(
                _("%(phase)s，%(at)s")
                % {"phase": Phase(r.phase).label, "at": r.at.astimezone(clock.CHINA).strftime("%m-%d %H:%M")},
                r.digest,
                kind="code",
            )
            for r in rows
        ],
        text=_("对提交内容的 SHA-256 摘要。原文在“评分回执”里，可以自行核对。"),
    )


def others(seat: Seat, user: Any) -> Sheet | None:
    """The panel's scores whose phase is over, by letter."""
    if seat.state in Seat.EMPTY:
        return None
    rows = list(Score.objects.opened().visible_to(user).standing().filter(seat__panel=seat.panel))
    return score_table(seat.panel, rows)


def words(seat: Seat, user: Any) -> Sheet | None:
    """What the members wrote beside their points, by letter, once that is open."""
    return None if seat.state in Seat.EMPTY else reasons(seat.panel, user)


def remarks(seat: Seat, user: Any) -> Sheet | None:
    rows = list(Remark.objects.visible_to(user).filter(panel=seat.panel).select_related("seat"))
    if not rows or seat.state in Seat.EMPTY:
        return None
    return Sheet(
        _("讨论"), head=[_("代号"), _("发言")],
        rows=[[_("专家%(label)s") % {"label": r.seat.label}, r.text] for r in rows],
    )  # fmt: skip
