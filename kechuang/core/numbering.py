"""Numbers that people quote: CG-2026-000123, one row of counters for each series and year, never a gap filled twice."""

from __future__ import annotations

from django.db import connection, models


class Counter(models.Model):
    """The last number given in a series and year."""

    series = models.CharField(max_length=10)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        app_label = "core"
        constraints = (models.UniqueConstraint(name="counter_once", fields=("series", "year")),)

    def __str__(self) -> str:
        return f"{self.series}-{self.year}"


def next_number(series: str, year: int) -> str:
    """The next number of a series, as CG-2026-000123, taken inside the caller's transaction."""
    return next_numbers(series, year, 1)[0]


def next_numbers(series: str, year: int, many: int) -> list[str]:
    """As many next numbers, taken at once."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO core_counter (series, year, last) VALUES (%s, %s, %s) "
            "ON CONFLICT (series, year) DO UPDATE SET last = core_counter.last + EXCLUDED.last RETURNING last",
            [series, year, many],
        )
        (last,) = cursor.fetchone()
    return [f"{series}-{year}-{number:06d}" for number in range(last - many + 1, last + 1)]
