"""Mail that is wanted at once."""

from __future__ import annotations

from kechuang.casework.inbox import mail
from kechuang.core.jobs import job


class NotReached(Exception):
    """So many people were not reached; it is tried again, later each time."""


@job("inbox.mail")
def mail_at_once() -> str:
    """Send what is wanted at once and has not gone yet. Many of these may wait: the first sends all."""
    sent = mail.at_once()
    if sent.failed:
        raise NotReached(sent.failed)
    return f"{sent.mails} mail(s)"
