"""Writers of calls."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kechuang.casework.cases.actions import action
from kechuang.casework.cases.forms import NoteForm
from kechuang.casework.cases.standard import attachment_for
from kechuang.core import clock
from kechuang.core.permissions import Ground, Refusal
from kechuang.domains.platforms.actions.offices import OFFICER, Department, officer
from kechuang.domains.platforms.forms import admission as forms
from kechuang.domains.platforms.forms.windows import ExtendForm
from kechuang.domains.platforms.models import Call
from kechuang.domains.platforms.queries.offices import own_office

Data = Mapping[str, Any]


@action(
    Call,
    label=_("起草征集"),
    creates=True,
    by=officer,
    who=OFFICER,
    form=forms.CallForm,
    cites=["quzhou-2024:art9.p1", "keqiao-2025-draft:s1.2.a"],
)
def draft(call: Call, *, data: Data, by: Any) -> None:
    """Draft a call; its owner is the office of the one who drafts."""
    _describe(call, data)
    office = own_office(by, call.region_id, Department.ST, Department.PARK)
    if office is not None:
        call.owner_id = office


@action(Call, label=_("修改征集"), stays=("draft",), by=officer, who=OFFICER, form=forms.CallForm)
def revise(call: Call, *, data: Data, by: Any) -> None:
    """Change a call nobody has seen yet."""
    _describe(call, data)


def _describe(call: Call, data: Data) -> None:
    for name in (
        "title", "region", "industries", "purpose", "conditions", "criteria", "documents", "contact", "opens_on", "closes_on",
    ):  # fmt: skip
        setattr(call, name, data[name])


def _not_over(call: Call, *, data: Data, by: Any) -> list[Refusal]:
    if call.closes_on >= clock.today():
        return []
    return [Refusal(Ground.STATE, gettext("截止日 %(day)s 已过，先改截止日") % {"day": call.closes_on})]


@action(
    Call,
    label=_("发布征集"),
    moves={"draft": "open"},
    by=officer,
    who=OFFICER,
    law=_not_over,
    cites=["quzhou-2024:art9.p1"],
    main=True,
    hint=_("发布后任何人都看得到"),
)
def publish(call: Call, *, data: Data, by: Any) -> None:
    """Publish: anyone may read it, and apply within its window."""
    call.public, call.published_on = True, clock.today()


@action(Call, label=_("延长征集"), stays=("open",), by=officer, who=OFFICER, form=ExtendForm)
def extend(call: Call, *, data: Data, by: Any) -> None:
    """Move the last day further out, with the reason."""
    call.closes_on = data["closes_on"]


def _window_over(call: Call, *, data: Data, by: Any) -> list[Refusal]:
    opens = call.closes_on + dt.timedelta(days=1)
    if clock.today() >= opens:
        return []
    return [Refusal(Ground.STATE, gettext("征集到 %(day)s 24 时为止") % {"day": call.closes_on}, opens_on=opens)]


@action(
    Call, label=_("截止征集"), moves={"open": "closed"}, by=officer, who=OFFICER, law=_window_over, main=True, bulk=True
)
def close(call: Call, *, data: Data, by: Any) -> None:
    """Close after its last day; applications handed in go on."""


def _nobody_applied(call: Call, *, data: Data, by: Any) -> list[Refusal]:
    n = call.admissions.exclude(state__in=("draft", "withdrawn")).count() if call.pk else 0
    return [Refusal(Ground.STATE, gettext("已有 %(n)d 件申请提交，不能撤回") % {"n": n})] if n else []


@action(
    Call,
    label=_("撤回征集"),
    moves={"draft": "withdrawn", "open": "withdrawn"},
    by=officer,
    who=OFFICER,
    form=NoteForm,
    law=_nobody_applied,
)
def withdraw(call: Call, *, data: Data, by: Any) -> None:
    """Take a call back while nobody has applied, with the reason."""


attach_to_call = attachment_for(Call, officer)
