"""Databases for the suite that holds all executions equal."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import ibis
import pytest


@pytest.fixture(scope="session")
def duckdb_connection() -> Iterator[Any]:
    connection = ibis.duckdb.connect()
    yield connection
    connection.disconnect()


@pytest.fixture(scope="session")
def postgres_connection(postgresql_url: str) -> Iterator[Any]:
    connection = ibis.connect(postgresql_url)
    yield connection
    connection.disconnect()
