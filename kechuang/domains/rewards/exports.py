"""Plans and yearly reports in full."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from kechuang.casework.sheets.declare import Out, SheetExport, sheet_export
from kechuang.core.money import yuan_of
from kechuang.domains.rewards.models import RewardPlan, TransformationReport


def _rows(user: Any) -> Any:
    rows = RewardPlan.objects.visible_to(user).select_related(
        "region", "owner", "transformation", "contract_fund", "replaces"
    )
    return rows.order_by("number")


plans = sheet_export(
    SheetExport(
        RewardPlan,
        title=_("奖励方案"),
        rows=_rows,
        columns=(
            Out(_("编号"), lambda p: p.number, 18, code=True),
            Out(_("状态"), lambda p: p.state_label, 12),
            Out(_("方案名称"), lambda p: p.title, 40),
            Out(_("单位"), lambda p: p.owner.name, 28),
            Out(_("所在地"), lambda p: p.region_id, 10, code=True),
            Out(_("奖励来源"), lambda p: p.get_source_display(), 18),
            Out(_("成果转化"), lambda p: p.transformation.number if p.transformation else None, 18, code=True),
            Out(_("横向项目经费"), lambda p: p.contract_fund.number if p.contract_fund else None, 18, code=True),
            Out(_("收入取得日"), lambda p: p.obtained_on, 12),
            Out(_("净收入（元）"), lambda p: p.income, 16, yuan=True),
            Out(_("奖励下限（元）"), lambda p: p.floor, 16, yuan=True),
            Out(_("奖励总额（元）"), lambda p: p.pool, 16, yuan=True),
            Out(_("最迟支付日"), lambda p: p.due_on, 12),
            Out(_("确定日"), lambda p: p.settled_on, 12),
            Out(_("支付日"), lambda p: p.paid_on, 12),
            Out(_("替代的方案"), lambda p: p.replaces.number if p.replaces else None, 18, code=True),
        ),
    )
)


def _said(part: str, name: str) -> Any:
    def value(report: TransformationReport) -> Any:
        fen = report.figures.get(part, {}).get(name)
        return None if fen is None else yuan_of(fen)

    return value


def _count(part: str, name: str) -> Any:
    return lambda report: report.figures.get(part, {}).get(name)


def _reports(user: Any) -> Any:
    return TransformationReport.objects.visible_to(user).select_related("region", "owner", "unit").order_by("number")


reports = sheet_export(
    SheetExport(
        TransformationReport,
        title=_("年度转化报告"),
        rows=_reports,
        columns=(
            Out(_("编号"), lambda r: r.number, 18, code=True),
            Out(_("状态"), lambda r: r.state_label, 12),
            Out(_("报告单位"), lambda r: r.unit.name, 28),
            Out(_("所在地"), lambda r: r.region_id, 10, code=True),
            Out(_("年度"), lambda r: r.year, 8),
            Out(_("数据截至"), lambda r: r.computed_on, 12),
            Out(_("报送日"), lambda r: r.filed_on, 12),
            Out(_("登记的成果（项）"), _count("achievements", "registered"), 12),
            Out(_("签订的合同（项）"), _count("transformation", "contracts"), 12),
            Out(_("合同金额（元）"), _said("transformation", "price"), 18, yuan=True),
            Out(_("到账金额（元）"), _said("income_distribution", "received"), 18, yuan=True),
            Out(_("净收入（元）"), _said("income_distribution", "net_income"), 18, yuan=True),
            Out(_("奖励总额（元）"), _said("income_distribution", "pool"), 18, yuan=True),
            Out(_("支付的奖励（元）"), _said("income_distribution", "paid"), 18, yuan=True),
            Out(_("领到奖励的人员（人）"), _count("income_distribution", "people"), 12),
        ),
    )
)
