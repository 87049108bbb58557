"""Reading the books: accounts, earmarks and entries of those whose books the caller reads."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any

from django.db.models import Sum
from django.http import HttpRequest
from ninja import Field, Query, Router, Schema

from kechuang.casework.ledger.models import Account, Earmark, Entry
from kechuang.core.api import bodies
from kechuang.core.api.callers import Caller
from kechuang.core.api.pages import LIMIT, Order, day, whole
from kechuang.core.api.problems import ProblemOut, unseen
from kechuang.web.api import present, schemas
from kechuang.web.api.callers import SIGNED, caller
from kechuang.web.api.cases import Cursor, Limit

router = Router(tags=["ledger"])
BY_KEY = Order((("pk", whole),))
NEWEST = Order((("on", day), ("pk", whole)), descending=True)
_ERRORS = {401: ProblemOut, 403: ProblemOut, 404: ProblemOut, 422: ProblemOut}
_YUAN = Field(examples=["1234.56"], description="yuan, two decimals")


class AccountOut(Schema):
    id: int
    organisation: schemas.NamedOut
    code: str
    name: str
    kind: str
    balance: str = Field(description="yuan, by the account's own side", examples=["1234.56"])
    closed_on: dt.date | None


class EarmarkOut(Schema):
    number: str
    organisation: schemas.NamedOut
    funder: schemas.NamedOut | None
    source: str
    purpose: str
    project: str | None = Field(description="number of the case")
    starts_on: dt.date
    ends_on: dt.date | None
    amount: str | None = Field(description="yuan; null: as much as came in")
    received: str = _YUAN
    spent: str = _YUAN
    left: str = Field(description="yuan; what was approved less what is spent")
    in_hand: str = Field(description="yuan; what arrived less what is spent")
    to_come: str = Field(description="yuan; approved and not arrived yet")
    closed_on: dt.date | None


class PostingOut(Schema):
    account: str
    account_id: int
    earmark: str
    amount: str = Field(description="yuan; debit positive", examples=["-80.00"])


class EntryOut(Schema):
    number: str
    organisation: schemas.NamedOut
    on: dt.date
    text: str
    case: str
    step: int = Field(description="id of the line of the case's timeline")
    reverses: str | None
    reversed_by: str | None
    reason: str
    postings: list[PostingOut]


class AccountPageOut(Schema):
    items: list[AccountOut]
    next: str | None = schemas.NEXT


class EarmarkPageOut(Schema):
    items: list[EarmarkOut]
    next: str | None = schemas.NEXT


class EntryPageOut(Schema):
    items: list[EntryOut]
    next: str | None = schemas.NEXT


def _reader(request: HttpRequest) -> Caller:
    """A token limited to some kinds of case does not read the books."""
    who = caller(request)
    who.must_reach("ledger")
    return who


@router.get(
    "/ledger/accounts/", auth=SIGNED, response={200: AccountPageOut, **_ERRORS}, summary="Accounts and balances"
)
def accounts(
    request: HttpRequest,
    organisation: Annotated[int | None, Query(ge=1, le=2**63 - 1)] = None,
    cursor: Cursor = "",
    limit: Limit = LIMIT,
) -> dict[str, Any]:
    rows = Account.objects.visible_to(_reader(request).user).select_related("organisation")
    if organisation is not None:
        rows = rows.filter(organisation_id=organisation)
    found, after = BY_KEY.page(rows.annotate(total=Sum("balances__amount")), cursor, limit)
    items = [
        {
            "id": a.pk, "organisation": present.named(a.organisation), "code": a.code, "name": str(a), "kind": a.kind,
            "balance": f"{(a.total or 0) if a.by_debit else -(a.total or 0):.2f}", "closed_on": a.closed_on,
        }
        for a in found
    ]  # fmt: skip
    return {"items": items, "next": after}


@router.get(
    "/ledger/earmarks/", auth=SIGNED, response={200: EarmarkPageOut, **_ERRORS}, summary="Earmarks and their use"
)
def earmarks(
    request: HttpRequest,
    project: Annotated[str, Query(description="number of a case", max_length=30)] = "",
    cursor: Cursor = "",
    limit: Limit = LIMIT,
) -> dict[str, Any]:
    rows = Earmark.objects.visible_to(_reader(request).user).select_related("organisation", "funder", "project", "use")
    if project:
        rows = rows.filter(project__number=bodies.text("project", project))
    found, after = BY_KEY.page(rows, cursor, limit)
    return {"items": [_earmark(m) for m in found], "next": after}


@router.get("/ledger/earmarks/{number}/", auth=SIGNED, response={200: EarmarkOut, **_ERRORS}, summary="One earmark")
def earmark(request: HttpRequest, number: str) -> dict[str, Any]:
    rows = Earmark.objects.visible_to(_reader(request).user).select_related("organisation", "funder", "project", "use")
    found = rows.filter(number=bodies.text("number", number)).first()
    if found is None:
        raise unseen()
    return _earmark(found)


def _earmark(m: Any) -> dict[str, Any]:
    allowed = m.use.received if m.amount is None else m.amount
    return {
        "number": m.number, "organisation": present.named(m.organisation),
        "funder": present.named(m.funder) if m.funder else None, "source": m.source, "purpose": m.purpose,
        "project": m.project.number if m.project else None, "starts_on": m.starts_on, "ends_on": m.ends_on,
        "amount": None if m.amount is None else f"{m.amount:.2f}", "received": f"{m.use.received:.2f}",
        "spent": f"{m.use.spent:.2f}", "left": f"{allowed - m.use.spent:.2f}",
        "in_hand": f"{m.use.received - m.use.spent:.2f}", "to_come": f"{max(allowed - m.use.received, 0):.2f}",
        "closed_on": m.closed_on,
    }  # fmt: skip


def _entries(request: HttpRequest) -> Any:
    rows = Entry.objects.visible_to(_reader(request).user).select_related(
        "organisation", "case", "reverses", "reversal"
    )
    return rows.prefetch_related("postings__account", "postings__earmark")


@router.get(
    "/ledger/entries/", auth=SIGNED, response={200: EntryPageOut, **_ERRORS}, summary="Entries, the newest first"
)
def entries(
    request: HttpRequest,
    case: Annotated[str, Query(description="number of a case", max_length=30)] = "",
    since: dt.date | None = None,
    until: dt.date | None = None,
    cursor: Cursor = "",
    limit: Limit = LIMIT,
) -> dict[str, Any]:
    rows = _entries(request)
    if case:
        rows = rows.filter(case__number=bodies.text("case", case))
    if since is not None:
        rows = rows.filter(on__gte=since)
    if until is not None:
        rows = rows.filter(on__lte=until)
    found, after = NEWEST.page(rows, cursor, limit)
    return {"items": [_entry(e) for e in found], "next": after}


@router.get("/ledger/entries/{number}/", auth=SIGNED, response={200: EntryOut, **_ERRORS}, summary="One entry")
def entry(request: HttpRequest, number: str) -> dict[str, Any]:
    found = _entries(request).filter(number=bodies.text("number", number)).first()
    if found is None:
        raise unseen()
    return _entry(found)


def _entry(e: Any) -> dict[str, Any]:
    return {
        "number": e.number, "organisation": present.named(e.organisation), "on": e.on, "text": e.text,
        "case": e.case.number, "step": e.step_id, "reverses": e.reverses.number if e.reverses else None,
        "reversed_by": e.reversal.number if hasattr(e, "reversal") else None, "reason": e.reason,
        "postings": [
            {"account": str(p.account), "account_id": p.account_id, "earmark": p.earmark.number, "amount": f"{p.amount:.2f}"}
            for p in e.postings.all()
        ],
    }  # fmt: skip
