"""My rewards: what plans gave or give the person an account belongs to. Own rows alone, whatever one may see else."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch, Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from kechuang.core.money import fen_of
from kechuang.core.ui.parts import Badge
from kechuang.domains.rewards.models import RewardPayment, RewardShare
from kechuang.web.account.guard import person, signed_in
from kechuang.web.cases.counts import Pages
from kechuang.web.cases.lists import page_tabs

AREA = "achievements"
PAGE = 20


@dataclass(frozen=True, slots=True)
class Line:
    """A share of the person: what it gives (fen), for what, where it stands."""

    share: RewardShare
    fen: int
    title: str
    badge: Badge
    words: str
    url: str


@never_cache
@require_safe
@signed_in
def my_rewards(request: HttpRequest) -> HttpResponse:
    """The shares of the person in plans that are not void, the newest first, with what was paid in all."""
    request.area = AREA  # type: ignore[attr-defined]  # read by the bar
    user = person(request)
    context: dict[str, Any] = {"tabs": page_tabs(AREA, "my-rewards"), "person": user.person, "lines": []}
    if user.person is not None:
        rows = (
            RewardShare.objects.filter(person=user.person)
            .exclude(plan__state="void")
            .select_related("plan__transformation", "plan__contract_fund", "plan__owner")
            .prefetch_related(Prefetch("payments", RewardPayment.objects.standing()))
            .order_by("-plan__obtained_on", "-pk")
        )
        page = Pages(rows, PAGE).get_page(request.GET.get("page"))
        paid = RewardPayment.objects.filter(share__person=user.person, stake=None).aggregate(total=Sum("amount"))[
            "total"
        ]
        context |= {"page": page, "lines": [_line(share) for share in page], "paid": fen_of(paid) if paid else 0}
    return render(request, "reward_pages/mine.html", context)


def _line(share: RewardShare) -> Line:
    plan = share.plan
    about = plan.transformation or plan.contract_fund
    payments = list(share.payments.all())
    badge = Badge("met" if payments or plan.state == "settled" else "open", str(plan.state_label))
    words = ""
    if payments:
        badge, words = Badge("met", _("已支付")), str(payments[0].paid_on)
    elif plan.due_on is not None and share.amount:
        words = _("最迟 %(day)s 支付") % {"day": plan.due_on}
    elif not share.amount:
        badge = Badge("na", _("已取得权属份额，不参加"))
    url = reverse("reward-slip", args=[plan.number])
    return Line(share, fen_of(share.amount), about.title if about is not None else plan.title, badge, words, url)
