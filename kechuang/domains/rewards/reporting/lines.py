"""The figures of a report line by line, in words: the same on the page, in the paper and in the sheet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kechuang.core.money import yuan
from kechuang.domains.achievements.models import Achievement
from kechuang.domains.rewards.models import RewardShare
from kechuang.domains.transformations.models import Transformation


@dataclass(frozen=True, slots=True)
class Line:
    """A figure: which part of the report, what it counts, how much. money: in fen, else a number. inner: a part of the line above."""

    part: str
    label: str
    value: int
    money: bool = False
    inner: bool = False

    @property
    def words(self) -> str:
        """The value as it is read: yuan with two places, or a number."""
        return yuan(self.value) if self.money else f"{self.value:,}"


def parts() -> Mapping[str, str]:
    """The parts of the report in order, by the law's names."""
    return {
        "achievements": _("依法取得的科技成果"),
        "transformation": _("实施转化情况"),
        "income_distribution": _("收入分配情况"),
    }


def lines(figures: Mapping[str, Any]) -> Sequence[Line]:
    """Every figure of a report in order."""
    return [
        *_achievements(figures.get("achievements", {})),
        *_transformation(figures.get("transformation", {})),
        *_distribution(figures.get("income_distribution", {})),
    ]


def _achievements(found: Mapping[str, Any]) -> list[Line]:
    part, kinds = "achievements", dict(Achievement._meta.get_field("kind_of_achievement").flatchoices)
    of_kind = [
        Line(part, str(kinds.get(code, code)), n, inner=True) for code, n in sorted(found.get("by_kind", {}).items())
    ]
    return [
        Line(part, _("本年度登记的成果（项）"), found.get("registered", 0)),
        *of_kind,
        Line(part, _("其中利用财政性资金形成的（项）"), found.get("fiscal", 0), inner=True),
        Line(part, _("年末持有的成果（项）"), found.get("held", 0)),
        Line(part, _("本年度获得授权的知识产权（件）"), found.get("rights_granted", 0)),
    ]  # fmt: skip


def _transformation(found: Mapping[str, Any]) -> list[Line]:
    part, modes = "transformation", dict(Transformation.Mode.choices)
    rows = []
    for code, row in sorted(found.get("by_mode", {}).items()):
        mode = str(modes.get(code, code))
        rows.append(Line(part, _("%(mode)s合同（项）") % {"mode": mode}, row["contracts"], inner=True))
        if row["price"]:
            words = _("%(mode)s合同金额（元）") % {"mode": mode}
            rows.append(Line(part, words, row["price"], money=True, inner=True))
    return [
        Line(part, _("本年度签订的合同（项）"), found.get("contracts", 0)),
        Line(part, _("合同金额合计（元）"), found.get("price", 0), money=True),
        *rows,
        Line(part, _("转化的成果（项）"), found.get("achievements", 0)),
        Line(part, _("已认定登记的技术合同（项）"), found.get("registered", 0)),
        Line(part, _("登记的股权（笔）"), found.get("stakes", 0)),
        Line(part, _("股权作价（元）"), found.get("stakes_value", 0), money=True),
        Line(part, _("自行或者合作实施的成果转化（项）"), found.get("implementing", 0)),
    ]  # fmt: skip


def _distribution(found: Mapping[str, Any]) -> list[Line]:
    part, groups = "income_distribution", dict(RewardShare.Group.choices)
    paid = found.get("paid_by_group", {})
    return [
        Line(part, _("到账（笔）"), found.get("receipts", 0)),
        Line(part, _("到账金额（元）"), found.get("received", 0), money=True),
        Line(part, _("转化发生的费用（元）"), found.get("costs", 0), money=True),
        Line(part, _("税金（元）"), found.get("taxes", 0), money=True),
        Line(part, _("净收入（元）"), found.get("net_income", 0), money=True),
        Line(part, _("横向项目合同（项）"), found.get("contract_funds", 0)),
        Line(part, _("横向项目到账（元）"), found.get("contract_received", 0), money=True),
        Line(part, _("确定的奖励方案（份）"), found.get("plans", 0)),
        Line(part, _("方案分配的净收入（元）"), found.get("settled_income", 0), money=True),
        Line(part, _("奖励总额（元）"), found.get("pool", 0), money=True),
        Line(part, _("单位留存（元）"), found.get("kept", 0), money=True),
        Line(part, pgettext("line of the yearly report", "本年度支付的奖励（元）"), found.get("paid", 0), money=True),
        *(Line(part, str(groups[code]), paid[code], money=True, inner=True) for code in groups if code in paid),
        Line(part, _("领到奖励的人员（人）"), found.get("people", 0)),
        Line(part, _("到期未付清的奖励方案（份）"), found.get("late", 0)),
    ]  # fmt: skip
