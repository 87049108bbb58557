"""One row a case: the tokens it is found by."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models


class Entry(models.Model):
    """What one case is found by. tokens: see words.tokens."""

    case_id = models.BigIntegerField(primary_key=True)
    tokens = ArrayField(models.CharField(max_length=64))

    class Meta:
        indexes = (GinIndex(fields=("tokens",), name="search_tokens", fastupdate=False),)

    def __str__(self) -> str:
        return str(self.case_id)
