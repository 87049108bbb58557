"""Panels of money: what arrived and the net income the law finds in it, costs, the stake, the profit of each year."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from kechuang.casework.cases.law import ask
from kechuang.casework.cases.predicates import takes_part
from kechuang.core.money import fen_of, yuan
from kechuang.core.ui.parts import Badge
from kechuang.core.ui.sites import Fact, Sheet
from kechuang.core.words import in_sentences
from kechuang.domains.achievements.completing import percent
from kechuang.domains.achievements.panels.words import badge, chips, day, remarks, silent
from kechuang.domains.transformations import facts, income
from kechuang.domains.transformations.models import Cost, EquityStake, Receipt, Transformation
from kechuang.law import Finding


def _fen(amount: Any) -> str:
    return "–" if amount is None else yuan(fen_of(amount))


def standing_badge(row: Any) -> Badge:
    """Whether a receipt, cost or expense stands, was reversed, or is itself a reversal."""
    if row.reverses_id is not None:
        return Badge("na", _("冲销"))
    return Badge("met", _("有效")) if row.standing else Badge("breach", _("已冲销"))


def receipts(deal: Transformation, user: Any) -> Sheet | None:
    """What arrived, receipt by receipt: own costs, the net income found, and how it runs up."""
    rows = list(
        Receipt.objects.filter(transformation=deal, kind=Receipt.Kind.INCOME)
        .select_related("term").prefetch_related("findings").order_by("position")
    )  # fmt: skip
    if not rows or not takes_part(user, deal):
        return None
    lines: list[list[Any]] = []
    running = 0
    owned: dict[int | None, int] = {}
    for cost in income.standing_costs(deal):
        owned[cost.receipt_id] = owned.get(cost.receipt_id, 0) + fen_of(cost.amount)
    for row in rows:
        own = owned.get(row.pk, 0)
        if row.standing and row.income is not None:
            running += fen_of(row.income)
        found = row.standing and row.income is not None
        lines.append(
            [
                day(row.received_on), row.payer, row.reference, row.term.text if row.term else "–", _fen(row.amount),
                yuan(own) if own else "–", _fen(row.income) if row.standing else "–", yuan(running) if found else "–",
                standing_badge(row) if not row.standing else Badge("met", _("有效")) if found else Badge("none", _("未查到规定")),
            ]
        )  # fmt: skip
    finding, whole = _last_finding(deal, rows), income.contract_net_income(deal, [r for r in rows if r.standing])
    head = [
        _("到账日"), _("付款方"), _("银行流水号"), _("支付约定"), _("到账（元）"), _("本次费税（元）"), _("本次净收入（元）"),
        _("累计净收入（元）"), _("状态"),
    ]  # fmt: skip
    return Sheet(
        _("到账和净收入"), head=head, rows=lines, numeric=frozenset({4, 5, 6, 7}), text=_still(deal, rows, running, whole),
        cites=chips([one for one in (finding, whole) if one is not None]), foot=_reasons(rows),
    )  # fmt: skip


def _last_finding(deal: Transformation, rows: list[Receipt]) -> Finding | None:
    last = next((r for r in reversed(rows) if r.standing and list(r.findings.all())), None)
    return None if last is None else ask(deal, income.RULE, facts.receipt_facts(last))


def _still(deal: Transformation, rows: list[Receipt], running: int, whole: Finding) -> str:
    """What the contract comes to with the costs now known, and what of it is not yet found in receipts."""
    if whole.value is None:
        return _("未查到规定这里净收入怎样计算的法规，净收入没有核算。") if silent(whole) else ""
    words = in_sentences(
        [
            _("本次净收入＝到账－合同成本和税金中落到本次的部分－本次费用税金，是奖励的依据；各次累计 %(running)s 元")
            % {"running": yuan(running)},
            _(
                "合同净收入＝合同成交额－成本（财政研发经费不扣）－税金，按现在的成本和税金 %(whole)s 元，"
                "款项到齐后各次之和与它一致；提成和各次单独的费用不在其中。"
            )
            % {"whole": yuan(whole.value)},
        ]
    )
    late = sum(fen_of(c.amount) for c in _late_costs(deal, rows))
    if late and running:
        words += _("其中 %(late)s 元的成本和税金晚于已有到账，由以后的到账补扣；要改已有的，办“重新核算净收入”。") % {
            "late": yuan(late)
        }
    return words


def _late_costs(deal: Transformation, receipts: list[Receipt]) -> list[Cost]:
    """Costs of the whole that no finding that counts has seen yet."""
    found_of = [finding for receipt in receipts if receipt.standing for finding in receipt.findings.all()]
    last = max(found_of, key=lambda finding: finding.pk, default=None)
    costs = [c for c in income.standing_costs(deal) if c.receipt_id is None and not c.fiscal]
    if last is None:
        return []
    seen = (
        last.facts.get("deal.costs", 0)
        + last.facts.get("deal.taxes", 0)
        - last.facts.get("deal.fiscal_research_cost", 0)
    )
    unseen = sum(fen_of(c.amount) for c in costs) - seen
    found: list[Cost] = []
    for cost in sorted(costs, key=lambda c: -c.pk):
        if unseen <= 0:
            break
        found.append(cost)
        unseen -= fen_of(cost.amount)
    return found


def _reasons(rows: list[Receipt]) -> str:
    """Why receipts were reversed, and why findings were made anew."""
    told = [f"{day(r.received_on)} {r.reason}" for r in rows if r.reason]
    told += [f"{day(f.found_on)} {f.reason}" for r in rows for f in r.findings.all() if f.reason]
    return " · ".join(dict.fromkeys(told))


def costs(deal: Transformation, user: Any) -> Sheet | None:
    """Costs and taxes, of the whole or of a receipt, and what of them counts."""
    rows = income.costs_of(deal)
    if not rows or not takes_part(user, deal):
        return None
    lines: list[list[Any]] = []
    for row in rows:
        kind = str(row.get_kind_display())
        lines.append(
            [
                day(row.spent_on), _("%(kind)s（财政经费，不算成本）") % {"kind": kind} if row.fiscal else kind,
                _("%(day)s 到账") % {"day": day(row.receipt.received_on)} if row.receipt else _("整个转化"),
                _fen(row.amount), row.evidence, standing_badge(row),
            ]
        )  # fmt: skip
    totals = income.of_costs(r for r in rows if r.standing)
    given = facts.unit_facts(deal) | facts.deal_facts(deal)
    whole = ask(deal, "transformation_costs", given | totals)
    account = ask(deal, "cost_account_class", given | {"books.cost_kind": "agency"})
    words = _("成本 %(costs)s 元，其中财政研发经费 %(fiscal)s 元不扣；税金 %(taxes)s 元。") % {
        "costs": yuan(totals["deal.costs"]), "fiscal": yuan(totals["deal.fiscal_research_cost"]),
        "taxes": yuan(totals["deal.taxes"]),
    }  # fmt: skip
    return Sheet(
        _("成本和税金"), head=[_("发生日"), _("种类"), _("属于"), _("金额（元）"), _("凭证"), _("状态")], rows=lines,
        numeric=frozenset({3}), text=words, cites=chips([whole, account]),
    )  # fmt: skip


def stake(deal: Transformation, user: Any) -> Sheet | None:
    """The stake, what of it must be reward at least, and the dividends of what the unit keeps."""
    found = EquityStake.objects.filter(transformation=deal).select_related("company").first()
    if found is None or not takes_part(user, deal):
        return None
    finding = ask(deal, "reward_stake_floor", facts.equity_facts(found))
    lines = [
        Fact(_("公司"), found.company_name), Fact(_("股权（出资）比例"), percent(found.share)),
        *([Fact(_("股份数"), f"{found.shares:,}")] if found.shares is not None else []),
        Fact(_("作价投资额"), fen_of(found.value), kind="money"), Fact(_("股权登记日"), day(found.registered_on)),
        Fact(_("登记凭证"), found.evidence),
    ]  # fmt: skip
    if finding.value is not None:
        lines.append(Fact(_("其中至少奖励完成人（占公司股权）"), percent(finding.value)))
    rows = [
        [day(r.received_on), r.payer, r.reference, _fen(r.amount), standing_badge(r)]
        for r in Receipt.objects.filter(transformation=deal, kind=Receipt.Kind.DIVIDEND).order_by("position")
    ]
    head = [_("红利到账日"), _("付款方"), _("银行流水号"), _("金额（元）"), _("状态")] if rows else []
    return Sheet(
        _("股权"), facts=lines, head=head, rows=rows, numeric=frozenset({3}), cites=chips([finding]),
        badge=None if silent(finding) or finding.value is not None else badge(finding),
    )  # fmt: skip


def profits(deal: Transformation, user: Any) -> Sheet | None:
    """The profit of each year, the days that count, and what a draw must reach."""
    rows = list(deal.profits.select_related("replaced_by").prefetch_related("transformation__profits__replaced_by"))
    if not rows or not takes_part(user, deal):
        return None
    lines: list[list[Any]] = []
    findings: list[Finding] = []
    for row in rows:
        if hasattr(row, "replaced_by"):
            lines.append([row.year, _fen(row.profit), "–", "–", row.evidence, Badge("na", _("已更正"))])
            continue
        finding = ask(deal, "profit_reward_floor", facts.profit_facts(row))
        findings.append(finding)
        days = finding.output("days_counted") if finding.value is not None else None
        lines.append(
            [
                row.year, _fen(row.profit), "–" if days is None else str(days),
                "–" if finding.value is None else yuan(finding.value), row.evidence,
                Badge("met", _("有效")) if finding.value is not None else badge(finding),
            ]
        )  # fmt: skip
    head = [_("年度"), _("营业利润（元）"), _("计入天数"), _("提取奖励的至少（元）"), _("凭证"), _("状态")]
    return Sheet(
        _("年度营业利润"), head=head, rows=lines, numeric=frozenset({1, 2, 3}), cites=chips(findings),
        text=remarks(findings[-1:]), foot=_("成功投产日：%(day)s") % {"day": day(rows[-1].production_on)},
    )  # fmt: skip
