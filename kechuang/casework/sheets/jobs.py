"""Long files, beside the request."""

from __future__ import annotations

from kechuang.casework.sheets import runs
from kechuang.core.jobs import job


@job("sheets.import", lock="import-{run}")
def carry(run: int) -> None:
    """Check or write an import, from where it stands."""
    runs.work(run)
