"""Writers of use: recorded as it was, struck out where it was wrong, never changed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from kechuang.casework.cases.actions import action
from kechuang.core import clock
from kechuang.domains.equipment.actions.register import STAGES
from kechuang.domains.equipment.actions.who import KEEPER, keeper
from kechuang.domains.equipment.forms import use as forms
from kechuang.domains.equipment.models import Equipment, UsePeriod

Data = Mapping[str, Any]
ANY = ("in_use", "down", "retired")
"""What was used before it was retired may still be written down after."""
_FIELDS = (
    "day_from", "day_to", "starts_at", "ends_at", "hours", "user", "organisation", "user_name", "charge", "voucher", "purpose",
)  # fmt: skip


@action(
    Equipment,
    label=_("登记使用"),
    stays=ANY,
    by=keeper,
    who=KEEPER,
    form=forms.UseForm,
    cites=[STAGES, "keqiao-2025-draft:s4.8.c"],
    main=True,
)
def record_use(equipment: Equipment, *, data: Data, by: Any) -> list[UsePeriod]:
    """One use of a day or a period: by whom, how long, for how much."""
    return [UsePeriod(equipment=equipment, **{name: data[name] for name in _FIELDS})]


@action(
    Equipment,
    label=_("作废使用记录"),
    stays=ANY,
    by=keeper,
    who=KEEPER,
    form=forms.StrikeForm,
    cites=STAGES,
    hint=_("记错的作废并写明理由，再登记对的；作废的留在记录里，不再计入"),
)
def strike_use(equipment: Equipment, *, data: Data, by: Any) -> Callable[[], None]:
    """A row was wrong: it stays, struck out, with the reason, and counts no more."""

    def finish() -> None:
        row = data["use"]
        row.struck_on, row.struck_because = clock.today(), data["reason"]
        row.save()

    return finish
