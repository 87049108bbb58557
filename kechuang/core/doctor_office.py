"""What `kechuang doctor` looks at inside an installation: migrations, mail, seals, the calendar, files of cases."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection

from kechuang.core import clock
from kechuang.core.doctor import Sign
from kechuang.core.places import free_bytes
from kechuang.core.prepare import NEEDED_BYTES
from kechuang.law.calendar import default_workdays

LONGEST_UNSEALED = 2
"""Days without a seal after which the daily work is missed."""
LONGEST_WAIT = 900
"""Seconds a job may wait before the queue is taken not to move."""


def signs() -> list[Sign]:
    """All of them. Django is set up and the database answers."""
    pending = pending_migrations()
    found = [_migrations(pending)]
    looks: list[tuple[str, Callable[[], Sign]]] = [
        ("mail", mail), ("jobs", jobs), ("history", seals), ("calendar", calendar), ("files of cases", media),
    ]  # fmt: skip
    for subject, look in looks:
        try:
            found.append(look())
        except DatabaseError:
            found.append(Sign(subject, "note", "cannot be looked at before the migrations are applied"))
    return found


def pending_migrations() -> list[str]:
    """Names of migrations that the database has not had yet."""
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{one.app_label}.{one.name}" for one, _back in plan]


def _migrations(pending: list[str]) -> Sign:
    if pending:
        found = f"{len(pending)} pending: {', '.join(pending[:3])}{' ...' if len(pending) > 3 else ''}"
        return Sign("migrations", "note", found, "Run `kechuang migrate`; `kechuang run` does it as well.")
    return Sign("migrations", "ok", "all applied")


def mail() -> Sign:
    """Whether mail is set up, and whether its server answers."""
    backend = settings.EMAIL_BACKEND.rpartition(".")[0].rpartition(".")[2]
    if backend == "dummy":
        return Sign("mail", "note", "no mail is sent", "Set KECHUANG_SMTP to send messages and digests.")
    if backend != "smtp":
        return Sign("mail", "ok", f"the {backend} backend")
    from smtplib import SMTPException

    from django.core.mail import get_connection

    where = f"{settings.EMAIL_HOST}:{settings.EMAIL_PORT}"
    try:
        link = get_connection(timeout=5)
        link.open()
        link.close()
    except (SMTPException, OSError) as error:
        return Sign("mail", "wrong", f"{where} does not answer: {error}", "Check KECHUANG_SMTP.")
    return Sign("mail", "ok", f"{where}, from {settings.DEFAULT_FROM_EMAIL}")


def jobs() -> Sign:
    """Whether queued work is being carried out."""
    from kechuang.core.worker import queue

    now = queue()
    found = f"{now.waiting} waiting, {now.doing} being done, {now.workers} worker(s)"
    if now.failed:
        found += f", {now.failed} failed since yesterday"
    if now.stuck:
        return Sign("jobs", "note", f"{found}, {now.stuck} stuck", "A worker takes them up by itself within minutes.")
    if now.waiting and now.oldest > LONGEST_WAIT:
        mend = "Start `kechuang worker`." if not now.workers else "Start another `kechuang worker`."
        return Sign("jobs", "wrong", f"{found}; the longest waits {now.oldest / 60:.0f} minutes", mend)
    if not now.workers:
        return Sign("jobs", "note", found, "`kechuang run` starts a worker; so does `kechuang worker`.")
    if now.failed:
        return Sign("jobs", "note", found, "The log says why (logger procrastinate).")
    return Sign("jobs", "ok", found)


def seals() -> Sign:
    """The last sealed day, and whether the chain and that day still fit."""
    from kechuang.core.audit.models import Seal
    from kechuang.core.audit.seal import glance

    broken = glance()
    if broken is not None:
        return Sign("history", "wrong", str(broken), "Run `kechuang audit verify`, and keep the last backup safe.")
    last = Seal.objects.order_by("-day").first()
    if last is None:
        return Sign(
            "history", "note", "no day is sealed yet", "Let a `kechuang worker` run, or `kechuang daily` every day."
        )
    days = (clock.today() - last.day).days
    found = f"{Seal.objects.count()} day(s) sealed, the last {last.day}; the chain holds"
    if days > LONGEST_UNSEALED:
        return Sign(
            "history",
            "note",
            f"{found}, but {days} days ago",
            "Let a `kechuang worker` run, or `kechuang daily` every day.",
        )
    return Sign("history", "ok", found)


def calendar() -> Sign:
    """Whether the holidays of this year and the next are published; deadlines that rest on others are provisional."""
    year, workdays = clock.today().year, default_workdays()
    missing = [str(one) for one in (year, year + 1) if not workdays.is_published(one)]
    if missing:
        return Sign(
            "calendar", "note", f"no holidays for {' and '.join(missing)}: deadlines there are provisional",
            "When the notice is out, add it (kechuang/law/calendar/data/overrides.csv or KECHUANG_HOLIDAYS).",
        )  # fmt: skip
    return Sign("calendar", "ok", f"holidays of {year} and {year + 1} are known")


def media() -> Sign:
    """Whether files can be kept, and how much room is left for them."""
    folder = Path(settings.MEDIA_ROOT)
    nearest = folder
    while not nearest.exists():
        nearest = nearest.parent
    free = free_bytes(folder)
    found = f"{free / 1024**3:.1f} GB free for {folder}"
    if not os.access(nearest, os.W_OK):
        return Sign("files of cases", "wrong", f"{nearest} cannot be written", "Give its ownership to this user.")
    if free < NEEDED_BYTES:
        return Sign("files of cases", "wrong", found, f"At least {NEEDED_BYTES // 1024**2} MB are needed.")
    return Sign("files of cases", "ok", found)
