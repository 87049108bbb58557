"""What the law needs to know of equipment and of what is to be bought. The only bridge from these tables to law/."""

from __future__ import annotations

from typing import Any

from kechuang.domains.equipment.models import Equipment, Purchase
from kechuang.domains.platforms.facts import unit_facts


def stage_facts(equipment: Equipment) -> dict[str, Any]:
    """The unit, and the stages of management the equipment is in today."""
    running = sorted({row.code for row in equipment.stages.all() if row.ended_on is None})
    return unit_facts(equipment.platform) | {"equipment.stages": running}


def purchase_facts(purchase: Purchase, *, reviewed: bool | None) -> dict[str, Any]:
    """The unit, whether the register was looked through, whether something open was found there.

    reviewed: whether the department has reviewed why it must still be bought; None is not known.
    """
    searches = list(purchase.searches.prefetch_related("hits")) if purchase.pk is not None else []
    found: dict[str, Any] = {"equipment.shared_searched": bool(searches)}
    if searches:
        found["equipment.shared_found"] = any(search.hits.all() for search in searches)
    if reviewed is not None:
        found["equipment.need_reviewed"] = reviewed
    return unit_facts(purchase.platform) | found
