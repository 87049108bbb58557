"""Panels of contract funds: the contract, what arrived and was spent, what is left and where it goes."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from kechuang.casework.cases.law import ask
from kechuang.core.money import fen_of, yuan
from kechuang.core.ui.findings import value_words
from kechuang.core.ui.sites import Fact, Sheet
from kechuang.domains.achievements.panels.words import badge, chips, day, remarks, silent
from kechuang.domains.transformations import facts
from kechuang.domains.transformations.models import ContractFund, Receipt
from kechuang.domains.transformations.panels.money import standing_badge
from kechuang.law.library import load


def particulars(fund: ContractFund, user: Any) -> Sheet:
    """The contract, and by which rule its income goes."""
    route = ask(fund, "income_route", facts.fund_facts(fund))
    lines = [
        Fact(_("委托单位"), fund.client_name), Fact(_("技术合同类型"), fund.get_contract_kind_display()),
        Fact(_("收入来源"), fund.get_origin_display()), Fact(_("合同金额"), fen_of(fund.amount), kind="money"),
        Fact(_("合同签订日"), day(fund.contract_on)), Fact(_("技术合同登记编号"), fund.contract_number or "–"),
    ]  # fmt: skip
    if route.value is not None:
        lines.append(Fact(_("适用的规定"), value_words(route.value, route.type, load())))
    return Sheet(_("合同"), facts=lines, cites=chips([route]))


def receipts(fund: ContractFund, user: Any) -> Sheet | None:
    rows = list(Receipt.objects.filter(case_id=fund.pk).order_by("position"))
    if not rows:
        return None
    lines = [
        [day(r.received_on), r.payer, r.reference, yuan(fen_of(r.amount)), r.reason or "–", standing_badge(r)] for r in rows
    ]  # fmt: skip
    head = [_("到账日"), _("付款方"), _("银行流水号"), _("到账（元）"), _("冲销理由"), _("状态")]
    return Sheet(_("到账"), head=head, rows=lines, numeric=frozenset({3}))


def expenses(fund: ContractFund, user: Any) -> Sheet | None:
    rows = list(fund.expenses.order_by("pk"))
    if not rows:
        return None
    lines = [
        [day(r.spent_on), r.purpose, yuan(fen_of(r.amount)), r.evidence, r.reason or "–", standing_badge(r)] for r in rows
    ]  # fmt: skip
    head = [_("发生日"), _("用途"), _("金额（元）"), _("凭证"), _("冲销理由"), _("状态")]
    return Sheet(_("支出"), head=head, rows=lines, numeric=frozenset({2}))


def surplus(fund: ContractFund, user: Any) -> Sheet:
    """What is left, by the rule; where the unit decided that it goes."""
    given = facts.fund_facts(fund)
    came, went = facts.fund_money(fund)
    finding = ask(fund, "contract_funds_surplus", given)
    left = fen_of(fund.surplus) if fund.surplus is not None else came - went
    lines = [
        Fact(_("到账"), came, kind="money"), Fact(_("按合同约定的支出"), went, kind="money"),
        Fact(_("结余") if fund.settled_on else _("现在结余"), left, kind="money"), Fact(_("结算日"), day(fund.settled_on)),
    ]  # fmt: skip
    found = [finding]
    if fund.disposed_on is not None:
        goes = ask(fund, "contract_funds_disposition", given)
        found.append(goes)
        lines += [
            Fact(label, fen_of(amount or Decimal(0)), kind="money")
            for label, amount in (
                (_("奖励项目组成员"), fund.reward), (_("投入成果转化"), fund.invested), (_("单位留存"), fund.kept),
            )
        ]  # fmt: skip
    last = found[-1]
    text = remarks(found) if not silent(finding) else _("没有适用于此单位的规定，结余按账面。")
    mark = badge(last) if len(found) > 1 and not silent(last) else None
    return Sheet(_("结余和去向"), facts=lines, cites=chips(found), text=text, badge=mark)
