"""Whom a plan names: the completers of what was transformed, those who carried the transformation, and what the records say of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _

from kechuang.casework.parties.models import Membership, Organisation, Person, Role
from kechuang.domains.achievements.models import Achievement, Completer, Empowered, OwnershipShare
from kechuang.domains.rewards.computing import weights_of
from kechuang.domains.rewards.models import RewardPlan
from kechuang.domains.transformations.models import Transformation


@dataclass(frozen=True, slots=True)
class Known:
    """What the records say of the people of a plan, by the person's id. weights: millionths of the contribution."""

    weights: dict[int, int]
    mains: frozenset[int]
    title_shares: frozenset[int]
    chose_reward: frozenset[int]
    leaders: frozenset[int]
    completers: tuple[Person, ...]
    leader_names: frozenset[str] = frozenset()

    def leads(self, person: Person) -> bool:
        """Whether someone is a leader of the unit: by the person of a leader's account, by its name where it has none yet."""
        return person.pk in self.leaders or person.name in self.leader_names


def known_of(transformation: Transformation | None, unit: Organisation, day: dt.date) -> Known:
    """Completers in the order of their names, main ones, those who own a share on the day, those who chose the reward, leaders."""
    leading = Membership.objects.on(day).filter(organisation=unit, role=Role.LEADER)
    heads = list(leading.values_list("user__person_id", "user__display_name"))
    leaders = frozenset(person for person, _name in heads if person is not None)
    names = frozenset(name for person, name in heads if person is None and name)
    if transformation is None:
        return Known({}, frozenset(), frozenset(), frozenset(), leaders, (), names)
    achievements = [item.achievement_id for item in transformation.items.order_by("position")]
    rows = list(Completer.objects.filter(achievement__in=achievements).select_related("person"))
    shares = [[(c.person_id, c.share) for c in rows if c.achievement_id == one] for one in achievements]
    weights = weights_of([of_one for of_one in shares if of_one])
    people = {c.person_id: c.person for c in rows}
    owning = OwnershipShare.objects.filter(
        Q(valid_to=None) | Q(valid_to__gte=day), achievement__in=achievements, person__isnull=False, valid_from__lte=day
    )
    chosen = Empowered.objects.filter(
        empowerment__achievement__in=achievements, empowerment__starts_on__lte=day, takes_reward=True
    )
    return Known(
        weights,
        frozenset(c.person_id for c in rows if c.main),
        frozenset(owning.values_list("person_id", flat=True)),
        frozenset(chosen.values_list("person_id", flat=True)),
        leaders,
        tuple(people[key] for key in weights),
        names,
    )


def find_person(name: str, orcid: str, unit: Organisation, among: Iterable[Person] = ()) -> Person | None:
    """The person a name stands for, None for someone new. Raises ValidationError where several bear the name.

    By ORCID; else the one of that name among those at hand, the members of the unit, who completed its achievements or was
    named in its plans.
    """
    if orcid:
        return Person.objects.filter(orcid=orcid).first()
    here = [person for person in among if person.name == name]
    if len(here) == 1:
        return here[0]
    near = (
        Q(user__memberships__organisation=unit)
        | Q(completed__achievement__owner=unit)
        | Q(rewards__plan__owner=unit)
    )  # fmt: skip
    found = list(Person.objects.filter(near, name=name).distinct()[:2])
    if len(found) > 1:
        raise ValidationError(_("叫“%(name)s”的不止一人，请写 ORCID") % {"name": name})
    return found[0] if found else None


def refuse_title_shares(plan: RewardPlan, wanted: Iterable[tuple[Person | None, int]]) -> None:
    """Raise ValidationError for someone who holds a share of the ownership, did not ask for the reward, and is to get fen."""
    known = known_of(plan.transformation, plan.owner, plan.obtained_on)
    for person, fen in wanted:
        if person is not None and fen and person.pk in known.title_shares - known.chose_reward:
            words = _("%(who)s已取得成果权属份额，没有要求改领奖励，不参加分配：金额写 0") % {"who": person.name}
            raise ValidationError(words)


def named(names: Sequence[tuple[str, str]], unit: Organisation, among: Iterable[Person] = ()) -> list[Person]:
    """The people of names with ORCID, in order; those nobody knows yet are recorded."""
    known = list(among)
    found = []
    for name, orcid in names:
        person = find_person(name, orcid, unit, known) or Person.objects.create(name=name, orcid=orcid)
        known.append(person)
        found.append(person)
    return found


def titles_of(plan: RewardPlan) -> list[str]:
    """What the plan's achievements are called."""
    if plan.transformation_id is None:
        return []
    rows = Achievement.objects.filter(transformed__transformation=plan.transformation_id)
    return list(rows.order_by("transformed__position").values_list("title", flat=True))
