"""What follows from published evaluations, made at publication by the law and told to those who carry it out.

The law is asked over columns for a whole campaign at once, and then about each platform for which something follows, so
that every effect keeps the answer it rests on. Nothing here ends or pays anything: a failing grade opens a rectification
for the department to order, failing years in a row open an assessment.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kechuang.casework.cases.direct import open_case
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
from kechuang.law import Finding
from kechuang.law.bilingual import both

Kind = Effect.Kind
BUDGET = next(one for one in FOLLOWING if one.kind == Kind.CUT)


@transaction.atomic
def make(published: Published) -> None:
    """Make the effects of every published evaluation of a campaign that has none yet, and tell those who follow."""
    campaign = published.campaign
    rows = list(with_results(campaign.evaluations.filter(state="published", effects=None)).order_by("pk"))
    if not rows:
        return
    budgets = following.budgets([row.platform_id for row in rows], campaign.year + 1)
    facts = result_facts(rows, budgets)
    said = follows([{**given, "territory": row.region_id} for row, given in zip(rows, facts, strict=True)])
    made: list[Effect] = []
    for row, given, kinds in zip(rows, facts, said, strict=True):
        found = {one.rule: ask(row, one.rule, given) for one in kinds}
        effects = [effect_of(row, one, found[one.rule]) for one in kinds]
        made += [effect for effect in effects if effect is not None]
    bulk.insert(made)
    by_row = {row.pk: row for row in rows}
    for effect in made:
        effect.evaluation = by_row[effect.evaluation_id]
    _open_cases(made, published.by)
    if made:
        following.effects_made(Made(made, campaign, published.by))


def effect_of(row: Evaluation, one: Following, finding: Finding) -> Effect | None:
    """The effect as the law tells it of this evaluation, unsaved; None where, with all that is determined, none follows."""
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
        simulation=finding.simulation, clauses=[str(place) for place in finding.citations], finding=both(finding),
    )  # fmt: skip


Opener = Callable[[Effect, Any], None]


def _rectify(effect: Effect, by: Any) -> None:
    """A rectification waits for the department's order, which alone sets its period (A27)."""
    row = effect.evaluation
    campaign = row.campaign
    with in_chinese():
        words = gettext("%(platform)s %(year)d 年度评价整改")
        title = words % {"platform": row.platform.title[:150], "year": campaign.year}
    case = Rectification(
        evaluation=row, platform=row.platform, department=campaign.owner, owner=row.owner, region=row.region,
        title=title, simulation=effect.simulation,
    )  # fmt: skip

    def finish() -> None:
        CaseParty.objects.create(case_id=case.pk, organisation=campaign.owner, role="authority")
        inbox.open_todo(case, "order_rectification", [campaign.owner], _("下达整改通知，定出整改期限"))

    open_case(case, "open_rectification", by=by, cites=effect.clauses, finish=finish)


def _assess(effect: Effect, by: Any) -> None:
    """Failing years in a row open an assessment, and end nothing by themselves."""
    row = effect.evaluation
    department = row.campaign.owner
    with in_chinese():
        title = gettext("%(platform)s综合评估研判") % {"platform": row.platform.title[:150]}
    years = ask(row, effect.rule, result_facts([row], {})[0]).value
    case = Assessment(
        evaluation=row, platform=row.platform, owner=department, region=row.region, title=title,
        simulation=effect.simulation, failures=years if isinstance(years, int) else 0,
    )  # fmt: skip

    def finish() -> None:
        CaseParty.objects.create(case_id=case.pk, organisation=row.owner, role="platform")
        for founder in row.platform.founders.exclude(organisation=row.owner):
            CaseParty.objects.create(case_id=case.pk, organisation_id=founder.organisation_id, role="cofounder")
        inbox.open_todo(case, "record_opinion", [department], _("组织综合评估研判，听取专家和共建方意见"))
        inbox.open_todo(case, "state_views", [row.owner], _("就能否继续合作作出陈述"))

    open_case(case, "open_assessment", by=by, cites=effect.clauses, finish=finish)


OPENERS: dict[str, Opener] = {Kind.RECTIFICATION: _rectify, Kind.ASSESSMENT: _assess}
"""The case that an effect opens, by its kind."""


def _open_cases(effects: Sequence[Effect], by: Any) -> None:
    """Not where the law still waits for a determination: nothing is opened on a guess."""
    for effect in effects:
        opener = OPENERS.get(effect.kind)
        if opener is not None and not effect.open:
            opener(effect, by)


@transaction.atomic
def settle_open(evaluation: Evaluation, *, case: Any, by: Any) -> list[Effect]:
    """Ask the law again about what it left open of an evaluation, now that a fact or a determination is there.

    The effects that are settled: those that follow bear what the law says, those that do not are marked as none.
    """
    row = with_results(Evaluation.objects.filter(pk=evaluation.pk)).get()
    budgets = following.budgets([row.platform_id], row.campaign.year + 1)
    given = result_facts([row], budgets)[0]
    settled: list[Effect] = []
    for effect in row.effects.select_for_update().filter(open=True):
        one = next(rule for rule in FOLLOWING if rule.kind == effect.kind)
        finding = ask(row, one.rule, given)
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
