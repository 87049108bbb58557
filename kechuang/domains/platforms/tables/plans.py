"""Construction plans, rounds of filing and year plans as lists and as pages."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db.models import Count, F, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from kechuang.core import clock
from kechuang.core.ui.sites import CasePaper, CaseSite, Column, Filter, Quick, register
from kechuang.core.words import in_chinese
from kechuang.domains.platforms.actions.years import previous_plan
from kechuang.domains.platforms.columns import PLATFORM
from kechuang.domains.platforms.facts.plans import standing_plan
from kechuang.domains.platforms.models import DevelopmentPlan, FilingRound, YearPlan
from kechuang.domains.platforms.panels import plans as panels
from kechuang.domains.platforms.papers.plans import development_paper, evaluation_paper, year_paper
from kechuang.domains.platforms.tables.governance import AREA, chosen_platform


def _years() -> list[tuple[str, str]]:
    now = clock.today().year
    return [(str(year), str(year)) for year in range(now + 1, now - 6, -1)]


YEAR = Filter("year", gettext_lazy("年度"), _years, lambda value: Q(year=int(value)))

# -- construction plans --------------------------------------------------------------------------------------


def _horizon_values(plan: DevelopmentPlan | None) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for part in plan.parts.all() if plan is not None else ():
        found |= {
            f"starts_{part.horizon}": part.starts_on,
            f"ends_{part.horizon}": part.ends_on,
            f"goals_{part.horizon}": part.goals,
        }
    return found


def _new_development(user: Any, given: Mapping[str, Any]) -> Mapping[str, Any]:
    platform = chosen_platform(user, given)
    if platform is None:
        return {}
    with in_chinese():
        title = _("%(name)s建设方案") % {"name": platform.title}
    return {"platform": platform.pk, "title": title, **_horizon_values(standing_plan(platform))}


DEVELOPMENT_PLANS = register(
    CaseSite(
        DevelopmentPlan,
        slug="development-plans",
        title=gettext_lazy("建设方案"),
        unit=pgettext_lazy("development-plans", "份"),
        area=AREA,
        columns=(
            "number",
            "title",
            PLATFORM,
            "region",
            Column("edition", gettext_lazy("版次"), lambda p: p.edition, "number", "edition"),
            Column("horizons", gettext_lazy("规划期"), lambda p: p.horizon_count, "number", "horizon_count"),
            Column("adopted", gettext_lazy("审定日"), lambda p: p.adopted_on, "day", "adopted_on"),
            "state",
        ),
        search=("platform__title", "platform__number"),
        related=("platform__owner", "platform__introducing_entity", "resolution"),
        prepared=lambda rows: rows.annotate(horizon_count=Count("parts")),
        main=(panels.horizons,),
        side=(panels.development,),
        path=("draft", "adopted"),
        sub=lambda p: p.platform.title,
        initial=_horizon_values,
        initial_new=_new_development,
        papers=(CasePaper("plan", gettext_lazy("建设方案"), development_paper),),
    )
)

# -- year plans ----------------------------------------------------------------------------------------------


def _new_year(user: Any, given: Mapping[str, Any]) -> Mapping[str, Any]:
    """The year to plan for, and what last year's plan said."""
    platform = chosen_platform(user, given)
    today = clock.today()
    year = today.year + (1 if today.month >= 10 else 0)
    if platform is None:
        return {"year": year}
    if platform.year_plans.filter(year=year, withdrawn_on=None).exists():
        year += 1
    last = previous_plan(platform.pk, year)
    found: dict[str, Any] = {"platform": platform.pk, "year": year}
    return found | ({"work": last.work, "budget": last.budget} if last is not None else {})


def _filed_by(round_: YearPlan) -> Mapping[str, Any]:
    return {"filed_on": clock.today()}


YEAR_PLANS = register(
    CaseSite(
        YearPlan,
        slug="year-plans",
        title=gettext_lazy("年度计划"),
        unit=pgettext_lazy("year-plans", "份"),
        area=AREA,
        columns=(
            "number",
            "title",
            PLATFORM,
            "region",
            Column("year", gettext_lazy("年度"), lambda p: str(p.year), sort="year"),
            Column("targets", gettext_lazy("目标"), lambda p: p.target_count, "number", "target_count"),
            Column("missed", gettext_lazy("未完成"), lambda p: p.missed, "number", "missed"),
            Column("budget", gettext_lazy("经费预算（元）"), lambda p: p.budget, "yuan", "budget", shown=False),
            Column("filed", gettext_lazy("计划备案"), lambda p: p.filed_on, "day", "filed_on"),
            Column(
                "evaluated", gettext_lazy("自评备案"), lambda p: p.evaluation_filed_on, "day", "evaluation_filed_on"
            ),
            "state",
            "due",
            "left",
        ),
        filters=(YEAR,),
        quick=(Quick("missed", gettext_lazy("有目标没完成"), lambda user, today: Q(missed__gt=0)),),
        search=("platform__title", "platform__number"),
        related=("platform__owner", "platform__introducing_entity", "resolution", "budget_resolution", "previous"),
        prepared=lambda rows: rows.annotate(
            target_count=Count("targets"), missed=Count("targets", filter=Q(targets__actual__lt=F("targets__goal")))
        ),
        main=(panels.targets, panels.differences, panels.work),
        side=(panels.about, panels.in_law, panels.own_income),
        path=("draft", "adopted", "filed", "evaluated", "closed"),
        sub=lambda p: p.platform.title,
        initial=_filed_by,
        initial_new=_new_year,
        papers=(
            CasePaper("plan", gettext_lazy("年度工作计划和绩效目标"), year_paper),
            CasePaper(
                "evaluation", gettext_lazy("绩效自评报告"), evaluation_paper, lambda p, user: p.evaluated_on is not None
            ),
        ),
    )
)

# -- rounds of filing ----------------------------------------------------------------------------------------


def _new_round(user: Any, given: Mapping[str, Any]) -> Mapping[str, Any]:
    today = clock.today()
    year = today.year + (1 if today.month >= 10 else 0)
    return {
        "year": year,
        "plan_due_on": max(dt.date(year, 3, 31), today),
        "evaluation_due_on": dt.date(year + 1, 1, 31),
    }


FILING_ROUNDS = register(
    CaseSite(
        FilingRound,
        slug="filing-rounds",
        title=gettext_lazy("年度备案安排"),
        unit=pgettext_lazy("filing-rounds", "项"),
        area=AREA,
        columns=(
            "number",
            "title",
            "region",
            "owner",
            Column("year", gettext_lazy("年度"), lambda r: str(r.year), sort="year"),
            Column("plan_due", gettext_lazy("计划截止"), lambda r: r.plan_due_on, "day", "plan_due_on"),
            Column(
                "evaluation_due", gettext_lazy("自评截止"), lambda r: r.evaluation_due_on, "day", "evaluation_due_on"
            ),
            "state",
        ),
        filters=(YEAR,),
        main=(panels.filings,),
        side=(panels.days,),
        path=("issued", "closed"),
        sub=lambda r: str(r.owner),
        initial_new=_new_round,
    )
)
