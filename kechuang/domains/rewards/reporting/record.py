"""The record by person in words (转化贡献记录): the same on the page, in the paper and in the sheet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from kechuang.core.money import yuan
from kechuang.domains.achievements.completing import percent
from kechuang.domains.rewards.citing import where_it_governs
from kechuang.domains.rewards.models import RewardShare, TransformationReport
from kechuang.law.model import Citation

USED_FOR = "zhejiang-2021:art28.p3"
NUMBERS = frozenset({5, 6, 7})
"""The places of numbers among the columns."""
NONE = "–"


def used_for(report: TransformationReport) -> Sequence[Citation]:
    """The clause that makes the record a basis of titles and appointments, where it governs."""
    return where_it_governs(USED_FOR, report.region_id)


def columns() -> Sequence[tuple[str, bool]]:
    """The heads, and whether each holds an amount of money."""
    return [
        (_("姓名"), False), (_("奖励方案"), False), (_("出自"), False), (_("类别和身份"), False), (_("贡献"), False),
        (_("贡献份额"), False), (_("奖励（元）"), True), (_("本年度支付（元）"), True),
    ]  # fmt: skip


def values(row: Mapping[str, Any]) -> Sequence[Any]:
    """A line of the record: texts, amounts in fen."""
    groups, kinds = dict(RewardShare.Group.choices), dict(RewardShare.Part.choices)
    role = " · ".join(
        dict.fromkeys((str(groups.get(row["group"], row["group"])), str(kinds.get(row["part"], row["part"]))))
    )
    return [
        row["name"], row["plan"], row["about"], role, row["contribution"] or NONE,
        NONE if row["weight"] is None else percent(row["weight"]), row["amount"], row["paid"],
    ]  # fmt: skip


def words(row: Mapping[str, Any]) -> list[str]:
    """The same as it is read."""
    found = values(row)
    return [yuan(value) if money else str(value) for value, (_head, money) in zip(found, columns(), strict=True)]
