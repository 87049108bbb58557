"""From which day what waits for a notice may be done."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import transaction

from kechuang.casework.notices import services
from kechuang.casework.notices.models import Notice
from kechuang.casework.notices.queries import standing
from kechuang.core.clock import moved_to
from kechuang.core.permissions import Ground, Refused
from tests.casework.notices.kit import SAID, day, put_up, shown
from tests.casework.office import Office


def test_the_later_channel_counts_and_the_day_after_the_last_full_day_opens(platform: Any, office: Office) -> None:
    with moved_to(day("2025-05-08")):
        assert standing(platform, "test_price").state == "none"
        notice = put_up(platform, office, "2025-05-06", "2025-05-08")
    assert (notice.starts_on, notice.ends_on) == (day("2025-05-08"), day("2025-05-23"))
    for moment, state in (("2025-05-21", "running"), ("2025-05-23", "running"), ("2025-05-24", "clear")):
        with moved_to(day(moment)):
            found = standing(platform, "test_price")
            assert found.state == state
            if state == "running":
                assert found.refusal is not None
                assert (found.refusal.ground, found.refusal.opens_on) == (Ground.LAW, day("2025-05-24"))
                assert str(found.refusal.cites[0]) == "zhejiang-2021:art17.p2.a"
            else:
                assert found.refusal is None


def test_before_any_notice_the_days_and_the_earliest_day_are_told(
    platform: Any, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    with moved_to(day("2025-05-08")):
        found = standing(platform, "test_price")
        assert found.refusal is not None
        assert found.refusal.opens_on is None, "a day that depends on when the notice goes up is no promise"
        text = found.refusal.reason
        assert ("不少于 15 天" in text, "5月23日" in text, "最早5月24日" in text) == (True, True, True), text
        free = standing(platform, "test_result").refusal
        assert free is not None
        assert "由发布单位定" in free.reason
        notice = put_up(platform, office, "2025-05-06", "2025-05-08")
        with transaction.atomic():
            services.withdraw(notice, by=office["kq-manager"], reason="另行公示")
        again = standing(platform, "test_price").refusal
        assert again is not None
        assert "最早5月24日" in again.reason


def test_a_channel_that_is_missing_keeps_the_period_from_beginning(platform: Any, office: Office) -> None:
    with moved_to(day("2025-05-06")):
        notice = put_up(platform, office, "2025-05-06")
        found = standing(platform, "test_price")
    assert notice.ends_on is None
    assert found.state == "running"
    assert found.refusal is not None
    assert "技术交易市场" in found.refusal.reason
    with moved_to(day("2025-05-09")), transaction.atomic():
        services.post(notice, "market", day("2025-05-08"), "市场公告第 12 号", by=office["kq-manager"])
    assert Notice.objects.get(pk=notice.pk).ends_on == day("2025-05-23")


def test_a_change_of_content_restarts_the_period_in_every_channel(platform: Any, office: Office) -> None:
    with moved_to(day("2025-05-08")):
        notice = put_up(platform, office, "2025-05-06", "2025-05-08")
    with moved_to(day("2025-05-12")), transaction.atomic():
        services.amend(
            notice,
            fields={"price": "1800000.00"},
            by=office["kq-manager"],
            reason="价格更正",
            channels={"unit": day("2025-05-12")},
            evidence=shown("unit"),
        )
        assert standing(platform, "test_price").ends_on is None
    with moved_to(day("2025-05-13")), transaction.atomic():
        services.post(notice, "market", day("2025-05-13"), "公告", by=office["kq-manager"])
    notice = Notice.objects.get(pk=notice.pk)
    assert (notice.starts_on, notice.ends_on) == (day("2025-05-13"), day("2025-05-28"))
    assert [(c.version, c.fields["price"]) for c in notice.contents.all()] == [(1, "2000000.00"), (2, "1800000.00")]
    assert notice.content.changed == ["price"]


def test_what_is_missing_is_named_with_its_clause(platform: Any, office: Office) -> None:
    with moved_to(day("2025-05-08")), pytest.raises(Refused) as caught:
        put_up(platform, office, "2025-05-06", "2025-05-08", fields={**SAID, "price": " ", "summary": ""})
    refusal = caught.value.refusal
    assert set(refusal.errors) == {"price", "summary"}
    assert [str(c) for c in refusal.cites] == ["zhejiang-2021:art17.p2.a"]
    assert not Notice.objects.exists()


def test_days_of_the_publisher_are_never_none_and_never_less_than_the_law(platform: Any, office: Office) -> None:
    clerk = office["kq-st_department-clerk"]
    with moved_to(day("2025-05-08")):
        for ends_on in (None, day("2025-05-08"), day("2025-05-01")):
            with pytest.raises(Refused) as caught, transaction.atomic():
                services.publish(platform, "test_result", fields={"result": "合格"}, by=clerk, ends_on=ends_on)
            assert set(caught.value.refusal.errors) == {"ends_on"}
        with transaction.atomic():
            made = services.publish(
                platform, "test_result", fields={"result": "合格"}, by=clerk, ends_on=day("2025-05-09")
            )
        assert made.ends_on == day("2025-05-09")
        with pytest.raises(Refused) as caught:
            put_up(platform, office, "2025-05-08", "2025-05-08", ends_on=day("2025-05-22"))
        assert set(caught.value.refusal.errors) == {"ends_on"}
        assert put_up(platform, office, "2025-05-08", "2025-05-08", ends_on=day("2025-06-30")).ends_on == day(
            "2025-06-30"
        )
