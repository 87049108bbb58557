"""Chinese text found by the words people type, and only by those who may see the case."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from kechuang.casework.cases.models import Case, CasePerson
from kechuang.casework.cases.queries import find
from kechuang.casework.search import services
from kechuang.casework.search.models import Entry
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


# -- common and rare words ------------------------------------------------------------------------------


def brute(text: str, most: int, *scopes: list[str]) -> list[int]:
    rows = Entry.objects.filter(tokens__contains=wanted(text)).order_by("-case_id")
    for marks in scopes:
        rows = rows.filter(scope__overlap=marks)
    return list(rows.values_list("case_id", flat=True)[:most])


@pytest.mark.parametrize(
    ("bits", "first", "most_blocks"), [(12, 2, 256), (2, 1, 256), (1, 1, 4), (0, 1, 1), (0, 3, 70)]
)
def test_however_it_is_found_it_is_the_newest_of_all(
    office: Office, monkeypatch: pytest.MonkeyPatch, bits: int, first: int, most_blocks: int
) -> None:
    """In one block or in many, a few at a time or all that are left: the same cases, whatever was met first."""
    for n in range(24):
        registered(office, title=f"纺织{'印染' if n % 3 == 0 else '材料'}院{'鉴湖' if n == 20 else ''}")
    monkeypatch.setattr(services, "BLOCK_BITS", bits)
    monkeypatch.setattr(services, "block_of", lambda case: case >> bits)
    monkeypatch.setattr(services, "FIRST_BLOCKS", first)
    monkeypatch.setattr(services, "MOST_BLOCKS", most_blocks)
    for text in ("纺织", "纺织 印染", "材料院", "鉴湖", "没有"):
        for most in (1, 5, 500):
            for scopes in ([], [["@330603"]], [["@330802", "@public"], ["#platforms.platform"]], [["=nothing"]]):
                assert services.newest(text, most, scopes=scopes) == brute(text, most, *scopes), (text, most, scopes)


def test_a_block_of_ids_is_found_by_the_index(office: Office) -> None:
    """The condition is written as the index has it, so that PostgreSQL knows it again."""
    registered(office)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("SET LOCAL enable_indexscan = off")
    with CaptureQueriesContext(connection) as asked:
        services.newest("纺织", 500, scopes=[["@330603"]])
    sql = next(q["sql"] for q in asked if "MATERIALIZED" in q["sql"])
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN {sql}")
        plan = "\n".join(line for (line,) in cursor.fetchall())
    condition = next(line for line in plan.splitlines() if "Index Cond" in line)
    assert "search_tokens" in plan
    assert all(words in condition for words in ("tokens @>", "scope &&", "ARRAY[(case_id >> 12)] &&")), plan


def test_the_marks_of_an_entry_follow_its_case_its_parties_and_its_people(office: Office) -> None:
    agreement = drafted(office, registered(office))

    def marks() -> set[str]:
        return set(Entry.objects.get(pk=agreement.pk).scope)

    own = {"#platforms.agreement", "=draft", "/33", "/3306", "/330603", f"@o{agreement.owner_id}"}
    office_ = {"@33", "@3306", "@330603"}
    parties = {f"@o{p.organisation_id}" for p in agreement.parties.all()}
    assert marks() == own | office_ | parties
    Case.objects.filter(pk=agreement.pk).update(confined=True)
    assert marks() == own | parties
    person = CasePerson.objects.create(case=agreement, user=office["kq-firm-member"], role="reviewer")
    agreement.parties.all().delete()
    assert marks() == own | {f"@u{person.user_id}"}
    Case.objects.filter(pk=agreement.pk).update(confined=False, public=True, region_id="330802")
    moved = {mark.replace("3306", "3308").replace("330803", "330802") for mark in own | office_}
    assert marks() == moved | {f"@u{person.user_id}", "@public"}
    Entry.objects.filter(pk=agreement.pk).update(scope=["@public"])
    assert marks() == moved | {f"@u{person.user_id}", "@public"}, "what is written there is corrected"


def test_an_entry_that_did_not_change_is_not_written_again(office: Office) -> None:
    platform = registered(office)
    with CaptureQueriesContext(connection) as asked:
        services.index([(platform.pk, platform.search_text())])
    assert [q["sql"].split()[0] for q in asked] == ["SELECT"]
