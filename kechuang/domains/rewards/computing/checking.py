"""A plan held to the law: the pool against its floor, the classes against theirs, in fen, with what follows a breach."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from kechuang.domains.rewards.computing.measuring import Ask, Measured
from kechuang.domains.rewards.computing.splitting import allot
from kechuang.law import Finding, Verdict


@dataclass(frozen=True, slots=True)
class ClassSums:
    """What the classes of a plan get, in fen, and how many the class of transfer staff and managers has.

    completers: what completers get, whatever class they are in.
    """

    main: int
    staff: int
    other: int
    completers: int
    staff_count: int

    @property
    def total(self) -> int:
        return self.main + self.staff + self.other


@dataclass(frozen=True, slots=True)
class Checked:
    """What the law says of a plan. pool: one finding for each income; classes: one for each rule on the split."""

    pool: tuple[Finding, ...]
    classes: tuple[Finding, ...]

    @property
    def findings(self) -> tuple[Finding, ...]:
        return self.pool + self.classes

    @property
    def breached(self) -> bool:
        return any(finding.verdict is Verdict.BREACHED for finding in self.findings)

    @property
    def open(self) -> bool:
        return any(finding.verdict is Verdict.NEEDS_DETERMINATION for finding in self.findings)

    @property
    def shortfall(self) -> int:
        """Fen the pool lacks; 0 where it reaches its floor or none is known."""
        return _summed(self.pool, "shortfall")

    @property
    def main_shortfall(self) -> int:
        return _summed(self.classes, "main_contributors_shortfall")

    @property
    def staff_shortfall(self) -> int:
        return _summed(self.classes, "transfer_staff_shortfall")


def check(
    ask: Ask, measured: Measured, sums: ClassSums, *, stake: Any = None, more: Mapping[str, Any] | None = None
) -> Checked:
    """Ask the law whether a plan is enough. measured.pool must be what the shares sum to.

    stake: for equity, the share of the company given (a Fraction). more: further facts of contract funds.
    """
    return Checked(tuple(_pool(ask, measured, stake, more or {})), tuple(_classes(ask, measured, sums)))


def _pool(ask: Ask, measured: Measured, stake: Any, more: Mapping[str, Any]) -> list[Finding]:
    match measured.source:
        case "receipts":
            return [
                ask("reward_pool_check", {**floor.income.facts, "reward.paid": part})
                for floor, part in zip(measured.floors, measured.parts, strict=True)
            ]
        case "equity":
            return [
                ask("reward_stake_check", {**f.income.facts, "reward.equity_share": stake}) for f in measured.floors
            ]
        case "profit":
            return [
                ask("profit_reward_check", {**f.income.facts, "reward.paid": measured.pool}) for f in measured.floors
            ]
        case _:
            given = {"contract_funds.reward": measured.pool, **more}
            return [ask("contract_funds_reward", {**f.income.facts, **given}) for f in measured.floors]


def _classes(ask: Ask, measured: Measured, sums: ClassSums) -> list[Finding]:
    groups = measured.classes
    if not groups:
        return []
    pools = [group.pool for group in groups]
    main = allot(sums.main, [group.main or 0 for group in groups], pools)
    staff = allot(sums.staff, [group.staff or 0 for group in groups], pools)
    completers = allot(sums.completers, [group.main or 0 for group in groups], pools)
    found = []
    for n, group in enumerate(groups):
        facts = {
            **group.facts,
            "reward.main_contributors": main[n],
            "reward.transfer_staff": staff[n],
            "reward.completers": completers[n],
            "reward.transfer_staff_count": sums.staff_count,
            "reward.persons_in_both_classes": 0,  # a person has one line in a plan, and a line one class
        }
        if len(groups) == 1:
            facts["reward.others"] = sums.other
        found.append(ask("distribution_check", facts))
    return found


def _summed(findings: tuple[Finding, ...], name: str) -> int:
    values = (next((o.value for o in f.outputs if o.name == name), None) for f in findings)
    return sum(value for value in values if isinstance(value, int))
