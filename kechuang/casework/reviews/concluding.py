"""The end of a panel: figures for fairness, seats done, minutes kept."""

from __future__ import annotations

import datetime as dt
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any

from kechuang.casework.cases.direct import step
from kechuang.casework.documents import services as documents
from kechuang.casework.documents.models import Document
from kechuang.casework.documents.papers import written
from kechuang.casework.inbox import services as inbox
from kechuang.casework.reviews import papers, results, seating
from kechuang.casework.reviews.models import Figure, Minutes, Panel, Seat
from kechuang.casework.reviews.schemes import purpose_of
from kechuang.core import clock

FOURTH = Decimal("0.0001")


def foremost(panel: Panel) -> Seat:
    """Who chairs unless the office names another: of the purpose's first side that sits, the foremost in the draw."""
    seats = list(panel.seats.filter(state__in=("accepted", "submitted")).select_related("expert__person__user"))
    sides = list(purpose_of(panel.purpose).sides)
    return min(seats, key=lambda s: (sides.index(s.side), s.place, s.label))


def conclude(panel: Panel, *, met_on: dt.date, place: str, by: Any) -> None:
    """Write what a concluded panel leaves behind. The panel is saved and locked by its action."""
    figures = results.of(panel)
    _figures(panel, figures)
    for seat in Seat.objects.select_for_update(of=("self", "case_ptr")).filter(panel=panel).open().order_by("pk"):
        step(seat, "conclude", to="done")  # without a name: who chaired is not for the other experts to read
    for seat in panel.seats.sitting().select_related("expert__person__user", "panel"):
        inbox.close_todos(seat, ("revise",))
        seating.shut(seat)
    paper = papers.minutes_paper(panel, met_on=met_on, place=place)
    kept = {}
    for kind in ("docx", "pdf"):
        content, name = written(lambda _panel: paper, panel, kind, "评审纪要")
        kept[kind] = documents.keep(
            panel.pk, name, content, by=by, kind="纪要", origin=Document.Origin.GENERATED
        )  # fmt: skip
    Minutes.objects.create(panel=panel, met_on=met_on, place=place, by=by, at=clock.now(), **kept)


def _figures(panel: Panel, figures: results.Figures) -> None:
    """Each member's total and its distance from the mean of the same track, where there are others to compare with."""
    seats = {seat.pk: seat for seat in panel.seats.sitting()}
    made = []
    for pk, total in figures.by_seat.items():
        mean = figures.by_track[seats[pk].track]
        made.append(
            Figure(
                expert_id=seats[pk].expert_id,
                seat_id=pk,
                panel=panel,
                closed_on=clock.today(),
                total=_decimal(total),
                deviation=_decimal(total - mean),
            )
        )
    Figure.objects.bulk_create(made)


def _decimal(value: Fraction) -> Decimal:
    return (Decimal(value.numerator) / Decimal(value.denominator)).quantize(FOURTH, ROUND_HALF_UP)
