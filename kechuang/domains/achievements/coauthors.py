"""Co-authors found in the register of achievements, so that they do not review each other."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping

from django.db.models import Q

from kechuang.casework.reviews.conflicts import LOOKBACK, Bond, Stake, bond_finder
from kechuang.casework.reviews.models import Conflict, Expert
from kechuang.domains.achievements.models import Completer


@bond_finder
def completed_together(experts: Mapping[int, Expert], stake: Stake, day: dt.date) -> Iterable[tuple[int, Bond]]:
    """Experts who completed an achievement with a person concerned, in the years one looks back."""
    by_person = {expert.person_id: pk for pk, expert in experts.items()}
    others = Completer.objects.filter(
        Q(person_id__in=stake.people) | Q(person__name__in=stake.names),
        achievement__completed_on__gte=day - LOOKBACK, achievement__completers__person_id__in=by_person,
    )  # fmt: skip
    rows = others.values_list("achievement__completers__person_id", "person_id", "person__name").distinct()
    for expert, other, name in rows:
        if expert in by_person and expert != other:
            yield by_person[expert], Bond(Conflict.Kind.COAUTHORSHIP, "found", name)
