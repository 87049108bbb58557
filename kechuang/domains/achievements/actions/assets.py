"""Writers of the separate list and of losses."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from kechuang.casework.cases.actions import action
from kechuang.casework.cases.law import ask, entitled
from kechuang.core.permissions import Refusal
from kechuang.domains.achievements import facts, fees
from kechuang.domains.achievements.actions.who import HEAD, head
from kechuang.domains.achievements.dormancy import release
from kechuang.domains.achievements.forms.idle import LossForm, PastDayForm
from kechuang.domains.achievements.models import Achievement, Loss
from kechuang.law import Finding

Data = Mapping[str, Any]


def _separate(achievement: Achievement, *, data: Data, by: Any) -> list[Finding | Refusal]:
    given = facts.holder_facts(achievement.owner) | {"asset.service_achievement": achievement.service}
    return [entitled(ask(achievement, "separate_listing", given), silent=True)]


@action(
    Achievement,
    label=_("列入单列管理"),
    stays=("registered",),
    by=head,
    who=HEAD,
    form=PastDayForm,
    law=_separate,
    cites="quzhou-2024:art17.p1.a",
    bulk=True,
    hint=_("职务科技成果及其形成的国有股权单列管理，不纳入国有资产保值增值考核"),
)
def list_separately(achievement: Achievement, *, data: Data, by: Any) -> None:
    """Put a service achievement on the unit's separate asset list."""
    achievement.separate_on = data["on"]


def _excused(achievement: Achievement, *, data: Data, by: Any) -> list[Finding | Refusal]:
    given = facts.loss_facts(achievement, data)
    return [ask(achievement, "loss_write_off_file", given), entitled(ask(achievement, "loss_write_off", given))]


@action(
    Achievement,
    label=_("亏损核销"),
    moves={"registered": "written_off"},
    by=head,
    who=HEAD,
    form=LossForm,
    law=_excused,
    law_needs_data=True,
    cites="quzhou-2024:art17.p3.b",
    hint=_("证明齐全、单位审核、报主管部门备案的，免责核销"),
)
def write_off(achievement: Achievement, *, data: Data, by: Any) -> Callable[[], None]:
    """Write a loss off: proofs whole, reviewed by the unit, filed with the department."""

    def finish() -> None:
        Loss.objects.create(achievement=achievement, **data)
        release(achievement)
        fees.follow(achievement)

    return finish
