"""Panels of a stewardship's page: duties, who keeps in touch, visits."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from kechuang.casework.parties.models import in_force_on
from kechuang.core import clock
from kechuang.core.ui.parts import Badge
from kechuang.core.ui.sites import Fact, Sheet
from kechuang.domains.platforms.models import Duty, Stewardship
from kechuang.domains.platforms.panels.governance import chips
from kechuang.domains.platforms.panels.words import day

MOST = 50
LIAISON = "keqiao-2025-draft:s4.5.b"


def about(stewardship: Stewardship, user: Any) -> Sheet:
    platform = stewardship.platform
    return Sheet(_("引进责任"), facts=[
        Fact(_("平台"), platform.title, url=reverse("case", args=[platform.number])),
        Fact(_("引进责任主体"), str(platform.introducing_entity or _("没有登记"))),
        Fact(_("牵头联系"), str(stewardship.owner)),
        Fact(_("自"), day(stewardship.opened_on)),
    ], cites=chips([*Duty.CLAUSES.values(), LIAISON], stewardship.region_id))  # fmt: skip


def duties(stewardship: Stewardship, user: Any) -> Sheet | None:
    """Every duty of the law: what is agreed, by when, done or not; one with nothing agreed is named."""
    rows = list(stewardship.duties.order_by("-due_on")[:MOST])
    if not rows and stewardship.platform.introducing_entity_id is None:
        return None
    today = clock.today()
    lines = []
    for row in rows:
        if row.done_on is not None:
            late = (row.done_on - row.due_on).days
            word = Badge("breach", _("迟了 %(n)d 天") % {"n": late}) if late > 0 else Badge("met", _("按时"))
        else:
            over = (today - row.due_on).days
            word = Badge("breach", _("逾期 %(n)d 天") % {"n": over}) if over > 0 else Badge("open", _("进行中"))
        lines.append([row.get_code_display(), row.task, day(row.due_on), day(row.done_on), row.account or "–", word])
    agreed = {row.code for row in rows}
    lines += [
        [label, "–", "–", "–", "–", Badge("na", _("没有约定"))]
        for code, label in Duty.Code.choices
        if code not in agreed
    ]
    return Sheet(
        _("责任事项"), head=[_("责任"), _("要办到"), _("约定"), _("完成"), _("办了什么"), _("状态")], rows=lines
    )


def liaisons(stewardship: Stewardship, user: Any) -> Sheet:
    """Who keeps in touch now and before, and when they last visited."""
    rows = list(stewardship.liaisons.select_related("organisation").prefetch_related("visits"))
    now = set(stewardship.liaisons.filter(in_force_on(clock.today())).values_list("pk", flat=True))
    if not rows:
        return Sheet(
            _("联系安排"),
            badge=Badge("open", _("没有安排")),
            cites=chips(["keqiao-2025-draft:s4.5.b"], stewardship.region_id),
        )
    return Sheet(
        _("联系安排"), head=[_("身份"), _("姓名"), _("单位"), _("期间"), _("走访"), _("状态")],
        rows=[
            [
                row.get_kind_display(), row.name, str(row.organisation),
                f"{day(row.valid_from)} – {day(row.valid_to)}",
                _("%(n)d 次，最近 %(day)s") % {"n": len(v), "day": day(v[0].visited_on)} if (v := list(row.visits.all())) else "–",
                Badge("met", _("现任")) if row.pk in now else Badge("na", _("不在期内")),
            ]
            for row in rows
        ],
        cites=chips(["keqiao-2025-draft:s4.5.b"], stewardship.region_id),
    )  # fmt: skip


def visits(stewardship: Stewardship, user: Any) -> Sheet | None:
    rows = list(stewardship.visits.select_related("liaison")[:MOST])
    if not rows:
        return None
    return Sheet(
        _("走访"), head=[_("日期"), _("谁去的"), _("提出的问题"), _("商定"), _("状态")],
        rows=[
            [
                day(row.visited_on), str(row.liaison), row.raised or "–", row.agreed or "–",
                Badge("na", _("没有问题")) if not row.raised
                else Badge("met", _("%(day)s解决") % {"day": day(row.settled_on)}) if row.settled_on
                else Badge("open", _("在办")),
            ]
            for row in rows
        ],
    )  # fmt: skip
