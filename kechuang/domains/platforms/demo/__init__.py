"""A demonstration of the office: places, departments and people, about forty platforms and their agreements.

Everything is invented but the places. All of it goes through the actions, each on its own day and by someone who may,
so that timelines, deadlines and late filings are what they would be. Days are counted back from today.
"""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.db.models import F

from kechuang.casework.inbox.models import Message
from kechuang.casework.obligations.models import Obligation
from kechuang.core import clock
from kechuang.core.demo import marked
from kechuang.domains.platforms.demo import experts
from kechuang.domains.platforms.demo.admissions import Admissions
from kechuang.domains.platforms.demo.governance import Governance
from kechuang.domains.platforms.demo.history import History
from kechuang.domains.platforms.demo.office import make_office
from kechuang.domains.platforms.demo.recognitions import Recognitions
from kechuang.domains.platforms.models import Admission, Agreement, Platform


def load() -> str | None:
    """Make the whole demonstration or, where it is already, nothing. Only in a database marked for it."""
    if not marked() or Platform.objects.exists():
        return None
    with transaction.atomic():
        office = make_office()
        history = History(office, clock.today())
        history.tell()
        experts.pools(history)
        Admissions(history).tell()
        Recognitions(history).tell()
        Governance(office, clock.today()).tell()
        old = clock.now() - dt.timedelta(days=6)
        Message.objects.filter(at__lt=old).update(read_at=F("at"))
    late = Obligation.objects.overdue(clock.today()).count()
    return (
        f"{Platform.objects.count()} platforms, {Agreement.objects.count()} agreements, {late} filings overdue, "
        f"{Admission.objects.count()} applications for admission"
    )
