"""What the page of a unit file shows."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from kechuang.casework.parties.models import Membership, UnitFact
from kechuang.casework.units.forms import fact_label, fact_words
from kechuang.casework.units.models import UnitFile
from kechuang.core import clock
from kechuang.core.ui.parts import Badge
from kechuang.core.ui.sites import Fact, Sheet
from kechuang.core.words import day_words, either

MOST = 200
"""Rows of one panel: an organisation's facts or members, the latest first."""


def _day(day: Any) -> str:
    return day_words(day, weekday=False, year=True) if day else "–"


def held(row: Any) -> Badge:
    """Whether something holds today, will, or did."""
    today = clock.today()
    if row.valid_from > today:
        return Badge("open", _("尚未开始"))
    if row.valid_to is not None and row.valid_to < today:
        return Badge("na", _("已结束"))
    return Badge("met", _("有效"))


def particulars(file: UnitFile, user: Any) -> Sheet:
    """What the organisation is."""
    unit = file.owner
    return Sheet(_("单位信息"), facts=[
        Fact(_("名称"), unit.name),
        Fact(_("英文名称"), unit.name_en or "–"),
        Fact(_("类别"), unit.get_kind_display()),
        *([Fact(_("部门职能"), unit.get_department_display())] if unit.department else []),
        Fact(_("信用代码"), unit.credit_code or "–"),
        Fact(_("所在地"), either(unit.region.name, unit.region.name_en)),
        Fact(_("成立"), _day(unit.valid_from)),
        Fact(_("终止"), _day(unit.valid_to)),
    ])  # fmt: skip


def unit_facts(file: UnitFile, user: Any) -> Sheet:
    """The facts the law asks about, each with its time and evidence."""
    rows = UnitFact.objects.filter(organisation=file.organisation).select_related("recorded_by")
    lines = [
        [
            fact_label(row.name),
            fact_words(row.name, row.value),
            _day(row.valid_from),
            _day(row.valid_to),
            row.evidence,
            str(row.recorded_by or "–"),
            held(row),
        ]
        for row in rows.order_by("-valid_from", "name")[:MOST]
    ]  # fmt: skip
    head = [_("事实"), _("值"), _("起"), _("止"), _("依据"), _("记录人"), _("效力")]
    text = "" if lines else _("还没有记录。法规按单位事实判断，没有记录的事实视为不知道。")
    return Sheet(_("单位事实"), head=head if lines else (), rows=lines, text=text)


def members(file: UnitFile, user: Any) -> Sheet:
    """Who acts for the organisation, in which role, in whose place."""
    rows = Membership.objects.filter(organisation=file.organisation).select_related(
        "user__person", "substitute_for__user"
    )
    lines = [
        [
            str(row.user),
            str(row.user.person or "–"),
            row.get_role_display(),
            str(row.substitute_for.user) if row.substitute_for else "–",
            _day(row.valid_from),
            _day(row.valid_to),
            held(row),
        ]
        for row in rows.order_by("-valid_from", "pk")[:MOST]
    ]  # fmt: skip
    head = [_("姓名"), _("对上的人员"), _("角色"), _("代理"), _("起"), _("止"), _("效力")]
    return Sheet(_("任职"), head=head if lines else (), rows=lines, text="" if lines else _("还没有任职。"))
