"""No fiscal project is inspected or evaluated twice for the same thing."""

from __future__ import annotations

from kechuang.law.expression import (
    ON,
    Node,
    all_of,
    any_of,
    const,
    facts,
    given,
    governed,
    known,
    plus_days,
    plus_months,
    reading,
    when,
)  # fmt: skip
from kechuang.law.rule import check, remark
from kechuang.law.types import DATE, FLAG, MONTHS

__all__ = ["inspection"]

inspection = facts(
    "inspection",
    last_on=(DATE, "同一项目同一事项上次检查评估日", "Same project and subject last checked on"),
    evaluated_on=(DATE, "同一事项上次平台评价公布日", "Platform last evaluated on the same subject, published on"),
    planned_on=(DATE, "拟检查评估日", "Check planned on"),
    interval_months=(MONTHS, "本地规定的不重复检查间隔", "Interval without a second check, as set locally"),
    duplicate=(FLAG, "与已有检查评估重复", "It repeats an earlier check"),
    reason_recorded=(FLAG, "已记录再次检查的理由", "A reason for checking again is recorded"),
    fiscal_project=(FLAG, "财政资助的科技项目", "A fiscally supported project"),
)

_planned = given(inspection.planned_on, ON)
_evaluated_later = all_of(
    known(inspection.evaluated_on),
    any_of(~known(inspection.last_on), inspection.evaluated_on >= inspection.last_on),
)
_last = reading(
    "A42",
    counts=when(_evaluated_later, inspection.evaluated_on, inspection.last_on),
    apart=inspection.last_on,
)
_kept_until = plus_months(_last, inspection.interval_months)


def _within(last: Node) -> Node:
    """Planned within the interval of something known. The text names no period; the interval is what the place has set."""
    return all_of(known(last), _planned <= plus_months(last, inspection.interval_months))


_repeats = given(
    inspection.duplicate,
    any_of(
        _within(inspection.last_on),
        reading("A42", counts=_within(inspection.evaluated_on), apart=const(False, FLAG)),
    ),
).called("与已有检查评估重复", "It repeats an earlier check", "quzhou-2024:art26.p3")

duplicate_inspection = check(
    "duplicate_inspection",
    any_of(~_repeats, inspection.reason_recorded),
    applies=all_of(
        governed("quzhou-2024:art26.p3"), any_of(~known(inspection.fiscal_project), inspection.fiscal_project)
    ),
    zh="避免对财政资助项目重复检查评估",
    en="No duplicate inspection of a fiscally supported project",
    cites=["quzhou-2024:art26.p3"],
    module="supervision",
    outputs={
        "repeats": _repeats,
        "opens_on": plus_days(_kept_until, 1).called(
            "可以再查之日", "May be checked again from", "quzhou-2024:art26.p3"
        ),
    },
    remarks=[
        remark(
            _repeats,
            "可以沿用上次结果；确需再查的记录理由。",
            "The earlier result can be used; record the reason for checking again.",
            "advice",
            "quzhou-2024:art26.p3",
        )
    ],
)
