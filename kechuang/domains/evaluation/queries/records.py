"""What evaluation adds to the register of indicators: achievements, reports, income and companies on record."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kechuang.casework.cases.models import Case
from kechuang.domains.achievements.models import Achievement, SciTechReport
from kechuang.domains.platforms.models import Platform
from kechuang.domains.platforms.queries.indicators import Evidence, Indicator, Rows, indicator
from kechuang.domains.transformations.models import EquityStake, Receipt


def page_of(case: Case) -> str:
    """The address of a case."""
    return reverse("case", args=[case.number])


def _named(case: Case) -> str:
    """A case as evidence: of one that few may see, the number alone."""
    return case.number if case.confined else str(case)


def _achievements(platform: Platform, start: dt.date, end: dt.date) -> Iterable[Evidence]:
    rows = Achievement.objects.filter(platform=platform, registered_on__range=(start, end))
    for row in rows.order_by("registered_on", "pk"):
        yield Evidence(_named(row), url=page_of(row))


def _reports(platform: Platform, start: dt.date, end: dt.date) -> Iterable[Evidence]:
    rows = SciTechReport.objects.filter(achievement__platform=platform, submitted_on__range=(start, end))
    for row in rows.select_related("achievement").order_by("submitted_on", "pk"):
        yield Evidence(str(row), url=page_of(row.achievement))


def _received(*kinds: str) -> Rows:
    def rows(platform: Platform, start: dt.date, end: dt.date) -> Iterable[Evidence]:
        found = Receipt.objects.filter(unit_id=platform.owner_id, kind__in=kinds, received_on__range=(start, end))
        for row in found.select_related("case").order_by("received_on", "pk"):
            yield Evidence(f"{row.received_on} {_named(row.case)}", row.amount, page_of(row.case))

    return rows


def _companies(platform: Platform, start: dt.date, end: dt.date) -> Iterable[Evidence]:
    rows = EquityStake.objects.filter(transformation__owner_id=platform.owner_id, registered_on__range=(start, end))
    for row in rows.select_related("transformation").order_by("registered_on", "pk"):
        yield Evidence(row.company_name, url=page_of(row.transformation))


def declare() -> None:
    """Add them to the register; once, when the program starts."""
    for made in (
        Indicator("achievements", pgettext_lazy("indicator", "登记成果"), _("项"), _("期内登记的科技成果"), _achievements),
        Indicator("sci_tech_reports", _("科技报告"), _("份"), _("期内提交的科技报告"), _reports),
        Indicator(
            "transformation_income", _("成果转化到账"), _("元"), _("期内转化收入和股权红利的到账，冲销的已扣除"),
            _received(Receipt.Kind.INCOME, Receipt.Kind.DIVIDEND),
        ),
        Indicator("companies_founded", _("作价投资企业"), _("家"), _("期内登记了股权的企业"), _companies),
    ):  # fmt: skip
        indicator(made)
