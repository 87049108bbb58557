"""Many rows of a model in one statement with one parameter: several times faster than bulk_create, triggers and all.

Only for models without a save() of their own and without pre_save() on their fields; others go through bulk_create.
Rows come back with their keys in the order they were given, as Django itself relies on.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from operator import attrgetter
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, models

_PLAIN = (
    models.CharField, models.TextField, models.IntegerField, models.BooleanField, models.DateField, models.DecimalField,
    models.ForeignKey, models.JSONField, ArrayField, models.FloatField, models.UUIDField,
)  # fmt: skip
"""Fields whose value stands in JSON as it stands in the row (a DateTimeField is a DateField)."""


def insert(rows: Sequence[Any]) -> None:
    """Insert unsaved rows of one model and give them their keys."""
    if not rows:
        return
    model = type(rows[0])
    if not insertable(model):
        model._default_manager.bulk_create(rows)
        return
    take_related_keys(rows)
    key, alias = model._meta.pk.attname, connection.alias
    made = insert_values(model, rows, own_key=model._meta.auto_field is None)
    for row, pk in zip(rows, made, strict=True):
        setattr(row, key, pk)
        row._state.adding, row._state.db = False, alias


def update(model: type[models.Model], name: str, values: Mapping[int, Any]) -> int:
    """Write one column of many rows, by key, in one statement; rows that have the value already are left alone. How many changed."""
    if not values:
        return 0
    quote = connection.ops.quote_name
    field = next(f for f in model._meta.local_concrete_fields if f.name == name)
    column, key = quote(str(field.column)), quote(str(model._meta.pk.column))
    kind, table = field.db_type(connection), quote(model._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {table} t SET {column} = d.value FROM unnest(%s::bigint[], %s::{kind}[]) d(pk, value) "  # noqa: S608
            f"WHERE t.{key} = d.pk AND t.{column} IS DISTINCT FROM d.value",
            [list(values), list(values.values())],
        )
        return cursor.rowcount


def update_rows(model: type[models.Model], names: Sequence[str], rows: Sequence[Any]) -> None:
    """Write these columns of the model's own table as the rows hold them, in one statement however many. Rows have their keys."""
    own = [f for f in model._meta.local_concrete_fields if f.name in names]
    if not own or not rows:
        return
    if not all(_plain(field) for field in own):
        model._default_manager.bulk_update(rows, [field.name for field in own], batch_size=500)
        return
    key = model._meta.pk
    text = json.dumps(_values([key, *own], rows), ensure_ascii=False, cls=DjangoJSONEncoder)
    quote = connection.ops.quote_name
    table, pk = quote(model._meta.db_table), quote(str(key.column))
    columns = ", ".join(f"{quote(str(f.column))} = d.{quote(str(f.column))}" for f in own)
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {table} t SET {columns} FROM json_populate_recordset(NULL::{table}, %s::json) d "  # noqa: S608
            f"WHERE t.{pk} = d.{pk}",
            [text],
        )


def insertable(model: type[models.Model]) -> bool:
    """Whether rows of this model's own table may be written together here."""
    return model.save is models.Model.save and all(_plain(field) for field in model._meta.local_concrete_fields)


def insert_values(model: type[models.Model], rows: Iterable[Any], *, own_key: bool) -> list[Any]:
    """Insert into a model's own table what `rows` hold for its columns (any objects with those attributes).

    own_key: the rows have their key; else the database gives it. The keys, in order.
    """
    columns = [f for f in model._meta.local_concrete_fields if own_key or f is not model._meta.auto_field]
    text = json.dumps(_values(columns, rows), ensure_ascii=False, cls=DjangoJSONEncoder)
    quote = connection.ops.quote_name
    names = ", ".join(quote(str(f.column)) for f in columns)
    table, pk = quote(model._meta.db_table), quote(str(model._meta.pk.column))
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} ({names}) SELECT {names} FROM json_populate_recordset(NULL::{table}, %s::json) "  # noqa: S608
            f"RETURNING {pk}",
            [text],
        )
        return [pk for (pk,) in cursor.fetchall()]


def take_related_keys(rows: Iterable[Any]) -> None:
    """Before unsaved rows of one model are inserted: the keys of rows they point to that were saved since they were made.

    As Django does it before a save, which is left to tell of a row that was not saved.
    """
    related: list[tuple[str, str, str]] | None = None
    for row in rows:
        if related is None:
            fields: list[Any] = [f for f in row._meta.concrete_fields if f.is_relation]
            related = [(f.cache_name, f.attname, f.target_field.attname) for f in fields]
        kept, held = row._state.fields_cache, row.__dict__
        for name, attname, target in related:
            to = kept.get(name)
            if to is None:
                continue
            key = getattr(to, target)
            if held.get(attname) is None and key is not None:
                held[attname] = key
            elif held.get(attname) != key or key is None:
                row._prepare_related_fields_for_save(operation_name="bulk_create")


def _values(columns: Sequence[Any], rows: Iterable[Any]) -> list[dict[str, Any]]:
    """What rows hold, by column, as JSON takes it; columns that need no change are read together."""
    names = [str(field.column) for field in columns]
    read = attrgetter(*(field.attname for field in columns))
    changed = [(place, take) for place, field in enumerate(columns) if (take := _taker(field)) is not None]
    found = []
    for row in rows:
        values = [read(row)] if len(names) == 1 else list(read(row))
        for place, take in changed:
            values[place] = take(values[place])
        found.append(dict(zip(names, values, strict=True)))
    return found


def _plain(field: models.Field[Any, Any]) -> bool:
    """DateField has a pre_save of its own, for auto_now; JSON with an encoder of its own is left to bulk_create."""
    if not isinstance(field, _PLAIN) or field.generated or getattr(field, "encoder", None) is not None:
        return isinstance(field, models.AutoField | models.BigAutoField)
    dates = isinstance(field, models.DateField) and not (field.auto_now or field.auto_now_add)
    return dates or type(field).pre_save is models.Field.pre_save


@cache
def _taker(field: models.Field[Any, Any]) -> Callable[[Any], Any] | None:
    """What turns a value into JSON; None where it stands in JSON as it is."""
    if isinstance(field, models.DateTimeField | models.DateField):
        return lambda value: value if value is None or isinstance(value, str) else value.isoformat()
    if type(field).__module__.startswith("django."):
        return None
    return field.get_prep_value  # a field of our own, as the one that seals
