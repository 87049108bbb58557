"""Rounds of recognition and the applications in them as lists and pages."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Count, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kechuang.casework.parties.reach import reach_of
from kechuang.core import clock
from kechuang.core.ui.sites import CasePaper, CaseSite, Column, register
from kechuang.core.words import day_words
from kechuang.domains.platforms import filters
from kechuang.domains.platforms.models import Platform, RecognitionApplication, RecognitionRound
from kechuang.domains.platforms.panels import recognition as panels
from kechuang.domains.platforms.papers.recognition import recognition_notice, result_notice
from kechuang.domains.platforms.tables.admission import NOTICE_DAYS
from kechuang.domains.platforms.tables.registry import AREA


def _counted(rows: QuerySet[Any]) -> QuerySet[Any]:
    return rows.annotate(n_applications=Count("applications"))


def _round_sub(batch: RecognitionRound) -> str:
    return _("%(name)s（%(level)s），%(start)s至%(end)s受理") % {
        "name": batch.type_name, "level": batch.get_level_display(),
        "start": day_words(batch.opens_on, weekday=False), "end": day_words(batch.closes_on, weekday=False),
    }  # fmt: skip


def _round_values(batch: RecognitionRound) -> Mapping[str, Any]:
    today = clock.today()
    return {"notice_until": today + dt.timedelta(days=NOTICE_DAYS), "valid_from": today}


def _round_links(batch: RecognitionRound, user: Any) -> Sequence[tuple[str, str]]:
    """Applying, for those who act for a platform."""
    if not batch.takes_on(clock.today()) or not getattr(user, "is_authenticated", False):
        return ()
    if not Platform.objects.owned_by(*reach_of(user).organisations).exclude(state="exited").exists():
        return ()
    address = reverse("case-new", args=["recognition-applications", "apply"])
    return [(_("申报认定"), f"{address}?round={batch.number}")]


def _new_application(user: Any, given: Mapping[str, Any]) -> Mapping[str, Any]:
    """Begun with the round it was opened from and the person's own platform; people and figures from its last application."""
    found: dict[str, Any] = {}
    round_ = RecognitionRound.objects.visible_to(user).filter(number=given.get("round", ""), state="open").first()
    if round_ is not None:
        found["round"] = round_.pk
    platform = Platform.objects.owned_by(*reach_of(user).organisations).exclude(state="exited").first()
    if platform is not None:
        found["platform"] = platform.pk
        last = platform.recognition_applications.order_by("-pk").first()
        if last is not None:
            found |= {name: getattr(last, name) for name in ("statement", "staff_count", "research_spending")}
        else:
            found["staff_count"] = platform.staff.filter(valid_to=None, capacity="researcher").count() or None
    return found


def _application_values(application: RecognitionApplication) -> Mapping[str, Any]:
    return {"valid_from": clock.today()}


RECOGNITION_ROUNDS = register(
    CaseSite(
        RecognitionRound,
        slug="recognition-rounds",
        title=gettext_lazy("平台认定"),
        unit=gettext_lazy("批"),
        area=AREA,
        columns=(
            "number",
            "title",
            "region",
            Column("owner", gettext_lazy("认定机关"), lambda r: str(r.owner), sort="owner__name"),
            Column("type", gettext_lazy("证书上的名称"), lambda r: r.type_name, sort="type_name"),
            Column("level", gettext_lazy("级别"), lambda r: r.get_level_display(), sort="level"),
            Column("closes", gettext_lazy("截止日"), lambda r: r.closes_on, "day", "closes_on"),
            Column("applications", gettext_lazy("申报（家）"), lambda r: r.n_applications, "number", "n_applications"),
            "state",
        ),
        filters=(filters.ROUND_LEVEL,),
        search=("type_name",),
        prepared=_counted,
        main=(panels.publications, panels.applications),
        side=(panels.terms, panels.round_notice),
        path=("preparing", "open", "reviewing", "noticed", "closed"),
        papers=(
            CasePaper("results", gettext_lazy("认定结果通知"), result_notice, lambda r, user: r.state == "closed"),
        ),
        sub=_round_sub,
        initial=_round_values,
        links=_round_links,
    )
)

RECOGNITION_APPLICATIONS = register(
    CaseSite(
        RecognitionApplication,
        slug="recognition-applications",
        title=gettext_lazy("认定申报"),
        unit=gettext_lazy("件"),
        area=AREA,
        columns=(
            "number",
            Column("title", gettext_lazy("申报"), lambda a: a.title, "title", "title"),
            "region",
            Column("platform", gettext_lazy("平台"), lambda a: a.platform.title, sort="platform__title", shown=False),
            Column("round", gettext_lazy("批次"), lambda a: a.round.title, sort="round__title"),
            Column("submitted", gettext_lazy("申报日"), lambda a: a.submitted_on, "day", "submitted_on"),
            Column("staff", gettext_lazy("科研人员"), lambda a: a.staff_count, "number", "staff_count", shown=False),
            Column(
                "spending",
                gettext_lazy("研发投入（元）"),
                lambda a: a.research_spending,
                "yuan",
                "research_spending",
                shown=False,
            ),
            "state",
        ),
        search=("platform__title", "platform__number", "round__title"),
        related=("platform", "platform__owner", "round", "round__owner", "round__region"),
        main=(panels.missing, panels.decision, panels.statement, panels.review, panels.help_later),
        side=(panels.summary, panels.verdicts),
        beside={"propose": (panels.verdicts, panels.review), "refuse": (panels.statement,)},
        papers=(
            CasePaper(
                "recognition", gettext_lazy("认定通知书"), recognition_notice, lambda a, user: a.state == "recognised"
            ),
        ),
        path=("draft", "submitted", "reviewing", "proposed", "recognised"),
        initial=_application_values,
        initial_new=_new_application,
    )
)
