"""Scores, and what hangs on them. Who may read a row is decided here, in SQL; no page decides it."""

from __future__ import annotations

from typing import Any, Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kechuang.casework.documents.models import Document
from kechuang.casework.parties.models import User
from kechuang.casework.parties.reach import reach_of
from kechuang.casework.reviews.models.experts import Expert
from kechuang.casework.reviews.models.panels import Panel, Seat
from kechuang.core import clock
from kechuang.core.audit.tracking import tracked

BLIND_OPEN = ("discussion", "final", "closed")
"""States of a panel in which blind scores are known to its members and its office."""
FINAL_OPEN = ("closed",)


class Phase(models.TextChoices):
    BLIND = "blind", _("独立评分")
    FINAL = "final", _("终评")


class ScoreQuerySet(models.QuerySet["Score"]):
    def opened(self) -> Self:
        """Those whose phase is over: blind ones from the discussion on, final ones when the panel has concluded."""
        return self.filter(
            Q(phase=Phase.BLIND, seat__panel__state__in=BLIND_OPEN)
            | Q(phase=Phase.FINAL, seat__panel__state__in=FINAL_OPEN)
        )

    def visible_to(self, user: Any) -> Self:
        """One's own; those of one's panel and, for its office, all of its panels, once their phase is over."""
        person = getattr(user, "person_id", None)
        own = Q(seat__expert__person_id=person) if person else Q(pk__in=())
        blind = Q(phase=Phase.BLIND, seat__panel__state__in=BLIND_OPEN)
        final = Q(phase=Phase.FINAL, seat__panel__state__in=FINAL_OPEN)
        circle = Q(seat__panel__owner_id__in=reach_of(user).organisations)
        if person:
            circle |= Q(seat__panel__in=Seat.objects.of(user).sitting().values("panel_id"))
        return self.filter(own | (blind | final) & circle)

    def standing(self) -> Self:
        """Those of seats that are not empty."""
        return self.exclude(seat__state__in=Seat.EMPTY)


@tracked(in_bulk=True)
class Score(models.Model):
    """Points for one criterion, in one phase, as submitted; never changed. A trigger takes it only in its phase."""

    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="+")
    criterion = models.CharField(_("标准"), max_length=60)
    phase = models.CharField(_("阶段"), max_length=10, choices=Phase.choices)
    points = models.DecimalField(_("得分"), max_digits=7, decimal_places=2)
    most = models.PositiveIntegerField(_("满分"))
    comment = models.TextField(_("意见"), blank=True)
    at = models.DateTimeField(default=clock.now)

    objects = ScoreQuerySet.as_manager()

    class Meta:
        verbose_name = _("评分")
        ordering = ("seat_id", "pk")
        constraints = (
            models.UniqueConstraint(name="score_once", fields=("seat", "criterion", "phase")),
            models.CheckConstraint(name="score_within_points", condition=Q(points__gte=0) & Q(points__lte=F("most"))),
        )

    def __str__(self) -> str:
        return f"{self.seat_id} {self.criterion} {self.phase}"


class OwnQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> Self:
        """One's own, whatever one's office."""
        person = getattr(user, "person_id", None)
        return self.filter(seat__expert__person_id=person) if person else self.none()


@tracked()
class Receipt(models.Model):
    """Proof of a submission: SHA-256 over what was submitted and a nonce, so that the hash tells nothing by itself."""

    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="+")
    phase = models.CharField(max_length=10, choices=Phase.choices)
    digest = models.CharField(_("回执"), max_length=64)
    nonce = models.CharField(max_length=64)
    at = models.DateTimeField(default=clock.now)

    objects = OwnQuerySet.as_manager()

    class Meta:
        verbose_name = _("评分回执")
        constraints = (models.UniqueConstraint(name="receipt_once", fields=("seat", "phase")),)

    def __str__(self) -> str:
        return self.digest


class FigureQuerySet(models.QuerySet["Figure"]):
    def visible_to(self, user: Any) -> Self:
        """For the office that keeps the pool, and nobody else."""
        return self.filter(expert__owner_id__in=reach_of(user).organisations)


@tracked()
class Figure(models.Model):
    """What a concluded panel says of one expert's scoring: total out of 100, and how far from the panel's mean.

    seat_id is no foreign key: a constraint would make the chair who concludes wait for a reviewer who waits for the chair.
    """

    expert = models.ForeignKey(Expert, on_delete=models.PROTECT, related_name="+")
    seat_id = models.BigIntegerField(unique=True)
    panel = models.ForeignKey(Panel, on_delete=models.PROTECT, related_name="+")
    closed_on = models.DateField(default=clock.today)
    total = models.DecimalField(max_digits=9, decimal_places=4)
    deviation = models.DecimalField(max_digits=9, decimal_places=4)

    objects = FigureQuerySet.as_manager()

    class Meta:
        verbose_name = _("评分统计")
        indexes = (models.Index(fields=("expert", "closed_on")),)

    def __str__(self) -> str:
        return f"{self.expert_id} {self.panel_id}"


@tracked()
class Minutes(models.Model):
    """The minutes (纪要) of a panel: where and when it met, and the paper in both formats."""

    panel = models.OneToOneField(Panel, on_delete=models.PROTECT, related_name="+")
    met_on = models.DateField(_("会议日期"))
    place = models.CharField(_("地点"), max_length=100)
    docx = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="+")
    pdf = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name = _("评审纪要")

    def __str__(self) -> str:
        return f"{self.panel_id} {self.met_on}"
