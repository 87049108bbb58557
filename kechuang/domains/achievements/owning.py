"""Ownership as dated shares: read as people write it, and changed from a day on without touching what was before."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from fractions import Fraction

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _

from kechuang.casework.parties.models import Organisation, Person
from kechuang.domains.achievements.completing import percent
from kechuang.domains.achievements.models import WHOLE, Achievement, OwnershipShare

_LINE = re.compile(r"^(?P<who>.+?)[\s　,，:：]+(?P<share>\d+(?:\.\d+)?\s*[%％]|\d+\s*/\s*\d+)$")


@dataclass(frozen=True, slots=True)
class Owner:
    """Who is to own how many millionths: an organisation or a person."""

    share: int
    organisation: Organisation | None = None
    person: Person | None = None


def read_owners(text: str, achievement: Achievement) -> list[Owner]:
    """One a line: an organisation by name or credit code, or a completer by name, and the share. Raises ValidationError."""
    found: list[Owner] = []
    total = 0
    for line in (part.strip() for part in re.split(r"[;；\n\r]+", text)):
        if not line:
            continue
        read = _LINE.match(line)
        if read is None:
            raise ValidationError(_("“%(line)s”读不懂：应如 某某研究院 70%%") % {"line": line[:60]})
        bare = re.sub(r"\s", "", read["share"]).replace("％", "%")
        try:
            share = Fraction(bare[:-1]) / 100 if bare.endswith("%") else Fraction(bare)
        except ZeroDivisionError:
            raise ValidationError(_("“%(line)s”的份额分母为零") % {"line": line[:60]}) from None
        part = int(share * WHOLE)
        if part < 1 or part > WHOLE:
            raise ValidationError(_("“%(line)s”的份额应在 0 与 100%% 之间") % {"line": line[:60]})
        found.append(_owner(read["who"].strip(), part, achievement))
        total += part
    if not found:
        raise ValidationError(_("至少写一个权利人"))
    if total > WHOLE:
        raise ValidationError(_("份额合计 %(total)s，超过 100%%") % {"total": percent(total)})
    keys = [(o.organisation and o.organisation.pk, o.person and o.person.pk) for o in found]
    if len(keys) != len(set(keys)):
        raise ValidationError(_("同一个权利人写了两次"))
    return found


def _owner(who: str, share: int, achievement: Achievement) -> Owner:
    organisation = Organisation.objects.filter(Q(credit_code=who.upper()) & ~Q(credit_code="") | Q(name=who)).first()
    if organisation is not None:
        return Owner(share, organisation=organisation)
    person = Person.objects.filter(name=who, completed__achievement=achievement).first()
    if person is None:
        raise ValidationError(_("没有名为“%(who)s”的单位，也不是本成果的完成人") % {"who": who[:60]})
    return Owner(share, person=person)


def holdings(achievement: Achievement, day: dt.date) -> list[OwnershipShare]:
    """The shares in force on a day."""
    rows = achievement.ownership.all()
    return [row for row in rows if row.valid_from <= day and (row.valid_to is None or day <= row.valid_to)]


def change_owners(achievement: Achievement, owners: list[Owner], day: dt.date, basis: str) -> None:
    """From the day on these own it; shares until then end the day before. Shares that begin later are refused before."""
    for row in achievement.ownership.filter(Q(valid_to=None) | Q(valid_to__gte=day)):
        if row.valid_from >= day:
            row.delete()  # it had not begun: the history keeps it
        else:
            row.valid_to = day - dt.timedelta(days=1)
            row.save()
    for owner in owners:
        OwnershipShare.objects.create(
            achievement=achievement, organisation=owner.organisation, person=owner.person, share=owner.share,
            valid_from=day, basis=basis,
        )  # fmt: skip
