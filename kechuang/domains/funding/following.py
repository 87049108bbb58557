"""What evaluation makes of a result, carried out in money: an award becomes a request that the treasury approves and pays."""

from __future__ import annotations

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kechuang.casework.cases.actions import step_words
from kechuang.casework.cases.direct import open_case
from kechuang.casework.cases.models import CaseParty
from kechuang.casework.inbox import services as inbox
from kechuang.casework.parties.models import Organisation, Role
from kechuang.core.words import in_chinese
from kechuang.domains.evaluation.following import Made, on_effect
from kechuang.domains.evaluation.models import Effect
from kechuang.domains.funding.models import FundRequest, FundSource
from kechuang.domains.platforms.actions.participants import share
from kechuang.domains.platforms.queries.offices import departments_over

step_words(FundRequest, open_award=_("评价结果给予奖励"))


@on_effect
def open_awards(made: Made) -> None:
    """Ask the treasury of the place for every award whose amount is known; nothing is paid on a draft, and none twice."""
    for effect in made.effects:
        ready = effect.kind == Effect.Kind.AWARD and effect.amount is not None
        if ready and not (effect.simulation or effect.open or effect.waived):
            _ask(effect, made)


def _ask(effect: Effect, made: Made) -> None:
    if FundRequest.objects.filter(request_kind=FundRequest.Kind.AWARD, grounds__effect=effect.pk).exists():
        return
    platform = effect.platform
    assert effect.amount is not None
    treasuries = departments_over(platform.region_id, Organisation.Department.FINANCE)
    if not treasuries:
        return  # nobody to ask: the effect stays to be carried out, as its page shows
    payer = treasuries[0]
    sources = FundSource.objects.filter(funder=payer, use=FundSource.Use.INCENTIVE, state="open", money="fiscal")
    with in_chinese():
        title = gettext("%(platform)s %(year)d 年评价奖励") % {"platform": platform.title[:100], "year": effect.year}
        purpose = gettext("按 %(number)s 的评价结果给予奖励") % {"number": effect.evaluation.number}
    request = FundRequest(
        title=title, purpose=purpose, region=platform.region, owner=platform.owner, platform=platform, year=effect.year,
        request_kind=FundRequest.Kind.AWARD, payer=payer, amount=effect.amount, source=sources.order_by("-pk").first(),
        grounds={"effect": effect.pk, "rule": effect.rule, "finding": effect.finding}, state="checked",
    )  # fmt: skip

    def finish() -> None:
        CaseParty.objects.get_or_create(case_id=request.pk, organisation=payer, role="payer")
        share(request, platform)
        inbox.open_todo(
            request, "approve_request", [payer], _("批准评价奖励的拨付"), (Role.LEADER, Role.FINANCE)
        )  # fmt: skip

    open_case(request, "open_award", by=made.by, cites=effect.clauses, finish=finish)
