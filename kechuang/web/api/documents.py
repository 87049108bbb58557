"""The files of a case and its official papers: lists, and downloads. Files are added by the action `attach`."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponseBase
from ninja import Path, Router

from kechuang.casework.cases.predicates import takes_part
from kechuang.casework.documents.models import Document
from kechuang.casework.documents.papers import FORMATS, media_type
from kechuang.core.api.callers import Caller
from kechuang.core.api.problems import ProblemOut, sign_in_first, unseen
from kechuang.web.api import schemas
from kechuang.web.api.callers import ANYONE, caller
from kechuang.web.api.cases import visible
from kechuang.web.cases.documents import file_response
from kechuang.web.cases.papers import paper_response, papers_for

router = Router(tags=["documents"])
_ERRORS = {401: ProblemOut, 403: ProblemOut, 404: ProblemOut}
_BYTES = {"schema": {"type": "string", "format": "binary"}}


def _downloads(*media_types: str) -> dict[str, Any]:
    return {"responses": {200: {"description": "the file", "content": dict.fromkeys(media_types, _BYTES)}}}


def _inside(who: Caller, number: str) -> Any:
    """The case, for those who take part in it or hold office over it. Raises Problem 401, 403 or 404."""
    found = visible(who, number)
    if not takes_part(who.user, found):
        raise unseen() if who.user.is_authenticated else sign_in_first()
    return found


@router.get(
    "/cases/{number}/documents", auth=ANYONE, response={200: schemas.DocumentsOut, **_ERRORS},
    summary="The files of a case, every version, and the papers it can write",
)  # fmt: skip
def documents(request: HttpRequest, number: str) -> dict[str, Any]:
    """For those who take part in the case or hold office over it. The newest version of each name has `latest`."""
    who = caller(request)
    case = _inside(who, number)
    rows = Document.objects.filter(case_id=case.pk).select_related("by").order_by("name", "-version")
    seen: set[str] = set()
    items = []
    for row in rows:
        items.append(
            {
                "id": row.pk, "name": row.name, "version": row.version, "latest": row.name not in seen,
                "kind": row.kind, "origin": row.origin, "media_type": row.media_type, "size": row.size,
                "sha256": row.sha256, "by": str(row.by or ""), "at": row.at,
            }
        )  # fmt: skip
        seen.add(row.name)
    papers = [{"name": p.name, "label": str(p.label), "formats": list(FORMATS)} for p in papers_for(case, who.user)]
    return {"items": items, "papers": papers}


@router.get(
    "/cases/{number}/documents/{pk}", auth=ANYONE, response={200: None, **_ERRORS}, summary="One version of a file",
    openapi_extra=_downloads("application/octet-stream"),
)  # fmt: skip
def document(request: HttpRequest, number: str, pk: int = Path(..., ge=1, le=2**63 - 1)) -> HttpResponseBase:
    """The bytes as they were kept, with their media type; refused when they no longer have their SHA-256."""
    case = _inside(caller(request), number)
    found = Document.objects.filter(case_id=case.pk, pk=pk).first()
    if found is None:
        raise unseen()
    return file_response(found)


@router.get(
    "/cases/{number}/papers/{name}/{form}", auth=ANYONE, response={200: None, **_ERRORS},
    summary="An official paper as the case stands, written now", openapi_extra=_downloads(*map(media_type, FORMATS)),
)  # fmt: skip
def paper(request: HttpRequest, number: str, name: str, form: str) -> HttpResponseBase:
    """Nothing is kept; the action `keep_paper` files it with the case. form: pdf or docx."""
    who = caller(request)
    case = _inside(who, number)
    found = next((p for p in papers_for(case, who.user) if p.name == name), None)
    if found is None or form not in FORMATS:
        raise unseen()
    return paper_response(found, case, form)
