"""Writers of a budget before it is approved: opened, given up."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kechuang.casework.cases.actions import action
from kechuang.casework.cases.forms import NoteForm
from kechuang.casework.cases.standard import attachment_for, determination_for
from kechuang.core import clock
from kechuang.domains.funding.actions.who import PLANNER, arranger, planner
from kechuang.domains.funding.forms import budgets as forms
from kechuang.domains.funding.models import Budget
from kechuang.domains.funding.queries.budgets import previous_budget, programme_of
from kechuang.domains.platforms.actions.participants import share

Data = Mapping[str, Any]
YEARLY = "keqiao-2025-draft:s4.2.b"


@action(
    Budget,
    label=_("编制年度预算"),
    creates=True,
    by=planner,
    who=PLANNER,
    form=forms.BudgetForm,
    cites=YEARLY,
    hint=_("平台每年编一份收支预算"),
)
def draft_budget(budget: Budget, *, data: Data, by: Any) -> Callable[[], None]:
    """Open the budget of a year."""
    budget.platform, budget.year, budget.note = data["platform"], data["year"], data["note"]
    budget.owner, budget.region = budget.platform.owner, budget.platform.region
    budget.title = gettext("%(platform)s %(year)d 年度预算") % {"platform": budget.platform.title, "year": budget.year}
    budget.previous = previous_budget(budget.platform_id, budget.year)
    budget.programme = programme_of(budget.platform_id, budget.year)
    return lambda: share(budget, budget.platform)


@action(
    Budget,
    label=_("撤回预算"),
    moves={"drafted": "withdrawn", "returned": "withdrawn"},
    by=planner,
    who=PLANNER,
    form=NoteForm,
)
def withdraw(budget: Budget, *, data: Data, by: Any) -> None:
    """Give the draft up, with the reason; the year is free for another."""
    budget.withdrawn_on = clock.today()


attach_to_budget = attachment_for(Budget, planner | arranger)
determine_budget = determination_for(Budget)
