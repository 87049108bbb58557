"""The official texts themselves, where they are at hand: never part of the repository.

They are looked for in $KECHUANG_STATUTES, else in ../shared/statutes beside the repository; the clause inventory with
its source lines in ../shared/law.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from kechuang.law.statute import Statute, bind, parse

ROOT = Path(__file__).resolve().parents[3]
FOLDER = Path(os.environ.get("KECHUANG_STATUTES") or ROOT.parent / "shared" / "statutes")
CLAUSES = FOLDER.parent / "law" / "clauses.yaml"

needs_texts = pytest.mark.skipif(not FOLDER.is_dir(), reason=f"no official texts in {FOLDER} (set KECHUANG_STATUTES)")
needs_clauses = pytest.mark.skipif(
    not CLAUSES.is_file(), reason="no clause inventory with source lines beside the texts"
)

FILES = {
    "quzhou-2024": "quzhou-2024.txt",
    "keqiao-2025-draft": "keqiao-2025-draft.txt",
    "zhejiang-2021": "zhejiang-2021.txt",
    "binjiang-2023": "binjiang-2023.txt",
}
# file: chapters, sections, articles, paragraphs, items; counted in the source lines by other means
COUNTS = {
    "quzhou-2024.txt": (6, 0, 36, 67, 3),
    "zhejiang-2021.txt": (6, 0, 48, 91, 7),
    "beijing-transformation-2019.md": (6, 0, 45, 76, 18),
    "prc-transformation-2015.md": (6, 0, 52, 78, 18),
    "prc-auction-2015.md": (6, 8, 68, 85, 23),
    "prc-patent-2020.md": (8, 0, 82, 147, 24),
    "prc-civil-code-general.md": (10, 15, 204, 299, 78),
    "shanghai-equipment-sharing.md": (0, 0, 18, 28, 0),
}


def read(name: str) -> Statute:
    path = FOLDER / name
    if not path.is_file():
        pytest.skip(f"{name} is not in {FOLDER}")
    return parse(path.read_bytes())


@needs_texts
@pytest.mark.parametrize("name", sorted(COUNTS))
def test_a_statute_parses_whole(name: str) -> None:
    statute = read(name)
    counts = statute.report.counts
    assert statute.report.problems == ()
    assert tuple(counts[k] for k in ("chapter", "section", "article", "paragraph", "item")) == COUNTS[name]
    assert statute.title.startswith(("中华人民共和国", "衢州市", "浙江省", "北京市", "上海市"))
    assert statute.effective is not None


@needs_texts
@pytest.mark.parametrize(
    ("name", "parts", "sections", "points"), [("keqiao-2025-draft.txt", 5, 25, 0), ("binjiang-2023.txt", 5, 21, 4)]
)
def test_an_opinion_parses_whole(name: str, parts: int, sections: int, points: int) -> None:
    opinion = read(name)
    assert opinion.report.problems == ()
    assert tuple(opinion.report.counts[k] for k in ("op_part", "op_section", "point")) == (parts, sections, points)


@needs_texts
@pytest.mark.parametrize("name", sorted(FILES.values()) + sorted(set(COUNTS) - set(FILES.values())))
def test_no_word_of_a_text_is_lost(name: str) -> None:
    """Every Chinese character of the source stands in the tree, the title or the table of contents."""
    statute = read(name)
    source = [line.strip() for line in (FOLDER / name).read_text(encoding="utf-8").splitlines()]
    kept = statute.title + "".join(node.full_text for node in statute.nodes)
    bare = "".join(c for c in kept if "\u4e00" <= c <= "\u9fff")
    contents = {"目录"} | {(n.number + n.heading).replace(" ", "") for n in statute.walk() if n.kind == "chapter"}
    for line in source:
        words = "".join(c for c in line if "\u4e00" <= c <= "\u9fff")
        assert words in bare or words in contents or line.startswith("#"), line


@needs_texts
@needs_clauses
@pytest.mark.parametrize("instrument", sorted(FILES))
def test_every_clause_binds_to_the_lines_the_inventory_names(instrument: str) -> None:
    yaml = pytest.importorskip("yaml")
    inventory: list[dict[str, Any]] = yaml.safe_load(CLAUSES.read_text(encoding="utf-8"))
    clauses = next(i["clauses"] for i in inventory if i["id"] == instrument)
    binding = bind(read(FILES[instrument]), [c["id"] for c in clauses])
    assert binding.unbound == ()
    assert binding.unnamed == ()
    expected = {c["id"]: tuple(map(int, (str(c["source_lines"]).split("-") * 2)[:2])) for c in clauses}
    assert {clause_id: bound.lines for clause_id, bound in binding.bound.items()} == expected


@needs_texts
def test_binding_all_instruments_that_have_a_text() -> None:
    """The instruments as data and the official texts agree: every clause the program knows has its words."""
    library = pytest.importorskip("kechuang.law.library")
    texts = {
        **FILES,
        "prc-transformation-2015": "prc-transformation-2015.md",
        "beijing-2019": "beijing-transformation-2019.md",
    }
    known = {i.id: i for i in library.load().instruments.values()}
    for instrument, name in texts.items():
        if instrument in known:
            binding = bind(read(name), known[instrument].clauses.values())
            assert binding.unbound == (), instrument
