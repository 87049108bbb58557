"""`kechuang law import-text`: what was found, what refuses a text, and what replacing one would change."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from kechuang.law import library

Law = Callable[..., Any]
CLAUSES = "".join(
    f'\n[[clause]]\nid = "{ident}"\nzh = "摘要"\nen = "summary"\nkind = "duty"\nforce = "must"\nmodule = "m"\nexecutable = false\n'
    for ident in ("art1.p1", "art2.p1", "art2.p1.i1", "art2.p1.i2", "art3.p1", "art3.p2")
)
TEXT = """青石市测试办法

第一章　总则

第一条　本办法用于测试。

第二条　平台应当做到下列事项：

（一）按时报告；

（二）如实报告。

第二章　附则

第三条　平台可以自行规定。

第二款另有说明。
"""


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, write: Callable[..., str], law: Law) -> Path:
    """An invented instrument `stone-2025` beside the packaged ones, and a text of it."""
    folder = tmp_path / "instruments"
    folder.mkdir()
    text = write("stone-2025", clauses=CLAUSES).replace('title = "stone-2025条例"', 'title = "青石市测试办法"')
    (folder / "stone-2025.toml").write_text(text, "utf-8")
    monkeypatch.setenv("KECHUANG_INSTRUMENTS", str(folder))
    library._load.cache_clear()
    (tmp_path / "stone.txt").write_text(TEXT, "utf-8")
    return tmp_path


def test_a_dry_run_reports_and_writes_nothing(law: Law, home: Path) -> None:
    told = law("import-text", home / "stone.txt", "--as", "stone-2025", "--dry-run", "--json")
    data = told.json
    assert data["counts"] == {"chapter": 2, "section": 0, "article": 3, "paragraph": 4, "item": 2, "subitem": 0}
    assert (data["ok"], data["gaps"], data["duplicates"]) == (True, [], [])
    assert data["bindings"]["bound"] == 6
    assert (data["bindings"]["unbound"], data["stored"], data["dry_run"]) == ([], None, True)
    assert not (home / "texts").exists()
    text = law("import-text", home / "stone.txt", "--as", "stone-2025", "--dry-run")
    assert "2 章，3 条，4 款，2 项" in text.out
    assert "条款 6 条，对上 6 条" in text.out


def test_an_imported_text_is_shown_with_its_clause(law: Law, home: Path) -> None:
    stored = law("import-text", home / "stone.txt", "--as", "stone-2025", "--json").json["stored"]
    assert Path(stored).parent == home / "texts"
    told = law("show", "stone-2025:art2.p1.i2", "--json").json
    assert told["official"]["text"].startswith("如实报告")
    assert told["official"]["citation"] == "第二条第一款第（二）项"
    assert {row["id"]: row["text_imported"] for row in law("list", "--json").json}["stone-2025"] is True
    assert "原文 第二条第一款第（二）项：如实报告" in law("show", "stone-2025:art2.p1.i2").out


def test_texts_go_where_they_are_told(law: Law, home: Path) -> None:
    law("import-text", home / "stone.txt", "--as", "stone-2025", "--texts", home / "other")
    assert (home / "other" / "stone-2025.json").is_file()
    assert not (home / "texts").exists()


@pytest.mark.parametrize(
    ("old", "new", "named"),
    [
        ("第二条　平台应当做到下列事项：\n\n（一）按时报告；\n\n（二）如实报告。", "", "第二条"),
        ("第三条　平台", "第二条　平台", "第二条重复"),
        ("（一）按时报告；\n\n", "", "第（一）项"),
        ("\n\n第二款另有说明。", "", "art3.p2"),
    ],
)
def test_gaps_duplicates_and_unbound_clauses_refuse_by_name(
    law: Law, home: Path, old: str, new: str, named: str
) -> None:
    assert old in TEXT
    (home / "stone.txt").write_text(TEXT.replace(old, new), "utf-8")
    told = law("import-text", home / "stone.txt", "--as", "stone-2025", code=1)
    assert named in told.out
    assert "没有导入" in told.err
    assert not (home / "texts").exists()
    data = law("import-text", home / "stone.txt", "--as", "stone-2025", "--json", "--dry-run", code=1).json
    assert data["ok"] is False
    assert data["gaps"] or data["duplicates"] or data["bindings"]["unbound"]


def test_replacing_needs_force_and_says_what_changes(law: Law, home: Path) -> None:
    law("import-text", home / "stone.txt", "--as", "stone-2025")
    (home / "stone.txt").write_text(TEXT.replace("如实报告", "如实、完整报告"), "utf-8")
    told = law("import-text", home / "stone.txt", "--as", "stone-2025", code=2)
    assert "--force" in told.err
    assert "改动 1 处" in told.out
    assert "~ art2.p1.i2" in told.out
    assert "如实报告" in law("show", "stone-2025:art2.p1.i2").out
    data = law("import-text", home / "stone.txt", "--as", "stone-2025", "--force", "--json").json
    assert data["replaces"] == {"added": [], "removed": [], "changed": ["art2.p1.i2"]}
    assert "如实、完整报告" in law("show", "stone-2025:art2.p1.i2").out


def test_a_text_altered_by_hand_is_not_shown(law: Law, home: Path) -> None:
    stored = Path(law("import-text", home / "stone.txt", "--as", "stone-2025", "--json").json["stored"])
    stored.write_text(stored.read_text("utf-8").replace("如实报告", "随意报告"), "utf-8")
    told = law("show", "stone-2025:art2.p1.i2")
    assert "随意" not in told.out
    assert "改动过" in told.err
    assert "改动过" in law("import-text", home / "stone.txt", "--as", "stone-2025", code=2).err
    law("import-text", home / "stone.txt", "--as", "stone-2025", "--force")
    assert "如实报告" in law("show", "stone-2025:art2.p1.i2").out


def test_a_text_of_another_title_is_questioned(law: Law, home: Path) -> None:
    (home / "stone.txt").write_text(TEXT.replace("青石市测试办法", "白石市测试办法"), "utf-8")
    assert "注意：文本题为“白石市测试办法”" in law("import-text", home / "stone.txt", "--as", "stone-2025").err


@pytest.mark.parametrize("data", [b"\x89PNG\r\n\x1a\n\xff\xff\x00", b"", "没有条文".encode()])
def test_what_is_no_official_text(law: Law, home: Path, data: bytes) -> None:
    (home / "stone.txt").write_bytes(data)
    told = law("import-text", home / "stone.txt", "--as", "stone-2025", code=None)
    assert told.code in (1, 2)
    assert told.err
    assert not (home / "texts").exists()
