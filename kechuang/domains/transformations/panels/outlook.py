"""What comes after the contract, before any money is there: the deadlines to expect, and the least that will be reward."""

from __future__ import annotations

import datetime as dt
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from kechuang.casework.cases.law import ask
from kechuang.casework.cases.predicates import takes_part
from kechuang.core import clock
from kechuang.core.money import fen_of, yuan, yuan_of
from kechuang.core.ui.parts import Badge
from kechuang.core.ui.sites import Fact, Sheet
from kechuang.domains.achievements.panels.words import chips, day, silent
from kechuang.domains.transformations import facts, income
from kechuang.domains.transformations.models import Transformation
from kechuang.law import Finding

Mode = Transformation.Mode
AHEAD = ("planned", "priced", "in_notice", "performing")


def deadlines(deal: Transformation, user: Any) -> Sheet | None:
    """When a reward would be payable and due if the step were taken today, and when the yearly report is due."""
    if deal.state not in AHEAD or deal.mode in Transformation.BY_THE_UNIT or _obtained(deal):
        return None
    if not takes_part(user, deal):
        return None
    today = clock.today()
    common = {**facts.unit_facts(deal), **facts.deal_facts(deal), "deal.agreed": False}
    equity = deal.mode == Mode.EQUITY
    came = "deal.equity_registered_on" if equity else "deal.received_on"
    due = _("今天登记股权，最迟 %(day)s") if equity else _("今天到账，最迟 %(day)s")
    asked = (
        (_("支付奖励"), "reward_payment", {came: today}, due),
        (_("奖励公示"), "reward_notice", {came: today, "reward.notice_on": today}, _("今天公示，%(day)s 起可以支付")),
        (_("年度转化报告"), "annual_report_due", {"report.year": today.year}, _("%(day)s 以前")),
    )
    lines = [_line(label, ask(deal, rule, common | given), words) for label, rule, given, words in asked]
    found = [line for line in lines if line is not None]
    note = _("单位有奖励规定或者与人员有约定的，支付期限按规定或者约定。")
    return Sheet(_("签约后的期限"), facts=found, foot=note) if found else None


def _obtained(deal: Transformation) -> bool:
    return deal.receipts.filter(standing=True).exists() or hasattr(deal, "equity_stake")


def _line(label: str, finding: Finding, words: str) -> Fact | None:
    if silent(finding) or not isinstance(finding.value, dt.date):
        return None
    cites = chips([finding], 1)
    return Fact(label, words % {"day": day(finding.value)}, cite=cites[0] if cites else None)


def reward(deal: Transformation, user: Any) -> Sheet | None:
    """The floor of the reward if the whole price came today with the costs now known: an estimate, never a plan."""
    if deal.state not in AHEAD or deal.mode not in (Mode.TRANSFER, Mode.LICENCE) or deal.price is None:
        return None
    if not takes_part(user, deal) or _obtained(deal):
        return None
    net = income.contract_net_income(deal)
    if net.value is None:
        return None
    given = {"deal.net_income": net.value, "deal.received_on": clock.today()}
    floor = ask(deal, "reward_pool_floor", {**facts.unit_facts(deal), **facts.deal_facts(deal), **given})
    if silent(floor):
        return None
    lines = [Fact(_("合同净收入"), net.value, kind="money")]
    if floor.value is not None:
        lines.append(Fact(_("奖励不低于"), floor.value, kind="money"))
    lines.append(Fact(_("算法"), _("每一步，换数再算"), url=_calculator(deal)))
    words = _("价格 %(price)s 元全部今天到账，扣除现在登记的成本和税金。") % {"price": yuan(fen_of(deal.price))}
    if floor.value is None:
        words += _("下限还要先弄清单位的事实。")
    return Sheet(_("奖励预估"), facts=lines, badge=Badge("draft", _("试算")), text=words, cites=chips([net, floor]))


def _calculator(deal: Transformation) -> str:
    """The calculator with the facts of this deal filled in, to be changed at will; nothing of it comes back to the deal."""
    costs = income.of_costs(row for row in income.standing_costs(deal) if row.receipt_id is None)
    given: dict[str, Any] = {
        "territory": deal.region_id, "deal.mode": deal.mode, "deal.received_on": clock.today().isoformat(),
        "deal.amount": deal.price,
        **{name: yuan_of(costs[name]) for name in ("deal.costs", "deal.fiscal_research_cost", "deal.taxes")},
    }  # fmt: skip
    unit = facts.unit_facts(deal)
    for name in ("unit.public_platform", "unit.public_research_unit"):
        if name in unit:
            given[name] = "yes" if unit[name] else "no"
    return f"{reverse('calc-reward')}?{urlencode(given)}"
