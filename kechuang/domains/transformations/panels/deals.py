"""Panels of a deal: what it is about, its price, its notice, who was asked, the contract, what is to be paid."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from kechuang.casework.cases.law import ask
from kechuang.casework.notices import panels as notice_panels
from kechuang.casework.notices.queries import standing
from kechuang.core import clock
from kechuang.core.money import fen_of, yuan
from kechuang.core.ui.parts import Badge
from kechuang.core.ui.sites import Fact, Sheet
from kechuang.domains.achievements.completing import percent
from kechuang.domains.achievements.panels.words import badge, chips, day, remarks, silent
from kechuang.domains.transformations import due, facts
from kechuang.domains.transformations.models import Preemption, Transformation
from kechuang.domains.transformations.notices import PRICE
from kechuang.domains.transformations.queries import achievements_of, asks_preemption, preemptions, pricings_of
from kechuang.domains.transformations.wording import notice_words, price_words


def subject(deal: Transformation, user: Any) -> Sheet:
    """The achievements, and whether the unit decides about them alone."""
    rows, findings = [], []
    for achievement in achievements_of(deal):
        finding = ask(achievement, "disposal_autonomy", facts.screening_facts(achievement, deal.mode))
        findings.append(finding)
        link = {"label": achievement.number, "url": reverse("case", args=[achievement.number])}
        mark: Any = "–"
        if not silent(finding):
            mark = Badge("met", _("自主决定")) if finding.value is True else badge(finding)
        rows.append([link, achievement.title, achievement.state_label, mark])
    return Sheet(
        _("转化的成果"), head=[_("编号"), _("名称"), _("状态"), _("处置")], rows=rows, cites=chips(findings),
        text=remarks(findings),
    )  # fmt: skip


def particulars(deal: Transformation, user: Any) -> Sheet:
    """Mode, the other side, price and days."""
    d = deal
    lines = [
        Fact(_("转化方式"), d.mode_words),
        Fact(_("合同对方"), d.partner_words or "–"),
        Fact(_("与完成人的关系"), d.get_relation_display() if d.relation else _("没有填")),
        Fact(_("定价方式"), d.get_method_display() if d.method else "–"),
        Fact(_("价格"), price_words(d) or "–"),
        Fact(_("定价日"), day(d.priced_on)),
    ]
    if d.relation_text:
        lines.insert(3, Fact(_("关系说明"), d.relation_text))
    if d.mode in Transformation.BY_THE_UNIT:
        lines = [*lines[:2], Fact(_("开始实施日"), day(d.started_on))]
    else:
        lines += [
            Fact(_("合同签订日"), day(d.contract_on)),
            Fact(_("技术合同类型"), d.get_contract_kind_display() if d.contract_kind else "–"),
            Fact(_("技术合同登记编号"), d.contract_number or "–"),
            Fact(_("合同登记日"), day(d.contract_registered_on)),
        ]
    if d.equity_manager:
        lines.append(Fact(_("统一管理股权的部门"), d.equity_manager))
    return Sheet(_("要点"), facts=lines)


def pricings(deal: Transformation, user: Any) -> Sheet | None:
    """How the price came about, each time; the last one counts."""
    rows = pricings_of(deal)
    if not rows:
        return None
    lines = [
        [day(p.on), p.get_method_display(), yuan(fen_of(p.base_price)) if p.base_price is not None else "–",
         _price(p), p.basis, p.evidence]
        for p in rows
    ]  # fmt: skip
    given = facts.unit_facts(deal) | facts.deal_facts(deal) | facts.pricing_facts(deal)
    findings = [ask(deal, "pricing_method", given)]
    return Sheet(
        _("定价"), head=[_("日期"), _("方式"), _("底价（元）"), _("价格（元）"), _("依据和经过"), _("证据")], rows=lines,
        numeric=frozenset({2}), badge=None if silent(findings[0]) else badge(findings[0]), cites=chips(findings),
    )  # fmt: skip


def _price(row: Any) -> str:
    if row.price is None and not row.price_words:
        return _("没有成交")
    parts = [yuan(fen_of(row.price))] if row.price is not None else []
    return " ".join(filter(None, (*parts, row.price_words)))


def notice(deal: Transformation, user: Any) -> Sheet | None:
    """The price notice on its ruler."""
    found = standing(deal, PRICE)
    return None if found.notice is None else notice_panels.days(found.notice, user)


def notice_preview(deal: Transformation, user: Any) -> Sheet:
    """What the notice will say of the deal, beside the form that puts it up: these words are generated, not typed."""
    said = notice_words(deal)
    labels = {"name": _("科技成果名称"), "mode": _("转化方式"), "price": _("拟交易价格"), "insider": _("利害关系")}
    return Sheet(
        _("公示的内容"), facts=[Fact(label, said[name] or "–") for name, label in labels.items()],
        foot=_("取自方案和定价；利害关系按左边所填标明"),
    )  # fmt: skip


def preemption(deal: Transformation, user: Any) -> Sheet | None:
    """Who was asked whether they take it on equal terms, and the answers."""
    rows = preemptions(deal)
    if not rows and not (asks_preemption(deal) and deal.state in ("priced", "in_notice")):
        return None
    marks = {
        "": Badge("open", _("等候答复")),
        Preemption.Answer.WAIVED: Badge("met", _("放弃")),
        Preemption.Answer.TAKEN: Badge("met", _("行使")),
        Preemption.Answer.LAPSED: Badge("na", _("逾期未答，视为放弃")),
    }
    lines = [[str(r.person), day(r.offered_on), day(r.answer_by), marks[r.answer], r.evidence or "–"] for r in rows]
    return Sheet(
        _("优先受让"), head=[_("完成人"), _("询问日"), _("答复期限"), _("答复"), _("证据")], rows=lines,
        text=rows[0].terms if rows else _("还没有询问。转让合同在完成人答复以后才能签订。"),
        foot=_("《民法典》第847条；本系统法规库没有收入这部法律，按本单位配置执行，不作为法规引用。"),
    )  # fmt: skip


def asked(deal: Transformation, user: Any) -> Sheet | None:
    """The terms put to the completers, beside the form in which they answer."""
    rows = preemptions(deal)
    if not rows:
        return None
    return Sheet(
        _("同等条件"), text=rows[0].terms,
        facts=[Fact(_("价格"), price_words(deal)), Fact(_("询问日"), day(rows[0].offered_on)),
               Fact(_("答复期限"), day(rows[0].answer_by))],
    )  # fmt: skip


def payments(deal: Transformation, user: Any) -> Sheet | None:
    """The terms, what came under each, and what is late."""
    rows = list(deal.terms.all())
    if not rows:
        return None
    left = {one.term.pk: one for one in due.payments(deal)}
    today = clock.today()
    lines: list[list[Any]] = []
    for term in rows:
        figure = yuan(fen_of(term.amount)) if term.amount is not None else percent(term.rate or 0)
        one = left.get(term.pk)
        mark: Any = "–"
        if one is not None:
            late = one.late(today) and deal.state == "performing"
            n = abs((one.on - today).days)
            mark = Badge("breach", _("已迟 %(n)d 天") % {"n": n}) if late else Badge("open", _("待到账"))
        elif term.due_on is not None:
            mark = Badge("met", _("已到账"))
        reached = day(term.reached_on) if term.kind == "milestone" else "–"
        lines.append([term.get_kind_display(), figure, day(one.on if one else term.due_on), term.text, reached, mark])
    return Sheet(
        _("支付约定"), rows=lines, numeric=frozenset({1}),
        head=[_("方式"), _("金额（元）或比例"), _("应付日"), _("约定"), _("里程碑达成"), _("状态")],
    )  # fmt: skip
