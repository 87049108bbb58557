"""The register of indicators that targets are measured by: what each is called, its unit, and how it is computed.

An indicator of the program's own data is the sum of its evidence rows, so its value and what stands behind it cannot
differ. Areas of work that come later add theirs with `indicator(...)`; without `rows` a value is typed, with evidence.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kechuang.casework.parties.models import Organisation, in_force_on
from kechuang.core import clock
from kechuang.core.words import with_note
from kechuang.domains.platforms.models import (
    Agreement,
    AgreementAmount,
    InternalRule,
    Meeting,
    ParkUnit,
    Platform,
    Recognition,
    Staff,
    Visit,
)


@dataclass(frozen=True, slots=True)
class Evidence:
    """One row behind a value: what it is, how much it counts, and its page if it has one."""

    label: str
    value: Decimal = Decimal(1)
    url: str = ""


Rows = Callable[[Platform, dt.date, dt.date], Iterable[Evidence]]
"""(platform, first day, last day) -> the rows that count."""


@dataclass(frozen=True, slots=True)
class Indicator:
    """name: kept with targets. how: in words, how it is computed. rows: None when it is typed by hand."""

    name: str
    label: Any
    unit: Any
    how: Any
    rows: Rows | None = None

    @property
    def own(self) -> bool:
        return self.rows is not None

    def evidence(self, platform: Platform, start: dt.date, end: dt.date) -> list[Evidence]:
        return list(self.rows(platform, start, end)) if self.rows is not None else []

    def value(self, platform: Platform, start: dt.date, end: dt.date) -> Decimal | None:
        """The value on the last day (or over the days), None for one that is typed."""
        if self.rows is None:
            return None
        return sum((row.value for row in self.rows(platform, start, end)), Decimal(0))


_INDICATORS: dict[str, Indicator] = {}


def indicator(made: Indicator) -> Indicator:
    """Add an indicator. Raises ValueError when its name is taken."""
    if made.name in _INDICATORS:
        raise ValueError(f"indicator {made.name} is there already")
    _INDICATORS[made.name] = made
    return made


def indicators() -> Sequence[Indicator]:
    return tuple(_INDICATORS.values())


def find(name: str) -> Indicator | None:
    return _INDICATORS.get(name)


def indicator_choices() -> list[tuple[str, str]]:
    return [(one.name, with_note(str(one.label), str(one.unit))) for one in indicators()]


def period(year: int, until: dt.date | None = None) -> tuple[dt.date, dt.date]:
    """The days a year's values are counted over, up to today or to the day given."""
    first, last = dt.date(year, 1, 1), dt.date(year, 12, 31)
    return first, max(first, min(until or clock.today(), last, clock.today()))


def half_year(year: int) -> tuple[dt.date, dt.date]:
    return period(year, dt.date(year, 6, 30))


# -- what the tables of platforms tell -------------------------------------------------------------------------


def _url(case: Any) -> str:
    return reverse("case", args=[case.number])


def _staff(*capacities: str) -> Rows:
    def rows(platform: Platform, start: dt.date, end: dt.date) -> Iterable[Evidence]:
        found = Staff.objects.filter(in_force_on(end), platform=platform).select_related("person").order_by("pk")
        if capacities:
            found = found.filter(capacity__in=capacities)
        seen = set()
        for row in found:
            if row.person_id not in seen:  # one person in two posts is one person
                seen.add(row.person_id)
                yield Evidence(str(row))

    return rows


def _recognitions(platform: Platform, start: dt.date, end: dt.date) -> Iterable[Evidence]:
    for row in Recognition.objects.filter(in_force_on(end), platform=platform):
        yield Evidence(f"{row} {row.authority}", url=_url(platform))


def _agreements(platform: Platform, start: dt.date, end: dt.date) -> Iterable[Evidence]:
    rows = Agreement.objects.filter(platform=platform, signed_on__lte=end, starts_on__lte=end, ends_on__gte=end)
    for row in rows.exclude(closed_on__lte=end):
        yield Evidence(str(row), url=_url(row))


def _support(platform: Platform, start: dt.date, end: dt.date) -> Iterable[Evidence]:
    rows = AgreementAmount.objects.standing().filter(
        agreement__platform=platform, agreement__signed_on__lte=end, year=end.year
    )
    # one that was ended counts no more; one that an amendment took the place of counts for the years before it
    amended = Exists(Agreement.objects.filter(amends=OuterRef("agreement_id"), signed_on__isnull=False))
    for row in rows.filter(Q(agreement__closed_on=None) | amended).select_related("agreement"):
        yield Evidence(str(row.agreement), row.amount, _url(row.agreement))


def _area(platform: Platform, start: dt.date, end: dt.date) -> Iterable[Evidence]:
    if platform.floor_area:
        yield Evidence(platform.title, Decimal(platform.floor_area), _url(platform))
    for unit in ParkUnit.objects.filter(platform=platform, secured_on__lte=end, secured_area__isnull=False):
        yield Evidence(str(unit), Decimal(unit.secured_area or 0), _url(unit))


def _firms(platform: Platform, start: dt.date, end: dt.date) -> Iterable[Evidence]:
    founding = Organisation.objects.filter(kind=Organisation.Kind.ENTERPRISE)
    founders = platform.founders.filter(organisation__in=founding).select_related("organisation")
    housed = ParkUnit.objects.filter(platform=platform, established_on__lte=end, enterprise__isnull=False)
    seen = set()
    for organisation, url in [
        *((row.organisation, _url(platform)) for row in founders),
        *((row.enterprise, _url(row)) for row in housed.select_related("enterprise")),
    ]:
        if organisation is not None and organisation.pk not in seen:
            seen.add(organisation.pk)
            yield Evidence(str(organisation), url=url)


def _meetings(platform: Platform, start: dt.date, end: dt.date) -> Iterable[Evidence]:
    for row in Meeting.objects.filter(council__platform=platform, concluded_on__range=(start, end)):
        yield Evidence(str(row), url=_url(row))


def _rules(platform: Platform, start: dt.date, end: dt.date) -> Iterable[Evidence]:
    rows = InternalRule.objects.filter(platform=platform, in_force_on__lte=end).order_by("edition")
    for row in {row.field: row for row in rows}.values():
        if row.repealed_on is None or row.repealed_on > end:
            yield Evidence(str(row), url=_url(row))


def _visits(platform: Platform, start: dt.date, end: dt.date) -> Iterable[Evidence]:
    rows = Visit.objects.filter(stewardship__platform=platform, visited_on__range=(start, end))
    for row in rows.select_related("stewardship", "liaison"):
        yield Evidence(str(row), url=_url(row.stewardship))


for _made in (
    Indicator("people", _("在岗人员"), _("人"), _("期末在岗的人员，一人多岗只计一次"), _staff()),
    Indicator("researchers", _("科研人员"), _("人"), _("期末在岗的科研人员"), _staff("researcher")),
    Indicator("technology_managers", _("技术经理人"), _("人"), _("期末在岗的技术经理人"), _staff("technology_manager")),
    Indicator("recognitions", _("有效认定"), _("项"), _("期末在有效期内的认定"), _recognitions),
    Indicator("agreements", _("有效共建协议"), _("份"), _("期末已签署、在共建期内的协议"), _agreements),
    Indicator("support", _("协议约定的支持"), _("元"), _("已签署协议约定的当年支持金额之和"), _support),
    Indicator("floor_area", _("场地面积"), _("平方米"), _("登记的场地面积加已保障的用房"), _area),
    Indicator("firms", _("参与企业"), _("家"), _("共建企业和设在园区、飞地的企业"), _firms),
    Indicator("council_meetings", _("理事会会议"), _("次"), _("期内开完的理事会会议"), _meetings),
    Indicator("rules_in_force", _("现行内部制度"), _("项"), _("期末施行的内部制度"), _rules),
    Indicator("visits", _("走访联系"), _("次"), _("期内联系领导和部门的走访"), _visits),
    Indicator("firms_incubated", _("新孵化企业"), _("家"), _("平台填报，附佐证")),
    Indicator("talent_introduced", _("引进高层次人才"), _("人"), _("平台填报，附佐证")),
):
    indicator(_made)
