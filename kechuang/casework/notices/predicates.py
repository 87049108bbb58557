"""Who may do what about notices and objections; and who is party to an objection, by organisation and by person."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _
from rules.predicates import Predicate

from kechuang.casework.cases.engine import action_label
from kechuang.casework.cases.models import CaseParty, TimelineEntry
from kechuang.casework.cases.predicates import in_office, may_see, member_of_owner
from kechuang.casework.notices.models import Objection, Objector
from kechuang.casework.parties.models import Organisation, Role
from kechuang.casework.parties.reach import reach_of
from kechuang.core import clock
from kechuang.core.permissions import Ground, Refusal
from kechuang.core.words import day_words

STAFF = (Role.CLERK, Role.LEADER, Role.PLATFORM_MANAGER, Role.TECHNOLOGY_MANAGER)
"""Who acts for an organisation that publishes."""
HANDLERS = (Role.CLERK, Role.LEADER, Role.PLATFORM_MANAGER, Role.TECHNOLOGY_MANAGER, Role.AUDITOR)
"""Who may answer for it, unless they are party to the matter."""

staff = member_of_owner(*STAFF)
handler = member_of_owner(*HANDLERS) | in_office(Role.CLERK, Role.LEADER, departments=(Organisation.Department.ST,))


def _reads(user: Any, objection: Any) -> bool:
    notice = getattr(objection, "notice", None) if objection.notice_id is not None else None
    return notice is not None and may_see(user, notice)


reads_the_notice = Predicate(_reads, "reads_the_notice")
"""Anyone who may read the notice objected to, signed in or not."""


def party_reason(user: Any, objection: Objection) -> str:
    """Why someone is party to an objection and may not handle it; empty when they are not.

    By person: who objects, who acted in the notice or the matter it serves, who has an interest in it. By organisation:
    the objector's, one with an interest, one that takes part in the matter besides the one responsible for answering.
    """
    notice, who = objection.notice, Objector.objects.get(objection=objection)
    if who.user_id == user.pk:
        return _("你就是异议人")
    acted = _acted(user, notice.pk) or _acted(user, notice.subject_id)
    if acted is not None:
        return _("你于%(day)s办理了%(number)s的“%(what)s”，是此事的经手人") % {
            "day": day_words(acted.at.astimezone(clock.CHINA).date(), weekday=False), "number": acted.case.number,
            "what": action_label(acted.case.specific(), acted.action),
        }  # fmt: skip
    if user.person_id and (interest := notice.interests.filter(person_id=user.person_id).first()):
        return _("你与此事有利害关系：%(relation)s") % {"relation": interest.relation}
    return _organisation_reason(user, objection, who)


def _organisation_reason(user: Any, objection: Objection, who: Objector) -> str:
    own = reach_of(user).organisations
    if who.organisation_id in own:
        return _("你所在的单位就是异议人")
    interest = objection.notice.interests.filter(organisation_id__in=own).first()
    if interest is not None:
        return _("你所在的%(who)s与此事有利害关系：%(relation)s") % {"who": interest.who, "relation": interest.relation}
    parties = CaseParty.objects.filter(case_id=objection.notice.subject_id, organisation_id__in=own)
    party = parties.exclude(organisation_id=objection.owner_id).select_related("organisation").first()
    if party is not None:
        return _("你所在的%(who)s参与了此事") % {"who": party.organisation}
    return ""


def parties_among(users: Iterable[Any], objection: Objection) -> list[Any]:
    """Those of these users who are party to an objection and may not handle it."""
    return [user for user in users if party_reason(user, objection)]


def _acted(user: Any, case: int) -> TimelineEntry | None:
    entries = TimelineEntry.objects.filter(case_id=case).filter(Q(by=user) | Q(substitute_for=user))
    return entries.select_related("case").order_by("pk").first()


def not_party(objection: Objection, *, data: Any, by: Any) -> Refusal | None:
    """A law check: an objection is handled by someone who is not party to it; the refusal says why this person is."""
    reason = party_reason(by, objection)
    if not reason:
        return None
    words = _("%(reason)s，异议须由与此事无关的人处理") % {"reason": reason}
    return Refusal(Ground.PERMISSION, words, objection.notice.what.citations)
