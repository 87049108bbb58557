"""What follows the money in a test."""

from __future__ import annotations

import pytest

from kechuang.domains.transformations import following
from kechuang.domains.transformations.following import Change


@pytest.fixture
def changes(monkeypatch: pytest.MonkeyPatch) -> list[Change]:
    """Every change of income that followers are told of, in order."""
    told: list[Change] = []
    monkeypatch.setattr(following, "_CHANGED", [told.append])
    return told
