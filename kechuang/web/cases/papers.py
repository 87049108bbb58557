"""Official papers of a case, made when they are asked for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from kechuang.casework.cases.predicates import takes_part
from kechuang.casework.documents.papers import FORMATS, media_type, written
from kechuang.core.ui.sites import CasePaper, papers_of
from kechuang.web.cases.downloads import guarded
from kechuang.web.cases.found import find_case, missing


@dataclass(frozen=True, slots=True)
class PaperLine:
    """A paper there is of a case, with the address of each of its files."""

    name: str
    label: str
    links: Sequence[tuple[str, str]]


def papers_for(case: Any, user: Any) -> list[CasePaper]:
    """The papers there are of a case for a person who takes part in it."""
    return [paper for paper in papers_of(case.kind) if paper.ready(case, user)]


def paper_lines(case: Any, user: Any) -> list[PaperLine]:
    """The same as the page offers them."""
    return [
        PaperLine(p.name, str(p.label), [(f, reverse("case-paper", args=[case.number, p.name, f])) for f in FORMATS])
        for p in papers_for(case, user)
    ]


@require_safe
@cache_control(private=True, no_store=True)
def case_paper(request: HttpRequest, number: str, name: str, kind: str) -> HttpResponseBase:
    """A paper as the case stands now, as .docx or .pdf. Nothing is kept; filing it is an action."""
    found = find_case(request, number)
    if found is None or not takes_part(request.user, found[0]):
        return missing(request)
    case, _site = found
    paper = next((p for p in papers_for(case, request.user) if p.name == name), None)
    if paper is None or kind not in FORMATS:
        raise Http404(_("这件案子没有这份公文。"))
    return paper_response(paper, case, kind)


def paper_response(paper: CasePaper, case: Any, kind: str) -> HttpResponseBase:
    """A paper written now, in one of FORMATS."""
    content, name = written(paper.make, case, kind, paper.label)
    return guarded(HttpResponse(content, content_type=media_type(kind)), f"{case.number} {name}")
