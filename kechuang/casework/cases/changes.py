"""What each step of a case changed: fields of the case and of the rows that belong to it, from what to what.

History is kept by triggers (kechuang.core.audit.tracking); a line of the timeline knows the context and the transaction
it was written in, and the events written there with it are what the step changed. Columns are named by their verbose
names (those without one are the program's own), choices and rows by their words. What is sealed is never told, nor
columns a model names in UNTOLD, nor rows that a model's own visible_to() keeps from the reader.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache
from typing import Any, Literal

from django.db import connection, models
from django.utils.translation import gettext as _
from pghistory.core import event_models

from kechuang.casework.cases.models import Case, TimelineEntry
from kechuang.casework.documents.models import Document
from kechuang.core import clock
from kechuang.core.crypto import SealedTextField
from kechuang.core.words import day_words, either, labelled, listed

Kind = Literal["changed", "added", "removed"]
MOST_EVENTS = 3_000
"""The latest events of a case that are looked at."""
LONGEST = 2_000
_OWN = frozenset(
    {"id", "kind", "number", "state", "version", "created_by", "updated_at", "opened_on", "closed_on", "next_due"}
)
"""Columns of every case that say nothing a line of the timeline does not say already."""


@dataclass(frozen=True, slots=True)
class Change:
    """One field. row: which row it is of, empty for the case itself; before, after: in words, empty for nothing."""

    row: str
    kind: Kind
    field: str
    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class _Table:
    """A table with history: its model, its event table, and the column there that names the case."""

    model: Any
    events: str
    column: str
    fields: Mapping[str, Any]
    own: bool


@dataclass(frozen=True, slots=True)
class _Event:
    table: _Table
    ident: int
    label: str
    at: tuple[str, str]
    now: Mapping[str, Any]
    before: Mapping[str, Any] | None


def changes_of(case: Any, entries: Sequence[TimelineEntry], user: Any) -> dict[int, list[Change]]:
    """What each line of the timeline changed, by the line's id, as far as this person may know it.

    Of several steps of one case in one transaction the last carries the changes of all.
    """
    lines = {(str(e.context), _moment(e.written_at)): e.pk for e in sorted(entries, key=lambda e: e.pk) if e.written_at}
    if not lines:
        return {}
    events = [event for event in _events(case) if event.at in lines]
    events = _visible(events, user)
    words = _Words(events, user)
    found: dict[int, list[Change]] = {}
    for event in events:
        found.setdefault(lines[event.at], []).extend(_changes(event, words))
    return {line: list(_paired(changes)) for line, changes in found.items()}


def _paired(changes: Sequence[Change]) -> Iterable[Change]:
    """A row that was removed and written anew is a changed row; what is the same in both has not changed."""
    gone = {(c.row, c.field): c for c in changes if c.kind == "removed" and c.row}
    new = {(c.row, c.field): c for c in changes if c.kind == "added" and c.row}
    again = {row for row, _field in gone} & {row for row, _field in new}
    for change in changes:
        if change.row not in again or change.kind == "changed":
            yield change
        elif change.kind == "removed":
            after = new.get((change.row, change.field))
            if after is None or after.after != change.before:
                yield replace(change, kind="changed", after=after.after if after else "")
        elif (change.row, change.field) not in gone:
            yield replace(change, kind="changed")


# -- reading the history -----------------------------------------------------------------------------


def _tracked(model: Any) -> str:
    """The event table of a model, or nothing when it keeps no history."""
    found = event_models(tracks_model=model)
    return str(found[0]._meta.db_table) if found else ""


@lru_cache(maxsize=128)
def _tables(model: Any) -> tuple[_Table, ...]:
    """The case itself, what its kind adds, the rows of its kind, and its files."""
    found = [
        _Table(Case, _tracked(Case), "pgh_obj_id", _fields(Case, _OWN), own=True),
        _Table(model, _tracked(model), "pgh_obj_id", _fields(model, {"case_ptr"}), own=True),
    ]
    for relation in model._meta.related_objects:
        rows = relation.related_model
        if relation.one_to_many and relation.model is model and not issubclass(rows, Case):
            column = relation.field.column
            found.append(_Table(rows, _tracked(rows), column, _fields(rows, {"id", relation.field.name}), own=False))
    found.append(_Table(Document, _tracked(Document), "case_id", {"name": Document._meta.get_field("name")}, own=False))
    return tuple(table for table in found if table.events)


def _fields(model: Any, without: Iterable[str]) -> dict[str, Any]:
    """The columns that may be told, by their name in the database."""
    hidden = set(without) | set(getattr(model, "UNTOLD", ()))
    return {
        field.column: field
        for field in model._meta.local_concrete_fields
        if field.name not in hidden and not isinstance(field, models.FileField) and _labelled(field)
    }


def _labelled(field: Any) -> bool:
    """A column nobody gave a name to is the program's own (who recorded it, a digest)."""
    return str(field.verbose_name) != field.name.replace("_", " ")


def _events(case: Any) -> list[_Event]:
    """The history of a case and its rows, oldest first within each table, each event with what stood before."""
    model: Any = type(case)
    tables = _tables(model)
    quote = connection.ops.quote_name
    parts = [
        f"(SELECT {n}, e.pgh_id, e.pgh_obj_id, e.pgh_label, e.pgh_context_id::text, e.pgh_created_at, row_to_json(e)::text "  # noqa: S608
        f"FROM {quote(table.events)} e WHERE e.{quote(table.column)} = %s ORDER BY e.pgh_id DESC LIMIT {MOST_EVENTS})"
        for n, table in enumerate(tables)
    ]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts), [case.pk] * len(tables))
        rows = sorted(cursor.fetchall(), key=lambda row: (row[0], row[1]))
    last: dict[tuple[int, int], Mapping[str, Any]] = {}
    found = []
    for n, _pk, ident, label, context, at, text in rows:
        now = json.loads(text, parse_float=Decimal)
        found.append(
            _Event(tables[n], ident, label, (str(context), _moment(at)), now, last.get((n, ident)))
        )  # fmt: skip
        last[n, ident] = now
    return found


def _moment(at: dt.datetime | None) -> str:
    return at.astimezone(dt.UTC).isoformat() if at is not None else ""


def _visible(events: Sequence[_Event], user: Any) -> list[_Event]:
    """Without the rows that their own model keeps from this person; a row that is gone is kept from everybody then."""
    guarded: dict[Any, set[int]] = {}
    for event in events:
        if not event.table.own and hasattr(event.table.model._default_manager, "visible_to"):
            guarded.setdefault(event.table.model, set()).add(event.ident)
    seen = {
        model: set(model._default_manager.visible_to(user).filter(pk__in=ids).values_list("pk", flat=True))
        for model, ids in guarded.items()
    }
    return [e for e in events if e.table.model not in seen or e.ident in seen[e.table.model]]


# -- in words ----------------------------------------------------------------------------------------


def _changes(event: _Event, words: _Words) -> Iterable[Change]:
    kind: Kind = "removed" if event.label == "delete" else "added" if event.label == "insert" else "changed"
    if kind == "changed" and event.before is None:
        return []  # what stood before lies further back than is looked at
    if event.table.model is Document:
        if kind != "added":
            return []
        version = _("%(name)s，第 %(n)d 版") % {"name": event.now["name"], "n": event.now["version"]}
        return [Change("", "added", "document", str(Document._meta.verbose_name), "", version)]
    row = "" if event.table.own else words.row(event)
    found = list(_fields_changed(event, kind, row, words))
    if kind == "changed":
        return found
    # The title of a row already says what names it.
    return [c for c in found if f" {c.before or c.after}" not in row] or found


def _fields_changed(event: _Event, kind: Kind, row: str, words: _Words) -> Iterable[Change]:
    before = {} if kind == "added" else event.before if kind == "changed" else event.now
    after = {} if kind == "removed" else event.now
    for column, field in event.table.fields.items():
        old, new = (before or {}).get(column), after.get(column)
        if old == new or (_nothing(old) and _nothing(new)):
            continue
        label = str(field.verbose_name)
        if isinstance(old or {}, dict) and isinstance(new or {}, dict):
            for key in dict.fromkeys([*(old or {}), *(new or {})]):
                one, other = (old or {}).get(key), (new or {}).get(key)
                if one != other and not (_nothing(one) and _nothing(other)):
                    told = labelled(label, _key_words(event.table.model, field.name, key))
                    yield Change(row, kind, f"{field.name}.{key}", told, _short(one), _short(other))
            continue
        yield Change(row, kind, field.name, label, words.value(field, old), words.value(field, new))


def _key_words(model: Any, field: str, key: str) -> str:
    """A key of a mapping in words, where its model knows them: key_words(field, key)."""
    known = getattr(model, "key_words", None)
    return str(known(field, key)) if known is not None else key


def _nothing(value: Any) -> bool:
    return value in (None, "", [], {})


def _short(value: Any) -> str:
    if _nothing(value):
        return ""
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"


def _named(part: Any) -> str:
    """A part of a list: by its label, where it has one, as the criteria of a panel have; of rows kept as lists, what they are."""
    label = part.get("label") if isinstance(part, dict) else None
    if isinstance(part, list) and part and isinstance(part[0], str):
        return _short(part[0])  # [what, how much, address], as evidence is kept
    return _(label) if label else _short(part)


class _Words:
    """Values as people read them. The rows that foreign keys name are read once for all events."""

    def __init__(self, events: Sequence[_Event], user: Any) -> None:
        wanted: dict[Any, set[Any]] = {}
        for event in events:
            for column, field in event.table.fields.items():
                if isinstance(field, models.ForeignKey):
                    ids = {side.get(column) for side in (event.now, event.before or {})} - {None}
                    wanted.setdefault(field.related_model, set()).update(ids)
        cases = {pk for model, ids in wanted.items() if issubclass(model, Case) for pk in ids}
        named = self._cases(cases, user) if cases else {}
        self.rows = {
            model: named if issubclass(model, Case) else self._read(model, ids) for model, ids in wanted.items() if ids
        }

    def _cases(self, ids: set[Any], user: Any) -> dict[Any, str]:
        """Other cases, of whatever kind; by number alone to those who may not see them."""
        seen = set(Case.objects.visible_to(user).filter(pk__in=ids).values_list("pk", flat=True))
        rows = Case.objects.filter(pk__in=ids).values_list("pk", "number", "title")
        return {pk: f"{number} {title}" if pk in seen else number for pk, number, title in rows}

    def _read(self, model: Any, ids: set[Any]) -> dict[Any, str]:
        found = model._default_manager.filter(pk__in=ids)
        if hasattr(model, "name_en"):
            return {row.pk: either(row.name, row.name_en) for row in found}
        return {row.pk: str(row) for row in found}

    def value(self, field: Any, value: Any) -> str:
        """A value in words; empty for nothing; that something stands there, where what is sealed."""
        if _nothing(value):
            return ""
        if isinstance(field, SealedTextField):
            return _("（不显示）")
        if isinstance(field, models.ForeignKey):
            return self.rows.get(field.related_model, {}).get(value, f"#{value}")
        if field.choices:
            return str(dict(field.flatchoices).get(value, value))
        if isinstance(field, models.BooleanField):
            return _("是") if value else _("否")
        if isinstance(field, models.DateTimeField):
            return dt.datetime.fromisoformat(str(value)).astimezone(clock.CHINA).strftime("%Y-%m-%d %H:%M")
        if isinstance(field, models.DateField):
            return day_words(dt.date.fromisoformat(str(value)), weekday=False, year=True)
        if isinstance(field, models.DecimalField):
            return f"{Decimal(value):,.{field.decimal_places}f}"
        if isinstance(field, models.IntegerField) and not isinstance(value, bool):
            year = "year" in field.name
            return str(value) if year else f"{value:,}"
        if isinstance(value, list):
            return listed([_named(part) for part in value])
        return _short(value)

    def row(self, event: _Event) -> str:
        """Which row: what its table holds, and its first telling values (年度金额 2026)."""
        side = event.now
        telling = [
            text
            for column, field in event.table.fields.items()
            if isinstance(field, models.ForeignKey | models.CharField | models.PositiveSmallIntegerField)
            and not isinstance(field, SealedTextField)
            and (text := self.value(field, side.get(column)))
        ]
        return " ".join([str(event.table.model._meta.verbose_name), *telling[:1]])
