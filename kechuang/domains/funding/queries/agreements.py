"""An agreement's promise year by year, and how far it has come: planned, asked for and paid."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Sum

from kechuang.core.money import fen_of
from kechuang.domains.funding.models import Budget, BudgetLine, FundRequest, SupportYear
from kechuang.domains.funding.queries.requests import GONE
from kechuang.domains.platforms.models import Agreement, AgreementAmount


@dataclass(slots=True)
class Promised:
    """One year of an agreement in fen; year 0 is all years together. arranged: by the support programme; planned: approved
    as income of budgets; asked: not refused or given up; paid: by treasuries. Awards, rests and own money are none of it."""

    year: int
    agreed: int = 0
    arranged: int = 0
    planned: int = 0
    asked: int = 0
    paid: int = 0

    @property
    def left(self) -> int:
        """Fen agreed and not paid yet; below zero where more was paid."""
        return self.agreed - self.paid


AMOUNTS = ("agreed", "arranged", "planned", "asked", "paid")


def promised(agreement: Agreement) -> list[Promised]:
    """The years of an agreement whose amounts stand, in order."""
    rows = AgreementAmount.objects.standing().filter(agreement=agreement).order_by("year")
    found = {row.year: Promised(row.year, fen_of(row.amount)) for row in rows}
    if not found:
        return []
    arranged = SupportYear.objects.filter(programme__agreement=agreement, year__in=found).order_by("programme")
    for support in arranged.exclude(programme__state__in=("draft", "withdrawn")):  # the newest of several stands
        found[support.year].arranged = fen_of(support.total)
    if not (budgets := _budgets(agreement, found)):
        return list(found.values())
    lines = BudgetLine.objects.filter(
        budget__in=budgets, side=BudgetLine.Side.INCOME, source__agreed=True, carried_from=None, award=None
    )
    _add(found, "planned", lines.order_by().values_list("budget__year").annotate(s=Sum("approved")))
    requests = FundRequest.objects.filter(budget__in=budgets, source__agreed=True).exclude(state__in=GONE).order_by()
    _add(found, "asked", requests.values_list("year").annotate(s=Sum("amount")))
    _add(found, "paid", requests.filter(state="paid").values_list("year").annotate(s=Sum("amount")))
    return list(found.values())


def total(rows: Iterable[Promised]) -> Promised:
    """All years together."""
    whole = Promised(0)
    for row in rows:
        for name in AMOUNTS:
            setattr(whole, name, getattr(whole, name) + getattr(row, name))
    return whole


def _add(found: dict[int, Promised], name: str, sums: Iterable[tuple[int, Decimal | None]]) -> None:
    for year, amount in sums:
        setattr(found[year], name, fen_of(amount or Decimal(0)))


def _budgets(agreement: Agreement, years: Iterable[int]) -> list[int]:
    """The budgets of these years that follow this agreement: by their support programme, else the one signed last."""
    rows = Budget.objects.filter(platform_id=agreement.platform_id, year__in=list(years), withdrawn_on=None)
    budgets = list(rows.values_list("pk", "year", "programme__agreement"))
    if not budgets:
        return []
    amounts = AgreementAmount.objects.standing().filter(
        agreement__platform_id=agreement.platform_id, agreement__signed_on__isnull=False
    )
    last = dict(
        amounts.order_by("agreement__signed_on", "agreement__pk").values_list("year", "agreement_id")
    )  # the last of a year stands
    amendments = Agreement.objects.filter(amends__platform=agreement.platform_id, signed_on__isnull=False)
    changed = dict(
        amendments.order_by("-starts_on").values_list("amends_id", "starts_on__year")
    )  # from its first year on
    return [
        pk
        for pk, year, of in budgets
        if (of if of is not None and year < changed.get(of, year + 1) else last.get(year)) == agreement.pk
    ]
