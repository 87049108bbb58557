"""What became of a review, for the domain that asked for it. Nothing is told before the panel has concluded."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Any, Literal

from django.db import connection
from django.utils.translation import gettext as _

from kechuang.casework.reviews import results
from kechuang.casework.reviews.models import Panel, Seat
from kechuang.casework.reviews.schemes import purpose_of
from kechuang.core.permissions import Ground, Refusal
from kechuang.law import Citation

State = Literal["none", "drawing", "scoring", "discussion", "final"]
_STATES: dict[str, State] = {
    "drawn": "drawing", "scoring": "scoring", "discussion": "discussion", "final": "discussion", "closed": "final",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Result:
    """A review as anyone may know it.

    score: out of 100, exact, None until the panel has concluded. by_track, by_criterion: name -> out of 100. comments:
    (criterion, text), without names, in an order that tells nothing. opinion: recommend, changes or against, with the
    panel's words. passed: against the purpose's mark, None when it has none. refusal: ready for a law check unless final.
    """

    state: State
    panel: Panel | None = None
    score: Fraction | None = None
    by_track: dict[str, Fraction] = field(default_factory=dict)
    by_criterion: dict[str, Fraction] = field(default_factory=dict)
    comments: tuple[tuple[str, str], ...] = ()
    opinion: str = ""
    opinion_text: str = ""
    passed: bool | None = None
    refusal: Refusal | None = None


def result(subject: Any, purpose: str) -> Result:
    """The newest panel of a purpose on a case (void ones do not count)."""
    panel = Panel.objects.filter(subject_id=subject.pk, purpose=purpose).exclude(state="void").order_by("-pk").first()
    scheme = purpose_of(purpose)
    if panel is None:
        return Result("none", refusal=_refusal(scheme, _("还没有开设评审组")))
    if panel.state != "closed":
        return Result(
            _STATES[panel.state], panel,
            refusal=_refusal(scheme, _("评审组还没有出结论（%(state)s）") % {"state": panel.state_label}),
        )  # fmt: skip
    figures = results.of(panel)
    mark = scheme.pass_mark
    return Result(
        "final", panel, score=figures.score, by_track=figures.by_track, by_criterion=figures.by_criterion,
        comments=results.comments(panel), opinion=panel.opinion,
        opinion_text=results.without_names(panel.opinion_text, panel),
        passed=None if mark is None or figures.score is None else figures.score >= mark * 100,
    )  # fmt: skip


def totals(subjects: Iterable[int], purpose: str) -> list[tuple[int, str, Decimal, int]]:
    """(subject, criterion, sum of the experts' points out of 100, how many experts) of every concluded panel on these cases.

    The last word of each who sits, as results.of counts it; one query for any number of panels.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            """
            WITH last AS (
              SELECT DISTINCT ON (p.case_ptr_id, s.seat_id, s.criterion) p.subject_id, s.criterion, s.points * 100 / s.most AS points
              FROM reviews_panel p
              JOIN cases_case pc ON pc.id = p.case_ptr_id AND pc.state = 'closed'
              JOIN reviews_seat t ON t.panel_id = p.case_ptr_id
              JOIN cases_case tc ON tc.id = t.case_ptr_id AND tc.state <> ALL(%s)
              JOIN reviews_score s ON s.seat_id = t.case_ptr_id
              WHERE p.purpose = %s AND p.subject_id = ANY(%s)
              ORDER BY p.case_ptr_id, s.seat_id, s.criterion, (s.phase = 'final') DESC)
            SELECT subject_id, criterion, sum(points), count(*) FROM last GROUP BY subject_id, criterion
            """,
            [sorted(Seat.EMPTY), purpose, list(subjects)],
        )
        return list(cursor.fetchall())


def _refusal(scheme: Any, why: str) -> Refusal:
    text = _("%(purpose)s：%(why)s") % {"purpose": scheme.label, "why": why}
    return Refusal(Ground.LAW, text, tuple(Citation.parse(c) for c in scheme.cites))
