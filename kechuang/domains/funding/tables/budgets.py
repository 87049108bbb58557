"""Budgets as a list and as pages."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery, Sum
from django.utils.translation import gettext_lazy, pgettext_lazy

from kechuang.casework.ledger.panels import case_earmarks, case_entries
from kechuang.core import clock
from kechuang.core.ui.sites import CasePaper, CaseSite, Column, Filter, add_panel, register
from kechuang.domains.funding.models import Budget, BudgetLine
from kechuang.domains.funding.panels import budgets as panels
from kechuang.domains.funding.panels import matching, moving
from kechuang.domains.funding.panels.agreements import of_agreement
from kechuang.domains.funding.papers.budget import budget_paper
from kechuang.domains.funding.papers.statement import year_statement
from kechuang.domains.platforms.columns import PLATFORM
from kechuang.domains.platforms.models import Agreement, Platform
from kechuang.domains.platforms.tables.governance import chosen_platform

AREA = "budgets"
"""The list the word 经费 of the bar leads to, and the area of all of funding."""


def years() -> list[tuple[str, str]]:
    """Years a list may be narrowed to, newest first."""
    now = clock.today().year
    return [(str(year), str(year)) for year in range(now + 1, now - 6, -1)]


YEAR = Filter("year", gettext_lazy("年度"), years, lambda value: Q(year=int(value)))


def _new(user: Any, given: Mapping[str, Any]) -> Mapping[str, Any]:
    """The year to plan for: the next one from October on, and then the one after a budget that is there."""
    platform = chosen_platform(user, given)
    today = clock.today()
    year = today.year + (1 if today.month >= 10 else 0)
    if platform is None:
        return {"year": year}
    if platform.budgets.filter(year=year, withdrawn_on=None).exists():
        year += 1
    return {"platform": platform.pk, "year": year}


def _with_sums(rows: QuerySet[Any]) -> QuerySet[Any]:
    """What the lines of each budget come to, by subqueries that no other join multiplies."""

    def sum_of(side: str) -> Any:
        lines = BudgetLine.objects.filter(budget=OuterRef("pk"), side=side).order_by().values("budget")
        return Subquery(lines.annotate(s=Sum("amount")).values("s"))

    return rows.annotate(income_total=sum_of("income"), spending_total=sum_of("spending"))


def _values(budget: Budget) -> Mapping[str, Any]:
    part, today = budget.basic_ceiling, clock.today()
    day = min(max(today, dt.date(budget.year, 1, 1)), dt.date(budget.year, 12, 31))
    return {
        "spent_on": day, "received_on": day, "note": budget.note, "basic_ceiling": None if part is None else Decimal(part) / 10_000,
        "standards": "" if budget.standards is None else str(budget.standards).lower(),
    }  # fmt: skip


BUDGETS = register(
    CaseSite(
        Budget,
        slug="budgets",
        title=gettext_lazy("年度预算"),
        unit=pgettext_lazy("budgets", "份"),
        area=AREA,
        columns=(
            "number",
            "title",
            PLATFORM,
            "region",
            Column("year", gettext_lazy("年度"), lambda b: str(b.year), sort="year"),
            Column("income", gettext_lazy("收入（元）"), lambda b: b.income_total, "yuan", "income_total"),
            Column("spending", gettext_lazy("支出（元）"), lambda b: b.spending_total, "yuan", "spending_total"),
            Column("edition", gettext_lazy("批准版次"), lambda b: b.edition or None, "number", "edition", shown=False),
            Column("approved", gettext_lazy("批准日"), lambda b: b.approved_on, "day", "approved_on"),
            "state",
        ),
        filters=(YEAR,),
        search=("platform__title", "platform__number"),
        related=("platform__owner", "platform__introducing_entity", "previous", "programme"),
        prepared=_with_sums,
        main=(
            panels.income,
            panels.spending,
            panels.sources,
            moving.carried_out,
            moving.requests,
            moving.spendings,
            moving.incomes,
            matching.match,
            panels.changes,
            panels.editions,
            case_earmarks,
            case_entries,
        ),
        side=(panels.about, panels.agreement, panels.result, panels.in_law),
        path=("drafted", "submitted", "checked", "approved", "closed"),
        sub=lambda b: b.platform.title,
        initial=_values,
        links=moving.links,
        initial_new=_new,
        beside={
            "check": (panels.sources, panels.in_law, panels.result),
            "approve": (panels.sources, panels.in_law, panels.result),
            "approve_adjustment": (panels.spending, panels.sources, panels.in_law),
            "apply_result": (panels.result, panels.sources),
            "close": (panels.sources,),
        },
        papers=(
            CasePaper("budget", gettext_lazy("年度预算"), budget_paper, lambda b, user: b.lines.exists()),
            CasePaper("year-statement", gettext_lazy("经费收支报表"), year_statement, lambda b, user: b.edition > 0),
        ),
    )
)

add_panel(Platform.kind_name(), panels.of_platform)
add_panel(Agreement.kind_name(), of_agreement)
