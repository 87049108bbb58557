"""A plan measured by the law, written and checked. The rows of a plan are written here alone, for its actions."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from kechuang.casework.parties.models import Person
from kechuang.core.money import fen_of, yuan_of
from kechuang.domains.rewards import facts, sources
from kechuang.domains.rewards.computing import (
    MAIN,
    TRANSFER,
    Checked,
    Measured,
    Member,
    check,
    measure,
    stakes_of,
    suggest,
)
from kechuang.domains.rewards.computing.splitting import WHOLE, stake_of
from kechuang.domains.rewards.lines import Line
from kechuang.domains.rewards.models import PlanReceipt, RewardPlan, RewardShare
from kechuang.domains.rewards.people import Known, known_of
from kechuang.law import Finding, Verdict


def measured(plan: RewardPlan, pool: int | None = None) -> Measured:
    """The plan as the law measures it today. pool: fen, by default what the plan gives."""
    return measure(facts.asker(plan), plan.source, sources.incomes(plan), fen_of(plan.pool) if pool is None else pool)


@dataclass(frozen=True, slots=True)
class Whole:
    """All the law says of a plan: the floors, the checks, and of each person what needed asking."""

    measured: Measured
    checked: Checked
    people: Sequence[tuple[RewardShare, Finding]] = field(default=())

    @property
    def lacking(self) -> int:
        """Fen the pool lacks to its floor."""
        return max(0, (self.measured.floor or 0) - self.measured.pool)


def whole(plan: RewardPlan, shares: Iterable[RewardShare] | None = None) -> Whole:
    """Ask the law everything about the plan as it stands, or with other shares."""
    rows = list(plan.shares.select_related("person")) if shares is None else list(shares)
    found = measured(plan)
    stake = None if plan.stake is None else Fraction(plan.stake, WHOLE)
    more = {} if plan.team_only is None else {"contract_funds.recipients_did_project": plan.team_only}
    asking = facts.asker(plan)
    checked = check(asking, found, facts.sums_of(rows), stake=stake, more=more)
    people = [
        (share, asking(rule, facts.person_facts(plan, share)))
        for share in rows
        for rule in questions(plan, share)
    ]  # fmt: skip
    return Whole(found, checked, people)


def questions(plan: RewardPlan, share: RewardShare) -> list[str]:
    """What the law is asked about one person: whether they may be listed, a leader's proof, title share or reward."""
    found = []
    if share.amount and share.part != RewardShare.Part.COMPLETER and plan.source != RewardPlan.Source.CONTRACT_FUNDS:
        found.append("important_contributor")
    if share.amount and share.leader:
        found.append("leader_reward")
    if share.title_share_taken and share.reward_chosen:
        found.append("title_share_election")
    return found


def due_on(plan: RewardPlan, found: Measured) -> dt.date | None:
    """The last day to pay, the earliest over what was obtained; None where no text sets one."""
    asking = facts.asker(plan)
    days = [asking("reward_payment", facts.payment_facts(plan, floor.income)).value for floor in found.floors]
    return min((day for day in days if isinstance(day, dt.date)), default=None)


# -- writing -----------------------------------------------------------------------------------------------


def set_amounts(plan: RewardPlan, pool: int | None, taken: Sequence[PlanReceipt] | None = None) -> Measured:
    """Fill in income, floor, pool, stake and the day to pay by; pool None gives exactly the floor. The caller saves.

    taken: receipts the plan takes and has not written yet; each learns its floor.
    """
    found = measure(facts.asker(plan), plan.source, sources.incomes(plan, taken), pool)
    for row, floor in zip(taken or (), found.floors, strict=False):
        row.floor = None if floor.fen is None else yuan_of(floor.fen)
    plan.income, plan.pool = yuan_of(found.income), yuan_of(found.pool)
    plan.floor = None if found.floor is None else yuan_of(found.floor)
    set_stake(plan)
    plan.due_on = due_on(plan, found)
    return found


def remeasure(plan: RewardPlan) -> Measured:
    """The floors of a saved draft by the law of today, its pool and shares as they are; the caller saves the plan."""
    taken = sources.receipts(plan)
    found = set_amounts(plan, fen_of(plan.pool), taken or None)
    for row in taken:
        row.save(update_fields=["floor"])
    return found


def set_stake(plan: RewardPlan) -> None:
    """For equity, the part of the company that the pool stands for."""
    stake = sources.stake(plan)
    plan.stake = None if stake is None else stake_of(fen_of(plan.pool), stake.share, fen_of(stake.value))


def members(plan: RewardPlan, known: Known, staff: Sequence[Person]) -> list[Member]:
    """Completers by their contribution, then those who carried the transformation."""
    completers = [
        Member(p, MAIN, known.weights[p.pk], left_out(p.pk, known)) for p in known.completers
    ]  # fmt: skip
    own = {p.pk for p in known.completers}
    return completers + [Member(person, TRANSFER) for person in staff if person.pk not in own]


def left_out(person: int, known: Known) -> bool:
    """Whether someone holds a share of the ownership and did not ask for the reward instead."""
    return person in known.title_shares and person not in known.chose_reward


def write_suggestion(plan: RewardPlan, found: Measured, staff: Sequence[Person]) -> None:
    """Write the suggested shares of a saved plan anew."""
    known = known_of(plan.transformation, plan.owner, plan.obtained_on)
    those = members(plan, known, staff)
    amounts = suggest(found.pool, found.staff_floor or 0, those)
    write_rows(plan, [
        _share(plan, known, member.key, member.group, amount, part="" if member.group == MAIN else "transfer_staff")
        for member, amount in zip(those, amounts, strict=True)
    ])  # fmt: skip


def write_lines(plan: RewardPlan, lines: Sequence[Line], people: Sequence[Person]) -> None:
    """Write shares of a saved plan anew, as the unit proposes them."""
    known = known_of(plan.transformation, plan.owner, plan.obtained_on)
    write_rows(plan, [share_of(plan, known, line, person) for line, person in zip(lines, people, strict=True)])


def share_of(plan: RewardPlan, known: Known, line: Line, person: Person) -> RewardShare:
    """A line as a row; what the records say of the person is taken from them."""
    made = _share(plan, known, person, line.group, line.fen, part=line.part)
    made.leader = made.leader or line.leader
    made.direct, made.proof, made.contribution = line.direct, line.proof, line.contribution
    return made


def _share(
    plan: RewardPlan, known: Known, person: Person, group: str, fen: int, *, part: str = ""
) -> RewardShare:  # fmt: skip
    completer = person.pk in known.weights
    by_group = {MAIN: "st_personnel", TRANSFER: "transfer_staff"}.get(group, "none")
    return RewardShare(
        plan=plan, person=person, group=group, part=part or ("completer" if completer else by_group), amount=yuan_of(fen),
        weight=known.weights.get(person.pk), main=person.pk in known.mains, leader=known.leads(person),
        title_share_taken=person.pk in known.title_shares, reward_chosen=person.pk in known.chose_reward,
    )  # fmt: skip


def write_rows(plan: RewardPlan, shares: Sequence[RewardShare]) -> None:
    """Write these rows in their order as all shares of a saved plan; for equity each with its part of the company."""
    plan.shares.all().delete()
    stakes: Sequence[int | None] = [None] * len(shares)
    if plan.stake is not None:
        stakes = stakes_of(plan.stake, [fen_of(share.amount) for share in shares])
    for n, (share, stake) in enumerate(zip(shares, stakes, strict=True), 1):
        share.position, share.stake = n, stake
    RewardShare.objects.bulk_create(shares)


def total(lines: Iterable[Line]) -> int:
    return sum(line.fen for line in lines)


def blocking(found: Whole) -> list[Any]:
    """Every finding that a plan must stand: the pool, the classes, the people."""
    return [*found.checked.findings, *(finding for _share_, finding in found.people)]


def sound(found: Whole) -> bool:
    """Whether nothing is breached and nothing open."""
    return not any(f.verdict in (Verdict.BREACHED, Verdict.NEEDS_DETERMINATION) for f in blocking(found))


def write_share(plan: RewardPlan, share: RewardShare) -> None:
    """Write one person's line: in the place of the one there is, else at the end; stakes are split anew."""
    rows = list(plan.shares.select_related("person"))
    old = next((row for row in rows if row.person_id == share.person_id), None)
    if old is None:
        rows.append(share)
    else:
        rows[rows.index(old)] = share
    for row in rows:
        row.pk, row._state.adding = None, True
    write_rows(plan, rows)
