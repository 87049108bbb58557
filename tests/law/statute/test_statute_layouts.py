"""The layouts official texts come in, one by one, on texts of our own."""

from __future__ import annotations

from datetime import date

import pytest

from kechuang.law.statute import StatuteError, parse


def words(text: str | bytes) -> dict[str, str]:
    statute = parse(text)
    assert [p.message for p in statute.report.errors] == []
    return {n.id: n.text for n in statute.walk() if n.kind in ("paragraph", "item", "subitem")}


PLAIN = "某市试验条例\n第一条 为了试验。\n第二条 本市适用。\n第二款在此。\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16"])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_encodings_and_line_ends(encoding: str, newline: str) -> None:
    statute = parse(PLAIN.replace("\n", newline).encode(encoding))
    assert [n.lines for n in statute.walk() if n.kind == "paragraph"] == [(2, 2), (3, 3), (4, 4)]
    assert statute.title == "某市试验条例"


def test_bytes_that_are_no_text_are_refused_with_a_word_about_it() -> None:
    with pytest.raises(StatuteError, match="另存为文本") as refused:
        parse(b"%PDF-1.7\xff\xff\xff")
    assert "save a PDF" in refused.value.en


def test_markdown_headings_bold_comments_and_rules() -> None:
    statute = parse(
        "# 某市试验条例\n\n2024年1月2日 某市人大常委会通过\n\n<!-- INFO END -->\n\n## **第一章**　总则\n\n"
        "**第一条**　为了**试验**。\n\n---\n\n#### 第二条 下列：\n\n- （一）甲；\n\n- （二）乙。\n\n**第三条**丙。\n"
    )
    assert statute.ok
    assert {n.id: (n.number, n.heading, n.text, n.lines) for n in statute.walk() if n.kind != "article"} == {
        "preamble": ("", "", "2024年1月2日 某市人大常委会通过", (1, 3)),
        "ch1": ("第一章", "总则", "", (7, 7)),
        "art1.p1": ("", "", "为了试验。", (9, 9)),
        "art2.p1": ("", "", "下列：", (13, 13)),
        "art2.p1.i1": ("（一）", "", "甲；", (15, 15)),
        "art2.p1.i2": ("（二）", "", "乙。", (17, 17)),
        "art3.p1": ("", "", "丙。", (19, 19)),
    }
    assert statute.report.skipped == (11,)


def test_a_sentence_cut_by_a_page_is_one_paragraph_and_said() -> None:
    statute = parse(
        "条例\n\n第一条 财政、人才、教育、\n\n卫生部门做好工作。\n\n第二条 自2024年\n\n- 2 -\n\n3月1日起施行；\n\n原办法废止。\n"
    )
    assert [(n.text, n.lines) for n in statute.walk() if n.kind == "paragraph"] == [
        ("财政、人才、教育、卫生部门做好工作。", (3, 5)),
        ("自2024年3月1日起施行；原办法废止。", (7, 13)),
    ]
    assert statute.report.joins == ((3, 5), (7, 11), (11, 13))
    assert statute.report.skipped == (9,)
    assert statute.effective == date(2024, 3, 1)


def test_a_date_broken_over_lines_is_no_page_number() -> None:
    assert (
        words("条例\n第一条 甲。\n第二条 本条例自\n2025\n年3月1日起施行。\n")["art2.p1"]
        == "本条例自2025年3月1日起施行。"
    )


def test_wrapped_lines_set_in_or_not() -> None:
    wrapped = (
        "条例\n　　第一条 试验平台应当建立登记制度并报送有\n关部门备案。有关部门应当在十日内作出答复。\n不予备案的说明理由。\n"
        "　　备案办法由市人民政府制定并向全社会公\n布实施。\n　　第二条 登记的事项包括名称和地址以及其\n他需要登记的内容。\n"
        "　　第三条 违反本条例第一条、第二条规定的依照\n第二条第一款处理。\n"
    )
    assert words(wrapped) == {
        "art1.p1": "试验平台应当建立登记制度并报送有关部门备案。有关部门应当在十日内作出答复。不予备案的说明理由。",
        "art1.p2": "备案办法由市人民政府制定并向全社会公布实施。",
        "art2.p1": "登记的事项包括名称和地址以及其他需要登记的内容。",
        "art3.p1": "违反本条例第一条、第二条规定的依照第二条第一款处理。",
    }


def test_words_on_the_line_below_the_number() -> None:
    assert words("条例\n第一条\n为了试验。\n第二款。\n\n第二条\n\n下列：\n（一）甲；\n（二）乙。\n后款。\n") == {
        "art1.p1": "为了试验。", "art1.p2": "第二款。", "art2.p1": "下列：",
        "art2.p1.i1": "甲；", "art2.p1.i2": "乙。", "art2.p2": "后款。",
    }  # fmt: skip


@pytest.mark.parametrize("titles", ["（目的）\n", "【目的】", "目的\n", "【目的】\n"])
def test_articles_with_titles(titles: str) -> None:
    text = "规定\n" + "".join(f"第{n}条 {titles}为了甲，制定本规定。\n乙款。\n" for n in "一二三")
    statute = parse(text)
    assert statute.ok
    assert [(n.heading, len(n.children)) for n in statute.walk() if n.kind == "article"] == [("目的", 2)] * 3
    assert statute.find("art1.p1").text == "为了甲，制定本规定。"
    assert statute.find("art1").full_text == "第一条 目的\n为了甲，制定本规定。\n乙款。"


def test_a_bracketed_word_alone_is_no_title_but_the_article() -> None:
    assert words("条例\n第一条 甲。\n第二条 （删除）\n第三条 乙。\n")["art2.p1"] == "（删除）"


def test_items_sub_items_and_the_paragraph_after_them() -> None:
    assert words(
        "条例\n第一条 下列：\n（一）甲：\n1.子；\n2.丑。\n（二）乙；\n\n乙的后半。\n\n（三）丙：\n（1）寅；\n（2）卯。\n后款。\n"
    ) == {
        "art1.p1": "下列：", "art1.p1.i1": "甲：", "art1.p1.i1.i1": "子；", "art1.p1.i1.i2": "丑。",
        "art1.p1.i2": "乙；乙的后半。", "art1.p1.i3": "丙：", "art1.p1.i3.i1": "寅；", "art1.p1.i3.i2": "卯。",
        "art1.p2": "后款。",
    }  # fmt: skip


def test_a_second_paragraph_inside_a_list_stays_with_its_item_and_is_said() -> None:
    statute = parse("条例\n第一条 下列：\n（一）甲。\n甲的第二段。\n（二）乙。\n第二条 丙。\n")
    assert statute.ok
    assert statute.find("art1.p1.i1").text == "甲。\n甲的第二段。"
    assert [p.kind for p in statute.report.warnings] == ["doubtful"]


def test_two_lists_in_one_article_belong_to_two_paragraphs() -> None:
    found = words("条例\n第一条 下列：\n(一)甲；\n(二)乙。\n有下列情形的除外：\n(一)丙；\n(二)丁。\n")
    assert found["art1.p2.i1"] == "丙；"
    assert found["art1.p1.i2"] == "乙。"


def test_items_without_final_marks_and_the_article_after_them() -> None:
    found = words("条例\n第一条 客体：\n（一）作品\n（二）商标\n第二条 甲。\n")
    assert found == {"art1.p1": "客体：", "art1.p1.i1": "作品", "art1.p1.i2": "商标", "art2.p1": "甲。"}


def test_items_in_one_line_are_items() -> None:
    found = words("条例\n第一条 下列：（一）甲；（二）依照第（三）项；（三）丙。\n第二条 前款第（一）项：除外。\n")
    assert found == {
        "art1.p1": "下列：", "art1.p1.i1": "甲；", "art1.p1.i2": "依照第（三）项；", "art1.p1.i3": "丙。",
        "art2.p1": "前款第（一）项：除外。",
    }  # fmt: skip


@pytest.mark.parametrize(
    "broken",
    [
        "依照本条例\n第三条第一款的规定", "违反本条例第一条、\n第三条规定", "属于前款第\n（三）项情形",
        "属于第（一）项、第\n（二）项情形",
        "适用本条例\n第四章的规定", "本市一、\n二、三类设备", "按照第一条和\n第五条的规定", "提取比例不低于\n3.5倍",
        "第十一、\n十二、十三条规定",
        "根据本条例\n第二条，", "依照\n第九条所列条件",
    ],
)  # fmt: skip
@pytest.mark.parametrize("between", ["\n", "\n\n"])
def test_a_broken_citation_begins_nothing(broken: str, between: str) -> None:
    text = (
        f"条例\n\n第一条 甲。\n\n第二条 有关单位{broken.replace(chr(10), between)}办理的，给予补助。\n\n第三条 乙。\n"
    )
    assert words(text) == {
        "art1.p1": "甲。",
        "art2.p1": f"有关单位{broken.replace(chr(10), '')}办理的，给予补助。",
        "art3.p1": "乙。",
    }


def test_a_paragraph_may_begin_with_a_citation() -> None:
    found = words("条例\n第一条 甲。\n第二条第一款规定的期限为十日。\n第二条 乙。\n第一条规定的除外。\n第三条 丙。\n")
    assert found["art1.p2"] == "第二条第一款规定的期限为十日。"
    assert found["art2.p2"] == "第一条规定的除外。"


def test_a_text_without_a_space_after_the_number() -> None:
    found = words(
        "条例\n第一章总则\n第一条为了甲。\n第二条中国境内适用。\n第二章所有权\n第三条所有权归单位。\n第一条规定的除外。\n"
    )
    assert found == {
        "art1.p1": "为了甲。", "art2.p1": "中国境内适用。", "art3.p1": "所有权归单位。", "art3.p2": "第一条规定的除外。",
    }  # fmt: skip


def test_one_lost_space_is_read_and_said() -> None:
    statute = parse("条例\n第一条 甲。\n第二条市政府负责。\n第三条 丙。\n第四条 丁。\n")
    assert statute.ok
    assert statute.find("art2.p1").text == "市政府负责。"
    assert [(p.kind, p.lines) for p in statute.report.warnings] == [("doubtful", (3,))]


def test_numbers_in_arabic_full_width_and_spaced() -> None:
    assert list(words("条例\n第1条 甲。\n第２条 乙。\n第 三 条 丙。\n第四条：丁。\n第五条、戊。\n")) == [
        "art1.p1", "art2.p1", "art3.p1", "art4.p1", "art5.p1",
    ]  # fmt: skip


def test_inserted_articles() -> None:
    statute = parse("条例\n第一条 甲。\n第二条 乙。\n第二条之一 丙。\n第二条之二 丁。\n第三条 戊。\n")
    assert statute.ok
    assert [n.id for n in statute.walk() if n.kind == "article"] == ["art1", "art2", "art2-1", "art2-2", "art3"]


def test_parts_chapters_and_sections_nest_and_articles_run_through() -> None:
    statute = parse(
        "某法典\n目录\n第一编 总则……1\n第一章 一般规定……2\n第二编 物权……9\n第一分编 通则\n第一章 规定\n第一节 甲\n第二节 乙\n"
        "第二分编 所有权\n第二章 权\n第一编 总则\n第一章 一般规定\n第一条 甲。\n第二编 物权\n第一分编 通则\n第一章 规定\n第一节 甲\n"
        "第二条 乙。\n第二节 乙\n第三条 丙。\n第二分编 所有权\n第二章 权\n第四条 丁。\n"
    )
    assert [n.id for n in statute.walk() if n.kind in ("part", "subpart", "chapter", "section")] == [
        "part1", "part1.ch1", "part2", "part2.sub1", "part2.sub1.ch1", "part2.sub1.ch1.sec1", "part2.sub1.ch1.sec2",
        "part2.sub2", "part2.sub2.ch2",
    ]  # fmt: skip
    assert statute.report.problems == ()  # chapters run through the 分编 of a 编 and start anew in the next


def test_a_chapter_title_on_its_own_line_or_broken() -> None:
    statute = parse(
        "条例\n第一章\n总　则\n第一条 甲。\n第二章 科技成果转化活动的组织\n实施\n第二条 乙。\n附则\n第三条 丙。\n"
    )
    assert statute.ok
    assert [(n.heading, n.span) for n in statute.nodes[1:]] == [
        ("总　则", (2, 4)), ("科技成果转化活动的组织实施", (5, 7)), ("附则", (8, 9)),
    ]  # fmt: skip


def test_chapters_numbered_like_an_opinion() -> None:
    statute = parse("办法\n一、总则\n第一条 甲。\n第二条 乙：\n（一）子；\n（二）丑。\n二、附则\n第三条 丙。\n")
    assert statute.ok
    assert [(n.id, n.number, n.heading) for n in statute.nodes[1:]] == [
        ("ch1", "一、", "总则"),
        ("ch2", "二、", "附则"),
    ]


def test_title_history_and_entry_into_force() -> None:
    statute = parse(
        "某市试验\n条例\n\n(2004 年 1 月 6 日某市人民代表大会常务委\n员会通过 2017年3月30日修订 根据２０２１年９月２９日某会议《关于\n"
        "修改〈某市试验条例〉的决定》修正 二〇二二年一月一日公布)\n\n第一条 甲。\n\n第二条 本条例自二〇二二年三月十五日起施行。\n"
    )
    assert statute.title == "某市试验条例"
    assert [(e.on, e.event) for e in statute.history] == [
        (date(2004, 1, 6), "通过"), (date(2017, 3, 30), "修订"), (date(2021, 9, 29), "修正"), (date(2022, 1, 1), "公布"),
    ]  # fmt: skip
    assert statute.effective == date(2022, 3, 15)
    assert len(statute.preface) == 1


def test_a_notice_that_carries_a_regulation_gives_the_regulation() -> None:
    statute = parse(
        "某市人民政府关于印发《某市试验办法》的通知\n\n各区人民政府：\n\n现将《某市试验办法》印发给你们。\n\n某市人民政府\n\n2024年5月6日\n\n"
        "某市试验办法\n（试行）\n\n第一章　总则\n\n第一条　甲。\n\n第二条　乙。\n\n抄送：市委。\n\n某市人民政府办公室 2024年5月6日印发\n"
    )
    assert statute.ok
    assert statute.title == "某市试验办法（试行）"
    assert statute.find("final").lines == (20, 22)
    assert statute.find("art2").span == (18, 18)


def test_running_titles_and_page_numbers_are_left_out_and_said() -> None:
    statute = parse("某市试验条例\n\n第一条 甲的\n\n某市试验条例\n\n— 2 —\n\n乙。\n\n第 3 页 共 9 页\n\n第二条 丙。\n")
    assert statute.find("art1.p1").text == "甲的乙。"
    assert statute.report.skipped == (5, 7, 11)


def test_an_annex_with_articles_of_its_own_is_no_repetition() -> None:
    statute = parse("办法\n第一条 甲。\n第二条 乙。\n附件：\n1. 表格\n附件2 某规则\n第一条 丙。\n第二条 丁。\n")
    assert statute.ok
    assert statute.report.counts["article"] == 2
    assert statute.find("final").lines == (4, 8)


def test_a_text_of_the_wrong_kind_says_so() -> None:
    assert [p.message for p in parse("你好。\n").report.errors] == ["没有找到以“第…条”开头的条文"]
    assert [p.kind for p in parse("", numbering="sections").report.errors] == ["nothing_found"]
    assert [p.kind for p in parse(PLAIN, numbering="sections").report.errors] == ["nothing_found"]


def test_every_word_of_the_body_is_kept() -> None:
    text = (
        "条例\n第一章 总则\n第一条 甲：\n（一）乙；\n丙。\n（二）丁\n\n戊。\n己。\n第二条（目的）庚\n辛。\n附件\n壬\n"
    )
    statute = parse(text)
    kept = "".join(n.number + n.heading + n.text for n in statute.walk())
    assert set("甲乙丙丁戊己庚辛壬") <= set(kept)
