"""What the law needs to know of a plan: what was obtained and when, who gets what, who leads. The only bridge to the law."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from django.db.models import prefetch_related_objects

from kechuang.casework.cases.law import ask
from kechuang.casework.notices import facts as notice_facts
from kechuang.core import clock
from kechuang.core.money import fen_of
from kechuang.domains.achievements.facts import holder_facts
from kechuang.domains.rewards.computing import MAIN, OTHER, TRANSFER, Ask, ClassSums, Income
from kechuang.domains.rewards.models import RewardPlan, RewardShare
from kechuang.domains.transformations.facts import equity_facts, fund_facts, profit_facts
from kechuang.domains.transformations.models import ContractFund, EquityStake, Receipt, YearProfit
from kechuang.law import Finding


def asker(plan: RewardPlan) -> Ask:
    """The law asked of this plan: its place, today, what persons determined in it; all findings of one look share one read."""
    if plan.pk is not None:
        prefetch_related_objects([plan], "determinations__by")

    def say(rule: str, facts: Mapping[str, Any]) -> Finding:
        return ask(plan, rule, facts)

    return say


def unit_facts(plan: RewardPlan, day: dt.date) -> dict[str, Any]:
    """The unit on a day, and whether a rule or agreement exists. Read once a day for a plan at hand."""
    kept: dict[dt.date, dict[str, Any]] = plan.__dict__.setdefault("_unit_facts", {})
    if day not in kept:
        prefetch_related_objects([plan.owner], "unit_facts")
        kept[day] = holder_facts(plan.owner, day)
    return {**kept[day], **_agreed(plan)}


def _agreed(plan: RewardPlan) -> dict[str, Any]:
    return {} if plan.agreed is None else {"deal.agreed": plan.agreed}


def receipt_income(plan: RewardPlan, receipt: Receipt, fen: int) -> Income:
    """A receipt as the law sees it on its own day (A04). fen: its net income."""
    assert plan.transformation is not None
    facts = {
        **unit_facts(plan, receipt.received_on),
        "deal.mode": plan.transformation.mode,
        "deal.net_income": fen,
        "deal.received_on": receipt.received_on,
        **_contract(plan),
    }
    return Income(receipt.pk, fen, facts)


def equity_income(plan: RewardPlan, stake: EquityStake) -> Income:
    """A stake: its value is what is rewarded from, its registration the day it was obtained (today until it is)."""
    facts = {"deal.equity_registered_on": clock.today(), **equity_facts(stake), **_agreed(plan)}
    return Income(stake.pk, fen_of(stake.value), facts)


def profit_income(plan: RewardPlan, profit: YearProfit) -> Income:
    """The operating profit of a year, obtained at its end."""
    facts = {**profit_facts(profit), "deal.received_on": dt.date(profit.year, 12, 31), **_agreed(plan)}
    return Income(profit.pk, max(fen_of(profit.profit), 0), facts)


def fund_income(plan: RewardPlan, fund: ContractFund) -> Income:
    """The surplus of contract funds, on the day they were settled; `agreed` says whether the unit has a rule for them."""
    ruled = {} if plan.agreed is None else {"contract_funds.unit_rule": plan.agreed}
    facts = {
        **ruled,
        **fund_facts(fund, fund.settled_on),
        "deal.received_on": fund.settled_on or clock.today(),
        **_agreed(plan),
    }
    return Income(fund.pk, fen_of(fund.surplus or Decimal(0)), facts)


def _contract(plan: RewardPlan) -> dict[str, Any]:
    signed = plan.transformation.contract_on if plan.transformation else None
    return {} if signed is None else {"deal.contract_on": signed}


def sums_of(shares: Iterable[RewardShare]) -> ClassSums:
    """What the classes get, in fen."""
    rows = [(share.group, share.part, fen_of(share.amount)) for share in shares]

    def of(group: str) -> int:
        return sum(fen for found, _part, fen in rows if found == group)

    return ClassSums(
        of(MAIN), of(TRANSFER), of(OTHER),
        completers=sum(fen for _group, part, fen in rows if part == RewardShare.Part.COMPLETER),
        staff_count=sum(1 for group, _part, fen in rows if group == TRANSFER),
    )  # fmt: skip


def person_facts(plan: RewardPlan, share: RewardShare) -> dict[str, Any]:
    """One person of the plan: part, class, title share, leadership and its proof."""
    return {
        **unit_facts(plan, plan.obtained_on),
        "deal.received_on": plan.obtained_on,
        "person.contributor": share.part,
        "person.important_contribution": bool(share.contribution.strip()),
        "person.recorded_class": share.group,
        "person.title_share_taken": share.title_share_taken,
        "person.reward_chosen": share.reward_chosen,
        "person.leader": share.leader,
        "person.main_completer": share.main,
        "person.direct_contribution": share.direct,
        "person.contribution_proof": bool(share.proof.strip()),
    }


def reward_notice_facts(notice: Any) -> dict[str, Any]:
    """A reward notice with its unit, on the day it was put up."""
    plan = notice.subject.specific()
    said = dict(notice_facts.reward(notice))
    day = said.get("reward.notice_on", clock.today())
    return {**unit_facts(plan, day), "deal.received_on": plan.obtained_on, **said}


def reward_notice_if_up(plan: RewardPlan, day: dt.date) -> dict[str, Any]:
    """The facts of a reward notice as if it went up in the unit on a day."""
    return {**unit_facts(plan, day), "deal.received_on": plan.obtained_on, "reward.notice_on": day}


def payment_facts(plan: RewardPlan, income: Income) -> dict[str, Any]:
    """When the reward from one income is due: the statutory period, or the one of a rule or agreement."""
    facts = dict(income.facts)
    if plan.agreed_months is not None:
        facts["reward.agreed_months"] = plan.agreed_months
    if plan.agreed_due_on is not None:
        facts["reward.agreed_due_on"] = plan.agreed_due_on
    return facts
