"""Rows as columns: out of PostgreSQL and into it by COPY, for work over a million rows at once."""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import Any

import polars as pl
from django.db import connection


def read(query: str, params: Mapping[str, Any], columns: Mapping[str, Any]) -> pl.DataFrame:
    """What a query finds, as columns of these Polars types, in the query's order.

    Booleans are read as PostgreSQL writes them; texts must not tell an empty one from none.
    """
    flags = [name for name, kind in columns.items() if kind == pl.Boolean]
    schema = pl.Schema({name: pl.String() if name in flags else kind for name, kind in columns.items()})
    found = io.BytesIO()
    with connection.cursor() as cursor, cursor.copy(f"COPY ({query}) TO STDOUT (FORMAT csv)", params) as rows:
        for block in rows:
            found.write(block)
    if not found.tell():
        return pl.DataFrame(schema=dict(columns))
    found.seek(0)
    frame = pl.read_csv(found, has_header=False, schema=schema)
    return frame.with_columns(pl.col(name) == "t" for name in flags)


def write(table: str, frame: pl.DataFrame) -> None:
    """Add the frame's rows to a table, its columns by their names."""
    if not frame.height:
        return
    text = frame.write_csv(include_header=False)
    names = ", ".join(connection.ops.quote_name(name) for name in frame.columns)
    statement = f"COPY {connection.ops.quote_name(table)} ({names}) FROM STDIN (FORMAT csv)"
    with connection.cursor() as cursor, cursor.copy(statement) as rows:
        rows.write(text)


def keep(table: str, key: str, frame: pl.DataFrame) -> None:
    """Write the frame's rows over those of the table with the same key, and add the others. key: a unique column."""
    if not frame.height:
        return
    quote = connection.ops.quote_name
    names = [quote(name) for name in frame.columns]
    fresh = f"{table}_fresh"
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TEMP TABLE IF NOT EXISTS {quote(fresh)} (LIKE {quote(table)}) ON COMMIT DELETE ROWS")
        cursor.execute(f"TRUNCATE {quote(fresh)}")
        write(fresh, frame)
        values = ", ".join(f"{name} = EXCLUDED.{name}" for name in names if name != quote(key))
        cursor.execute(
            f"INSERT INTO {quote(table)} ({', '.join(names)}) SELECT {', '.join(names)} FROM {quote(fresh)} "  # noqa: S608
            f"ON CONFLICT ({quote(key)}) DO UPDATE SET {values}"
        )


__all__ = ["keep", "read", "write"]
