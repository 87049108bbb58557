"""The Word template that comes with the program, written out: python -m kechuang.casework.documents.papers.layout

It makes paper.docx beside this file, so that the template can be reviewed here line by line and edited in Word there; a test
holds the two together. An office changes fonts, sizes, the letterhead and the order in a copy of its own (templates.py). Every
kind of paragraph has a style, named in Chinese: who edits a style edits all papers.

The layout is that of GB/T 9704: A4, margins 37, 35, 28 and 26 mm, 22 lines of 28 characters in size 3 (16 pt) Fangsong, headings
in Hei and Kai, the issuing body in red over a red line, page numbers outside between dashes.
"""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import Any

from docx import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.enum.text import WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from kechuang.casework.documents.papers.word import without_times

TEMPLATE = Path(__file__).with_name("paper.docx")
FANGSONG, HEI, KAI, SONG, TITLE = "仿宋", "黑体", "楷体", "宋体", "方正小标宋简体"
BODY, LINE = 16, 29  # points: size 3, and 225 mm over 22 lines
RED = RGBColor(0xE6, 0x00, 0x12)

# name: font, size in points, alignment, characters the first line is indented, characters kept free on the right
STYLES: dict[str, tuple[str, float, Any, int, int]] = {
    "公文标识": (HEI, 12, ALIGN.RIGHT, 0, 0),
    "发文机关标志": (TITLE, 30, ALIGN.CENTER, 0, 0),
    "发文字号": (FANGSONG, BODY, ALIGN.CENTER, 0, 0),
    "公文标题": (TITLE, 22, ALIGN.CENTER, 0, 0),
    "主送机关": (FANGSONG, BODY, ALIGN.LEFT, 0, 0),
    "公文正文": (FANGSONG, BODY, ALIGN.JUSTIFY, 2, 0),
    "一级标题": (HEI, BODY, ALIGN.JUSTIFY, 2, 0),
    "二级标题": (KAI, BODY, ALIGN.JUSTIFY, 2, 0),
    "三级标题": (FANGSONG, BODY, ALIGN.JUSTIFY, 2, 0),
    "表题": (HEI, 12, ALIGN.CENTER, 0, 0),
    "表头": (HEI, 11, ALIGN.CENTER, 0, 0),
    "表文": (FANGSONG, 11, ALIGN.LEFT, 0, 0),
    "表数": (FANGSONG, 11, ALIGN.RIGHT, 0, 0),
    "署名": (FANGSONG, BODY, ALIGN.RIGHT, 0, 2),
    "成文日期": (FANGSONG, BODY, ALIGN.RIGHT, 0, 4),
    "引文注": (FANGSONG, 9, ALIGN.JUSTIFY, 0, 0),
    "抄送": (FANGSONG, 14, ALIGN.JUSTIFY, 0, 0),
    "页脚说明": (FANGSONG, 9, ALIGN.LEFT, 0, 0),
    "页码": (SONG, 14, ALIGN.RIGHT, 0, 1),
}
CLOSE = ("表题", "表头", "表文", "表数", "引文注", "页脚说明", "页码", "发文机关标志")
"""Styles that are not set on the lines of the body."""


def build() -> bytes:
    """The template as a .docx package; the same bytes each time."""
    document = Document()
    _page(document)
    for name, told in STYLES.items():
        _style(document, name, *told)
    _head(document)
    _body(document)
    _end(document)
    _feet(document)
    made = BytesIO()
    document.core_properties.author = document.core_properties.comments = ""
    document.core_properties.title = "{{ title }}"
    document.save(made)
    return without_times(made.getvalue())


# -- page and styles -------------------------------------------------------------------------------------


def _page(document: Any) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    section.footer_distance = Mm(22)
    # 156 mm over 28 characters of 16 pt: 0.2 pt closer than the type itself, in 4096ths of a point.
    _child(section._sectPr, "w:docGrid", type="linesAndChars", linePitch=str(LINE * 20), charSpace="-842")
    document.settings.odd_and_even_pages_header_footer = True
    normal = document.styles["Normal"]
    normal.font.size = Pt(BODY)
    _face(normal, FANGSONG)


def _style(document: Any, name: str, face: str, size: float, align: Any, indent: int, free: int) -> None:
    style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    style.base_style = document.styles["Normal"]
    style.quick_style = True
    style.font.size = Pt(size)
    _face(style, face)
    form = style.paragraph_format
    form.alignment = align
    form.space_before = form.space_after = Pt(0)
    if indent:
        form.first_line_indent = Pt(indent * size)
    if free:
        form.right_indent = Pt(free * size)
    if name not in CLOSE:
        form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(LINE)
    if name == "发文机关标志":
        style.font.color.rgb = RED
    if name == "发文字号":
        _line(style, "bottom", "E60012", 18)
        form.space_after = Pt(LINE)
    if name == "公文标题":
        form.space_after = Pt(LINE)
        form.keep_with_next = True
    if name in ("一级标题", "二级标题", "表题"):
        form.keep_with_next = True
    if name == "署名":
        form.keep_with_next = True
    if name == "抄送":
        _line(style, "top", "auto", 6)
        _line(style, "bottom", "auto", 6)
        form.space_before = Pt(LINE)
    if name == "公文标识":
        form.space_after = Pt(6)


def _face(style: Any, face: str) -> None:
    style.font.name = "Times New Roman" if face in (FANGSONG, SONG) else face
    style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), face)


def _line(style: Any, side: str, colour: str, eighths: int) -> None:
    format_ = style.element.get_or_add_pPr()
    found = format_.find(qn("w:pBdr"))
    if found is None:
        found = OxmlElement("w:pBdr")
        format_.insert_element_before(found, "w:shd", "w:spacing", "w:ind", "w:jc")
    _child(found, f"w:{side}", val="single", sz=str(eighths), space="4", color=colour)


def _child(of: Any, name: str, **told: str) -> Any:
    found = of.find(qn(name))
    if found is None:
        found = OxmlElement(name)
        of.append(found)
    for key, value in told.items():
        found.set(qn(f"w:{key}"), value)
    return found


# -- what is filled in -----------------------------------------------------------------------------------


def _head(document: Any) -> None:
    _when(document, "mark", ("公文标识", "{{ mark }}"))
    _when(document, "issuer", ("发文机关标志", "{{ issuer }}"), ("发文字号", "{{ number }}"))
    document.add_paragraph("{{ title }}", "公文标题")
    _when(document, "addressee", ("主送机关", "{{ addressee }}："))


def _body(document: Any) -> None:
    _tag(document, "for part in body")
    _tag(document, "if part.kind == 'table'")
    _when(document, "part.caption", ("表题", "{{ part.caption }}"))
    _table(document)
    for level, style in ((1, "一级标题"), (2, "二级标题"), (3, "三级标题")):
        _tag(document, f"elif part.level == {level}")
        document.add_paragraph("{{ part.text }}", style)
    _tag(document, "else")
    document.add_paragraph("{{ part.text }}", "公文正文")
    _tag(document, "endif")
    _tag(document, "endfor")


def _table(document: Any) -> None:
    """A column for each head and a line for each row; tags stand in cells and lines of their own, which they replace."""
    table = document.add_table(rows=4, cols=7)
    table.style = "Table Grid"
    table.autofit = True
    _fill(table.rows[0], ("{%tc for text in part.head %}", ""), ("{{ text }}", "表头"), ("{%tc endfor %}", ""))
    _child(table.rows[0]._tr.get_or_add_trPr(), "w:tblHeader")
    _fill(table.rows[1], ("{%tr for row in part.rows %}", ""))
    _fill(
        table.rows[2], ("{%tc for cell in row %}", ""), ("{%tc if cell.figure %}", ""), ("{{ cell.text }}", "表数"),
        ("{%tc else %}", ""), ("{{ cell.text }}", "表文"), ("{%tc endif %}", ""), ("{%tc endfor %}", ""),
    )  # fmt: skip
    _child(table.rows[2]._tr.get_or_add_trPr(), "w:cantSplit")
    _fill(table.rows[3], ("{%tr endfor %}", ""))


def _fill(row: Any, *cells: tuple[str, str]) -> None:
    for cell, (text, style) in zip(row.cells, cells, strict=False):
        cell.paragraphs[0].add_run(text)
        if style:
            cell.paragraphs[0].style = style
    for cell in row.cells[len(cells) :]:
        row._tr.remove(cell._tc)


def _end(document: Any) -> None:
    _when(document, "signed_by", ("署名", ""))
    _tag(document, "for name in signed_by")
    document.add_paragraph("{{ name }}", "署名")
    _tag(document, "endfor")
    _when(document, "dated", ("成文日期", "{{ dated }}"))
    _when(document, "notes", ("引文注", ""))
    _tag(document, "for note in notes")
    document.add_paragraph("〔{{ loop.index }}〕{{ note }}", "引文注")
    _tag(document, "endfor")
    _when(document, "copies", ("抄送", "抄送：{{ copies | join('，') }}。"))


def _feet(document: Any) -> None:
    """The page number outside: right on odd pages, left on even ones; under it what the paper was made from."""
    section = document.sections[0]
    for footer, align in ((section.footer, ALIGN.RIGHT), (section.even_page_footer, ALIGN.LEFT)):
        footer.is_linked_to_previous = False
        number = footer.paragraphs[0]
        number.style = "页码"
        number.alignment = align
        if align is ALIGN.LEFT:
            number.paragraph_format.right_indent, number.paragraph_format.left_indent = Pt(0), Pt(14)
        number.add_run("— ")
        _field(number, "PAGE")
        number.add_run(" —")
        footer.add_paragraph("{{ foot }}", "页脚说明")


def _field(paragraph: Any, code: str) -> None:
    for kind in ("begin", "", "end"):
        run = paragraph.add_run()
        if kind:
            _child(run._r, "w:fldChar", fldCharType=kind)
        else:
            _child(run._r, "w:instrText").text = code


def _when(document: Any, condition: str, *paragraphs: tuple[str, str]) -> None:
    _tag(document, f"if {condition}")
    for style, text in paragraphs:
        document.add_paragraph(text, style)
    _tag(document, "endif")


def _tag(document: Any, text: str) -> None:
    """A tag in a paragraph of its own, which it replaces."""
    document.add_paragraph("{%p " + text + " %}")


if __name__ == "__main__":
    TEMPLATE.write_bytes(build())
