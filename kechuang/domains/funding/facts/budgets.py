"""What the law needs to know of a budget."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.db.models import Sum

from kechuang.casework.ledger.models import EarmarkUse
from kechuang.core import clock
from kechuang.core.money import fen_of
from kechuang.domains.evaluation.models import Evaluation
from kechuang.domains.funding.models import Budget, BudgetEdition, BudgetLine, NegativeListItem
from kechuang.domains.funding.queries.budgets import amended
from kechuang.domains.funding.queries.lines import lines_of
from kechuang.domains.funding.queries.results import last_result
from kechuang.domains.platforms.facts.governance import cobuilt_facts

MILLION = 1_000_000


def budget_facts(budget: Budget, lines: list[BudgetLine] | None = None) -> dict[str, Any]:
    """Everything the rules of budgets ask about one, as its lines now stand."""
    rows = lines_of(budget) if lines is None else lines
    spending = [line for line in rows if line.side == BudgetLine.Side.SPENDING]
    basic = [line for line in spending if line.basic_research]
    research = [line for line in spending if line.basic_research or line.category == BudgetLine.Category.RESEARCH]
    found: dict[str, Any] = {
        **cobuilt_facts(budget.platform),
        "budget.budgets_in_year": Budget.objects.filter(
            platform_id=budget.platform_id, year=budget.year, withdrawn_on=None
        ).count(),
        "budget.planned": fen_of(agreed_spending(rows)),
        "budget.approved": _fen(spending),
        "budget.spent": spent(budget),
        "budget.adjustment_approved": budget.edition > 1,
        "funding.total": _fen(research),
        "funding.basic_research": _fen(basic),
    }
    if budget.basic_ceiling is not None:
        found["funding.basic_research_ceiling"] = Fraction(budget.basic_ceiling, MILLION)
    if budget.standards is not None:
        found["funding.spending_standards"] = budget.standards
    planned = agreed_for(budget)
    if planned is not None:
        found["budget.approved_plan"] = fen_of(planned)
    found |= lump_sum_facts(rows)
    found |= growth_facts(budget)
    return found


def _fen(lines: Any) -> int:
    return sum(fen_of(line.amount) for line in lines)


def spent(budget: Budget) -> int:
    """Fen spent under the earmarks of a budget."""
    if budget.pk is None:
        return 0
    rows = EarmarkUse.objects.filter(earmark__budget_mark__budget=budget)
    return fen_of(rows.aggregate(s=Sum("spent"))["s"] or Decimal(0))


def agreed_for(budget: Budget) -> Decimal | None:
    """Yuan of fiscal money arranged for the year: by the support programme, else by the agreement that runs in it.

    Where a signed amendment states other amounts for the year, those bind, whatever had been arranged before.
    """
    if budget.programme is not None and not amended(budget.programme.agreement_id, budget.year):
        year = budget.programme.years.filter(year=budget.year).first()
        if year is not None:
            return Decimal(year.total)
    rows = budget.platform.agreements.filter(state__in=("signed", "filed", "ended"), amounts__year=budget.year)
    agreement = rows.order_by("-signed_on", "-pk").first()
    if agreement is None:
        return None
    amount: Decimal = agreement.amounts.get(year=budget.year).amount
    return amount


def _there_already(line: BudgetLine) -> bool:
    """Whether a line is money of no plan of this year: a rest was in the plan of its own year, an award comes besides any."""
    return line.category == BudgetLine.Category.CARRIED or line.brought


def _agreed(lines: list[BudgetLine], side: str) -> list[BudgetLine]:
    return [line for line in lines if line.side == side and line.source is not None and line.source.agreed]


def agreed_income(lines: list[BudgetLine]) -> Decimal:
    """Yuan of income from sources that agreements promise, what is carried over and what was awarded left out."""
    rows = (line.amount for line in _agreed(lines, BudgetLine.Side.INCOME) if not _there_already(line))
    return sum(rows, Decimal(0))


def agreed_spending(lines: list[BudgetLine]) -> Decimal:
    """Yuan of spending planned from the same sources, without what the rests and awards of each source pay for.

    The year's plan (s4.2.b) and the agreement's amount for the year bind the same money: what the year itself is given.
    """
    left: dict[int | None, Decimal] = {}
    for line in _agreed(lines, BudgetLine.Side.SPENDING):
        left[line.source_id] = left.get(line.source_id, Decimal(0)) + line.amount
    for line in _agreed(lines, BudgetLine.Side.INCOME):
        if _there_already(line) and line.source_id in left:
            left[line.source_id] -= line.amount
    return sum((max(rest, Decimal(0)) for rest in left.values()), Decimal(0))


def lump_sum_facts(lines: list[BudgetLine]) -> dict[str, bool]:
    """Whether money given in a lump is in the budget, and whether every such source has a negative list today."""
    sources = {line.source.pk for line in lines if line.source is not None and line.source.lump_sum}
    if not sources:
        return {}
    listed = NegativeListItem.objects.in_force(clock.today()).filter(source__in=sources).values("source").distinct()
    return {"funding.lump_sum": True, "funding.negative_list": listed.count() == len(sources)}


def growth_facts(budget: Budget) -> dict[str, int]:
    """Fiscal money approved for the platforms of the place, this year and the year before; nothing while a year has none."""
    rows = BudgetLine.objects.filter(
        budget__region_id=budget.region_id, budget__withdrawn_on=None, side="income", money="fiscal", approved__isnull=False,
        budget__year__in=(budget.year, budget.year - 1),
    ).exclude(category="carried")  # fmt: skip
    sums = {row["budget__year"]: row["s"] for row in rows.values("budget__year").annotate(s=Sum("approved"))}
    if budget.year not in sums or budget.year - 1 not in sums:
        return {}
    return {"budget.this_year": fen_of(sums[budget.year]), "budget.last_year": fen_of(sums[budget.year - 1])}


def result_facts(budget: Budget, evaluation: Evaluation | None = None) -> dict[str, Any] | None:
    """What the law asks to find what a result does to an approved budget; None while no result of the year before is known."""
    result = evaluation or last_result(budget.platform_id, budget.year)
    if result is None:
        return None
    base = _before_results(budget)
    whole = sum((line.amount for line in base), Decimal(0))
    fiscal = sum((line.amount for line in base if line.money == "fiscal"), Decimal(0))
    return {
        **cobuilt_facts(budget.platform),
        "evaluation.kind": "yearly",
        "evaluation.grade": result.grade,
        "evaluation.veto_matters": list(result.veto_matters),
        "evaluation.staff_veto_matters": list(result.staff_veto_matters),
        "budget.next_year_approved": fen_of(whole),
        "budget.next_year_fiscal": fen_of(fiscal),
    }


def _before_results(budget: Budget) -> list[BudgetLine]:
    """The spending lines as last approved but for cuts by results; as planned where nothing is approved yet."""
    lines = list(budget.lines.filter(side=BudgetLine.Side.SPENDING))
    edition = budget.editions.exclude(procedure=BudgetEdition.Procedure.RESULT).order_by("-number").first()
    if edition is not None:
        amounts = dict(edition.lines.values_list("line_id", "amount"))
        for line in lines:
            line.amount = amounts.get(line.pk, Decimal(0))
    return lines
