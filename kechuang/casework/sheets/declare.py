"""Which action a sheet is for, and how its columns are read; the columns themselves come from the action's form.

sheet_import(SheetImport(register, title=_("平台名录"), codes={"credit_code"}, keys={"region": Key("code", "name")}, ...))
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from kechuang.casework.cases.actions import Action
from kechuang.core.sheets.columns import EN, ZH, Kind, SheetColumn, Words, both
from kechuang.core.sheets.writing import Head

CASE = "case_number"
"""The column that names the case, in sheets for actions on cases that are there."""


@dataclass(frozen=True, slots=True)
class Key:
    """How a cell names a row: by the first of these fields that has its text."""

    fields: tuple[str, ...]

    def __init__(self, *fields: str) -> None:
        object.__setattr__(self, "fields", fields)


@dataclass(frozen=True, slots=True)
class Problem:
    """What is to be said of a row. column: empty when it is of the row as a whole."""

    column: str
    problem: str
    remedy: str = ""
    cites: tuple[str, ...] = ()
    wrong: bool = True


Doubts = Callable[[int, Mapping[str, Any]], Sequence[Problem]]
"""(row number, input) -> what a person had better look at; such a row goes in only when they say so."""


def no_doubts() -> Doubts:
    return lambda number, data: ()


@dataclass(frozen=True)
class SheetImport:
    """A way in for spreadsheet rows.

    columns: fields of the form in order (all when empty). codes: identifiers, in text format. keys: for fields that choose
    a row, how cells name it. identity: what makes a row the same when it comes again: the first of these sets of columns
    that is filled in; without any, the whole row. preload: (model, path, column) read for many rows at once. doubts: made
    anew for each run. remedies: by column, what to do about a mistake there. standards: what fixes the form of a column.
    filled(case, user): for actions that set one row of a case, the rows of the case as they stand, by column; the sheet can
    then be had filled in, a row that comes back as it stands is left alone, and any other is written, whatever came before; the
    timeline of a case tells the rows of one upload in one line.
    aside: (name, label) of what a filled sheet shows beside for reading only. in_turn: a row may rest on the rows above it.
    """

    action: Action
    title: Any
    columns: Sequence[str] = ()
    codes: frozenset[str] = frozenset()
    keys: Mapping[str, Key] = field(default_factory=dict)
    identity: Sequence[Sequence[str]] = ()
    examples: Mapping[str, str] = field(default_factory=dict)
    remedies: Mapping[str, Any] = field(default_factory=dict)
    standards: Mapping[str, str] = field(default_factory=dict)
    preload: Sequence[tuple[Any, str, str]] = ()
    doubts: Callable[[], Doubts] = no_doubts
    filled: Callable[[Any, Any], Iterable[Mapping[str, Any]]] | None = None
    aside: Sequence[tuple[str, Any]] = ()
    in_turn: bool = False

    @cached_property
    def sheet_columns(self) -> list[SheetColumn]:
        """The columns of the template, from the fields of the form."""
        fields: list[dict[str, tuple[str, str, list[tuple[str, str]]]]] = []
        for language in (ZH, EN):
            with override(language):
                form = self.action.form(case=None, by=None)
                fields.append({n: (str(f.label or n), str(f.help_text), _options(f)) for n, f in form.fields.items()})
        zh, en = fields
        form = self.action.form(case=None, by=None)
        made = [
            SheetColumn(
                name=name,
                label=Words(zh[name][0], en[name][0]),
                kind=self._kind(name, form.fields[name]),
                required=form.fields[name].required,
                help=Words(zh[name][1], en[name][1]),
                choices=[(v, Words(a, b)) for (v, a), (_v, b) in zip(zh[name][2], en[name][2], strict=True)],
                example=self.examples.get(name, ""),
                standard=self.standards.get(name, ""),
                longest=getattr(form.fields[name], "max_length", None),
            )
            for name in self.columns or form.fields
        ]
        if not self.action.creates:
            made.insert(
                0,
                SheetColumn(
                    CASE, both(_("案件编号")), "code", required=True, example=f"{self.action.model.SERIES}-2026-000001"
                ),
            )
        return made

    def _kind(self, name: str, of: forms.Field) -> Kind:
        if name in self.codes:
            return "code"
        if isinstance(of, forms.ModelMultipleChoiceField):
            return "keys"
        if isinstance(of, forms.ModelChoiceField):
            return "key"
        kinds: tuple[tuple[type[forms.Field], Kind], ...] = (
            (forms.DateField, "day"), (forms.DecimalField, "decimal"), (forms.IntegerField, "whole"),
            (forms.BooleanField, "flag"), (forms.MultipleChoiceField, "choices"), (forms.ChoiceField, "choice"),
        )  # fmt: skip
        return next((kind for cls, kind in kinds if isinstance(of, cls)), "text")

    def column(self, name: str) -> SheetColumn | None:
        return next((c for c in self.sheet_columns if c.name == name), None)


def _options(of: forms.Field) -> list[tuple[str, str]]:
    if isinstance(of, forms.ModelChoiceField) or not isinstance(of, forms.ChoiceField):
        return []
    return [(str(value), str(words)) for value, words in of.choices if value not in ("", None)]  # type: ignore[union-attr,misc]  # a field has made a list of them


_IMPORTS: dict[str, SheetImport] = {}


def sheet_import(made: SheetImport) -> SheetImport:
    """Open a way in for rows. Raises ValueError when the action has one."""
    if made.action.key in _IMPORTS:
        raise ValueError(f"{made.action.key} has two sheets")
    _IMPORTS[made.action.key] = made
    return made


def import_of(key: str) -> SheetImport:
    """The sheet of an action by its key (platforms.platform.register). Raises KeyError."""
    return _IMPORTS[key]


def all_imports() -> Sequence[SheetImport]:
    return tuple(_IMPORTS.values())


# -- the way out -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Out:
    """One column of an export: its head and what of a row it shows."""

    head: Any
    value: Callable[[Any], Any]
    width: int = 16
    code: bool = False
    yuan: bool = False

    def made(self) -> Head:
        return Head(str(self.head), self.width, self.code, self.yuan)


@dataclass(frozen=True, slots=True)
class SheetExport:
    """All rows of a kind of case that a person may see, in full. rows(user): the queryset, with what the columns read."""

    model: Any
    title: Any
    rows: Callable[[Any], Any]
    columns: Sequence[Out]


_EXPORTS: dict[str, SheetExport] = {}


def sheet_export(made: SheetExport) -> SheetExport:
    """Open a way out. Raises ValueError when the kind of case has one."""
    kind = made.model.kind_name()
    if kind in _EXPORTS:
        raise ValueError(f"{kind} has two exports")
    _EXPORTS[kind] = made
    return made


def export_of(kind: str) -> SheetExport:
    """The export of a kind of case (platforms.platform). Raises KeyError."""
    return _EXPORTS[kind]
