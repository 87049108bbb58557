"""Panels of a purchase: what is wanted and why, what the register held that day, what was decided."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kechuang.casework.cases.law import ask
from kechuang.core.among import among
from kechuang.core.ui.findings import badge
from kechuang.core.ui.parts import Badge
from kechuang.core.ui.sites import Fact, Sheet
from kechuang.core.words import either, in_parts, in_sentences
from kechuang.domains.equipment.facts import purchase_facts
from kechuang.domains.equipment.models import Equipment, Purchase
from kechuang.domains.equipment.panels.register import money, openness_badge
from kechuang.domains.platforms.panels.governance import chips
from kechuang.domains.platforms.panels.words import day
from kechuang.law import Verdict


def about(purchase: Purchase, user: Any) -> Sheet:
    facts = [
        Fact(_("平台"), purchase.platform.title, url=reverse("case", args=[purchase.platform.number])),
        Fact(_("主要技术要求"), purchase.specification),
        Fact(_("预算（元）"), money(purchase.budget)),
        Fact(_("购置理由和用途"), purchase.need),
        Fact(_("提交日"), day(purchase.submitted_on)),
    ]
    if purchase.equipment is not None:
        url = reverse("case", args=[purchase.equipment.number])
        facts.append(Fact(_("购置的仪器"), str(purchase.equipment), url=url))
    return Sheet(_("购置申请"), facts=facts)


def searches(purchase: Purchase, user: Any) -> Sheet:
    """Each look into the register: when, with what words, what was there; the evidence that is reviewed."""
    rows = list(purchase.searches.select_related("region").prefetch_related("hits__equipment"))
    if not rows:
        return Sheet(_("查重检索"), text=_("还没有检索仪器库。"))
    found = [hit.equipment_id for search in rows for hit in search.hits.all()]
    seen = set(Equipment.objects.visible_to(user).filter(among("id", found)).values_list("pk", flat=True))
    lines: list[list[Any]] = []
    for search in rows:
        about = _("%(day)s 检索“%(words)s”（%(place)s，%(n)d 台开放仪器）") % {
            "day": search.searched_on.isoformat(), "words": search.words, "n": search.looked_through,
            "place": either(search.region.name, search.region.name_en) if search.region else _("全库"),
        }  # fmt: skip
        hits = list(search.hits.all())
        if not hits:
            lines.append([about, _("没有找到"), "–", "–", "–"])
        for hit in hits:
            label: Any = str(hit)
            if hit.equipment_id in seen:  # it may have been closed to others since
                label = {"label": label, "url": reverse("case", args=[hit.equipment.number])}
            lines.append([about, label, hit.holder, openness_badge(hit), money(hit.price)])
            about = ""
    head = [_("检索"), _("找到的仪器"), _("单位"), _("开放情况"), _("对外收费（元/小时）")]
    return Sheet(
        _("查重检索"), head=head, rows=lines, numeric=frozenset({4}),
        text=purchase.why_none_fits and _("已有仪器为什么不能满足：%(why)s") % {"why": purchase.why_none_fits},
    )  # fmt: skip


def found(purchase: Purchase, user: Any) -> Sheet | None:
    """The same beside a form: what was found, whose, at what price."""
    hits = [hit for search in purchase.searches.prefetch_related("hits") for hit in search.hits.all()]
    if not hits:
        return None
    told = {hit.equipment_id: hit for hit in hits}.values()
    return Sheet(
        _("找到的仪器"), text=purchase.why_none_fits,
        facts=[Fact(str(hit), in_parts([hit.holder, _("%(price)s 元/小时") % {"price": money(hit.price)}])) for hit in told],
    )  # fmt: skip


def in_law(purchase: Purchase, user: Any) -> Sheet | None:
    """What the law asks before buying here, and how far that is done."""
    reviewed = True if purchase.state in ("approved", "bought") else None
    finding = ask(purchase, "equipment_purchase", purchase_facts(purchase, reviewed=reviewed))
    if finding.verdict in (Verdict.NOT_APPLICABLE, Verdict.NO_LAW_FOUND):
        return None
    # What only the department's review can tell waits for that, not for a determination.
    waits = finding.missing == ("equipment.need_reviewed",)
    return Sheet(
        either(finding.zh, finding.en), badge=Badge("open", pgettext("purchase", "待审查")) if waits else badge(finding),
        text=in_sentences(either(remark.zh, remark.en) for remark in finding.remarks),
        cites=chips(finding.citations, purchase.region_id)[:4],
    )  # fmt: skip


def decision(purchase: Purchase, user: Any) -> Sheet | None:
    if purchase.decided_on is None:
        return None
    return Sheet(_("审查"), facts=[Fact(_("审查意见"), purchase.opinion), Fact(_("审查日"), day(purchase.decided_on))])
