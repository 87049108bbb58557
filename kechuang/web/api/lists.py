"""Obligations, to-dos, organisations and regions."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Annotated, Any, Literal

from django.db.models import Q, QuerySet, Value
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from ninja import Path, Query, Router

from kechuang.casework.cases.models import Case
from kechuang.casework.inbox.models import Message, Todo
from kechuang.casework.obligations.models import Obligation
from kechuang.casework.parties.models import Organisation, Region
from kechuang.core import clock
from kechuang.core.api import bodies
from kechuang.core.api.callers import Caller
from kechuang.core.api.pages import LIMIT, Order, day, whole, words
from kechuang.core.api.problems import ProblemOut, unseen
from kechuang.web.api import present, schemas
from kechuang.web.api.callers import ANYONE, SIGNED, caller
from kechuang.web.api.cases import Cursor, Limit, of_kinds, prefix_of

router = Router()
NEVER = dt.date(9999, 12, 31)
_ERRORS = {401: ProblemOut, 403: ProblemOut, 422: ProblemOut}
SOONEST = Order((("due_or_never", day), ("pk", whole)))
NEWEST = Order((("pk", whole),), descending=True)
BY_NAME = Order((("name", words), ("pk", whole)))


def _cases(who: Caller) -> Any:
    """Ids of the cases a token limited to some kinds reaches; None when it reaches all."""
    return of_kinds(who, Case.objects.all()).values("pk") if who.kinds else None


def _titles(who: Caller, ids: Iterable[int]) -> dict[int, tuple[str, str]]:
    """Number and title of the cases among these that the caller may see; confined ones stay untold."""
    rows = Case.objects.visible_to(who.user).filter(pk__in=set(ids)).values_list("pk", "number", "title")
    return {pk: (number, title) for pk, number, title in rows}


@router.get(
    "/obligations/", auth=SIGNED, tags=["obligations"], response={200: schemas.ObligationPageOut, **_ERRORS},
    summary="Legal clocks of your organisations and regions, the soonest first",
)  # fmt: skip
def obligations(
    request: HttpRequest,
    status: Literal["due", "met", "waived", ""] = "",
    overdue: Annotated[bool | None, Query(description="late and not done")] = None,
    due_before: Annotated[dt.date | None, Query(description="last day on or before this")] = None,
    region: Annotated[str, Query(max_length=6)] = "",
    owner: Annotated[int | None, Query(ge=1, le=2**63 - 1)] = None,
    cursor: Cursor = "",
    limit: Limit = LIMIT,
) -> dict[str, Any]:
    who = caller(request)
    rows = Obligation.objects.visible_to(who.user).select_related("owner")
    if (reached := _cases(who)) is not None:
        rows = rows.filter(case_id__in=reached)
    if status:
        rows = rows.filter(status=status)
    if overdue is not None:
        late = Q(status=Obligation.Status.DUE, due__lt=clock.today())
        rows = rows.filter(late if overdue else ~late | Q(due=None))
    if due_before is not None:
        rows = rows.filter(due__lte=due_before)
    if region:
        rows = rows.filter(territory__startswith=prefix_of(region))
    if owner is not None:
        rows = rows.filter(owner_id=owner)
    found, after = SOONEST.page(rows.annotate(due_or_never=Coalesce("due", Value(NEVER))), cursor, limit)
    titles = _titles(who, (o.case_id for o in found))
    return {"items": [present.obligation(o, titles.get(o.case_id, ("", ""))[0]) for o in found], "next": after}


@router.get(
    "/todos/", auth=SIGNED, tags=["todos"], response={200: schemas.TodoPageOut, **_ERRORS},
    summary="What you are asked to do, the newest first",
)  # fmt: skip
def todos(request: HttpRequest, cursor: Cursor = "", limit: Limit = LIMIT) -> dict[str, Any]:
    who = caller(request)
    rows = Todo.objects.open().for_user(who.user).select_related("organisation")
    if (reached := _cases(who)) is not None:
        rows = rows.filter(case_id__in=reached)
    found, after = NEWEST.page(rows, cursor, limit)
    titles = _titles(who, (t.case_id for t in found))
    items = []
    for todo in found:
        number, title = titles.get(todo.case_id, ("", ""))
        items.append(
            {
                "id": todo.pk, "case": number, "title": title, "name": todo.name, "text": todo.words or todo.text,
                "organisation": present.named(todo.organisation), "opened_at": todo.opened_at,
            }
        )  # fmt: skip
    return {"items": items, "next": after}


@router.get(
    "/messages/", auth=SIGNED, tags=["messages"], response={200: schemas.MessagePageOut, **_ERRORS},
    summary="What you were told, the newest first",
)  # fmt: skip
def messages(
    request: HttpRequest,
    unread: Annotated[bool, Query(description="only what you have not read")] = False,
    cursor: Cursor = "",
    limit: Limit = LIMIT,
) -> dict[str, Any]:
    """Asking for them marks nothing as read."""
    who = caller(request)
    rows = _told(who)
    if unread:
        rows = rows.filter(read_at=None)
    found, after = NEWEST.page(rows, cursor, limit)
    titles = _titles(who, (m.case_id for m in found if m.case_id is not None))
    return {"items": [_message(m, titles.get(m.case_id or 0, ("", ""))[0]) for m in found], "next": after}


def _message(row: Message, case: str) -> dict[str, Any]:
    return {
        "id": row.pk, "topic": row.topic, "text": row.words, "case": case, "link": row.link, "at": row.at,
        "read_at": row.read_at,
    }  # fmt: skip


def _told(who: Caller) -> QuerySet[Message]:
    """The caller's messages that the token reaches."""
    rows = Message.objects.filter(user=who.user)
    reached = _cases(who)
    return rows if reached is None else rows.filter(case_id__in=reached)


@router.post(
    "/messages/{message}/read", auth=SIGNED, tags=["messages"],
    response={200: schemas.MessageOut, 404: ProblemOut, **_ERRORS}, summary="Mark one message as read",
)  # fmt: skip
def read_message(request: HttpRequest, message: Annotated[int, Path(ge=1, le=2**63 - 1)]) -> dict[str, Any]:
    """Doing it again changes nothing: the first time stays."""
    who = caller(request)
    _told(who).filter(pk=message, read_at=None).update(read_at=clock.now())
    row = _told(who).filter(pk=message).first()
    if row is None:
        raise unseen()
    titles = _titles(who, [row.case_id] if row.case_id is not None else [])
    return _message(row, titles.get(row.case_id or 0, ("", ""))[0])


@router.post(
    "/messages/read", auth=SIGNED, tags=["messages"], response={200: schemas.ReadOut, **_ERRORS},
    summary="Mark every message as read",
)  # fmt: skip
def read_messages(request: HttpRequest) -> dict[str, int]:
    return {"read": _told(caller(request)).filter(read_at=None).update(read_at=clock.now())}


@router.get(
    "/organisations/", auth=SIGNED, tags=["parties"], response={200: schemas.OrganisationPageOut, **_ERRORS},
    summary="Organisations by name or credit code",
)  # fmt: skip
def organisations(
    request: HttpRequest,
    q: Annotated[str, Query(description="part of the name, or a credit code", max_length=100)] = "",
    kind: Literal[
        "department", "platform", "research_institution", "university", "enterprise", "fund", "bank", "agency", "other",
        "",
    ] = "",
    region: Annotated[str, Query(max_length=6)] = "",
    cursor: Cursor = "",
    limit: Limit = LIMIT,
) -> dict[str, Any]:  # fmt: skip
    rows = Organisation.objects.all()
    for word in bodies.text("q", q).split():
        rows = rows.filter(Q(name__icontains=word) | Q(name_en__icontains=word) | Q(credit_code=word.upper()))
    if kind:
        rows = rows.filter(kind=kind)
    if region:
        rows = rows.filter(region__code__startswith=prefix_of(region))
    found, after = BY_NAME.page(rows, cursor, limit)
    items = [
        {
            "id": o.pk, "name": o.name, "name_en": o.name_en, "kind": o.kind, "department": o.department,
            "credit_code": o.credit_code, "region": o.region_id,
        }
        for o in found
    ]  # fmt: skip
    return {"items": items, "next": after}


@router.get(
    "/regions/", auth=ANYONE, tags=["parties"], response={200: list[schemas.PlaceOut], **_ERRORS},
    summary="Administrative divisions valid on a day (GB/T 2260)",
)  # fmt: skip
def regions(
    request: HttpRequest,
    under: Annotated[str, Query(description="a code; it covers all under it", max_length=6)] = "",
    on: Annotated[dt.date | None, Query(description="today when not said")] = None,
) -> list[dict[str, Any]]:
    rows = Region.objects.standing(on)
    if under:
        rows = rows.filter(code__startswith=prefix_of(under))
    return [{"code": r.code, "name": r.name, "name_en": r.name_en} for r in rows]
