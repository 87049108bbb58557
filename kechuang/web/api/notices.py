"""Public notices and objections to them, for anyone: no account and no token is needed."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Field, Query, Router, Schema, Status

from kechuang.casework.cases.actions import find_action
from kechuang.casework.notices import following, sources
from kechuang.casework.notices.contents import checklist
from kechuang.casework.notices.kinds import CHANNELS
from kechuang.casework.notices.mailing import link_of
from kechuang.casework.notices.models import Notice, Objection, open_count
from kechuang.casework.notices.queries import standing_of
from kechuang.core import clock
from kechuang.core.api import bodies
from kechuang.core.api.forms import example_of, has_files, schema_of
from kechuang.core.api.pages import LIMIT, MOST, Order, whole
from kechuang.core.api.problems import Problem, ProblemOut, unseen
from kechuang.web.api import schemas
from kechuang.web.api.callers import ANYBODY, ANYONE, caller
from kechuang.web.notices.asked import Asked
from kechuang.web.notices.objecting import file

router = Router(tags=["notices"])
NEWEST_FIRST = Order((("pk", whole),), descending=True)


class SaidOut(Schema):
    name: str = Field(examples=["price"])
    label: str
    text: str


class ChannelOut(Schema):
    name: str = Field(examples=["market"], description="unit, market or portal")
    label: str
    first_on: dt.date | None = Field(description="null while it does not stand there yet")
    evidence: str = ""


class InterestOut(Schema):
    who: str
    relation: str


class VersionOut(Schema):
    version: int
    at: dt.datetime
    changed: list[str] = Field(description="names of the fields that differ from the version before")
    reason: str
    says: list[SaidOut]


class ObjectedOut(Schema):
    """An objection as every reader of the notice is told of it: never who, nor what they said."""

    number: str
    filed_on: dt.date
    state: schemas.LabelledOut
    summary: str


class NoticeRowOut(Schema):
    number: str = Field(examples=["GS-2026-000012"])
    kind: schemas.LabelledOut
    title: str
    state: schemas.LabelledOut
    standing: str = Field(description="running, suspended (an objection is open), clear or withdrawn")
    region: schemas.PlaceOut
    owner: schemas.NamedOut
    starts_on: dt.date | None = Field(description="the latest first day of its channels; not itself counted")
    ends_on: dt.date | None = Field(description="the last full day; null while a channel is missing")
    opens_on: dt.date | None = Field(description="the day after, when what waits may be done unless suspended")
    open_objections: int
    version: int


class NoticePageOut(Schema):
    items: list[NoticeRowOut]
    next: str | None = schemas.NEXT


class NoticeOut(NoticeRowOut):
    says: list[SaidOut]
    channels: list[ChannelOut]
    interests: list[InterestOut] = Field(description="whom the law has the notice name")
    versions: list[VersionOut]
    objections: list[ObjectedOut]
    procedure: str
    answer_days: int
    cites: list[str]
    answer_cites: list[str]
    finding: dict[str, Any] | None = Field(description="the law's answer the period rests on")


class ReceiptOut(Schema):
    """What an objector keeps: the number, and the secret link to follow it."""

    number: str = Field(examples=["YY-2026-000003"])
    state: schemas.LabelledOut
    follow: str = Field(description="path of the page under the secret link; whoever holds it reads the answer")


class FollowedOut(Schema):
    number: str
    notice: str
    version: int
    state: schemas.LabelledOut
    filed_at: dt.datetime
    arguments: str
    remedy: str
    acknowledged_on: dt.date | None
    answered_on: dt.date | None
    outcome: str = Field(description="accepted, rejected or empty")
    reasons: str


@router.get(
    "/notices/", auth=ANYONE, response={200: NoticePageOut, 401: ProblemOut, 403: ProblemOut, 422: ProblemOut},
    summary="Public notices, the newest first",
)  # fmt: skip
def notice_list(
    request: HttpRequest,
    when: Annotated[str, Query(description="running, ended, withdrawn or all", max_length=20)] = "running",
    kind: Annotated[str, Query(description="a kind of notice", max_length=60)] = "",
    region: Annotated[str, Query(description="a region code; it covers all under it", max_length=6)] = "",
    q: Annotated[str, Query(description="words of what it says", max_length=100)] = "",
    cursor: Annotated[str, Query(description="`next` of the page before", max_length=400)] = "",
    limit: Annotated[int, Query(ge=1, le=MOST, description="rows of a page")] = LIMIT,
) -> dict[str, Any]:
    """What stands on the public board. A filter that is no choice is left out."""
    asked = Asked.of({"when": when, "kind": kind, "region": region, "q": bodies.text("q", q)})
    found, after = NEWEST_FIRST.page(asked.rows(), cursor, limit)
    return {"items": [_row(notice) for notice in found], "next": after}


@router.get(
    "/notices/{number}/", auth=ANYONE, summary="One notice with everything it tells its readers",
    response={200: NoticeOut, 401: ProblemOut, 403: ProblemOut, 404: ProblemOut},
)  # fmt: skip
def notice(request: HttpRequest, number: str) -> dict[str, Any]:
    """What is secret and who objects are not in it, for nobody."""
    found = _readable(caller(request).user, number)
    what = found.what
    contents = list(found.contents.prefetch_related("postings").order_by("version"))
    posted = {p.channel: p for p in contents[-1].postings.all()}
    return _row(found) | {
        "says": _says(found, found.fields),
        "channels": [
            {
                "name": name, "label": str(CHANNELS[name]), "first_on": posted[name].first_on if name in posted else None,
                "evidence": posted[name].evidence if name in posted else "",
            }
            for name in what.channels
        ],
        "interests": [{"who": i.who, "relation": i.relation} for i in found.interests.filter(named=True)],
        "versions": [
            {"version": c.version, "at": c.at, "changed": c.changed, "reason": c.reason, "says": _says(found, c.fields)}
            for c in contents
        ],
        "objections": [
            {
                "number": o.number, "filed_on": o.filed_at.astimezone(clock.CHINA).date(), "summary": o.summary,
                "state": {"code": o.state, "label": o.state_label},
            }
            for o in found.objections.order_by("pk")
        ],
        "procedure": found.procedure, "answer_days": found.answer_days, "cites": list(what.cites),
        "answer_cites": list(what.answer_cites),
        "finding": found.finding,
    }  # fmt: skip


@router.post(
    "/notices/{number}/objections", auth=ANYBODY, summary="Object to a notice, with or without an account",
    response={201: ReceiptOut, 400: ProblemOut, 429: ProblemOut, **schemas.PROBLEMS}, operation_id="notice_object",
    openapi_extra={"requestBody": {"required": True}},
)  # fmt: skip
def object_to(request: HttpRequest, number: str) -> Status:
    """Nobody signed in says who they are and how they are reached; both are kept sealed. Evidence as multipart/form-data.
    From one address a few an hour (429)."""
    found = _readable(caller(request).user, number)
    sent = bodies.read(request)
    data = {
        name: sent.data.getlist(name) if hasattr(sent.data, "getlist") else value for name, value in sent.data.items()
    }
    try:
        made = file(request, {**data, "notice": found.number}, sent.files)
    except sources.TooMany as many:
        raise Problem(429, "too_many", str(many.refusal.reason), headers={"Retry-After": "3600"}) from None
    state = {"code": made.state, "label": made.state_label}
    return Status(201, {"number": made.number, "state": state, "follow": link_of(made)})


@router.get(
    "/notices/objections/{token}", auth=ANYONE, response={200: FollowedOut, 401: ProblemOut, 404: ProblemOut},
    summary="An objection, for whoever holds its secret link",
)  # fmt: skip
def followed(request: HttpRequest, token: str) -> dict[str, Any]:
    """token: the last part of `follow` in the receipt."""
    found = following.find(token)
    if found is None:
        raise unseen()
    return {
        "number": found.number, "notice": found.notice.number, "version": found.content.version,
        "state": {"code": found.state, "label": found.state_label}, "filed_at": found.filed_at,
        "arguments": found.arguments, "remedy": found.remedy, "acknowledged_on": found.acknowledged_on,
        "answered_on": found.answered_on, "outcome": found.outcome, "reasons": found.reasons,
    }  # fmt: skip


def objection_body() -> dict[str, Any]:
    """The body of an objection from its form, for the OpenAPI document."""
    form = find_action(Objection.kind_name(), "file").form(case=None, by=None)
    del form.fields["notice"]
    kind = "multipart/form-data" if has_files(form) else "application/json"
    return {"required": True, "content": {kind: {"schema": schema_of(form), "example": example_of(form)}}}


def _readable(user: Any, number: str) -> Any:
    rows = Notice.objects.visible_to(user).select_related("region", "owner", "subject")
    rows = rows.annotate(n_open=open_count())
    found = rows.filter(number=bodies.text("number", number)).first()
    if found is None:
        raise unseen()
    return found


def _row(notice: Any) -> dict[str, Any]:
    what, region = notice.what, notice.region
    state = "withdrawn" if notice.state == "withdrawn" else standing_of(notice, notice.n_open, what).state
    return {
        "number": notice.number, "kind": {"code": what.name, "label": str(what.label)}, "title": notice.title,
        "state": {"code": notice.state, "label": notice.state_label}, "standing": state,
        "region": {"code": region.code, "name": region.name, "name_en": region.name_en},
        "owner": {"id": notice.owner_id, "name": str(notice.owner)}, "starts_on": notice.starts_on,
        "ends_on": notice.ends_on, "opens_on": notice.opens_on, "open_objections": notice.n_open,
        "version": notice.content_version,
    }  # fmt: skip


def _says(notice: Notice, fields: dict[str, Any]) -> list[dict[str, Any]]:
    lines = checklist(notice.what, fields)
    return [
        {"name": i.field.name, "label": str(i.field.label), "text": i.text}
        for i in lines
        if i.text and not i.field.secret
    ]
