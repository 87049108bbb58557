"""Writers of matching: the ratios a place sets, and requests for the match of money brought in."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kechuang.casework.cases.actions import Ask, action
from kechuang.casework.cases.forms import NoteForm
from kechuang.casework.cases.law import entitled
from kechuang.casework.cases.predicates import at_posts
from kechuang.casework.cases.standard import attachment_for
from kechuang.casework.parties.models import Organisation
from kechuang.core import clock
from kechuang.core.money import yuan_of
from kechuang.core.permissions import Refusal
from kechuang.domains.funding.actions.requests import MATCHED as CLAUSE
from kechuang.domains.funding.actions.requests import fill, joined, science
from kechuang.domains.funding.actions.who import ARRANGER, PLANNER, arranger, planner
from kechuang.domains.funding.forms import matching as forms
from kechuang.domains.funding.matching import grounds
from kechuang.domains.funding.models import FundRequest, MatchingRatio
from kechuang.domains.funding.queries.requests import may_ask
from kechuang.domains.platforms.queries.offices import own_office
from kechuang.law import Finding

Data = Mapping[str, Any]
Department = Organisation.Department


@action(
    MatchingRatio,
    label=_("登记配套比例"),
    creates=True,
    by=arranger,
    who=ARRANGER,
    form=forms.RatioForm,
    cites=CLAUSE,
    opens=lambda user: at_posts(MatchingRatio, user),
    hint=_("按引入资金的种类和日期；条文没有写明比例，由当地决定"),
)
def set_ratio(ratio: MatchingRatio, *, data: Data, by: Any) -> None:
    """Record the ratio a place decided on."""
    ratio.region, ratio.place = data["region"], data["region"].code
    office = own_office(by, ratio.place, Department.ST, Department.FINANCE)
    if office is not None:  # who holds none is refused after this
        ratio.owner_id = office
    for name in ("source_kind", "ratio", "valid_from", "valid_to", "document"):
        setattr(ratio, name, data[name])
    ratio.title = gettext("%(region)s %(kind)s配套比例") % {
        "region": ratio.region, "kind": ratio.get_source_kind_display()
    }  # fmt: skip


@action(
    MatchingRatio,
    label=_("终止"),
    moves={"in_force": "ended"},
    by=arranger,
    who=ARRANGER,
    form=forms.EndForm,
    cites=CLAUSE,
    hint=_("此后到账的资金不再按这一比例；以前到账的仍按它"),
)
def end_ratio(ratio: MatchingRatio, *, data: Data, by: Any) -> None:
    """Let a ratio hold until a day; another may follow it."""
    ratio.valid_to = data["valid_to"]


@action(
    MatchingRatio,
    label=_("撤回登记"),
    moves={"in_force": "withdrawn"},
    by=arranger,
    who=ARRANGER,
    form=NoteForm,
    hint=_("登记错了的撤回，不再参加任何计算"),
)
def withdraw_ratio(ratio: MatchingRatio, *, data: Data, by: Any) -> None:
    """Take back a ratio that was recorded wrongly."""
    ratio.withdrawn_on = clock.today()


attach_to_ratio = attachment_for(MatchingRatio, arranger)


def _matched_by_law(request: FundRequest, *, data: Data, by: Any) -> Iterable[Finding | Refusal]:
    return [entitled(part.finding) if part.finding.value is None else part.finding for part in data["matched"].parts]


@action(
    FundRequest,
    label=_("申请配套资金"),
    creates=True,
    by=planner,
    who=PLANNER,
    form=forms.MatchForm,
    law=_matched_by_law,
    law_needs_data=True,
    cites=CLAUSE,
    asks=[Ask("check_request", to=science, text=_("审核用款申请"))],
    hint=_("按引入资金到账时的比例计算，扣去已申请的；不超过协议的上限和预算安排"),
)
def request_matching(request: FundRequest, *, data: Data, by: Any) -> Callable[[], None]:
    """Ask for what the law makes of the money brought in, as far as it was not asked for and was set aside."""
    found, mark = data["matched"], data["mark"]
    request.request_kind, request.grounds = FundRequest.Kind.MATCHING, grounds(found)
    # Where the law gave no answer the action is refused before anything is saved; the row must still be a sound one.
    fill(request, mark, yuan_of(min(found.left, may_ask(mark)) or 1), data["purpose"])
    request.title = gettext("%(platform)s %(year)d 年配套资金申请") % {
        "platform": mark.budget.platform.title[:100], "year": mark.budget.year,
    }  # fmt: skip
    return joined(request)
