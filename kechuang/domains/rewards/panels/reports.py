"""Panels of a yearly report: when it was due, its figures part by part, the record by person, what has changed since."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kechuang.casework.cases.predicates import takes_part
from kechuang.core.ui.citing import cite_of
from kechuang.core.ui.parts import Badge
from kechuang.core.ui.sites import Fact, Panel, Sheet
from kechuang.domains.achievements.panels.words import chips, day, remarks
from kechuang.domains.rewards.actions.who import sees_records
from kechuang.domains.rewards.models import TransformationReport
from kechuang.domains.rewards.reporting import due
from kechuang.domains.rewards.reporting.later import later
from kechuang.domains.rewards.reporting.lines import Line, lines, parts
from kechuang.domains.rewards.reporting.record import NUMBERS, columns, used_for, words
from kechuang.law.library import load


def when(report: TransformationReport, user: Any) -> Sheet:
    """The day it is due by, whether it was kept, and what follows where it was not."""
    found = due.of_report(report)
    late = due.days_late(found)
    facts = [
        Fact(_("报送期限"), day(due.day_of(found))),
        Fact(_("报送日"), day(report.filed_on)),
        Fact(_("送达凭证"), report.receipt or "–"),
        Fact(_("数据截至"), day(report.computed_on)),
    ]
    if late:
        facts.insert(2, Fact(_("逾期"), ngettext("%(n)d 天", "%(n)d 天", late) % {"n": late}))
    return Sheet(
        _("报送"), facts=facts, badge=_mark(report, late) if due.day_of(found) else None, cites=chips([found], 1),
        text=remarks([found]) if late else "",
    )  # fmt: skip


def _mark(report: TransformationReport, late: int) -> Badge:
    if report.filed_on is None:
        return Badge("breach", _("逾期未报")) if late else Badge("open", _("待报送"))
    return Badge("breach", _("逾期报送")) if late else Badge("met", _("按期报送"))


def about(report: TransformationReport, user: Any) -> Sheet | None:
    """What the unit adds in words."""
    return Sheet(_("说明"), text=report.remarks) if report.remarks else None


def _part(name: str) -> Panel:
    def panel(report: TransformationReport, user: Any) -> Sheet | None:
        rows = [[_label(one), one.words] for one in lines(report.figures) if one.part == name]
        return Sheet(parts()[name], head=[_("项目"), _("数量或者金额")], rows=rows, numeric=frozenset({1}))

    return panel


def _label(line: Line) -> str:
    return f"　{line.label}" if line.inner else line.label


achievements, transformation, distribution = (
    _part(name) for name in ("achievements", "transformation", "income_distribution")
)


def changes(report: TransformationReport, user: Any) -> Sheet | None:
    """How the rows differ today from what is written here. A filed report stays; a draft is brought up to date."""
    if not takes_part(user, report):
        return None
    found = later(report)
    if not found.any:
        return None
    rows = [
        [one.line.label, one.then.words if one.then else "–", one.now.words if one.now else "–"] for one in found.changes
    ]  # fmt: skip
    if found.people:
        rows.append(
            [_("贡献记录"), "–", ngettext("%(n)d 行有变动", "%(n)d 行有变动", found.people) % {"n": found.people}]
        )
    filed = report.filed_on is not None
    return Sheet(
        _("报送以后的变动") if filed else _("汇总以后的变动"),
        head=[_("项目"), _("报告所载"), _("现在的记录")], rows=rows, numeric=frozenset({1, 2}),
        badge=Badge("open", _("已有变动")),
        text=_("报告按报送时的数据保留，不改动；变动出自报送以后的冲销、更正和补登。") if filed else _("更新数据以后才能报送。"),
    )  # fmt: skip


def record(report: TransformationReport, user: Any) -> Sheet | None:
    """The record by person, for titles and appointments: all of it to those who read amounts, to others their own."""
    person = getattr(user, "person_id", None)
    whole = sees_records(user, report)
    own = [row for row in report.contributors if whole or (person is not None and row["person"] == person)]
    if not own:
        return None
    return Sheet(
        _("个人转化贡献记录"), head=[head for head, _number in columns()], rows=[words(row) for row in own], numeric=NUMBERS,
        note="" if whole else _("只列你本人"), foot=_("数据出自本年度确定的奖励方案，供评审职称、聘用岗位和考核时使用。"),
        cites=[cite_of(c, load()) for c in used_for(report)],
    )  # fmt: skip
