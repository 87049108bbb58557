"""Panels of an evaluation: its values with their evidence, what the platform says of itself, what it contests."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kechuang.core.ui.parts import Badge
from kechuang.core.ui.sites import Fact, Sheet
from kechuang.core.words import in_clauses
from kechuang.domains.evaluation.forms.values import label_of
from kechuang.domains.evaluation.models import Contest, Evaluation, IndicatorValue, SchemeNode
from kechuang.domains.evaluation.panels.schemes import percent
from kechuang.domains.evaluation.queries.phases import phase_of, scores_shown
from kechuang.domains.evaluation.queries.trees import nodes_of, weights_for
from kechuang.domains.evaluation.values import held_against, leaves_of, missing, read
from kechuang.domains.platforms.panels.governance import chips
from kechuang.domains.platforms.panels.words import day
from kechuang.domains.platforms.queries.indicators import find

YEARLY = ["quzhou-2024:art33.p1", "keqiao-2025-draft:s4.3.c", "binjiang-2023:s4.5.b"]


def number(value: Decimal | None) -> str:
    """A value as people read it."""
    return "–" if value is None else f"{value.normalize():,f}" if value else "0"


def values(evaluation: Evaluation, user: Any) -> Sheet:
    """Every indicator: its weight, target, value with the way to its evidence, and the marks that may be shown."""
    rows = leaves_of(evaluation)
    weights = weights_for(nodes_of(evaluation.scheme_id), evaluation.platform_id)
    live = {}
    if evaluation.state == "invited":
        live = {pk: found.value for pk, found in read(evaluation, [row.node for row in rows]).items()}
    shown = scores_shown(evaluation.campaign)
    head = [_("指标"), _("占总分"), _("目标"), _("系统数据"), _("数值"), _("来源"), _("自评分")]
    lines = []
    for row in rows:
        recorded = live.get(row.node_id, row.recorded)
        value = recorded if row.given is None else row.given
        line: list[Any] = [
            label_of(row.node), percent(weights[row.node_id]), number(held_against(row)),
            _evidence(evaluation, row, recorded), number(value), _source(row, recorded), number(row.self_score),
        ]  # fmt: skip
        lines.append([*line, number(row.score)] if shown else line)
    if evaluation.state == "invited":
        for row in rows:
            row.recorded = live.get(row.node_id, row.recorded)
        left = sum(bool(missing(row)) for row in rows)
        text = ngettext("还有 %(n)d 项没有填完", "还有 %(n)d 项没有填完", left) % {"n": left}
        badge = Badge("open", text) if left else Badge("met", _("已填完"))
    else:
        badge = None
    return Sheet(
        _("指标值"),
        head=[*head, _("得分")] if shown else head,
        rows=lines,
        numeric=frozenset({1, 2, 3, 4, 6, 7}),
        badge=badge,
        note=_unit_note(rows),
        cites=chips(YEARLY, evaluation.region_id),
        foot=_("系统数据由平台的成果、转化、到账、人员等记录算出，点数字看依据。"),
    )


def _unit_note(rows: list[IndicatorValue]) -> str:
    return ngettext("%(n)d 项指标", "%(n)d 项指标", len(rows)) % {"n": len(rows)}


def _evidence(evaluation: Evaluation, row: IndicatorValue, recorded: Decimal | None) -> Any:
    """The recorded value, leading to the rows behind it."""
    known = find(row.node.indicator) if row.node.kind == SchemeNode.Kind.RECORD else None
    if known is None or not known.own:
        return "–"
    url = reverse("evaluation-evidence", args=[evaluation.number, row.node.code])
    return {"label": number(recorded), "url": url}


def _source(row: IndicatorValue, recorded: Decimal | None) -> Any:
    if row.node.kind != SchemeNode.Kind.RECORD:
        return str(row.node.get_kind_display())
    if row.source == IndicatorValue.Source.CORRECTED:
        return Badge("open", _("更正"))
    if row.source:
        return str(row.get_source_display())
    return str(IndicatorValue.Source.OWN.label) if recorded is not None else "–"


def remarks(evaluation: Evaluation, user: Any) -> Sheet | None:
    """What was corrected and why, and what the platform explains."""
    lines = [
        [label_of(row.node), row.reason or "–", row.file or "–", row.explanation or "–"]
        for row in leaves_of(evaluation)
        if row.reason or row.explanation or row.file
    ]
    if not lines:
        return None
    return Sheet(_("更正和说明"), head=[_("指标"), _("更正理由"), _("佐证材料"), _("说明")], rows=lines)


def statement(evaluation: Evaluation, user: Any) -> Sheet | None:
    if not evaluation.statement:
        return None
    facts = [
        Fact(_("提交日"), day(evaluation.submitted_on)),
        Fact(_("自评得分"), number(evaluation.self_score)),
        Fact(_("自评报告"), evaluation.statement),
    ]
    return Sheet(_("自评"), facts=facts)


def contests(evaluation: Evaluation, user: Any) -> Sheet | None:
    """What was contested and what was answered."""
    rows = list(evaluation.contests.select_related("node"))
    if not rows:
        return None
    lines = [
        [
            label_of(row.node) if row.node is not None else _("整个评价"),
            in_clauses([row.text, *([_("主张 %(value)s") % {"value": number(row.claimed)}] if row.claimed else [])]),
            row.file,
            day(row.filed_on),
            _outcome(row),
            row.answer or "–",
        ]
        for row in rows
    ]
    return Sheet(
        _("申辩"), head=[_("指标"), _("申辩内容"), _("佐证材料"), _("提出日"), _("结论"), _("答复")], rows=lines
    )


def _outcome(row: Contest) -> Badge:
    if not row.outcome:
        return Badge("open", _("等答复"))
    tone = {"upheld": "met", "partly": "met"}.get(row.outcome, "na")
    return Badge(tone, str(row.get_outcome_display()))  # type: ignore[arg-type]  # one of the tones


def about(evaluation: Evaluation, user: Any) -> Sheet:
    """Campaign, platform, scheme and plan, and the days of the phases that concern the platform."""
    campaign = evaluation.campaign
    facts = [
        Fact(_("平台"), evaluation.platform.title, url=reverse("case", args=[evaluation.platform.number])),
        Fact(_("平台类型"), str(evaluation.get_platform_class_display())),
        Fact(_("评价种类"), str(campaign.get_kind_of_display())),
        Fact(_("评价年度"), str(campaign.year)),
        Fact(_("指标体系"), evaluation.scheme.number, url=reverse("case", args=[evaluation.scheme.number])),
    ]
    if evaluation.plan is not None:
        facts.append(Fact(_("年度计划"), evaluation.plan.number, url=reverse("case", args=[evaluation.plan.number])))
    for name, label in (("self_evaluation", _("自评")), ("contest", _("申辩"))):
        row = phase_of(campaign, name)
        if row is not None:
            facts.append(Fact(label, f"{day(row.starts_on)} – {day(row.ends_on)}"))
    badge = Badge("draft", _("草案 · 模拟")) if campaign.simulation else None
    text = _("本地的评价规定还是征求意见稿：全过程只作模拟，不产生效果。") if campaign.simulation else ""
    return Sheet(_("评价"), facts=facts, badge=badge, text=text)
