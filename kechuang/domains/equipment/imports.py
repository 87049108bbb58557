"""Spreadsheets: hundreds of pieces of equipment, and what they were used for in a month."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kechuang.casework.sheets.declare import Doubts, Key, Problem, SheetImport, sheet_import
from kechuang.domains.equipment.actions import register, uses
from kechuang.domains.equipment.models import Equipment


def _look_alikes() -> Doubts:
    """The same name and model under one platform, in the register or above in the sheet: perhaps the same piece."""
    rows = Equipment.objects.exclude(state="retired").values_list(
        "platform__number", "platform__title", "title", "model_name", "asset_number", "number"
    )
    known: dict[tuple[str, str, str], tuple[str, str]] = {}
    for number, platform, title, model, asset, case in rows:
        for name in (number, platform):
            known[name, title, model] = (asset, case)

    def doubts(number: int, data: Mapping[str, Any]) -> Sequence[Problem]:
        platform, title, model, asset = (
            str(data.get(name, "")).strip() for name in ("platform", "title", "model_name", "asset_number")
        )
        other = known.get((platform, title, model))
        known.setdefault((platform, title, model), (asset, _("第 %(n)d 行") % {"n": number}))
        if other is None or (asset and other[0] and asset != other[0]):
            return []
        text = _("已有同名同型号的仪器：%(where)s") % {"where": other[1]}
        return [Problem("title", text, _("同一台就删去这一行；确是两台，写上资产编号，也可照样导入"), wrong=False)]

    return doubts


equipment = sheet_import(
    SheetImport(
        register.register,
        title=gettext_lazy("大型科研仪器"),
        columns=(
            "platform", "title", "model_name", "maker", "category", "asset_number", "value", "acquired_on", "region", "place",
            "operator", "contact", "openness", "openness_note", "open_since", "services", "price_outside", "price_own", "hours_available",
        ),
        codes=frozenset({"asset_number"}),
        keys={"platform": Key("number", "title"), "region": Key("code", "name", "name_en")},
        identity=(("platform", "asset_number"), ("platform", "title", "model_name", "acquired_on")),
        examples={
            "platform": "PT-2026-000001", "title": "场发射透射电子显微镜", "model_name": "TF-200", "asset_number": "20240017",
            "value": "5680000.00", "acquired_on": "2024-03-15", "openness": "开放共享", "price_outside": "800.00",
            "hours_available": "1800", "category": "分析仪器",
        },
        remedies={
            "platform": gettext_lazy("写平台编号，或者与登记一致的名称"),
            "openness_note": gettext_lazy("有条件开放写条件，不开放写理由"),
            "region": gettext_lazy("写六位区划代码；空着就是平台所在地"),
        },
        standards={"region": "GB/T 2260"},
        preload=((Equipment, "asset_number", "asset_number"),),
        doubts=_look_alikes,
    )
)  # fmt: skip

use_periods = sheet_import(
    SheetImport(
        uses.record_use,
        title=gettext_lazy("仪器使用记录"),
        codes=frozenset({"voucher"}),
        keys={"organisation": Key("credit_code", "name")},
        examples={
            "day_from": "2026-03-02", "hours": "6.5", "user": "外单位", "user_name": "绍兴越锦印染有限公司", "purpose": "面料断面观察",
            "charge": "5200.00",
        },
        remedies={
            "organisation": gettext_lazy("写统一社会信用代码或者全称；系统里没有的写在“使用单位名称”"),
            "day_to": gettext_lazy("一行不跨月，分月登记"),
            "time_from": gettext_lazy("写成 09:00"),
        },
        in_turn=True,
    )
)  # fmt: skip
