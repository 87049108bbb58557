"""Reading cases of every kind: lists, one case, its timeline, and what the kinds are."""

from __future__ import annotations

import datetime as dt
import re
from typing import Annotated, Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from kechuang.casework.cases.actions import actions_of
from kechuang.casework.cases.models import Case
from kechuang.casework.cases.predicates import takes_part
from kechuang.casework.cases.queries import found
from kechuang.core import clock
from kechuang.core.among import among
from kechuang.core.api import bodies
from kechuang.core.api.callers import Caller
from kechuang.core.api.forms import schema_of
from kechuang.core.api.pages import LIMIT, MOST, Order, whole
from kechuang.core.api.problems import ProblemOut, sign_in_first, unseen, wrong_input
from kechuang.web.api import present, schemas
from kechuang.web.api.callers import ANYONE, SIGNED, caller
from kechuang.web.api.kinds import kind_at, kinds, slug_of
from kechuang.web.cases.counts import few

router = Router(tags=["cases"])
NEWEST_FIRST = Order((("pk", whole),), descending=True)
_NUMBER = re.compile(r"[A-Z]{1,10}-\d{4}-\d{6,9}")

MOST_MATCHED = 2_000
"""A search leads to so many cases, the newest; who looks for others narrows it."""
_BY_WORDS = (
    f"words of the case; the newest {MOST_MATCHED} that have all of them, narrow by kind, state or region for others"
)

Limit = Annotated[int, Query(ge=1, le=MOST, description="rows of a page")]
Cursor = Annotated[str, Query(description="`next` of the page before", max_length=400)]


def prefix_of(code: str) -> str:
    """A region code without its trailing pairs of zeros: it covers every code under it. Raises Problem 422."""
    if not re.fullmatch(r"\d{2,6}", code, re.ASCII):
        raise wrong_input("region", "33, 3308, 330803")
    while len(code) > 2 and len(code) % 2 == 0 and code.endswith("00"):
        code = code[:-2]
    return code


def visible(who: Caller, number: str) -> Any:
    """A case of its own kind, by number, that the caller may see and the token reaches. Raises Problem 403 or 404."""
    if not _NUMBER.fullmatch(number):
        raise unseen()
    kind = Case.objects.visible_to(who.user).filter(number=number).values_list("kind", flat=True).first()
    if kind is None:
        raise unseen()
    slug = slug_of(kind)
    who.must_reach(slug)
    model = kinds()[slug]
    return (
        model._default_manager.select_related("region", "owner", *present.related(model))
        .prefetch_related("parties")
        .get(number=number)
    )


def of_kinds(who: Caller, rows: QuerySet[Any]) -> QuerySet[Any]:
    """Cases the caller's token reaches."""
    if not who.kinds:
        return rows
    return rows.filter(kind__in=[model.kind_name() for slug, model in kinds().items() if slug in who.kinds])


@router.get(
    "/cases/", auth=ANYONE, response={200: schemas.CasePageOut, 401: ProblemOut, 403: ProblemOut, 422: ProblemOut},
    summary="Cases you may see, the newest first",
)  # fmt: skip
def case_list(
    request: HttpRequest,
    kind: Annotated[str, Query(description="platforms, agreements …", max_length=60)] = "",
    state: Annotated[str, Query(max_length=40)] = "",
    region: Annotated[str, Query(description="a region code; it covers all under it", max_length=6)] = "",
    owner: Annotated[int | None, Query(description="id of an organisation", ge=1, le=2**63 - 1)] = None,
    q: Annotated[str, Query(description=_BY_WORDS, max_length=100)] = "",
    updated_since: Annotated[dt.datetime | None, Query(description="ISO 8601; without a zone: China time")] = None,
    open: Annotated[bool | None, Query(description="not closed yet")] = None,  # noqa: A002
    cursor: Cursor = "",
    limit: Limit = LIMIT,
) -> dict[str, Any]:
    """Without signing in: public cases alone. Pages follow `next`; rows added meanwhile neither shift nor repeat."""
    who = caller(request)
    rows = of_kinds(who, Case.objects.visible_to(who.user).select_related("region", "owner"))
    if kind:
        rows = rows.filter(kind=kind_at(bodies.text("kind", kind)).kind_name())
    if state:
        rows = rows.filter(state=bodies.text("state", state))
    if region:
        rows = rows.filter(region__code__startswith=prefix_of(region))
    if owner is not None:
        rows = rows.filter(owner_id=owner)
    if (matched := _matched(who, bodies.text("q", q), kind, state, region)) is not None:
        rows = rows.filter(among("pk", matched))
    if updated_since is not None:
        rows = rows.filter(updated_at__gte=_aware(updated_since))
    if open is not None:
        rows = rows.filter(closed_on__isnull=open)
    if (
        seen := few(rows)
    ) is not None:  # few among many: PostgreSQL would look for them through all cases, newest first
        rows = Case.objects.filter(among("pk", seen)).select_related("region", "owner")
    page, after = NEWEST_FIRST.page(rows, cursor, limit)
    return {"items": [present.row(case) for case in page], "next": after}


def _matched(who: Caller, text: str, kind: str, state: str, region: str) -> list[int] | None:
    """Ids of the newest cases with every word, by the index of words and marks that lists are searched by."""
    asked = [kind] if kind else [slug for slug in kinds() if not who.kinds or slug in who.kinds]
    every = not kind and not who.kinds
    names = [] if every else [kind_at(slug).kind_name() for slug in asked]
    under = prefix_of(region) if region else ""
    return found(who.user, text, *names, state=state, region=under if len(under) % 2 == 0 else "", most=MOST_MATCHED)


def _aware(moment: dt.datetime) -> dt.datetime:
    made = moment if moment.tzinfo is not None else moment.replace(tzinfo=clock.CHINA)
    try:
        made.astimezone(dt.UTC)
    except OverflowError:
        raise wrong_input("updated_since", "0001-01-02 … 9999-12-30") from None
    return made


@router.get(
    "/cases/{number}/", auth=ANYONE, summary="One case, with what you can do in it and why not",
    response={200: schemas.CaseOut, 401: ProblemOut, 403: ProblemOut, 404: ProblemOut},
)  # fmt: skip
def case(request: HttpRequest, response: HttpResponse, number: str) -> dict[str, Any]:
    """The ETag is the version; send it as If-Match with an action. Each action is offered open, or blocked with the
    reason, the clauses and the day it opens."""
    who = caller(request)
    row = visible(who, number)
    response["ETag"] = f'"{row.version}"'
    return present.whole(row, who.user)


@router.get(
    "/cases/{number}/timeline", auth=ANYONE, summary="What happened in a case",
    response={200: schemas.TimelineOut, 401: ProblemOut, 403: ProblemOut, 404: ProblemOut},
)  # fmt: skip
def case_timeline(request: HttpRequest, number: str) -> dict[str, Any]:
    """For those who take part in the case or hold office over it."""
    who = caller(request)
    row = visible(who, number)
    if not takes_part(who.user, row):
        raise unseen() if who.user.is_authenticated else sign_in_first()
    return {"items": present.timeline(row, who.user)}


@router.get("/kinds/", auth=SIGNED, response={200: list[schemas.KindOut], 401: ProblemOut, 403: ProblemOut})
def kind_list(request: HttpRequest) -> list[dict[str, Any]]:
    """The kinds of case, their states, and their actions with the schema of what they take."""
    return [
        {
            "kind": slug,
            "label": str(model._meta.verbose_name),
            "states": [{"code": code, "label": str(label)} for code, label in model.STATES],
            "actions": [
                {
                    "name": a.name, "label": str(a.label), "hint": str(a.hint), "creates": a.creates,
                    "moves": {start: list(ends) for start, ends in a.moves.items()},
                    "cites": [str(c) for c in a.cites], "input": schema_of(a.form(case=None, by=None)),
                }
                for a in actions_of(model).values()
            ],
        }
        for slug, model in kinds().items()
    ]  # fmt: skip
