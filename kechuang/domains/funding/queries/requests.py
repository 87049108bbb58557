"""How much of the money set aside has been asked for and paid; from which appropriation a treasury pays."""

from __future__ import annotations

from django.db.models import Q, QuerySet, Sum

from kechuang.casework.ledger.models import Earmark
from kechuang.core.money import fen_of, yuan_of
from kechuang.domains.funding.models import Appropriation, Budget, BudgetEarmark, BudgetLine, FundRequest

GONE = ("refused", "withdrawn")


def standing_requests(mark: BudgetEarmark | int) -> QuerySet[FundRequest]:
    """Requests that draw on a mark and were not refused or given up."""
    rows = FundRequest.objects.filter(mark_id=getattr(mark, "pk", mark)).exclude(state__in=GONE)
    return rows.order_by("pk")


def asked(mark: BudgetEarmark, besides: FundRequest | None = None) -> int:
    """Fen asked for under a mark, leaving out one request."""
    rows = standing_requests(mark)
    if besides is not None and besides.pk is not None:
        rows = rows.exclude(pk=besides.pk)
    return fen_of(rows.order_by().aggregate(s=Sum("amount"))["s"] or yuan_of(0))


def open_requests(budget: Budget) -> list[str]:
    """The numbers of the requests under a budget that were neither paid, refused nor given up."""
    rows = FundRequest.objects.filter(budget=budget).exclude(state__in=(*GONE, "paid"))
    return list(rows.order_by("pk").values_list("number", flat=True))


def to_come(mark: BudgetEarmark) -> int:
    """Fen of what is set aside that a treasury has still to pay: not the rests and awards that are there already."""
    allowed = fen_of(mark.earmark.amount) if mark.earmark.amount is not None else 0
    rows = BudgetLine.objects.filter(
        Q(carried_from__isnull=False) | Q(award__isnull=False), budget_id=mark.budget_id, money=mark.money,
        source_id=mark.source_id,
    )  # fmt: skip
    there = rows.order_by().aggregate(s=Sum("approved"))["s"]
    return max(allowed - (fen_of(there) if there is not None else 0), 0)


def may_ask(mark: BudgetEarmark, besides: FundRequest | None = None) -> int:
    """Fen that may still be asked for: what is to come, less what was asked for already; never below nothing."""
    return max(to_come(mark) - asked(mark, besides), 0)


def requestable() -> QuerySet[BudgetEarmark]:
    """Money set aside by approved budgets that some treasury pays."""
    rows = BudgetEarmark.objects.filter(budget__state__in=("approved", "adjusting"), source__funder__isnull=False)
    return rows.select_related("budget__platform", "budget__owner", "source__funder", "earmark").order_by("-pk")


def treasury_earmark(source: int, year: int) -> Earmark | None:
    """The treasury's own earmark for a kind of funds and a year, where something was appropriated to it."""
    row = Appropriation.objects.filter(source_id=source, year=year).select_related("earmark").order_by("pk").first()
    return row.earmark if row is not None else None


def asked_in_year(platform: int, year: int, uses: tuple[str, ...], besides: FundRequest | None = None) -> int:
    """Fen a platform asked for in a year from kinds of funds of these uses that its agreement promises; awards come besides."""
    rows = FundRequest.objects.filter(
        Q(source__agreed=True) | Q(source__use="incentive"), platform_id=platform, year=year, source__use__in=uses
    )
    rows = rows.exclude(state__in=GONE).exclude(request_kind=FundRequest.Kind.AWARD)
    if besides is not None and besides.pk is not None:
        rows = rows.exclude(pk=besides.pk)
    return fen_of(rows.order_by().aggregate(s=Sum("amount"))["s"] or yuan_of(0))


def awards_to_plan(platform: int, year: int) -> QuerySet[FundRequest]:
    """Awards paid to a platform up to a year that no budget plans yet."""
    rows = FundRequest.objects.filter(
        platform_id=platform, request_kind=FundRequest.Kind.AWARD, state="paid", paid_on__year__lte=year,
        planned_in=None, brought_by=None,
    )  # fmt: skip
    return rows.select_related("source").order_by("paid_on", "pk")
