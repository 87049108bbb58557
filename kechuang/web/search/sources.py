"""What is searched: each group of things, which of them a person may find, and how one is shown."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import pgettext_lazy

from kechuang.casework.cases.models import Case
from kechuang.casework.cases.people import visible_people
from kechuang.casework.cases.queries import find
from kechuang.casework.parties.models import Organisation, Person
from kechuang.core.among import among
from kechuang.core.ui import citing
from kechuang.core.ui.parts import Cite
from kechuang.core.ui.sites import site_of, sites
from kechuang.core.words import either, in_english
from kechuang.web.calculators import CALCULATORS
from kechuang.web.law import shelf
from kechuang.web.law.filters import module_words

LONGEST = 200


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing found. number, kind and state are a case's; cite is a clause's."""

    title: str
    url: str
    about: str = ""
    number: str = ""
    kind: str = ""
    state: str = ""
    cite: Cite | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """A group. find(user, query): a queryset, or a list for what is no row; hit(thing): how it is shown.

    most: as many as are ever found, the newest; 0 for all. glance: the same as find, of the newest GLANCE alone, for a page
    that shows the first of every group.
    """

    name: str
    label: Any
    unit: Any
    find: Callable[[Any, str], Any]
    hit: Callable[[Any], Hit]
    most: int = 0
    glance: Callable[[Any, str], Any] | None = None


def plain(query: str) -> str:
    """A query as it is searched for."""
    return query.replace("\x00", "").strip()[:LONGEST]


# -- cases ---------------------------------------------------------------------------------------------


GLANCE = 100
"""Beyond this a page that shows six of a group says only that there are more."""


FOUND = 200
"""As many cases a search leads through; a list of one kind leads further."""


def _cases(user: Any, query: str, most: int = FOUND) -> QuerySet[Any]:
    shown = [site.kind for site in sites()]
    # Nearly every case is of a kind that is shown: leaving the others out afterwards is quicker than asking the index.
    seen = list(find(user, query, most=most).filter(kind__in=shown).values_list("pk", flat=True))
    return Case.objects.filter(among("pk", seen)).select_related("region", "owner").order_by("-pk")


def _some_cases(user: Any, query: str) -> QuerySet[Any]:
    return _cases(user, query, GLANCE)


def _case(case: Case) -> Hit:
    site = site_of(case.kind)
    state = dict(site.model.STATES).get(case.state, case.state)
    region = either(case.region.name, case.region.name_en)
    joined = ", " if in_english() else "，"
    return Hit(
        case.title, reverse("case", args=[case.number]), f"{region}{joined}{case.owner}", case.number,
        str(site.model._meta.verbose_name), str(state),
    )  # fmt: skip


# -- parties -------------------------------------------------------------------------------------------


def visible_organisations(user: Any) -> QuerySet[Organisation]:
    """Everybody signed in sees the organisations; others those that stand behind something public."""
    if user.is_authenticated:
        return Organisation.objects.all()
    return Organisation.objects.filter(pk__in=Case.objects.filter(public=True).values("owner_id"))


def _has(field: str, word: str) -> Q:
    """A name that holds a word; upper and lower case are looked at only where a word has them: it costs more than the rest."""
    cased = word.upper() != word.lower()
    return Q(**{f"{field}__{'icontains' if cased else 'contains'}": word})


def _organisations(user: Any, query: str) -> QuerySet[Organisation]:
    rows = visible_organisations(user).select_related("region").order_by("name", "pk")
    for word in query.split():
        if word.isascii():
            code = Q(credit_code=word.upper()) if len(word) < 9 else Q(credit_code__startswith=word.upper())
            rows = rows.filter(Q(name__icontains=word) | Q(name_en__icontains=word) | code)
        else:
            rows = rows.filter(_has("name", word))
    return rows if query else rows.none()


def _organisation(one: Organisation) -> Hit:
    region = either(one.region.name, one.region.name_en)
    parts = [str(one.get_kind_display()), region, one.credit_code]
    return Hit(either(one.name, one.name_en), reverse("organisation", args=[one.pk]), " · ".join(filter(None, parts)))


def _people(user: Any, query: str) -> QuerySet[Person]:
    rows = visible_people(user).order_by("name", "pk") if user.is_authenticated else Person.objects.none()
    for word in query.split():
        rows = rows.filter(Q(name__icontains=word) | Q(orcid=word.upper()) if word.isascii() else _has("name", word))
    return rows if query else rows.none()


def _person(person: Person) -> Hit:
    return Hit(person.name, reverse("person", args=[person.pk]), person.orcid)


# -- the law -------------------------------------------------------------------------------------------


def _clauses(user: Any, query: str) -> Sequence[Any]:
    return shelf.named(query)


def _clause(clause: Any) -> Hit:
    law = shelf.library().instruments[clause.instrument]
    title = either(law.title, law.title_en)
    return Hit(
        either(clause.zh, clause.en), citing.clause_url(clause.citation),
        f"{title} · {citing.kind_words(clause.kind)} · {citing.FORCE_TAGS[clause.force]}",
        cite=citing.cite_of(clause.citation, shelf.library()),
    )  # fmt: skip


def _rule(rule: Any) -> Hit:
    return Hit(either(rule.zh, rule.en), reverse("law-rule", args=[rule.name]), module_words(rule.module))


def _calculators(user: Any, query: str) -> Sequence[Any]:
    def about(calculator: Any) -> bool:
        hay = f"{calculator.question} {calculator.about} {calculator.words}".lower()
        return any(word in hay for word in query.lower().split())

    return [calculator for calculator in CALCULATORS if about(calculator)]


SOURCES: Sequence[Source] = (
    Source("cases", pgettext_lazy("group", "案件"), pgettext_lazy("counter", "件"), _cases, _case, FOUND, _some_cases),
    Source("organisations", pgettext_lazy("group", "单位"), pgettext_lazy("counter", "家"), _organisations, _organisation),
    Source("people", pgettext_lazy("group", "人员"), pgettext_lazy("counter", "人"), _people, _person),
    Source("clauses", pgettext_lazy("group", "条款"), pgettext_lazy("counter", "条"), _clauses, _clause),
    Source(
        "rules", pgettext_lazy("group", "规则"), pgettext_lazy("counter", "条"), lambda user, query: list(shelf.cited_rules(query)),
        _rule,
    ),
    Source(
        "calculators", pgettext_lazy("group", "测算"), pgettext_lazy("counter", "项"), _calculators,
        lambda c: Hit(str(c.question), c.url, str(c.about)),
    ),
)  # fmt: skip
BY_NAME = {source.name: source for source in SOURCES}
