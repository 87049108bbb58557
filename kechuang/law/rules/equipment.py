"""Instruments of platforms: bought only after looking for shared ones, and managed in stages."""

from __future__ import annotations

from kechuang.law.expression import all_of, any_of, complete, facts, governed, missing
from kechuang.law.rule import check, remark
from kechuang.law.types import FLAG, items_of

PURCHASE = "binjiang-2023:s5.5.b"

equipment = facts(
    "equipment",
    shared_searched=(FLAG, "已查询可共享的仪器设备", "Shared equipment searched for"),
    shared_found=(FLAG, "有可共享的仪器设备", "Shared equipment is available"),
    need_reviewed=(FLAG, "新购必要性已审查", "Need to buy reviewed"),
    stages=(items_of("equipment.process_stages"), "已落实的管理环节", "Stages of management in place"),
)
new_project = facts("new_project", review_passed=(FLAG, "新上科研项目已从严审查", "New project strictly reviewed"))

equipment_purchase = check(
    "equipment_purchase",
    all_of(
        equipment.shared_searched,
        any_of(~equipment.shared_found, equipment.need_reviewed),
    ),
    applies=governed(PURCHASE, unit__iur_platform=True),
    zh="新购仪器先查共享",
    en="Shared equipment first, purchase after",
    cites=PURCHASE,
    module="equipment",
    remarks=[
        remark(
            equipment.shared_found,
            "有可共享的仪器，仍要新购的须审查必要性。",
            "Shared equipment is available: buying still needs a reviewed reason.",
            "advice",
            PURCHASE,
        )
    ],
)

new_project_control = check(
    "new_project_control",
    new_project.review_passed,
    applies=governed(PURCHASE, unit__iur_platform=True),
    zh="严格控制新上科研项目",
    en="New research projects strictly controlled",
    cites=PURCHASE,
    module="equipment",
)

equipment_stages = check(
    "equipment_stages",
    complete(equipment.stages, "equipment.process_stages"),
    zh="大型仪器四环节管理",
    en="Four stages of instrument management",
    cites="keqiao-2025-draft:s4.8.b",
    module="equipment",
    outputs={
        "missing_stages": missing(equipment.stages, "equipment.process_stages").called("还缺的环节", "Stages missing")
    },
)
