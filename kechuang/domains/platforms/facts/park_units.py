"""What the law needs to know of a unit of a park or an enclave."""

from __future__ import annotations

from typing import Any

from kechuang.domains.platforms.facts.registry import unit_facts
from kechuang.domains.platforms.models import ParkUnit


def park_facts(unit: ParkUnit) -> dict[str, Any]:
    """Whether it lies in an enclave, whose, and whether its premises are secured; with the facts of its platform."""
    found: dict[str, Any] = unit_facts(unit.platform) if unit.platform is not None else {}
    found["enclave.located"] = unit.unit_kind == ParkUnit.Kind.ENCLAVE
    found["enclave.premises_secured"] = unit.secured_on is not None
    home = unit.enterprise.region_id if unit.enterprise is not None else unit.home_region_id
    if home:
        found["enclave.home_region"] = home
    return found
