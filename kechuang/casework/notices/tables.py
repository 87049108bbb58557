"""Notices and objections as lists and as pages of the office."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kechuang.casework.notices import panels
from kechuang.casework.notices.kinds import kind_choices
from kechuang.casework.notices.models import OPEN, Notice, Objection, open_count
from kechuang.casework.notices.papers import answer_paper, notice_paper
from kechuang.core import clock
from kechuang.core.ui.sites import CasePaper, CaseSite, Column, Filter, Quick, register
from kechuang.core.words import day_words

AREA = "notice-board"


def _with_objections(rows: QuerySet[Any]) -> QuerySet[Any]:
    return rows.annotate(n_open=open_count())


def _label(notice: Notice) -> str:
    return str(dict(kind_choices()).get(notice.notice_kind, notice.notice_kind))


def _left(notice: Notice) -> int | None:
    """Days left, 0 on the last; None when it no longer runs or has not begun."""
    if notice.state != "running" or notice.ends_on is None or notice.ends_on < clock.today():
        return None
    return (notice.ends_on - clock.today()).days


def _sub(notice: Notice) -> str:
    if notice.starts_on is None or notice.ends_on is None:
        return _("%(kind)s，%(owner)s发布，尚未起算") % {"kind": _label(notice), "owner": notice.owner}
    return _("%(kind)s，%(owner)s发布，%(start)s至%(end)s") % {
        "kind": _label(notice), "owner": notice.owner, "start": day_words(notice.starts_on, weekday=False, year=True),
        "end": day_words(notice.ends_on, weekday=False, year=True),
    }  # fmt: skip


KIND = Filter("notice_kind", gettext_lazy("公示种类"), kind_choices, lambda value: Q(notice_kind=value))
RUNNING = Quick("running", gettext_lazy("公示中"), lambda user, today: Q(state="running") & _not_ended(today))
ENDED = Quick("ended", gettext_lazy("期满未办结"), lambda user, today: Q(state="running", ends_on__lt=today))
DISPUTED = Quick(
    "disputed", gettext_lazy("有未决异议"),
    lambda user, today: Exists(Objection.objects.filter(notice_id=OuterRef("pk"), state__in=OPEN)),  # type: ignore[arg-type,return-value]
)  # fmt: skip


def _not_ended(today: dt.date) -> Q:
    return Q(ends_on=None) | Q(ends_on__gte=today)


NOTICES = register(
    CaseSite(
        Notice,
        slug="notices",
        title=gettext_lazy("公示"),
        unit=gettext_lazy("份"),
        area=AREA,
        columns=(
            "number",
            "title",
            Column("kind", gettext_lazy("种类"), _label, sort="notice_kind"),
            "region",
            "owner",
            Column("starts", gettext_lazy("起算"), lambda n: n.starts_on, "day", "starts_on"),
            Column("ends", gettext_lazy("公示到"), lambda n: n.ends_on, "day", "ends_on"),
            Column("days", gettext_lazy("还剩（天）"), _left, "number", "ends_on"),
            Column("objections", gettext_lazy("未决异议"), lambda n: n.n_open, "number", "n_open"),
            Column(
                "version", gettext_lazy("版次"), lambda n: n.content_version, "number", "content_version", shown=False
            ),
            "state",
        ),
        filters=(KIND,),
        quick=(RUNNING, ENDED, DISPUTED),
        search=("title", "owner__name"),
        related=("subject",),
        prepared=_with_objections,
        main=(panels.days, panels.said, panels.versions, panels.objections),
        side=(panels.particulars, panels.channels),
        path=("running", "concluded"),
        sub=_sub,
        papers=(CasePaper("notice", gettext_lazy("公示文本"), notice_paper),),
    )
)

NOTICE_KIND = Filter("notice_kind", gettext_lazy("公示种类"), kind_choices, lambda value: Q(notice__notice_kind=value))
UNANSWERED = Quick("unanswered", gettext_lazy("未答复"), lambda user, today: Q(state__in=("filed", "acknowledged")))

OBJECTIONS = register(
    CaseSite(
        Objection,
        slug="objections",
        title=gettext_lazy("异议"),
        unit=gettext_lazy("件"),
        area=AREA,
        columns=(
            "number",
            Column("notice", gettext_lazy("公示"), lambda o: o.notice.title, "title", "notice__title"),
            Column("kind", gettext_lazy("种类"), lambda o: _label(o.notice), sort="notice__notice_kind"),
            "region",
            Column("owner", gettext_lazy("答复单位"), lambda o: str(o.owner), sort="owner__name"),
            Column(
                "filed", gettext_lazy("提出"), lambda o: o.filed_at.astimezone(clock.CHINA).date(), "day", "filed_at"
            ),
            "due",
            "left",
            Column("answered", gettext_lazy("答复"), lambda o: o.answered_on, "day", "answered_on", shown=False),
            "state",
        ),
        filters=(NOTICE_KIND,),
        quick=(UNANSWERED,),
        search=("notice__title", "notice__number"),
        related=("notice__owner", "content", "handler"),
        main=(panels.grounds, panels.answer),
        side=(panels.about,),
        path=("filed", "acknowledged"),
        papers=(
            CasePaper("answer", gettext_lazy("异议答复"), answer_paper, ready=lambda case, user: bool(case.outcome)),
        ),
    )
)
