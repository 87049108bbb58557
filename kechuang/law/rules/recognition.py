"""Recognition of platforms: what is published, what level is needed, and what it opens."""

from __future__ import annotations

from kechuang.law.expression import (
    Node,
    all_of,
    any_of,
    complete,
    const,
    facts,
    governed,
    known,
    missing,
    parameter,
    when,
)
from kechuang.law.rule import check, entitlement, remark
from kechuang.law.types import DATE, FLAG, items_of
from kechuang.law.vocabulary import LEVEL, unit

recognition = facts(
    "recognition",
    published=(items_of("recognition.publications"), "已公开的事项", "Matters published"),
    convenient_service=(FLAG, "提供精准便捷服务", "Convenient service offered"),
    kinds=(items_of("recognition.accepted_kinds"), "所获认定类型", "Kinds of recognition held"),
    types_applied=(items_of("recognition.types"), "申报的认定类型", "Types applied for"),
    exception_recorded=(FLAG, "不按原则要求的理由已记录", "Reason for the exception recorded"),
)
recognition_round = facts(
    "recognition_round",
    conditions_on=(DATE, "申报条件公开之日", "Conditions published on"),
    procedure_on=(DATE, "评审程序公开之日", "Procedure published on"),
    results_on=(DATE, "认定结果公开之日", "Results published on"),
    opened_on=(DATE, "开始受理之日", "Applications taken from"),
    closed_on=(DATE, "认定工作办结之日", "Round closed on"),
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

# -- a round opens and closes (art. 10(3)): published first, then done ---------------------------------------

_PUBLISHED = "quzhou-2024:art10.p3"


def _published(day: Node, before: Node) -> Node:
    """Whether something was published, and not after the day it had to be known on (today when that is not said)."""
    return when(known(day), when(known(before), day <= before, const(True, FLAG)), const(False, FLAG))


_conditions = _published(recognition_round.conditions_on, recognition_round.opened_on).called(
    "受理前已公开申报条件", "Conditions published before opening", _PUBLISHED
)
_procedure = _published(recognition_round.procedure_on, recognition_round.opened_on).called(
    "受理前已公开评审程序", "Procedure published before opening", _PUBLISHED
)
_results = _published(recognition_round.results_on, recognition_round.closed_on).called(
    "办结前已公开认定结果", "Results published before closing", _PUBLISHED
)

recognition_round_opening = check(
    "recognition_round_opening",
    all_of(_conditions, _procedure),
    applies=governed(_PUBLISHED),
    zh="开始受理认定申报",
    en="Opening a recognition round",
    cites=_PUBLISHED,
    module="platforms",
    remarks=[
        remark(~_conditions, "申报条件还没有公开。", "The conditions are not published yet.", "warning", _PUBLISHED),
        remark(~_procedure, "评审程序还没有公开。", "The procedure is not published yet.", "warning", _PUBLISHED),
    ],
    about=(
        "申报条件和评审程序须在受理之前公开，否则不能开始受理。",
        "Conditions and procedure are published before applications are taken; else the round cannot open.",
    ),
)

recognition_round_closing = check(
    "recognition_round_closing",
    all_of(_conditions, _procedure, _results),
    applies=governed(_PUBLISHED),
    zh="办结认定工作",
    en="Closing a recognition round",
    cites=_PUBLISHED,
    module="platforms",
    remarks=[
        remark(~_results, "认定结果还没有公开。", "The results are not published yet.", "warning", _PUBLISHED),
    ],
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
