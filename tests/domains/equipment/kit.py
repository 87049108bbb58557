"""Equipment to test with, in the small office."""

from __future__ import annotations

from typing import Any

from kechuang.domains.equipment.models import Equipment, Purchase, UsePeriod
from tests.casework.office import Office, act, registered

EQUIPMENT, PURCHASE = "equipment.equipment", "equipment.purchase"


def described(platform: Any, **changes: Any) -> dict[str, Any]:
    return {
        "platform": platform.pk,
        "title": "场发射扫描电子显微镜",
        "model_name": "SE-500",
        "maker": "东海仪器",
        "category": "分析仪器",
        "asset_number": "20240017",
        "value": "3200000.00",
        "acquired_on": "2024-06-01",
        "place": "A 座 103",
        "openness": "shared",
        "open_since": "2024-06-01" if changes.get("openness") != "not_shared" else "",
        "services": "纤维断面形貌观察",
        "price_outside": "600.00",
        "price_own": "200.00",
        "hours_available": "1800",
    } | changes


def entered(office: Office, platform: Any = None, mark: str = "kq", **changes: Any) -> Equipment:
    """A piece of equipment in the register of a platform in Keqiao, entered by the platform's manager."""
    platform = platform or registered(office)
    by = office[f"{mark}-manager"]
    made: Equipment = act(f"{EQUIPMENT}.register", None, described(platform, **changes), by).case
    return made


def a_use(**changes: Any) -> dict[str, Any]:
    return {
        "day_from": "2026-03-02",
        "hours": "6.5",
        "user": "outside",
        "user_name": "绍兴越锦印染有限公司",
        "charge": "3900.00",
        "voucher": "HP-0017",
        "purpose": "面料断面观察",
    } | changes


OWN = {"user": "own", "user_name": "", "charge": "", "voucher": ""}


def used(office: Office, equipment: Any, by: str = "kq-manager", **changes: Any) -> UsePeriod:
    act(f"{EQUIPMENT}.record_use", equipment, a_use(**changes), office[by])
    return UsePeriod.objects.order_by("-pk")[0]


def wanted(office: Office, platform: Any, by: str = "kq-manager", **changes: Any) -> Purchase:
    data = {
        "platform": platform.pk, "title": "扫描电子显微镜", "specification": "分辨率优于 1 nm", "budget": "2800000.00",
        "need": "失效分析，年需 900 小时",
    } | changes  # fmt: skip
    made: Purchase = act(f"{PURCHASE}.request", None, data, office[by]).case
    return made
