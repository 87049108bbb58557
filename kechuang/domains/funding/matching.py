"""What the government adds to money a platform brought in: by the ratios of the days it came in, up to the year's ceiling."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from django.db.models import Sum

from kechuang.casework.cases.law import ask
from kechuang.core.money import fen_of, yuan_of
from kechuang.domains.funding.models import (
    Budget,
    BudgetEarmark,
    FundRequest,
    FundSource,
    Income,
    MatchingRatio,
    SupportYear,
)
from kechuang.domains.funding.queries.requests import GONE
from kechuang.domains.platforms.facts.registry import unit_facts
from kechuang.law import Finding

RULE = "matching_funds"
Ratios = tuple[Fraction | None, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """Money that came in while the same ratios held: fen by kind, the ratios, and what the law makes of it."""

    since: dt.date
    until: dt.date
    fen: Mapping[str, int]
    ratios: Mapping[str, Fraction | None]
    facts: Mapping[str, Any]
    finding: Finding


@dataclass(frozen=True, slots=True)
class Matched:
    """The match of a year. fen: None where the law gave no answer. claimed: fen asked for already."""

    parts: Sequence[Part]
    claimed: int
    ceiling: int | None
    unset: Sequence[str] = field(default=())
    """Kinds of money that came in while no ratio was set for them."""

    @property
    def fen(self) -> int | None:
        values = [part.finding.value for part in self.parts]
        return None if any(value is None for value in values) else sum(values)

    @property
    def over(self) -> int:
        """Fen asked for beyond the match, since money that had been brought in was taken back."""
        return max(self.claimed - self.fen, 0) if self.fen is not None else 0

    @property
    def left(self) -> int:
        """Fen that may still be asked for."""
        return max((self.fen or 0) - self.claimed, 0)


def ratios_on(region: str, rows: Sequence[MatchingRatio], day: dt.date) -> Ratios:
    """The ratio of each kind on a day; the nearest place that set one decides."""
    found: list[Fraction | None] = []
    for kind in Income.MATCHED:
        held = [
            row for row in rows
            if row.source_kind == kind and row.valid_from <= day and (row.valid_to is None or day <= row.valid_to)
        ]  # fmt: skip
        nearest = [row for row in held if region.startswith(row.region.prefix)]
        nearest.sort(key=lambda row: len(row.region.prefix), reverse=True)
        found.append(nearest[0].share if nearest else None)
    return tuple(found)


def ceiling_of(budget: Budget) -> int | None:
    """The most that is matched in the year (fen), where the support is by matching; none where no ceiling is agreed."""
    if budget.programme is None or budget.programme.mode != "matching":
        return None
    year: SupportYear | None = budget.programme.years.filter(year=budget.year).first()
    return fen_of(year.ceiling) if year is not None else None


def ceilings_of(budget: Budget) -> Callable[[int], int | None]:
    """The most that is matched in any year (fen), for looking ahead: a year not arranged yet is taken as the last one before it."""
    if budget.programme is None or budget.programme.mode != "matching":
        return lambda year: None
    stated = {row.year: fen_of(row.ceiling) for row in budget.programme.years.all()}

    def of(year: int) -> int | None:
        return next((stated[y] for y in sorted(stated, reverse=True) if y <= year), None)

    return of


def claimed(budget: Budget) -> int:
    """Fen of matching asked for under a budget that was not refused or given up."""
    rows = FundRequest.objects.filter(budget_id=budget.pk, request_kind=FundRequest.Kind.MATCHING).exclude(
        state__in=GONE
    )
    return fen_of(rows.order_by().aggregate(s=Sum("amount"))["s"] or yuan_of(0))


def matched(budget: Budget) -> Matched:
    """What the law makes of all money brought in under a budget, in the order it came."""
    rows = list(budget.incomes.filter(standing=True, kind__in=Income.MATCHED).order_by("received_on", "pk"))
    region = budget.region_id
    above = {region, f"{region[:4]}00", f"{region[:2]}0000"}
    settings = list(MatchingRatio.objects.filter(place__in=above, withdrawn_on=None).select_related("region"))
    groups: dict[Ratios, list[Income]] = {}
    for row in rows:
        groups.setdefault(ratios_on(region, settings, row.received_on), []).append(row)
    most = ceiling_of(budget)
    left, parts, unset = most, [], []
    for ratios, of in groups.items():
        part = _part(budget, ratios, of, left)
        parts.append(part)
        unset += [kind for kind in part.fen if part.ratios[kind] is None]
        if left is not None and part.finding.value is not None:
            left -= part.finding.value
    return Matched(parts, claimed(budget), most, tuple(dict.fromkeys(unset)))


def _part(budget: Budget, ratios: Ratios, rows: Sequence[Income], ceiling: int | None) -> Part:
    fen: dict[str, int] = {}
    for row in rows:
        fen[row.kind] = fen.get(row.kind, 0) + fen_of(row.amount)
    facts: dict[str, Any] = dict(unit_facts(budget.platform))
    by_kind = dict(zip(Income.MATCHED, ratios, strict=True))
    for kind, ratio in by_kind.items():
        facts[f"matching.{kind}"] = fen.get(kind, 0)
        if kind not in fen:
            facts[f"matching.{kind}_ratio"] = Fraction(0)  # nothing came in: nothing to match at any ratio
        elif ratio is not None:
            facts[f"matching.{kind}_ratio"] = ratio
    if ceiling is not None:
        facts["matching.ceiling"] = ceiling
    return Part(rows[0].received_on, rows[-1].received_on, fen, by_kind, facts, ask(budget, RULE, facts))


def matching_mark(budget: Budget) -> BudgetEarmark | None:
    """The money an approved budget set aside for matching by the government."""
    rows = budget.marks.filter(source__use=FundSource.Use.MATCHING, source__funder__isnull=False)
    return rows.select_related("earmark", "source__funder", "budget__platform", "budget__owner").order_by("pk").first()


def grounds(found: Matched) -> dict[str, Any]:
    """What the law was asked with, as rows keep it."""
    return {
        "rule": RULE,
        "parts": [
            {
                "since": part.since.isoformat(), "until": part.until.isoformat(), "value": part.finding.value,
                "facts": {k: str(v) if isinstance(v, Fraction) else v for k, v in part.facts.items()},
            }
            for part in found.parts
        ],
        "claimed": found.claimed,
    }  # fmt: skip
