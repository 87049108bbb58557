"""History by day: a block-range index on every event table, made after migrations wherever one is missing.

Events are only ever added, in the order of time, so such an index stays a few pages long and costs nothing to keep. It
is made here and not by a migration of each app, so that no table of history can be without.
"""

from __future__ import annotations

import hashlib
from typing import Any

from django.db import connection

_LONGEST_NAME = 63


def index_of(table: str) -> str:
    """The name of a table's index."""
    name = f"{table}_at"
    return name if len(name) <= _LONGEST_NAME else f"{hashlib.sha256(table.encode()).hexdigest()[:20]}_at"


def keep(**_signal: Any) -> None:
    """Make what is missing."""
    from kechuang.core.audit.seal import event_tables

    quote = connection.ops.quote_name
    with connection.cursor() as cursor:
        there = set(connection.introspection.table_names(cursor))
        for table in event_tables():
            if table in there:
                cursor.execute(
                    f"CREATE INDEX IF NOT EXISTS {quote(index_of(table))} ON {quote(table)} "
                    "USING brin (pgh_created_at) WITH (pages_per_range = 32, autosummarize = on)"
                )
