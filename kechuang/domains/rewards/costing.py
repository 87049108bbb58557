"""From what arrived to the net income of a plan, on a slip: each thing that was deducted on a line of its own. Amounts in fen."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from kechuang.core.money import fen_of, yuan
from kechuang.core.words import in_clauses
from kechuang.domains.rewards.models import RewardPlan
from kechuang.domains.transformations.income import latest
from kechuang.law.model import Citation


@dataclass(frozen=True, slots=True)
class Step:
    """A line of the way to the amount. fen: what it comes to; note: how; cites: the clauses it rests on; own: the person's own."""

    label: str
    fen: int
    note: str = ""
    cites: Sequence[Citation] = ()
    own: bool = False


def deductions(plan: RewardPlan) -> list[Step]:
    """What arrived and what was deducted of it, as found receipt by receipt; nothing where nothing was."""
    rows = list(plan.receipts.select_related("receipt").prefetch_related("receipt__findings"))
    found = [(row.receipt, latest(row.receipt)) for row in rows]
    if not found or any(finding is None for _receipt, finding in found):
        return []
    total = sum(fen_of(receipt.amount) for receipt, _finding in found)
    stated = [finding.facts for _receipt, finding in found if finding is not None]
    shared = total - sum(fen_of(finding.part) for _receipt, finding in found if finding is not None)
    own = {name: sum(one.get(f"receipt.{name}", 0) for one in stated) for name in ("costs", "taxes")}
    lines = [
        (_("扣除：合同成本和税金中落到这些到账的部分"), shared, _of_contract(stated)),
        (_("扣除：到账单独发生的费用"), own["costs"], ""),
        (_("扣除：到账单独缴纳的税金"), own["taxes"], ""),
    ]
    steps = [Step(label, -fen, note) for label, fen, note in lines if fen]
    return [Step(_("到账"), total), *steps] if steps else []


def _of_contract(stated: Sequence[Mapping[str, Any]]) -> str:
    """The costs of the whole contract by kind, as the latest finding knew them."""
    last = stated[-1]
    research, fiscal = last.get("deal.research_cost", 0), last.get("deal.fiscal_research_cost", 0)
    kinds = [
        (_("评估费"), last.get("deal.appraisal_costs", 0)), (_("中介服务费"), last.get("deal.agency_costs", 0)),
        (_("差旅费"), last.get("deal.travel_costs", 0)), (_("其他费用"), last.get("deal.other_costs", 0)),
        (_("自有资金的研发成本"), research - fiscal), (_("税金"), last.get("deal.taxes", 0)),
    ]  # fmt: skip
    told = list(_worded(kinds))
    if fiscal:
        told.append(_("财政研发经费 %(fen)s 不扣") % {"fen": yuan(fiscal)})
    if not told:
        return ""
    return _("整个合同：%(items)s；按到账占合同额的部分扣") % {"items": in_clauses(told)}


def _worded(kinds: Iterable[tuple[str, int]]) -> Iterable[str]:
    return (f"{name} {yuan(fen)}" for name, fen in kinds if fen)
