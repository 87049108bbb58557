"""Budgets with all their lines, under the heads of the template they are read by."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from kechuang.casework.sheets.declare import Out, SheetExport, sheet_export
from kechuang.core.words import in_clauses
from kechuang.domains.funding.models import Budget, BudgetLine, FundRequest, FundSource, SupportProgramme
from kechuang.domains.funding.queries.lines import source_words


def _lines(user: Any) -> Any:
    """Line by line, of the budgets a person may see."""
    rows = BudgetLine.objects.filter(budget__in=Budget.objects.visible_to(user))
    related = ("budget__platform", "budget__region", "source")
    return rows.select_related(*related).order_by("budget__number", "position")


budgets = sheet_export(
    SheetExport(
        Budget,
        title=_("年度预算"),
        rows=_lines,
        columns=(
            Out(_("案件编号"), lambda r: r.budget.number, 18, code=True),
            Out(_("状态"), lambda r: r.budget.state_label, 10),
            Out(_("平台"), lambda r: r.budget.platform.title, 30),
            Out(_("所在地"), lambda r: r.budget.region_id, 12, code=True),
            Out(_("年度"), lambda r: r.budget.year, 8),
            Out(_("序号"), lambda r: r.position, 8),
            Out(_("收支"), lambda r: r.get_side_display(), 8),
            Out(_("科目"), lambda r: r.get_category_display(), 20),
            Out(_("内容"), lambda r: r.title, 34),
            Out(_("经费渠道"), lambda r: r.source.number if r.source else None, 18, code=True),
            Out(_("来源"), source_words, 26),
            Out(_("资金来源"), lambda r: r.get_money_display(), 14),
            Out(_("金额（元）"), lambda r: r.amount, 18, yuan=True),
            Out(_("批准金额（元）"), lambda r: r.approved, 18, yuan=True),
            Out(_("用于基础研究"), lambda r: r.basic_research, 14),
            Out(_("测算依据"), lambda r: r.note, 34),
        ),
    )
)


def _sources(user: Any) -> Any:
    rows = FundSource.objects.visible_to(user).select_related("region", "funder").prefetch_related("negative_list")
    return rows.order_by("number")


sources = sheet_export(
    SheetExport(
        FundSource,
        title=_("经费渠道"),
        rows=_sources,
        columns=(
            Out(_("编号"), lambda s: s.number, 18, code=True),
            Out(_("状态"), lambda s: s.state_label, 10),
            Out(_("名称"), lambda s: s.title, 30),
            Out(_("所在地"), lambda s: s.region_id, 12, code=True),
            Out(_("经费种类"), lambda s: s.get_use_display(), 18),
            Out(_("资金来源"), lambda s: s.get_money_display(), 14),
            Out(_("财政层级"), lambda s: s.get_level_display(), 12),
            Out(_("拨款单位"), lambda s: s.funder.name if s.funder else None, 28),
            Out(_("实行经费包干制"), lambda s: s.lump_sum, 14),
            Out(_("负面清单"), lambda s: in_clauses(f"{i.code} {i.text}" for i in s.negative_list.all()), 60),
            Out(_("起"), lambda s: s.valid_from, 12),
            Out(_("止"), lambda s: s.valid_to, 12),
        ),
    )
)


def _programmes(user: Any) -> Any:
    rows = SupportProgramme.objects.visible_to(user).select_related("platform", "region", "agreement")
    return rows.prefetch_related("years").order_by("number")


programmes = sheet_export(
    SheetExport(
        SupportProgramme,
        title=_("保障方案"),
        rows=_programmes,
        columns=(
            Out(_("编号"), lambda p: p.number, 18, code=True),
            Out(_("状态"), lambda p: p.state_label, 10),
            Out(_("平台"), lambda p: p.platform.title, 30),
            Out(_("所在地"), lambda p: p.region_id, 12, code=True),
            Out(_("共建协议"), lambda p: p.agreement.number, 18, code=True),
            Out(_("保障方式"), lambda p: p.get_mode_display(), 14),
            Out(_("年度"), lambda p: [str(y.year) for y in p.years.all()], 20),
            Out(_("基础合计（元）"), lambda p: sum(y.base for y in p.years.all()), 18, yuan=True),
            Out(_("激励合计（元）"), lambda p: sum(y.incentive for y in p.years.all()), 18, yuan=True),
            Out(_("配套上限合计（元）"), lambda p: sum(y.ceiling for y in p.years.all()), 18, yuan=True),
        ),
    )
)


def _requests(user: Any) -> Any:
    rows = FundRequest.objects.visible_to(user)
    return rows.select_related("region", "owner", "platform", "payer", "source", "budget").order_by("number")


fund_requests = sheet_export(
    SheetExport(
        FundRequest,
        title=_("用款申请"),
        rows=_requests,
        columns=(
            Out(_("编号"), lambda r: r.number, 18, code=True),
            Out(_("状态"), lambda r: r.state_label, 10),
            Out(_("平台"), lambda r: r.platform.title, 30),
            Out(_("年度"), lambda r: r.year, 8),
            Out(_("种类"), lambda r: r.get_request_kind_display(), 14),
            Out(_("年度预算"), lambda r: r.budget.number if r.budget else None, 18, code=True),
            Out(_("经费渠道"), lambda r: r.source.title if r.source else None, 28),
            Out(_("财政层级"), lambda r: (r.source.get_level_display() or None) if r.source else None, 10),
            Out(_("拨款单位"), lambda r: r.payer.name, 28),
            Out(_("申请金额（元）"), lambda r: r.amount, 16, yuan=True),
            Out(_("审核日"), lambda r: r.checked_on, 12),
            Out(_("批准日"), lambda r: r.approved_on, 12),
            Out(_("拨付日"), lambda r: r.paid_on, 12),
            Out(_("用途和理由"), lambda r: r.purpose, 40),
        ),
    )
)
