"""A paper as .pdf: set by Typst with the Song and Hei faces that come with the program."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path

import pylopdf_fonts_zh_cn as faces
import typst

from kechuang.casework.documents.papers.paper import Paper, content
from kechuang.casework.documents.papers.templates import BadTemplate, template


@lru_cache(maxsize=1)
def _compiler_fonts() -> list[Path]:
    return [Path(faces.serif_path()).parent]


def to_pdf(paper: Paper) -> bytes:
    """The paper set on A4 by its template. Raises BadTemplate with Typst's words when it cannot be set."""
    path = template(paper.template, ".typ")
    try:
        made: bytes = typst.compile(
            path,
            format="pdf",
            font_paths=_compiler_fonts(),
            ignore_system_fonts=True,
            sys_inputs={"paper": json.dumps(content(paper), ensure_ascii=False)},
        )
    except typst.TypstError as error:
        raise BadTemplate(path, error) from error
    return made
