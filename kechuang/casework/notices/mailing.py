"""Word to the one who objected: in the inbox of those who have one, by mail to those who left an address."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from kechuang.casework.inbox import mail
from kechuang.casework.inbox import services as inbox
from kechuang.casework.notices.jobs import mail_objector
from kechuang.casework.notices.models import Objection, Objector

_PATH: list[Any] = []


def follow_path(path: Any) -> None:
    """Let the web floor say where an objection is followed: token -> path."""
    _PATH[:] = [path]


def link_of(objection: Objection) -> str:
    """The path of the page under which an objector follows an objection; empty while no floor above has one."""
    who = Objector.objects.filter(objection=objection).first()
    return path_of(who) if who is not None else ""


def path_of(who: Objector) -> str:
    """The same, for an objector at hand."""
    return str(_PATH[0](who.token)) if _PATH else ""


def tell_objector(objection: Objection, words: Promise) -> None:
    """Tell who objected that something happened; words with %(number)s."""
    text = inbox.worded(words, number=objection.number)
    who = Objector.objects.select_related("user").get(objection=objection)
    path = path_of(who)
    if who.user is not None:
        inbox.tell([who.user], "objection", text, link=path)
    elif who.email and mail.on():
        mail_objector.later(objection=objection.pk, text=inbox.said(text))


def letter_to(who: Objector, text: str) -> EmailMessage:
    """The letter to an objector, with the secret link where the site knows its own address."""
    path = path_of(who)
    origin = getattr(settings, "KECHUANG_ORIGIN", "").rstrip("/")
    lines = [text, ""]
    if origin and path:
        lines += [_("在这里看进展和书面答复，不要转给别人："), f"{origin}{path}"]
    else:
        lines += [_("用提出异议时得到的链接看进展和书面答复。")]
    return EmailMessage(text, "\n".join(lines), to=[who.email], headers={"Auto-Submitted": "auto-generated"})
