"""One form read for many rows in turn: what a field makes of one text is worked out once.

Rows of a spreadsheet repeat themselves: a region, a class, a unit, a cell left empty. True within one transaction and for
fields whose answer hangs on their own text alone, as a field's clean() does; what a form checks across fields
(clean, clean_<name>) is checked for every row.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

_OTHERWISE = (forms.MultiWidget, forms.SelectDateWidget, forms.FileInput)
"""Widgets that take what was typed from elsewhere than under the field's own name."""


class Rereading:
    """Reads a form's fields in place of the form itself, keeping what each field has answered."""

    def __init__(self, form: Any) -> None:
        self.form = form
        self.ways = [
            (name, form.add_prefix(name), self._answers(field), getattr(form, f"clean_{name}", None))
            for name, field in form.fields.items()
        ]

    @staticmethod
    def _answers(field: forms.Field) -> dict[Any, Any] | None:
        """Where what this field answers is kept, by what was typed; None for a field that is asked each time."""
        return None if isinstance(field.widget, _OTHERWISE) or field.disabled else {}

    def clean_fields(self) -> None:
        """As Form._clean_fields, of the form's data at hand, a MultiValueDict."""
        form = self.form
        data, cleaned = form.data, form.cleaned_data
        for name, html, answers, own in self.ways:
            try:
                if answers is None:
                    cleaned[name] = form.fields[name]._clean_bound_field(form[name])
                else:
                    typed = dict.get(data, html)  # the list itself; data.get() would give its last
                    key = typed if typed is None else typed[0] if len(typed) == 1 else tuple(typed)
                    try:
                        answer = answers[key]
                    except KeyError:
                        answer = answers[key] = self._asked(name, html)
                    kind = type(answer)
                    if kind is ValidationError:
                        raise answer
                    cleaned[name] = list(answer) if kind is list else answer
                if own is not None:
                    cleaned[name] = own()
            except ValidationError as error:
                form.add_error(name, error)

    def _asked(self, name: str, html: str) -> Any:
        form = self.form
        field = form.fields[name]
        try:
            return field.clean(field.widget.value_from_datadict(form.data, form.files, html))
        except ValidationError as error:
            return error
