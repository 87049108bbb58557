"""What has changed since a report was filed: the report itself stays as it was handed in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kechuang.domains.rewards.models import TransformationReport
from kechuang.domains.rewards.reporting.figures import contributors, figures
from kechuang.domains.rewards.reporting.lines import Line, lines


@dataclass(frozen=True, slots=True)
class Change:
    """A figure as it was reported and as the rows say it today; none where there was or is no such line."""

    line: Line
    then: Line | None
    now: Line | None


@dataclass(frozen=True, slots=True)
class Later:
    """Figures that differ, and how many lines of the record by person do."""

    changes: Sequence[Change]
    people: int

    @property
    def any(self) -> bool:
        return bool(self.changes or self.people)


def later(report: TransformationReport) -> Later:
    """Compare what the report says with the rows as they stand."""
    then = {(one.part, one.label): one for one in lines(report.figures)}
    now = {(one.part, one.label): one for one in lines(figures(report.unit, report.year))}
    changes = [
        Change(then.get(key) or now[key], then.get(key), now.get(key))
        for key in dict.fromkeys([*then, *now])
        if (then[key].value if key in then else 0) != (now[key].value if key in now else 0)
    ]
    before, after = (_as_set(rows) for rows in (report.contributors, contributors(report.unit, report.year)))
    return Later(changes, max(len(before - after), len(after - before)))


def _as_set(rows: Sequence[Mapping[str, Any]]) -> set[frozenset[tuple[str, Any]]]:
    """Lines of a record without an order of columns, which the database does not keep."""
    return {frozenset(row.items()) for row in rows}
