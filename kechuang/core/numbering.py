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
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO core_counter (series, year, last) VALUES (%s, %s, 1) "
            "ON CONFLICT (series, year) DO UPDATE SET last = core_counter.last + 1 RETURNING last",
            [series, year],
        )
        (last,) = cursor.fetchone()
    return f"{series}-{year}-{last:06d}"
