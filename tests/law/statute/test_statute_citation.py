"""Clause ids, official citations and the numerals in them, both ways."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kechuang.law.errors import LawError
from kechuang.law.statute import CitationError, ClausePath, cite, parse_citation, parse_clause_id, to_chinese, to_int

FORMS = [
    ("art20.p1.i1", "第二十条第一款第（一）项", "第20条第1款第1项", "art. 20(1)(i)"),
    ("art17.p2.a", "第十七条第二款", "第17条第2款", "art. 17(2)"),
    ("art7", "第七条", "第7条", "art. 7"),
    ("art10-1", "第十条之一", "第10条之1", "art. 10-1"),
    ("art10-1.p2.i4", "第十条之一第二款第（四）项", "第10条之1第2款第4项", "art. 10-1(2)(iv)"),
    ("art102.p1.i11.i3", "第一百零二条第一款第（十一）项第3目", "第102条第1款第11项第3目", "art. 102(1)(xi)(3)"),
    ("s3.1.b", "三（一）", "三（一）", "part 3(1)"),
    ("s4.10.b", "四（十）", "四（十）", "part 4(10)"),
    ("s1.2.i1", "一（二）1", "一（二）1", "part 1(2).1"),
    ("s2.p1.a", "二第一段", "二第一段", "part 2 para. 1"),
    ("preamble", "前言", "前言", "preamble"),
    ("final.a", "文末", "文末", "closing"),
]


@pytest.mark.parametrize(("clause_id", "zh", "short", "en"), FORMS)
def test_each_form_of_a_citation(clause_id: str, zh: str, short: str, en: str) -> None:
    path = parse_clause_id(clause_id)
    assert path.id == clause_id
    assert (path.zh, path.short, path.en) == (zh, short, en)
    assert (cite(clause_id), cite(clause_id, "short"), cite(clause_id, "en")) == (zh, short, en)
    assert parse_citation(zh) == parse_citation(short) == path.official


@pytest.mark.parametrize(
    ("printed", "clause_id"),
    [
        ("第二十条第一款第一项", "art20.p1.i1"), ("第 20 条 第 1 款", "art20.p1"), ("第二十条第（三）项", "art20.p1.i3"),
        ("三、（一）", "s3.1"), ("第十条之一第一款", "art10-1.p1"),
    ],
)  # fmt: skip
def test_other_ways_a_citation_is_printed(printed: str, clause_id: str) -> None:
    assert parse_citation(printed).id == clause_id


@pytest.mark.parametrize(
    "wrong", ["", "art", "art0", "art20.i1", "art20.p0", "20.1", "art20.p1.b2", "s", "s1.2.3", "art20.p1.i1.aa", "ch1", "art20.p1 "]
)  # fmt: skip
def test_a_wrong_clause_id_is_refused_by_name(wrong: str) -> None:
    with pytest.raises(CitationError, match="条款编号") as refused:
        parse_clause_id(wrong)
    assert isinstance(refused.value, LawError)
    assert wrong in str(refused.value)
    assert wrong in refused.value.en


@pytest.mark.parametrize("wrong", ["", "第二十", "第十十条", "第二十条第一目", "第一章", "三（1）（二）"])
def test_a_wrong_citation_is_refused_by_name(wrong: str) -> None:
    with pytest.raises(CitationError, match="引用"):
        parse_citation(wrong)


def test_a_prefix_holds_its_children() -> None:
    assert [p.id for p in parse_clause_id("art5.p1.i2.i3.b").parents] == ["art5.p1.i2", "art5.p1", "art5"]
    assert [p.id for p in parse_clause_id("s1.2.i1").parents] == ["s1.2", "s1"]
    assert parse_clause_id("final.a").parents == ()


numbers = st.integers(1, 9999)
paths = st.one_of(
    st.builds(
        lambda n, k, p, items, letter: ClausePath("article", n, k, 0, p, tuple(items) if p else (), letter),
        numbers, st.integers(0, 30), st.integers(0, 30), st.lists(st.integers(1, 40), max_size=2), st.sampled_from(["", "a", "z"]),
    ),
    st.builds(
        lambda n, s, point, letter: ClausePath("part", n, 0, s, 0, (point,) if point else (), letter),
        st.integers(1, 99), st.integers(0, 40), st.integers(0, 40), st.sampled_from(["", "c"]),
    ),
)  # fmt: skip


@given(paths)
def test_ids_and_citations_read_back(path: ClausePath) -> None:
    assert parse_clause_id(path.id) == path
    assert parse_citation(path.zh) == path.official
    assert parse_citation(path.short) == path.official


def test_every_number_reads_back_in_every_spelling() -> None:
    for number in range(1, 10_000):
        printed = to_chinese(number)
        assert to_int(printed) == number
        assert to_int(str(number)) == number
    assert [to_chinese(n) for n in (10, 12, 20, 101, 110, 111, 200, 1001, 1010, 1100, 2024)] == [
        "十", "十二", "二十", "一百零一", "一百一十", "一百一十一", "二百", "一千零一", "一千零一十", "一千一百", "二千零二十四",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("printed", "number"),
    [
        ("一〇二", 102), ("一○二", 102), ("１０２", 102), ("一 百 零 二", 102), ("一百十二", 112), ("两百", 200), ("一十二", 12),
    ],
)  # fmt: skip
def test_other_spellings_of_a_number(printed: str, number: int) -> None:
    assert to_int(printed) == number


@pytest.mark.parametrize(
    "wrong", ["", "零", "十十", "百", "一百二", "二十二十", "千百", "一百零零二", "10000", "2十", "甲"]
)
def test_what_is_no_number(wrong: str) -> None:
    assert to_int(wrong) is None


@pytest.mark.parametrize("wrong", [0, -1, 10_000])
def test_numbers_that_cannot_be_printed(wrong: int) -> None:
    with pytest.raises(ValueError, match="outside"):
        to_chinese(wrong)
