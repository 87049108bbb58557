"""Panels of a piece of equipment, and what the page of a platform says of its equipment."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kechuang.casework.cases.law import ask
from kechuang.casework.cases.predicates import takes_part
from kechuang.core import clock
from kechuang.core.ui.findings import badge
from kechuang.core.ui.parts import Badge
from kechuang.core.ui.sites import Fact, Sheet
from kechuang.core.words import either, in_sentences
from kechuang.domains.equipment.facts import stage_facts
from kechuang.domains.equipment.models import Equipment
from kechuang.domains.equipment.queries.openness import Openness, openness, percent, used, year_span
from kechuang.domains.platforms.models import Platform
from kechuang.domains.platforms.panels.governance import chips
from kechuang.domains.platforms.panels.words import day, link
from kechuang.law import Verdict

LIBRARY = ["keqiao-2025-draft:s4.8.a"]
MOST_USES = 30
"""The latest uses that the page of a piece of equipment shows."""
TONES: dict[str, Any] = {"shared": "met", "conditional": "open", "not_shared": "na"}


def money(amount: Decimal | None) -> str:
    return "–" if amount is None else f"{amount:,.2f}"


def hours_words(hours: Decimal) -> str:
    return f"{hours:,.2f}".rstrip("0").rstrip(".")


def openness_badge(equipment: Any) -> Badge:
    return Badge(TONES[equipment.openness], str(equipment.get_openness_display()))


def about(equipment: Equipment, user: Any) -> Sheet:
    platform = equipment.platform
    return Sheet(_("登记事项"), facts=[
        Fact(_("平台"), platform.title, url=reverse("case", args=[platform.number])),
        Fact(_("规格型号"), equipment.model_name),
        Fact(_("生产厂商"), equipment.maker or "–"),
        Fact(_("仪器类别"), equipment.category or "–"),
        Fact(_("资产编号"), equipment.asset_number or "–"),
        Fact(_("原值（元）"), money(equipment.value)),
        Fact(_("购置日"), day(equipment.acquired_on)),
        *([Fact(_("报废日"), day(equipment.retired_on))] if equipment.retired_on else []),
        Fact(_("所在地"), either(equipment.region.name, equipment.region.name_en)),
        Fact(_("安放地点"), equipment.place or "–"),
    ])  # fmt: skip


def opening(equipment: Equipment, user: Any) -> Sheet:
    """How others may use it, for how much, whom they ask; and when it was last published."""
    note = _("不开放的理由") if not equipment.open_to_others else _("开放条件")
    return Sheet(_("开放和收费"), badge=openness_badge(equipment), facts=[
        *([Fact(note, equipment.openness_note)] if equipment.openness_note else []),
        Fact(_("服务内容"), equipment.services or "–"),
        Fact(_("对外收费（元/小时）"), money(equipment.price_outside)),
        Fact(_("内部收费（元/小时）"), money(equipment.price_own)),
        Fact(_("年额定机时（小时）"), f"{equipment.hours_available:,}"),
        Fact(_("机组负责人"), equipment.operator or "–"),
        Fact(_("预约联系方式"), equipment.contact or "–"),
        Fact(_("最近公布日"), day(equipment.published_on) if equipment.public else _("没有公布")),
    ], cites=chips(LIBRARY, equipment.region_id))  # fmt: skip


def stages(equipment: Equipment, user: Any) -> Sheet | None:
    """The stages of management it is in, and whether those the law names are all there."""
    if not takes_part(user, equipment):
        return None
    finding = ask(equipment, "equipment_stages", stage_facts(equipment))
    bound = finding.verdict not in (Verdict.NOT_APPLICABLE, Verdict.NO_LAW_FOUND)
    rows = [
        [row.get_code_display(), day(row.began_on), day(row.ended_on), row.note or "–"]
        for row in equipment.stages.order_by("pk")
    ]
    return Sheet(
        _("管理环节"), badge=badge(finding) if bound else None,
        head=[_("环节"), _("起"), _("止"), _("办了什么")], rows=rows,
        cites=chips(finding.citations, equipment.region_id)[:3] if bound else (),
    )  # fmt: skip


def years(equipment: Equipment, user: Any) -> Sheet:
    """Hours of this year and the two before as far as it was registered or used in them, and how much of its time that is.

    Public, as the library is; what was charged is for those who deal with it.
    """
    lines = []
    inside = takes_part(user, equipment)
    this = clock.today().year
    for year in range(this, max(this - 3, equipment.acquired_on.year - 1), -1):
        hours = used([equipment.pk], *year_span(year))
        one = openness([equipment], year, hours)
        if one.count and (one.hours.uses or year >= equipment.opened_on.year):
            told = one.hours
            lines.append([
                str(year), hours_words(told.own), hours_words(told.outside), hours_words(told.all), percent(one.utilisation),
                str(told.outside_uses), *([money(told.charged)] if inside else []),
            ])  # fmt: skip
    head = [
        _("年度"), _("自用机时"), _("对外机时"), _("合计机时"), _("利用率"), _("对外次数"),
        *([_("收费（元）")] if inside else []),
    ]  # fmt: skip
    return Sheet(
        _("年度使用"), head=head, rows=lines, numeric=frozenset(range(1, 7)),
        foot=_("利用率是使用机时与额定机时之比，当年按已过的天数折算；作废的记录不计。"),
    )  # fmt: skip


def uses(equipment: Equipment, user: Any) -> Sheet | None:
    """The latest uses with those struck out, for those who deal with it; others see their own."""
    rows = list(equipment.uses.visible_to(user).select_related("organisation").order_by("-day_to", "-pk")[:MOST_USES])
    if not rows:
        return None if not takes_part(user, equipment) else Sheet(_("使用记录"), text=_("还没有使用记录。"))
    lines = [
        [
            _days(row),
            row.whose, hours_words(row.hours), money(row.charge), row.voucher or "–",
            row.purpose if row.struck_on is None else _("%(purpose)s（%(day)s作废：%(why)s）") % {
                "purpose": row.purpose, "day": row.struck_on.isoformat(), "why": row.struck_because,
            },
            Badge("met", _("计入")) if row.struck_on is None else Badge("na", _("已作废")),
        ]
        for row in rows
    ]  # fmt: skip
    head = [_("使用日"), _("使用方"), _("机时"), _("收费（元）"), _("票据或者创新券号"), _("用途"), _("是否计入")]
    more = equipment.uses.visible_to(user).count() if len(rows) == MOST_USES else len(rows)
    foot = _("只列最近 %(n)d 条，全部见使用记录 .xlsx") % {"n": MOST_USES} if more > MOST_USES else ""
    return Sheet(_("使用记录"), head=head, rows=lines, numeric=frozenset({2, 3}), foot=foot)


def _days(row: Any) -> str:
    """A day, or a period, which lies within a month: 2026-03-02 – 06."""
    first = str(row.day_from.isoformat())
    return first if row.day_from == row.day_to else f"{first} – {row.day_to:%d}"


def of_platform(platform: Platform, user: Any) -> Sheet | None:
    """What a platform has in the register, how open it is and how much it is used; those that were used least first."""
    rows = list(Equipment.objects.filter(platform=platform).visible_to(user).order_by("pk"))
    if not rows:
        return None
    this = clock.today().year
    hours = used([row.pk for row in rows], *year_span(this))
    now, before = openness(rows, this, hours), openness(rows, this - 1)
    told = [_told(this, now)]
    if before.hours.uses or any(row.opened_on.year < this for row in rows):
        told.append(_told(this - 1, before))
    alive = sorted((e for e in rows if e.state != "retired"), key=lambda e: (hours[e.pk].all, e.pk))
    lines = [
        [
            link(e.title, e), e.model_name, openness_badge(e), hours_words(hours[e.pk].outside), hours_words(hours[e.pk].all),
            percent(openness([e], this, hours).utilisation),
        ]
        for e in alive[:MOST_LINES]
    ]  # fmt: skip
    head = [_("仪器名称"), _("规格型号"), _("开放情况"), _("今年对外机时"), _("今年机时"), _("利用率")]
    return Sheet(
        _("大型科研仪器"), head=head, rows=lines, numeric=frozenset({3, 4, 5}),
        text=in_sentences(text for text in told if text),
        foot=_("用得最少的在前；只列 %(n)d 台") % {"n": MOST_LINES} if len(alive) > MOST_LINES else _("用得最少的在前。"),
    )  # fmt: skip


MOST_LINES = 20
"""So many of a platform's equipment its page shows; the list has all."""


def _told(year: int, one: Openness) -> str:
    """A year of a set of equipment in a sentence."""
    if not one.count:
        return ""
    return ngettext(
        "%(year)s年在册 %(count)d 台，开放 %(open)d 台（%(rate)s）；对外机时 %(outside)s 小时，利用率 %(use)s",
        "%(year)s年在册 %(count)d 台，开放 %(open)d 台（%(rate)s）；对外机时 %(outside)s 小时，利用率 %(use)s",
        one.count,
    ) % {
        "year": str(year), "count": one.count, "open": one.open, "rate": percent(one.open_rate),
        "outside": hours_words(one.hours.outside), "use": percent(one.utilisation),
    }  # fmt: skip
