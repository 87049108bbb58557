"""The registry in full, under the heads of the template, so that what went out can be read by what takes in."""

from __future__ import annotations

from typing import Any

from django.db.models import Prefetch
from django.utils.translation import gettext_lazy as _

from kechuang.casework.sheets.declare import Out, SheetExport, sheet_export
from kechuang.domains.platforms.forms.year_values import plain
from kechuang.domains.platforms.models import (
    Admission,
    AdmissionBudget,
    Agreement,
    Council,
    Platform,
    RecognitionApplication,
    YearPlan,
)
from kechuang.domains.platforms.queries.indicators import find


def _platforms(user: Any) -> Any:
    rows = Platform.objects.visible_to(user).select_related("region", "owner", "introducing_entity")
    return rows.prefetch_related("founders__organisation", "recognitions").order_by("number")


def _agreements(user: Any) -> Any:
    rows = Agreement.objects.visible_to(user).select_related("region", "owner", "platform")
    return rows.prefetch_related("amounts").order_by("number")


platforms = sheet_export(
    SheetExport(
        Platform,
        title=_("科创平台"),
        rows=_platforms,
        columns=(
            Out(_("编号"), lambda p: p.number, 18, code=True),
            Out(_("状态"), lambda p: p.state_label, 10),
            Out(_("名称"), lambda p: p.title, 34),
            Out(_("英文名称"), lambda p: p.owner.name_en, 30),
            Out(_("统一社会信用代码"), lambda p: p.owner.credit_code, 24, code=True),
            Out(_("所在地"), lambda p: p.region_id, 12, code=True),
            Out(_("所在地名称"), lambda p: p.region.name, 14),
            Out(_("类型"), lambda p: p.get_platform_class_display(), 14),
            Out(_("设立资金"), lambda p: p.get_origin_display(), 22),
            Out(_("法人形式"), lambda p: p.get_legal_form_display(), 22),
            Out(_("产业领域"), lambda p: p.fields, 24),
            Out(_("主攻方向"), lambda p: p.directions, 30),
            Out(_("引进责任主体"), lambda p: p.introducing_entity.name if p.introducing_entity else None, 28),
            Out(_("共建主体"), lambda p: [f.organisation.name for f in p.founders.all()], 34),
            Out(_("设立日"), lambda p: p.founded_on, 12),
            Out(_("设立依据"), lambda p: p.established_by, 30),
            Out(_("约定运营起算日"), lambda p: p.operating_since, 16),
            Out(_("地址"), lambda p: p.address, 30),
            Out(_("场地面积（平方米）"), lambda p: p.floor_area, 18),
            Out(_("网址"), lambda p: p.website, 24),
            Out(_("认定"), lambda p: [str(r) for r in p.recognitions.all()], 30),
            Out(_("立案"), lambda p: p.opened_on, 12),
            Out(_("办结"), lambda p: p.closed_on, 12),
        ),
    )
)

agreements = sheet_export(
    SheetExport(
        Agreement,
        title=_("共建协议"),
        rows=_agreements,
        columns=(
            Out(_("编号"), lambda a: a.number, 18, code=True),
            Out(_("状态"), lambda a: a.state_label, 10),
            Out(_("协议名称"), lambda a: a.title, 34),
            Out(_("平台"), lambda a: a.platform.title, 30),
            Out(_("所在地"), lambda a: a.region_id, 12, code=True),
            Out(_("责任单位"), lambda a: a.owner.name, 28),
            Out(_("保障方式"), lambda a: a.get_support_mode_display(), 14),
            Out(_("支持总额（元）"), lambda a: sum(x.amount for x in a.amounts.all()), 18, yuan=True),
            Out(_("共建期起"), lambda a: a.starts_on, 12),
            Out(_("共建期止"), lambda a: a.ends_on, 12),
            Out(_("最后签署日"), lambda a: a.signed_on, 12),
            Out(_("备案日"), lambda a: a.filed_on, 12),
        ),
    )
)


def _admissions(user: Any) -> Any:
    rows = Admission.objects.visible_to(user).select_related("region", "owner", "call", "introducing_entity")
    budget = Prefetch("budget", AdmissionBudget.objects.visible_to(user))
    return rows.prefetch_related(budget, "partners__organisation").order_by("number")


def _recognition_applications(user: Any) -> Any:
    rows = RecognitionApplication.objects.visible_to(user).select_related("region", "owner", "round", "platform")
    return rows.order_by("number")


admissions = sheet_export(
    SheetExport(
        Admission,
        title=_("准入申请"),
        rows=_admissions,
        columns=(
            Out(_("编号"), lambda a: a.number, 18, code=True),
            Out(_("状态"), lambda a: a.state_label, 10),
            Out(_("拟设平台名称"), lambda a: a.title, 34),
            Out(_("申请单位"), lambda a: a.owner.name, 30),
            Out(_("统一社会信用代码"), lambda a: a.owner.credit_code, 24, code=True),
            Out(_("拟落地地区"), lambda a: a.region_id, 12, code=True),
            Out(_("申请方式"), lambda a: a.get_route_display(), 14),
            Out(_("征集"), lambda a: a.call.number if a.call else None, 18, code=True),
            Out(_("类型"), lambda a: a.get_platform_class_display(), 14),
            Out(_("设立资金"), lambda a: a.get_origin_display(), 22),
            Out(_("法人形式"), lambda a: a.get_legal_form_display(), 22),
            Out(_("共建主体"), lambda a: [p.organisation.name for p in a.partners.all()], 34),
            Out(_("引进责任主体"), lambda a: a.introducing_entity.name if a.introducing_entity else None, 28),
            Out(_("拟共建年限"), lambda a: a.term_years, 12),
            Out(_("申请支持（元）"), lambda a: a.requested, 18, yuan=True),
            Out(_("自筹（元）"), lambda a: a.self_raised, 18, yuan=True),
            Out(_("安排预算（元）"), lambda a: sum(r.amount for r in a.budget.all()) or None, 18, yuan=True),
            Out(_("提交日"), lambda a: a.submitted_on, 12),
            Out(_("决定"), lambda a: a.get_decision_display(), 12),
            Out(_("决定日"), lambda a: a.decided_on, 12),
            Out(_("决定理由"), lambda a: a.reasons, 40),
        ),
    )
)

recognition_applications = sheet_export(
    SheetExport(
        RecognitionApplication,
        title=_("认定申报"),
        rows=_recognition_applications,
        columns=(
            Out(_("编号"), lambda a: a.number, 18, code=True),
            Out(_("状态"), lambda a: a.state_label, 10),
            Out(_("平台"), lambda a: a.platform.title, 34),
            Out(_("统一社会信用代码"), lambda a: a.owner.credit_code, 24, code=True),
            Out(_("批次"), lambda a: a.round.title, 34),
            Out(_("级别"), lambda a: a.round.get_level_display(), 10),
            Out(_("全职科研人员（人）"), lambda a: a.staff_count, 18),
            Out(_("上年研发投入（元）"), lambda a: a.research_spending, 18, yuan=True),
            Out(_("申报日"), lambda a: a.submitted_on, 12),
        ),
    )
)


def _year_plans(user: Any) -> Any:
    rows = YearPlan.objects.visible_to(user).select_related("region", "owner", "platform")
    return rows.prefetch_related("targets").order_by("number")


def _goals(plan: YearPlan) -> list[str]:
    """Each target as indicator, goal and what came of it."""
    found = []
    for target in plan.targets.all():
        known = find(target.indicator)
        reached = "" if target.actual is None else f" / {plain(target.actual)}"
        found.append(f"{known.label if known else target.indicator} {plain(target.goal)}{reached}")
    return found


def _councils(user: Any) -> Any:
    rows = Council.objects.visible_to(user).select_related("region", "owner", "platform")
    return rows.prefetch_related("members__delegated_by").order_by("number")


year_plans = sheet_export(
    SheetExport(
        YearPlan,
        title=_("年度计划"),
        rows=_year_plans,
        columns=(
            Out(_("编号"), lambda p: p.number, 18, code=True),
            Out(_("状态"), lambda p: p.state_label, 12),
            Out(_("平台"), lambda p: p.platform.title, 30),
            Out(_("所在地"), lambda p: p.region_id, 12, code=True),
            Out(_("年度"), lambda p: p.year, 8),
            Out(_("经费预算（元）"), lambda p: p.budget, 18, yuan=True),
            Out(_("审定日"), lambda p: p.adopted_on, 12),
            Out(_("计划备案日"), lambda p: p.filed_on, 12),
            Out(_("自评备案日"), lambda p: p.evaluation_filed_on, 12),
            Out(_("目标"), _goals, 60),
            Out(_("差异说明"), lambda p: [t.explanation for t in p.targets.all() if t.explanation], 40),
            Out(_("立案"), lambda p: p.opened_on, 12),
            Out(_("办结"), lambda p: p.closed_on, 12),
        ),
    )
)

councils = sheet_export(
    SheetExport(
        Council,
        title=_("理事会"),
        rows=_councils,
        columns=(
            Out(_("编号"), lambda c: c.number, 18, code=True),
            Out(_("状态"), lambda c: c.state_label, 10),
            Out(_("名称"), lambda c: c.title, 34),
            Out(_("平台"), lambda c: c.platform.title, 30),
            Out(_("所在地"), lambda c: c.region_id, 12, code=True),
            Out(_("成立日"), lambda c: c.seated_on, 12),
            Out(_("委员"), lambda c: [f"{m.name}（{m.delegated_by}）" for m in c.members.all()], 60),
        ),
    )
)
