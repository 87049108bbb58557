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
        self.answers: dict[tuple[str, tuple[Any, ...] | None], Any] = {}
        self.kept = {
            name
            for name, field in form.fields.items()
            if not isinstance(field.widget, _OTHERWISE) and not field.disabled
        }

    def clean_fields(self) -> None:
        """As Form._clean_fields, of the form's data at hand."""
        form = self.form
        for name in form.fields:
            try:
                form.cleaned_data[name] = self._cleaned(name)
                if (own := getattr(form, f"clean_{name}", None)) is not None:
                    form.cleaned_data[name] = own()
            except ValidationError as error:
                form.add_error(name, error)

    def _cleaned(self, name: str) -> Any:
        form = self.form
        if name not in self.kept:
            return form.fields[name]._clean_bound_field(form[name])
        html = form.add_prefix(name)
        key = (name, tuple(form.data.getlist(html)) if html in form.data else None)
        if key not in self.answers:
            self.answers[key] = self._asked(name, html)
        answer = self.answers[key]
        if isinstance(answer, ValidationError):
            raise answer
        return list(answer) if type(answer) is list else answer

    def _asked(self, name: str, html: str) -> Any:
        form = self.form
        field = form.fields[name]
        try:
            return field.clean(field.widget.value_from_datadict(form.data, form.files, html))
        except ValidationError as error:
            return error
