"""Jobs: only what was committed runs, once, again after a failure or a crash; the day's work by the hour."""

from __future__ import annotations

import datetime as dt
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, connections, transaction
from procrastinate import JobContext
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.jobs import Job as Queued

from kechuang.core import clock, daily, doctor_office, jobs, worker
from kechuang.core.daily import DayWork
from kechuang.core.demo import Demonstration
from kechuang.core.jobs import job, run_waiting
from kechuang.core.numbering import Counter
from kechuang.core.worker import queue, take_up
from kechuang.law.calendar import default_workdays

ROOT = Path(__file__).resolve().parents[2]


@job("tests.count", lock="count-{series}")
def count(series: str) -> None:
    with transaction.atomic():
        row, _created = Counter.objects.select_for_update().get_or_create(series=series, year=2026)
        row.last += 1
        row.save()


@job("tests.fails", tries=2)
def fails() -> None:
    raise RuntimeError("as it must")


def counted(series: str) -> int:
    row = Counter.objects.filter(series=series).first()
    return row.last if row else 0


@pytest.fixture
def empty_queue(transactional_db: None) -> Iterator[None]:
    """The tables of the queue are not Django's, so its flush leaves them."""
    forget()
    yield
    forget()


def forget() -> None:
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE procrastinate_jobs, procrastinate_workers, procrastinate_periodic_defers CASCADE")


def test_what_is_queued_runs_with_what_it_was_given(db: None) -> None:
    count.later(series="A")
    count.later(series="A")
    assert queue().waiting == 2
    assert run_waiting() == 2
    assert counted("A") == 2
    assert run_waiting() == 0


def test_a_job_of_a_transaction_that_is_undone_never_runs(empty_queue: None) -> None:
    with transaction.atomic():
        count.later(series="B")
        transaction.set_rollback(True)
    with transaction.atomic():
        count.later(series="C")
        with ThreadPoolExecutor(1) as other:
            assert other.submit(elsewhere).result() == 0, "nor before the commit"
    assert run_waiting() == 1
    assert (counted("B"), counted("C")) == (0, 1)


def elsewhere() -> int:
    try:
        return run_waiting()
    finally:
        connections.close_all()


def test_many_workers_do_each_job_once(empty_queue: None) -> None:
    for n in range(40):
        count.later(series=f"R{n % 4}")
    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(lambda _n: elsewhere(), range(8))) == 40
    assert [counted(f"R{n}") for n in range(4)] == [10, 10, 10, 10]


def test_once_means_one_waits(db: None) -> None:
    assert count.once("x", series="D")
    assert not count.once("x", series="D")
    run_waiting()
    assert count.once("x", series="D")
    assert run_waiting() == 1
    assert counted("D") == 2


def test_a_failure_is_kept_and_tried_again_later_each_time(db: None) -> None:
    fails.later()
    with pytest.raises(RuntimeError):
        run_waiting()
    assert ProcrastinateJob.objects.get().status == "failed"
    assert queue().failed == 1
    assert [seconds(tries) for tries in range(4)] == [10, 40, 160, 640]
    assert seconds(4) is None
    assert jobs.Again(most=2).get_retry_decision(exception=RuntimeError(), job=tried(1)) is None
    again = jobs.Again().get_retry_decision(exception=jobs.Interrupted(), job=tried(99))
    assert again is not None, "a job that was only interrupted goes on however often that was"


def seconds(tries: int) -> int | None:
    found = jobs.Again().get_retry_decision(exception=RuntimeError(), job=tried(tries))
    if found is None or found.retry_at is None:
        return None
    return round((found.retry_at - clock.now()).total_seconds())


def tried(times: int) -> Queued:
    return Queued(id=1, queue="default", lock=None, queueing_lock=None, task_name="tests.fails", attempts=times)


def test_a_long_job_pauses_when_its_worker_stops(db: None) -> None:
    jobs.pause_if_asked()  # outside a job nothing is asked
    stopping = JobContext(app=app, job=tried(4), start_timestamp=0.0, abort_reason=lambda: "shutdown")  # type: ignore[arg-type,return-value]
    with jobs._surroundings("tests.fails", stopping):
        assert jobs.in_job()
        assert jobs.last_try()
        with pytest.raises(jobs.Interrupted):
            jobs.pause_if_asked()
    assert not jobs.in_job()


def test_jobs_live_in_the_time_of_the_demonstration(db: None) -> None:
    Demonstration.objects.create(pk=1, moved=40 * 86_400)
    seen: list[dt.date] = []
    if "tests.day" not in app.tasks:
        job("tests.day")(lambda: _days[-1].append(clock.today()))
    _days.append(seen)
    jobs.Job("tests.day", lambda: None, "").later()
    run_waiting()
    assert seen == [clock.today() + dt.timedelta(days=40)]


_days: list[list[dt.date]] = []


# -- the day's work ----------------------------------------------------------------------------------------


@pytest.fixture
def pieces(db: None, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Three pieces of work, of which one fails at first."""
    done: list[str] = []

    def early(day: dt.date) -> str:
        done.append("early")
        return "yes"

    def weak(day: dt.date) -> str:
        done.append("weak")
        if done.count("weak") == 1:
            raise RuntimeError
        return "at last"

    def noon(day: dt.date) -> str:
        done.append("noon")
        return "yes"

    monkeypatch.setattr(daily, "_pieces", {})
    daily.every_day("last", noon, at=dt.time(12), last=True)
    daily.every_day("weak", weak)
    daily.every_day("early", early)
    return done


def test_the_day_s_work_is_done_by_the_hour_and_what_failed_again(pieces: list[str]) -> None:
    with clock.moved_to(dt.datetime(2026, 3, 2, 8, tzinfo=clock.CHINA)):
        with pytest.raises(daily.NotDone, match="weak"):
            daily.work_of_the_hour()
        assert pieces == ["weak", "early"], "one that fails keeps no other from being done"
        assert daily.work_of_the_hour() == ["weak: at last"]
        assert daily.work_of_the_hour() == []
    with clock.moved_to(dt.datetime(2026, 3, 2, 12, 1, tzinfo=clock.CHINA)):
        assert daily.work_of_the_hour() == ["last: yes"]
    with clock.moved_to(dt.datetime(2026, 3, 3, 12, tzinfo=clock.CHINA)):
        assert len(daily.work_of_the_hour()) == 3, "a new day"
    assert DayWork.objects.count() == 6


def test_the_command_does_all_at_once_and_again(pieces: list[str]) -> None:
    day = dt.date(2026, 3, 2)
    with pytest.raises(daily.NotDone):
        list(daily.work(day))
    assert [line.partition(":")[0] for line in daily.work(day)] == ["weak", "early", "last"]
    assert DayWork.objects.filter(day=day).count() == 3


def test_the_house_s_own_work_is_registered_and_its_jobs_come_by_themselves(db: None) -> None:
    names = [name for name, _piece in daily._in_order()]
    assert names[-1] == "mail"
    assert {"seal", "obligations", "jobs"} <= set(names)
    crons = {task.task.name: task.cron for task in app.periodic_registry.periodic_tasks.values()}
    assert crons == {"core.daily": "*/10 * * * *", "core.take_up": "* * * * *"}
    assert default_workdays() is not None


def test_only_days_that_can_gain_no_more_events_are_sealed(db: None) -> None:
    from kechuang.core.audit.models import Seal
    from kechuang.core.audit.seal import seal_finished
    from tests.casework.office import make_office

    make_office()  # events of today
    assert seal_finished(clock.today() + dt.timedelta(days=40)) == [], "however far a demonstration's clock is ahead"
    assert not Seal.objects.exists()


# -- the worker --------------------------------------------------------------------------------------------


def test_what_a_dead_worker_was_at_is_taken_up_but_not_for_ever(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - interval '1 hour') RETURNING id"
        )
        (dead,) = cursor.fetchone()
        cursor.execute("INSERT INTO procrastinate_workers DEFAULT VALUES RETURNING id")
        (alive,) = cursor.fetchone()
        for number, of, attempts in ((1, dead, 0), (2, alive, 0), (3, dead, worker.MOST_DEATHS - 1)):
            cursor.execute(
                "INSERT INTO procrastinate_jobs (queue_name, task_name, args, status, worker_id, attempts) "
                "VALUES ('default', 'tests.count', %s, 'doing', %s, %s)",
                [f'{{"series": "{number}"}}', of, attempts],
            )
    assert (queue().stuck, queue().doing, queue().workers) == (2, 3, 1)
    assert doctor_office.jobs().verdict == "note"
    assert take_up() == 2
    assert (queue().stuck, queue().doing, queue().waiting, queue().failed) == (0, 1, 1, 1)
    assert take_up() == 0
    run_waiting()
    assert counted("1") == 1


def test_doctor_and_metrics_tell_of_the_queue(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    assert doctor_office.jobs().verdict == "note", "no worker"
    count.later(series="E")
    figures = {(g.name, label): value for g in worker.gauges() for label, value in g.values.items()}
    assert figures["kechuang_jobs", "waiting"] == 1
    assert figures["kechuang_workers", "all"] == 0
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_events SET at = now() - interval '20 minutes'")
    sign = doctor_office.jobs()
    assert (sign.verdict, "20 minutes" in sign.found) == ("wrong", True)
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO procrastinate_workers DEFAULT VALUES")
    run_waiting()
    assert doctor_office.jobs().verdict == "ok"


def start_worker(*arguments: str, **more: Any) -> subprocess.Popen[bytes]:
    where = connection.settings_dict
    url = f"postgresql://{where['USER']}@/{where['NAME']}?host={where['HOST']}"
    if not str(where["HOST"]).startswith("/"):
        url = f"postgresql://{where['USER']}:{where['PASSWORD']}@{where['HOST']}:{where['PORT']}/{where['NAME']}"
    given = os.environ | {"DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "kechuang.settings.test"}
    return subprocess.Popen([sys.executable, "-m", "kechuang", "worker", *arguments], cwd=ROOT, env=given, **more)


def until(true: Any, seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it took too long"
        time.sleep(0.05)


def test_a_worker_carries_out_what_waits_and_stops_with_its_parent(empty_queue: None) -> None:
    from kechuang.core.upkeep import daily as daily_job

    daily_job.later()
    one = start_worker("--with-parent", stdin=subprocess.PIPE)
    until(lambda: DayWork.objects.filter(name="obligations").exists())
    assert queue().workers == 1
    assert one.stdin is not None
    one.stdin.close()
    assert one.wait(30) == 0
    assert queue().workers == 0, "it took its leave"


@pytest.mark.slow
def test_an_import_whose_worker_is_killed_goes_on_with_nothing_doubled(empty_queue: None) -> None:
    from kechuang.casework.cases.models import IdempotencyKey
    from kechuang.casework.inbox.models import Message
    from kechuang.casework.sheets import runs
    from kechuang.casework.sheets.models import ImportRun
    from kechuang.domains.platforms.imports import platforms
    from kechuang.domains.platforms.models import Platform
    from tests.casework.office import make_office
    from tests.sheets import files

    rows = 5_000
    clerk = make_office()["kq-st_department-clerk"]
    run = ImportRun.objects.create(
        user=clerk, action=platforms.action.key, name="many.xlsx", state="checked", total=rows,
        content=files.platforms([files.platform_row(n) for n in range(rows)]),
    )  # fmt: skip
    assert runs.confirm(run)
    one = start_worker()
    until(lambda: ImportRun.objects.get(pk=run.pk).done > 0)
    one.send_signal(signal.SIGKILL)
    one.wait()
    run.refresh_from_db()
    assert run.state == "writing"
    assert 0 < run.done < rows
    assert Platform.objects.count() == run.written == run.done, "a part and its count are written together"
    stuck = queue(silent=0).stuck
    assert stuck >= 1, "the import, and whatever else the worker had begun"
    assert take_up(silent=0) == stuck
    run_waiting()
    run.refresh_from_db()
    assert (run.state, run.done, run.written, run.wrong) == ("done", rows, rows, 0)
    assert Platform.objects.count() == rows
    assert IdempotencyKey.objects.count() == rows
    assert Message.objects.filter(topic="import").count() == 1


def test_two_at_one_import_write_nothing_twice(empty_queue: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """A worker that was taken for dead and is not: the parts fall to either, each once."""
    from kechuang.casework.sheets import runs
    from kechuang.casework.sheets.models import ImportRun
    from kechuang.domains.platforms.imports import platforms
    from kechuang.domains.platforms.models import Platform
    from tests.casework.office import make_office
    from tests.sheets import files

    monkeypatch.setattr(runs, "AT_ONCE", 20)
    monkeypatch.setattr(runs, "PART", 25)
    clerk = make_office()["kq-st_department-clerk"]
    content = files.platforms([files.platform_row(n) for n in range(200)])
    run = ImportRun.objects.create(
        user=clerk, action=platforms.action.key, name="x.xlsx", state="writing", total=200, content=content
    )

    def go(_n: int) -> None:
        try:
            runs.work(run.pk)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(go, range(4)))
    run.refresh_from_db()
    assert (run.state, run.done, run.written) == ("done", 200, 200)
    assert Platform.objects.count() == 200
