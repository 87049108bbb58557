"""Writers of fund requests: asked by the platform, checked by the science department, approved and paid by the treasury."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kechuang.casework.cases.actions import Ask, action
from kechuang.casework.cases.forms import NoteForm
from kechuang.casework.cases.models import CaseParty
from kechuang.casework.cases.standard import attachment_for, determination_for, paper_filing_for
from kechuang.casework.inbox import services as inbox
from kechuang.casework.ledger import services as ledger
from kechuang.casework.ledger.models import Earmark
from kechuang.casework.parties.models import Organisation, Role
from kechuang.core import clock
from kechuang.core.money import fen_of, yuan
from kechuang.core.permissions import Ground, Refusal
from kechuang.domains.evaluation.effects import carried_out, taken_back
from kechuang.domains.evaluation.models import Effect
from kechuang.domains.funding.actions.payers import PAYER_DECIDES, PAYER_PAYS, payer_decides, payer_pays
from kechuang.domains.funding.actions.who import CHECKER, PLANNER, checker, planner
from kechuang.domains.funding.facts.requests import support_finding
from kechuang.domains.funding.forms import requests as forms
from kechuang.domains.funding.matching import matched
from kechuang.domains.funding.models import BudgetLine, FundRequest
from kechuang.domains.funding.queries.requests import asked, to_come, treasury_earmark
from kechuang.domains.platforms.actions.participants import share
from kechuang.domains.platforms.queries.offices import departments_over
from kechuang.law import Finding
from kechuang.law.model import Citation

Data = Mapping[str, Any]
USED_AS_MEANT = "keqiao-2025-draft:s3.2.a"
INCENTIVE = "binjiang-2023:s3.2.a"
AWARD, MATCHED = "binjiang-2023:s4.5.d", "keqiao-2025-draft:s4.6.c"
PAID_BY = {
    FundRequest.Kind.BUDGET: (INCENTIVE, USED_AS_MEANT), FundRequest.Kind.MATCHING: (MATCHED, USED_AS_MEANT),
    FundRequest.Kind.AWARD: (AWARD,),
}  # fmt: skip
"""Under which clauses money is given, by kind of request."""
ALL = tuple(dict.fromkeys(place for places in PAID_BY.values() for place in places))
DECIDERS = (Role.LEADER, Role.FINANCE)
PAYERS = (Role.FINANCE, Role.CLERK)
PLANNERS = (Role.PLATFORM_MANAGER, Role.FINANCE)


def _given_by(request: FundRequest) -> Iterable[Citation]:
    """The clauses under which this money is given."""
    if not hasattr(request, "request_kind"):  # a list read it as a case, without its own columns
        request = FundRequest.objects.get(pk=request.pk)
    return tuple(Citation.parse(place) for place in PAID_BY[FundRequest.Kind(request.request_kind)])


def science(request: FundRequest, data: Data) -> list[Organisation]:
    """The departments that check."""
    return list(departments_over(request.region_id, Organisation.Department.ST))


def _by_agreement(request: FundRequest, *, data: Data, by: Any) -> Iterable[Finding | Refusal]:
    return support_finding(request)


def joined(request: FundRequest) -> Callable[[], None]:
    """What waits until a new request is saved: its payer and those who run the platform take part in it."""

    def finish() -> None:
        CaseParty.objects.get_or_create(case_id=request.pk, organisation_id=request.payer_id, role="payer")
        share(request, request.platform)

    return finish


@action(
    FundRequest,
    label=_("申请用款"),
    creates=True,
    by=planner,
    who=PLANNER,
    form=forms.RequestForm,
    law=_by_agreement,
    law_needs_data=True,
    cites=[INCENTIVE, USED_AS_MEANT],
    asks=[Ask("check_request", to=science, text=_("审核用款申请"))],
    hint=_("按已批准的预算，向拨款单位申请拨付；不同财政层级的份额分别申请"),
)
def request_funds(request: FundRequest, *, data: Data, by: Any) -> Callable[[], None]:
    """Ask a treasury for money that an approved budget set aside."""
    mark = data["mark"]
    fill(request, mark, data["amount"], data["purpose"])
    request.title = gettext("%(platform)s %(year)d 年 %(source)s 用款申请") % {
        "platform": mark.budget.platform.title[:80], "year": mark.budget.year, "source": mark.source.title[:60],
    }  # fmt: skip
    return joined(request)


def fill(request: FundRequest, mark: Any, amount: Any, purpose: str) -> None:
    """What a request takes from the money set aside that it draws on."""
    request.mark, request.budget, request.source = mark, mark.budget, mark.source
    request.platform, request.year = mark.budget.platform, mark.budget.year
    request.owner, request.region = mark.budget.owner, mark.budget.region
    request.payer = mark.source.funder
    request.amount, request.purpose = amount, purpose


@action(
    FundRequest,
    label=_("补正后再提交"),
    moves={"returned": "submitted"},
    by=planner,
    who=PLANNER,
    form=forms.AmendForm,
    cites=USED_AS_MEANT,
    settles=("amend_request",),
    asks=[Ask("check_request", to=science, text=_("审核用款申请"))],
    main=True,
)
def amend_request(request: FundRequest, *, data: Data, by: Any) -> None:
    """Ask again for the same money, in another amount or with better reasons."""
    request.amount, request.purpose = data["amount"], data["purpose"]


@action(
    FundRequest,
    label=_("撤回申请"),
    moves={"submitted": "withdrawn", "returned": "withdrawn", "checked": "withdrawn"},
    by=planner,
    who=PLANNER,
    form=NoteForm,
    settles=("check_request", "approve_request", "amend_request"),
)
def withdraw_request(request: FundRequest, *, data: Data, by: Any) -> None:
    """Give the request up; the money may be asked for again."""


@action(
    FundRequest,
    label=_("审核通过"),
    moves={"submitted": "checked"},
    by=checker,
    who=CHECKER,
    form=forms.CheckForm,
    law=_by_agreement,
    cites=ALL,
    cites_in=_given_by,
    settles=("check_request",),
    asks=[Ask("approve_request", to=lambda r, data: [r.payer], text=_("批准用款申请"), roles=DECIDERS)],
    bulk=True,
    main=True,
)
def check_request(request: FundRequest, *, data: Data, by: Any) -> None:
    """The science department finds the request in order."""
    request.checked_on, request.checked_by = clock.today(), by


@action(
    FundRequest,
    label=_("退回补正"),
    moves={"submitted": "returned", "checked": "returned"},
    by=checker | payer_decides,
    who=CHECKER,
    form=NoteForm,
    settles=("check_request", "approve_request"),
    asks=[Ask("amend_request", to=lambda r, data: [r.owner], text=_("补正用款申请"))],
    bulk=True,
)
def return_request(request: FundRequest, *, data: Data, by: Any) -> None:
    """Send the request back, saying what is wrong with it."""
    request.checked_on, request.checked_by = None, None


def _set_aside(request: FundRequest, *, data: Data, by: Any) -> Iterable[Finding | Refusal]:
    """What is paid was set aside, also after an adjustment of the budget; the law of the support besides."""
    if request.mark is not None:
        allowed, others = to_come(request.mark), asked(request.mark, request)
        if others + fen_of(request.amount) > allowed:
            words = gettext(
                "预算调整后，专款 %(mark)s 还应拨付的只有 %(allowed)s 元，其他申请已占 %(others)s 元；退回重新申请"
            )
            yield Refusal(
                Ground.STATE,
                words % {"mark": request.mark.earmark.number, "allowed": yuan(allowed), "others": yuan(others)},
            )
            return
    if request.request_kind == FundRequest.Kind.MATCHING and request.budget is not None:
        found = matched(request.budget)
        if found.over:
            words = gettext(
                "引入的资金冲销以后，应配套的只有 %(all)s 元，已申请 %(claimed)s 元：退回，由平台撤回后重新申请"
            )
            cites = found.parts[0].finding.citations if found.parts else ()
            yield Refusal(Ground.LAW, words % {"all": yuan(found.fen or 0), "claimed": yuan(found.claimed)}, cites)
            return
    yield from support_finding(request)


@action(
    FundRequest,
    label=_("批准拨付"),
    moves={"checked": "approved"},
    by=payer_decides,
    who=PAYER_DECIDES,
    form=forms.ApproveForm,
    law=_set_aside,
    cites=ALL,
    cites_in=_given_by,
    settles=("approve_request",),
    asks=[
        Ask(
            "pay_request", to=lambda r, data: [r.payer], text=_("拨付已批准的用款"), roles=PAYERS,
            barred=lambda r, data: [r.approved_by] if r.approved_by else [],
        )
    ],
    bulk=True,
    main=True,
)  # fmt: skip
def approve_request(request: FundRequest, *, data: Data, by: Any) -> None:
    """The treasury of the level that gives the money agrees to pay; for an award it names the funds."""
    if data["source"] is not None:
        request.source = data["source"]
    request.approved_on, request.approved_by = clock.today(), by


@action(
    FundRequest,
    label=_("不予拨付"),
    moves={"checked": "refused", "approved": "refused"},
    by=payer_decides,
    who=PAYER_DECIDES,
    form=NoteForm,
    settles=("approve_request", "pay_request"),
)
def refuse_request(request: FundRequest, *, data: Data, by: Any) -> None:
    """The treasury declines, with its reasons."""


def _settled(request: FundRequest) -> Iterable[Refusal]:
    """Money moves no more under a year that was settled: its rest is reckoned, and carried into the next."""
    if request.budget is not None and request.budget.state == "closed":
        words = gettext("预算 %(number)s 已决算，结余已算出结转：本年的钱在本年的预算里申请")
        yield Refusal(Ground.STATE, words % {"number": request.budget.number})


def _payable(request: FundRequest, *, data: Data, by: Any) -> Iterable[Finding | Refusal]:
    for refusal in _settled(request):
        yield refusal
        return
    if request.approved_by_id == by.pk:
        yield Refusal(Ground.PERMISSION, gettext("批准的人不能自己拨付，由拨款单位的另一人办理"))
        return
    if treasury_of(request) is None:
        words = gettext("%(source)s %(year)d 年还没有登记预算安排：先在经费渠道登记")
        yield Refusal(Ground.STATE, words % {"source": request.source or gettext("评价奖励"), "year": request.year})
        return
    yield from _set_aside(request, data=data, by=by)


def treasury_of(request: FundRequest) -> Earmark | None:
    """The treasury's own earmark that a request is paid from."""
    return treasury_earmark(request.source_id, request.year) if request.source_id is not None else None


@action(
    FundRequest,
    label=_("拨付"),
    moves={"approved": "paid"},
    by=payer_pays,
    who=PAYER_PAYS,
    law=_payable,
    cites=ALL,
    cites_in=_given_by,
    settles=("pay_request",),
    bulk=True,
    main=True,
    hint=_("从拨款单位的预算安排付给平台专款，两边同时记账"),
)
def pay_request(request: FundRequest, *, data: Data, by: Any) -> Callable[[], None]:
    """Pay the money out of the treasury's books into the platform's, under its earmark."""

    def finish() -> None:
        theirs = treasury_of(request)
        assert theirs is not None
        mine = request.earmark or (request.mark.earmark if request.mark is not None else None)
        if mine is None:
            mine = ledger.open_earmark(
                request.owner_id, source=Earmark.Source.FISCAL, purpose=request.title[:200], project=request,
                funder=request.payer_id,
            )  # fmt: skip
        fen = fen_of(request.amount)
        text = gettext("拨付：%(title)s") % {"title": request.title[:150]}
        out, into = ledger.post_many(
            request,
            [
                ledger.Draft(text, [
                    ledger.debit(ledger.account(request.payer_id, "grant_expense"), theirs, fen),
                    ledger.credit(ledger.account(request.payer_id, "bank"), theirs, fen),
                ]),
                ledger.Draft(text, [
                    ledger.debit(ledger.account(request.owner_id, "bank"), mine, fen),
                    ledger.credit(ledger.account(request.owner_id, "fiscal_income"), mine, fen),
                ]),
            ],
            by=by,
        )  # fmt: skip
        request.paid_on, request.paid_by = clock.today(), by
        request.earmark, request.paid_entry, request.received_entry = mine, out, into
        request.save(update_fields=("paid_on", "paid_by", "earmark", "paid_entry", "received_entry"))
        effect = Effect.objects.filter(pk=request.grounds.get("effect")).first()
        if effect is not None and effect.done_on is None:
            carried_out(effect, clock.today(), f"{request.number} {into.number}")
        if request.request_kind == FundRequest.Kind.AWARD:
            inbox.open_todo(request, "plan_award", [request.owner], _("把评价奖励列入预算"), PLANNERS)

    return finish


def _not_planned(request: FundRequest, *, data: Data, by: Any) -> Iterable[Refusal]:
    yield from _settled(request)
    line = BudgetLine.objects.filter(award_id=request.pk).select_related("budget").first()
    if line is not None:
        words = gettext("奖励已列入预算 %(number)s；没有批准的，先由平台删去那一项，已批准的不再冲销拨付")
        yield Refusal(Ground.STATE, words % {"number": line.budget.number})


@action(
    FundRequest,
    label=_("冲销拨付"),
    moves={"paid": "approved"},
    by=payer_pays,
    who=PAYER_PAYS,
    form=NoteForm,
    law=_not_planned,
    settles=("plan_award",),
    asks=[Ask("pay_request", to=lambda r, data: [r.payer], text=_("拨付已批准的用款"), roles=PAYERS)],
    hint=_("拨错的，两边各记一笔相反的账；平台已经花掉的部分，先由平台冲销支出"),
)
def reverse_payment(request: FundRequest, *, data: Data, by: Any) -> Callable[[], None]:
    """Take back a payment that was made wrongly, in both books."""
    out, into = request.paid_entry, request.received_entry
    request.paid_on = request.paid_by = request.paid_entry = request.received_entry = None

    def finish() -> None:
        for entry in (into, out):
            assert entry is not None
            ledger.reverse(entry, reason=data["note"], by=by, case=request)
        effect = Effect.objects.filter(pk=request.grounds.get("effect")).first()
        if effect is not None and effect.done_on is not None:
            taken_back(effect)

    return finish


attach_to_request = attachment_for(FundRequest, planner | checker | payer_pays)
keep_request_paper = paper_filing_for(FundRequest, planner | checker | payer_pays)
determine_request = determination_for(FundRequest)
