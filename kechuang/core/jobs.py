"""Work done later by a worker (`kechuang worker`), queued in the transaction at hand: no commit, no job.

    @job("sheets.import", lock="import-{run}")
    def carry(run: int) -> None: ...

    carry.later(run=run.pk)

Jobs stand in PostgreSQL (procrastinate). A job may run again after a crash, so doing it twice must change nothing.
The apps of the house declare theirs in a module `jobs`, which is found by its name.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction
from procrastinate import BaseRetryStrategy, JobContext, RetryDecision
from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.exceptions import AlreadyEnqueued, JobAborted
from procrastinate.jobs import Job as Queued
from procrastinate.jobs import JobDeferrer, Status
from procrastinate.manager import JobManager
from procrastinate.sql import queries

from kechuang.core.audit.tracking import acting
from kechuang.core.demo import demo_time
from kechuang.core.logs import request_id

MOST_TRIES = 5
FIRST_WAIT = 10
"""Seconds before the second try; each further one waits four times as long."""
LONGEST_WAIT = 3_600

_context: ContextVar[JobContext | None] = ContextVar("kechuang_job", default=None)

# The worker speaks to the database by a pool of its own; a job queued anywhere goes by Django's connection all the
# same, so that it stands or falls with the transaction there.
_manager = JobManager(DjangoConnector())


class Interrupted(JobAborted):
    """Raised by a long job at a point from which it can go on, because its worker is asked to stop."""


class Again(BaseRetryStrategy):
    """Try again after a failure, later each time; at once when the worker was only stopped."""

    def __init__(self, most: int = MOST_TRIES) -> None:
        self.most = most

    def get_retry_decision(self, *, exception: BaseException, job: Queued) -> RetryDecision | None:
        """When to try again, or None when this was the last time."""
        if isinstance(exception, Interrupted):
            return RetryDecision(retry_in={"seconds": 0})
        if job.attempts + 1 >= self.most:
            return None
        return RetryDecision(retry_in={"seconds": min(FIRST_WAIT * 4**job.attempts, LONGEST_WAIT)})


@dataclass(frozen=True, slots=True)
class Job:
    """A kind of work that can be queued. lock: jobs with the same one run one after another; it may name arguments."""

    name: str
    run: Callable[..., Any]
    lock: str

    def later(self, **given: Any) -> None:
        """Queue it; it runs when the transaction at hand is committed, if it is."""
        self._deferrer(given).defer(**given)

    def once(self, key: str, **given: Any) -> bool:
        """Queue it unless one with this key waits already. Not for long transactions: others with the key wait for it."""
        deferrer = self._deferrer(given, queueing_lock=f"{self.name}:{key}")
        try:
            with transaction.atomic():
                deferrer.defer(**given)
        except AlreadyEnqueued:
            return False
        return True

    def _deferrer(self, given: dict[str, Any], **options: Any) -> JobDeferrer:
        lock = self.lock.format(**given) if self.lock else None
        made = app.tasks[self.name].configure(lock=lock, **options)
        made.job_manager = _manager
        return made


def job(name: str, *, lock: str = "", cron: str = "", tries: int = MOST_TRIES) -> Callable[[Callable[..., Any]], Job]:
    """Decorator: make a function of JSON values a job. cron: also queued by itself at these times (UTC), one at a time."""

    def define(run: Callable[..., Any]) -> Job:
        def carried(context: JobContext, timestamp: int | None = None, **given: Any) -> Any:
            with _surroundings(name, context):
                return run(**given)

        one_at_a_time = name if cron else None
        task = app.task(
            name=name, pass_context=True, retry=Again(tries), lock=one_at_a_time, queueing_lock=one_at_a_time
        )(carried)
        if cron:
            app.periodic(cron=cron, periodic_id=name)(task)
        return Job(name, run, lock)

    return define


@contextmanager
def _surroundings(name: str, context: JobContext) -> Iterator[None]:
    """What a request has around it: an id in log and history, and the time of a demonstration."""
    token, mark = _context.set(context), request_id.set(f"job:{context.job.id}")
    try:
        with demo_time(), acting(job=name, request=f"job:{context.job.id}"):
            yield
    finally:
        request_id.reset(mark)
        _context.reset(token)


def pause_if_asked() -> None:
    """At a point from which a long job can go on: raise Interrupted when its worker wants to stop."""
    context = _context.get()
    if context is not None and context.should_abort():
        raise Interrupted


def in_job() -> bool:
    """Whether this is run as a job, which is queued again when it fails."""
    return _context.get() is not None


def last_try(tries: int = MOST_TRIES) -> bool:
    """Whether a failure now would be final. False outside a job."""
    context = _context.get()
    return context is not None and context.job.attempts + 1 >= tries


def run_waiting() -> int:
    """Carry out what waits, here and now, in this thread and on its connection; how many jobs that were.

    For tests, and where there is no worker. A job that fails is marked so, and its exception goes on.
    """
    connector, done = DjangoConnector(), 0
    while True:
        row = connector.execute_query_one(query=queries["fetch_job"], queues=None, worker_id=None)
        if row["id"] is None:
            return done
        queued = Queued.from_row({**row, "args": json.loads(row["args"])})  # Django leaves JSON as text
        context = JobContext(app=app, job=queued, start_timestamp=0.0, abort_reason=lambda: None)
        end = Status.FAILED
        try:
            with transaction.atomic() if connection.in_atomic_block else nullcontext():
                app.tasks[queued.task_name].func(context, **queued.task_kwargs)
            end = Status.SUCCEEDED
        finally:
            connector.execute_query(
                query=queries["finish_job"], job_id=queued.id, status=end.value, delete_job=end is Status.SUCCEEDED
            )
        done += 1
