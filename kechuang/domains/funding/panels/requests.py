"""A fund request on its page: what is asked for, what is left of the money set aside, who paid from what."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from kechuang.casework.cases.predicates import may_see
from kechuang.casework.ledger.models import Entry
from kechuang.core.money import fen_of
from kechuang.core.ui.sites import Fact, Sheet
from kechuang.domains.achievements.panels.words import chips, day, remarks
from kechuang.domains.funding.actions.budgets import WRITABLE
from kechuang.domains.funding.actions.who import planner
from kechuang.domains.funding.facts.requests import support_finding
from kechuang.domains.funding.models import Budget, BudgetLine, FundRequest
from kechuang.domains.funding.queries.requests import asked, to_come
from kechuang.law import Finding


def entry_fact(label: str, entry: Entry | None) -> Fact:
    """An entry of the books, with the way to it."""
    if entry is None:
        return Fact(label, "–")
    return Fact(label, entry.number, url=reverse("ledger-entry", args=[entry.number]))


def about(request: FundRequest, user: Any) -> Sheet:
    """From whom, of which money, for what."""
    facts = [
        Fact(_("平台"), request.platform.title, url=reverse("case", args=[request.platform.number])),
        Fact(_("种类"), request.get_request_kind_display()),
        Fact(_("申请金额"), fen_of(request.amount), kind="money"),
        Fact(_("拨款单位"), str(request.payer)),
    ]
    if request.budget is not None:
        facts.append(Fact(_("年度预算"), request.budget.number, url=reverse("case", args=[request.budget.number])))
    if request.source is not None:
        level = str(request.source.get_level_display())
        seen = may_see(user, request.source)  # the platform does not: it reads the name alone
        url = reverse("case", args=[request.source.number]) if seen else ""
        facts.append(Fact(_("经费渠道"), request.source.title, url=url))
        facts.append(Fact(_("财政层级"), level or "–"))
    if request.request_kind == FundRequest.Kind.AWARD and request.state == "paid":
        line = BudgetLine.objects.filter(award_id=request.pk).select_related("budget").first()
        url = reverse("case", args=[line.budget.number]) if line is not None else ""
        facts.append(Fact(_("列入预算"), line.budget.number if line is not None else _("还没有列入"), url=url))
    return Sheet(_("用款申请"), facts=facts, text=request.purpose)


def set_aside(request: FundRequest, user: Any) -> Sheet | None:
    """The money set aside that the request draws on, and the other requests that draw on it."""
    mark = request.mark
    if mark is None:
        return None
    allowed, others = to_come(mark), asked(mark, request)
    own = 0 if request.state in ("refused", "withdrawn") else fen_of(request.amount)
    url = reverse("earmark-statement", args=[mark.earmark.number])
    return Sheet(_("预算专款"), facts=[
        Fact(_("专款"), mark.earmark.number, url=url),
        Fact(_("应由拨款单位拨付"), allowed, kind="money"),
        Fact(_("其他申请已占"), others, kind="money"),
        Fact(_("本申请"), own, kind="money"),
        Fact(_("还可申请"), max(allowed - others - own, 0), kind="money"),
    ])  # fmt: skip


def links(request: FundRequest, user: Any) -> list[tuple[str, str]]:
    """From a paid award that no budget plans yet, to the budgets of the platform that may: those open, or one to be opened."""
    if request.request_kind != FundRequest.Kind.AWARD or request.state != "paid" or not planner.test(user, request):
        return []
    if request.paid_on is None or BudgetLine.objects.filter(award_id=request.pk).exists():
        return []
    rows = Budget.objects.filter(platform_id=request.platform_id, year__gte=request.paid_on.year, withdrawn_on=None)
    found = []
    for budget in rows.order_by("year"):
        name = "bring_award" if budget.state in WRITABLE else "adjust" if budget.state == "approved" else ""
        words = _("列入 %(year)d 年预算") if name == "bring_award" else _("申请调整 %(year)d 年预算，列入奖励")
        if name:
            found.append((words % {"year": budget.year}, reverse("case-action", args=[budget.number, name])))
    if found:
        return found
    url = reverse("case-new", args=["budgets", "draft_budget"])
    return [(_("编制年度预算，列入奖励"), f"{url}?platform={request.platform.number}")]


def steps(request: FundRequest, user: Any) -> Sheet:
    """Who checked, approved and paid, when, and the entries in both books."""
    return Sheet(_("审核和拨付"), facts=[
        Fact(_("审核"), _by(request.checked_on, request.checked_by)),
        Fact(_("批准"), _by(request.approved_on, request.approved_by)),
        Fact(_("拨付"), _by(request.paid_on, request.paid_by)),
        entry_fact(_("拨款凭证"), request.paid_entry),
        entry_fact(_("到账凭证"), request.received_entry),
    ])  # fmt: skip


def _by(on: Any, who: Any) -> str:
    return f"{day(on)} {who}" if on is not None else "–"


def by_law(request: FundRequest, user: Any) -> Sheet | None:
    """What the law says of incentive money, where the request is for it."""
    found = [f for f in support_finding(request) if isinstance(f, Finding)]
    if not found:
        return None
    last = found[-1]
    lines = [Fact(_("本年度可付"), last.value, kind="money")] if last.value is not None else []
    return Sheet(_("激励资金"), facts=lines, text=remarks(found), cites=chips(found))
