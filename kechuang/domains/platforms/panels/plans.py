"""Panels of plans: horizons; a year's work, targets with live values, filings; who has filed in a round."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from kechuang.casework.cases.forms import item_choices
from kechuang.casework.cases.law import ask
from kechuang.casework.obligations.models import Obligation
from kechuang.core import clock
from kechuang.core.ui.findings import badge
from kechuang.core.ui.parts import Badge
from kechuang.core.ui.sites import Fact, Sheet
from kechuang.core.words import either, in_clauses, with_note
from kechuang.domains.platforms.facts.plans import year_facts
from kechuang.domains.platforms.models import DevelopmentPlan, FilingRound, Target, YearPlan
from kechuang.domains.platforms.panels.governance import chips, verdicts
from kechuang.domains.platforms.panels.words import day, link
from kechuang.domains.platforms.queries.filing import platforms_of, round_for
from kechuang.domains.platforms.queries.indicators import Indicator, find, period
from kechuang.law import Verdict


def horizons(plan: DevelopmentPlan, user: Any) -> Sheet:
    """Every horizon the law names, and those that are missing."""
    parts = {part.horizon: part for part in plan.parts.all()}
    lines = []
    for ident, words in item_choices("planning.horizons"):
        part = parts.get(ident)
        if part is None:
            lines.append([words, "–", "–", Badge("open", _("尚缺"))])
        else:
            lines.append([words, f"{day(part.starts_on)} – {day(part.ends_on)}", part.goals, Badge("met", _("已写明"))])
    return Sheet(
        _("规划期"), head=[_("规划期"), _("起止"), _("目标和任务"), _("状态")], rows=lines,
        note=_("%(n)d / %(all)d 项") % {"n": len(parts), "all": len(lines)},
        cites=chips(["keqiao-2025-draft:s2.2.a"], plan.region_id),
    )  # fmt: skip


def development(plan: DevelopmentPlan, user: Any) -> Sheet:
    platform = plan.platform
    return Sheet(_("建设方案"), facts=[
        Fact(_("平台"), platform.title, url=reverse("case", args=[platform.number])),
        Fact(_("版次"), _("第 %(n)d 版") % {"n": plan.edition}),
        Fact(_("审定日"), day(plan.adopted_on)),
        Fact(_("决议"), plan.resolution.number if plan.resolution else "–"),
    ])  # fmt: skip


# -- a year --------------------------------------------------------------------------------------------------


def about(plan: YearPlan, user: Any) -> Sheet:
    """Budget, decisions, days of filing, and the plan before."""
    round_ = round_for(plan.region_id, plan.year)
    platform = plan.platform
    return Sheet(_("年度计划"), facts=[
        Fact(_("平台"), platform.title, url=reverse("case", args=[platform.number])),
        Fact(_("年度"), str(plan.year)),
        Fact(_("经费预算"), int(plan.budget * 100), kind="money"),
        Fact(_("审定计划"), plan.resolution.number if plan.resolution else "–"),
        Fact(_("审定预算"), plan.budget_resolution.number if plan.budget_resolution else "–"),
        Fact(_("计划备案截止"), day(round_.plan_due_on) if round_ else _("科技主管部门还没有确定")),
        Fact(_("计划备案"), day(plan.filed_on), badge=_late(plan, "annual_plan_filing")),
        Fact(_("半年回顾"), day(plan.half_year_on)),
        Fact(_("自评备案截止"), day(round_.evaluation_due_on) if round_ else _("科技主管部门还没有确定")),
        Fact(_("自评备案"), day(plan.evaluation_filed_on), badge=_late(plan, "self_evaluation_filing")),
        *([Fact(_("备案安排"), round_.number, url=reverse("case", args=[round_.number]))] if round_ else []),
        *([Fact(_("上年计划"), plan.previous.number, url=reverse("case", args=[plan.previous.number]))] if plan.previous else []),
    ], cites=chips(["quzhou-2024:art33.p3"], plan.region_id))  # fmt: skip


def _late(plan: YearPlan, rule: str) -> Badge | None:
    """By how many days what its clock asks for was filed late, or is late by now; None where it is not."""
    rows = Obligation.objects.filter(case_id=plan.pk, rule=rule).exclude(status=Obligation.Status.WAIVED)
    row = rows.order_by("-pk").first()
    if row is None or not row.overdue_days:
        return None
    met = row.status == Obligation.Status.MET
    words = _("迟了 %(n)d 天") if met else _("逾期 %(n)d 天")
    return Badge("breach", words % {"n": row.overdue_days})


def work(plan: YearPlan, user: Any) -> Sheet:
    texts = [Fact(_("工作计划"), plan.work)]
    if plan.half_year_note:
        texts.append(Fact(_("半年情况"), plan.half_year_note))
    if plan.evaluation:
        texts.append(Fact(_("绩效自评"), plan.evaluation))
    return Sheet(_("工作和自评"), facts=texts)


def _number(value: Decimal | None) -> str:
    return "–" if value is None else f"{value.normalize():,f}" if value else "0"


def _now(known: Indicator | None, plan: YearPlan) -> Any:
    """Today's value of our own data, which leads to what stands behind it."""
    if known is None or not known.own:
        return "–"
    value = known.value(plan.platform, *period(plan.year))
    url = reverse("indicator", args=[plan.platform.number, known.name, plan.year])
    return {"label": _number(value), "url": url}


def _standing(target: Target) -> Badge:
    if target.actual is None:
        return Badge("na", _("未评"))
    if target.actual >= target.goal:
        return Badge("met", _("完成"))
    return Badge("breach", _("未完成，已说明"))


def targets(plan: YearPlan, user: Any) -> Sheet:
    """Each target with last year's, the goal, the half-year's value, the year's, and what our own data says now."""
    rows = list(plan.targets.all())
    if not rows:
        return Sheet(
            _("绩效目标"), badge=Badge("open", _("还没有")), text=_("还没有设定绩效目标。"),
            cites=chips(["quzhou-2024:art33.p3"], plan.region_id),
        )  # fmt: skip
    before = {t.indicator: t for t in plan.previous.targets.all()} if plan.previous else {}
    lines = []
    for target in rows:
        known, last = find(target.indicator), before.get(target.indicator)
        lines.append([
            with_note(str(known.label), str(known.unit)) if known else target.indicator,
            _number(last.actual if last and last.actual is not None else last.goal if last else None),
            _number(target.goal), _number(target.half), _number(target.actual),
            _now(known, plan), target.get_actual_source_display() or "–", _standing(target),
        ])  # fmt: skip
    return Sheet(
        _("绩效目标"),
        head=[_("指标"), _("上年"), _("目标"), _("半年"), _("全年"), _("现在（系统数据）"), _("来源"), _("结果")],
        rows=lines, numeric=frozenset({1, 2, 3, 4, 5}),
    )  # fmt: skip


def differences(plan: YearPlan, user: Any) -> Sheet | None:
    """Corrections and explanations, half-way and at the year's end, and the evidence of typed values."""
    facts = []
    for target in plan.targets.all():
        known = find(target.indicator)
        name = str(known.label) if known else target.indicator
        for label, text in (
            (_("半年更正"), target.half_reason), (_("半年说明"), target.half_explanation),
            (_("更正理由"), target.actual_reason), (_("差异说明"), target.explanation), (_("佐证"), target.evidence),
        ):  # fmt: skip
            if text:
                facts.append(Fact(f"{name} · {label}", text))
    return Sheet(_("差异和佐证"), facts=facts) if facts else None


LAW = ("construction_plan", "annual_work_plan", "annual_frequency", "annual_filing")


def in_law(plan: YearPlan, user: Any) -> Sheet | None:
    """What the law of the place asks of a platform's year."""
    return verdicts(plan, LAW, year_facts(plan), _("法规怎么要求"))


def own_income(plan: YearPlan, user: Any) -> Sheet | None:
    """What the platform earned itself in the year against its costs."""
    if plan.income_total is None or plan.income_fiscal is None or plan.costs_total is None:
        return None
    finding = ask(plan, "self_sustaining_income", year_facts(plan))
    own = plan.income_total - plan.income_fiscal
    share = f"{own * 100 / plan.costs_total:.1f}%" if plan.costs_total else "–"
    found = finding.verdict not in (Verdict.NO_LAW_FOUND, Verdict.NOT_APPLICABLE)
    return Sheet(_("自我造血"), badge=badge(finding) if found else None, facts=[
        Fact(_("总收入"), int(plan.income_total * 100), kind="money"),
        Fact(_("其中财政收入"), int(plan.income_fiscal * 100), kind="money"),
        Fact(_("自有收入"), int(own * 100), kind="money"),
        Fact(_("总成本"), int(plan.costs_total * 100), kind="money"),
        Fact(_("自有收入占总成本"), share),
    ], text=in_clauses(either(r.zh, r.en) for r in finding.remarks) if found else "",
        cites=chips(["keqiao-2025-draft:s4.1.c", "keqiao-2025-draft:s5.2.b"], plan.region_id))  # fmt: skip


# -- a round -------------------------------------------------------------------------------------------------


def days(round_: FilingRound, user: Any) -> Sheet:
    return Sheet(_("备案安排"), facts=[
        Fact(_("年度"), str(round_.year)),
        Fact(_("计划和目标截止"), day(round_.plan_due_on)),
        Fact(_("自评报告截止"), day(round_.evaluation_due_on)),
        Fact(_("文号"), round_.document or "–"),
    ], cites=chips(["quzhou-2024:art33.p3"], round_.region_id))  # fmt: skip


MOST = 200


def filings(round_: FilingRound, user: Any) -> Sheet | None:
    """Who has filed plan and self-evaluation, who is late and who has not begun, as far as this person may see them."""
    if not getattr(user, "is_authenticated", False):
        return None
    visible = {p.pk: p for p in YearPlan.objects.visible_to(user).filter(year=round_.year, withdrawn_on=None)}
    plans = {plan.platform_id: plan for plan in visible.values()}
    reached = platforms_of(round_)
    if not _in_office(round_, user):
        reached = [platform for platform in reached if platform.pk in plans]
    if not reached:
        return None
    lines = []
    for platform in reached[:MOST]:
        plan = plans.get(platform.pk)
        lines.append([
            platform.title, link(plan.number, plan) if plan else "–",
            _filing(plan.filed_on if plan else None, round_.plan_due_on, plan is not None),
            _filing(plan.evaluation_filed_on if plan else None, round_.evaluation_due_on, plan is not None),
        ])  # fmt: skip
    done = sum(1 for platform in reached if platform.pk in plans and plans[platform.pk].filed_on)
    return Sheet(
        _("备案情况"), head=[_("平台"), _("年度计划"), _("计划和目标"), _("自评报告")], rows=lines,
        note=_("%(n)d / %(all)d 家已备案") % {"n": done, "all": len(reached)},
    )  # fmt: skip


def _in_office(round_: FilingRound, user: Any) -> bool:
    from kechuang.casework.parties.reach import reach_of

    return reach_of(user).holds_office(round_.region_id)


def _filing(done: Any, due: Any, begun: bool) -> Badge:
    if done is not None:
        late = (done - due).days
        return Badge("breach", _("迟了 %(n)d 天") % {"n": late}) if late > 0 else Badge("met", day(done))
    over = (clock.today() - due).days
    if over > 0:
        return Badge("breach", _("逾期 %(n)d 天") % {"n": over})
    return Badge("open", _("未备案")) if begun else Badge("na", _("没有计划"))
