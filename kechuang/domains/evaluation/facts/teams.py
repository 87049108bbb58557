"""What the law needs to know of a team: when it came, and what it earns and costs."""

from __future__ import annotations

import datetime as dt
from typing import Any

from kechuang.core.money import fen_of
from kechuang.domains.evaluation.models import Team, TeamYear
from kechuang.domains.platforms.facts import unit_facts

QUESTION = "A41.team_balance"
"""Whether one year counts or all since the team came."""
AMOUNTS = ("contract_funds", "programme_funds", "transformation_income", "costs")


def latest_year(team: Team) -> TeamYear | None:
    """The last year on record: by it a team balances itself or not yet."""
    rows = list(team.years.all())
    return rows[-1] if rows else None


def team_facts(team: Team, year: TeamYear | None = None, day: dt.date | None = None) -> dict[str, Any]:
    """The facts about a team by the figures of one year, the last on record when none is named, and of all years up to it."""
    facts = {**unit_facts(team.platform, day), "team.introduced_on": team.introduced_on}
    figures = year or (latest_year(team) if team.pk else None)
    if figures is not None:
        until = [row for row in team.years.all() if row.year <= figures.year]
        for name in AMOUNTS:
            facts[f"team.{name}"] = fen_of(getattr(figures, name))
            facts[f"team.all_{name}"] = sum(fen_of(getattr(row, name)) for row in until)
    if team.balanced_on is not None:
        facts["team.balanced_on"] = team.balanced_on
    return facts
