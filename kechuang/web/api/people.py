"""People with their personal data masked, and showing a masked value for a reason, on record."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja import Path, Router

from kechuang.casework.accounts import unmasking
from kechuang.casework.cases.people import owners_naming
from kechuang.casework.parties.models import Person
from kechuang.core.api.problems import ProblemOut, unseen
from kechuang.web.api import schemas
from kechuang.web.api.callers import SIGNED, caller

router = Router(tags=["parties"])
_ERRORS = {401: ProblemOut, 403: ProblemOut, 404: ProblemOut, 422: ProblemOut}
_KEY = Path(..., ge=1, le=2**63 - 1)


unmasking.links(owners_naming)


def _person(request: HttpRequest, pk: int) -> Person:
    """A person whom the caller may at least see masked: whoever may unmask them."""
    person = Person.objects.filter(pk=pk).first()
    if person is None or not unmasking.may_unmask(caller(request).user, person):
        raise unseen()
    return person


@router.get("/people/{pk}/", auth=SIGNED, response={200: schemas.PersonOut, **_ERRORS}, summary="A person, masked")
def person(request: HttpRequest, pk: int = _KEY) -> dict[str, Any]:
    found = _person(request, pk)
    return {
        "id": found.pk, "name": found.name, "id_number": found.masked_id_number, "phone": found.masked_phone,
        "orcid": found.orcid, "may_unmask": True,
    }  # fmt: skip


@router.post(
    "/people/{pk}/unmask", auth=SIGNED, response={200: schemas.UnmaskedOut, **_ERRORS},
    summary="Show a masked value, for a reason that is kept",
)  # fmt: skip
def unmask(request: HttpRequest, body: schemas.UnmaskIn, pk: int = _KEY) -> dict[str, Any]:
    """Each look is recorded with who, when and why."""
    found = _person(request, pk)
    value = unmasking.unmask(found, body.field, by=caller(request).user, reason=body.reason)
    return {"field": body.field, "value": value}
