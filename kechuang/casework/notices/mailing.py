"""Word to the one who objected: in the inbox of those who have one, by mail to those who left an address."""

from __future__ import annotations

import contextvars
import logging
from smtplib import SMTPException
from threading import Thread
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.utils.translation import gettext as _

from kechuang.casework.inbox import mail
from kechuang.casework.inbox import services as inbox
from kechuang.casework.notices.models import FollowLink, Objection

logger = logging.getLogger(__name__)
_PATH: list[Any] = []


def follow_path(path: Any) -> None:
    """Let the web floor say where an objection is followed: token -> path."""
    _PATH[:] = [path]


def link_of(objection: Objection) -> str:
    """The path of the page under which an objector follows an objection; empty while no floor above has one."""
    link = FollowLink.objects.filter(objection=objection).first()
    return str(_PATH[0](link.token)) if link is not None and _PATH else ""


def tell_objector(objection: Objection, words: str) -> None:
    """Tell who objected that something happened; words with %(number)s."""
    text = words % {"number": objection.number}
    path = link_of(objection)
    if objection.filed_by is not None:
        inbox.unfollow(objection.filed_by, objection.pk)  # told here, with the page that is theirs
        inbox.tell([objection.filed_by], "objection", text, link=path)
    elif objection.objector_email and mail.on():
        letter = _letter(objection.objector_email, text, path)
        transaction.on_commit(lambda: _send_beside(letter))


def _letter(address: str, text: str, path: str) -> EmailMessage:
    origin = getattr(settings, "KECHUANG_ORIGIN", "").rstrip("/")
    lines = [text, ""]
    if origin and path:
        lines += [_("在这里看进展和书面答复，不要转给别人："), f"{origin}{path}"]
    else:
        lines += [_("用提出异议时得到的链接看进展和书面答复。")]
    return EmailMessage(text, "\n".join(lines), to=[address], headers={"Auto-Submitted": "auto-generated"})


def _send_beside(letter: EmailMessage) -> None:
    """In a thread of its own: nobody waits for a mail server."""
    Thread(target=contextvars.copy_context().run, args=(_send, letter), name="mail", daemon=True).start()


def _send(letter: EmailMessage) -> None:
    try:
        letter.send()
    except (SMTPException, OSError) as error:
        logger.error("mail to an objector was not sent: %s", error)
