"""Panels of an agreement's page."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from kechuang.casework.cases.law import ask
from kechuang.core import clock
from kechuang.core.ui.citing import cite_of
from kechuang.core.ui.findings import badge
from kechuang.core.ui.parts import Badge, Tone
from kechuang.core.ui.sites import Fact, Sheet
from kechuang.core.words import either, in_clauses, listed
from kechuang.domains.platforms import facts
from kechuang.domains.platforms.models import Agreement
from kechuang.domains.platforms.panels.governance import chips
from kechuang.domains.platforms.panels.words import day
from kechuang.law import Finding, Verdict
from kechuang.law.library import load


def terms(agreement: Agreement, user: Any) -> Sheet:
    """Term, support and the platform; with the verdict on the term."""
    finding = ask(agreement, "agreement_term", facts.agreement_facts(agreement))
    platform, silent = agreement.platform, _silence(agreement, finding)
    return Sheet(
        _("约定"), badge=Badge("none", _("没有条文规定共建期")) if silent else badge(finding),
        facts=[
            Fact(_("平台"), platform.title, url=reverse("case", args=[platform.number])),
            Fact(_("共建期"), f"{day(agreement.starts_on)} – {day(agreement.ends_on)}"),
            Fact(_("保障方式"), agreement.get_support_mode_display()),
            Fact(_("支持总额"), int(agreement.total * 100), kind="money"),
            Fact(_("最后签署"), day(agreement.signed_on)),
            Fact(_("备案日"), day(agreement.filed_on)),
            *_others(agreement, user),
            *([Fact(_("特殊情况"), agreement.special_reason)] if agreement.special_reason else []),
        ],
        cites=chips([ROUNDS], agreement.region_id) if silent else [cite_of(c, load()) for c in finding.citations[:3]],
        text=silent or in_clauses(either(r.zh, r.en) for r in finding.remarks),
    )  # fmt: skip


def _others(agreement: Agreement, user: Any) -> list[Fact]:
    """What it renews or amends and what came of it, each by its number; since when its term counts with those before it."""
    later = Agreement.objects.visible_to(user).filter(Q(renews=agreement) | Q(amends=agreement)).order_by("pk")
    lines = [(_("续签自"), agreement.renews), (_("变更自"), agreement.amends)]
    lines += [(_("续签为") if one.renews_id == agreement.pk else _("变更为"), one) for one in later]
    found = [Fact(word, one.number, url=reverse("case", args=[one.number])) for word, one in lines if one is not None]
    if (start := facts.counted_from(agreement)) != agreement.starts_on:
        found.append(Fact(_("连同此前共建期起算"), day(start)))
    return found


TERM, ROUNDS = "keqiao-2025-draft:s3.1.b", "binjiang-2023:s3.1.a"
"""The one clause that limits the term of an agreement, and one that speaks of rounds in principle, without a limit."""


def _silence(agreement: Agreement, finding: Finding) -> str:
    """That no text in force for the place limits the term, and which texts were looked at; empty where one does."""
    region, shelf = agreement.region_id, load()
    if finding.verdict not in (Verdict.NOT_APPLICABLE, Verdict.NO_LAW_FOUND) or _reaches_by(TERM, region):
        return ""
    looked = dict.fromkeys(row.instrument for table in finding.considered for row in table.rows)
    texts = [shelf.instruments[name] for name in looked if _reaches(name, region)]
    words = _("本地现行条文没有规定共建期最长或者最短几年，年数由各方约定；查过：%(texts)s") % {
        "texts": listed([either(text.short, text.short_en) for text in texts])
    }  # fmt: skip
    if _reaches_by(ROUNDS, region):
        instrument, _sep, ident = ROUNDS.partition(":")
        clause = shelf.instruments[instrument].clauses[ident]
        words += "\n" + _("只有原则性的说法，不作上下限：%(text)s") % {"text": either(clause.zh, clause.en)}
    return words


def _reaches_by(place: str, region: str) -> bool:
    return _reaches(place.partition(":")[0], region)


def _reaches(instrument: str, region: str) -> bool:
    """Whether an instrument is one of the place, be it a draft."""
    return region.startswith(load().instruments[instrument].region)


def amounts(agreement: Agreement, user: Any) -> Sheet | None:
    rows = list(agreement.amounts.all())
    if not rows:
        return None
    return Sheet(
        _("各年度支持"), head=[_("年度"), _("金额（元）")], numeric=frozenset({1}),
        rows=[*[[str(a.year), f"{a.amount:,.2f}"] for a in rows], [_("合计"), f"{sum(a.amount for a in rows):,.2f}"]],
    )  # fmt: skip


def topics(agreement: Agreement, user: Any) -> Sheet:
    """The topics the law lists, what is agreed on each, and which are missing."""
    finding = ask(agreement, "agreement_topics", facts.agreement_facts(agreement))
    items = load().checklist_items("agreement.topics")
    lines = []
    for item in items:
        text = str(agreement.topics.get(item.id, "")).strip()
        lines.append(
            [either(item.zh, item.en), text or "–", Badge("met", _("已约定")) if text else Badge("breach", _("尚缺"))]
        )
    have = sum(1 for line in lines if line[1] != "–")
    return Sheet(
        _("约定事项"), head=[_("事项"), _("约定"), _("状态")], rows=lines, badge=badge(finding),
        note=_("%(n)d / %(all)d 项") % {"n": have, "all": len(items)},
    )  # fmt: skip


def consultations(agreement: Agreement, user: Any) -> Sheet | None:
    """Who was asked, by when, what they said; overdue ones told."""
    rows, today = list(agreement.consultations.select_related("organisation")), clock.today()
    if not rows:
        return None
    lines = []
    for row in rows:
        if row.replied_on:
            tone: Tone = "breach" if row.opinion == "object" else "met"
            lines.append([str(row.organisation), day(row.reply_by), day(row.replied_on),
                          Badge(tone, row.get_opinion_display()), row.text or "–"])  # fmt: skip
        else:
            late = (today - row.reply_by).days
            word = _("逾期 %(n)d 天未复") % {"n": late} if late > 0 else _("等候答复")
            lines.append(
                [str(row.organisation), day(row.reply_by), "–", Badge("open" if late > 0 else "na", word), "–"]
            )
    replied = sum(1 for row in rows if row.replied_on)
    return Sheet(
        _("部门意见"), head=[_("部门"), _("请于此日前"), _("答复日"), _("意见"), _("内容")], rows=lines,
        note=_("%(n)d / %(all)d 已复") % {"n": replied, "all": len(rows)},
    )  # fmt: skip


def signatures(agreement: Agreement, user: Any) -> Sheet | None:
    """Every party, whether it signed and when; the last day counts."""
    rows = list(agreement.signatures.select_related("organisation").order_by("pk"))
    if not rows:
        return None
    signed = sum(1 for row in rows if row.signed_on)
    return Sheet(
        _("签署"), head=[_("签署方"), _("签署人"), _("签署日"), _("状态")],
        rows=[
            [str(row.organisation), row.signatory or "–", day(row.signed_on),
             Badge("met", _("已签")) if row.signed_on else Badge("na", _("未签"))]
            for row in rows
        ],
        note=_("%(n)d / %(all)d 方") % {"n": signed, "all": len(rows)},
    )  # fmt: skip
