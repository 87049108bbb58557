"""The formats a paper is written in, and the writing of one from a case, in Chinese whoever asks for it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils import translation

from kechuang.casework.documents.papers.paper import Paper
from kechuang.casework.documents.papers.pdf import to_pdf
from kechuang.casework.documents.papers.word import to_docx

CHINESE = "zh-hans"
_WRITERS: dict[str, tuple[Callable[[Paper], bytes], str]] = {
    "docx": (to_docx, "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    "pdf": (to_pdf, "application/pdf"),
}
FORMATS = tuple(_WRITERS)


def media_type(form: str) -> str:
    """Raises KeyError for another format."""
    return _WRITERS[form][1]


def written(make: Callable[[Any], Paper], case: Any, form: str, label: Any = "") -> tuple[bytes, str]:
    """The paper as the case stands, and its file name: the same for every reader, so that what is filed again is the
    next version. Raises KeyError for another format."""
    write, _media_type = _WRITERS[form]
    with translation.override(CHINESE):
        paper = make(case)
        return write(paper), f"{label or paper.title}.{form}"
