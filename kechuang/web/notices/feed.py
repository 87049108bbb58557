"""The board as an Atom feed, narrowed as the board is."""

from __future__ import annotations

import datetime as dt

from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from kechuang.casework.notices.contents import checklist
from kechuang.casework.notices.models import Notice, NoticeContent
from kechuang.core import clock
from kechuang.web.notices.asked import Asked
from kechuang.web.notices.words import lines_of

MOST = 100


@require_safe
@cache_control(max_age=300)
def feed(request: HttpRequest) -> HttpResponse:
    """The newest first; a changed content is an entry of its own, so that readers meet it again."""
    asked = Asked.of(request.GET)
    newest = NoticeContent.objects.order_by("version")
    rows = asked.rows().order_by("-pk").prefetch_related(Prefetch("contents", queryset=newest))
    notices = list(rows[:MOST])
    made = Atom1Feed(
        title=_("公示"), link=request.build_absolute_uri(f"{reverse('notice-board')}?{asked.query()}"),
        description=_("正在公示的事项"), language=get_language(), feed_url=request.build_absolute_uri(),
    )  # fmt: skip
    for line in lines_of(notices):
        _add(made, request, line.notice, line.url, line.about)
    return HttpResponse(made.writeString("utf-8"), content_type=f"{Atom1Feed.content_type}")


def _add(made: Atom1Feed, request: HttpRequest, notice: Notice, path: str, about: str) -> None:
    contents = list(notice.contents.all())
    first, last = contents[0].at, contents[-1].at
    told = [
        f"{i.field.label}：{i.text}" for i in checklist(notice.what, notice.fields) if i.text and not i.field.secret
    ]
    url = request.build_absolute_uri(path)
    made.add_item(
        title=notice.title, link=url, description="\n".join([about, *told]), author_name=str(notice.owner),
        unique_id=f"{url}#{notice.content_version}", pubdate=_utc(first), updateddate=_utc(last),
        categories=(str(notice.what.label), str(notice.region)),
    )  # fmt: skip


def _utc(moment: dt.datetime) -> dt.datetime:
    return moment.astimezone(clock.CHINA)
