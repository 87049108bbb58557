"""What follows from published evaluations, made at publication by the law and told to those who carry it out.

The law is asked over columns for a whole campaign at once, and then about each platform for which something follows, so
that every effect keeps the answer it rests on. Nothing here ends or pays anything: a failing grade opens a rectification
for the department to order, failing years in a row open an assessment.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kechuang.casework.cases.direct import open_cases
from kechuang.casework.cases.law import ask
from kechuang.casework.cases.models import CaseParty
from kechuang.casework.inbox import services as inbox
from kechuang.core import bulk, clock
from kechuang.core.money import yuan_of
from kechuang.core.words import in_chinese
from kechuang.domains.evaluation import following
from kechuang.domains.evaluation.computing.effects import FOLLOWING, Following, follows
from kechuang.domains.evaluation.facts.results import result_facts, with_results
from kechuang.domains.evaluation.following import Made, Published
from kechuang.domains.evaluation.models import Assessment, Effect, Evaluation, Rectification
from kechuang.domains.evaluation.queries.grading import context_of
from kechuang.domains.platforms.models import Founder, Platform
from kechuang.law import Context, Finding
from kechuang.law.bilingual import both

Kind = Effect.Kind
BUDGET = next(one for one in FOLLOWING if one.kind == Kind.CUT)


@transaction.atomic
def make(published: Published) -> None:
    """Make the effects of the published evaluations that have none yet, and tell those who follow."""
    campaign = published.campaign
    wanted = campaign.evaluations.filter(state="published", effects=None)
    if published.evaluations is not None:
        wanted = wanted.filter(pk__in=published.evaluations)
    rows = list(with_results(wanted).order_by("pk"))
    if not rows:
        return
    budgets = following.budgets([row.platform_id for row in rows], campaign.year + 1)
    facts = result_facts(rows, budgets)
    within = context_of(campaign)
    said = follows([{**given, "territory": row.region_id} for row, given in zip(rows, facts, strict=True)], within)
    asked = Asking(within)
    made: list[Effect] = []
    for row, given, kinds in zip(rows, facts, said, strict=True):
        row.campaign = campaign
        effects = [asked.effect(row, one, given) for one in kinds]
        made += [effect for effect in effects if effect is not None]
    bulk.insert(made)
    by_row = {row.pk: row for row in rows}
    for effect in made:
        effect.evaluation = by_row[effect.evaluation_id]
    _open_cases(made, published.by)
    if made:
        following.effects_made(Made(made, campaign, published.by))


class Asking:
    """The law asked once for all who stand alike before it: the same rule, place and facts, and nothing determined.

    within: how the open questions are read in the campaign; what was determined of a platform stands above it.
    """

    def __init__(self, within: Context) -> None:
        self._read = within.interpretations
        self._found: dict[tuple[str, str, str], Finding] = {}
        self._kept: dict[int, Any] = {}

    def ask(self, row: Evaluation, rule: str, given: Mapping[str, Any]) -> Finding:
        if row.determinations.all():
            return ask(row, rule, given, interpretations=self._read)
        key = (rule, row.region_id, repr(sorted(given.items())))
        if key not in self._found:
            self._found[key] = ask(row, rule, given, interpretations=self._read)
        return self._found[key]

    def effect(self, row: Evaluation, one: Following, given: Mapping[str, Any]) -> Effect | None:
        """The effect of one rule, unsaved; None where none follows."""
        finding = self.ask(row, one.rule, given)
        if id(finding) not in self._kept:
            self._kept[id(finding)] = (both(finding), finding)  # the finding too: its id stays its own
        return effect_of(row, one, finding, self._kept[id(finding)][0])


def effect_of(row: Evaluation, one: Following, finding: Finding, kept: Any = None) -> Effect | None:
    """The effect as the law tells it of this evaluation, unsaved; None where, with all that is determined, none follows.

    kept: the finding in both languages, where it was written out already.
    """
    answer: Any = finding.value
    if one.output:
        answer = next((output.value for output in finding.outputs if output.name == one.output), None)
    if answer is not None and not answer:
        return None
    amount = yuan_of(answer) if isinstance(answer, int) and one.kind in (Kind.AWARD, Kind.CUT) else None
    year = row.campaign.year + 1
    if one.kind == Kind.AWARD:
        year = (row.campaign.published_on or clock.today()).year
    return Effect(
        evaluation=row, platform=row.platform, kind=one.kind, rule=one.rule, year=year,
        amount=None if isinstance(answer, bool) else amount, open=answer is None, made_on=clock.today(),
        simulation=finding.simulation, clauses=[str(place) for place in finding.citations], finding=kept or both(finding),
    )  # fmt: skip


Opener = Callable[[Sequence[Effect], Any], None]


def _rectify(effects: Sequence[Effect], by: Any) -> None:
    """A rectification waits for the department's order, which alone sets its period (A27)."""
    cases = [_rectification(effect) for effect in effects]
    _open(cases, "open_rectification", effects, by)
    bulk.insert([CaseParty(case_id=c.pk, organisation=c.department, role="authority") for c in cases])
    inbox.open_todos([inbox.Asked(c, "order_rectification", [c.department], _TO_ORDER) for c in cases])


def _rectification(effect: Effect) -> Rectification:
    row = effect.evaluation
    with in_chinese():
        words = gettext("%(platform)s %(year)d 年度评价整改")
        title = words % {"platform": row.platform.title[:150], "year": row.campaign.year}
    return Rectification(
        evaluation=row, platform=row.platform, department=row.campaign.owner, owner=row.owner, region=row.region,
        title=title, simulation=effect.simulation,
    )  # fmt: skip


def _assess(effects: Sequence[Effect], by: Any) -> None:
    """Failing years in a row open an assessment, and end nothing by themselves."""
    cases = [_assessment(effect) for effect in effects]
    _open(cases, "open_assessment", effects, by)
    founders: dict[int, list[int]] = {}
    for founder in Founder.objects.filter(platform__in={c.platform_id for c in cases}).order_by("pk"):
        founders.setdefault(founder.platform_id, []).append(founder.organisation_id)
    parties = []
    for case in cases:
        parties.append((case.pk, case.evaluation.owner_id, "platform"))
        others = dict.fromkeys(founders.get(case.platform_id, ()))
        parties += [(case.pk, pk, "cofounder") for pk in others if pk != case.evaluation.owner_id]
    bulk.insert([CaseParty(case_id=case, organisation_id=pk, role=role) for case, pk, role in parties])
    asked = [inbox.Asked(c, "record_opinion", [c.owner], _TO_ASSESS) for c in cases]
    inbox.open_todos([*asked, *(inbox.Asked(c, "state_views", [c.evaluation.owner], _TO_STATE) for c in cases)])


def _assessment(effect: Effect) -> Assessment:
    row = effect.evaluation
    with in_chinese():
        title = gettext("%(platform)s综合评估研判") % {"platform": row.platform.title[:150]}
    years = ask(row, effect.rule, result_facts([row], {})[0]).value
    return Assessment(
        evaluation=row, platform=row.platform, owner=row.campaign.owner, region=row.region, title=title,
        simulation=effect.simulation, failures=years if isinstance(years, int) else 0,
    )  # fmt: skip


def _open(cases: Sequence[Any], name: str, effects: Sequence[Effect], by: Any) -> None:
    """Number and save cases together, those under the same clauses at a time."""
    groups: dict[tuple[str, ...], list[Any]] = {}
    for case, effect in zip(cases, effects, strict=True):
        groups.setdefault(tuple(effect.clauses), []).append(case)
    for clauses, some in groups.items():
        open_cases(some, name, by=by, cites=clauses)


_TO_ORDER = _("下达整改通知，定出整改期限")
_TO_ASSESS = _("组织综合评估研判，听取专家和共建方意见")
_TO_STATE = _("就能否继续合作作出陈述")

OPENERS: dict[str, Opener] = {Kind.RECTIFICATION: _rectify, Kind.ASSESSMENT: _assess}
"""What opens the cases of effects, by their kind."""


def _open_cases(effects: Sequence[Effect], by: Any) -> None:
    """Not where the law still waits for a determination: nothing is opened on a guess."""
    for kind, opener in OPENERS.items():
        settled = [effect for effect in effects if effect.kind == kind and not effect.open]
        if settled:
            opener(settled, by)


@transaction.atomic
def settle_open(evaluation: Evaluation, *, case: Any, by: Any) -> list[Effect]:
    """Ask the law again about what it left open of an evaluation, now that a fact or a determination is there.

    The effects that are settled: those that follow bear what the law says, those that do not are marked as none.
    """
    row = with_results(Evaluation.objects.filter(pk=evaluation.pk)).get()
    budgets = following.budgets([row.platform_id], row.campaign.year + 1)
    given = result_facts([row], budgets)[0]
    asked = Asking(context_of(row.campaign))
    settled: list[Effect] = []
    for effect in row.effects.select_for_update().filter(open=True):
        one = next(rule for rule in FOLLOWING if rule.kind == effect.kind)
        finding = asked.ask(row, one.rule, given)
        told = effect_of(row, one, finding)
        if told is not None and told.open:
            continue
        effect.open, effect.finding, effect.clauses = False, both(finding), [str(c) for c in finding.citations]
        if told is None:
            effect.waived = True
        else:
            effect.amount, effect.simulation = told.amount, told.simulation
        effect.save()
        settled.append(effect)
    standing = [effect for effect in settled if not effect.waived]
    _open_cases(standing, by)
    if standing:
        following.effects_made(Made(standing, case, by))
    return settled


@transaction.atomic
def look_back(platform: Platform, year: int, *, case: Any, by: Any) -> list[Effect]:
    """A grade of an earlier year became known: whether failing years in a row now open an assessment, after the results that
    were published since.
    """
    later = Evaluation.objects.filter(
        platform=platform, state="published", campaign__kind_of="yearly", campaign__year__gt=year,
        campaign__withdrawn_on=None,
    )  # fmt: skip
    rows = list(with_results(later.exclude(effects__kind=Kind.ASSESSMENT)).order_by("-campaign__year", "-pk")[:1])
    one = next(rule for rule in FOLLOWING if rule.kind == Kind.ASSESSMENT)
    made = [
        effect for row, given in zip(rows, result_facts(rows, {}), strict=True)
        if (effect := Asking(context_of(row.campaign)).effect(row, one, given)) is not None
    ]  # fmt: skip
    if made:
        bulk.insert(made)
        _open_cases(made, by)
        following.effects_made(Made(made, case, by))
    return made


def budget_known(platform: int, year: int, *, case: Any, by: Any) -> list[Effect]:
    """A platform's budget of a year is approved: the cut that waited for it gets its amount."""
    waiting = Evaluation.objects.filter(
        effects__platform_id=platform, effects__year=year, effects__kind=Kind.CUT, effects__open=True
    )
    return [effect for row in waiting.distinct() for effect in settle_open(row, case=case, by=by)]


def carried_out(effect: Effect, day: dt.date, note: str) -> None:
    """Record that an effect was carried out, and by what (the entry of the ledger, the decision). Not of a simulation."""
    if effect.simulation:
        raise ValueError(f"effect {effect.pk} rests on a draft: nothing of it is carried out")
    effect.done_on, effect.done_note = day, note[:300]
    effect.save(update_fields=("done_on", "done_note"))


def taken_back(effect: Effect) -> None:
    """What carried an effect out was reversed: it is to be carried out again. History keeps that it had been."""
    effect.done_on, effect.done_note = None, ""
    effect.save(update_fields=("done_on", "done_note"))
