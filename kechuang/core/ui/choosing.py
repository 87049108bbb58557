"""A row chosen among very many: typed by what it is known by, with suggestions while typing.

The text alone is the answer, so that a form works without scripts: a number, a code, a full name, or what a suggestion
put there. Programs may send the row's id, as with any other choice of a row. What a row is known by, how it is found and
what is shown of it is told by a Naming; the fields are ready for cases and organisations in kechuang.casework.cases.choices.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from kechuang.core.words import in_clauses, listed

SHOWN = 10
LONGEST = 300
_ID = re.compile(r"[0-9]{1,18}")
_MARKED = re.compile(r"#([0-9]{1,18})$")
_BRACKETED = re.compile(r"[（(]([^（()）]+)[)）]$")


@dataclass(frozen=True, slots=True)
class Naming:
    """How rows of a kind are named.

    paths: the columns that name one, in the order asked (number, credit_code, name). text(row): what stands in the field,
    which must name it again. about(row): what is shown beside it. suggest(rows, text): those a text may mean, the likeliest
    first; an empty text asks for any.
    """

    paths: Sequence[str]
    text: Callable[[Any], str]
    about: Callable[[Any], str]
    suggest: Callable[[QuerySet[Any], str], QuerySet[Any]]
    hint: Any = ""


@dataclass(frozen=True, slots=True)
class Option:
    text: str
    about: str


class ChoiceInput(forms.TextInput):
    """A text with suggestions. `address` is where they come from; without one it is a plain text."""

    template_name = "ui/choose.html"
    address = ""

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        return super().get_context(name, value, attrs) | {"address": self.address}


class ChoicesInput(forms.Textarea):
    """Texts, one a line, with a field beside that adds lines by suggestions."""

    template_name = "ui/choose_many.html"
    address = ""

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        return super().get_context(name, value, attrs) | {"address": self.address}

    def format_value(self, value: Any) -> str:
        return "\n".join(str(one) for one in value) if isinstance(value, list | tuple) else str(value or "")

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        return data.getlist(name) if hasattr(data, "getlist") else data.get(name)


class _Rows:
    """What both fields do: read a text as a row, write a row as a text, suggest."""

    naming: Naming
    queryset: Any

    def read(self, typed: Any) -> Any:
        """The row a text names. Raises ValidationError with what could be meant."""
        text = " ".join(str(typed).split())[:LONGEST]
        found = self._named(text)
        if len(found) == 1:
            return found[0]
        if found:
            several = listed(f"{self.naming.text(row)} #{row.pk}" for row in found[:5])
            raise ValidationError(_("“%(text)s”有 %(n)d 个：%(several)s。选其中一个") % {
                "text": text, "n": len(found), "several": several,
            }, code="several")  # fmt: skip
        near = [self.naming.text(row) for row in self.naming.suggest(self.queryset, text)[:3]]
        if near:
            raise ValidationError(_("没有找到“%(text)s”。是不是：%(near)s") % {"text": text, "near": listed(near)},
                                  code="invalid_choice")  # fmt: skip
        raise ValidationError(_("没有找到“%(text)s”，%(hint)s") % {"text": text, "hint": self.naming.hint},
                              code="invalid_choice")  # fmt: skip

    def _named(self, text: str) -> list[Any]:
        marked = _MARKED.search(text)
        if ident := marked[1] if marked else text if _ID.fullmatch(text) else "":
            rows = self._with_id(ident)
            if rows or marked:
                return rows
        bracketed = _BRACKETED.search(text)
        for spelling in (text, bracketed[1] if bracketed else "", text.partition(" ")[0]):
            for path in self.naming.paths if spelling else ():
                if rows := list(self.queryset.filter(Q(**{f"{path}__iexact": spelling}))[: SHOWN + 1]):
                    return rows
        return []

    def _with_id(self, ident: str) -> list[Any]:
        try:
            return [self.queryset.get(pk=ident)]
        except (ValueError, OverflowError, self.queryset.model.DoesNotExist):
            return []

    def write(self, value: Any) -> Any:
        """What stands in the field for a row, its id, or what was typed."""
        if value in (None, ""):
            return ""
        row = value if hasattr(value, "_meta") else None
        if row is None:
            found = self._with_id(str(value)) if _ID.fullmatch(str(value)) else []
            if not found:
                return value
            row = found[0]
        return self._own_text(row)

    def _own_text(self, row: Any) -> str:
        text = self.naming.text(row)
        alike = self.queryset.filter(Q(**{f"{self.naming.paths[-1]}__iexact": text})).count()
        return f"{text} #{row.pk}" if alike > 1 else text

    def suggestions(self, text: str) -> list[Option]:
        """At most SHOWN rows a text may mean."""
        rows = list(self.naming.suggest(self.queryset, " ".join(text.split())[:LONGEST])[:SHOWN])
        texts = [self.naming.text(row) for row in rows]
        return [
            Option(f"{text} #{row.pk}" if texts.count(text) > 1 else text, self.naming.about(row))
            for row, text in zip(rows, texts, strict=True)
        ]


class SearchChoiceField(_Rows, forms.ModelChoiceField):
    """One row among very many."""

    widget = ChoiceInput

    def __init__(self, queryset: Any, *, naming: Naming, **kwargs: Any) -> None:
        self.naming = naming
        kwargs.setdefault("help_text", naming.hint)
        super().__init__(queryset, **kwargs)

    def to_python(self, value: Any) -> Any:
        if value in self.empty_values or not str(value).strip():
            return None
        if isinstance(value, self.queryset.model):
            value = value.pk
        self.validate_no_null_characters(str(value))
        return self.read(value)

    def prepare_value(self, value: Any) -> Any:
        return self.write(value)

    def has_changed(self, initial: Any, data: Any) -> bool:
        return str(self.write(initial)) != str(data or "")


class SearchMultipleChoiceField(_Rows, forms.ModelMultipleChoiceField):
    """Several rows among very many, one a line."""

    widget = ChoicesInput

    def __init__(self, queryset: Any, *, naming: Naming, **kwargs: Any) -> None:
        self.naming = naming
        kwargs.setdefault("help_text", naming.hint)
        super().__init__(queryset, **kwargs)

    def clean(self, value: Any) -> Any:
        lines = list(dict.fromkeys(self._lines(value)))
        if not lines:
            if self.required:
                raise ValidationError(self.error_messages["required"], code="required")
            return self.queryset.none()
        for line in lines:
            self.validate_no_null_characters(line)
        if all(_ID.fullmatch(line) for line in lines):
            return self._by_id(lines)
        rows, wrong = [], []
        for line in lines:
            try:
                rows.append(self.read(line))
            except ValidationError as error:
                wrong += error.messages
        if wrong:
            raise ValidationError(in_clauses(wrong), code="invalid_choice")
        return self.queryset.filter(pk__in=[row.pk for row in rows])

    def _by_id(self, lines: Sequence[str]) -> Any:
        found = self.queryset.filter(pk__in=lines)
        known = {str(row.pk) for row in found}
        for line in lines:
            if line not in known:
                self.read(line)
        return found

    @staticmethod
    def _lines(value: Any) -> Iterable[str]:
        given = value if isinstance(value, list | tuple | set | frozenset) or hasattr(value, "model") else [value]
        for one in given:
            text = str(one.pk) if hasattr(one, "_meta") else str(one if one is not None else "")
            yield from (line for part in text.splitlines() if (line := part.strip()))

    def prepare_value(self, value: Any) -> Any:
        if value in (None, ""):
            return ""
        lines = list(self._lines(value))
        rows = {str(row.pk): row for row in self.queryset.filter(pk__in=[n for n in lines if _ID.fullmatch(n)])}
        return [self._own_text(rows[line]) if line in rows else line for line in lines]

    def has_changed(self, initial: Any, data: Any) -> bool:
        return set(map(str, self.prepare_value(initial) or ())) != set(map(str, self._lines(data)))


def wire(form: Any, address: Callable[[str], str]) -> None:
    """Tell a form's choices where their suggestions come from: address(name of the field)."""
    for name, field in form.fields.items():
        if isinstance(field, _Rows):
            field.widget.address = address(name)  # type: ignore[attr-defined]  # a field has a widget


def suggested(form: Any, name: str, text: str) -> list[Option] | None:
    """What a form's choice suggests for a text; None when it has no such choice."""
    field = form.fields.get(name)
    return field.suggestions(text) if isinstance(field, _Rows) else None
