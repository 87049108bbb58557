"""A paper as .docx, to be edited and printed by an office."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from kechuang.casework.documents.papers.paper import Paper, Table, Text

_SONG, _HEI = "仿宋", "黑体"


def to_docx(paper: Paper) -> bytes:
    """The paper as a Word file with the margins and sizes of an official paper."""
    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    _run(section.footer.paragraphs[0], paper.foot, 9)
    if paper.mark:
        _line(document, paper.mark, 12, _HEI, WD_ALIGN_PARAGRAPH.RIGHT)
    if paper.issuer:
        _line(document, paper.issuer, 22, _HEI, WD_ALIGN_PARAGRAPH.CENTER)
        _line(document, paper.number, 14, _SONG, WD_ALIGN_PARAGRAPH.CENTER)
    _line(document, paper.title, 20, _HEI, WD_ALIGN_PARAGRAPH.CENTER)
    if paper.addressee:
        _line(document, f"{paper.addressee}：", 16)
    for part in paper.body:
        if isinstance(part, Text):
            _indented(document, part.text, _HEI if part.level == 1 else _SONG)
        else:
            _table(document, part)
    for name in paper.signed_by:
        _line(document, name, 16, _SONG, WD_ALIGN_PARAGRAPH.RIGHT)
    if paper.dated:
        _line(document, paper.dated, 16, _SONG, WD_ALIGN_PARAGRAPH.RIGHT)
    for number, note in enumerate(paper.notes, start=1):
        _line(document, f"〔{number}〕{note}", 9)
    if paper.copies:
        _line(document, f"抄送：{'，'.join(paper.copies)}。", 12)
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def _run(paragraph: Any, text: str, size: int, face: str = _SONG) -> None:
    run = paragraph.add_run(text)
    run.font.size = Pt(size)
    run.font.name = face
    run._element.rPr.rFonts.set(qn("w:eastAsia"), face)


def _line(document: Any, text: str, size: int, face: str = _SONG, align: Any = None) -> None:
    paragraph = document.add_paragraph()
    paragraph.alignment = align
    _run(paragraph, text, size, face)


def _indented(document: Any, text: str, face: str) -> None:
    paragraph = document.add_paragraph()
    paragraph.paragraph_format.first_line_indent = Pt(32)
    paragraph.paragraph_format.line_spacing = Pt(28)
    _run(paragraph, text, 16, face)


def _table(document: Any, part: Table) -> None:
    if part.caption:
        _line(document, part.caption, 12, _HEI, WD_ALIGN_PARAGRAPH.CENTER)
    table = document.add_table(rows=1, cols=len(part.head))
    table.style = "Table Grid"
    for cell, text in zip(table.rows[0].cells, part.head, strict=True):
        _run(cell.paragraphs[0], text, 11, _HEI)
    for row in part.rows:
        for position, (cell, text) in enumerate(zip(table.add_row().cells, row, strict=True)):
            if position in part.figures:
                cell.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.RIGHT
            _run(cell.paragraphs[0], text, 11)
