"""What the law needs to know of these tables: the only bridge from them to the law."""

from kechuang.domains.transformations.facts.deals import (
    consent_fact,
    deal_facts,
    pricing_facts,
    screening_facts,
    signing_facts,
    unit_facts,
)
from kechuang.domains.transformations.facts.money import (
    equity_facts,
    fund_facts,
    fund_money,
    profit_facts,
    receipt_facts,
)

__all__ = [
    "consent_fact",
    "deal_facts",
    "equity_facts",
    "fund_facts",
    "fund_money",
    "pricing_facts",
    "profit_facts",
    "receipt_facts",
    "screening_facts",
    "signing_facts",
    "unit_facts",
]
