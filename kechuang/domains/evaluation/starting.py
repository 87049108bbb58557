"""A campaign begins: every platform that takes part is invited, with its indicators and the targets of its plan."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kechuang.casework.cases import direct
from kechuang.casework.cases.models import CaseParty
from kechuang.casework.inbox import services as inbox
from kechuang.casework.parties.models import Role
from kechuang.core import bulk
from kechuang.core.words import in_chinese
from kechuang.domains.evaluation.models import Campaign, Evaluation, Exclusion, IndicatorValue, SchemeNode
from kechuang.domains.evaluation.queries.participation import Standing
from kechuang.domains.evaluation.queries.trees import seen_by
from kechuang.domains.platforms.models import YearPlan
from kechuang.law.bilingual import both

ASKED = "submit_self_evaluation"
"""The to-do of a platform that is invited; also the action that settles it."""


def invite(campaign: Campaign, taking_part: Sequence[Standing], by: Any) -> list[Evaluation]:
    """Open the evaluation of each platform, with one row for each of its indicators, and ask it for its self-evaluation."""
    plans = _plans(campaign, [one.platform.pk for one in taking_part])
    made = []
    for one in taking_part:
        platform = one.platform
        with in_chinese():
            title = gettext("%(platform)s%(kind)s（%(year)d 年）") % {
                "platform": platform.title, "year": campaign.year, "kind": campaign.get_kind_of_display(),
            }  # fmt: skip
        made.append(
            Evaluation(
                campaign=campaign, platform=platform, platform_class=platform.platform_class, scheme=one.scheme,
                plan=plans.get(platform.pk), owner=platform.owner, region=platform.region, title=title[:200],
            )
        )  # fmt: skip
    direct.open_cases(made, "invite", by=by)
    parties = [
        CaseParty(case_id=row.pk, organisation=row.platform.introducing_entity, role="introducing")
        for row in made
        if row.platform.introducing_entity_id is not None
    ]
    bulk.insert(parties)
    bulk.insert(_values(made))
    for row in made:
        ask(row)
    return made


def ask(evaluation: Evaluation) -> None:
    """Ask a platform for its self-evaluation."""
    inbox.open_todo(evaluation, ASKED, [evaluation.owner], _("提交年度自评"), (Role.PLATFORM_MANAGER,))


def _plans(campaign: Campaign, platforms: Sequence[int]) -> dict[int, YearPlan]:
    """The adopted plan of the year of each platform, with its targets."""
    rows = YearPlan.objects.filter(
        platform__in=platforms, year=campaign.year, withdrawn_on=None, adopted_on__isnull=False
    )
    return {row.platform_id: row for row in rows.prefetch_related("targets")}


def _values(made: Sequence[Evaluation]) -> list[IndicatorValue]:
    nodes: dict[int, list[SchemeNode]] = {}
    found = []
    for row in made:
        tree = nodes.setdefault(row.scheme_id, list(row.scheme.nodes.all()))
        goals = {t.indicator: t.goal for t in row.plan.targets.all()} if row.plan is not None else {}
        for node in seen_by(tree, row.platform_id):
            if node.kind != SchemeNode.Kind.GROUP:
                target = goals.get(node.indicator) if node.measure == SchemeNode.Measure.TARGET else None
                found.append(IndicatorValue(evaluation=row, node=node, target=target))
    return found


def leave_out(campaign: Campaign, standing: Standing) -> Exclusion:
    """Record that the law leaves a platform out, with its answer."""
    exclusion = standing.exclusion or Exclusion(campaign=campaign, platform=standing.platform)
    exclusion.by_law, exclusion.finding = True, both(standing.finding)
    exclusion.save()
    return exclusion
