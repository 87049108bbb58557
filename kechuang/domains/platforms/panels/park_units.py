"""Panels of a unit of a park or an enclave: the record, and how far each text reaches it."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from kechuang.casework.cases.law import ask
from kechuang.core.ui.citing import cite_of
from kechuang.core.ui.findings import badge
from kechuang.core.ui.parts import Badge
from kechuang.core.ui.sites import Fact, Sheet
from kechuang.core.words import either
from kechuang.domains.platforms.facts.park_units import park_facts
from kechuang.domains.platforms.models import ParkUnit
from kechuang.domains.platforms.panels.governance import chips
from kechuang.domains.platforms.panels.words import day
from kechuang.domains.platforms.queries.reach import (
    HOME_TEXT,
    PREMISES,
    QUESTION,
    Reach,
    reach_of_unit,
    reading_in_use,
    title_of,
)
from kechuang.law import Verdict
from kechuang.law.library import load


def about(unit: ParkUnit, user: Any) -> Sheet:
    platform = unit.platform
    return Sheet(_("登记事项"), facts=[
        Fact(_("类别"), unit.get_unit_kind_display()),
        Fact(_("所在地"), either(unit.region.name, unit.region.name_en)),
        *([Fact(_("飞出地"), either(unit.home_region.name, unit.home_region.name_en))] if unit.home_region else []),
        Fact(_("管理机构"), str(unit.owner)),
        Fact(_("设立企业"), str(unit.enterprise or "–")),
        *([Fact(_("所设平台"), platform.title, url=reverse("case", args=[platform.number]))] if platform else []),
        Fact(_("设立日"), day(unit.established_on)),
        Fact(_("地址"), unit.address),
    ], cites=chips(["quzhou-2024:art4.p2"], unit.region_id))  # fmt: skip


def premises(unit: ParkUnit, user: Any) -> Sheet:
    """What was asked for and secured, and whether the law makes it a duty."""
    finding = ask(unit, "enclave_premises", park_facts(unit))
    bound = finding.verdict not in (Verdict.NOT_APPLICABLE, Verdict.NO_LAW_FOUND)
    return Sheet(
        _("科研用房"), badge=badge(finding) if bound else Badge("na", _("没有法定保障义务")),
        facts=[
            Fact(_("申请"), f"{unit.needed_area:,} m²" if unit.needed_area else "–"),
            Fact(_("申请日"), day(unit.requested_on)),
            Fact(_("已保障"), f"{unit.secured_area:,} m²" if unit.secured_area else "–"),
            Fact(_("保障日"), day(unit.secured_on)),
        ],
        cites=[cite_of(f"{HOME_TEXT}:{PREMISES}", load())] if bound else (),
    )  # fmt: skip


def reach(unit: ParkUnit, user: Any) -> Sheet:
    """Which texts reach the unit and with how many clauses, which do not, and why."""
    lines = [
        [
            {"label": title_of(one.instrument), "url": reverse("law-instrument", args=[one.instrument.id])},
            _extent(one), one.why or "–", one.why_not or "–",
        ]
        for one in reach_of_unit(unit)
    ]  # fmt: skip
    return Sheet(
        _("哪些条款适用于这个单位"), head=[_("文件"), _("适用"), _("为什么适用"), _("其余为什么不适用")], rows=lines
    )


def _extent(one: Reach) -> Badge:
    if not one.reached:
        return Badge("na", _("不适用"))
    if one.rest:
        return Badge("open", _("只有 %(n)d 条，其余 %(rest)d 条不适用") % {"n": len(one.clauses), "rest": one.rest})
    return Badge("met", _("全部 %(n)d 条") % {"n": len(one.clauses)})


def readings(unit: ParkUnit, user: Any) -> Sheet | None:
    """How far the home regulation goes into enclaves: each reading with what it would change, and the one in use."""
    if unit.unit_kind != ParkUnit.Kind.ENCLAVE:
        return None
    question = load().interpretations[QUESTION]
    used, by = reading_in_use(unit)
    lines = []
    for choice in question.choices:
        found = next(one for one in reach_of_unit(unit, choice.id) if one.instrument.id == HOME_TEXT)
        state = Badge("met", _("采用")) if choice.id == used else Badge("na", _("未采用"))
        lines.append([either(choice.zh, choice.en), _extent(found), state])
    basis = _("%(who)s认定") % {"who": by} if by else _("默认解释；科技主管部门负责人可以在本案记录认定改变")
    return Sheet(
        f"{QUESTION} {either(question.question, question.question_en)}", head=[_("解释"), _("衢州条例适用"), _("现在")],
        rows=lines, text=basis, cites=[cite_of(f"{HOME_TEXT}:{PREMISES}", load())],
    )  # fmt: skip
