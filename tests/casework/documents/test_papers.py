"""Official papers: one content for both formats, the layout in templates, and an office's own templates."""

from __future__ import annotations

import zipfile
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from kechuang.casework.documents.papers import Paper, Table, Text, to_docx, to_pdf
from kechuang.casework.documents.papers.layout import STYLES, TEMPLATE, build
from kechuang.casework.documents.papers.paper import content
from kechuang.casework.documents.papers.sample import SAMPLE, unfillable
from kechuang.casework.documents.papers.templates import SHIPPED, BadTemplate, template


@pytest.fixture
def own(settings: Any, tmp_path: Path) -> Path:
    settings.PAPERS_DIR = tmp_path
    return tmp_path


def parts(package: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(package)) as read:
        return {name: read.read(name) for name in read.namelist()}


def read(paper: Paper) -> Any:
    return docx.Document(BytesIO(to_docx(paper)))


def words(document: Any) -> list[str]:
    """Every text of the body in order, tables cell by cell."""
    return [t for p in document.element.body.iter(qn("w:p")) if (t := "".join(x.text or "" for x in p.iter(qn("w:t"))))]


def told(paper: Paper) -> list[str]:
    """The same from the content itself, as it is to stand."""
    data = content(paper)
    found = [data["mark"], *([data["issuer"], data["number"]] if data["issuer"] else []), data["title"]]
    found += [f"{data['addressee']}："] if data["addressee"] else []
    for part in data["body"]:
        if part["kind"] == "text":
            found.append(part["text"])
        else:
            found += [part["caption"], *part["head"], *(c["text"] for row in part["rows"] for c in row)]
    found += [*data["signed_by"], data["dated"], *(f"〔{n}〕{note}" for n, note in enumerate(data["notes"], 1))]
    found += [f"抄送：{'，'.join(data['copies'])}。"] if data["copies"] else []
    return [text for text in found if text]


def test_the_template_is_what_its_source_builds() -> None:
    assert parts(TEMPLATE.read_bytes()) == parts(build()), "run python -m kechuang.casework.documents.papers.layout"


def test_a_paper_has_the_layout_of_an_official_paper() -> None:
    document = read(SAMPLE)
    section = document.sections[0]
    sides = [section.page_width, section.page_height, section.top_margin, section.left_margin]
    assert [round(side / Mm(1)) for side in sides] == [210, 297, 37, 28]
    grid = section._sectPr.find(qn("w:docGrid"))
    assert grid.get(qn("w:linePitch")) == "580", "22 lines on 225 mm"
    styles = {p.text: p.style for p in reversed(document.paragraphs)}
    assert styles["一、一级标题"].name == "一级标题"
    assert styles["（一）二级标题"].name == "二级标题"
    assert styles[SAMPLE.title].font.size == Pt(22)
    assert str(styles[SAMPLE.issuer].font.color.rgb) == "E60012"
    body = styles["正文一段，有 <尖括号> 和 & 号。"]
    assert (body.font.size, body.paragraph_format.first_line_indent) == (Pt(16), Pt(32))
    assert body.element.rPr.rFonts.get(qn("w:eastAsia")) == "仿宋"
    assert set(STYLES) <= {style.name for style in document.styles}


def test_columns_and_figures_of_tables_stand_as_told() -> None:
    wide = Table(("甲", "乙", "丙", "丁"), [["1", "2", "3", "4"]], figures=frozenset({0, 3}))
    first, second = read(replace(SAMPLE, body=[*SAMPLE.body, wide])).tables
    assert [[c.text for c in row.cells] for row in first.rows] == [
        ["年度", "金额（元）"], ["2026", "1,000,000.00"], ["2027", "2,500,000.50"],
    ]  # fmt: skip
    assert [c.paragraphs[0].style.name for c in second.rows[1].cells] == ["表数", "表文", "表文", "表数"]
    assert len(second._tbl.tblGrid.gridCol_lst) == 4
    assert second.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None, "the head is repeated on each page"


def test_page_numbers_stand_outside_and_the_foot_tells_where_the_paper_comes_from() -> None:
    document = read(SAMPLE)
    assert document.settings.odd_and_even_pages_header_footer
    section = document.sections[0]
    for footer, outside in ((section.footer, "right"), (section.even_page_footer, "left")):
        assert [p.text for p in footer.paragraphs] == ["—  —", SAMPLE.foot]
        assert "PAGE" in "".join(x.text or "" for x in footer._element.iter(qn("w:instrText")))
        assert footer.paragraphs[0].alignment.name.lower() == outside


LINE = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc", "Zl", "Zp")), min_size=1, max_size=12)


@settings(max_examples=20, deadline=None)
@given(title=LINE, texts=st.lists(LINE, max_size=3), rows=st.lists(st.tuples(LINE, LINE), max_size=3), note=LINE)
def test_every_word_of_a_paper_stands_in_both_formats(
    title: str, texts: list[str], rows: list[tuple[str, str]], note: str
) -> None:
    """Whatever is written, braces and angle brackets too: it stands as written, and nothing of it is carried out."""
    body = [*(Text(text) for text in texts), Table(("甲{{ title }}", "乙"), rows)]
    paper = Paper(title=title, body=body, notes=[note], copies=["{% raw %}"])
    assert words(read(paper)) == told(paper)
    assert to_pdf(paper).startswith(b"%PDF-")


def test_the_same_paper_gives_the_same_bytes() -> None:
    assert to_docx(SAMPLE) == to_docx(SAMPLE)
    assert to_pdf(SAMPLE) == to_pdf(SAMPLE)


def test_an_office_sets_papers_by_its_own_template(own: Path) -> None:
    document = docx.Document(SHIPPED / "paper.docx")
    document.paragraphs[0].insert_paragraph_before("柯桥区科学技术局 信笺")
    document.save(str(own / "paper.docx"))
    assert words(read(SAMPLE))[0] == "柯桥区科学技术局 信笺"
    own.joinpath("minutes.typ").write_text("#let paper = json(bytes(sys.inputs.paper))\n= #paper.title")
    assert template("minutes", ".typ") == own / "minutes.typ"
    assert template("agreement", ".typ") == SHIPPED / "paper.typ"
    assert len(to_pdf(replace(SAMPLE, template="minutes"))) < len(to_pdf(SAMPLE))
    assert unfillable() == {}


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("{{ nothing_of_that_name }}", "undefined"),
        ("{{ title.__class__.__mro__ }}", "unsafe"),
        ("{% for x in body %}", "unexpected"),
    ],
)
def test_a_template_that_cannot_be_filled_is_named_with_the_reason(own: Path, text: str, why: str) -> None:
    document = docx.Document()
    document.add_paragraph(text)
    document.save(str(own / "paper.docx"))
    with pytest.raises(BadTemplate) as caught:
        to_docx(SAMPLE)
    assert str(own / "paper.docx") in str(caught.value)
    assert why in str(caught.value).lower()
    assert list(unfillable()) == [own / "paper.docx"]
    (own / "paper.docx").write_bytes(b"no zip")
    with pytest.raises(BadTemplate):
        to_docx(SAMPLE)


def test_the_command_copies_templates_and_tries_them(own: Path) -> None:
    from kechuang.cli import app

    run = CliRunner()
    assert run.invoke(app, ["papers", "check"]).exit_code == 0
    made = run.invoke(app, ["papers", "templates"])
    assert (made.exit_code, sorted(p.name for p in own.iterdir())) == (0, ["paper.docx", "paper.typ"])
    assert "left alone" in run.invoke(app, ["papers", "templates"]).output
    assert run.invoke(app, ["papers", "check"]).exit_code == 0
    (own / "paper.typ").write_text("#nothing")
    wrong = run.invoke(app, ["papers", "check"])
    assert wrong.exit_code == 1
    assert "cannot be filled" in wrong.output
