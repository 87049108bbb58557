"""The databases in which the law is asked too."""

from tests.law.execution.conftest import duckdb_connection, postgres_connection

__all__ = ["duckdb_connection", "postgres_connection"]
