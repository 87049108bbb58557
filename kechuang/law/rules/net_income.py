"""What a deal leaves to be rewarded from: net income, its share in each receipt, and how it stands in the accounts."""

from __future__ import annotations

from kechuang.law.expression import (
    ON,
    Node,
    all_of,
    any_of,
    at_least,
    const,
    definition,
    facts,
    given,
    governed,
    known,
    part,
    reading,
    share,
    when,
)
from kechuang.law.rule import Rule, check, remark, rule
from kechuang.law.types import DATE, FEN, FLAG, SHARE, choice
from kechuang.law.vocabulary import deal

ACCOUNT = choice(
    [
        ("operating_income", "事业收入", "operating income"),
        ("other_income", "其他收入", "other income"),
        ("operating_expenditure", "事业支出", "operating expenditure"),
    ]
)
COST_KIND = choice(
    [
        ("appraisal", "评估费", "appraisal"),
        ("travel", "差旅费", "travel"),
        ("taxes", "税金", "taxes"),
        ("agency", "中介服务费", "agency"),
        ("other_deal_cost", "转化过程中的其他费用", "another cost of the deal"),
        ("research", "研发成本", "research"),
    ]
)

income = facts(
    "deal",
    net_income=(FEN, "已核定的净收入", "Net income already settled"),
    research_cost=(FEN, "其中研发成本（含财政经费）", "of which research cost, fiscal money included"),
    appraisal_costs=(FEN, "评估费", "Appraisal fees"),
    agency_costs=(FEN, "中介服务费", "Agency fees"),
    travel_costs=(FEN, "差旅费", "Travel"),
    other_costs=(FEN, "其他成本", "Other costs"),
    equity_registered_on=(DATE, "股权登记或者变更之日", "Equity registered or changed on"),
)
receipt = facts(
    "receipt",
    share=(SHARE, "本次到账占合同总额的份额（如 50%、1/3）", "This receipt's share of the contract amount"),
    share_before=(SHARE, "此前到账的累计份额（首次为 0）", "Share received before (0 for the first)"),
    amount=(FEN, "本次到账金额", "This receipt"),
    received_before=(FEN, "此前到账合计（首次为 0）", "Received before (0 for the first)"),
    loss_before=(FEN, "此前结转的亏损", "Loss carried forward from before"),
    part_before=(FEN, "此前各次到账已分到的合同净收入", "Contract net income that earlier receipts were given"),
    costs=(FEN, "本次到账单独发生的费用", "Costs of this receipt alone"),
    taxes=(FEN, "本次到账单独缴纳的税金", "Taxes of this receipt alone"),
)
books = facts(
    "books",
    paid_to_treasury=(FEN, "其中上缴国库的金额", "of which paid into the treasury"),
    cost_kind=(COST_KIND, "费用种类", "Kind of cost"),
)


def not_applicable(like: Node) -> Node:
    """A value that does not apply, for the branch of a reading under which a clause does not reach the case."""
    never = const(False, FLAG)
    return Rule(op="rule", args=(like, never), type=like.type, zh="不适用", en="not applicable", name="not_applicable")


NATIONAL = "prc-transformation-2015:art45.p1.i1"
"""The national law speaks of net income without defining it; provinces and cities do."""

income_day = given(deal.received_on, given(income.equity_registered_on, ON))
"""The day income is obtained: the receipt, for equity its registration, else the day of the event."""

version_day = reading("A04", income_day=income_day, contract_day=given(deal.contract_on, ON))
"""The day that chooses the version of the law."""

_defined = definition("net_income", FEN, on=version_day, zh="净收入的定义", en="Definition of net income")
_own_research_kept = when(
    governed("zhejiang-2021:art37.p4", on=version_day),
    at_least(deal.amount - (deal.costs - income.research_cost) - deal.taxes, 0),
    _defined,
)
_by_law = reading("A05.own_research_cost", deducted=_defined, not_deducted=_own_research_kept)
_in_scope = reading(
    "A05.scope",
    provincial=_by_law,
    none=when(
        governed("quzhou-2024:art20.p1.i1", on=version_day, unit__public_platform=True),
        not_applicable(_by_law),
        _by_law,
    ),
)
costs_remark = remark(
    deal.fiscal_research_cost > deal.costs,
    "成本应包括全部研发成本，财政研发经费是其中一部分；所填财政研发经费大于成本，净收入会算高，请核对。",
    "Costs must contain all research cost, fiscal money included: with more fiscal money than costs, net income comes "
    "out too high. Check the figures.",
)

net_income = rule(
    "net_income",
    at_least(given(income.net_income, _in_scope), 0),  # a loss settled is no income (A05.loss)
    zh="净收入",
    en="Net income",
    cites=["zhejiang-2021:art37.p4", NATIONAL],
    module="rewards",
    remarks=[
        costs_remark,
        remark(
            known(income.net_income),
            "按已核定的净收入计算，没有核对成本和税金。",
            "Computed from the net income stated; costs and taxes were not looked at.",
            "advice",
        ),
    ],
    about=(
        "实际成交额扣除成本和税金的余值；成本含研发成本，其中财政资金不扣。不足零的按零。",
        "Contract amount less costs and taxes, at least zero; fiscal money within the research cost is not deducted.",
    ),
)

transformation_costs = rule(
    "transformation_costs",
    income.appraisal_costs + income.agency_costs + income.travel_costs + income.other_costs + income.research_cost,
    zh="成本合计",
    en="Costs in all",
    cites=["zhejiang-2021:art18.p2", "zhejiang-2021:art37.p4", NATIONAL],
    module="rewards",
    outputs={
        "of_the_deal": (income.appraisal_costs + income.agency_costs + income.travel_costs + income.other_costs).called(
            "其中转化过程中的费用", "of which costs of the deal", "zhejiang-2021:art18.p2"
        ),
    },
    about=(
        "各项费用与研发成本之和，即计算净收入时填写的成本；税金另填。",
        "The cost lines and the research cost together: the costs that net income asks for. Taxes stand apart.",
    ),
)

# -- receipts -------------------------------------------------------------------------------------------

# Cumulated and rounded against the receipt, so that the receipts of a contract sum to its net income to the fen: what is
# deducted is laid over the amounts where these are known, the net income shared where only their shares are. What earlier receipts were
# given in fact may be stated: a cost that came to light after them then falls on those that follow.
_deducted = deal.amount - net_income
_received_by_now = receipt.received_before + receipt.amount
_share_by_now = receipt.share_before + receipt.share


_amounts_stated = all_of(known(deal.amount), known(receipt.amount), known(receipt.received_before))


def _by_size(received: Node, shared: Node) -> Node:
    exact = at_least(received - part(_deducted, received, deal.amount, "up"), 0)
    return when(_amounts_stated, exact, share(net_income, shared, "down"))


_by_amount = _by_size(_received_by_now, _share_by_now) - given(
    receipt.part_before, _by_size(receipt.received_before, receipt.share_before)
)


def _after_costs(received: Node) -> Node:
    return at_least(received - _deducted, 0)


_first_receipts = _after_costs(_received_by_now) - given(receipt.part_before, _after_costs(receipt.received_before))
receipt_part = at_least(reading("A05.instalments", by_amount=_by_amount, first_receipts=_first_receipts), 0).called(
    "分到本次到账的合同净收入", "Contract net income that falls on this receipt"
)
_own_costs = given(receipt.costs, const(0, FEN)) + given(receipt.taxes, const(0, FEN))
_of_receipt = receipt_part - _own_costs
_loss_before = given(receipt.loss_before, const(0, FEN))

receipt_net_income = rule(
    "receipt_net_income",
    reading(
        "A05.loss",
        zero=at_least(_of_receipt, 0),
        carried_forward=at_least(_of_receipt - receipt.loss_before, 0),
    ),
    zh="本次到账的净收入",
    en="Net income of this receipt",
    cites=["zhejiang-2021:art37.p4", "quzhou-2024:art20.p1.i1", NATIONAL],
    module="rewards",
    outputs={
        "part": receipt_part,
        "loss_after": at_least(_loss_before - _of_receipt, 0).called("结转下次的亏损", "Loss to carry to the next"),
    },
    remarks=[
        costs_remark,
        remark(
            when(_amounts_stated, _received_by_now > deal.amount, _share_by_now > const(1, SHARE)),
            "累计到账超过全部合同额。",
            "What was received exceeds the whole contract.",
        ),
    ],
    about=(
        "分期到账时，合同净收入分到本次到账的部分，再扣本次单独发生的费用和税金；各次之和等于合同净收入。",
        "The part of a contract's net income that falls on one receipt, less its own costs; the receipts sum to the whole.",
    ),
)

# -- in the accounts --------------------------------------------------------------------------------------

retained_income = check(
    "retained_income",
    books.paid_to_treasury.is_(0),
    applies=any_of(
        governed("zhejiang-2021:art18.p1", on=version_day, unit__public_research_unit=True),
        governed("prc-transformation-2015:art43.p1", on=version_day, unit__state_established=True),
    ),
    zh="转化收益留归单位",
    en="Income stays with the unit",
    cites=["zhejiang-2021:art18.p1", "prc-transformation-2015:art43.p1"],
    module="funding",
    remarks=[
        remark(
            governed("prc-transformation-2015:art43.p1", on=version_day, unit__state_established=True),
            "给予奖励和报酬后，留归单位的收入主要用于研发和成果转化。",
            "After rewards, what stays with the unit mainly serves research and transformation.",
            "advice",
            "prc-transformation-2015:art43.p1",
        )
    ],
    about=("转化收益不上缴国库；上缴的一分也不符合。", "Nothing of the income is paid into the treasury."),
)

income_account_class = rule(
    "income_account_class",
    when(deal.mode.is_("equity"), const("other_income", ACCOUNT), const("operating_income", ACCOUNT)),
    applies=all_of(
        deal.mode.one_of("transfer", "licence", "equity"),
        governed("zhejiang-2021:art18.p2", on=version_day, unit__public_research_unit=True),
    ),
    zh="收入的会计归类",
    en="Account class of the income",
    cites="zhejiang-2021:art18.p2",
    module="funding",
    about=(
        "转让、许可收入计入事业收入；作价投资取得的股权红利和其他投资收益计入其他收入。",
        "Transfer and licence income is operating income; dividends and investment gains are other income.",
    ),
)

cost_account_class = rule(
    "cost_account_class",
    const("operating_expenditure", ACCOUNT),
    applies=all_of(
        books.cost_kind.is_not("research"),
        governed("zhejiang-2021:art18.p2", on=version_day, unit__public_research_unit=True),
    ),
    zh="费用的会计归类",
    en="Account class of the cost",
    cites="zhejiang-2021:art18.p2",
    module="funding",
    about=("转化过程中的评估、差旅、税金、中介等费用计入事业支出。", "Costs of the deal are operating expenditure."),
)
