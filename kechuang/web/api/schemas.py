"""What the API answers with."""

from __future__ import annotations

import datetime as dt
from typing import Any

from ninja import Field, Schema

from kechuang.core.api.problems import ProblemOut, RefusalOut

PROBLEMS = {401: ProblemOut, 403: ProblemOut, 404: ProblemOut, 409: ProblemOut, 422: ProblemOut}
NEXT = Field(None, description="cursor of the next page; null on the last")


class PlaceOut(Schema):
    code: str = Field(examples=["330803"])
    name: str
    name_en: str = ""


class OrganisationOut(Schema):
    id: int
    name: str
    name_en: str = ""
    kind: str
    department: str = ""
    credit_code: str = ""
    region: str = Field(examples=["330800"])


class NamedOut(Schema):
    id: int
    name: str


class LabelledOut(Schema):
    code: str
    label: str


class CaseRowOut(Schema):
    """A case as lists show it."""

    number: str = Field(examples=["XY-2026-000012"])
    kind: str = Field(examples=["agreements"])
    title: str
    state: LabelledOut
    version: int = Field(description="goes up with each action; send it back as If-Match")
    region: PlaceOut
    owner: NamedOut
    public: bool
    opened_on: dt.date
    closed_on: dt.date | None
    updated_at: dt.datetime


class PartyOut(Schema):
    organisation: NamedOut
    role: str


class EntryOut(Schema):
    """One thing that happened."""

    at: dt.datetime
    by: str
    action: LabelledOut
    from_state: str
    to_state: str
    note: str
    data: dict[str, Any]
    cites: list[str]
    finding: dict[str, Any] | None = None


class ObligationOut(Schema):
    """A legal clock that runs, was met or was waived."""

    id: int
    case: str
    rule: str
    owner: NamedOut
    starts_on: dt.date | None
    due: dt.date | None
    days_left: int | None = Field(description="0 on the last day, negative when late")
    overdue_days: int
    status: str = Field(examples=["due"])
    done_on: dt.date | None
    provisional: bool = Field(description="rests on a year whose holidays are not published")
    simulation: bool = Field(description="by a text that is not in force")
    cites: list[str]
    consequence: str


class DeterminationOut(Schema):
    question: str
    answer: Any
    basis: str
    by: str
    on: dt.date


class OfferOut(Schema):
    """An action as you meet it on this case: open, or blocked and why."""

    name: str
    label: str
    hint: str
    open: bool
    refusal: RefusalOut | None = None
    warnings: list[dict[str, Any]] = Field(default_factory=list, description="findings of drafts, which do not block")
    cites: list[str]
    href: str = Field(description="where to POST it")


class CaseOut(CaseRowOut):
    """A case with what its kind adds. Who sees it only because it is public gets `fields` and no more."""

    fields: dict[str, Any] = Field(default_factory=dict, description="what this kind of case says of itself")
    rows: dict[str, list[dict[str, Any]]] = Field(default_factory=dict, description="the tables that belong to it")
    parties: list[PartyOut] = Field(default_factory=list)
    timeline: list[EntryOut] = Field(default_factory=list)
    obligations: list[ObligationOut] = Field(default_factory=list)
    determinations: list[DeterminationOut] = Field(default_factory=list)
    offers: list[OfferOut] = Field(default_factory=list)


class CasePageOut(Schema):
    items: list[CaseRowOut]
    next: str | None = NEXT


class TimelineOut(Schema):
    items: list[EntryOut]


class ObligationPageOut(Schema):
    items: list[ObligationOut]
    next: str | None = NEXT


class TodoOut(Schema):
    id: int
    case: str
    title: str
    name: str = Field(description="the action that settles it")
    text: str
    organisation: NamedOut
    opened_at: dt.datetime


class TodoPageOut(Schema):
    items: list[TodoOut]
    next: str | None = NEXT


class OrganisationPageOut(Schema):
    items: list[OrganisationOut]
    next: str | None = NEXT


class ActionOut(Schema):
    name: str
    label: str
    hint: str
    creates: bool
    moves: dict[str, list[str]]
    cites: list[str]
    input: dict[str, Any] = Field(description="JSON Schema of the body")


class KindOut(Schema):
    kind: str
    label: str
    states: list[LabelledOut]
    actions: list[ActionOut]


class UnmaskIn(Schema):
    field: str = Field(examples=["id_number"], description="id_number or phone")
    reason: str = Field(examples=["核对奖励发放对象"], description="why, 4 to 200 characters; kept on record")


class UnmaskedOut(Schema):
    field: str
    value: str


class PersonOut(Schema):
    """A person with personal data masked."""

    id: int
    name: str
    id_number: str
    phone: str
    orcid: str
    may_unmask: bool
