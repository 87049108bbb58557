"""Net income of a transformation: what the law is asked for each receipt, what was found, and what stands.

Costs of the whole are shared over the receipts of the contract as the law says (A05.instalments); a receipt bears its own
besides. Royalties stand each for itself where the contract has a fixed price too. A cost that comes to light after a
receipt is caught up with in the receipts that follow, unless the finding is made anew.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.db.models import Q, QuerySet, Sum

from kechuang.casework.cases.law import ask
from kechuang.core import clock
from kechuang.core.money import fen_of, yuan_of
from kechuang.core.once import kept
from kechuang.domains.transformations.facts import deal_facts, unit_facts
from kechuang.domains.transformations.models import Cost, IncomeFinding, Receipt, Term, Transformation
from kechuang.law import Finding

RULE = "receipt_net_income"
INCOME = Receipt.Kind.INCOME


# -- what stands ---------------------------------------------------------------------------------------------


def standing_receipts(deal: Transformation) -> QuerySet[Receipt]:
    """The receipts of its income that stand, in order."""
    rows: QuerySet[Receipt] = Receipt.objects.filter(transformation=deal, kind=INCOME, standing=True)
    return rows.select_related("term").order_by("position")


def costs_of(deal: Transformation) -> list[Cost]:
    """Its costs and taxes, standing and reversed, in the order they came in."""
    rows = Cost.objects.filter(transformation=deal).select_related("receipt").order_by("pk")
    return list(kept(("costs of", deal.pk), lambda: list(rows)))


def standing_costs(deal: Transformation) -> list[Cost]:
    """The costs and taxes that stand, in the order they came in."""
    return [cost for cost in costs_of(deal) if cost.standing]


def net_income(deal: Transformation) -> int:
    """Fen: the net income of the receipts that stand, as found. Receipts no law speaks of count for nothing."""
    found = standing_receipts(deal).aggregate(s=Sum("income"))["s"]
    return fen_of(found or Decimal(0))


def received(deal: Transformation) -> int:
    """Fen: what arrived and stands."""
    return fen_of(standing_receipts(deal).aggregate(s=Sum("amount"))["s"] or Decimal(0))


def unrewarded_receipts(deal: Transformation) -> QuerySet[Receipt]:
    """Receipts that stand, whose net income is found, and that no standing reward plan shares out."""
    return standing_receipts(deal).filter(income__isnull=False).exclude(in_plans__standing=True)


def latest(receipt: Receipt) -> IncomeFinding | None:
    """The finding that counts."""
    found = list(receipt.findings.all())
    return found[-1] if found else None


# -- what the law is asked -----------------------------------------------------------------------------------


def is_royalty(receipt: Receipt) -> bool:
    return receipt.term is not None and receipt.term.kind == Term.Kind.ROYALTY


def has_fixed_part(deal: Transformation, receipts: Iterable[Receipt]) -> bool:
    """Whether the contract promises more than royalties."""
    if deal.price is not None or any(not is_royalty(r) for r in receipts):
        return True
    return bool(deal.pk) and deal.terms.exclude(kind=Term.Kind.ROYALTY).exists()


def of_costs(costs: Iterable[Cost]) -> dict[str, int]:
    """Fen by the law's names: what the costs of a contract come to, and of that research, fiscal money and taxes."""
    rows = [(c.kind, fen_of(c.amount), c.fiscal) for c in costs]

    def total(*kinds: str) -> int:
        return sum(fen for kind, fen, _fiscal in rows if kind in kinds)

    kinds = Cost.Kind
    return {
        "deal.appraisal_costs": total(kinds.APPRAISAL),
        "deal.agency_costs": total(kinds.AGENCY),
        "deal.travel_costs": total(kinds.TRAVEL),
        "deal.other_costs": total(kinds.OTHER),
        "deal.research_cost": total(kinds.RESEARCH),
        "deal.fiscal_research_cost": sum(fen for _kind, fen, fiscal in rows if fiscal),
        "deal.costs": sum(fen for kind, fen, _fiscal in rows if kind != kinds.TAXES),
        "deal.taxes": total(kinds.TAXES),
    }


def money_facts(
    deal: Transformation, receipt: Receipt, before: Sequence[tuple[Receipt, IncomeFinding | None]], costs: Sequence[Cost]
) -> dict[str, Any]:  # fmt: skip
    """What one receipt brought: its place among those before it (with what was found of each), and the costs that stand.

    Amounts, not shares: the law lays the costs over the amounts themselves, exact to the fen however large they are.
    """
    amount = fen_of(receipt.amount)
    whole = [c for c in costs if c.receipt_id is None]
    own = of_costs(c for c in costs if receipt.pk is not None and c.receipt_id == receipt.pk)
    alone = is_royalty(receipt) and has_fixed_part(deal, [receipt, *(r for r, _found in before)])
    along = [] if alone else [(r, f) for r, f in before if not (is_royalty(r) and not is_royalty(receipt))]
    so_far = sum(fen_of(r.amount) for r, _found in along)
    promised = 0 if alone or deal.price is None else fen_of(deal.price)
    contract = max(promised, so_far + amount)
    found = [f for _r, f in along]
    facts: dict[str, Any] = {
        "deal.amount": contract,
        **of_costs([] if alone else whole),
        "deal.received_on": receipt.received_on,
        "receipt.amount": amount,
        "receipt.received_before": so_far,
        "receipt.costs": own["deal.costs"],
        "receipt.taxes": own["deal.taxes"],
        "receipt.loss_before": fen_of(before[-1][1].loss) if before and before[-1][1] is not None else 0,
    }
    if None not in found:
        facts["receipt.part_before"] = sum(fen_of(f.part) for f in found if f is not None)
    return facts


def written(facts: dict[str, Any]) -> dict[str, Any]:
    """Facts as JSON keeps them; the law reads them back as they were."""
    return {
        name: f"{value.numerator}/{value.denominator}" if isinstance(value, Fraction)
        else value.isoformat() if isinstance(value, dt.date) else value
        for name, value in facts.items()
    }  # fmt: skip


def find(deal: Transformation, facts: dict[str, Any]) -> Finding:
    """The law's answer for one receipt."""
    day = facts["deal.received_on"]
    return ask(deal, RULE, {**unit_facts(deal, day), **deal_facts(deal), **facts})


def contract_net_income(deal: Transformation, receipts: Sequence[Receipt] | None = None) -> Finding:
    """The net income of the whole contract, with the costs now known: what its receipts come to in the end.

    Royalties beside a fixed price are left out, for each stands for itself. receipts: those that stand, read here unless
    they are given.
    """
    receipts = list(standing_receipts(deal)) if receipts is None else receipts
    fixed = has_fixed_part(deal, receipts)
    came = sum(fen_of(r.amount) for r in receipts if not (fixed and is_royalty(r)))
    amount = max(came, 0 if deal.price is None else fen_of(deal.price))
    costs = of_costs(c for c in standing_costs(deal) if c.receipt_id is None)
    day = receipts[-1].received_on if receipts else clock.today()
    facts = {"deal.amount": amount, **costs, "deal.received_on": day}
    return ask(deal, "net_income", {**unit_facts(deal, day), **deal_facts(deal), **facts})


# -- finding ------------------------------------------------------------------------------------------------


def found_for(deal: Transformation, receipt: Receipt, reason: str = "") -> IncomeFinding | None:
    """Find what falls on a receipt that was just written, after those before it; None where no law answers."""
    rows = standing_receipts(deal).filter(position__lt=receipt.position).prefetch_related("findings")
    before = [(r, latest(r)) for r in rows]
    facts = money_facts(deal, receipt, before, standing_costs(deal))
    return _keep(receipt, facts, find(deal, facts), reason)


def find_again(deal: Transformation, reason: str, only: Receipt | None = None) -> list[Receipt]:
    """Find the income of receipts anew with the costs that now stand: of all, in order, or of one. Those that changed."""
    costs = standing_costs(deal)
    rows = list(standing_receipts(deal).prefetch_related("findings"))
    before: list[tuple[Receipt, IncomeFinding | None]] = []
    changed: list[Receipt] = []
    for receipt in rows:
        old = latest(receipt)
        new = old
        if only is None or receipt.pk == only.pk:
            facts = money_facts(deal, receipt, before, costs)
            answer = find(deal, facts)
            if _differs(old, answer):
                new = _keep(receipt, facts, answer, reason)
                receipt.refresh_from_db(fields=("income",))
                if old is None or new is None or old.income != new.income:
                    changed.append(receipt)
        before.append((receipt, new))
    return changed


def _differs(old: IncomeFinding | None, answer: Finding) -> bool:
    if answer.value is None:
        return False
    if old is None:
        return True
    return (fen_of(old.income), fen_of(old.part)) != (answer.value, answer.output("part"))


def _keep(receipt: Receipt, facts: dict[str, Any], answer: Finding, reason: str) -> IncomeFinding | None:
    if answer.value is None:
        return None
    kept = IncomeFinding(
        receipt=receipt, position=receipt.findings.count() + 1, income=yuan_of(answer.value),
        part=yuan_of(answer.output("part") or 0), loss=yuan_of(answer.output("loss_after") or 0), facts=written(facts),
        found_on=clock.today(), reason=reason[:300],
    )  # fmt: skip
    kept.save()
    receipt.income = kept.income
    return kept


def reference_taken(unit: Any, reference: str) -> Receipt | None:
    """The receipt that stands under this mark of the bank in a unit, on whatever route."""
    return Receipt.objects.filter(Q(unit=unit), reference=reference, standing=True).select_related("case").first()
