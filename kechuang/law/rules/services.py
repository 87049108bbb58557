"""Services to platforms: the quarterly meeting, and the range of vouchers."""

from __future__ import annotations

from kechuang.law.expression import AS_OF, ON, facts, given, governed, known, parameter, when
from kechuang.law.rule import check, clock, entitlement, remark
from kechuang.law.rules.periods import act_by
from kechuang.law.types import COUNT, DATE, MONTHS
from kechuang.law.vocabulary import unit

MEETING = "keqiao-2025-draft:s4.5.a"

meeting = facts(
    "service_meeting",
    last_on=(DATE, "上次服务例会日", "Last meeting on"),
    held_on=(DATE, "本次服务例会日", "Meeting held on"),
    held_in_quarter=(COUNT, "本季度已召开次数", "Meetings held in the quarter"),
)

_due = act_by(
    meeting.last_on,
    parameter(
        "service_meeting.months",
        MONTHS,
        on=given(meeting.held_on, ON),
        zh="例会间隔（月）",
        en="Months between meetings",
    ),
)

service_meeting = clock(
    "service_meeting",
    _due,
    done=meeting.held_on,
    zh="专项服务例会",
    en="Service meeting",
    cites=MEETING,
    module="services",
    remarks=[
        remark(
            when(known(meeting.held_on), meeting.held_on > _due, _due < AS_OF),
            "条文用“一般”，没有写明后果。",
            "The text says “normally” and names no consequence.",
            "consequence",
            MEETING,
        )
    ],
)

service_meetings_held = check(
    "service_meetings_held",
    meeting.held_in_quarter
    >= parameter("service_meeting.per_quarter", COUNT, zh="每季度次数", en="Meetings a quarter"),
    applies=governed(MEETING),
    zh="每季度服务例会",
    en="A service meeting every quarter",
    cites=MEETING,
    module="services",
)

voucher_range = entitlement(
    "voucher_range",
    unit.platform_class.is_("innovation_service"),
    applies=governed("binjiang-2023:s3.4.b", unit__iur_platform=True),
    zh="列入创新券使用范围",
    en="Within the range of vouchers",
    cites="binjiang-2023:s3.4.b",
    module="vouchers",
)
