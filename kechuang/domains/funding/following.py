"""What evaluation makes of a result, carried out in money: an award becomes a request that the treasury approves and pays."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kechuang.casework.cases.actions import step_words
from kechuang.casework.cases.direct import open_cases
from kechuang.casework.cases.models import CaseParty
from kechuang.casework.inbox import services as inbox
from kechuang.casework.parties.models import Organisation, Role
from kechuang.core import bulk
from kechuang.core.words import in_chinese
from kechuang.domains.evaluation.following import Made, on_effect
from kechuang.domains.evaluation.models import Effect
from kechuang.domains.funding.models import FundRequest, FundSource
from kechuang.domains.platforms.actions.participants import share_many
from kechuang.domains.platforms.queries.offices import departments_over

step_words(FundRequest, open_award=_("评价结果给予奖励"))


@on_effect
def open_awards(made: Made) -> None:
    """Ask the treasury of the place for every award whose amount is known; nothing is paid on a draft, and none twice."""
    ready = [
        effect for effect in made.effects
        if effect.kind == Effect.Kind.AWARD and effect.amount is not None
        and not (effect.simulation or effect.open or effect.waived)
    ]  # fmt: skip
    asked = set(
        FundRequest.objects.filter(
            request_kind=FundRequest.Kind.AWARD, platform__in={effect.platform_id for effect in ready}
        ).values_list("grounds__effect", flat=True)
    )
    offices = Treasuries()
    groups: dict[tuple[str, ...], list[FundRequest]] = {}
    for effect in ready:
        treasury = offices.of(effect.platform.region_id)
        # With nobody to ask the effect stays to be carried out, as its page shows.
        if effect.pk not in asked and treasury is not None:
            request = _request(effect, treasury, offices.source(treasury))
            groups.setdefault(tuple(effect.clauses), []).append(request)
    for clauses, requests in groups.items():
        _open(requests, made.by, clauses)


class Treasuries:
    """The treasury of a place and the source it pays incentives from, each read once."""

    def __init__(self) -> None:
        self._offices: dict[str, Organisation | None] = {}
        self._sources: dict[int, FundSource | None] = {}

    def of(self, region: str) -> Organisation | None:
        if region not in self._offices:
            found = departments_over(region, Organisation.Department.FINANCE)
            self._offices[region] = found[0] if found else None
        return self._offices[region]

    def source(self, payer: Organisation) -> FundSource | None:
        if payer.pk not in self._sources:
            rows = FundSource.objects.filter(funder=payer, use=FundSource.Use.INCENTIVE, state="open", money="fiscal")
            self._sources[payer.pk] = rows.order_by("-pk").first()
        return self._sources[payer.pk]


def _request(effect: Effect, payer: Organisation, source: FundSource | None) -> FundRequest:
    platform = effect.platform
    assert effect.amount is not None
    with in_chinese():
        title = gettext("%(platform)s %(year)d 年评价奖励") % {"platform": platform.title[:100], "year": effect.year}
        purpose = gettext("按 %(number)s 的评价结果给予奖励") % {"number": effect.evaluation.number}
    return FundRequest(
        title=title, purpose=purpose, region=platform.region, owner=platform.owner, platform=platform, year=effect.year,
        request_kind=FundRequest.Kind.AWARD, payer=payer, amount=effect.amount, source=source,
        grounds={"effect": effect.pk, "rule": effect.rule, "finding": effect.finding}, state="checked",
    )  # fmt: skip


def _open(requests: Sequence[FundRequest], by: Any, clauses: Sequence[str]) -> None:
    open_cases(requests, "open_award", by=by, cites=clauses)
    bulk.insert([CaseParty(case_id=r.pk, organisation=r.payer, role="payer") for r in requests])
    share_many([(r, r.platform) for r in requests])
    roles = (Role.LEADER, Role.FINANCE)
    inbox.open_todos([inbox.Asked(r, "approve_request", [r.payer], _TO_APPROVE, roles) for r in requests])


_TO_APPROVE = _("批准评价奖励的拨付")
