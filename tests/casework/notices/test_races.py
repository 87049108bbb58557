"""Midnight: one files in the last second while the owner concludes, or does what waited, in the first of the next day."""

from __future__ import annotations

import datetime as dt
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connections, transaction

from kechuang.casework.cases.models import Case
from kechuang.casework.notices.models import Notice, Objection
from kechuang.casework.notices.queries import standing
from kechuang.core.clock import CHINA, moved_to
from kechuang.core.permissions import Refused
from tests.casework.notices.kit import day, put_up
from tests.casework.office import Office, act, make_office, registered

LAST_SECOND = dt.datetime(2025, 5, 23, 23, 59, 30, tzinfo=CHINA)
NEXT_DAY = dt.datetime(2025, 5, 24, 0, 0, 1, tzinfo=CHINA)


def together(*jobs: Any) -> list[Any]:
    """Run jobs at once in threads with connections of their own; what each says."""
    gate = threading.Barrier(len(jobs))

    def run(job: Any) -> Any:
        try:
            gate.wait(10)
            return job()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(jobs)) as pool:
        return list(pool.map(run, jobs))


def prepared() -> tuple[Office, Any, Notice]:
    office = make_office()
    platform = registered(office)
    with moved_to(day("2025-05-08")):
        return office, platform, put_up(platform, office, "2025-05-06", "2025-05-08")


def files(notice: Notice) -> str:
    data = {"notice": notice.number, "arguments": "不符", "remedy": "撤回", "name": "某甲", "contact": "1"}
    with moved_to(LAST_SECOND):
        try:
            return str(act("notices.objection.file", None, data, AnonymousUser()).case.state)
        except Refused:
            return "refused"


@pytest.mark.django_db(transaction=True)
def test_an_objection_is_never_filed_to_what_was_concluded_nor_concluded_over() -> None:
    office, platform, notice = prepared()

    def conclude() -> str:
        with moved_to(NEXT_DAY):
            try:
                return str(act("notices.notice.conclude", notice, {}, office["kq-manager"]).case.state)
            except Refused:
                return "refused"

    said = together(*[lambda: files(notice)] * 6, *[conclude] * 6)
    filed, concluded = said[:6].count("filed"), said[6:].count("concluded")
    assert Objection.objects.count() == filed
    assert (filed, concluded) in ((6, 0), (0, 1)) or (filed and not concluded)
    assert Notice.objects.get(pk=notice.pk).state == ("concluded" if concluded else "running")
    with moved_to(NEXT_DAY):
        assert standing(platform, "test_price").state == ("clear" if concluded else "suspended")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("attempt", range(3))
def test_what_waits_is_not_done_while_an_objection_is_being_filed(attempt: int) -> None:
    _office, platform, notice = prepared()
    order: list[str] = []

    def go_on() -> str:
        with moved_to(NEXT_DAY), transaction.atomic():
            case = Case.objects.select_for_update().get(pk=platform.pk)  # as the engine does
            found = standing(case, "test_price")
            if found.clear:
                # Still true when this transaction ends: nobody can have filed meanwhile.
                assert not Objection.objects.using("default").exists()
            order.append(found.state)
            return found.state

    said = together(lambda: files(notice), go_on, lambda: files(notice), go_on)
    assert "filed" in said[0::2]
    assert set(order) <= {"clear", "suspended"}
    if said[1] == "suspended" and said[3] == "suspended":
        assert Objection.objects.exists()
