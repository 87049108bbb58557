"""Long steps, beside the request."""

from __future__ import annotations

from kechuang.casework.cases import longsteps
from kechuang.core.jobs import job


@job("cases.long_step", lock="long-step-{step}")
def carry(step: int) -> None:
    """Carry out a step, from where it stands."""
    longsteps.work(step)
