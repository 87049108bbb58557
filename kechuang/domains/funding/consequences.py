"""Between evaluation and budgets: what was approved for a year is told to it, and a cut it makes is asked of the treasury."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from typing import Any

from django.db.models import F, Sum
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kechuang.casework.inbox import services as inbox
from kechuang.casework.parties.models import Organisation, Role
from kechuang.core.money import fen_of, yuan
from kechuang.core.words import in_chinese
from kechuang.domains.evaluation.effects import carried_out
from kechuang.domains.evaluation.following import Made, beyond_from, budgets_from, on_effect
from kechuang.domains.evaluation.models import Effect, Evaluation
from kechuang.domains.funding.models import Budget, BudgetEdition, EditionLine
from kechuang.domains.platforms.queries.offices import departments_over


@budgets_from
def approved_budgets(platforms: Collection[int], year: int) -> Mapping[int, Mapping[str, int]]:
    """Spending approved for these platforms in a year as the law asks for it: the newest edition but for cuts by results."""
    editions = BudgetEdition.objects.filter(
        budget__platform__in=platforms, budget__year=year, budget__withdrawn_on=None
    ).exclude(procedure=BudgetEdition.Procedure.RESULT)
    newest = list(editions.order_by("budget_id", "-number").distinct("budget_id").values_list("pk", flat=True))
    rows = EditionLine.objects.filter(edition__in=newest, line__side="spending").order_by()
    found: dict[int, dict[str, int]] = {}
    for row in rows.values(platform=F("edition__budget__platform"), money=F("line__money")).annotate(s=Sum("amount")):
        facts = found.setdefault(row["platform"], {"budget.next_year_approved": 0, "budget.next_year_fiscal": 0})
        facts["budget.next_year_approved"] += fen_of(row["s"])
        if row["money"] == "fiscal":
            facts["budget.next_year_fiscal"] += fen_of(row["s"])
    return found


@beyond_from
def cuts_too_late(cuts: Collection[Any]) -> Mapping[int, str]:
    """Cuts of a year whose budget was settled before they were made of it."""
    settled = Budget.objects.filter(
        platform__in={e.platform_id for e in cuts}, year__in={e.year for e in cuts}, state="closed", withdrawn_on=None
    )
    known = {(budget.platform_id, budget.year): budget for budget in settled}
    made = set(
        BudgetEdition.objects.filter(evaluation__in={e.evaluation_id for e in cuts}).values_list(
            "budget__platform", "budget__year", "evaluation"
        )
    )
    found = {}
    for effect in cuts:
        budget = known.get((effect.platform_id, effect.year))
        if budget is not None and (effect.platform_id, effect.year, effect.evaluation_id) not in made:
            found[effect.pk] = gettext("%(number)s 已于 %(day)s 决算，预算不能再削减") % {
                "number": budget.number, "day": budget.closed_year_on,
            }  # fmt: skip
    return found


@on_effect
def ask_for_cuts(made: Made) -> None:
    """A cut whose amount is known is asked of the treasury on the budget it falls on; nothing on a draft's word."""
    cuts = [
        effect for effect in made.effects
        if effect.kind == Effect.Kind.CUT and effect.amount is not None
        and not (effect.simulation or effect.open or effect.waived)
    ]  # fmt: skip
    budgets: dict[tuple[int, int], Budget] = {}
    known = Budget.objects.filter(platform_id__in={e.platform_id for e in cuts}, state__in=("approved", "adjusting"))
    for budget in known.order_by("-pk"):
        budgets[budget.platform_id, budget.year] = budget
    offices: dict[str, list[Organisation]] = {}
    asked = []
    for effect in cuts:
        found = budgets.get((effect.platform_id, effect.year))
        if found is not None:
            place = found.region_id
            if place not in offices:
                offices[place] = departments_over(place, Organisation.Department.FINANCE)
            asked.append(inbox.Asked(found, "apply_result", offices[place], _TO_CUT, (Role.LEADER, Role.FINANCE)))
    inbox.open_todos(asked)


_TO_CUT = _("按评价结果削减预算")


def cut_made(evaluation: Evaluation, day: dt.date, number: str, fen: int) -> None:
    """Tell evaluation that the cut it made of a result is carried out, in which budget; and by how much, where that budget
    was changed since the result was published and the law takes its part of what is approved now."""
    effect: Any = Effect.objects.filter(evaluation=evaluation, kind=Effect.Kind.CUT, done_on=None).first()
    if effect is None or effect.simulation or effect.open or effect.waived:
        return
    note = number
    if effect.amount is not None and fen_of(effect.amount) != fen:
        with in_chinese():
            words = gettext("%(number)s：结果公布以后预算有调整，实际削减 %(cut)s 元")
            note = words % {"number": number, "cut": yuan(fen)}
    carried_out(effect, day, note)
