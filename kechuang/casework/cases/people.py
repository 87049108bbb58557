"""Which people someone may find: those whose masked data they may ask for (kechuang.casework.accounts.unmasking), as rows.

The predicate there says the same of one person; a test holds the two together.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import Q, QuerySet

from kechuang.casework.accounts.unmasking import OFFICE, WITHIN
from kechuang.casework.cases.models import Case
from kechuang.casework.parties.models import Organisation, Person
from kechuang.casework.parties.reach import reach_of, under


@lru_cache(maxsize=1)
def naming() -> tuple[tuple[Any, str, str], ...]:
    """The tables whose rows name a person in a case: model, column of the person, column of the case."""
    found = []
    for model in apps.get_models():
        columns = [f for f in model._meta.local_fields if isinstance(f, models.ForeignKey)]
        people = [f.name for f in columns if f.related_model is Person]
        cases = [f.name for f in columns if isinstance(f.related_model, type) and issubclass(f.related_model, Case)]
        if not model._meta.label_lower.endswith("event"):
            found += [(model, person, case) for person in people for case in cases]
    return tuple(found)


def owners_naming(person: Person) -> Iterable[Organisation]:
    """The owners of every case in which a row of the case's own tables names a person."""
    found: list[Organisation] = []
    for model, name, case in naming():
        owners = model._default_manager.filter(**{name: person}).values(f"{case}__owner")
        found += Organisation.objects.filter(pk__in=owners)
    return found


def people_of(organisation: Organisation) -> QuerySet[Person]:
    """The people of an organisation: who have a post in it, and whom a row of its own cases names (completers, staff, rewards)."""
    named = Q(user__memberships__organisation=organisation)
    for model, name, case in naming():
        named |= Q(pk__in=model._default_manager.filter(**{f"{case}__owner": organisation}).values(name))
    return Person.objects.filter(named).distinct()


def visible_people(user: Any) -> QuerySet[Person]:
    """Oneself; and the people of the organisations one acts for or holds office over."""
    own = getattr(user, "person_id", None)
    seen = Q(pk=own) if own is not None else Q(pk__in=())
    posts = reach_of(user).posts
    within = {post.organisation for post in posts if post.role in WITHIN}
    prefixes = {post.prefix for post in posts if post.over_regions and post.role in OFFICE}
    if within or prefixes:
        organisations = Organisation.objects.filter(Q(pk__in=within) | under(prefixes, "region__code")).values("pk")
        seen |= Q(user__memberships__organisation__in=organisations)
        for model, name, case in naming():
            rows = model._default_manager.filter(**{f"{case}__owner__in": organisations})
            seen |= Q(pk__in=rows.values(name))
    return Person.objects.filter(seen).distinct()
