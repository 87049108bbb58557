"""The law on the page: the shelf, an instrument, a clause, its official text, rules and coverage."""

from pathlib import Path

import pytest
from django.test import Client

from kechuang.law import load


def text(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_shelf_lists_every_instrument_and_marks_the_draft(zh: Client) -> None:
    page = text(zh, "/law/")
    for law in load().instruments.values():
        assert law.title in page
    assert page.count("征求意见稿，只作模拟") == 1
    assert 'data-status="draft"' in page


@pytest.mark.django_db
def test_the_portal_counts_and_makes_nothing_up(zh: Client) -> None:
    page = text(zh, "/")
    library = load()
    assert f"<dd>{sum(len(i.clauses) for i in library.instruments.values())}</dd>" in page
    assert "衢州市科创平台高质量发展条例" in page
    assert "正在公示" not in page


def test_an_instrument_shows_each_clause_once(zh: Client) -> None:
    page = text(zh, "/law/quzhou-2024/")
    for clause in load().instruments["quzhou-2024"].clauses:
        assert page.count(f'href="/law/quzhou-2024/{clause}/"') == 1, clause


def test_filters_narrow_and_say_how_far(zh: Client) -> None:
    clauses = load().instruments["quzhou-2024"].clauses.values()
    wanted = [c for c in clauses if c.kind == "computation" and c.executable]
    page = text(zh, "/law/quzhou-2024/?kind=computation&executable=yes")
    assert f"{len(wanted)} 条款，共 {len(clauses)} 条款" in page
    assert "没有合这些条件的条款" in text(zh, "/law/quzhou-2024/?q=绝无此词")


def test_a_clause_without_its_text_says_so_and_how_to_import_it(zh: Client) -> None:
    page = text(zh, "/law/quzhou-2024/art20.p1.i1/")
    assert "第二十条第一款第（一）项" in page
    assert "摘要，非原文" in page
    assert "kechuang law import-text" in page
    assert "--as quzhou-2024" in page
    assert "不低于 80%" in page
    assert "奖励总额下限" in page
    assert "应当（必须做到）" in page


def test_an_imported_text_stands_beside_the_summary(zh: Client, imported: Path) -> None:
    page = text(zh, "/law/quzhou-2024/art20.p1.i1/")
    assert "给予奖励的，按下列标准" in page
    assert "<mark>应当拿出不少于一半的比例</mark>" in page
    assert load().clause("quzhou-2024:art20.p1.i1").zh in page
    assert "已绑定" in page
    assert "第二章 奖励" in text(zh, "/law/quzhou-2024/")


def test_an_altered_text_is_not_shown(zh: Client, imported: Path) -> None:
    file = imported / "quzhou-2024.json"
    file.write_text(file.read_text().replace("不少于一半", "不少于三成"))
    page = text(zh, "/law/quzhou-2024/art20.p1.i1/")
    assert "不少于三成" not in page
    assert "改动过" in page
    assert "摘要，非原文" in page


@pytest.mark.parametrize(("lang", "place", "force"), [("zh", "第37条第4款", "应当"), ("en", "art. 37(4)", "Shall")])
def test_a_clause_is_cited_in_both_languages(lang: str, place: str, force: str) -> None:
    page = text(Client(), f"/law/zhejiang-2021/art37.p4/?lang={lang}")
    assert place in page
    assert force in page


def test_a_rule_shows_its_formula_in_both_languages(zh: Client) -> None:
    page = text(zh, "/law/rules/reward_pool_floor/")
    assert "净收入 × 〔奖励比例下限〕" in page
    assert "Net income × [Reward share floor]" in page
    assert "deal.mode" in page


def test_interpretations_show_choices_and_default(zh: Client) -> None:
    page = text(zh, "/law/interpretations/")
    for found in load().interpretations.values():
        assert f'id="{found.id}"' in page
        assert found.question in page


def test_coverage_tells_where_each_clause_lives(zh: Client) -> None:
    page = text(zh, "/law/coverage/?law=zhejiang-2021")
    assert "/law/rules/reward_payment/" in page


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("query", "kind", "hit"),
    [
        ("净收入", "clauses", "/law/zhejiang-2021/art37.p4/"),
        ("zhejiang-2021:art37.p4", "clauses", "/law/zhejiang-2021/art37.p4/"),
        ("浙江条例第37条第4款", "clauses", "/law/zhejiang-2021/art37.p4/"),
        ("奖励总额下限", "rules", "/law/rules/reward_pool_floor/"),
        ("公示 签约", "calculators", "/calc/dates/"),
        ("reward floor", "calculators", "/calc/reward/"),
    ],
)
def test_search_finds(zh: Client, query: str, kind: str, hit: str) -> None:
    assert f'href="{hit}"' in zh.get("/search/", {"q": query, "kind": kind}).content.decode()


@pytest.mark.django_db
def test_search_escapes_what_was_typed(zh: Client) -> None:
    page = zh.get("/search/", {"q": "<script>alert(1)</script>"}).content.decode()
    assert "<script>alert" not in page
