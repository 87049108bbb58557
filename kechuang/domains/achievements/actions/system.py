"""Writers of a unit's management system."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from kechuang.casework.cases.actions import action
from kechuang.casework.cases.forms import NoteForm
from kechuang.casework.cases.law import ask
from kechuang.casework.cases.standard import attachment_for, determination_for
from kechuang.domains.achievements import facts
from kechuang.domains.achievements.actions.who import HEAD, department, head
from kechuang.domains.achievements.forms import system as forms
from kechuang.domains.achievements.models import ManagementSystem
from kechuang.law import Finding

Data = Mapping[str, Any]


@action(
    ManagementSystem,
    label=_("起草成果管理制度"),
    creates=True,
    by=head,
    who=HEAD,
    form=forms.SystemForm,
    cites="zhejiang-2021:art15.p1",
)
def draft(system: ManagementSystem, *, data: Data, by: Any) -> None:
    """Draft the unit's rules for service achievements, content by content."""
    _write(system, data)


@action(ManagementSystem, label=_("修改制度"), stays=("draft", "in_force"), by=head, who=HEAD, form=forms.SystemForm)
def redraft(system: ManagementSystem, *, data: Data, by: Any) -> None:
    """Change the text; the history keeps what it said before."""
    _write(system, data)


def _write(system: ManagementSystem, data: Data) -> None:
    system.title, system.owner, system.contents = data["title"], data["owner"], data["contents"]
    system.region = data["owner"].region


def _whole(system: ManagementSystem, *, data: Data, by: Any) -> list[Finding]:
    given = facts.system_facts(system) | {"management.implemented": True}
    return [ask(system, "management_system", given)]


@action(
    ManagementSystem,
    label=_("施行制度"),
    moves={"draft": "in_force"},
    by=head,
    who=HEAD,
    form=forms.InForceForm,
    law=_whole,
    cites=["zhejiang-2021:art15.p1", "zhejiang-2021:art45.p1"],
    main=True,
)
def put_in_force(system: ManagementSystem, *, data: Data, by: Any) -> None:
    """Put the whole of it in force; what the law asks for and is missing is told."""
    system.in_force_on = data["in_force_on"]


@action(
    ManagementSystem,
    label=_("废止制度"),
    moves={"draft": "repealed", "in_force": "repealed"},
    by=head,
    who=HEAD,
    form=NoteForm,
)
def repeal(system: ManagementSystem, *, data: Data, by: Any) -> None:
    """End it, with the reason; another takes its place."""


attach_to_system = attachment_for(ManagementSystem, head | department)
determine_system = determination_for(ManagementSystem)
