"""Campaigns as a list and as pages."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext, gettext_lazy, pgettext_lazy

from kechuang.casework.cases.predicates import may_see
from kechuang.core import clock
from kechuang.core.ui.sites import CasePaper, CaseSite, Column, register
from kechuang.domains.evaluation.filters import AREA, KIND, YEAR
from kechuang.domains.evaluation.models import Campaign, CampaignPhase
from kechuang.domains.evaluation.panels import campaigns as panels
from kechuang.domains.evaluation.panels import grading
from kechuang.domains.evaluation.papers.results import results_paper
from kechuang.domains.evaluation.queries.starting_values import grading_start
from kechuang.domains.evaluation.simulating import SCORED
from kechuang.domains.evaluation.tables.marks import simulation_column

LENGTHS = (("self_evaluation", 30), ("scoring", 30), ("contest", 10), ("joint_review", 20))
"""How many days each phase is suggested to last; nothing but a start for the form."""


def _new(user: Any, given: Mapping[str, Any]) -> Mapping[str, Any]:
    """The year that is over, or nearly so, and phases one after another from tomorrow."""
    today = clock.today()
    found: dict[str, Any] = {"kind_of": "yearly", "year": today.year - (today.month < 11), "held_on": today}
    day = today + dt.timedelta(days=1)
    for name, length in LENGTHS:
        found |= {f"{name}_from": day, f"{name}_to": day + dt.timedelta(days=length - 1)}
        day += dt.timedelta(days=length)
    return found


def _phases(campaign: Campaign) -> Mapping[str, Any]:
    found: dict[str, Any] = {}
    for row in campaign.phases.all():
        found |= {f"{row.phase}_from": row.starts_on, f"{row.phase}_to": row.ends_on}
    return found


def _links(campaign: Campaign, user: Any) -> Sequence[tuple[str, str]]:
    """The simulator, for the office, once there are scores to grade by."""
    if campaign.state not in SCORED or not may_see(user, campaign):
        return ()
    return ((gettext("等次模拟"), reverse("evaluation-simulator", args=[campaign.number])),)


def _due_days(todos: Sequence[Any]) -> dict[int, dt.date]:
    """Departments are asked for their opinion until the joint review's last day."""
    cases = {todo.case_id for todo in todos if todo.name == "record_opinion"}
    rows = CampaignPhase.objects.filter(campaign__in=cases, phase="joint_review")
    ends = dict(rows.values_list("campaign_id", "ends_on"))
    return {todo.pk: ends[todo.case_id] for todo in todos if todo.name == "record_opinion" and todo.case_id in ends}


CAMPAIGNS = register(
    CaseSite(
        Campaign,
        slug="evaluation-campaigns",
        title=gettext_lazy("评价工作"),
        unit=pgettext_lazy("evaluation-campaigns", "项"),
        area=AREA,
        columns=(
            "number",
            "title",
            "region",
            Column("kind", gettext_lazy("评价种类"), lambda c: c.get_kind_of_display(), sort="kind_of"),
            Column("year", gettext_lazy("年度"), lambda c: str(c.year), sort="year"),
            Column("platforms", gettext_lazy("参评平台"), lambda c: c.platform_count, "number", "platform_count"),
            Column("held", gettext_lazy("评价日"), lambda c: c.held_on, "day", "held_on"),
            simulation_column(),
            "state",
            "due",
            "left",
        ),
        filters=(YEAR, KIND),
        prefetched=lambda: ("opinions", "phases"),
        prepared=lambda rows: rows.annotate(platform_count=Count("evaluations")),
        main=(
            panels.participation, panels.unfinished, panels.departed, panels.progress, grading.scoring, grading.classes,
            grading.results, grading.ties, grading.opinions, panels.left_out,
        ),
        side=(panels.about, panels.phases),
        path=(
            "prepared", "self_evaluation", "scoring", "contest", "joint_review", "in_notice", "published", "closed",
        ),
        begins=gettext_lazy("科技主管部门每年组织一次：先审定指标体系，再开展评价，依规定参评的平台由系统列出。"),
        sub=lambda c: str(c.owner),
        links=_links,
        todo_days=_due_days,
        papers=(
            CasePaper(
                "results", gettext_lazy("评价结果公告"), results_paper, lambda c, user: c.state in ("published", "closed")
            ),
        ),
        initial=lambda c: {**_phases(c), **grading_start(c)},
        initial_new=_new,
    )
)  # fmt: skip
