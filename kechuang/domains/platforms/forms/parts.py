"""Fields that several forms of governance and plans use."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django import forms

from kechuang.casework.cases.forms import item_choices, not_in_future


def item_names(checklist: str, names: Sequence[str]) -> list[str]:
    """The words of items, in the order of the law."""
    return [words for ident, words in item_choices(checklist) if ident in names]


def past_day(day: dt.date | None) -> dt.date | None:
    """A day on which something was done."""
    not_in_future(day)
    return day


def choose(form: forms.Form, name: str, queryset: Any) -> None:
    """Narrow what a field chooses among."""
    field = form.fields[name]
    assert isinstance(field, forms.ModelChoiceField)
    field.queryset = queryset
