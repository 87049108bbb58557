"""Binding, and texts kept on a shelf of the user's own: stored whole, read back the same, refused when altered."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from kechuang.law.statute import (
    AlteredTextError,
    Binding,
    DefectiveStatuteError,
    ShelfError,
    Statute,
    bind,
    default_folder,
    load,
    parse,
    remove,
    shelve,
    shelved,
)

TEXT = """某市试验条例

第一章 总则

第一条 为了试验，制定本条例。

第二条 奖励按下列标准：

（一）转让的，不低于百分之八十；

（二）许可的，不低于百分之七十。

所得收入归单位。答复期限为十日。

第二条之一 本条例自2025年3月1日起施行。
"""
DAY = date(2026, 9, 17)


@dataclass
class Clause:
    id: str


CLAUSES = [Clause(i) for i in ("art1.p1", "art2.p1", "art2.p1.i1", "art2.p2.a", "art2.p2.b", "art2-1.p1")]


@pytest.fixture
def statute() -> Statute:
    return parse(TEXT)


@pytest.fixture
def binding(statute: Statute) -> Binding:
    return bind(statute, CLAUSES)


def test_each_clause_has_its_words_lines_and_citations(binding: Binding) -> None:
    assert binding.complete
    assert binding.unnamed == ()  # item （二） is named with its paragraph
    assert binding.bound["art2.p1"].as_dict() == {
        "id": "art2.p1",
        "node": "art2.p1",
        "text": "奖励按下列标准：",
        "full_text": "奖励按下列标准：\n（一）转让的，不低于百分之八十；\n（二）许可的，不低于百分之七十。",
        "lines": [7, 7],
        "span": [7, 11],
        "citation_zh": "第二条第一款",
        "citation_short": "第2条第1款",
        "citation_en": "art. 2(1)",
    }
    assert binding.bound["art2.p1.i1"].full_text == "（一）转让的，不低于百分之八十；"
    assert binding.bound["art2.p2.a"].text == binding.bound["art2.p2.b"].text == "所得收入归单位。答复期限为十日。"
    assert binding.bound["art2.p2.a"].citation_zh == "第二条第二款"


def test_a_whole_article_can_be_named(statute: Statute) -> None:
    bound = bind(statute, ["art2"]).bound["art2"]
    assert bound.lines == (7, 13)
    assert bound.text.startswith("奖励按下列标准：\n（一）")
    assert bound.text.endswith("答复期限为十日。")


@pytest.mark.parametrize(
    ("clause_id", "reason", "reason_en"),
    [
        ("art3.p1", "正文没有第三条", "the text has no art. 3"),
        ("art2.p3", "第二条只有二款，没有第二条第三款", "art. 2 has 2 paragraphs: no art. 2(3)"),
        ("art2.p1.i3", "第二条第一款只有二项，没有第二条第一款第（三）项", "art. 2(1) has 2 items: no art. 2(1)(iii)"),
        ("art1.p1.i1", "第一条第一款没有分项，没有第一条第一款第（一）项", "art. 1(1) has no items: no art. 1(1)(i)"),
        ("s1.1", "本文按条编号，没有一（一）", "the text is numbered by articles: no part 1(1)"),
        ("final", "正文没有文末部分", "the text has no closing"),
        ("art2.1", "不认识的条款编号 'art2.1'（应如 art20.p1.i1、s3.1、preamble、final）", None),
    ],
)
def test_a_clause_without_words_says_why(statute: Statute, clause_id: str, reason: str, reason_en: str | None) -> None:
    binding = bind(statute, [clause_id])
    assert not binding.complete
    assert [(u.id, u.reason) for u in binding.unbound] == [(clause_id, reason)]
    if reason_en:
        assert binding.unbound[0].reason_en == reason_en


def test_words_without_a_clause_are_listed(statute: Statute) -> None:
    assert [(u.id, u.citation_zh, u.lines) for u in bind(statute, ["art1.p1", "art2.p1.i1"]).unnamed] == [
        ("art2.p1", "第二条第一款", (7, 7)),
        ("art2.p1.i2", "第二条第一款第（二）项", (11, 11)),
        ("art2.p2", "第二条第二款", (13, 13)),
        ("art2-1.p1", "第二条之一第一款", (15, 15)),
    ]


def test_a_stored_text_reads_back_the_same(tmp_path: Path, statute: Statute, binding: Binding) -> None:
    folder = tmp_path / "texts"
    raw = TEXT.encode("gb18030")
    path = shelve(folder, "shiyan-2025", statute, binding, source=raw, source_name="/home/x/条例.md", imported_on=DAY)
    text = load(folder, "shiyan-2025")
    assert text is not None
    assert path == folder / "shiyan-2025.json"
    assert text.nodes == statute.nodes
    assert (text.title, text.numbering, text.effective) == ("某市试验条例", "articles", date(2025, 3, 1))
    assert (text.source_name, text.imported_on) == ("条例.md", DAY)
    assert text.source_sha256 == hashlib.sha256(raw).hexdigest()
    assert text.counts == statute.report.counts
    assert {c.id: text.bound(c.id) for c in CLAUSES} == dict(binding.bound)
    assert text.clause("art2.p2.b") == "所得收入归单位。答复期限为十日。"
    assert text.clause("art2.p1.i2") == "许可的，不低于百分之七十。"  # named by no clause at import
    assert text.clause("art9.p1") is None
    assert text.clause("nonsense") is None
    assert shelved(folder) == ("shiyan-2025",)
    assert sorted(p.name for p in folder.iterdir()) == ["shiyan-2025.json"]


def test_a_new_import_replaces_the_old_one(tmp_path: Path, statute: Statute, binding: Binding) -> None:
    shelve(tmp_path, "a", statute, binding, source=TEXT, source_name="a.txt", imported_on=DAY)
    changed = parse(TEXT.replace("十日", "三十日"))
    shelve(tmp_path, "a", changed, bind(changed, CLAUSES), source=TEXT, source_name="b.txt", imported_on=DAY)
    text = load(tmp_path, "a")
    assert text is not None
    assert text.clause("art2.p2.a") == "所得收入归单位。答复期限为三十日。"
    assert text.source_name == "b.txt"


def test_an_altered_text_is_refused_and_says_so(tmp_path: Path, statute: Statute, binding: Binding) -> None:
    path = shelve(tmp_path, "a", statute, binding, source=TEXT, source_name="a.txt", imported_on=DAY)
    path.write_text(path.read_text(encoding="utf-8").replace("百分之八十", "百分之七十"), encoding="utf-8")
    with pytest.raises(AlteredTextError, match="改动") as refused:
        load(tmp_path, "a")
    assert "changed after its import" in refused.value.en


def test_reformatting_the_file_alters_no_word(tmp_path: Path, statute: Statute, binding: Binding) -> None:
    path = shelve(tmp_path, "a", statute, binding, source=TEXT, source_name="a.txt", imported_on=DAY)
    path.write_text(json.dumps(json.loads(path.read_text(encoding="utf-8"))), encoding="utf-8")
    assert load(tmp_path, "a") is not None


@pytest.mark.parametrize("content", ["", "{}", "[]", '{"checksum": "x"}', '{"checksum": "x", "text": {}}', "\x00"])
def test_a_broken_file_is_refused_plainly(tmp_path: Path, content: str) -> None:
    (tmp_path / "a.json").write_text(content, encoding="utf-8")
    with pytest.raises(ShelfError, match=r"a\.json"):
        load(tmp_path, "a")


def test_one_text_under_another_name_is_refused(tmp_path: Path, statute: Statute, binding: Binding) -> None:
    shelve(tmp_path, "a", statute, binding, source=TEXT, source_name="a.txt", imported_on=DAY)
    (tmp_path / "a.json").rename(tmp_path / "b.json")
    with pytest.raises(ShelfError, match="不是 b 的文本"):
        load(tmp_path, "b")


@pytest.mark.parametrize("wrong", ["", "../a", "a/b", "A", "a.b", "-a", "a" * 90])
def test_an_id_is_no_path(tmp_path: Path, wrong: str, statute: Statute, binding: Binding) -> None:
    with pytest.raises(ShelfError, match="法规编号"):
        shelve(tmp_path, wrong, statute, binding, source=TEXT, source_name="a.txt", imported_on=DAY)
    with pytest.raises(ShelfError, match="法规编号"):
        load(tmp_path, wrong)


def test_a_defective_text_is_not_stored(tmp_path: Path, binding: Binding) -> None:
    defective = parse(TEXT.replace("第二条 ", "第三条 "))
    with pytest.raises(DefectiveStatuteError, match="缺第二条"):
        shelve(tmp_path, "a", defective, binding, source=TEXT, source_name="a.txt", imported_on=DAY)
    assert load(tmp_path, "a") is None


def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path, statute: Statute, binding: Binding) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(ShelfError, match="写不了"):
        shelve(tmp_path / "file", "a", statute, binding, source=TEXT, source_name="a.txt", imported_on=DAY)


def test_removing_and_the_default_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, statute: Statute) -> None:
    monkeypatch.delenv("KECHUANG_TEXTS", raising=False)
    assert default_folder() == Path("var/texts")
    monkeypatch.setenv("KECHUANG_TEXTS", str(tmp_path))
    assert default_folder() == tmp_path
    assert not remove(None, "a")
    shelve(None, "a", statute, bind(statute, []), source=TEXT, source_name="a.txt", imported_on=DAY)
    assert shelved() == ("a",)
    assert remove(None, "a")
    assert shelved() == ()
