"""Finding cases by words, over all kinds, among those a person may see."""

from __future__ import annotations

from typing import Any

from kechuang.casework.cases.models import Case, CaseQuerySet
from kechuang.casework.search.services import matching


def find(user: Any, text: str, *kinds: str) -> CaseQuerySet:
    """Cases that have every word of the text and that this person may see, newest first; none for an empty text."""
    found = matching(text)
    if found is None:
        return Case.objects.none()
    cases: CaseQuerySet = Case.objects.visible_to(user).filter(pk__in=found)
    return cases.filter(kind__in=kinds) if kinds else cases
