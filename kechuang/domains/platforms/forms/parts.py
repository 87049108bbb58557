"""Fields that several forms of governance and plans use."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from kechuang.casework.cases.forms import not_in_future
from kechuang.core.ui.words import either
from kechuang.law.library import load

Choices = Callable[[], Sequence[tuple[str, str]]]


def listed(checklist: str) -> Choices:
    """The items of a checklist of the law as choices, in the language in use."""
    return lambda: [(item.id, either(item.zh, item.en)) for item in load().checklist_items(checklist)]


def items_field(label: Any, checklist: str, **options: Any) -> forms.MultipleChoiceField:
    """Several items of a checklist of the law, to tick."""
    made = forms.MultipleChoiceField(
        label=label, choices=listed(checklist), required=False, widget=forms.CheckboxSelectMultiple, **options
    )
    made.ui = "items"  # type: ignore[attr-defined]  # how the page draws it
    return made


def item_names(checklist: str, names: Sequence[str]) -> list[str]:
    """The words of items, in the order of the law."""
    return [words for ident, words in listed(checklist)() if ident in names]


def past_day(day: dt.date | None) -> dt.date | None:
    """A day on which something was done."""
    not_in_future(day)
    return day


def choose(form: forms.Form, name: str, queryset: Any) -> None:
    """Narrow what a field chooses among."""
    field = form.fields[name]
    assert isinstance(field, forms.ModelChoiceField)
    field.queryset = queryset


def need_text(data: dict[str, Any], name: str, why: Any) -> None:
    """Raise a ValidationError for a field that is empty and must not be here."""
    if not str(data.get(name) or "").strip():
        raise ValidationError({name: why or _("必须填写")})
