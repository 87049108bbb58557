"""What the law needs to know of money that is spent."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from django.db.models import Sum
from django.utils.translation import gettext as _

from kechuang.casework.cases.law import ask
from kechuang.core.money import fen_of
from kechuang.core.permissions import Ground, Refusal
from kechuang.domains.funding.models import Budget, BudgetLine, NegativeListItem, Spending
from kechuang.domains.platforms.facts.registry import unit_facts
from kechuang.law import Finding, Verdict


def spending_facts(budget: Budget, *, negative: bool, meant: bool = True) -> dict[str, Any]:
    """One spending: whether it is on the negative list and what it was given for; nothing found withheld or diverted."""
    return {
        **unit_facts(budget.platform), "spending.on_negative_list": negative, "spending.within_purpose": meant,
        "spending.misused": False, "spending.prohibited_acts": [],
    }  # fmt: skip


def binding_facts(budget: Budget, more: int = 0) -> dict[str, Any]:
    """What was spent of the approved budget (fen), with what is about to be; whether standards of spending are set."""
    spent = Spending.objects.filter(line__budget_id=budget.pk).aggregate(s=Sum("amount"))["s"] or Decimal(0)
    lines = budget.lines.filter(side=BudgetLine.Side.SPENDING)
    approved = lines.aggregate(s=Sum("approved"))["s"] or Decimal(0)
    standards = {} if budget.standards is None else {"funding.spending_standards": budget.standards}
    return {
        **unit_facts(budget.platform), "budget.spent": fen_of(spent) + more, "budget.approved": fen_of(approved),
        "budget.adjustment_approved": budget.edition > 1, **standards,
    }  # fmt: skip


def spending_findings(budget: Budget, data: Mapping[str, Any]) -> Iterable[Finding | Refusal]:
    """Off the negative list, for its purpose, within the budget."""
    line: BudgetLine = data["line"]
    item: NegativeListItem | None = data["negative"]
    facts = spending_facts(budget, negative=item is not None)
    lump = ask(budget, "lump_sum_spending", facts) if line.source is not None and line.source.lump_sum else None
    if item is not None and (lump is None or lump.verdict is not Verdict.BREACHED or lump.simulation):
        words = _("负面清单第 %(code)s 项不得列支：%(text)s（%(document)s）") % {
            "code": item.code, "text": item.text, "document": item.document,
        }  # fmt: skip
        yield Refusal(Ground.LAW, words, lump.citations if lump is not None else (), finding=lump)
        return
    if lump is not None:
        yield lump
    yield ask(budget, "earmark_kept", facts)
    yield ask(budget, "budget_binding", binding_facts(budget, fen_of(data["amount"])))
