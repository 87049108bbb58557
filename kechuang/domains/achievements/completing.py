"""Completers as people write them: one a line or between semicolons, with the share of each; shares sum to the whole."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from kechuang.casework.parties import identifiers
from kechuang.casework.parties.models import Organisation, Person
from kechuang.domains.achievements.models import WHOLE
from kechuang.law.apportion import apportion

MOST = 50
_LINE = re.compile(
    r"^(?P<main>[*＊]?)\s*(?P<name>[^\d*＊][^\d]*?)[\s　,，:：]+(?P<share>\d+(?:\.\d+)?\s*[%％]|\d+\s*/\s*\d+)"
    r"(?:[\s　,，]+(?P<orcid>[\d-]{15,18}[\dXx]))?$"
)


@dataclass(frozen=True, slots=True)
class Named:
    """A completer as written: in this place, with so many millionths; main when marked by *."""

    name: str
    share: int
    main: bool
    orcid: str = ""


def read_completers(text: str) -> list[Named]:
    """`*张三 50%；李四 1/4 0000-0002-1825-0097；王五 25%`. Raises ValidationError naming the line that is wrong.

    Shares are exact: 1/3 each is the whole, split into millionths by the largest remainder; 33.3% each is not.
    """
    lines = [line.strip() for line in re.split(r"[;；\n\r]+", text) if line.strip()]
    if not lines or len(lines) > MOST:
        raise ValidationError(_("写 1 到 %(most)d 个完成人，一行一个") % {"most": MOST})
    found: list[tuple[str, Fraction, bool, str]] = []
    for line in lines:
        read = _LINE.match(line)
        if read is None:
            raise ValidationError(_("“%(line)s”读不懂：应如 张三 50%%，或者 张三 1/3") % {"line": line[:60]})
        try:
            share = _share(read["share"])
        except ZeroDivisionError:
            raise ValidationError(_("“%(line)s”的份额分母为零") % {"line": line[:60]}) from None
        orcid = identifiers.orcid(read["orcid"]) if read["orcid"] else ""
        found.append((read["name"].strip(), share, bool(read["main"]), orcid))
    if any(share <= 0 for _name, share, _main, _orcid in found):
        raise ValidationError(_("份额应大于零"))
    total = sum((share for _name, share, _main, _orcid in found), Fraction(0))
    if total != 1:
        raise ValidationError(_("份额合计是 %(total)s，应正好是 100%%") % {"total": percent(total)})
    for seen in (lambda one: one[3] or None, lambda one: None if one[3] else one[0]):
        keys = [key for one in found if (key := seen(one)) is not None]
        if len(keys) != len(set(keys)):
            raise ValidationError(_("同一个完成人写了两次；同名的请写 ORCID"))
    parts = apportion(WHOLE, [share for _name, share, _main, _orcid in found])
    if 0 in parts:
        raise ValidationError(_("份额小于百万分之一"))
    mains = any(main for _name, _share, main, _orcid in found)
    return [
        Named(name, part, main if mains else n == 0, orcid)
        for n, ((name, _share_, main, orcid), part) in enumerate(zip(found, parts, strict=True))
    ]


def _share(text: str) -> Fraction:
    bare = re.sub(r"\s", "", text).replace("％", "%")
    return Fraction(bare[:-1]) / 100 if bare.endswith("%") else Fraction(bare)


def percent(share: Fraction | int) -> str:
    """A fraction, or millionths of the whole, as a percentage without needless zeros: 333334 -> 33.3334%."""
    value = Fraction(share, WHOLE) if isinstance(share, int) else share
    text = f"{float(value * 100):.4f}".rstrip("0").rstrip(".")
    return f"{text}%"


def written(rows: Sequence[tuple[str, int, bool, str]]) -> str:
    """Completers (name, millionths, main, ORCID) as `read_completers` reads them, one a line."""
    lines = []
    for name, share, main, orcid in rows:
        lines.append(" ".join(part for part in (f"{'*' if main else ''}{name}", f"{share}/{WHOLE}", orcid) if part))
    return "\n".join(lines)


def person_of(named: Named, unit: Organisation, known: dict[str, Person]) -> Person:
    """The person a name stands for: by ORCID, or the one of that name among this unit's members and completers, or a new one."""
    key = named.orcid or named.name
    if key in known:
        return known[key]
    found: Person | None = None
    if named.orcid:
        found = Person.objects.filter(orcid=named.orcid).first()
    if found is None:
        same: list[Person] = [] if named.orcid else _of_name(named.name, unit)
        found = same[0] if len(same) == 1 else Person.objects.create(name=named.name, orcid=named.orcid)
    known[key] = found
    return found


def _of_name(name: str, unit: Organisation) -> list[Person]:
    """Those of a name, two at most: among the unit's members before those who completed achievements of it."""
    members = list(Person.objects.filter(name=name, user__memberships__organisation=unit).distinct()[:2])
    return members or list(Person.objects.filter(name=name, completed__achievement__owner=unit).distinct()[:2])
