"""Chinese text found by the words people type, and only by those who may see the case."""

from __future__ import annotations

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from kechuang.casework.cases.queries import find
from kechuang.casework.search.services import matching
from kechuang.casework.search.words import tokens, wanted
from tests.casework.office import PLATFORM, Office, act, drafted, platform_data, registered

CHINESE = st.text(st.sampled_from("纺织新材料研究院共建科创平台柯桥衢州"), min_size=1, max_size=12)


@given(before=CHINESE, word=CHINESE, after=CHINESE)
def test_every_part_of_a_text_finds_it(before: str, word: str, after: str) -> None:
    assert set(wanted(word)) <= set(tokens(before + word + after))


@pytest.mark.parametrize(
    ("query", "text", "found"),
    [
        ("纺织", "现代纺织研究院", True),
        ("研究", "现代纺织研究院", True),
        ("代纺织研", "现代纺织研究院", True),
        ("纺", "现代纺织研究院", True),
        ("织纺", "现代纺织研究院", False),
        ("ＸＹ-2026-000123", "XY-2026-000123 共建协议", True),
        ("123", "XY-2026-000123 共建协议", True),
        ("xy 协议", "XY-2026-000123 共建协议", True),
        ("协议 平台", "XY-2026-000123 共建协议", False),
        ("Quantum", "quantum computing", True),
    ],
)
def test_words_and_numbers_as_people_type_them(query: str, text: str, found: bool) -> None:
    assert (set(wanted(query)) <= set(tokens(text))) is found


def test_a_query_of_nothing_finds_nothing(office: Office) -> None:
    registered(office)
    assert not find(office["kq-park-clerk"], " ，。 ").exists()


def test_cases_are_found_by_those_who_may_see_them(office: Office) -> None:
    platform = registered(office)
    agreement = drafted(office, platform, topic_talent="引进首席科学家")
    clerk, stranger = office["kq-park-clerk"], office["kc-park-clerk"]
    assert {case.pk for case in find(clerk, "纺织")} == {platform.pk, agreement.pk}
    assert [case.pk for case in find(clerk, "首席科学家")] == [agreement.pk]
    assert [case.pk for case in find(clerk, "纺织", "platforms.platform")] == [platform.pk]
    assert not find(stranger, "首席科学家").exists()
    assert [case.pk for case in find(stranger, "纺织")] == [platform.pk], "the registry is public"


def test_a_changed_case_is_found_by_its_new_words_only(office: Office) -> None:
    platform = registered(office)
    data = platform_data(office, title="量子精密测量院", fields_of_industry="光电半导体")
    act(f"{PLATFORM}.revise", platform, data, office["kq-st_department-clerk"])
    clerk = office["kq-park-clerk"]
    assert find(clerk, "精密测量").get().pk == platform.pk
    assert not find(clerk, "纺织；材料 研究").exists()


def test_the_index_serves_two_character_words(office: Office) -> None:
    registered(office)
    found = matching("纺织")
    assert found is not None
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        plan = found.explain()
    assert "search_tokens" in plan
