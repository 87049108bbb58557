"""Counting stops where nobody reads on, and says that it did."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db.models import QuerySet
from django.test import Client

from kechuang.casework.cases import queries
from kechuang.casework.parties.models import Region
from kechuang.core.counting import counted
from kechuang.web.cases import counts, lists
from kechuang.web.cases.counts import Pages, few
from tests.casework.office import Office, drafted, registered

As = Callable[[str], Client]
Counted = Callable[[QuerySet[Any]], tuple[int, list[int] | None]]


def test_several_lists_are_counted_in_one_query_up_to_one_more_than_asked(
    office: Office, django_assert_num_queries: object
) -> None:
    regions = Region.objects.order_by("name")
    lists = [regions, regions.filter(code="330603"), regions.filter(code__in=[]), regions.none()]
    with django_assert_num_queries(1):  # type: ignore[operator]
        assert counted(lists, 3) == [4, 1, 0, 0]
    assert counted([], 3) == []


def test_pages_end_at_the_most_and_say_so(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = Region.objects.order_by("-code")
    whole = Pages(rows, 2)
    assert (whole.count, whole.more, whole.num_pages) == (5, False, 3)
    assert [r.code for r in whole.get_page(3)] == [rows[4].code]
    monkeypatch.setattr(counts, "MOST", 3)
    cut = Pages(rows, 2)
    assert (cut.count, cut.more, cut.num_pages) == (3, True, 2)
    assert [r.code for r in cut.get_page(9)] == [rows[2].code]


def test_an_empty_list_has_one_empty_page(office: Office) -> None:
    assert list(Pages(Region.objects.none(), 2).get_page(1)) == []


def test_few_rows_are_named_and_many_are_not(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = Region.objects.all()
    assert sorted(few(rows) or []) == sorted(rows.values_list("pk", flat=True))
    assert few(rows.none()) == []
    monkeypatch.setattr(counts, "MOST", 4)
    assert few(rows) is None


def named_up_to(most: int, real: Counted) -> Counted:
    """The count as it is, the rows named only when they are no more than `most`."""

    def count(rows: QuerySet[Any]) -> tuple[int, list[int] | None]:
        number, ids = real(rows)
        return number, ids if number <= most else None

    return count


def test_what_is_known_to_be_many_is_not_counted(office: Office, django_assert_num_queries: object) -> None:
    with django_assert_num_queries(0):  # type: ignore[operator]
        known = Pages(Region.objects.order_by("code"), 2, many=True)
        assert (known.count, known.more) == (counts.MOST, True)


@pytest.mark.parametrize("many", [0, 1, 10_000])
def test_a_list_is_the_same_whether_its_rows_are_few_or_many(
    office: Office, as_: As, monkeypatch: pytest.MonkeyPatch, many: int
) -> None:
    for n in range(4):
        drafted(office, registered(office, title=f"第{n}院"), title=f"第{n}约")
    monkeypatch.setattr(counts, "_counted", named_up_to(many, counts._counted))
    for name, all_ in (("kq-park-clerk", [3, 2, 1, 0]), ("kq-manager", [3])):
        client = as_(name)
        for query, wanted in (
            ("all=1", all_), ("sort=title", all_[::-1]), ("sort=-state", all_[::-1]), ("sort=ends", all_), ("f=ending", []),
            ("f=open&q=约", all_), ("state=draft&region=330600&sort=-number", all_), ("sort=owner", all_),
        ):  # fmt: skip
            text = client.get(f"/agreements/?{query}").content.decode()
            shown = sorted((n for n in range(4) if f"第{n}约" in text), key=lambda n: text.index(f"第{n}约"))
            assert shown == wanted, (name, query)


def test_words_that_many_cases_share_lead_to_the_newest_and_say_so(
    office: Office, as_: As, monkeypatch: pytest.MonkeyPatch
) -> None:
    for n in range(5):
        registered(office, title=f"纺织第{n}院")
    monkeypatch.setattr(lists, "MOST_FOUND", 3)
    monkeypatch.setattr(queries.found, "__kwdefaults__", {**queries.found.__kwdefaults__, "most": 3})
    client = as_("kq-st_department-clerk")
    text = client.get("/platforms/?q=纺织").content.decode()
    assert "只列出最新的 3 件" in text
    assert [n for n in range(5) if f"纺织第{n}院" in text] == [2, 3, 4]
    assert "只列出最新的" not in client.get("/platforms/?q=纺织第1院").content.decode()


def test_too_many_rows_are_not_sorted_by_what_no_index_gives(
    office: Office, as_: As, monkeypatch: pytest.MonkeyPatch
) -> None:
    for n in range(3):
        registered(office, title=f"第{n}院", founded_on=f"202{3 - n}-01-01")
    client = as_("kq-st_department-clerk")
    assert "不能按" not in client.get("/platforms/?sort=founded").content.decode()
    monkeypatch.setattr(counts, "MOST", 2)
    text = client.get("/platforms/?sort=founded").content.decode()
    assert "件数太多，不能按“设立日”排序" in text
    assert "aria-sort" not in text
    assert "不能按" not in client.get("/platforms/?sort=-title").content.decode()
