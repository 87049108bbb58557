"""Payments the contract names and that have not come: brought to the unit's mind, late ones shown as late."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Count, Sum
from django.utils.translation import gettext as _

from kechuang.casework.inbox import services as inbox
from kechuang.core import clock
from kechuang.core.money import fen_of, yuan
from kechuang.domains.transformations.models import Term, Transformation

AHEAD_DAYS = 15
"""How many days ahead of its day a payment is brought to mind."""
TODO = "term_due"
ROLES = ("technology_manager", "platform_manager", "leader")


@dataclass(frozen=True, slots=True)
class Payment:
    """A payment that is due or will be: of which term, when, and what is still to come (fen; None for a royalty)."""

    term: Term
    on: dt.date
    left: int | None

    def late(self, day: dt.date) -> bool:
        return self.on < day


def next_of(term: Term, received: int, times: int) -> Payment | None:
    """What of a term is still to be paid, given what came under it (fen) and how often. None: nothing, or no day is set.

    A royalty with a day is settled every year on that day: each receipt under it settles one year.
    """
    if term.due_on is None:
        return None
    if term.amount is not None:
        left = fen_of(term.amount) - received
        return Payment(term, term.due_on, left) if left > 0 else None
    return Payment(term, _years_on(term.due_on, max(times, 0)), None)


def _years_on(day: dt.date, years: int) -> dt.date:
    """The same day years later; 29 February becomes the 28th."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def payments(deal: Transformation) -> list[Payment]:
    """What is still to come under the terms of a deal, the soonest first."""
    rows = deal.receipts.filter(standing=True).exclude(term=None).values("term_id")
    came = {row["term_id"]: row for row in rows.annotate(total=Sum("amount"), times=Count("pk")).order_by()}
    nothing = {"total": 0, "times": 0}
    found = [next_of(term, _fen(one := came.get(term.pk, nothing)), one["times"]) for term in deal.terms.all()]
    return sorted((one for one in found if one is not None), key=lambda one: (one.on, one.term.position))


def _fen(row: Mapping[str, Any]) -> int:
    return fen_of(Decimal(row["total"]))


def refresh(deal: Transformation, day: dt.date | None = None) -> bool:
    """Open or close the to-do of payments that are due soon or late. Whether one is asked for now."""
    today = day or clock.today()
    soon = [one for one in payments(deal) if one.on <= today + dt.timedelta(days=AHEAD_DAYS)]
    if not soon or deal.state != "performing":
        inbox.close_todos(deal, (TODO,))
        return False
    inbox.open_todo(deal, TODO, [deal.owner], lambda: words(soon[0], today), ROLES)
    return True


def words(payment: Payment, today: dt.date) -> str:
    """What is to be collected, by when, and by how many days it is late."""
    what = _("%(amount)s 元") % {"amount": yuan(payment.left)} if payment.left is not None else _("提成")
    if payment.late(today):
        return _("%(text)s：%(what)s应于 %(day)s 到账，已迟 %(n)d 天") % {
            "text": payment.term.text, "what": what, "day": payment.on, "n": (today - payment.on).days,
        }  # fmt: skip
    return _("%(text)s：%(what)s应于 %(day)s 到账") % {"text": payment.term.text, "what": what, "day": payment.on}


@transaction.atomic
def remind(day: dt.date) -> str:
    """Look at every deal that is performed and has a payment due soon; doing it again changes nothing."""
    soon = Transformation.objects.filter(
        state="performing", terms__due_on__lte=day + dt.timedelta(days=AHEAD_DAYS)
    ).distinct()
    asked = sum(refresh(deal, day) for deal in soon.select_related("owner"))
    return f"{asked} payment(s) due"
