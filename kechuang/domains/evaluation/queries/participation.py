"""Who takes part in a campaign, by which scheme, and who does not, and why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from django.db.models import Count, Q, QuerySet

from kechuang.casework.cases.law import ask
from kechuang.core.once import kept
from kechuang.domains.evaluation.facts.campaigns import platform_facts
from kechuang.domains.evaluation.models import Campaign, Evaluation, Exclusion, Scheme, SchemeNode
from kechuang.domains.evaluation.queries.trees import without_own
from kechuang.domains.platforms.models import Platform
from kechuang.law import Finding, Verdict

Place = Literal["in", "out", "open", "excluded"]
"""in: takes part; out: the law leaves it out; open: a person must determine something first; excluded: left out by decision."""


@dataclass(frozen=True, slots=True)
class Standing:
    """One platform before a campaign. scheme: what it is evaluated by, none where there is none. empty: groups of the scheme
    in which it has no indicators of its own. finding: the law's answer whether it is evaluated."""

    platform: Platform
    place: Place
    finding: Finding
    scheme: Scheme | None = None
    empty: Sequence[SchemeNode] = ()
    exclusion: Exclusion | None = None


def elsewhere(campaign: Campaign) -> QuerySet[Evaluation]:
    """Evaluations of the same kind and year in another place's campaign: who takes part there does not take part here."""
    rows = Evaluation.objects.filter(
        campaign__kind_of=campaign.kind_of, campaign__year=campaign.year, campaign__withdrawn_on=None
    )
    return rows.exclude(campaign=campaign).exclude(state="left_out")


def taking_part(campaign: Campaign) -> QuerySet[Evaluation]:
    """The evaluations of a campaign that count: without those left out while it ran."""
    return campaign.evaluations.exclude(state="left_out")


@dataclass(frozen=True, slots=True)
class Tally:
    """How many platforms of a class are judged, and how many of them are proposed to be excellent."""

    judged: int
    excellent: int


def tally(campaign: Campaign) -> dict[str, Tally]:
    """By class, in one query for all panels of a page."""
    return kept(("tally", campaign.pk), lambda: _tally(campaign))


def _tally(campaign: Campaign) -> dict[str, Tally]:
    rows = taking_part(campaign).order_by().values_list("platform_class")
    counts = rows.annotate(judged=Count("pk"), excellent=Count("pk", filter=Q(proposed_grade="excellent")))
    return {name: Tally(judged, excellent) for name, judged, excellent in counts}


def gone(campaign: Campaign) -> QuerySet[Evaluation]:
    """Evaluations that still count in a campaign before its results are published, of platforms that have left the registry."""
    rows = campaign.evaluations.filter(platform__state="exited").exclude(state__in=("left_out", "published"))
    return rows.select_related("platform").order_by("pk")


def platforms_in(campaign: Campaign) -> list[Platform]:
    """The platforms running in the region of a campaign, with what the law asks about them; those for which a nearer place
    holds its own campaign of the same kind and year are left to it, and so are those that take part in one already."""
    region = campaign.region.prefix
    nearer = [
        row.region.prefix
        for row in Campaign.objects.filter(kind_of=campaign.kind_of, year=campaign.year, withdrawn_on=None)
        .exclude(pk=campaign.pk)
        .select_related("region")
        if row.region.prefix.startswith(region) and row.region.prefix != region
    ]
    rows = (
        Platform.objects.filter(region__code__startswith=region, state="operating")
        .exclude(pk__in=elsewhere(campaign).values("platform"))
        .select_related("owner", "region", "introducing_entity")
        .prefetch_related(
            "recognitions", "owner__unit_facts", "founders__organisation", "agreements", "determinations__by"
        )
        .order_by("region", "title", "pk")
    )
    return [row for row in rows if not any(row.region_id.startswith(prefix) for prefix in nearer)]


def eligible(platform: Platform, campaign: Campaign) -> tuple[Place, Finding]:
    """Whether the law has a platform evaluated by now."""
    finding = ask(platform, "evaluation_eligible", platform_facts(platform, campaign))
    if finding.value is False:
        return "out", finding
    if finding.value is None and finding.verdict is Verdict.NEEDS_DETERMINATION:
        return "open", finding
    return "in", finding


def schemes_for(campaign: Campaign) -> dict[str, Scheme]:
    """The scheme in use for each class: the newest of the year; else an earlier year's, where the law carries it over.

    Schemes of the campaign's own place win over those of a place above it.
    """
    region = campaign.place
    reach = [region[:length].ljust(6, "0") for length in (6, 4, 2)]
    rows = Scheme.objects.filter(place__in=dict.fromkeys(reach), year__lte=campaign.year, state="adopted")
    rows = rows.prefetch_related("nodes").order_by("year", "edition")
    found: dict[str, Scheme] = {}
    for place in reversed(list(dict.fromkeys(reach))):
        newest = {row.platform_class: row for row in rows if row.place == place}
        found |= {
            name: scheme for name, scheme in newest.items() if scheme.year == campaign.year or in_use(campaign, scheme)
        }
    return found


def in_use(campaign: Campaign, scheme: Scheme) -> bool:
    """Whether the law lets the indicators of an earlier year go on, because they were not adjusted."""
    given = {
        "on": campaign.held_on, "unit.iur_platform": True, "evaluation.indicators_adjusted": False,
        "evaluation.year": campaign.year, "evaluation.indicators_year": scheme.year,
    }  # fmt: skip
    return ask(campaign, "indicators_in_use", given).value == scheme.year


def standings(campaign: Campaign) -> list[Standing]:
    """Every platform of the region before the campaign begins."""
    schemes = schemes_for(campaign)
    nodes = {scheme.pk: list(scheme.nodes.all()) for scheme in schemes.values()}
    excluded = {row.platform_id: row for row in campaign.exclusions.all()}
    return [_standing(campaign, one, schemes, nodes, excluded.get(one.pk)) for one in platforms_in(campaign)]


def standing_of(campaign: Campaign, platform: Platform) -> Standing:
    """One platform before a campaign, whatever had been recorded of it before."""
    schemes = schemes_for(campaign)
    nodes = {scheme.pk: list(scheme.nodes.all()) for scheme in schemes.values()}
    return _standing(campaign, platform, schemes, nodes, None)


def _standing(
    campaign: Campaign, platform: Platform, schemes: Mapping[str, Scheme], nodes: Mapping[int, list[SchemeNode]],
    exclusion: Exclusion | None,
) -> Standing:  # fmt: skip
    place, finding = eligible(platform, campaign)
    if place == "out":
        return Standing(platform, place, finding, exclusion=exclusion)
    if exclusion is not None:
        return Standing(platform, "excluded", finding, exclusion=exclusion)
    scheme = schemes.get(platform.platform_class) or schemes.get("all")
    empty = without_own(nodes[scheme.pk], platform.pk) if scheme is not None else ()
    return Standing(platform, place, finding, scheme, empty)


def simulated(campaign: Any) -> bool:
    """Whether the text that grades platforms in this place is a draft, so that the campaign is a simulation."""
    given = {
        "on": campaign.held_on, "evaluation.grade": "qualified", "evaluation.veto_event": False, "unit.iur_platform": True,
        "unit.cobuilt_platform": True, "unit.public_platform": True,
    }  # fmt: skip
    return bool(ask(campaign, "evaluation_grade", given).simulation)
