"""One row a case: the tokens it is found by, and who may find it."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models

BLOCK_BITS = 12
"""Cases whose ids differ in these last bits only, 4,096 of them, are one block: the index is asked block by block."""


def block_of(case_id: int) -> int:
    """The block a case is in; a later one is in the same or in a later block."""
    return case_id >> BLOCK_BITS


PENDING_KB = 256
"""New entries wait in a list of so many kB and go into the index together: three times as cheap, and a search that reads
the full list takes less than a tenth of a millisecond longer (docs/performance.md)."""


class Blocks(models.Func):
    """The block of an entry as an array, for the index of arrays; the same words as in a condition on it."""

    template = f"(ARRAY[%(expressions)s >> {BLOCK_BITS}])"
    output_field = ArrayField(models.BigIntegerField())


class Entry(models.Model):
    """What one case is found by. tokens: see words.tokens.

    scope: its kind (#platforms.agreement), state (=filed), where it is (/33, /3306, /330603), and who sees it: offices over the
    region (@33, @3306, @330603) unless it is confined, organisations (@o12), people named in it at any time (@u7), @public.
    Written by the database from the case, its parties and its people, whoever changes them.
    """

    case_id = models.BigIntegerField(primary_key=True)
    tokens = ArrayField(models.CharField(max_length=64))
    scope = ArrayField(models.CharField(max_length=64), default=list, editable=False)

    class Meta:
        indexes = (
            GinIndex(
                "tokens", "scope", Blocks("case_id"), name="search_tokens", fastupdate=True,
                gin_pending_list_limit=PENDING_KB,
            ),
        )  # fmt: skip

    def __str__(self) -> str:
        return str(self.case_id)
