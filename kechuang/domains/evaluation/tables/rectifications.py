"""Rectifications as a list and as pages."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy, pgettext_lazy

from kechuang.core import clock
from kechuang.core.ui.sites import CaseSite, Column, Quick, register
from kechuang.domains.evaluation.filters import AREA, YEAR_OF_EVALUATION
from kechuang.domains.evaluation.models import Rectification
from kechuang.domains.evaluation.panels import effects as panels
from kechuang.domains.evaluation.panels.ending import termination_links
from kechuang.domains.evaluation.tables.marks import simulation_column
from kechuang.domains.platforms.columns import PLATFORM

SUGGESTED = 90
"""Days that the form of an order begins with; nothing but a start, the text names none."""

OVERDUE = Quick("overdue", gettext_lazy("逾期未完成"), lambda user, today: Q(state="ordered", due_on__lt=today))


def _values(case: Rectification) -> Mapping[str, Any]:
    found = {name: getattr(case, name) for name in ("requirements", "document", "plan", "report")}
    return found | {"due_on": clock.today() + dt.timedelta(days=SUGGESTED)}


RECTIFICATIONS = register(
    CaseSite(
        Rectification,
        slug="rectifications",
        title=pgettext_lazy("page", "整改"),
        unit=pgettext_lazy("rectifications", "件"),
        area=AREA,
        columns=(
            "number",
            "title",
            PLATFORM,
            "region",
            Column("grade", gettext_lazy("等次"), lambda r: r.evaluation.get_grade_display()),
            Column("ordered", gettext_lazy("通知日"), lambda r: r.ordered_on, "day", "ordered_on"),
            Column("until", gettext_lazy("整改期限"), lambda r: r.due_on, "day", "due_on"),
            simulation_column(),
            "state",
            "due",
            "left",
        ),
        filters=(YEAR_OF_EVALUATION,),
        quick=(OVERDUE,),
        search=("platform__title", "platform__number"),
        related=("platform", "evaluation", "department"),
        main=(panels.order,),
        side=(panels.in_law,),
        path=("pending", "ordered", "submitted", "completed"),
        begins=gettext_lazy("由评价结果产生：结果公布后，依规定应当整改的平台自动立案，由科技主管部门发出整改通知。"),
        begins_in="evaluation-campaigns",
        sub=lambda r: r.platform.title,
        initial=_values,
        links=termination_links,
    )
)
