"""Panels of an expert's page."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from kechuang.casework.reviews import fairness
from kechuang.casework.reviews.models import Expert, Standing
from kechuang.casework.reviews.panels.words import day, fields, of_office
from kechuang.core.ui.parts import Badge, Tone
from kechuang.core.ui.sites import Fact, Sheet

_TONES: dict[str, Tone] = {"active": "met", "suspended": "open", "retired": "none"}


def profile(expert: Expert, user: Any) -> Sheet:
    return Sheet(
        _("专家"),
        facts=[
            Fact(_("姓名"), expert.person.name),
            Fact(_("所在单位"), str(expert.organisation)),
            Fact(_("代表方面"), expert.get_side_display()),
            Fact(_("专业领域"), fields(expert.fields)),
            Fact(_("职称或职务"), expert.post or "–"),
        ],
        text=expert.about,
    )


def standing(expert: Expert, user: Any) -> Sheet | None:
    """How the expert stood, from when to when."""
    rows = list(expert.standings.all())
    if not rows:
        return None
    return Sheet(
        _("在库情况"), head=[_("状态"), _("起"), _("止"), _("理由")],
        rows=[
            [Badge(_TONES[Standing.Kind(r.kind)], r.get_kind_display()), day(r.valid_from), day(r.valid_to),
             r.reason or "–"] for r in rows
        ],
    )  # fmt: skip


def bonds(expert: Expert, user: Any) -> Sheet:
    """What binds the expert; employment and investments in the records are found anew at each draw."""
    rows = list(expert.conflicts.select_related("organisation"))
    return Sheet(
        _("利害关系"), head=[_("关系"), _("对方"), _("起"), _("止"), _("来源"), _("说明")],
        rows=[
            [r.get_kind_display(), str(r.organisation or r.person_name), day(r.valid_from), day(r.valid_to),
             r.get_source_display(), r.note or "–"] for r in rows
        ],
        note=_("%(n)d 条") % {"n": len(rows)},
        text=_("任职、近三年任职、投资和共同完成成果的关系在每次抽取时按登记自动查出，不必申报。"),
    )  # fmt: skip


def workload(expert: Expert, user: Any) -> Sheet | None:
    """For the department that keeps the pool: how much and how evenly."""
    if not of_office(user, expert):
        return None
    found = fairness.of(expert)
    return Sheet(
        _("评审工作量"),
        facts=[
            Fact(_("今年评审"), _("%(n)d 次") % {"n": found.this_year}),
            Fact(_("累计评审"), _("%(n)d 次") % {"n": found.panels}),
            Fact(_("与组内均分的平均差"), found.deviation_text),
            Fact(_("差的离散（标准差）"), found.spread_text),
            Fact(_("逾期更换"), str(found.lapsed)),
            Fact(_("回避"), str(found.recused)),
            Fact(_("不能参加"), str(found.declined)),
        ],
    )
