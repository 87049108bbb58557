"""The rows of a panel's table, drawn without a template."""

from __future__ import annotations

from decimal import Decimal

from django.utils.html import format_html

from kechuang.core.ui.drawing import table_rows
from kechuang.core.ui.parts import Badge, Crumb
from kechuang.core.ui.sites import Sheet


def test_every_value_is_escaped_and_numbers_stand_right() -> None:
    sheet = Sheet("甲", head=["名<称", "数"], rows=[["<b>&", 3], [None, Decimal("1.50")]], numeric=frozenset({1}))
    assert table_rows(sheet) == (
        '<tr><td>&lt;b&gt;&amp;</td><td class="num">3</td></tr><tr><td>–</td><td class="num">1.50</td></tr>'
    )


def test_links_verdicts_and_what_is_safe_already() -> None:
    row = [
        {"label": "<甲>", "url": '/a?b="c"'},
        {"label": "乙", "url": ""},
        Crumb("丙", "/c"),
        Badge("met", "符<合"),
        format_html("<i>{}</i>", "&"),
    ]
    drawn = table_rows(Sheet("甲", rows=[row]))
    assert '<a href="/a?b=&quot;c&quot;">&lt;甲&gt;</a></td><td>乙</td>' in drawn
    assert '<td><a href="/c">丙</a></td>' in drawn
    assert "k-verdict--met" in drawn
    assert "符&lt;合</span>" in drawn
    assert drawn.endswith("<td><i>&amp;</i></td></tr>")


def test_a_wide_table_bears_the_head_in_each_cell() -> None:
    sheet = Sheet("甲", head=["a", 'b"', "c", "d"], rows=[["1", "2", "3", "4"], ["5"]])
    drawn = table_rows(sheet)
    assert drawn.count('<tr role="row">') == 2
    assert '<td role="cell" data-label="b&quot;">2</td>' in drawn
    assert drawn.endswith('<td role="cell" data-label="a">5</td></tr>')


def test_what_there_is_none_of_is_marked_so_that_a_card_leaves_it_out() -> None:
    """On a phone a row of eight columns is a card; lines that say nothing are not shown in it."""
    sheet = Sheet("甲", head=["一", "二", "三", "四"], rows=[["a", "–", None, "–"]], numeric=frozenset({3}))
    drawn = table_rows(sheet)
    assert drawn.count("k-none") == 3
    assert '<td class="k-none num" role="cell" data-label="四">–</td>' in drawn
    assert "k-none" not in table_rows(Sheet("甲", head=["一"], rows=[["–"]]))
