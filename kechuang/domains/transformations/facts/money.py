"""What the law needs to know of the income of a transformation: a receipt, a stake, the profit of a year; of a fund."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.db.models import Max, Sum

from kechuang.core.money import fen_of
from kechuang.domains.achievements.facts import holder_facts
from kechuang.domains.transformations.facts.deals import deal_facts, unit_facts
from kechuang.domains.transformations.models import ContractFund, EquityStake, FundExpense, Receipt, YearProfit

WHOLE = 1_000_000
"""Stakes are kept in millionths of the company."""


def receipt_facts(receipt: Receipt) -> dict[str, Any]:
    """What the law was asked with when the net income of a receipt was last found, and the unit on that day.

    Asking receipt_net_income with them gives the income of the receipt again. A receipt no law spoke of gives its day alone.
    """
    deal = receipt.transformation
    if deal is None or receipt.kind != Receipt.Kind.INCOME:
        raise ValueError(f"receipt {receipt.pk} is no income of a transformation")
    found = list(receipt.findings.all())
    money = found[-1].facts if found else {"deal.received_on": receipt.received_on}
    return {**unit_facts(deal, receipt.received_on), **deal_facts(deal), **money}


def equity_facts(stake: EquityStake) -> dict[str, Any]:
    """The stake as the law counts it, and the unit on the day it was registered."""
    deal = stake.transformation
    facts: dict[str, Any] = {
        **unit_facts(deal, stake.registered_on), **deal_facts(deal), "deal.mode": "equity",
        "deal.equity_share": Fraction(stake.share, WHOLE), "deal.stake_value": fen_of(stake.value),
    }  # fmt: skip
    if stake.shares is not None:
        facts["deal.shares_obtained"] = stake.shares
    if stake.registered_on is not None:
        facts["deal.equity_registered_on"] = stake.registered_on
    return facts


def profit_facts(profit: YearProfit) -> dict[str, Any]:
    """The operating profit of a year, when production began, the first year with a profit; the unit at the year's end."""
    deal = profit.transformation
    standing = [p for p in deal.profits.all() if not hasattr(p, "replaced_by")]
    gains = [p.year for p in standing if p.profit > 0]
    facts: dict[str, Any] = {
        **unit_facts(deal, dt.date(profit.year, 12, 31)), **deal_facts(deal),
        "deal.operating_profit": fen_of(profit.profit), "deal.profit_year": profit.year,
        "deal.production_on": profit.production_on,
    }  # fmt: skip
    if gains:
        facts["deal.first_profit_year"] = min(gains)
    return facts


def fund_money(fund: ContractFund) -> tuple[int, int]:
    """Fen of contract funds that arrived and that were spent, of what stands."""
    came = Receipt.objects.filter(case_id=fund.pk, standing=True).aggregate(s=Sum("amount"))["s"]
    went = FundExpense.objects.filter(fund=fund, standing=True).aggregate(s=Sum("amount"))["s"]
    return fen_of(came or Decimal(0)), fen_of(went or Decimal(0))


def fund_facts(fund: ContractFund, day: dt.date | None = None) -> dict[str, Any]:
    """The contract, what arrived and was spent, where the surplus goes as far as decided; the unit on a day (today)."""
    facts: dict[str, Any] = {
        **holder_facts(fund.owner, day), "contract_funds.kind": fund.contract_kind, "contract_funds.origin": fund.origin,
        "deal.contract_on": fund.contract_on,
    }  # fmt: skip
    if fund.pk is not None:
        came, went = fund_money(fund)
        last = Receipt.objects.filter(case_id=fund.pk, standing=True).aggregate(d=Max("received_on"))["d"]
        if last is not None:  # the day that chooses the version of the law
            facts["deal.received_on"] = last
        facts |= {
            "contract_funds.received": came,
            "contract_funds.expenses": went,
            "contract_funds.in_unit_accounts": True,
        }
    for name in ("reward", "invested", "kept"):
        amount = getattr(fund, name)
        if amount is not None:
            facts[f"contract_funds.{name}"] = fen_of(amount)
    return facts
