"""The conditions of the tax notice for one person of a plan, and what the reward may cost: an estimate, never a filing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from kechuang.casework.parties.models import Membership
from kechuang.core.money import fen_of
from kechuang.domains.achievements.facts import holder_facts
from kechuang.domains.achievements.models import Completer
from kechuang.domains.rewards import facts
from kechuang.domains.rewards.models import RewardPlan, RewardShare, TaxStatement
from kechuang.domains.rewards.tax import Estimate, estimate
from kechuang.law import Finding

STATED = ("nonprofit_exemption", "named_kind", "published", "kept_apart")
"""Conditions that are as the unit says."""


def unit_conditions(plan: RewardPlan, day: dt.date) -> dict[str, Any]:
    """What is the same for everybody in the plan: the unit, the deal, its income, and what the unit stated."""
    given: dict[str, Any] = {
        **holder_facts(plan.owner, day),
        "reward.paid_on": day,
        "deal.received_on": plan.obtained_on,
    }
    deal = plan.transformation
    if deal is not None:
        given["deal.mode"] = deal.mode
    stated = statement_of(plan)
    said = {name: getattr(stated, name) for name in STATED} if stated is not None else {}
    said["certificate"] = stated.certificate if stated is not None and stated.certificate is not None else None
    if said["certificate"] is None and deal is not None and deal.contract_number:
        said["certificate"] = True
    return given | {f"reward_tax.{name}": value for name, value in said.items() if value is not None}


def statement_of(plan: RewardPlan) -> TaxStatement | None:
    return TaxStatement.objects.filter(plan_id=plan.pk).first()


def person_conditions(share: RewardShare) -> dict[str, Any]:
    """What is this person's own: part, contribution, whether they belong to the unit, and how much they get."""
    given = facts.person_facts(share.plan, share)
    kept = {name: given[name] for name in ("person.contributor", "person.important_contribution")}
    belongs = belongs_to_unit(share)
    if belongs is not None:
        kept["reward_tax.of_unit"] = belongs
    return {**kept, "reward_tax.amount": fen_of(share.amount)}


def belongs_to_unit(share: RewardShare) -> bool | None:
    """Whether a person belongs to the unit that pays: by their post or as completer; else as the unit says; None unknown."""
    plan = share.plan
    posts = Membership.objects.filter(user__person_id=share.person_id, organisation_id=plan.owner_id)
    if posts.exists():
        return True
    homes = set(
        Completer.objects.filter(
            person_id=share.person_id, achievement__transformed__transformation=plan.transformation_id
        ).values_list("organisation_id", flat=True)
    ) - {None}
    if plan.transformation_id is not None and homes:
        return plan.owner_id in homes
    stated = statement_of(plan)
    return None if stated is None else stated.of_unit


@dataclass(frozen=True, slots=True)
class Taxed:
    """What the notice says of one person's reward. counted: fen that count as wages of the month."""

    relief: Finding
    counted: Finding

    @property
    def fen(self) -> int | None:
        return self.counted.value if isinstance(self.counted.value, int) else None

    def estimated(self, before: int, day: dt.date) -> Estimate | None:
        """The tax it may cost, with so many fen taxable in the year already."""
        return None if self.fen is None else estimate(self.fen, before, day)


def taxed(share: RewardShare, day: dt.date, common: Mapping[str, Any] | None = None) -> Taxed:
    """Ask the notice about one person, paid on a day."""
    given = {**(common if common is not None else unit_conditions(share.plan, day)), **person_conditions(share)}
    given |= {"on": day}
    asking = facts.asker(share.plan)
    return Taxed(asking("reward_tax_relief", given), asking("reward_taxed_amount", given))
