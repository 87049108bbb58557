"""Writers of the people of a platform."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kechuang.casework.cases.actions import action
from kechuang.casework.cases.predicates import member_of_owner
from kechuang.casework.parties.models import Person, Role
from kechuang.core.permissions import Ground, Refusal
from kechuang.domains.platforms.actions.decisions import RESERVED
from kechuang.domains.platforms.actions.registry import registrar
from kechuang.domains.platforms.forms import staff as forms
from kechuang.domains.platforms.models import Platform, Staff

Data = Mapping[str, Any]
_keeper = registrar | member_of_owner(Role.PLATFORM_MANAGER, Role.LEADER)
_WHO = _("由平台管理人员或者登记部门办理")


def _director(platform: Platform, capacity: str) -> list[Refusal]:
    """Where a seated council decides on appointments, the director comes and goes by its resolution, not by this door."""
    council = platform.councils.filter(dissolved_on=None, state="seated").first()
    if capacity != Staff.Capacity.DIRECTOR or council is None or "appointments" not in council.reserved:
        return []
    text = gettext("院长（主任）由%(council)s决议任免，在 %(number)s 办理") % {
        "council": council.title,
        "number": council.number,
    }
    return [Refusal(Ground.LAW, text, (RESERVED,))]


def _employing(platform: Platform, *, data: Data, by: Any) -> list[Refusal]:
    return _director(platform, data["capacity"])


def _releasing(platform: Platform, *, data: Data, by: Any) -> list[Refusal]:
    return _director(platform, data["staff"].capacity)


@action(
    Platform,
    label=_("录入人员"),
    stays=("preparing", "operating"),
    by=_keeper,
    who=_WHO,
    form=forms.EmployForm,
    law=_employing,
    law_needs_data=True,
)
def employ(platform: Platform, *, data: Data, by: Any) -> Callable[[], None]:
    """Someone works for the platform from a day on; the person is found or made."""

    def finish() -> None:
        person = data["person"] or Person(name=data["name"])
        for name in ("id_number", "orcid", "phone", "email"):
            if data[name]:
                setattr(person, name, data[name])
        person.save()
        Staff.objects.create(
            platform=platform, person=person, capacity=data["capacity"], valid_from=data["valid_from"],
            valid_to=data["valid_to"],
        )  # fmt: skip

    return finish


@action(
    Platform,
    label=_("录入离任"),
    stays=("preparing", "operating"),
    by=_keeper,
    who=_WHO,
    form=forms.ReleaseForm,
    law=_releasing,
    law_needs_data=True,
)
def release(platform: Platform, *, data: Data, by: Any) -> Callable[[], None]:
    """Someone's last day at the platform."""

    def finish() -> None:
        row = data["staff"]
        row.valid_to = data["valid_to"]
        row.save()

    return finish
