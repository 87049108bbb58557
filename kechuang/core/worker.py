"""The worker: a process that carries out what is queued, and what keeps the queue itself in order.

Any number of workers may share a database; a job is taken by one. A worker says every ten seconds that it lives; the
jobs of one that has stopped saying so are taken up by another.
"""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from threading import Event, Thread
from typing import Any

from django.db import connection
from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.jobs import Job as Queued
from procrastinate.jobs import Status
from procrastinate.periodic import PeriodicRegistry
from procrastinate.sql import queries

from kechuang.core.metrics import Gauge

CONCURRENCY = 3
"""Jobs at the same time in one worker: a long import holds up no mail."""
BEAT = 10
SILENT = 60
"""Seconds without a sign of life after which a worker is taken for dead."""
GRACE = 5
"""Seconds that jobs have when the worker stops, before they are asked to pause where they can go on."""
MOST_DEATHS = 5
"""A job whose worker dies so often with it is not tried again."""
KEPT_DAYS = 30


def work(*, wait: bool = True, concurrency: int = CONCURRENCY) -> None:
    """Carry out jobs until told to stop by a signal; with wait=False until none is left."""
    connector = app.connector.get_worker_connector()  # type: ignore[attr-defined]  # a DjangoConnector
    with app.replace_connector(connector), nullcontext() if wait else _nothing_by_the_clock():
        asyncio.run(_work(wait, concurrency))
        # A round ends when nothing was left to take; what its last jobs queued comes after.
        while not wait and _more():
            asyncio.run(_work(wait, concurrency))


_MORE = """
SELECT EXISTS (
  SELECT FROM procrastinate_jobs job WHERE status = 'todo' AND coalesce(scheduled_at <= now(), true) AND NOT EXISTS (
    SELECT FROM procrastinate_jobs other WHERE other.lock = job.lock AND other.status = 'doing'))
"""


def _more() -> bool:
    """Whether a job waits that could be taken now."""
    with connection.cursor() as cursor:
        cursor.execute(_MORE)
        return bool(cursor.fetchone()[0])


@contextmanager
def _nothing_by_the_clock() -> Iterator[None]:
    """Within the block nothing is queued because of the hour: it could come while the last job ends, and be left."""
    regular, app.periodic_registry = app.periodic_registry, PeriodicRegistry()
    try:
        yield
    finally:
        app.periodic_registry = regular


async def _work(wait: bool, concurrency: int) -> None:
    async with app.open_async():
        await app.run_worker_async(
            wait=wait, concurrency=concurrency, delete_jobs="successful", update_heartbeat_interval=BEAT,
            stalled_worker_timeout=SILENT, shutdown_graceful_timeout=GRACE, install_signal_handlers=wait,
        )  # fmt: skip


def stop_with_parent() -> None:
    """Stop this process, as by a signal, when whoever started it closes its standard input or dies."""

    def watch() -> None:
        while os.read(0, 1024):
            pass
        os.kill(os.getpid(), signal.SIGTERM)

    Thread(target=watch, name="parent", daemon=True).start()


@contextmanager
def beside() -> Iterator[None]:
    """Within the block a worker runs as a process of its own; it is started again should it end by itself."""
    command = [sys.executable, "-m", "kechuang", "worker", "--with-parent"]
    leaving = Event()
    processes: list[subprocess.Popen[bytes]] = []

    def keep() -> None:
        while not leaving.is_set():
            # In a session of its own: Ctrl-C is for the server, which then tells the worker.
            one = subprocess.Popen(command, stdin=subprocess.PIPE, start_new_session=True)
            processes[:] = [one]
            if leaving.is_set():
                one.terminate()
            one.wait()
            leaving.wait(BEAT)

    keeper = Thread(target=keep, name="worker", daemon=True)
    keeper.start()
    try:
        yield
    finally:
        leaving.set()
        for one in processes:
            if one.poll() is None:
                one.terminate()
        keeper.join(GRACE + BEAT)
        for one in processes:
            if one.poll() is None:
                one.kill()


# -- order in the queue ----------------------------------------------------------------------------------


def take_up(silent: float = SILENT) -> int:
    """Queue again what a dead worker was at; how many jobs. One that has killed its worker too often fails."""
    connector = DjangoConnector()
    rows = connector.execute_query_all(
        query=queries["select_stalled_jobs_by_heartbeat"], queue=None, task_name=None, seconds_since_heartbeat=silent
    )
    for one in map(Queued.from_row, rows):
        if one.attempts + 1 >= MOST_DEATHS:
            connector.execute_query(
                query=queries["finish_job"], job_id=one.id, status=Status.FAILED.value, delete_job=False
            )
        else:
            connector.execute_query(
                query=queries["retry_job"], job_id=one.id, retry_at=None, new_priority=None, new_queue_name=None,
                new_lock=None,
            )  # fmt: skip
    connector.execute_query_all(query=queries["prune_stalled_workers"], seconds_since_heartbeat=silent)
    return len(rows)


def tidy() -> None:
    """Forget what ended long ago."""
    DjangoConnector().execute_query(
        query=queries["delete_old_jobs"], nb_hours=24 * KEPT_DAYS, queue=None,
        statuses=[status.value for status in (Status.SUCCEEDED, Status.FAILED, Status.CANCELLED, Status.ABORTED)],
    )  # fmt: skip


# -- what is to be told of it ------------------------------------------------------------------------------

_QUEUE = """
SELECT count(*) FILTER (WHERE ready), count(*) FILTER (WHERE status = 'todo' AND NOT ready),
  count(*) FILTER (WHERE status = 'doing'), count(*) FILTER (WHERE status = 'doing' AND alive IS NOT TRUE),
  count(*) FILTER (WHERE status = 'failed' AND last_at > now() - interval '1 day'),
  coalesce(extract(epoch FROM max(now() - greatest(scheduled_at, last_at)) FILTER (WHERE ready)), 0)::float,
  (SELECT count(*) FROM procrastinate_workers WHERE last_heartbeat > now() - make_interval(secs => %(silent)s))
FROM (
  SELECT j.status, j.scheduled_at, w.last_heartbeat > now() - make_interval(secs => %(silent)s) AS alive,
    j.status = 'todo' AND coalesce(j.scheduled_at <= now(), true) AS ready,
    (SELECT max(e.at) FROM procrastinate_events e WHERE e.job_id = j.id) AS last_at
  FROM procrastinate_jobs j LEFT JOIN procrastinate_workers w ON w.id = j.worker_id
) job
"""


@dataclass(frozen=True, slots=True)
class Queue:
    """The queue at a moment. stuck: being done by a worker that is dead. oldest: seconds the longest has waited."""

    waiting: int
    later: int
    doing: int
    stuck: int
    failed: int
    oldest: float
    workers: int


def queue(silent: float = SILENT) -> Queue:
    """What waits, is done, is stuck and failed in the last day, and how many workers live."""
    with connection.cursor() as cursor:
        cursor.execute(_QUEUE, {"silent": silent})
        row: tuple[Any, ...] = cursor.fetchone()
    return Queue(*row)


def gauges() -> Iterable[Gauge]:
    """The queue as figures for monitoring."""
    now = queue()
    counted = {
        "waiting": now.waiting, "later": now.later, "doing": now.doing, "stuck": now.stuck, "failed": now.failed,
    }  # fmt: skip
    return [
        Gauge(
            "kechuang_jobs", "Jobs by what is the matter with them; failed: in the last day", "state",
            {name: float(value) for name, value in counted.items()},
        ),
        Gauge("kechuang_jobs_oldest_seconds", "How long the longest waiting job has waited", "queue",
              {"all": now.oldest}),
        Gauge("kechuang_workers", "Workers that live", "queue", {"all": float(now.workers)}),
    ]  # fmt: skip
