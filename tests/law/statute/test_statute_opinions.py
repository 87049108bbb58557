"""Opinions numbered 一、（一）1.: read back the same in any layout, lost and repeated numbers named."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kechuang.law.statute import bind, parse
from tests.law.statute.opinion_writer import opinions, print_opinion

QUICK = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))


@QUICK
@given(st.data())
def test_a_printed_opinion_reads_back_the_same(data: st.DataObject) -> None:
    parts = data.draw(opinions())
    printed = print_opinion(data.draw, parts)
    opinion = parse(printed.text)
    assert opinion.numbering == "sections"
    assert [p.message for p in opinion.report.errors] == []
    assert {n.id: n.text for n in opinion.walk() if n.kind in ("op_section", "point")} == printed.words
    assert [n.heading for n in opinion.walk() if n.kind == "op_part"] == [part.heading for part in parts]
    assert opinion.title == "关于试验平台建设的实施意见（征求意见稿）"
    assert opinion.effective == date(2025, 1, 1)
    final = opinion.find("final")
    assert final is not None
    assert final.text == "本意见自2025年1月1日起施行。\n某市科学技术局\n2024年12月1日"
    for place, lines in printed.starts.items():
        found = opinion.find(place)
        assert found is not None
        assert found.span[0] == lines[0]


@QUICK
@given(st.data(), st.booleans())
def test_a_lost_or_repeated_number_is_named(data: st.DataObject, lose: bool) -> None:
    parts = data.draw(opinions())
    whole = print_opinion(data.draw, parts)
    places = [p for p in whole.starts if not lose or _followed(p, whole.starts)]
    if not places:
        return
    place = data.draw(st.sampled_from(places))
    printed = print_opinion(data.draw, parts, **({"drop": place} if lose else {"repeat": place}))
    opinion = parse(printed.text)
    assert not opinion.ok
    assert ("gap" if lose else "duplicate", (place,)) in [(p.kind, p.ids) for p in opinion.report.errors]


def _followed(place: str, places: dict[str, list[int]]) -> bool:
    head = place.rstrip("0123456789")
    return f"{head}{int(place[len(head) :]) + 1}" in places


SHORT = """关于试验的意见

一、总体要求

（一）指导思想

以试验为导向，
推进建设。

第二段话。

（二）基本原则

1. 分类管理、精准支持。按功能分类。

2. 绩效导向
按绩效调整。

二、要素保障

平台是指试验平台。

（一）定额保障。给予保障，原

则上两轮。

（二）购买服务。按规定购买服务。

本意见自2025年3月1日起施行，由某局负责解释。

某局

2025年1月2日

抄送：某某。
"""


def test_titles_paragraphs_points_and_the_closing_lines() -> None:
    opinion = parse(SHORT)
    assert opinion.ok
    assert {n.id: (n.heading, n.text, n.lines) for n in opinion.walk() if n.kind != "paragraph"} == {
        "preamble": ("", "", (1, 1)),
        "s1": ("总体要求", "总体要求", (3, 3)),
        "s1.1": ("指导思想", "指导思想\n以试验为导向，推进建设。\n第二段话。", (5, 10)),
        "s1.2": ("基本原则", "基本原则", (12, 12)),
        "s1.2.i1": ("分类管理、精准支持", "分类管理、精准支持。按功能分类。", (14, 14)),
        "s1.2.i2": ("绩效导向", "绩效导向\n按绩效调整。", (16, 17)),
        "s2": ("要素保障", "要素保障\n平台是指试验平台。", (19, 21)),
        "s2.1": ("定额保障", "定额保障。给予保障，原则上两轮。", (23, 25)),
        "s2.2": ("购买服务", "购买服务。按规定购买服务。", (27, 27)),
        "final": ("", "本意见自2025年3月1日起施行，由某局负责解释。\n某局\n2025年1月2日\n抄送：某某。", (29, 35)),
    }
    assert opinion.report.joins == ((23, 25),)
    assert opinion.find("s2").full_text == (
        "二、要素保障\n平台是指试验平台。\n（一）定额保障。给予保障，原则上两轮。\n（二）购买服务。按规定购买服务。"
    )


def test_titles_that_end_in_a_full_stop_or_run_long() -> None:
    opinion = parse(
        "意见\n一、总体要求。\n（一）定额保障。\n对平台给予保障。\n（二）加快构建以企业为主体的科技创新平台体系，建设成果转化和产业孵化高地\n按规定建设。\n"
        "二、完善监督管理，健全评价机制\n（一）加强监督\n1.监督内容。按规定监督。\n2.监督方式。按规定监督。\n"
    )  # fmt: skip
    assert opinion.ok
    assert {n.id: (n.heading, n.text) for n in opinion.walk() if n.kind in ("op_part", "op_section", "point")} == {
        "s1": ("总体要求", "总体要求。"),
        "s1.1": ("定额保障", "定额保障。\n对平台给予保障。"),
        "s1.2": (
            "加快构建以企业为主体的科技创新平台体系，建设成果转化和产业孵化高地",
            "加快构建以企业为主体的科技创新平台体系，建设成果转化和产业孵化高地\n按规定建设。",
        ),
        "s2": ("完善监督管理，健全评价机制", "完善监督管理，健全评价机制"),
        "s2.1": ("加强监督", "加强监督"),
        "s2.1.i1": ("监督内容", "监督内容。按规定监督。"),
        "s2.1.i2": ("监督方式", "监督方式。按规定监督。"),
    }


def test_clause_ids_of_an_opinion_bind_with_official_citations() -> None:
    binding = bind(parse(SHORT), ["s1.1", "s1.2.i1", "s1.2.i2", "s2.p1.a", "s2.p1.b", "s2.1.a", "final.b", "s2.2"])
    assert binding.complete
    assert [b.citation_zh for b in binding.bound.values()] == [
        "一（一）", "一（二）1", "一（二）2", "二第一段", "二第一段", "二（一）", "文末", "二（二）",
    ]  # fmt: skip
    assert binding.bound["s2.p1.a"].text == binding.bound["s2.p1.b"].text == "平台是指试验平台。"
    assert binding.unnamed == ()


def test_words_no_clause_names_are_listed() -> None:
    binding = bind(parse(SHORT), ["s1.1", "s1.2.i1", "s2.p1", "final"])
    assert [(u.id, u.citation_zh, u.lines) for u in binding.unnamed] == [
        ("s1.2.i2", "一（二）2", (16, 17)), ("s2.1", "二（一）", (23, 25)), ("s2.2", "二（二）", (27, 27)),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("意见\n一、甲。\n三、丙。\n", "一、之后是三、，缺二、"),
        ("意见\n一、甲。\n二、乙。\n二、丙。\n", "二、重复：第3行与第4行"),
        ("意见\n一、甲\n（一）子。\n（三）丑。\n二、乙。\n", "一：（一）之后是（三），缺（二）"),
        ("意见\n一、甲\n1. 子。\n3. 丑。\n二、乙。\n", "一：1.之后是3.，缺2."),
        ("意见\n二、甲。\n三、乙。\n", "从二、开始，缺一、"),
        ("意见\n一、甲\n二、乙。\n", "一（第2行）没有内容"),
    ],
)  # fmt: skip
def test_defects_of_an_opinion_are_named(text: str, message: str) -> None:
    opinion = parse(text)
    assert not opinion.ok
    assert [p.message for p in opinion.report.errors] == [message]


def test_numbers_that_run_through_the_parts_are_no_gap_and_a_gap_in_them_is() -> None:
    text = "意见\n一、甲\n（一）子。\n（二）丑。\n二、乙\n（三）寅。\n（四）卯。\n三、丙\n（五）辰。\n"
    assert parse(text).ok
    assert [p.message for p in parse(text.replace("（四）卯。\n", "")).report.errors] == [
        "（三）之后是（五），缺（四）"
    ]


def test_an_annex_is_kept_whole_and_not_numbered_with_the_body() -> None:
    opinion = parse("意见\n一、甲。\n二、乙。\n附件：1. 任务表\n2. 名单\n某局\n附件1\n一、任务。\n二、任务。\n")
    assert opinion.ok
    assert [n.id for n in opinion.nodes] == ["preamble", "s1", "s2", "final"]
    assert opinion.find("final").lines == (4, 9)


def test_a_notice_numbered_from_bracketed_numbers_has_these_as_parts() -> None:
    notice = parse("关于试验的通知\n各单位：\n（一）甲。某某。\n（二）乙。某某。\n1. 子。\n2. 丑。\n特此通知。\n")
    assert notice.ok
    assert [n.id for n in notice.walk() if n.kind != "paragraph"] == [
        "preamble", "s1", "s2", "s2.i1", "s2.i2", "final",
    ]  # fmt: skip
