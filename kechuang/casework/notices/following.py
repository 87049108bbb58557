"""The objector's own doors: finding an objection by its secret link, and taking it back."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from kechuang.casework.cases import direct
from kechuang.casework.inbox import services as inbox
from kechuang.casework.notices.models import Objection, Objector
from kechuang.casework.obligations import services as obligations
from kechuang.casework.obligations.models import Obligation
from kechuang.core.crypto import digest
from kechuang.core.permissions import Ground, Refusal, Refused

TAKEN_BACK = ("filed", "acknowledged")


def find(token: str) -> Objection | None:
    """The objection of a secret link."""
    link = Objector.objects.filter(token_digest=digest(token)).first()
    if link is None:
        return None
    rows = Objection.objects.select_related("notice__owner", "notice__region", "owner", "content")
    return rows.get(pk=link.objection_id)


@transaction.atomic
def take_back(token: str) -> Objection | None:
    """The objector withdraws; the clock of the answer is released. Raises Refused once it is answered."""
    found = find(token)
    if found is None:
        return None
    objection = Objection.objects.select_for_update().get(pk=found.pk)
    if objection.state not in TAKEN_BACK:
        raise Refused(Refusal(Ground.STATE, _("已经处理完毕，不能撤回：%(state)s") % {"state": objection.state_label}))
    direct.step(objection, "take_back", to="withdrawn")
    for obligation in Obligation.objects.running().filter(case_id=objection.pk):
        obligations.waive(obligation, _("异议人撤回"))
    inbox.close_todos(objection, ("acknowledge", "answer", "hand_over"))
    return objection
