"""What the organisation that publishes does on the notice's own page."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kechuang.casework.cases.actions import action, step_words
from kechuang.casework.cases.forms import NoteForm
from kechuang.casework.cases.standard import attachment_for, paper_filing_for
from kechuang.casework.documents import services as documents
from kechuang.casework.notices import forms, services
from kechuang.casework.notices.models import OPEN, Notice
from kechuang.casework.notices.predicates import staff
from kechuang.casework.notices.queries import standing_of
from kechuang.core.permissions import Ground, Refusal

Data = Mapping[str, Any]
_STAFF = _("由发布公示的单位办理")


@action(
    Notice,
    label=_("登记公示渠道"),
    stays=("running",),
    by=staff,
    who=_STAFF,
    form=forms.PostForm,
    cites="zhejiang-2021:art17.p2.a",
    hint=_("在哪里、从哪天起公示，凭什么；各处都登记后，以较晚的一处起算"),
)
def post(notice: Notice, *, data: Data, by: Any) -> Callable[[], None]:
    """Record a channel with its first day and evidence."""
    upload = data.get("file")

    def finish() -> None:
        kept = None
        if upload:
            name = documents.plain_name(upload.name)
            kept = documents.keep(notice.pk, name, upload.read(), by=by, kind=gettext("公示证据")).pk
        services.post_body(notice, data["channel"], data["first_on"], data["evidence"], by=by, document=kept)

    return finish


def _by_hand(notice: Notice, *, data: Data, by: Any) -> Refusal | None:
    if notice.what.by_hand:
        return None
    words = gettext("内容出自%(number)s，到那里更正") % {"number": notice.subject.number}
    return Refusal(Ground.STATE, words, notice.what.citations)


@action(
    Notice,
    label=_("更正公示"),
    stays=("running",),
    by=staff,
    who=_STAFF,
    form=forms.AmendForm,
    law=_by_hand,
    cites=["zhejiang-2021:art17.p2.a", "zhejiang-2021:art17.p2.b"],
    hint=_("内容有变更，期限自更正后的公示重新计算"),
)
def amend(notice: Notice, *, data: Data, by: Any) -> Callable[[], None]:
    """Change the content; the period begins anew."""

    def finish() -> None:
        services.amend_body(
            notice, fields={**data["fields"], **data["secret_fields"]}, by=by, reason=data["note"],
            ends_on=data["ends_on"], evidence=data["evidence"],
            channels={name: dt.date.fromisoformat(day) for name, day in data["channels"].items()},
        )  # fmt: skip

    return finish


@action(
    Notice,
    label=_("撤回公示"),
    moves={"running": "withdrawn"},
    by=staff,
    who=_STAFF,
    form=NoteForm,
    hint=_("撤回后，等候公示的事项须重新公示才能办"),
)
def withdraw(notice: Notice, *, data: Data, by: Any) -> Callable[[], None]:
    """Take the notice down."""
    notice.live = False
    return lambda: services.settle_objections(notice, by)


def _ended(notice: Notice, *, data: Data, by: Any) -> Refusal | None:
    return standing_of(notice, notice.objections.filter(state__in=OPEN).count()).refusal


@action(
    Notice,
    label=_("公示办结"),
    moves={"running": "concluded"},
    by=staff,
    who=_STAFF,
    law=_ended,
    cites="zhejiang-2021:art17.p2.a",
    main=True,
    bulk=True,
    hint=_("期满而且没有未处理完毕的异议，记为办结"),
)
def conclude(notice: Notice, *, data: Data, by: Any) -> None:
    """Record that the notice has run its full days and no objection is open."""


attach_to_notice = attachment_for(Notice, staff)
file_notice_paper = paper_filing_for(Notice, staff)

step_words(Notice, publish=_("发布公示"))
