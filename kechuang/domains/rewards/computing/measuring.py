"""What the law asks of a plan: the floor of each thing that was obtained, and the floors of the two classes.

The law is asked through a function, so that the same sums stand for a case with its determinations and for a bare test.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kechuang.domains.rewards.computing.splitting import allot
from kechuang.law import Finding, Verdict

Ask = Callable[[str, Mapping[str, Any]], Finding]
"""(rule, facts) -> what the law says of them, in the place and on the day at hand."""

FLOOR_RULES = {"receipts": "reward_pool_floor", "equity": "reward_stake_value_floor", "profit": "profit_reward_floor"}
"""Source of a plan -> the rule that sets its floor (fen). Contract funds have a ceiling instead."""
CLASSED = frozenset(FLOOR_RULES)
"""Sources whose reward is split between the classes of art. 37; contract funds are not."""
_SILENT = (Verdict.NOT_APPLICABLE, Verdict.NO_LAW_FOUND)


@dataclass(frozen=True, slots=True)
class Income:
    """Something obtained that is rewarded from: a receipt, a stake, a year's profit, a surplus.

    fen: what the floor is taken of. facts: of the unit and the deal on its own day.
    """

    key: Any
    fen: int
    facts: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Floor:
    """The least of one income that must be reward (fen). fen: None where the law asks for nothing, or leaves it open."""

    income: Income
    fen: int | None
    finding: Finding | None
    open: bool = False


@dataclass(frozen=True, slots=True)
class ClassFloors:
    """Incomes under one rule on the split between classes, the pool that falls on them, and the floors (fen) of that pool.

    main, staff: None where no split is laid down for them, or it is open.
    """

    places: tuple[int, ...]
    facts: Mapping[str, Any]
    pool: int
    main: int | None
    staff: int | None
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Measured:
    """A plan measured by the law. Amounts in fen."""

    source: str
    floors: tuple[Floor, ...]
    pool: int
    parts: tuple[int, ...]
    """The pool laid over the incomes, each its floor first."""
    classes: tuple[ClassFloors, ...]

    @property
    def income(self) -> int:
        return sum(floor.income.fen for floor in self.floors)

    @property
    def floor(self) -> int | None:
        """The least for all incomes together; None where nothing is asked of any, or something is open."""
        known = [floor.fen for floor in self.floors if floor.fen is not None]
        return None if self.open or not known else sum(known)

    @property
    def open(self) -> bool:
        """Whether the floor of some income waits for a determination."""
        return any(floor.open for floor in self.floors)

    @property
    def main_floor(self) -> int | None:
        return _sum([one.main for one in self.classes])

    @property
    def staff_floor(self) -> int | None:
        return _sum([one.staff for one in self.classes])

    @property
    def findings(self) -> list[Finding]:
        return [floor.finding for floor in self.floors if floor.finding is not None] + [
            finding for one in self.classes for finding in one.findings
        ]


def _sum(values: Sequence[int | None]) -> int | None:
    known = [value for value in values if value is not None]
    return sum(known) if known else None


def measure(ask: Ask, source: str, incomes: Sequence[Income], pool: int | None = None) -> Measured:
    """Ask the law for all floors. pool: what the unit gives (fen); None for exactly the floor."""
    floors = tuple(_floor(ask, source, income) for income in incomes)
    least = [floor.fen or 0 for floor in floors]
    total = sum(least) if pool is None else pool
    parts = allot(total, least, [income.fen for income in incomes]) if incomes else ()
    classes = _classes(ask, incomes, parts) if source in CLASSED else ()
    return Measured(source, floors, total, parts, classes)


def _floor(ask: Ask, source: str, income: Income) -> Floor:
    rule = FLOOR_RULES.get(source)
    if rule is None:
        return Floor(income, None, None)
    finding = ask(rule, income.facts)
    return Floor(income, finding.value, finding, finding.value is None and finding.verdict not in _SILENT)


def _classes(ask: Ask, incomes: Sequence[Income], parts: Sequence[int]) -> tuple[ClassFloors, ...]:
    """The floors of the classes, each time of the whole pool to which one rule on the split applies."""
    groups: dict[Any, list[int]] = {}
    for place, income in enumerate(incomes):
        said = ask("reward_coverage", income.facts)
        shares = (said.output("main_contributors_share"), said.output("transfer_staff_share"))
        groups.setdefault(shares, []).append(place)
    found = []
    for places in groups.values():
        pool = sum(parts[n] for n in places)
        facts = {**incomes[places[-1]].facts, "reward.paid": pool}
        main, staff = ask("main_contributors_floor", facts), ask("transfer_staff_floor", facts)
        found.append(ClassFloors(tuple(places), facts, pool, main.value, staff.value, (main, staff)))
    return tuple(found)
