"""Recognition of platforms: what is published, what level is needed, and what it opens."""

from __future__ import annotations

from kechuang.law.expression import all_of, any_of, complete, facts, governed, missing, parameter
from kechuang.law.rule import check, entitlement, remark
from kechuang.law.types import FLAG, items_of
from kechuang.law.vocabulary import LEVEL, unit

recognition = facts(
    "recognition",
    published=(items_of("recognition.publications"), "已公开的事项", "Matters published"),
    convenient_service=(FLAG, "提供精准便捷服务", "Convenient service offered"),
    kinds=(items_of("recognition.accepted_kinds"), "所获认定类型", "Kinds of recognition held"),
    types_applied=(items_of("recognition.types"), "申报的认定类型", "Types applied for"),
    exception_recorded=(FLAG, "不按原则要求的理由已记录", "Reason for the exception recorded"),
)
title_review = facts(
    "title_review",
    conditions_met=(FLAG, "符合职称自主评审申报条件", "Meets the conditions for title self-review"),
)

recognition_publications = check(
    "recognition_publications",
    complete(recognition.published, "recognition.publications"),
    zh="平台认定公开事项齐全",
    en="Conditions, procedure and results of recognition are published",
    cites="quzhou-2024:art10.p3",
    module="platforms",
    outputs={
        "missing_publications": missing(recognition.published, "recognition.publications").called(
            "还未公开的事项", "Not yet published"
        )
    },
)

_least = parameter("recognition.min_level", LEVEL, zh="最低认定级别", en="Lowest level of recognition")
_in_principle = all_of(
    governed("binjiang-2023:s2.2.b", unit__iur_platform=True),
    unit.platform_class.is_("technology_innovation"),
    unit.enterprise_led,
)
"""Company-led technology platforms of Binjiang: 原则上, so a recorded reason excuses."""
_high_enough = unit.recognition_level >= _least

recognition_level = check(
    "recognition_level",
    any_of(_high_enough, all_of(_in_principle, recognition.exception_recorded)),
    applies=any_of(governed("quzhou-2024:art2.p2"), _in_principle),
    zh="认定级别",
    en="Level of recognition",
    cites=["quzhou-2024:art2.p2", "binjiang-2023:s2.2.b"],
    module="platforms",
    outputs={"least_level": _least.called("最低认定级别", "Lowest level of recognition")},
    remarks=[
        remark(
            all_of(_in_principle, ~_high_enough),
            "该条用“原则上”：低于所需级别的，须记录例外的理由。",
            "The clause says “in principle”: a lower level needs a recorded reason.",
            "advice",
            "binjiang-2023:s2.2.b",
        )
    ],
    about=(
        "衢州：县级以上认定；滨江：企业为主体承建的技术创新型平台，原则上国家级或者省级。",
        "Quzhou: county level or above. Binjiang: company-led technology platforms, in principle provincial.",
    ),
)

recognition_kind = check(
    "recognition_kind",
    any_of(complete(recognition.kinds, "recognition.accepted_kinds"), recognition.exception_recorded),
    applies=_in_principle,
    zh="企业为主体平台的认定类型",
    en="Kind of recognition of a company-led platform",
    cites="binjiang-2023:s2.2.b",
    module="platforms",
)

recognition_application = entitlement(
    "recognition_application",
    complete(recognition.types_applied, "recognition.types"),
    applies=all_of(governed("quzhou-2024:art10.p2"), unit.founder.is_("social")),
    zh="社会力量设立的平台申报认定",
    en="A socially founded platform may apply for recognition",
    cites=["quzhou-2024:art10.p1", "quzhou-2024:art10.p2"],
    module="platforms",
)

_title_level = parameter("title_review.min_level", LEVEL, zh="自主评审最低级别", en="Lowest level for self-review")

title_self_review = entitlement(
    "title_self_review",
    all_of(
        (unit.recognition_level >= _title_level).called("达到所需级别", "Level reached", "quzhou-2024:art31.p1.b"),
        title_review.conditions_met,
    ),
    applies=governed("quzhou-2024:art31.p1.b", unit__platform=True),
    zh="职称自主评审权限",
    en="Title self-review",
    cites="quzhou-2024:art31.p1.b",
    module="services",
    about=(
        "市级以上且符合申报条件的平台，可有序获得职称自主评审权限。",
        "Platforms of city level or above that meet the conditions may be given title self-review.",
    ),
)
