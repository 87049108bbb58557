"""A government's outline or report as a paper: its parts on platforms and transformation, with the figures."""

from __future__ import annotations

from kechuang.casework.documents.papers import Paper, Table, Text
from kechuang.core import clock
from kechuang.domains.platforms.models import GovernmentDocument
from kechuang.domains.platforms.queries.chapter import labels
from kechuang.law.library import load
from kechuang.law.model import Citation
from kechuang.law.present import citation_words

_CITES = {
    "outline": ("quzhou-2024:art4.p1.a", "zhejiang-2021:art4.p1.a"),
    "congress_report": ("quzhou-2024:art34.p1",),
}


def government_paper(document: GovernmentDocument) -> Paper:
    """The document as it stands; a part that is empty is said to be."""
    library, names = load(), labels()
    rows = [[names.get(f["name"], f["name"]), str(f["value"])] for f in document.figures]
    body: list[Text | Table] = [
        Text("一、科创平台发展", level=1),
        *[Text(line) for line in (document.platforms_section or "（尚未编写）").splitlines() if line.strip()],
        Text("二、科技成果转化", level=1),
        *[Text(line) for line in (document.transformation_section or "（尚未编写）").splitlines() if line.strip()],
        Text("三、数据", level=1),
        Table(("项目", str(document.year_to)), rows, figures=frozenset({1})),
    ]
    places = map(Citation.parse, _CITES[document.document_kind])
    return Paper(
        title=document.title, issuer=document.owner.name, number=document.document or document.number, body=body,
        signed_by=[document.owner.name],
        dated=f"{document.issued_on.year}年{document.issued_on.month}月{document.issued_on.day}日" if document.issued_on else "",
        notes=[
            citation_words(c, "zh", library)
            for c in places
            if library.instruments[c.instrument].governs(document.region.prefix)
        ],
        foot=f"{document.number}　{clock.today()} 生成　法规版本 {library.fingerprint[:12]}",
    )  # fmt: skip
