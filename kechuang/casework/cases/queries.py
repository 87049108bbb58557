"""Finding cases by words, over all kinds, among those a person may see."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.urls import reverse

from kechuang.casework.cases.models import Case, CaseQuerySet
from kechuang.casework.search.services import matching


def find(user: Any, text: str, *kinds: str) -> CaseQuerySet:
    """Cases that have every word of the text and that this person may see, newest first; none for an empty text."""
    found = matching(text)
    if found is None:
        return Case.objects.none()
    cases: CaseQuerySet = Case.objects.visible_to(user).filter(pk__in=found)
    return cases.filter(kind__in=kinds) if kinds else cases


def paths(cases: Iterable[int]) -> dict[int, str]:
    """The address of each case's page, by id."""
    rows = Case.objects.filter(pk__in=list(cases)).values_list("pk", "number")
    return {pk: reverse("case", args=[number]) for pk, number in rows}
