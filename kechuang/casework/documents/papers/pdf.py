"""A paper as .pdf: set by Typst with the Song and Hei faces that come with the program."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path

import pylopdf_fonts_zh_cn as faces
import typst

from kechuang.casework.documents.papers.paper import Paper, Table, Text

TEMPLATE = Path(__file__).with_name("paper.typ")


@lru_cache(maxsize=1)
def _compiler_fonts() -> list[Path]:
    return [Path(faces.serif_path()).parent]


def to_pdf(paper: Paper) -> bytes:
    """The paper set on A4. Raises ValueError with Typst's words when it cannot be set."""
    try:
        made: bytes = typst.compile(
            TEMPLATE,
            format="pdf",
            font_paths=_compiler_fonts(),
            ignore_system_fonts=True,
            sys_inputs={"paper": json.dumps(_data(paper), ensure_ascii=False)},
        )
    except typst.TypstError as error:
        raise ValueError(f"the paper could not be set: {error}") from error
    return made


def _data(paper: Paper) -> dict[str, object]:
    def block(part: Text | Table) -> dict[str, object]:
        if isinstance(part, Text):
            return {"kind": "text", "text": part.text, "level": part.level}
        return {
            "kind": "table", "head": list(part.head), "rows": [list(row) for row in part.rows],
            "figures": sorted(part.figures), "caption": part.caption,
        }  # fmt: skip

    return {
        "title": paper.title, "issuer": paper.issuer, "number": paper.number, "addressee": paper.addressee,
        "body": [block(part) for part in paper.body], "signed_by": list(paper.signed_by), "dated": paper.dated,
        "copies": list(paper.copies), "notes": list(paper.notes), "foot": paper.foot, "mark": paper.mark,
    }  # fmt: skip
