"""Settlements as papers: of a transformation's income, and of contract funds."""

from __future__ import annotations

from typing import Any

from kechuang.casework.cases.law import ask
from kechuang.casework.documents.papers import Paper, Table, Text
from kechuang.core import clock
from kechuang.core.money import fen_of, money_capitals, yuan
from kechuang.domains.transformations import facts, income
from kechuang.domains.transformations.models import ContractFund, Receipt, Transformation
from kechuang.law.library import load
from kechuang.law.model import Citation
from kechuang.law.present import citation_words

NONE = "–"


def _fen(amount: Any) -> str:
    return NONE if amount is None else yuan(fen_of(amount))


def _both(fen: int) -> str:
    return f"{yuan(fen)} 元（{money_capitals(fen)}）"


def _foot(number: str) -> str:
    return f"{number}　{clock.today()} 生成　法规版本 {load().fingerprint[:12]}"


def income_settlement(deal: Transformation) -> Paper:
    """What arrived, what it cost, the net income of each receipt and in all; reversed rows left out."""
    rows = list(income.standing_receipts(deal).prefetch_related("findings"))
    paid = income.standing_costs(deal)
    totals = income.of_costs(paid)
    cites: list[Citation] = []
    lines = []
    for n, row in enumerate(rows, 1):
        finding = ask(deal, income.RULE, facts.receipt_facts(row))
        cites += finding.citations
        own = sum(fen_of(c.amount) for c in paid if c.receipt_id == row.pk)
        lines.append(
            [str(n), str(row.received_on), row.payer, row.reference, _fen(row.amount), yuan(own) if own else NONE, _fen(row.income)]
        )  # fmt: skip
    body: list[Text | Table] = [
        Text("一、合同", level=1),
        Table(("项目", "内容"), [
            ["转化项目", deal.title], ["单位", deal.owner.name], ["对方", deal.partner_words or "（未填）"],
            ["转化方式", deal.mode_words], ["合同签订日", str(deal.contract_on or "（未填）")],
            ["技术合同登记编号", deal.contract_number or "（未登记）"], ["成交价（元）", _fen(deal.price)],
        ]),
        Text("二、到账和净收入", level=1),
        Table(
            ("序号", "到账日", "付款方", "银行流水号", "到账（元）", "本次费用税金（元）", "净收入（元）"), lines,
            figures=frozenset({4, 5, 6}),
        ),
        Text(f"到账合计 {_both(income.received(deal))}；净收入合计 {_both(income.net_income(deal))}。"),
    ]  # fmt: skip
    if paid:
        body += [
            Text("三、成本和税金", level=1),
            Table(
                ("发生日", "种类", "属于", "金额（元）", "凭证"),
                [
                    [
                        str(c.spent_on), f"{c.get_kind_display()}{'（财政研发经费）' if c.fiscal else ''}",
                        f"{c.receipt.received_on} 到账" if c.receipt else "整个转化", _fen(c.amount), c.evidence,
                    ]
                    for c in paid
                ],
                figures=frozenset({3}),
            ),
            Text(
                f"成本合计 {yuan(totals['deal.costs'])} 元，其中财政研发经费 {yuan(totals['deal.fiscal_research_cost'])} 元不算成本；"
                f"税金合计 {yuan(totals['deal.taxes'])} 元。"
            ),
        ]  # fmt: skip
    return Paper(
        title=f"{deal.title} 转化收益结算表", body=body, number=deal.number, issuer=deal.owner.name,
        notes=[citation_words(c, "zh", load()) for c in dict.fromkeys(cites)], foot=_foot(deal.number),
    )  # fmt: skip


def fund_settlement(fund: ContractFund) -> Paper:
    """What arrived and was spent, what is left, and where it goes."""
    came, went = facts.fund_money(fund)
    finding = ask(fund, "contract_funds_surplus", facts.fund_facts(fund))
    arrived = Receipt.objects.filter(case_id=fund.pk, standing=True).order_by("position")
    spent = fund.expenses.filter(standing=True).order_by("pk")
    surplus = fen_of(fund.surplus) if fund.surplus is not None else came - went
    body: list[Text | Table] = [
        Text("一、合同", level=1),
        Table(("项目", "内容"), [
            ["项目", fund.title], ["单位", fund.owner.name], ["委托单位", fund.client_name],
            ["技术合同类型", str(fund.get_contract_kind_display())], ["收入来源", str(fund.get_origin_display())],
            ["合同金额（元）", _fen(fund.amount)], ["合同签订日", str(fund.contract_on)],
            ["技术合同登记编号", fund.contract_number or "（未登记）"],
        ]),
        Text("二、到账", level=1),
        Table(
            ("到账日", "付款方", "银行流水号", "金额（元）"),
            [[str(r.received_on), r.payer, r.reference, _fen(r.amount)] for r in arrived], figures=frozenset({3}),
        ),
        Text("三、支出", level=1),
        Table(
            ("发生日", "用途", "凭证", "金额（元）"),
            [[str(r.spent_on), r.purpose, r.evidence, _fen(r.amount)] for r in spent], figures=frozenset({3}),
        ),
        Text("四、结余", level=1),
        Text(f"到账 {yuan(came)} 元，支出 {yuan(went)} 元，结余 {_both(surplus)}。结算日：{fund.settled_on or '（尚未结算）'}。"),
    ]  # fmt: skip
    if fund.disposed_on is not None:
        parts = [("奖励项目组成员", fund.reward), ("投入成果转化", fund.invested), ("单位留存", fund.kept)]
        body += [
            Text("五、结余去向", level=1),
            Table(("去向", "金额（元）"), [[name, _fen(amount)] for name, amount in parts], figures=frozenset({1})),
        ]
    return Paper(
        title=f"{fund.title} 横向项目经费结算单", body=body, number=fund.number, issuer=fund.owner.name,
        notes=[citation_words(c, "zh", load()) for c in dict.fromkeys(finding.citations)], foot=_foot(fund.number),
    )  # fmt: skip
