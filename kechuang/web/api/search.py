"""One search over everything the caller may see."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from django.http import HttpRequest
from ninja import Query, Router

from kechuang.core.api import bodies
from kechuang.core.api.problems import ProblemOut
from kechuang.web.api import schemas
from kechuang.web.api.callers import ANYONE, caller
from kechuang.web.api.kinds import kinds
from kechuang.web.search.groups import groups
from kechuang.web.search.sources import BY_NAME, SOURCES, plain

router = Router(tags=["search"])


@router.get(
    "/search", auth=ANYONE, response={200: schemas.SearchOut, 401: ProblemOut, 403: ProblemOut, 422: ProblemOut},
    summary="Cases, organisations, people, clauses, rules and calculators by words",
)  # fmt: skip
def search(
    request: HttpRequest,
    q: Annotated[str, Query(description="every word must be found", max_length=200)],
    group: Literal["cases", "organisations", "people", "clauses", "rules", "calculators", ""] = "",
    limit: Annotated[int, Query(ge=1, le=100, description="things of each group")] = 10,
) -> dict[str, Any]:
    """Groups with nothing are left out. Without signing in: what is public. For all cases of a query: GET /cases/?q=."""
    who = caller(request)
    wanted = [BY_NAME[group]] if group else list(SOURCES)
    found = groups(who.user, plain(bodies.text("q", q)), each=limit, wanted=wanted, kinds=_reached(who))
    return {"query": q, "groups": [_group(one) for one in found]}


def _reached(who: Any) -> list[str] | None:
    """The kinds of case a token is limited to; None when it reaches all."""
    return [model.kind_name() for slug, model in kinds().items() if slug in who.kinds] if who.kinds else None


def _group(one: Any) -> dict[str, Any]:
    return {
        "name": one.source.name, "label": str(one.source.label), "count": one.count, "more": one.more,
        "items": [
            {
                "title": hit.title, "url": hit.url, "about": hit.about, "number": hit.number, "kind": hit.kind,
                "state": hit.state, "clause": hit.cite.words if hit.cite else "",
            }
            for hit in one.hits
        ],
    }  # fmt: skip
