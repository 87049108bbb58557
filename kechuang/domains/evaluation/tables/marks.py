"""What a list tells of cases that rest on a text not yet adopted."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext, gettext_lazy

from kechuang.core.ui.sites import Column


def simulation_column(of: Callable[[Any], Any] = lambda case: case) -> Column:
    """模拟 beside what a draft is the ground of. of: the case -> the row that says so."""
    return Column("simulation", gettext_lazy("效力"), lambda case: gettext("模拟") if of(case).simulation else "")
