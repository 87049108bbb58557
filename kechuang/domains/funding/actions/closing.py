"""Writers of money that is there already: a settled year's rests and paid awards, each brought into a budget once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from django.db.models import Max
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from kechuang.casework.cases.actions import ActionForm, action
from kechuang.casework.cases.law import ask
from kechuang.casework.inbox import services as inbox
from kechuang.casework.ledger import services as ledger
from kechuang.core import clock
from kechuang.core.money import yuan_of
from kechuang.core.permissions import Ground, Refusal
from kechuang.core.words import listed
from kechuang.domains.funding import editions
from kechuang.domains.funding.actions.budgets import WRITABLE
from kechuang.domains.funding.actions.requests import AWARD
from kechuang.domains.funding.actions.who import PLANNER, TREASURY, planner, treasury
from kechuang.domains.funding.facts.budgets import budget_facts
from kechuang.domains.funding.models import Budget, BudgetEarmark, BudgetLine
from kechuang.domains.funding.queries.requests import awards_to_plan, open_requests
from kechuang.law import Finding

Data = Mapping[str, Any]
NAMED = 5
"""How many requests a refusal names."""
BINDING = "binjiang-2023:s5.4"


def _over(budget: Budget, *, data: Data, by: Any) -> list[Finding | Refusal]:
    opens = dt.date(budget.year + 1, 1, 1)
    if clock.today() < opens:
        return [Refusal(Ground.STATE, gettext("这一年还没有过完"), opens_on=opens)]
    waiting_ones = open_requests(budget)
    if waiting_ones:
        words = ngettext(
            "还有 %(n)d 件用款申请没有办结（%(names)s）：拨付、撤回或者不予拨付以后再决算，拨付的钱才会结转",
            "还有 %(n)d 件用款申请没有办结（%(names)s）：拨付、撤回或者不予拨付以后再决算，拨付的钱才会结转", len(waiting_ones),
        ) % {"n": len(waiting_ones), "names": listed(waiting_ones[:NAMED])}  # fmt: skip
        return [Refusal(Ground.STATE, words)]
    return [ask(budget, "budget_binding", budget_facts(budget))]


@action(
    Budget,
    label=_("年度决算"),
    moves={"approved": "closed"},
    by=treasury,
    who=TREASURY,
    form=ActionForm,
    law=_over,
    cites=BINDING,
    main=True,
    hint=_("按来源算出年末结余；结余由下年预算带入，没有结余的专款随之结账"),
)
def close(budget: Budget, *, data: Data, by: Any) -> Callable[[], None]:
    """Settle the year: what is left of each source is its rest, to be carried over."""
    budget.closed_year_on = clock.today()

    def finish() -> None:
        for mark in editions.all_marks(budget):
            mark.rest = yuan_of(editions.rest_of(mark))
            mark.save(update_fields=("rest",))
            if not mark.rest:
                ledger.close_earmark(mark.earmark)
        inbox.close_todos(
            budget, ("apply_result",)
        )  # a cut not made by now is settled in another way, on its evaluation

    return finish


def waiting(budget: Budget) -> list[BudgetEarmark]:
    """Rests of earlier, settled years of the platform that no budget carries yet."""
    rows = BudgetEarmark.objects.filter(
        budget__platform_id=budget.platform_id,
        budget__year__lt=budget.year,
        budget__state="closed",
        rest__gt=0,
        carried_to=None,
    )
    return list(rows.select_related("earmark", "source", "budget").order_by("budget__year", "pk"))


def _something_left(budget: Budget, *, data: Data, by: Any) -> list[Refusal]:
    if waiting(budget):
        return []
    return [Refusal(Ground.STATE, gettext("没有待结转的结余：上年预算决算以后才有"))]


@action(
    Budget,
    label=_("带入上年结转"),
    stays=WRITABLE,
    by=planner,
    who=PLANNER,
    form=ActionForm,
    law=_something_left,
    hint=_("上年决算的结余作为本年收入；本年预算（或者调整）批准时，账上随之转过来"),
)
def carry_over(budget: Budget, *, data: Data, by: Any) -> Callable[[], None]:
    """Income lines for what was left of the year before, each from the source it was of."""

    def finish() -> None:
        last = BudgetLine.objects.filter(budget=budget).aggregate(n=Max("position"))["n"] or 0
        for position, mark in enumerate(waiting(budget), last + 1):
            source = mark.source.title if mark.source is not None else str(mark.get_money_display())
            BudgetLine.objects.create(
                budget=budget, position=position, side="income", category="carried", money=mark.money, source=mark.source,
                title=gettext("%(year)d 年结转：%(source)s") % {"year": mark.budget.year, "source": source[:150]},
                amount=mark.rest or Decimal(0), carried_from=mark, note=mark.earmark.number,
            )  # fmt: skip

    return finish


# -- awards ------------------------------------------------------------------------------------------------


def _award_paid(budget: Budget, *, data: Data, by: Any) -> list[Refusal]:
    if awards_to_plan(budget.platform_id, budget.year).exists():
        return []
    return [Refusal(Ground.STATE, gettext("没有待列入预算的评价奖励：财政部门拨付以后才有，每笔只列入一次"))]


@action(
    Budget,
    label=_("列入评价奖励"),
    stays=WRITABLE,
    by=planner,
    who=PLANNER,
    form=ActionForm,
    law=_award_paid,
    cites=AWARD,
    hint=_("已到账的奖励作为财政收入列入；再安排支出项目，预算（或者调整）批准时转入预算专款，凭凭证支出"),
)
def bring_award(budget: Budget, *, data: Data, by: Any) -> Callable[[], None]:
    """An income line for each award that was paid; what it is spent on is planned like any other money."""

    def finish() -> None:
        last = BudgetLine.objects.filter(budget=budget).aggregate(n=Max("position"))["n"] or 0
        awards = awards_to_plan(budget.platform_id, budget.year).select_for_update(of=("self",))
        for position, award in enumerate(awards, last + 1):
            BudgetLine.objects.create(
                budget=budget, position=position, side="income", category="fiscal", money="fiscal", source=award.source,
                title=gettext("%(year)d 年评价奖励") % {"year": award.year}, amount=award.amount, award=award,
                note=award.number,
            )  # fmt: skip

    return finish
