"""A migrated database kept as a template, so that a test run copies it instead of migrating from nothing each time.

Its comment says which migration files made it. A template whose files all still stand as they were is carried on from:
only what is new is applied. Any other is made anew.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import django
import psycopg
from django.apps import apps
from django.core.management import call_command
from django.db import connections
from psycopg import sql

NAME = "kechuang_template"
_LOCK = 0x6B656368


def template_database() -> str:
    """The name of a database with every migration applied, made now if need be. Workers of one run wait for each other."""
    wanted = _migration_files()
    with psycopg.connect(**_parameters("postgres"), autocommit=True) as link:
        link.execute("SELECT pg_advisory_lock(%s)", [_LOCK])
        held = _held(link)
        if held != wanted:
            grows = held is not None and held.items() <= wanted.items()
            if held is not None and not grows:
                _run(link, "DROP DATABASE {} WITH (FORCE)", NAME)
            making = f"{NAME}_making"
            _run(link, "DROP DATABASE IF EXISTS {} WITH (FORCE)", making)
            _run(link, "CREATE DATABASE {} TEMPLATE {}", making, NAME if grows else "template0")
            _migrate(making)
            if grows:
                _run(link, "DROP DATABASE {} WITH (FORCE)", NAME)
            _run(link, "ALTER DATABASE {} RENAME TO {}", making, NAME)
            link.execute(
                sql.SQL("COMMENT ON DATABASE {} IS {}").format(sql.Identifier(NAME), sql.Literal(json.dumps(wanted)))
            )
    return NAME


def _migration_files() -> dict[str, str]:
    """Every migration of the installed apps by its place, with a digest of what it says."""
    found = {"django": django.get_version()}
    for app in apps.get_app_configs():
        for path in sorted((Path(app.path) / "migrations").glob("[0-9]*.py")):
            found[f"{app.label}/{path.name}"] = hashlib.sha256(path.read_bytes()).hexdigest()[:16]
    return found


def _held(link: psycopg.Connection[Any]) -> dict[str, str] | None:
    row = link.execute(
        "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s", [NAME]
    ).fetchone()
    return None if row is None else json.loads(row[0] or "{}")


def _run(link: psycopg.Connection[Any], statement: str, *names: str) -> None:
    link.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))


def _parameters(database: str) -> dict[str, Any]:
    wanted: dict[str, Any] = connections["default"].get_connection_params() | {"dbname": database}
    return {k: v for k, v in wanted.items() if k in ("dbname", "user", "password", "host", "port", "connect_timeout")}


def _migrate(database: str) -> None:
    connection = connections["default"]
    settings = connection.settings_dict
    connection.close()
    before, settings["NAME"] = settings["NAME"], database
    try:
        call_command("migrate", interactive=False, verbosity=0)
    finally:
        connection.close()
        settings["NAME"] = before
