"""The files of a case: the tab that lists them with its papers, and downloads of kept files."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from kechuang.casework.cases.actions import Offer
from kechuang.casework.cases.models import Case
from kechuang.casework.cases.predicates import takes_part
from kechuang.casework.documents.models import Document
from kechuang.casework.documents.queries import File, files_of
from kechuang.casework.documents.services import sealed_content
from kechuang.web.cases.downloads import guarded
from kechuang.web.cases.found import find_case, missing
from kechuang.web.cases.papers import PaperLine, paper_lines

IN_PLACE = ("attach", "keep_paper")
"""Actions whose forms stand in the tab, not among the buttons of the head."""


@dataclass(frozen=True, slots=True)
class DocumentsTab:
    """What the tab shows one person. upload, filing: the forms of the actions open to them, with their addresses."""

    files: Sequence[File]
    papers: Sequence[PaperLine]
    upload: Any = None
    upload_url: str = ""
    filing_url: str = ""


def documents_tab(case: Case, user: Any, met: Sequence[Offer]) -> DocumentsTab:
    """The tab of a case for one person."""
    open_ones = {offer.action.name: offer.action for offer in met if offer.open}
    address = {name: reverse("case-action", args=[case.number, name]) for name in IN_PLACE if name in open_ones}
    upload = open_ones["attach"].form(case=case, by=user) if "attach" in open_ones else None
    return DocumentsTab(
        files_of(case.pk), paper_lines(case, user), upload, address.get("attach", ""), address.get("keep_paper", "")
    )


def count_of(case: Case) -> int:
    """How many files a case has, by name."""
    return Document.objects.filter(case_id=case.pk).values("name").distinct().count()


def _inside(request: HttpRequest, number: str) -> Any:
    """The case, for those who take part in it; None for the others, who may at most read what is public of it."""
    found = find_case(request, number)
    return found[0] if found is not None and takes_part(request.user, found[0]) else None


@require_safe
@cache_control(private=True, no_store=True)
def download(request: HttpRequest, number: str, pk: int) -> HttpResponseBase:
    """One version of a file, as an attachment, if its content is still what was kept."""
    case = _inside(request, number)
    if case is None:
        return missing(request)
    document = Document.objects.filter(case_id=case.pk, pk=pk).first()
    if document is None:
        raise Http404(_("本案没有这个文件。"))
    return file_response(document)


def file_response(document: Document) -> HttpResponseBase:
    """A kept file on its way out. Raises Http404 when what is stored is not what was kept."""
    content = sealed_content(document)
    if content is None:
        raise Http404(_("存着的内容与登记的 SHA-256 不符，没有发出。把文件名和版本告诉管理员。"))
    answer = FileResponse(content, content_type=document.media_type)
    answer["Content-Length"] = str(document.size)
    answer["ETag"] = f'"{document.sha256}"'
    return guarded(answer, document.name)
