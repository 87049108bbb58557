"""Official papers of a case, made when they are asked for."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_safe

from kechuang.casework.documents.papers import to_docx, to_pdf
from kechuang.core.ui.sites import CaseSite
from kechuang.web.cases.found import find_case, missing

WRITERS = {
    "docx": (to_docx, "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    "pdf": (to_pdf, "application/pdf"),
}


@require_safe
def case_paper(request: HttpRequest, number: str, name: str, kind: str) -> HttpResponseBase:
    """A paper of a case this person may see, as .docx or .pdf."""
    found = find_case(request, number)
    if found is None:
        return missing(request)
    case, site = found
    paper = next((p for p in site.papers if p.name == name and p.ready(case, request.user)), None)
    if paper is None or kind not in WRITERS:
        raise Http404
    write, media_type = WRITERS[kind]
    made = paper.make(case)
    answer = HttpResponse(write(made), content_type=media_type)
    answer["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(f'{case.number} {made.title}.{kind}')}"
    return answer


def paper_links(site: CaseSite, case: Any, user: Any) -> list[dict[str, Any]]:
    """The papers there are of a case, each with the addresses of its two files."""
    return [
        {
            "label": paper.label,
            "files": [(kind, reverse("case-paper", args=[case.number, paper.name, kind])) for kind in WRITERS],
        }
        for paper in site.papers
        if paper.ready(case, user)
    ]
