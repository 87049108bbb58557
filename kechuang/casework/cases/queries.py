"""Finding cases by words, over all kinds, among those a person may see."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import Any

from django.apps import apps
from django.db.models import Max
from django.urls import reverse

from kechuang.casework.cases.models import Case, CaseQuerySet
from kechuang.casework.parties.reach import reach_of
from kechuang.casework.search import services as search
from kechuang.core.among import among

MOST_FOUND = 500
"""A search leads to so many cases, the newest; who looks for others adds a word."""


def marks_of(user: Any) -> list[str]:
    """Marks of search entries: each case that this person may see has one of them (and few others, as those a person was
    named in until lately: what is found is still asked of visible_to)."""
    reach = reach_of(user)
    own = [f"@u{user.pk}"] if getattr(user, "pk", None) is not None else []
    organisations = [f"@o{o}" for o in sorted(reach.organisations)]
    return ["@public", *(f"@{prefix}" for prefix in sorted(reach.prefixes)), *organisations, *own]


def found(
    user: Any, text: str, *kinds: str, state: str = "", region: str = "", most: int = MOST_FOUND
) -> list[int] | None:
    """The ids of the newest cases that have every word and the marks of what this person may see; None when the text asks
    for nothing. To be asked of visible_to before they are shown.

    region: a prefix of region codes of 2, 4 or 6 digits.
    """
    scopes = [marks_of(user)]
    if kinds:
        scopes.append([f"#{kind}" for kind in kinds])
    scopes += [[mark] for mark, given in ((f"={state}", state), (f"/{region}", region)) if given]
    return search.newest(text, most, scopes=scopes, top=partial(_last_of, kinds) if kinds else None)


def _last_of(kinds: Iterable[str]) -> int:
    """The id of the case of one of these kinds that came last; 0 when there is none."""
    lasts = (apps.get_model(kind)._default_manager.aggregate(last=Max("pk"))["last"] for kind in kinds)
    return max((last for last in lasts if last is not None), default=0)


def find(user: Any, text: str, *kinds: str, most: int = MOST_FOUND) -> CaseQuerySet:
    """The newest cases that have every word of the text and that this person may see; none for an empty text."""
    ids = found(user, text, *kinds, most=most)
    if ids is None:
        return Case.objects.none()
    cases: CaseQuerySet = Case.objects.visible_to(user).filter(among("pk", ids))
    return cases


def paths(cases: Iterable[int]) -> dict[int, str]:
    """The address of each case's page, by id."""
    rows = Case.objects.filter(pk__in=list(cases)).values_list("pk", "number")
    return {pk: reverse("case", args=[number]) for pk, number in rows}
