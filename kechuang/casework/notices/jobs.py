"""Mail to objectors, sent by a worker. The queue holds the case's number alone: addresses and links are personal data."""

from __future__ import annotations

from kechuang.core.jobs import job


@job("notices.mail_objector")
def mail_objector(objection: int, text: str) -> None:
    """Send the words to whoever filed the objection and left an address."""
    from kechuang.casework.notices.mailing import letter_to
    from kechuang.casework.notices.models import Objector

    who = Objector.objects.get(objection_id=objection)
    if who.email:
        letter_to(who, text).send()
