"""The researcher's own page: what they completed, where it stands, who is next and by when, and why this amount."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from kechuang.casework.cases.models import Case
from kechuang.casework.parties.models import Person
from kechuang.core.among import among
from kechuang.core.money import fen_of
from kechuang.core.ui.parts import Badge
from kechuang.domains.achievements.completing import percent
from kechuang.domains.achievements.models import Completer
from kechuang.domains.rewards.models import RewardShare
from kechuang.domains.statistics.queries import idle, people
from kechuang.domains.transformations.models import Transformation
from kechuang.web.account.guard import person, signed_in
from kechuang.web.cases.counts import Pages
from kechuang.web.cases.lists import new_links, page_tabs
from kechuang.web.transformations.ahead import Ahead, ahead_of
from kechuang.web.transformations.asked import AREA

PAGE = 20
STEPS = {
    "completer": lambda: _("闲置超过一年：你可以自行实施，收益归你"),
    "listing": lambda: _("闲置超过两年：单位须公开挂牌"),
    "licence": lambda: _("闲置超过三年：可以许可有条件的企业实施"),
}


@dataclass(frozen=True, slots=True)
class Reward:
    """What a plan gives a person (fen), out of what, and where each fen is explained."""

    share: RewardShare
    amount: int
    income: int
    floor: int | None
    pool: int
    badge: Badge
    url: str


@dataclass(frozen=True, slots=True)
class Deal:
    """A transformation of an achievement: what comes next, and what the person gets by it."""

    deal: Transformation
    url: str
    price: int | None
    ahead: Ahead
    rewards: Sequence[Reward]


@dataclass(frozen=True, slots=True)
class Line:
    """An achievement as one of its completers sees it. url empty: confined to others, so that its name is not told either."""

    part: Completer
    share: str
    url: str
    ahead: Ahead
    step: str
    deals: Sequence[Deal]


@never_cache
@require_safe
@signed_in
def my_achievements(request: HttpRequest) -> HttpResponse:
    """Own rows alone, whatever one may see else: those of the person the account belongs to."""
    request.area = AREA  # type: ignore[attr-defined]  # read by the bar
    user = person(request)
    context: dict[str, Any] = {"tabs": page_tabs(AREA, "my-achievements"), "person": user.person, "lines": []}
    from kechuang.core.ui.sites import site_at

    context["new"] = new_links(site_at("achievements"), user)
    if user.person is not None:
        page = Pages(people.completed(user.person), PAGE).get_page(request.GET.get("page"))
        context |= {"page": page, "lines": _lines(list(page), user, user.person)}
    return render(request, "transformation_pages/mine.html", context)


def _lines(parts: list[Completer], user: Any, whose: Person) -> list[Line]:
    achievements = [part.achievement for part in parts]
    deals = people.deals_of(row.pk for row in achievements)
    every = {deal.pk: deal for found in deals.values() for deal in found}
    ahead = ahead_of([*achievements, *every.values()])
    wanted = [*(row.pk for row in achievements), *every]
    seen = (
        set(Case.objects.visible_to(user).filter(among("pk", wanted)).values_list("pk", flat=True)) if wanted else set()
    )
    open_ = idle.of_people(achievements)
    rewards = people.rewards_of(whose, every)
    return [
        Line(
            part, percent(part.share), _url(part.achievement, seen), ahead[part.achievement_id],
            STEPS[open_[part.achievement_id].step]() if part.achievement_id in open_ else "",
            [_deal(deal, seen, ahead, rewards.get(deal.pk, [])) for deal in deals.get(part.achievement_id, [])],
        )
        for part in parts
    ]  # fmt: skip


def _url(case: Case, seen: set[int]) -> str:
    return reverse("case", args=[case.number]) if case.pk in seen else ""


def _deal(deal: Transformation, seen: set[int], ahead: dict[int, Ahead], shares: Sequence[RewardShare]) -> Deal:
    url = _url(deal, seen)
    price = fen_of(deal.price) if deal.price is not None and url else None
    return Deal(deal, url, price, ahead[deal.pk], [_reward(share) for share in shares])


def _reward(share: RewardShare) -> Reward:
    plan = share.plan
    tone = {"paid": "met", "settled": "met"}.get(plan.state, "open")
    floor = None if plan.floor is None else fen_of(plan.floor)
    return Reward(
        share, fen_of(share.amount), fen_of(plan.income), floor, fen_of(plan.pool),
        Badge(tone, str(plan.state_label)), _slip(share),  # type: ignore[arg-type]  # two of the tones
    )  # fmt: skip


def _slip(share: RewardShare) -> str:
    """The page that explains each fen, where there is one."""
    try:
        return reverse("reward-slip", args=[share.plan.number])
    except NoReverseMatch:
        return ""
