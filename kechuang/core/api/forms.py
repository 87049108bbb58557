"""A Django form as JSON Schema, so that one declaration is the page's form and the API's input."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.db import models

from kechuang.core.words import in_clauses

JsonSchema = dict[str, Any]


def schema_of(form: forms.Form) -> JsonSchema:
    """The object a form takes: types, choices, bounds, labels, what is required. Choices of rows are ids, unlisted."""
    properties = {name: field_schema(field) for name, field in form.fields.items()}
    required = [name for name, field in form.fields.items() if field.required]
    made: JsonSchema = {"type": "object", "properties": properties, "additionalProperties": False}
    if required:
        made["required"] = required
    return made


def has_files(form: forms.Form) -> bool:
    """Whether the form must be sent as multipart/form-data."""
    return any(isinstance(field, forms.FileField) for field in form.fields.values())


def field_schema(field: forms.Field) -> JsonSchema:
    """One field; optional ones may also be null."""
    made = _typed(field)
    if not field.required and isinstance(made.get("type"), str):
        made["type"] = [made["type"], "null"]
        if "enum" in made:
            made["enum"] = [*made["enum"], None]
    if field.label:
        made["title"] = str(field.label)
    words = [str(field.help_text or ""), _choices_in_words(field)]
    if any(words):
        made["description"] = in_clauses(word for word in words if word)
    return made


def example_of(form: forms.Form) -> dict[str, Any]:
    """A body that has the right shape: every required field once."""
    return {name: _example(field_schema(field)) for name, field in form.fields.items() if field.required}


def _typed(field: forms.Field) -> JsonSchema:
    for kind, make in _KINDS:
        if isinstance(field, kind):
            return make(field)
    return {"type": "string"}


def _key_type(field: Any) -> JsonSchema:
    model: type[models.Model] = field.queryset.model
    key = model._meta.pk
    while isinstance(key, models.OneToOneField):  # the row of a case is keyed by its parent's
        key = key.target_field
    whole = isinstance(key, models.IntegerField | models.BigIntegerField | models.AutoField)
    return {"type": "integer" if whole else "string", "x-rows-of": model._meta.label_lower}


def _among(field: Any) -> JsonSchema:
    """One of the choices; a plain text where what there is to choose from depends on the case."""
    codes = _codes(field)
    return {"type": "string", "enum": codes} if codes else {"type": "string"}


def _codes(field: Any) -> list[str]:
    return [str(code) for code, _label in _flat(field.choices) if code not in ("", None)]


def _flat(choices: Any) -> list[tuple[Any, Any]]:
    found: list[tuple[Any, Any]] = []
    for code, label in choices:
        found += _flat(label) if isinstance(label, list | tuple) else [(code, label)]
    return found


def _choices_in_words(field: forms.Field) -> str:
    if not isinstance(field, forms.ChoiceField) or isinstance(field, forms.ModelChoiceField):
        return ""
    return "，".join(f"{code} {label}" for code, label in _flat(field.choices) if code not in ("", None))


def _string(field: Any) -> JsonSchema:
    made: JsonSchema = {"type": "string"}
    if field.max_length is not None:
        made["maxLength"] = field.max_length
    if field.min_length is not None or field.required:
        made["minLength"] = field.min_length or 1
    return made


def _number(kind: str) -> Callable[[Any], JsonSchema]:
    def make(field: Any) -> JsonSchema:
        made: JsonSchema = {"type": kind}
        if field.min_value is not None:
            made["minimum"] = _plain(field.min_value)
        if field.max_value is not None:
            made["maximum"] = _plain(field.max_value)
        return made

    return make


def _plain(value: Any) -> Any:
    found = value() if callable(value) else value
    return found if isinstance(found, int | float) else float(found)


def _decimal(field: Any) -> JsonSchema:
    places = field.decimal_places
    fraction = rf"(\.\d{{1,{places}}})?" if places else ""
    sign = "" if field.min_value is not None and field.min_value >= 0 else "-?"
    whole = (field.max_digits - (places or 0)) if field.max_digits else 18
    return {"type": "string", "format": "decimal", "pattern": rf"^{sign}\d{{1,{whole}}}{fraction}$"}


def _fixed(**made: Any) -> Callable[[Any], JsonSchema]:
    return lambda field: dict(made)


_KINDS: tuple[tuple[type[forms.Field], Callable[[Any], JsonSchema]], ...] = (
    (forms.ModelMultipleChoiceField, lambda field: {"type": "array", "items": _key_type(field)}),
    (forms.ModelChoiceField, _key_type),
    (forms.MultipleChoiceField, lambda field: {"type": "array", "items": _among(field)}),
    (forms.ChoiceField, _among),
    (forms.NullBooleanField, _fixed(type="boolean")),
    (forms.BooleanField, _fixed(type="boolean")),
    (forms.DateTimeField, _fixed(type="string", format="date-time")),
    (forms.DateField, _fixed(type="string", format="date")),
    (forms.TimeField, _fixed(type="string", format="time")),
    (forms.FloatField, _number("number")),
    (forms.DecimalField, _decimal),
    (forms.IntegerField, _number("integer")),
    (forms.FileField, _fixed(type="string", format="binary")),
    (forms.EmailField, lambda field: {**_string(field), "format": "email"}),
    (forms.URLField, lambda field: {**_string(field), "format": "uri"}),
    (forms.JSONField, _fixed()),
    (forms.CharField, _string),
)


def _example(schema: JsonSchema) -> Any:
    if "enum" in schema:
        return schema["enum"][0]
    kind = schema.get("type", "string")
    if kind == "array":
        return [_example(schema["items"])]
    if kind in ("integer", "number"):
        return schema.get("minimum", 1) or 1
    if kind == "boolean":
        return True
    formats = {"date": "2026-03-02", "decimal": "1000000.00", "date-time": "2026-03-02T09:00:00+08:00"}
    made = formats.get(schema.get("format", ""), "330803" if "region" in schema.get("x-rows-of", "") else "…")
    return made.ljust(schema.get("minLength", 1), "…")
