"""Spark, where it is installed and there is a Java for it: the same answers through the same expressions."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

import kechuang.law.rules  # noqa: F401
from kechuang.law import REGISTRY, link, load
from tests.law.execution.law_executions import Row, batches, by_sql, explained, first_difference

pytest.importorskip("pyspark", reason="Spark is an optional extra: pip install kechuang[spark]")
if shutil.which("java") is None:
    pytest.skip("Spark needs Java 17 or newer", allow_module_level=True)

# One computation, one clock, one checklist, one ladder of dates, one with drafts: a query takes Spark seconds.
RULES = ("reward_pool_floor", "reward_payment", "price_notice_contents", "idle_listing", "evaluation_award")


@pytest.fixture(scope="module")
def spark_connection() -> Iterator[Any]:
    import ibis
    from pyspark.sql import SparkSession

    options = {
        "spark.ui.enabled": "false", "spark.driver.host": "127.0.0.1", "spark.sql.shuffle.partitions": "1",
        "spark.sql.session.timeZone": "UTC", "spark.ui.showConsoleProgress": "false",
    }  # fmt: skip
    builder = SparkSession.builder.master("local[1]")
    for name, value in options.items():
        builder = builder.config(name, value)
    session = builder.getOrCreate()
    yield ibis.pyspark.connect(session)
    session.stop()


@pytest.mark.slow
@pytest.mark.parametrize("name", [name for name in RULES if name in REGISTRY])
def test_spark_agrees(name: str, spark_connection: Any) -> None:
    program = link(REGISTRY[name], load())
    seen: list[Row] = []

    @settings(max_examples=3, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(batches(program, 30))
    def drawn(rows: list[Row]) -> None:
        seen.extend(rows)

    drawn()

    rows = seen
    wanted = [explained(program, row) for row in rows]
    assert not first_difference(rows, wanted, by_sql(spark_connection, program, rows, None))
