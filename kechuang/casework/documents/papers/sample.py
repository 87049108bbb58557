"""A paper with every part there is, to try templates with."""

from __future__ import annotations

from pathlib import Path

from kechuang.casework.documents.papers.paper import Paper, Table, Text
from kechuang.casework.documents.papers.pdf import to_pdf
from kechuang.casework.documents.papers.templates import BadTemplate, own_templates
from kechuang.casework.documents.papers.word import to_docx
from kechuang.core.money import money_capitals

SAMPLE = Paper(
    title="关于试排公文的通知",
    issuer="某某市科学技术局",
    number="某科〔2026〕1号",
    addressee="各有关单位",
    body=[
        Text("一、一级标题", level=1),
        Text("（一）二级标题", level=2),
        Text("1. 三级标题", level=3),
        Text("正文一段，有 <尖括号> 和 & 号。"),
        Table(
            ("年度", "金额（元）"), [["2026", "1,000,000.00"], ["2027", "2,500,000.50"]], frozenset({1}), "各年度金额"
        ),
        Text(f"合计人民币{money_capitals(350_000_050)}。"),
    ],
    signed_by=("某某市科学技术局",),
    dated="2026年1月1日",
    copies=("某某市财政局", "某某市审计局"),
    notes=("某某条例第一条",),
    foot="XY-2026-000001　2026-01-01 生成　法规版本 000000000000",
    mark="试排",
)


def unfillable() -> dict[Path, str]:
    """The templates of this installation that cannot be filled with the sample, each with the reason."""
    found: dict[Path, str] = {}
    for path in own_templates():
        paper = Paper(**{name: getattr(SAMPLE, name) for name in SAMPLE.__slots__} | {"template": path.stem})
        try:
            (to_docx if path.suffix == ".docx" else to_pdf)(paper)
        except BadTemplate as error:
            found[path] = str(error)
    return found
