"""Writers of a budget until it is checked: opened, its lines set, submitted, sent back, given up."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from django.db.models import Max, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kechuang.casework.cases.actions import Ask, action
from kechuang.casework.cases.forms import NoteForm
from kechuang.casework.cases.law import ask
from kechuang.casework.cases.standard import attachment_for, determination_for, paper_filing_for
from kechuang.casework.parties.models import Organisation, Role
from kechuang.core import clock
from kechuang.core.permissions import Ground, Refusal
from kechuang.domains.funding.actions.who import CHECKER, PLANNER, arranger, checker, planner
from kechuang.domains.funding.facts.budgets import budget_facts
from kechuang.domains.funding.forms import budgets as forms
from kechuang.domains.funding.forms import lines as line_forms
from kechuang.domains.funding.models import Budget, BudgetLine
from kechuang.domains.funding.queries.budgets import previous_budget, programme_of
from kechuang.domains.funding.queries.lines import lacking, sources_for
from kechuang.domains.platforms.actions.decisions import decided
from kechuang.domains.platforms.actions.participants import share
from kechuang.domains.platforms.queries.offices import departments_over
from kechuang.law import Finding

Data = Mapping[str, Any]
YEARLY = "keqiao-2025-draft:s4.2.b"
FOLLOWS = ("quzhou-2024:art33.p2.a", "keqiao-2025-draft:s4.3.d", "binjiang-2023:s1.2.i2")
WRITABLE = ("drafted", "returned", "adjusting")


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
    """Open the budget of a year, with the lines of the year before and the support arranged for this one."""
    budget.platform, budget.year, budget.note = data["platform"], data["year"], data["note"]
    budget.owner, budget.region = budget.platform.owner, budget.platform.region
    budget.title = gettext("%(platform)s %(year)d 年度预算") % {"platform": budget.platform.title, "year": budget.year}
    budget.previous = previous_budget(budget.platform_id, budget.year)
    budget.programme = programme_of(budget.platform_id, budget.year)
    if budget.previous is not None:
        budget.basic_ceiling, budget.standards = budget.previous.basic_ceiling, budget.previous.standards

    def finish() -> None:
        share(budget, budget.platform)
        if data["start"] != "empty":
            BudgetLine.objects.bulk_create(_first_lines(budget))

    return finish


def _first_lines(budget: Budget) -> list[BudgetLine]:
    """Last year's lines that are still given, with this year's support in place of last year's."""
    given = {source.pk: source for source in sources_for(budget.region_id, budget.year)}
    agreed = next((source for source in given.values() if source.agreed), None)
    support = budget.programme.years.filter(year=budget.year).first() if budget.programme is not None else None
    made: list[BudgetLine] = []
    for old in budget.previous.lines.all() if budget.previous is not None else ():
        amount = old.amount if old.approved is None else old.approved
        ended = old.source_id is not None and old.source_id not in given
        promised = support is not None and agreed is not None and old.source_id == agreed.pk and old.side == "income"
        if old.category == BudgetLine.Category.CARRIED or old.brought or ended or promised or not amount:
            continue
        made.append(
            BudgetLine(
                side=old.side, category=old.category, title=old.title, money=old.money, source_id=old.source_id,
                amount=amount, basic_research=old.basic_research, note=old.note,
            )
        )  # fmt: skip
    if support is not None and agreed is not None and support.total:
        made.insert(
            0,
            BudgetLine(
                side="income", category="fiscal", title=gettext("保障方案安排的支持"), money=agreed.money, source=agreed,
                amount=support.total, note=gettext("保障方案 %(number)s") % {"number": support.programme.number},
            ),
        )  # fmt: skip
    for position, line in enumerate(made, 1):
        line.budget, line.position = budget, position
    return made


@action(
    Budget,
    label=_("填写说明和条件"),
    stays=("drafted", "returned"),
    by=planner,
    who=PLANNER,
    form=line_forms.ConditionsForm,
    cites=["keqiao-2025-draft:s4.6.a", "binjiang-2023:s5.4"],
)
def set_conditions(budget: Budget, *, data: Data, by: Any) -> None:
    """What the budget rests on: the share of basic research its plan allows, whether standards of spending are set."""
    for name in ("note", "basic_ceiling", "standards"):
        setattr(budget, name, data[name])


@action(
    Budget,
    label=_("填写预算项目"),
    stays=WRITABLE,
    by=planner,
    who=PLANNER,
    form=line_forms.LineForm,
    cites=YEARLY,
    hint=_("科目、内容和来源都相同的，换成新的金额；很多项目可以从表格导入"),
)
def set_line(budget: Budget, *, data: Data, by: Any) -> Callable[[], None]:
    """A line; the same category, text and source again replaces its amount."""

    def finish() -> None:
        same = BudgetLine.objects.filter(
            budget=budget, category=data["category"], title=data["title"], money=data["money"], source=data["source"],
            award=None, carried_from=None,
        ).first()  # fmt: skip
        if same is not None:
            same.amount, same.note = data["amount"], data["note"]
            if same.approved is None:
                same.basic_research = data["basic_research"]
            same.save()
            return
        last = BudgetLine.objects.filter(budget=budget).aggregate(n=Max("position"))["n"] or 0
        BudgetLine.objects.create(
            budget=budget, position=last + 1, side=data["side"], category=data["category"], title=data["title"],
            money=data["money"], source=data["source"], amount=data["amount"], basic_research=data["basic_research"],
            note=data["note"],
        )  # fmt: skip

    return finish


@action(
    Budget,
    label=_("修改金额"),
    stays=WRITABLE,
    by=planner,
    who=PLANNER,
    form=line_forms.AmountsForm,
    cites=YEARLY,
)
def set_amounts(budget: Budget, *, data: Data, by: Any) -> Callable[[], None]:
    """The amounts of several lines at once."""
    changes: dict[int, Decimal] = data["changes"]

    def finish() -> None:
        for line in BudgetLine.objects.filter(budget=budget, pk__in=changes):
            line.amount = changes[line.pk]
            line.save()

    return finish


@action(
    Budget,
    label=_("删去项目"),
    stays=WRITABLE,
    by=planner,
    who=PLANNER,
    form=line_forms.DropLineForm,
    hint=_("批准过的项目不删，调整时把金额改为零"),
)
def drop_line(budget: Budget, *, data: Data, by: Any) -> Callable[[], None]:
    """A line that was never approved falls away."""
    return lambda: data["line"].delete() and None


def _whole(budget: Budget, *, data: Data, by: Any) -> list[Finding | Refusal]:
    why = lacking(budget)
    if why:
        return [Refusal(Ground.STATE, why)]
    said = decided(budget.platform, "budget_accounts", budget, data.get("resolution"), bool(data))
    return [*said, ask(budget, "annual_budget", budget_facts(budget))]


def _science(budget: Budget, data: Data) -> list[Organisation]:
    return departments_over(budget.region_id, Organisation.Department.ST)


def _own(budget: Budget, data: Data) -> list[Organisation]:
    return [budget.owner]


@action(
    Budget,
    label=_("提交预算"),
    moves={"drafted": "submitted", "returned": "submitted"},
    by=planner,
    who=PLANNER,
    form=forms.SubmitForm,
    law=_whole,
    cites=[YEARLY, "keqiao-2025-draft:s4.1.a"],
    asks=(Ask("check", _science, _("审核平台年度预算"), (Role.CLERK, Role.LEADER)),),
    settles=("submit",),
    main=True,
)
def submit(budget: Budget, *, data: Data, by: Any) -> None:
    """Send the budget to the science department."""
    budget.resolution, budget.submitted_on = data["resolution"], clock.today()


@action(
    Budget,
    label=_("退回修改"),
    moves={"submitted": "returned", "checked": "returned"},
    by=checker,
    who=CHECKER,
    form=NoteForm,
    asks=(Ask("submit", _own, _("修改退回的预算"), (Role.PLATFORM_MANAGER, Role.FINANCE)),),
    settles=("check", "approve"),
)
def send_back(budget: Budget, *, data: Data, by: Any) -> None:
    """Send it back to the platform, with the reason."""
    budget.submitted_on, budget.checked_on = None, None


@action(
    Budget,
    label=_("撤回预算"),
    moves={"drafted": "withdrawn", "returned": "withdrawn"},
    by=planner,
    who=PLANNER,
    form=NoteForm,
    settles=("submit",),
)
def withdraw(budget: Budget, *, data: Data, by: Any) -> None:
    """Give the draft up, with the reason; the year is free for another, and so are the rests and awards it brought in."""
    budget.withdrawn_on = clock.today()
    BudgetLine.objects.filter(Q(carried_from__isnull=False) | Q(award__isnull=False), budget=budget).delete()


attach_to_budget = attachment_for(Budget, planner | arranger)
keep_budget_paper = paper_filing_for(Budget, planner | arranger)
determine_budget = determination_for(Budget)
