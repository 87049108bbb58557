"""Keeping the index, and looking things up in it."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import QuerySet

from kechuang.casework.search.models import Entry
from kechuang.casework.search.words import tokens, wanted


def index(rows: Iterable[tuple[int, str]]) -> None:
    """Make cases findable by a text, (case id, text) each; what a case was found by before is forgotten."""
    Entry.objects.bulk_create(
        [Entry(case_id=case, tokens=tokens_of(text)) for case, text in rows],
        update_conflicts=True,
        update_fields=["tokens"],
        unique_fields=["case_id"],
        batch_size=1_000,
    )


def tokens_of(text: str) -> list[str]:
    """The tokens of a text as an entry keeps them."""
    return [token[:64] for token in tokens(text)]


def matching(query: str) -> QuerySet[Entry, int] | None:
    """The ids of the cases that have every token of a query, as a subquery; None when it asks for nothing."""
    asked = wanted(query)
    if not asked:
        return None
    return Entry.objects.filter(tokens__contains=asked).values_list("case_id", flat=True)
