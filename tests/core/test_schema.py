"""Operations that stand together do what they do one by one, forwards and backwards."""

from __future__ import annotations

import pytest
from django.db import connection, migrations, models
from django.db.migrations.state import ProjectState

from kechuang.core.schema import Together

PARTS = [
    [
        migrations.CreateModel("Shelf", [("id", models.BigAutoField(primary_key=True)), ("name", models.TextField())]),
        migrations.CreateModel(
            "Book", [("id", models.BigAutoField(primary_key=True)), ("pages", models.IntegerField())]
        ),
    ],
    [
        migrations.AddField("Book", "shelf", models.ForeignKey("bench.Shelf", models.PROTECT)),
        migrations.AddIndex("Book", models.Index(fields=["pages"], name="bench_pages")),
        migrations.AddConstraint(
            "Book", models.CheckConstraint(condition=models.Q(pages__gt=0), name="bench_has_pages")
        ),
    ],
]


def tables() -> set[str]:
    return {name for name in connection.introspection.table_names() if name.startswith("bench_")}


def constraints() -> set[str]:
    with connection.cursor() as cursor:
        found = connection.introspection.get_constraints(cursor, "bench_book")
    return {name for name in found if name in ("bench_pages", "bench_has_pages")}


def test_the_state_is_that_of_the_operations_one_by_one() -> None:
    alone, together = ProjectState(), ProjectState()
    for group in PARTS:
        Together(group).state_forwards("bench", together)
        for operation in group:
            operation.state_forwards("bench", alone)
    assert alone == together


@pytest.mark.django_db(transaction=True)
def test_tables_come_and_go() -> None:
    states = [ProjectState()]
    for group in PARTS:
        after = states[-1].clone()
        Together(group).state_forwards("bench", after)
        with connection.schema_editor() as editor:
            Together(group).database_forwards("bench", editor, states[-1], after)
        states.append(after)
    assert tables() == {"bench_shelf", "bench_book"}
    assert constraints() == {"bench_pages", "bench_has_pages"}
    for group, before, after in zip(reversed(PARTS), reversed(states[:-1]), reversed(states[1:]), strict=True):
        with connection.schema_editor() as editor:
            Together(group).database_backwards("bench", editor, after, before)
    assert tables() == set()


def test_it_reads_itself_back_and_says_what_it_does() -> None:
    one = Together(PARTS[0])
    name, args, kwargs = one.deconstruct()
    assert (name, args, kwargs) == ("Together", [PARTS[0]], {})
    assert one.describe() == "Create model Shelf; Create model Book"
    assert one.reversible
    assert not Together([migrations.RunSQL("select 1")]).reversible
