"""The accounts every organisation has without asking, by code: opened when first posted to."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_noop as _

from kechuang.casework.ledger.models import Account

Kind = Account.Kind

CHART: dict[str, tuple[Any, str]] = {
    "bank": (Kind.ASSET, _("银行存款")),
    "receivable": (Kind.ASSET, _("应收款项")),
    "investment": (Kind.ASSET, _("长期股权投资")),
    "payable": (Kind.LIABILITY, _("应付款项")),
    "tax_payable": (Kind.LIABILITY, _("应交税费")),
    "reward_payable": (Kind.LIABILITY, _("应付科技成果转化奖酬")),
    "voucher_payable": (Kind.LIABILITY, _("应付科技创新券兑付款")),
    "fund_balance": (Kind.FUND, _("累计结余")),
    "surplus": (Kind.FUND, _("项目结余")),
    "fiscal_income": (Kind.INCOME, _("财政拨款收入")),
    "programme_income": (Kind.INCOME, _("纵向科研收入")),
    "contract_income": (Kind.INCOME, _("横向科研收入")),
    "transformation_income": (Kind.INCOME, _("科技成果转化收入")),
    "service_income": (Kind.INCOME, _("服务收入")),
    "other_income": (Kind.INCOME, _("其他收入")),
    "research_expense": (Kind.EXPENSE, _("科研支出")),
    "transformation_cost": (Kind.EXPENSE, _("转化成本")),
    "tax_expense": (Kind.EXPENSE, _("税费支出")),
    "reward_expense": (Kind.EXPENSE, _("科技成果转化奖酬支出")),
    "grant_expense": (Kind.EXPENSE, _("拨付支出")),
    "voucher_expense": (Kind.EXPENSE, _("科技创新券支出")),
    "purchase_expense": (Kind.EXPENSE, _("采购支出")),
    "other_expense": (Kind.EXPENSE, _("其他支出")),
}
"""Code -> kind and name. A name is shown through gettext; an account with another code bears the name it was given."""
