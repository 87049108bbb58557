"""Deals in full, with their achievements and payment terms."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.db.models import OuterRef, Subquery, Sum
from django.utils.translation import gettext_lazy as _

from kechuang.casework.sheets.declare import Out, SheetExport, sheet_export
from kechuang.domains.transformations.models import ContractFund, Cost, FundExpense, Receipt, Transformation
from kechuang.domains.transformations.terms import line_of


def _rows(user: Any) -> Any:
    rows = Transformation.objects.visible_to(user).select_related("region", "owner", "partner")
    return rows.prefetch_related("items__achievement", "terms", "receipts", "costs").order_by("number")


def _arrived(deal: Transformation) -> list[Receipt]:
    return [r for r in deal.receipts.all() if r.standing and r.kind == Receipt.Kind.INCOME]


def _counted(deal: Transformation) -> list[Cost]:
    return [c for c in deal.costs.all() if c.standing and not c.fiscal]


def _total(rows: list[Any], name: str) -> Decimal | None:
    """The sum in yuan; nothing where there is no row."""
    return sum((getattr(row, name) for row in rows), Decimal(0)) if rows else None


transformations = sheet_export(
    SheetExport(
        Transformation,
        title=_("成果转化"),
        rows=_rows,
        columns=(
            Out(_("编号"), lambda d: d.number, 18, code=True),
            Out(_("状态"), lambda d: d.state_label, 12),
            Out(_("名称"), lambda d: d.title, 40),
            Out(_("单位"), lambda d: d.owner.name, 28),
            Out(_("所在地"), lambda d: d.region_id, 10, code=True),
            Out(_("科技成果"), lambda d: [f"{i.achievement.number} {i.achievement.title}" for i in d.items.all()], 40),
            Out(_("转化方式"), lambda d: d.get_mode_display(), 12),
            Out(_("许可方式"), lambda d: d.get_licence_display() if d.licence else None, 12),
            Out(_("合同对方"), lambda d: d.partner_words or None, 28),
            Out(_("对方与完成人的关系"), lambda d: d.get_relation_display() if d.relation else None, 20),
            Out(_("关系说明"), lambda d: d.relation_text or None, 28),
            Out(_("定价方式"), lambda d: d.get_method_display() if d.method else None, 16),
            Out(_("底价（元）"), lambda d: d.base_price, 16),
            Out(_("成交价（元）"), lambda d: d.price, 16),
            Out(_("价格的其他约定"), lambda d: d.price_words or None, 24),
            Out(_("定价日"), lambda d: d.priced_on, 12),
            Out(_("合同签订日"), lambda d: d.contract_on, 12),
            Out(_("技术合同类型"), lambda d: d.get_contract_kind_display() if d.contract_kind else None, 14),
            Out(_("技术合同登记编号"), lambda d: d.contract_number or None, 20, code=True),
            Out(_("合同登记日"), lambda d: d.contract_registered_on, 12),
            Out(_("开始实施日"), lambda d: d.started_on, 12),
            Out(_("支付约定"), lambda d: [line_of(term) for term in d.terms.all()], 40),
            Out(_("到账合计（元）"), lambda d: _total(_arrived(d), "amount"), 16, yuan=True),
            Out(_("成本和税金（元）"), lambda d: _total(_counted(d), "amount"), 16, yuan=True),
            Out(_("净收入合计（元）"), lambda d: _total([r for r in _arrived(d) if r.income is not None], "income"), 16, yuan=True),
        ),
    )
)  # fmt: skip


def _funds(user: Any) -> Any:
    rows = ContractFund.objects.visible_to(user).select_related("region", "owner")
    arrived = Receipt.objects.filter(case_id=OuterRef("pk"), standing=True).order_by().values("case_id")
    spent = FundExpense.objects.filter(fund_id=OuterRef("pk"), standing=True).order_by().values("fund_id")
    return rows.annotate(
        arrived=Subquery(arrived.annotate(s=Sum("amount")).values("s")), spent=Subquery(spent.annotate(s=Sum("amount")).values("s"))
    ).order_by("number")  # fmt: skip


contract_funds = sheet_export(
    SheetExport(
        ContractFund,
        title=_("横向项目经费"),
        rows=_funds,
        columns=(
            Out(_("编号"), lambda f: f.number, 18, code=True),
            Out(_("状态"), lambda f: f.state_label, 12),
            Out(_("项目名称"), lambda f: f.title, 40),
            Out(_("单位"), lambda f: f.owner.name, 28),
            Out(_("所在地"), lambda f: f.region_id, 10, code=True),
            Out(_("技术合同类型"), lambda f: f.get_contract_kind_display(), 14),
            Out(_("收入来源"), lambda f: f.get_origin_display(), 24),
            Out(_("委托单位"), lambda f: f.client_name, 28),
            Out(_("合同金额（元）"), lambda f: f.amount, 16, yuan=True),
            Out(_("合同签订日"), lambda f: f.contract_on, 12),
            Out(_("技术合同登记编号"), lambda f: f.contract_number or None, 20, code=True),
            Out(_("到账（元）"), lambda f: f.arrived, 16, yuan=True),
            Out(_("支出（元）"), lambda f: f.spent, 16, yuan=True),
            Out(_("结算日"), lambda f: f.settled_on, 12),
            Out(_("结余（元）"), lambda f: f.surplus, 16, yuan=True),
            Out(_("奖励项目组成员（元）"), lambda f: f.reward, 16, yuan=True),
            Out(_("投入成果转化（元）"), lambda f: f.invested, 16, yuan=True),
            Out(_("单位留存（元）"), lambda f: f.kept, 16, yuan=True),
        ),
    )
)
