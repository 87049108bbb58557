"""The page of one notice for whoever may read it."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kechuang.casework.cases.predicates import takes_part
from kechuang.casework.documents.papers import FORMATS, media_type, written
from kechuang.casework.notices import panels
from kechuang.casework.notices.models import OPEN, Notice
from kechuang.casework.notices.papers import notice_paper
from kechuang.casework.notices.queries import standing_of
from kechuang.core import clock
from kechuang.core.words import day_words
from kechuang.web.cases.downloads import guarded
from kechuang.web.cases.found import missing
from kechuang.web.notices.words import left_of


def readable(request: HttpRequest, number: str) -> Any:
    """The notice, if this person may read it; else None."""
    rows = Notice.objects.visible_to(request.user).select_related("region", "owner", "subject")
    return rows.filter(number=number).first() if number.isprintable() else None


def closed_words(notice: Notice) -> str:
    """Why no objection can be filed now; empty while one can."""
    if notice.state == "withdrawn":
        return _("公示已撤回")
    if notice.state != "running" or (notice.ends_on is not None and clock.today() > notice.ends_on):
        return (
            _("公示期已于%(day)s满，不再收异议") % {"day": day_words(notice.ends_on)}
            if notice.ends_on
            else _("公示已办结")
        )
    return ""


@require_safe
def notice(request: HttpRequest, number: str) -> HttpResponseBase:
    """What it says, from when to when, whom it names, and how to object."""
    found = readable(request, number)
    if found is None:
        return missing(request)
    n_open = found.objections.filter(state__in=OPEN).count()
    state = "withdrawn" if found.state == "withdrawn" else standing_of(found, n_open).state
    context = {
        "notice": found, "left": left_of(found), "badge": panels.standing_badge(state),
        "said": panels.said(found), "days": panels.days(found), "versions": panels.versions(found),
        "channels": panels.channels(found), "objections": _objections(found),
        "named": [panels.interest_words(row) for row in found.interests.filter(named=True)],
        "closed": closed_words(found), "forms": FORMATS, "inside": takes_part(request.user, found), "wide_bar": True,
    }  # fmt: skip
    return render(request, "public/notice.html", context)


def _objections(found: Notice) -> list[dict[str, Any]]:
    """What every reader is told of the objections: when, what became of them, never who or what they said."""
    return [
        {
            "day": row.filed_at.astimezone(clock.CHINA).date(), "badge": panels.objection_badge(row),
            "summary": row.summary, "number": row.number,
        }
        for row in found.objections.order_by("pk")
    ]  # fmt: skip


@require_safe
def paper(request: HttpRequest, number: str, form: str) -> HttpResponseBase:
    """The notice as an official paper."""
    found = readable(request, number)
    if found is None:
        return missing(request)
    if form not in FORMATS:
        raise Http404
    content, name = written(notice_paper, found, form)
    return guarded(HttpResponse(content, content_type=media_type(form)), f"{found.number} {name}")
