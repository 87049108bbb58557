"""How far the texts reach a unit: instrument by instrument and clause by clause, and why not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from kechuang.core import clock
from kechuang.core.words import day_words, either
from kechuang.domains.platforms.facts.park_units import park_facts
from kechuang.domains.platforms.models import ParkUnit
from kechuang.law import explain
from kechuang.law.library import load
from kechuang.law.model import Clause, Instrument, Status

QUESTION = "A26"
HOME_TEXT, PREMISES = "quzhou-2024", "art29.p2"
"""The regulation whose one clause reaches beyond its territory, and that clause."""


@dataclass(frozen=True, slots=True)
class Reach:
    """One instrument and one unit: the clauses that reach it, and the reason for those and for the others."""

    instrument: Instrument
    clauses: Sequence[Clause]
    rest: int
    why: str
    why_not: str

    @property
    def reached(self) -> bool:
        return bool(self.clauses)


def reading_in_use(unit: ParkUnit) -> tuple[str, str]:
    """The reading of the question in this case, and who determined it (empty for the default)."""
    recorded = unit.determinations.filter(question=QUESTION).select_related("by").order_by("-pk").first()
    if recorded is not None:
        return str(recorded.answer), str(recorded.by)
    return str(load().interpretations[QUESTION].default), ""


def reach_of_unit(unit: ParkUnit, reading: str = "") -> list[Reach]:
    """Every instrument of the shelf for a unit, under a reading of how far the home regulation goes into enclaves."""
    chosen = reading or reading_in_use(unit)[0]
    given = park_facts(unit)
    return [_reach(unit, instrument, chosen, given) for instrument in load().instruments.values()]


def _reach(unit: ParkUnit, instrument: Instrument, reading: str, given: Mapping[str, Any]) -> Reach:
    clauses = list(instrument.clauses.values())
    barred = _not_now(instrument)
    if barred:
        return Reach(instrument, (), len(clauses), "", barred)
    if instrument.governs(unit.region.prefix):
        place = either(unit.region.name, unit.region.name_en)
        return Reach(instrument, clauses, 0, _("单位所在的%(place)s在本文件的地域内") % {"place": place}, "")
    place = either(unit.region.name, unit.region.name_en)
    outside = _("单位在%(place)s，不在本文件的地域内") % {"place": place}
    if instrument.id != HOME_TEXT or unit.unit_kind != ParkUnit.Kind.ENCLAVE:
        return Reach(instrument, (), len(clauses), "", outside)
    facts = {"on": clock.today(), **given}
    finding = explain("quzhou_scope", facts, territory=unit.region_id, interpretations={QUESTION: reading})
    if not finding.output("premises_duty"):
        return Reach(instrument, (), len(clauses), "", _("设立企业不是本文件地域的企业"))
    if finding.value:
        why = _("设立企业是本地企业，按“全部规定”的解释适用于飞地")
        return Reach(instrument, clauses, 0, why, "")
    only = [clause for clause in clauses if clause.id == PREMISES]
    why = _("设立企业是本地企业，设在飞地：条文写明及于市域以外")
    return Reach(instrument, only, len(clauses) - len(only), why, outside)


def _not_now(instrument: Instrument) -> str:
    """Why an instrument reaches nobody today."""
    if instrument.status is Status.REPEALED:
        return _("已废止")
    if instrument.status is Status.DRAFT:
        return _("征求意见稿，只作模拟")
    if instrument.in_force is not None and clock.today() < instrument.in_force:
        return _("%(day)s起施行") % {"day": day_words(instrument.in_force, weekday=False, year=True)}
    return ""


def title_of(instrument: Instrument) -> str:
    return either(instrument.title, instrument.title_en)
