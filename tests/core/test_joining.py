"""Parts of a sentence joined as the language joins them."""

from __future__ import annotations

import pytest
from django.utils.translation import gettext, override, pgettext

from kechuang.core.words import in_clauses, in_parts, in_sentences, listed, with_note


@pytest.mark.parametrize(
    ("join", "zh", "en"),
    [
        (listed, "甲、乙", "甲, 乙"),
        (in_parts, "甲，乙", "甲, 乙"),
        (in_clauses, "甲；乙", "甲; 乙"),
        (in_sentences, "甲。乙", "甲. 乙"),
    ],
)
def test_parts_are_joined_by_the_marks_of_the_language(join: object, zh: str, en: str) -> None:
    for language, said in (("zh-hans", zh), ("en", en)):
        with override(language):
            assert join(["甲", "乙"]) == said  # type: ignore[operator]


def test_a_part_that_ends_as_a_sentence_keeps_its_mark_alone() -> None:
    with override("zh-hans"):
        assert in_parts(["逾期追究责任。", "由财务支付"]) == "逾期追究责任。由财务支付"
        assert in_sentences(["甲。", "乙。"]) == "甲。乙。"
        assert (in_parts([]), in_parts(["甲"])) == ("", "甲")
    with override("en"):
        assert in_parts(["Late payment is punished.", "finance pays"]) == "Late payment is punished. finance pays"


def test_a_note_stands_in_the_brackets_of_the_language() -> None:
    with override("zh-hans"):
        assert with_note("甲", "乙") == "甲（乙）"
    with override("en"):
        assert with_note("甲", "乙") == "甲 (乙)"


def test_files_of_a_case_are_no_legal_instruments_in_english() -> None:
    """The law's own documents are instruments; what lies with a case, and one's people and council, have words of their own."""
    with override("en"):
        assert gettext("文件") == "Instrument"
        for context, word in (("page", "文件"), ("upload", "文件"), ("head", "项目"), ("one", "理事会")):
            assert pgettext(context, word) not in {"Instrument", "Projects", "Councils"}
