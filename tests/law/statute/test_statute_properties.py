"""Whatever statute is printed in whatever layout reads back the same; whatever number is lost or repeated is named."""

from __future__ import annotations

import json
from contextlib import suppress

from hypothesis import HealthCheck, Phase, assume, given, settings
from hypothesis import strategies as st

from kechuang.law.statute import Node, StatuteError, parse, parse_clause_id
from tests.law.statute.statute_writer import Printer, Style, printed, statutes

QUICK = settings(
    max_examples=60, deadline=None, suppress_health_check=list(HealthCheck),
    phases=(Phase.explicit, Phase.reuse, Phase.generate, Phase.shrink),
)  # fmt: skip


def words(statute: object) -> dict[str, str]:
    return {n.id: n.text for n in statute.walk() if n.kind in ("paragraph", "item")}


@QUICK
@given(st.data(), st.sampled_from(["utf-8", "utf-8-sig", "gb18030", "utf-16"]))
def test_a_printed_statute_reads_back_the_same(data: st.DataObject, encoding: str) -> None:
    chapters = data.draw(statutes())
    text = printed(data.draw, chapters=chapters)
    statute = parse(text.text.encode(encoding))
    assert [p.message for p in statute.report.errors] == []
    assert words(statute) == text.words
    assert [n.heading for n in statute.walk() if n.kind == "chapter"] == [c.title for c in chapters]
    assert statute.title == "某市试验平台管理办法"
    assert [(e.on.isoformat(), e.event) for e in statute.history] == [("2024-09-30", "通过")]
    for place, lines in text.starts.items():
        found = statute.find(place)
        assert found is not None
        assert found.span[0] == lines[0]


@QUICK
@given(st.data())
def test_a_lost_article_is_named(data: st.DataObject) -> None:
    chapters = data.draw(statutes())
    count = sum(len(c.articles) for c in chapters)
    lost = data.draw(st.integers(1, max(1, count - 1)))
    statute = parse(printed(data.draw, chapters=chapters, drop=f"art{lost}").text)
    if count == 1:  # the only article
        assert [p.kind for p in statute.report.errors if p.kind == "nothing_found"]
        return
    assert not statute.ok
    gaps = [p for p in statute.report.errors if p.kind == "gap"]
    assert [p.ids for p in gaps] == [(f"art{lost}",)]
    assert parse_clause_id(f"art{lost}").zh in gaps[0].message
    assert statute.find(f"art{lost}") is None


@QUICK
@given(st.data())
def test_a_repeated_article_is_named_with_both_lines(data: st.DataObject) -> None:
    chapters = data.draw(statutes())
    twice = data.draw(st.integers(1, sum(len(c.articles) for c in chapters)))
    text = printed(data.draw, chapters=chapters, repeat=f"art{twice}")
    statute = parse(text.text)
    assert not statute.ok
    assert [(p.kind, p.ids, p.lines) for p in statute.report.errors] == [
        ("duplicate", (f"art{twice}",), tuple(text.starts[f"art{twice}"]))
    ]


@QUICK
@given(st.data(), st.booleans())
def test_a_lost_or_repeated_item_is_named(data: st.DataObject, lose: bool) -> None:
    chapters = data.draw(statutes())
    lists = {
        f"art{a}.p{p}": len(paragraph.items)
        for a, article in enumerate((a for c in chapters for a in c.articles), start=1)
        for p, paragraph in enumerate(article.paragraphs, start=1)
        if paragraph.items
    }
    if not lists:
        return
    where = data.draw(st.sampled_from(sorted(lists)))
    item = f"{where}.i{data.draw(st.integers(1, lists[where] - 1))}"
    text = printed(data.draw, chapters=chapters, **({"drop": item} if lose else {"repeat": item}))
    statute = parse(text.text)
    assert [(p.kind, p.ids) for p in statute.report.errors] == [("gap" if lose else "duplicate", (item,))]


@QUICK
@given(st.data(), st.sampled_from((24, 38)))
def test_wrapped_lines_with_nothing_to_tell_paragraphs_by_are_read_or_said(data: st.DataObject, width: int) -> None:
    """No blank line, no first line set in: a full line that ends a sentence may or may not end a paragraph."""
    text = Printer(Style(blank=False, width=width), []).print(data.draw(statutes()))
    assume(text.breaks >= 4)
    statute = parse(text.text)
    assert [p.message for p in statute.report.errors] == []
    assert [n.id for n in statute.walk() if n.kind == "article"] == [p for p in text.starts if "." not in p]
    if words(statute) != text.words:
        assert "doubtful" in {p.kind for p in statute.report.warnings}


ODD = st.text(
    st.sampled_from(
        list("第一二三十百零条章节编款项目之（）()一二、1.２①：；。，\n\n\n 　\t#*-规定的和附件录总则甲乙丙|<!>\r\f")
    ),
    max_size=300,
)


@QUICK
@given(ODD, st.sampled_from(["auto", "articles", "sections"]))
def test_no_text_breaks_the_parser(text: str, numbering: str) -> None:
    statute = parse(text, numbering=numbering)
    last = text.count("\n") + text.count("\r") + 1
    for node in statute.walk():
        assert 1 <= node.lines[0] <= node.lines[1] <= node.span[1] <= last
        assert Node.from_dict(json.loads(json.dumps(node.as_dict()))) == node
        for child in node.children:
            assert node.span[0] <= child.span[0] <= child.span[1] <= node.span[1]
    json.dumps(statute.as_dict())


@QUICK
@given(st.binary(max_size=200))
def test_bytes_are_read_or_refused_plainly(raw: bytes) -> None:
    try:
        decoded = raw.decode("utf-8")
    except UnicodeDecodeError:
        with suppress(StatuteError):
            parse(raw)
    else:
        assert parse(raw) == parse(decoded)
