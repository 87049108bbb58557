"""The panel of the facts the law asks about a platform as a unit: each with its time and its evidence, past ones too."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.db.models import prefetch_related_objects
from django.urls import reverse
from django.utils.translation import gettext as _

from kechuang.casework.parties.reach import reach_of
from kechuang.casework.units.forms import UNIT_FACTS, fact_label, fact_words
from kechuang.casework.units.models import UnitFile
from kechuang.casework.units.panels import MOST, held
from kechuang.casework.units.roles import registrar
from kechuang.core import clock, once
from kechuang.core.ui.parts import Badge
from kechuang.core.ui.sites import Fact, Sheet
from kechuang.core.words import in_parts, with_note
from kechuang.domains.platforms.facts.registry import entered
from kechuang.domains.platforms.models import Platform
from kechuang.domains.platforms.panels.words import day

ALWAYS = (
    "unit.founder",
    "unit.funding",
    "unit.legal_form",
    "unit.platform_class",
    "unit.recognition_level",
    "unit.converted_on",
)
"""Facts that stand in the panel also where nothing is on record of them."""
_ORDER = {name: n for n, name in enumerate([*ALWAYS, *(name for name in UNIT_FACTS if name not in ALWAYS)])}


class Line(NamedTuple):
    name: str
    value: str
    valid_from: dt.date
    valid_to: dt.date | None
    evidence: str


def deals_with(platform: Platform, user: Any) -> bool:
    """Whether someone acts for the platform or holds office over its place."""
    reach = reach_of(user)
    return platform.owner_id in reach.organisations or any(platform.region_id.startswith(p) for p in reach.prefixes)


def unit_facts(platform: Platform, user: Any) -> Sheet:
    """The entry of the registry, the recognitions and what the unit file records, as one list.

    The evidence of records in the unit file is for those who deal with the platform, as the file itself is.
    """
    _read(platform)
    lines = sorted(_lines(platform, inside=deals_with(platform, user)), key=lambda line: line.valid_from, reverse=True)
    lines.sort(key=lambda line: _ORDER.get(line.name, len(_ORDER)))
    known = {line.name for line in lines}
    rows: list[list[Any]] = [
        [fact_label(one.name), one.value, day(one.valid_from), day(one.valid_to), one.evidence or "–", held(one)]
        for one in lines[:MOST]
    ]
    rows += [
        [fact_label(name), _("没有记录"), "–", "–", "–", Badge("none", _("不知道"))]
        for name in ALWAYS
        if name not in known
    ]
    head = [_("事实"), _("值"), _("起"), _("止"), _("依据"), _("效力")]
    return Sheet(_("法规所问的单位事实"), facts=_where(platform, user), head=head, rows=rows)


def _where(platform: Platform, user: Any) -> list[Fact]:
    """Where a change is recorded: the unit file; where there is none yet, its form filled in, for who may open it."""
    label, file, unit = _("变化记录在单位档案"), file_of(platform, user), platform.owner
    if file is not None:
        return [Fact(label, file.number, url=reverse("case", args=[file.number]))]
    if not registrar.test(user, platform):
        return []
    known = {"name": unit.name, "kind": unit.kind, "credit_code": unit.credit_code, "region": unit.region_id}
    return [
        Fact(label, _("建立单位档案"), url=f"{reverse('case-new', args=['units', 'open_file'])}?{urlencode(known)}")
    ]


def file_of(platform: Platform, user: Any) -> UnitFile | None:
    """The unit file of the platform's organisation, where this person may see it."""
    rows = UnitFile.objects.visible_to(user).filter(organisation=platform.owner_id)
    found: UnitFile | None = once.kept(("unit file of", platform.pk, user.pk), rows.first)
    return found


def states_still(platform: Platform) -> set[str]:
    """The facts of which the registry entry speaks today, by name."""
    _read(platform)
    today = clock.today()
    return {fact.name for fact in entered(platform, list(platform.owner.unit_facts.all())) if fact.holds_on(today)}


def _read(platform: Platform) -> None:
    """What several panels ask of, read once for the page."""
    prefetch_related_objects([platform], "recognitions", "owner__unit_facts")


def _lines(platform: Platform, *, inside: bool) -> Iterator[Line]:
    recorded = list(platform.owner.unit_facts.all())
    document = platform.established_by or _("平台登记 %(number)s") % {"number": platform.number}
    for fact in entered(platform, recorded):
        yield Line(fact.name, fact_words(fact.name, fact.value), fact.valid_from, fact.valid_to, document)
    for row in recorded:
        evidence = row.evidence if inside else ""
        yield Line(row.name, fact_words(row.name, row.value), row.valid_from, row.valid_to, evidence)
    for given in platform.recognitions.all():
        last = [given.valid_to] if given.valid_to else []
        if given.withdrawn_on:
            last.append(given.withdrawn_on - dt.timedelta(days=1))
        yield Line(
            "unit.recognition_level", with_note(str(given.get_level_display()), given.name), given.valid_from,
            min(last, default=None), in_parts(part for part in (given.authority, given.document) if part),
        )  # fmt: skip
