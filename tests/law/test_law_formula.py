"""Formulas of definitions: what is understood means what it says, anything else is refused."""

from __future__ import annotations

import pytest

from kechuang.law import vocabulary  # noqa: F401  declares deal.*
from kechuang.law.errors import LawError
from kechuang.law.execution.prose import _Prose
from kechuang.law.formula import read_formula


@pytest.mark.parametrize(
    ("formula", "words"),
    [
        ("deal.amount - deal.taxes", "Contract amount − Taxes"),
        ("deal.amount - (deal.costs - deal.fiscal_research_cost) - deal.taxes",
         "Contract amount − (Costs − of which fiscal research money) − Taxes"),
        ("at_least(deal.amount - 5, 0)", "(Contract amount − CNY 0.05), at least CNY 0.00"),
        ("at_most(deal.amount, deal.costs)", "least of (Contract amount; Costs)"),
        ("max(deal.amount, deal.costs, 100)", "greatest of (Contract amount; Costs; CNY 1.00)"),
        ("min(deal.amount, 100)", "Contract amount, at most CNY 1.00"),
        ("when(deal.amount >= 100, deal.costs, 0)", "Costs if (Contract amount ≥ CNY 1.00), otherwise CNY 0.00"),
        ("when(deal.amount == 100, deal.costs, deal.taxes)", "Costs if (Contract amount = CNY 1.00), otherwise Taxes"),
    ],
)  # fmt: skip
def test_read(formula: str, words: str) -> None:
    assert _Prose("en", None).top(read_formula(formula)) == words


@pytest.mark.parametrize(
    ("formula", "why"),
    [
        ("deal.amount *", "cannot read"),
        ("100", "only a number"),
        ("100 + deal.amount", "fact before the number"),
        ("0 < deal.amount", "fact before the number"),
        ("deal.nothing", "not a declared fact"),
        ("deal.amount * 2", "not allowed"),
        ("deal.amount / 2", "not allowed"),
        ("deal.amount - 1.5", "not allowed"),
        ("True", "not allowed"),
        ("__import__('os')", "not allowed"),
        ("open(deal.amount)", "not allowed"),
        ("max(deal.amount, key=1)", "not allowed"),
        ("deal.amount if deal.agreed else 0", "not allowed"),
        ("[deal.amount]", "not allowed"),
        ("deal.amount != 3", "not allowed"),
        ("deal.amount + deal.received_on", "not added"),
        ("deal.amount > deal.received_on", "not compared"),
        ("when(deal.amount, 1, 2)", "yes-or-no"),
        ("when(deal.amount > 1, 2)", "not what when takes"),
        ("at_least(deal.amount)", "not what at_least takes"),
        ("max(1, 2)", "not what max takes"),
        ("when(1, deal.amount, deal.costs)", "not what when takes"),
    ],
)
def test_refused(formula: str, why: str) -> None:
    with pytest.raises(LawError) as refused:
        read_formula(formula)
    assert why in refused.value.en
