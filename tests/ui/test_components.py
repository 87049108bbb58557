"""Components by themselves: what they print for the parts they are given."""

import datetime as dt
import re

import pytest
from django.template import Context, Template

from kechuang.core.ui.parts import Badge, Cell, Cite, Line, Ruler, RulerDay, RulerRow, Seal, split_bar


def render(source: str, **context: object) -> str:
    return Template("{% load ui %}" + source).render(Context(context))


@pytest.mark.parametrize("tone", ["met", "breach", "open", "na", "none", "draft", "computed"])
def test_a_verdict_has_shape_word_and_colour(tone: str) -> None:
    html = render("{% verdict badge %}", badge=Badge(tone, "某词"))  # type: ignore[arg-type]
    assert f"k-verdict--{tone}" in html
    assert "<svg" in html
    assert "某词" in html


def test_verdict_shapes_differ() -> None:
    tones = ["met", "breach", "open", "na", "none", "draft", "computed"]
    shapes = {re.sub(r"k-verdict--\w+", "", render("{% verdict b %}", b=Badge(t, ""))) for t in tones}  # type: ignore[arg-type]
    assert len(shapes) == len(tones)


def test_a_citation_is_a_link_that_says_its_instrument() -> None:
    chip = Cite(
        Seal("衢", force="may", policy=True, status="draft"), "第20条第1款", "衢州条例 第20条第1款", "/law/x/y/"
    )
    html = render("{% cite chip %}", chip=chip)
    assert 'href="/law/x/y/"' in html
    assert "k-cite--draft" in html
    assert 'data-force="may"' in html
    assert 'data-rank="policy"' in html
    assert "衢州条例 第20条第1款" in html


def test_money_keeps_sign_and_fen_apart() -> None:
    assert render("{{ fen|money }}", fen=-123_456) == '<span class="k-money">−<i>¥</i>1,234<s>.56</s></span>'
    assert render("{{ fen|money_plain }}", fen=None) == "–"
    assert render("{{ fen|capitals }}", fen=80_000_000) == "人民币捌拾万元整"


def test_a_split_bar_is_to_scale_without_inline_style() -> None:
    bar = split_bar([("a", "甲", 56, "甲"), ("b", "乙", 4, ""), ("c", "丙", 20, ""), ("d", "丁", 20, "")], "说明")
    assert bar is not None
    assert [(p.x, p.width) for p in bar.parts] == [(0, 56), (56, 4), (60, 20), (80, 20)]
    html = render("{% split bar %}", bar=bar)
    assert 'width="56.0%"' in html
    assert "style=" not in html
    assert 'aria-label="说明"' in html


def test_a_split_of_nothing_is_no_bar() -> None:
    assert split_bar([("a", "甲", 0, "")], "") is None
    assert split_bar([("a", "甲", 5, ""), ("d", "丁", -1, "")], "") is None


def test_the_tree_nests_and_folds_deep_levels() -> None:
    deep = Line("四", "4", children=[Line("五", "5")])
    html = render(
        "{% tree lines '元' %}",
        lines=[Line("一", "1", children=[Line("二", "2", children=[Line("三", "3", children=[deep])])])],
    )
    assert html.count('<ol class="k-tree">') == 5
    assert html.count("<details") == 1
    assert html.index("一") < html.index("二") < html.index("三") < html.index("四") < html.index("五")


def test_a_ruler_says_in_words_what_it_draws() -> None:
    days = [RulerDay(dt.date(2025, 5, 24), rest=True), RulerDay(dt.date(2025, 5, 25), today=True)]
    ruler = Ruler("2025 年 5 月", days, [RulerRow("签订合同", [Cell("可签", "open"), Cell()], "5月24日起可签")])
    html = render("{% ruler r %}", r=ruler)
    assert 'class="rest"' in html
    assert 'class="today"' in html
    assert "5月24日起可签" in html
