"""The day of the next obligation stands with the case, and is true whoever writes what."""

from __future__ import annotations

import datetime as dt
import random
import threading
from typing import Any

import pytest
from django.db import connection
from django.db.models import Min
from django.test import Client

from kechuang.casework.cases.models import Case
from kechuang.casework.obligations import services
from kechuang.casework.obligations.models import Obligation
from tests.casework.office import Office, drafted, make_office, registered

DAY = dt.date(2026, 3, 1)


def obligation(case: Any, rule: str, due: dt.date | None) -> Obligation:
    return Obligation.objects.create(
        case_id=case.pk, rule=rule, territory=case.region_id, owner_id=case.owner_id, due=due, law="", calendar=""
    )


def kept(case: Any) -> dt.date | None:
    return Case.objects.get(pk=case.pk).next_due


def test_it_follows_every_change_of_an_obligation(office: Office) -> None:
    case = drafted(office, registered(office))
    assert kept(case) is None
    late = obligation(case, "a", DAY)
    assert kept(case) == DAY
    early = obligation(case, "b", DAY - dt.timedelta(days=3))
    obligation(case, "c", None)
    assert kept(case) == DAY - dt.timedelta(days=3)
    early.due = DAY + dt.timedelta(days=9)
    early.save()
    assert kept(case) == DAY
    services.meet(case.pk, "a", DAY)
    assert kept(case) == DAY + dt.timedelta(days=9)
    services.waive(early, "理由")
    assert kept(case) is None
    Obligation.objects.filter(pk=late.pk).update(status="due", done_on=None)
    assert kept(case) == DAY


def test_a_write_to_the_case_cannot_make_it_lie(office: Office) -> None:
    case = drafted(office, registered(office))
    stale = Case.objects.get(pk=case.pk)
    obligation(case, "a", DAY)
    stale.title = "改名"
    stale.save()
    assert (kept(case), Case.objects.get(pk=case.pk).title) == (DAY, "改名")
    Case.objects.filter(pk=case.pk).update(next_due=dt.date(2030, 1, 1))
    assert kept(case) == DAY


def test_it_writes_no_history_of_its_own(office: Office) -> None:
    case = drafted(office, registered(office))
    events = Case.pgh_event_models["update"].objects.filter(pgh_obj_id=case.pk)  # type: ignore[attr-defined]
    before = events.count()
    obligation(case, "a", DAY)
    assert events.count() == before


def test_it_is_the_earliest_running_day_after_any_sequence_of_writes(office: Office) -> None:
    cases = [drafted(office, registered(office)), drafted(office, registered(office, title="乙"), title="乙")]
    chance = random.Random(7)
    for n in range(60):
        rows = list(Obligation.objects.order_by("pk"))
        step = chance.choice(("new", "move", "met", "delete", "again")) if rows else "new"
        row = chance.choice(rows) if rows else None
        if step == "new" or row is None:
            obligation(chance.choice(cases), f"r{n}", DAY + dt.timedelta(days=chance.randrange(90)))
        elif step == "move":
            Obligation.objects.filter(pk=row.pk).update(
                due=DAY + dt.timedelta(days=chance.randrange(90)), case_id=chance.choice(cases).pk
            )
        elif step == "met":
            Obligation.objects.filter(pk=row.pk).update(status="met", done_on=DAY)
        elif step == "again":
            Obligation.objects.filter(pk=row.pk).update(status="due", done_on=None)
        else:
            row.delete()
        for case in cases:
            running = Obligation.objects.running().filter(case_id=case.pk)
            assert kept(case) == running.aggregate(day=Min("due"))["day"], (n, step)


@pytest.mark.django_db(transaction=True)
def test_two_obligations_that_start_at_once_are_both_seen() -> None:
    office = make_office()
    case = drafted(office, registered(office))
    barrier = threading.Barrier(8)

    def start(n: int) -> None:
        try:
            barrier.wait()
            obligation(case, f"r{n}", DAY + dt.timedelta(days=n))
        finally:
            connection.close()

    threads = [threading.Thread(target=start, args=(n,)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (Obligation.objects.count(), kept(case)) == (8, DAY)


def test_lists_are_narrowed_and_ordered_by_it(office: Office) -> None:
    from kechuang.core import clock

    today = clock.today()
    for name, days in (("甲", -2), ("乙", 5), ("丙", 90), ("丁", None)):
        case = drafted(office, registered(office, title=f"{name}院"), title=f"{name}约")
        if days is not None:
            obligation(case, "a", today + dt.timedelta(days=days))
    client = Client()
    client.force_login(office["kq-park-clerk"])

    def shown(query: str) -> str:
        text = client.get(f"/agreements/?{query}").content.decode()
        return "".join(sorted((n for n in "甲乙丙丁" if f"{n}约" in text), key=lambda n: text.index(f"{n}约")))

    assert [shown(q) for q in ("sort=left", "sort=-left", "f=overdue", "f=soon")] == [
        "甲乙丙丁",
        "丙乙甲丁",
        "甲",
        "乙",
    ]
