"""Counting stops where nobody reads on, and says that it did."""

from __future__ import annotations

import pytest

from kechuang.casework.parties.models import Region
from kechuang.web.cases import counts
from kechuang.web.cases.counts import Pages, counted
from tests.casework.office import Office


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
