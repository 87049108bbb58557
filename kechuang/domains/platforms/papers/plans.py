"""Papers of plans: the construction plan, the year's plan with its targets, and the self-evaluation."""

from __future__ import annotations

import datetime as dt

from kechuang.casework.cases.forms import item_choices
from kechuang.casework.documents.papers import Paper, Table, Text
from kechuang.core import clock
from kechuang.core.money import money_capitals
from kechuang.domains.platforms.forms.year_values import plain
from kechuang.domains.platforms.models import DevelopmentPlan, Target, YearPlan
from kechuang.domains.platforms.queries.indicators import find
from kechuang.law.library import load
from kechuang.law.model import Citation
from kechuang.law.present import citation_words

_NUMERALS = "一二三四五六七八九十"
_YEARLY = ("quzhou-2024:art33.p3", "keqiao-2025-draft:s2.2.a")


def _notes(region: str, *places: str) -> list[str]:
    library = load()
    found = [Citation.parse(place) for place in places]
    return [citation_words(c, "zh", library) for c in found if library.instruments[c.instrument].governs(region)]


def _day(day: dt.date | None) -> str:
    return f"{day.year}年{day.month}月{day.day}日" if day else ""


def _foot(number: str) -> str:
    return f"{number}　{clock.today()} 生成　法规版本 {load().fingerprint[:12]}"


def development_paper(plan: DevelopmentPlan) -> Paper:
    """The construction plan in its horizons."""
    words = dict(item_choices("planning.horizons"))
    body: list[Text | Table] = []
    for number, part in enumerate(plan.parts.all()):
        body.append(Text(f"{_NUMERALS[number]}、{words.get(part.horizon, part.horizon)}", level=1))
        body.append(Text(f"自{_day(part.starts_on)}至{_day(part.ends_on)}。"))
        body += [Text(line) for line in part.goals.splitlines() if line.strip()]
    return Paper(
        title=plan.title, body=body, number=plan.number, signed_by=[plan.platform.owner.name],
        dated=_day(plan.adopted_on), notes=_notes(plan.region.prefix, "keqiao-2025-draft:s2.2.a"),
        foot=_foot(plan.number),
    )  # fmt: skip


def _name(target: Target) -> str:
    known = find(target.indicator)
    return f"{known.label}（{known.unit}）" if known else target.indicator


def year_paper(plan: YearPlan) -> Paper:
    """The work plan and the targets as they are filed."""
    body: list[Text | Table] = [
        Text("一、年度工作", level=1),
        *[Text(line) for line in plan.work.splitlines() if line.strip()],
        Text("二、绩效目标", level=1),
        Table(
            ("指标", "目标值", "说明"), [[_name(t), plain(t.goal), t.note] for t in plan.targets.all()],
            figures=frozenset({1}),
        ),
        Text("三、经费预算", level=1),
        Text(f"{plan.budget:,.2f} 元，合计人民币{money_capitals(int(plan.budget * 100))}。"),
    ]  # fmt: skip
    decisions = [r.number for r in (plan.resolution, plan.budget_resolution) if r is not None]
    if decisions:
        body.append(Text(f"本计划经理事会决议{'、'.join(decisions)}审定。"))
    return Paper(
        title=plan.title, body=body, number=plan.number, addressee="科技主管部门", signed_by=[plan.platform.owner.name],
        dated=_day(plan.adopted_on), notes=_notes(plan.region.prefix, *_YEARLY), foot=_foot(plan.number),
    )  # fmt: skip


def evaluation_paper(plan: YearPlan) -> Paper:
    """The self-evaluation: every target with its goal, what came of it, where the value is from, and the difference."""
    targets = list(plan.targets.all())
    rows = [
        [
            _name(t),
            plain(t.goal),
            plain(t.actual) if t.actual is not None else "",
            _reached(t),
            t.get_actual_source_display(),
        ]
        for t in targets
    ]
    body: list[Text | Table] = [
        Text("一、绩效自评", level=1),
        *[Text(line) for line in plan.evaluation.splitlines() if line.strip()],
        Text("二、目标完成情况", level=1),
        Table(("指标", "目标值", "完成值", "结果", "数据来源"), rows, figures=frozenset({1, 2})),
        Text("三、差异说明", level=1),
        *([Text(f"{_name(t)}：{t.explanation}") for t in targets if t.explanation] or [Text("没有差异。")]),
        *[Text(f"{_name(t)}的数值由系统数据更正，理由：{t.actual_reason}") for t in targets if t.actual_reason],
        Text("四、收支情况", level=1),
        Text(
            f"年度总收入{plan.income_total:,.2f}元，其中财政收入{plan.income_fiscal:,.2f}元；总成本{plan.costs_total:,.2f}元。"
            if plan.income_total is not None
            else "未填报。"
        ),
    ]
    return Paper(
        title=f"{plan.platform.title}{plan.year}年度绩效自评报告", body=body, number=plan.number, addressee="科技主管部门",
        signed_by=[plan.platform.owner.name], dated=_day(plan.evaluated_on),
        notes=_notes(plan.region.prefix, "quzhou-2024:art33.p3"), foot=_foot(plan.number),
    )  # fmt: skip


def _reached(target: Target) -> str:
    return "" if target.actual is None else "完成" if target.actual >= target.goal else "未完成"
