"""Messages as e-mail: at once or in a daily digest, as each person prefers for each topic.

A message is marked as mailed in the transaction that sent it, under a lock, so that it goes out once however many
processes try; if the machine stops between sending and marking, it goes again with the same Message-ID. What was read
in the meantime is not mailed, nor what is older than a week: that is no news any more. People without an address get
none. When nothing is set up to send mail (Django's dummy backend), all of this does nothing.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from smtplib import SMTPException
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.db import transaction
from django.db.models import OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import override

from kechuang.casework.inbox.models import Message, Preference
from kechuang.casework.inbox.services import TOPICS
from kechuang.casework.parties.models import User
from kechuang.core import clock

LATEST = dt.timedelta(days=7)
Mode = Preference.Mail
Paths = Callable[[Iterable[int]], Mapping[int, str]]
logger = logging.getLogger(__name__)
_case_paths: list[Paths] = []
_preferences_page: list[Callable[[], str]] = []


class MailFailed(Exception):
    """No mail of a day went out; it is tried again."""


@dataclass(frozen=True, slots=True)
class Sent:
    """How many mails went out, how many messages they held, and how many people could not be reached."""

    mails: int = 0
    messages: int = 0
    failed: int = 0

    def __add__(self, other: Sent) -> Sent:
        return Sent(self.mails + other.mails, self.messages + other.messages, self.failed + other.failed)


def preferences_page(path: Callable[[], str]) -> None:
    """Let a higher floor say where people choose what is mailed to them."""
    _preferences_page[:] = [path]


def case_paths(paths: Paths) -> None:
    """Let a higher floor say where cases are: case ids -> path of their page."""
    _case_paths[:] = [paths]


def on() -> bool:
    """Whether mail is set up on this installation."""
    return not settings.EMAIL_BACKEND.endswith("dummy.EmailBackend")


def run(day: dt.date) -> str:
    """A day's mail: what should have gone at once and did not, then the digests. Again: only what came since."""
    if not on():
        return "off"
    sent = at_once() + digests()
    if sent.failed and not sent.mails:
        raise MailFailed(f"{sent.failed} person(s) not reached")
    return f"{sent.mails} mail(s), {sent.messages} message(s), {sent.failed} person(s) not reached"


def at_once() -> Sent:
    """A mail for each message that someone wants at once."""
    return _deliver(Mode.AT_ONCE)


def digests() -> Sent:
    """One mail a person with everything new that they want once a day."""
    return _deliver(Mode.DIGEST)


# -- at once, beside the request -------------------------------------------------------------------------


def queue() -> None:
    """Messages that someone wants at once were written in this transaction: queue their mail in it."""
    from kechuang.casework.inbox.jobs import mail_at_once

    if on():
        mail_at_once.later()


# -- sending ---------------------------------------------------------------------------------------------


def _pending(mode: str) -> QuerySet[Message]:
    """Messages to mail in this way, to people who have an address."""
    chosen = Preference.objects.filter(user=OuterRef("user"), topic=OuterRef("topic")).values("mail")
    reachable = ~Q(user__email="") | Q(user__person__email__gt="")
    return (
        Message.objects.filter(reachable, mailed_at=None, read_at=None, at__gte=clock.now() - LATEST)
        .filter(user__is_active=True)
        .annotate(mail=Coalesce(Subquery(chosen), Value(Mode.DIGEST)))
        .filter(mail=mode)
    )


def _deliver(mode: str) -> Sent:
    people = list(_pending(mode).order_by("user_id").values_list("user_id", flat=True).distinct())
    if not people:
        return Sent()
    link = get_connection()
    try:
        link.open()
    except (SMTPException, OSError) as error:
        logger.error("the mail server does not answer: %s", error)
        return Sent(failed=len(people))
    try:
        total = Sent()
        for person in people:
            try:
                total += _deliver_to(person, mode, link)
            except (SMTPException, OSError, ValueError) as error:
                logger.error("mail to user %s was not sent: %s", person, error)
                total += Sent(failed=1)
        return total
    finally:
        link.close()


@transaction.atomic
def _deliver_to(person: int, mode: str, link: Any) -> Sent:
    locked = _pending(mode).filter(user_id=person).select_for_update(skip_locked=True, of=("self",))
    rows = list(locked.select_related("user__person").order_by("pk"))
    if not rows:
        return Sent()
    parts = [[row] for row in rows] if mode == Mode.AT_ONCE else [rows]
    for part in parts:
        compose(rows[0].user, part, digest=mode == Mode.DIGEST, link=link).send()
    Message.objects.filter(pk__in=[row.pk for row in rows]).update(mailed_at=clock.now())
    return Sent(len(parts), len(rows))


def compose(user: User, rows: Sequence[Message], *, digest: bool, link: Any = None) -> EmailMultiAlternatives:
    """A mail in the person's language, as plain text and as HTML that fetches nothing from anywhere."""
    with override(user.language or settings.LANGUAGE_CODE):
        subject = _("科创：%(n)d 条新消息") % {"n": len(rows)} if digest else rows[0].words
        origin = getattr(settings, "KECHUANG_ORIGIN", "").rstrip("/")
        context = {
            "user": user, "groups": _groups(rows, origin), "origin": origin, "digest": digest,
            "language": user.language or settings.LANGUAGE_CODE, "subject": subject,
        }  # fmt: skip
        headers = {"Message-ID": _message_id(rows, origin), "Auto-Submitted": "auto-generated"}
        if origin and _preferences_page:
            context["preferences"] = f"{origin}{_preferences_page[0]()}"
            headers["List-Unsubscribe"] = f"<{context['preferences']}>"
        mail = EmailMultiAlternatives(
            " ".join(subject.split())[:150],
            render_to_string("inbox/mail.txt", context),
            to=[address(user)],
            headers=headers,
            connection=link,
        )
        mail.attach_alternative(render_to_string("inbox/mail.html", context), "text/html")
    return mail


def address(user: User) -> str:
    """Where a person gets mail: the account's address, else the person's; empty when there is none."""
    return user.email or (user.person.email if user.person else "")


def _groups(rows: Sequence[Message], origin: str) -> list[tuple[str, list[dict[str, Any]]]]:
    """Messages by topic, in the order of the topics, each with its link where this site's address is known."""
    cases = {row.case_id for row in rows if row.case_id is not None}
    paths = _case_paths[0](cases) if origin and cases and _case_paths else {}
    order = list(TOPICS)
    found: dict[str, list[dict[str, Any]]] = {}
    for row in sorted(rows, key=lambda row: (order.index(row.topic) if row.topic in TOPICS else len(order), row.pk)):
        path = row.link or paths.get(row.case_id or 0, "")
        found.setdefault(str(TOPICS.get(row.topic, row.topic)), []).append(
            {
                "words": row.words,
                "at": row.at.astimezone(clock.CHINA),
                "url": f"{origin}{path}" if origin and path else "",
            }
        )
    return list(found.items())


def _message_id(rows: Sequence[Message], origin: str) -> str:
    mark = hashlib.sha256(",".join(str(row.pk) for row in rows).encode()).hexdigest()[:32]
    host = origin.partition("://")[2].partition("/")[0].partition(":")[0] or "kechuang.invalid"
    return f"<{mark}@{host}>"
