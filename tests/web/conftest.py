"""A client for pages, and a small official text of our own making."""

import datetime as dt
from pathlib import Path

import pytest
from django.test import Client

from kechuang.law import load
from kechuang.law.statute import bind, parse, shelve

ARTICLES = "".join(f"第{n}条　这是第{n}条的文字，只为测试而写。\n" for n in "一二三四五六七八九")
TEENS = "".join(f"第十{n}条　这是第十{n}条的文字，只为测试而写。\n" for n in ["", *"一二三四五六七八九"])
OURS = f"""测试条例

第一章　总则
{ARTICLES}第二章　奖励
{TEENS}第二十条　给予奖励的，按下列标准：
（一）甲类应当拿出不少于一半的比例；
（二）乙类可以另行约定。
"""


@pytest.fixture
def zh() -> Client:
    return Client()


@pytest.fixture
def en() -> Client:
    client = Client()
    client.cookies["django_language"] = "en"
    return client


@pytest.fixture(autouse=True)
def no_texts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder of official texts, whatever this machine has imported."""
    folder = tmp_path / "texts"
    monkeypatch.setenv("KECHUANG_TEXTS", str(folder))
    return folder


@pytest.fixture
def imported(no_texts: Path) -> Path:
    """Our text in the place of quzhou-2024's, bound where its numbers agree."""
    statute = parse(OURS)
    binding = bind(statute, load().instruments["quzhou-2024"].clauses, strict=False)
    shelve(
        no_texts, "quzhou-2024", statute, binding, source=OURS, source_name="ours.txt", imported_on=dt.date(2026, 1, 5)
    )
    return no_texts
