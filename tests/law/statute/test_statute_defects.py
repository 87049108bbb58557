"""What is missing, repeated, out of order or empty is named, and the text is refused."""

from __future__ import annotations

import pytest

from kechuang.law.statute import DefectiveStatuteError, bind, parse


@pytest.mark.parametrize(
    ("body", "kind", "message", "ids"),
    [
        ("第一条 甲。\n第二条 乙。\n第四条 丁。", "gap", "第二条之后是第四条，缺第三条", ("art3",)),
        ("第一条 甲。\n第四条 丁。", "gap", "第一条之后是第四条，缺第二条、第三条", ("art2", "art3")),
        ("第一条 甲。\n第八条 丁。", "gap", "第一条之后是第八条，缺第二条至第七条（共6个）", tuple(f"art{n}" for n in range(2, 8))),
        ("第三条 甲。\n第四条 丁。", "gap", "从第三条开始，缺第一条、第二条", ("art1", "art2")),
        ("第一条 甲。\n第一条之二 乙。", "gap", "第一条之后是第一条之二，缺第一条之一", ("art1-1",)),
        ("第一条 甲。\n第二条之一 乙。", "gap", "第一条之后是第二条之一，缺第二条", ("art2",)),
        ("第一条 甲。\n第二条 乙。\n第二条 乙。", "duplicate", "第二条重复：第3行与第4行", ("art2",)),
        ("第一条 甲。\n第三条 丙。\n第二条 乙。", "out_of_order", "第二条（第4行）排在第三条（第3行）之后", ("art2",)),
        ("第一条 甲。\n第二条\n第三条 丙。", "empty", "第二条（第3行）没有内容", ("art2",)),
        ("第一条 甲：\n（一）子；\n（三）丑。", "gap", "第一条第一款：第（一）项之后是第（三）项，缺第（二）项", ("art1.p1.i2",)),
        ("第一条 甲：\n（二）子；\n（三）丑。", "gap", "第一条第一款：从第（二）项开始，缺第（一）项", ("art1.p1.i1",)),
        ("第一条 甲：\n（一）子；\n（一）丑。", "duplicate", "第一条第一款：第（一）项重复：第3行与第4行", ("art1.p1.i1",)),
        ("第一条 甲：\n（一）子：\n1.a；\n3.b。", "gap", "第一条第一款第（一）项：第1目之后是第3目，缺第2目", ("art1.p1.i1.i2",)),
        ("第一条 甲：\n1、子\n3、丑\n第二条 乙。", "gap", "第一条第一款：第（一）项之后是第（三）项，缺第（二）项", ("art1.p1.i2",)),
        ("第一条 甲\n1、子\n1、丑\n第二条 乙。", "duplicate", "第一条第一款：第（一）项重复：第3行与第4行", ("art1.p1.i1",)),
        ("第一条 甲：\n\n一、子\n\n三、丑\n", "gap", "第一条第一款：第（一）项之后是第（三）项，缺第（二）项", ("art1.p1.i2",)),
        ("第一章 总则\n第一条 甲。\n第三章 附则\n第二条 乙。", "gap", "第一章之后是第三章，缺第二章", ("ch2",)),
        ("第一章 总则\n第一条 甲。\n第一章 附则\n第二条 乙。", "duplicate", "第一章重复：第2行与第4行", ("ch1",)),
        ("第一章 总则\n第一节 子\n第一条 甲。\n第三节 丑\n第二条 乙。", "gap", "第一章：第一节之后是第三节，缺第二节", ("ch1.sec2",)),
        ("第一章 总则\n第一条 甲。\n第二章 附则", "empty", "第二章（第4行）没有内容", ("ch2",)),
    ],
)  # fmt: skip
def test_a_defect_is_named(body: str, kind: str, message: str, ids: tuple[str, ...]) -> None:
    statute = parse(f"某条例\n{body}\n")
    assert not statute.ok
    assert [(p.kind, p.message, p.ids) for p in statute.report.errors] == [(kind, message, ids)]
    assert statute.report.errors[0].message_en


def test_the_english_says_the_same() -> None:
    statute = parse("某条例\n第一条 甲：\n（一）子；\n（三）丑。\n第三条 丙。\n第三条 丁。\n")
    assert sorted(p.message_en for p in statute.report.errors) == [
        "art. 1(1): item (i) is followed by item (iii): item (ii) missing",
        "article 1 is followed by article 3: article 2 missing",
        "article 3 stands twice: lines 5 and 6",
    ]


def test_a_gap_is_not_filled_by_a_citation_at_the_start_of_a_paragraph() -> None:
    statute = parse("条例\n第一条 甲。\n第二条 乙。\n第三条规定的期限为十日。\n第四条 丁。\n")
    assert [p.ids for p in statute.report.errors] == [("art3",)]


def test_a_lost_line_break_is_pointed_at() -> None:
    statute = parse("条例\n第一条 甲。第二条 乙。\n第三条 丙：\n（一）子；第（二）项除外（二）丑；\n（三）寅。\n")
    assert [p.message for p in statute.report.errors] == [
        "第一条之后是第三条，缺第二条（第2行有该条号，可能缺换行）",
        "第三条第一款：第（一）项之后是第（三）项，缺第（二）项（第4行有该条号，可能缺换行）",
    ]


def test_a_chapter_of_the_contents_that_the_body_lacks() -> None:
    statute = parse(
        "条例\n目　录\n第一章 总则\n第二章 管理\n第三章 附 则\n第一章 总则\n第一条 甲。\n第二章 经营\n第二条 乙。\n"
    )
    assert [(p.kind, p.message) for p in statute.report.problems] == [
        ("toc_differs", "“第二章”的标题，目录（第4行）作“管理”，正文（第8行）作“经营”"),
        ("toc_missing", "目录第5行有“第三章 附则”，正文没有"),
    ]
    assert not statute.ok


def test_a_first_chapter_lost_after_the_contents() -> None:
    statute = parse("条例\n目录\n第一章 总则\n第二章 管理\n第一条 甲。\n第二章 管理\n第二条 乙。\n")
    assert {(p.kind, p.ids) for p in statute.report.errors} == {("toc_missing", ()), ("gap", ("ch1",))}


def test_contents_without_the_word_are_known_by_their_repetition() -> None:
    statute = parse("条例\n第一章 总则\n第二章 附则\n第一章 总则\n第一条 甲。\n第二章 附则\n第二条 乙。\n")
    assert statute.report.problems == ()
    assert statute.report.counts["chapter"] == 2


def test_a_chapter_the_contents_lack_is_only_said() -> None:
    statute = parse("条例\n目录\n第一章 总则\n第一章 总则\n第一条 甲。\n第二章 附则\n第二条 乙。\n")
    assert statute.ok
    assert [(p.kind, p.message) for p in statute.report.warnings] == [
        ("toc_lacks", "正文第6行有“第二章 附则”，目录没有")
    ]


def test_a_first_chapter_printed_twice_is_no_table_of_contents() -> None:
    statute = parse("条例\n第一章 总则\n第一章 总则\n第一条 甲。\n第二章 附则\n第二条 乙。\n")
    assert ("duplicate", ("ch1",)) in [(p.kind, p.ids) for p in statute.report.errors]


def test_binding_a_defective_text_is_refused_with_all_the_names() -> None:
    statute = parse("条例\n第一条 甲。\n第三条 丙。\n第三条 丁。\n第五条 戊。\n")
    with pytest.raises(DefectiveStatuteError) as refused:
        bind(statute, ["art1.p1"])
    assert str(refused.value) == "第三条重复：第3行与第4行；第一条之后是第三条，缺第二条；第三条之后是第五条，缺第四条"
    assert len(refused.value.problems) == 3
    dry = bind(statute, ["art1.p1", "art2.p1", "art3.p1"], strict=False)
    assert dry.bound["art3.p1"].text == "丙。"
    assert [(u.id, u.reason) for u in dry.unbound] == [("art2.p1", "正文没有第二条")]
