"""Who has a stake in a case, and which experts are bound to them: declared, upheld, or found in the records.

Found: the expert works for a party, or held a post there in the last three years (LOOKBACK; a custom of the field, not
of these laws), or for its parent or subsidiary; their organisation has put money into a party or the other way round
(unit fact `investors`); they are themselves one of the persons concerned. Names of people declared as kin or
co-authors are compared with the persons concerned and the members of the parties. Areas of work above find more in their
own records (bond_finder): who completed an achievement together is a co-author.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from kechuang.casework.cases.models import CaseParty
from kechuang.casework.parties.models import Membership, Organisation, UnitFact, in_force_on
from kechuang.casework.reviews.models import Conflict, Expert
from kechuang.casework.reviews.schemes import ReviewPurpose
from kechuang.core import clock

LOOKBACK = dt.timedelta(days=3 * 365 + 1)
INVESTORS = "investors"
"""The unit fact that lists who has invested in a unit, by name or credit code."""

Kind = Conflict.Kind


@dataclass(frozen=True, slots=True)
class Stake:
    """Organisations (ids) and persons (ids, and names of them and of the organisations' members) concerned in a case.

    unfiled: names of persons concerned whom no file of a person stands for; an expert of that name is taken to be the one.
    """

    organisations: frozenset[int]
    words: frozenset[str]
    people: frozenset[int]
    names: frozenset[str]
    unfiled: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Bond:
    """One reason why an expert stays out: the kind of bond, where it is known from, and with whom."""

    kind: str
    source: str
    whom: str = ""


Finder = Callable[[Mapping[int, Expert], Stake, dt.date], Iterable[tuple[int, Bond]]]
"""(experts by id of their file, stake, day) -> (id of the file, bond)."""
_FINDERS: list[Finder] = []


def bond_finder(find: Finder) -> Finder:
    """Register what finds bonds in the records of an area of work above. A decorator."""
    _FINDERS.append(find)
    return find


def stake_of(subject: Any, purpose: ReviewPurpose) -> Stake:
    """Everyone concerned in a case: owner, parties, what the purpose adds, and the same group of companies."""
    specific = subject.specific()
    named = [specific.owner_id, *CaseParty.objects.filter(case_id=subject.pk).values_list("organisation_id", flat=True)]
    named += [organisation.pk for organisation in purpose.parties(specific)]
    own = Organisation.objects.filter(pk__in=named)
    firms = own.exclude(kind=Organisation.Kind.DEPARTMENT)
    group = Q(pk__in=named) | Q(parent__in=firms) | Q(children__in=firms)
    rows = list(Organisation.objects.filter(group).distinct().values_list("pk", "name", "credit_code", "kind"))
    kept = [row for row in rows if row[0] in named or row[3] != Organisation.Kind.DEPARTMENT]
    people, unfiled = list(purpose.people(specific)), [name for name in purpose.names(specific) if name]
    members = (
        Membership.objects.acting_on(clock.today())
        .filter(organisation_id__in=firms.values("pk"))
        .values_list("user__display_name", "user__person__name")
    )
    return Stake(
        organisations=frozenset(row[0] for row in kept),
        words=frozenset(word for row in kept for word in row[1:3] if word),
        people=frozenset(person.pk for person in people),
        names=frozenset(
            name
            for name in (
                *(p.name for p in people),
                *unfiled,
                *(name for pair in members for name in pair),
            )
            if name
        ),
        unfiled=frozenset(unfiled),
    )


def bonds(experts: Iterable[Expert], stake: Stake, day: dt.date) -> dict[int, list[Bond]]:
    """For each expert who is bound to someone concerned: why. Experts without a bond are not in the answer."""
    rows = {expert.pk: expert for expert in experts}
    found: dict[int, list[Bond]] = {}

    def add(pk: int, kind: str, source: str, whom: str = "") -> None:
        put(pk, Bond(kind, source, whom))

    def put(pk: int, bond: Bond) -> None:
        if bond not in found.setdefault(pk, []):
            found[pk].append(bond)

    for pk, expert in rows.items():
        if expert.organisation_id in stake.organisations:
            add(pk, Kind.EMPLOYMENT, "found", expert.organisation.name)
        if expert.person_id in stake.people or expert.person.name in stake.unfiled:
            add(pk, Kind.OTHER, "found", expert.person.name)
    _by_memberships(rows, stake, day, add)
    _by_investment(rows, stake, day, add)
    for find in _FINDERS:
        for pk, bond in find(rows, stake, day):
            put(pk, bond)
    told = Conflict.objects.filter(in_force_on(day), expert_id__in=rows).filter(
        Q(organisation_id__in=stake.organisations) | Q(person_name__in=stake.names)
    )
    for conflict in told.select_related("organisation"):
        whom = conflict.organisation.name if conflict.organisation else conflict.person_name
        add(conflict.expert_id, conflict.kind, conflict.source, whom)
    return found


def _by_memberships(rows: dict[int, Expert], stake: Stake, day: dt.date, add: Any) -> None:
    by_person = {expert.person_id: pk for pk, expert in rows.items()}
    recent = Q(valid_to=None) | Q(valid_to__gte=day - LOOKBACK)
    posts = Membership.objects.filter(
        recent, valid_from__lte=day, user__person_id__in=by_person, organisation_id__in=stake.organisations
    )
    for person, name in posts.values_list("user__person_id", "organisation__name"):
        add(by_person[person], Kind.EMPLOYMENT, "found", name)


def _by_investment(rows: dict[int, Expert], stake: Stake, day: dt.date, add: Any) -> None:
    homes = {expert.organisation_id for expert in rows.values()}
    facts = UnitFact.objects.filter(
        in_force_on(day), name=INVESTORS, organisation_id__in=homes | stake.organisations
    ).select_related("organisation")
    invested = {fact.organisation_id: {str(word) for word in _listed(fact.value)} for fact in facts}
    into_parties = {word for pk in stake.organisations for word in invested.get(pk, ())}
    for pk, expert in rows.items():
        home = expert.organisation
        if {home.name, home.credit_code} & into_parties - {""}:
            add(pk, Kind.INVESTMENT, "found", home.name)
        for word in invested.get(home.pk, set()) & stake.words:
            add(pk, Kind.INVESTMENT, "found", word)


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]
