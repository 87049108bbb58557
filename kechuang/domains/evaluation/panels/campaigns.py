"""Panels of a campaign: its phases, who takes part and who does not, how far the self-evaluations are."""

from __future__ import annotations

from typing import Any

from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kechuang.core import clock
from kechuang.core.ui.parts import Badge
from kechuang.core.ui.sites import Fact, Sheet
from kechuang.core.words import with_note
from kechuang.domains.evaluation.consequences import Left, left
from kechuang.domains.evaluation.models import SCHEME_CLASSES, Campaign, Evaluation
from kechuang.domains.evaluation.queries.participation import Standing, gone, standings
from kechuang.domains.platforms.panels.governance import chips
from kechuang.domains.platforms.panels.words import day, link
from kechuang.law.model import Citation

EVALUATE = ["quzhou-2024:art33.p1", "keqiao-2025-draft:s4.3.b", "binjiang-2023:s4.5.b"]
SHOWN = 40
"""So many platforms stand on the page; the rest are counted, and found in the list of evaluations."""


def about(campaign: Campaign, user: Any) -> Sheet:
    """Kind, year and day; whether it is a simulation."""
    badge = Badge("draft", _("草案 · 模拟")) if campaign.simulation else None
    text = _("本地的评价规定还是征求意见稿：全过程只作模拟，不产生效果。") if campaign.simulation else ""
    return Sheet(
        _("评价工作"),
        facts=[
            Fact(_("评价种类"), str(campaign.get_kind_of_display())),
            Fact(_("评价年度"), str(campaign.year)),
            Fact(_("评价日"), day(campaign.held_on)),
            Fact(_("文号"), campaign.document or "–"),
        ],
        badge=badge,
        text=text,
        cites=chips(EVALUATE, campaign.region_id),
    )


def phases(campaign: Campaign, user: Any) -> Sheet:
    """Each phase with its days, and where today stands."""
    today = clock.today()
    facts = []
    for row in campaign.phases.all():
        if today < row.starts_on:
            badge = Badge("na", _("未到"))
        elif today > row.ends_on:
            badge = Badge("met", _("已过"))
        else:
            badge = Badge("open", _("今天在此"))
        facts.append(Fact(str(row.get_phase_display()), f"{day(row.starts_on)} – {day(row.ends_on)}", badge=badge))
    return Sheet(_("阶段"), facts=facts)


def participation(campaign: Campaign, user: Any) -> Sheet | None:
    """Before it begins: what the law says of each platform, and by which scheme it would be evaluated."""
    if campaign.state != "prepared":
        return None
    found = standings(campaign)
    # What needs looking after first.
    found.sort(key=lambda one: (one.place == "in" and one.scheme is not None and not one.empty, one.platform.pk))
    lines = [
        [
            link(one.platform.title, one.platform),
            str(one.platform.get_platform_class_display()),
            one.scheme.number if one.scheme is not None else "–",
            _badge(one),
            _why(one),
        ]
        for one in found[:SHOWN]
    ]
    number = sum(one.place == "in" for one in found)
    more = len(found) - SHOWN
    cited = [c for one in found[:SHOWN] for c in one.finding.citations]
    return Sheet(
        _("谁参评"),
        head=[_("平台"), _("平台类型"), _("指标体系"), _("参评"), _("说明")],
        rows=lines,
        note=_("%(n)d / %(all)d 家") % {"n": number, "all": len(found)},
        text="" if found else _("辖区内没有运行中的平台。"),
        foot=ngettext("另有 %(n)d 家没有列出", "另有 %(n)d 家没有列出", more) % {"n": more} if more > 0 else "",
        cites=chips(cited or EVALUATE, campaign.region_id)[:6],
    )


def _badge(one: Standing) -> Badge:
    if one.place == "open":
        return Badge("open", _("待认定"))
    if one.place in ("out", "excluded"):
        return Badge("na", _("不参评"))
    if one.scheme is None or one.empty:
        return Badge("open", _("缺指标"))
    return Badge("met", _("参评"))


def _why(one: Standing) -> str:
    if one.place == "excluded" and one.exclusion is not None:
        return one.exclusion.reason
    if one.place == "out":
        first = one.finding.output("first_day")
        return _("%(day)s起可以评价") % {"day": day(first)} if first else _("还没有到可以评价的日期")
    if one.place == "open":
        return _("在平台案件里记录认定，或者记为不参评")
    if one.scheme is None:
        return _("先审定这一类的指标体系")
    if one.empty:
        return _("没有专设指标：%(name)s") % {"name": one.empty[0].name}
    return "–"


def progress(campaign: Campaign, user: Any) -> Sheet | None:
    """Once it has begun: how many platforms of each class are in which state, with a way to their list."""
    if campaign.state in ("prepared", "withdrawn"):
        return None
    rows = Evaluation.objects.filter(campaign=campaign).values("platform_class", "state").annotate(n=Count("pk"))
    counts = {(row["platform_class"], row["state"]): row["n"] for row in rows.order_by()}
    states = [(code, label) for code, label in Evaluation.STATES if any(state == code for _c, state in counts)]
    lines = []
    for name, label in SCHEME_CLASSES:
        mine = [counts.get((name, code), 0) for code, _label in states]
        if any(mine):
            url = f"{reverse('evaluations')}?campaign={campaign.pk}&class={name}"
            lines.append([{"label": str(label), "url": url}, *map(str, mine), str(sum(mine))])
    total = sum(counts.values())
    return Sheet(
        _("参评平台"),
        head=[_("平台类型"), *(str(label) for _code, label in states), _("合计")],
        rows=lines,
        numeric=frozenset(range(1, len(states) + 2)),
        note=ngettext("%(n)d 家", "%(n)d 家", total) % {"n": total},
    )


def departed(campaign: Campaign, user: Any) -> Sheet | None:
    """Platforms that left while they were judged and still count: to be left out, or judged for the year that they ran."""
    if campaign.state not in ("self_evaluation", "scoring", "contest", "joint_review", "in_notice"):
        return None
    rows = list(gone(campaign)[: SHOWN + 1])
    if not rows:
        return None
    lines = [
        [link(row.platform.title, row.platform), link(row.number, row), day(row.platform.closed_on)]
        for row in rows[:SHOWN]
    ]
    more = gone(campaign).count() - SHOWN if len(rows) > SHOWN else 0
    return Sheet(
        _("评价期间退出的平台"), head=[_("平台"), _("平台评价"), _("退出日")], rows=lines, badge=Badge("open", _("仍计入参评数")),
        text=_("已登记退出而仍在参评。不再评价的，记为不参评并写明理由：专家组随之结束，名额不再计入；评过的分数仍可查阅。"),
        foot=ngettext("另有 %(n)d 家没有列出", "另有 %(n)d 家没有列出", more) % {"n": more} if more > 0 else "",
    )  # fmt: skip


def left_out(campaign: Campaign, user: Any) -> Sheet | None:
    """Who takes no part, and why: by law or by decision."""
    rows = list(campaign.exclusions.select_related("platform")[: SHOWN + 1])
    if not rows:
        return None
    lines = [
        [
            link(row.platform.title, row.platform),
            Badge("na", _("依规定")) if row.by_law else Badge("open", _("依决定")),
            with_note(row.words, _("已登记退出")) if row.platform.state == "exited" else row.words,
        ]
        for row in rows[:SHOWN]
    ]
    cited = [Citation.parse(c["clause"]) for row in rows for c in (row.finding or {}).get("citations", ())]
    more = campaign.exclusions.count() - SHOWN if len(rows) > SHOWN else 0
    return Sheet(
        _("不参评"), head=[_("平台"), _("依据"), _("理由")], rows=lines, cites=chips(cited, campaign.region_id),
        foot=ngettext("另有 %(n)d 家没有列出", "另有 %(n)d 家没有列出", more) % {"n": more} if more > 0 else "",
    )  # fmt: skip


def unfinished(campaign: Campaign, user: Any) -> Sheet | None:
    """Once results are published: what is still open of what follows, and which of it keeps the work from being closed."""
    if campaign.state != "published":
        return None
    rows = [
        [one.words, Badge("open", _("结束前须办")) if one.must else Badge("na", _("可以继续")), _first(one)]
        for one in left(campaign)
    ]
    return Sheet(
        _("结果的后续"), head=[_("事项"), _("是否须办"), _("例如")] if rows else (), rows=rows,
        text="" if rows else _("没有未了的事项。"),
    )  # fmt: skip


def _first(one: Left) -> Any:
    return link(one.cases[0].number, one.cases[0]) if one.cases else "–"
