"""Legal clocks as records: who must do what by when, why that day, and what follows. Nothing is due in silence."""

from __future__ import annotations

import datetime as dt
import secrets
from typing import Any, Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kechuang.casework.parties.models import Organisation, User
from kechuang.casework.parties.reach import reach_of, under
from kechuang.core import clock
from kechuang.core.audit.tracking import tracked
from kechuang.law.bilingual import reading


class ObligationQuerySet(models.QuerySet["Obligation"]):
    def running(self) -> Self:
        return self.filter(status=Obligation.Status.DUE)

    def overdue(self, day: dt.date) -> Self:
        return self.running().filter(due__lt=day)

    def visible_to(self, user: Any) -> Self:
        """Those of a person's organisations, and those in the regions they hold office in."""
        reach = reach_of(user)
        return self.filter(Q(owner_id__in=reach.organisations) | under(reach.prefixes, "territory"))


@tracked()
class Obligation(models.Model):
    """One run of a legal clock for a case.

    rule: the clock rule in the law; facts: what it counts from; starts_on: the first day counted; due: the last day, by
    that rule; finding: the answer that computed it, with every shift and clause, in both languages; consequence: what follows, once it is
    late. provisional: it rests on a year whose holidays are not published.
    """

    class Status(models.TextChoices):
        DUE = "due", _("进行中")
        MET = "met", _("已办")
        WAIVED = "waived", _("已免除")

    case_id = models.BigIntegerField(db_index=True)
    rule = models.CharField(max_length=80)
    territory = models.CharField(max_length=6)
    owner = models.ForeignKey(
        Organisation, verbose_name=_("责任单位"), on_delete=models.PROTECT, related_name="obligations"
    )
    facts = models.JSONField(default=dict)
    starts_on = models.DateField(_("起算"), null=True)
    due = models.DateField(_("到期"), null=True)
    provisional = models.BooleanField(_("暂定"), default=False)
    simulation = models.BooleanField(_("模拟"), default=False)
    finding = models.JSONField(default=dict)
    cites = models.JSONField(default=list)
    consequence = models.TextField(_("逾期后果"), blank=True)
    consequence_en = models.TextField(blank=True)
    settled_by = models.CharField(max_length=60, blank=True)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.DUE)
    done_on = models.DateField(_("办结"), null=True)
    warned_on = models.DateField(null=True)
    escalated_on = models.DateField(null=True)
    waived_reason = models.TextField(_("免除理由"), blank=True)
    law = models.CharField(max_length=64)
    calendar = models.CharField(max_length=64)
    created_at = models.DateTimeField(default=clock.now)

    objects = ObligationQuerySet.as_manager()

    class Meta:
        verbose_name = _("义务")
        ordering = ("due", "pk")
        indexes = (
            models.Index(fields=("status", "due")),
            models.Index(fields=("owner", "status", "due")),
            models.Index(
                fields=("territory", "owner", "due"),
                include=("provisional", "id"),
                condition=Q(status="due"),
                name="obligation_running",
            ),
            models.Index(
                fields=("territory", "owner"),
                include=("id",),
                condition=Q(status="met", done_on__gt=F("due")),
                name="obligation_met_late",
            ),
        )
        constraints = (
            models.UniqueConstraint(name="obligation_runs_once", fields=("case_id", "rule"), condition=Q(status="due")),
            models.CheckConstraint(
                name="obligation_met_on_a_day", condition=~Q(status="met") | Q(done_on__isnull=False)
            ),
            models.CheckConstraint(
                name="obligation_waived_with_reason", condition=~Q(status="waived") | ~Q(waived_reason="")
            ),
        )

    def __str__(self) -> str:
        return f"{self.rule} {self.due}"

    def days_left(self, day: dt.date) -> int | None:
        """Days until the last day, 0 on it, negative when late; None when the law names no day."""
        return None if self.due is None else (self.due - day).days

    def told(self, lang: str) -> dict[str, Any]:
        """The finding that computed it, as it was said on its day, in zh or en."""
        return reading(self.finding, lang)

    def consequence_in(self, lang: str) -> str:
        """What follows from its being late, in zh or en; empty while it is not."""
        return (self.consequence_en or self.consequence) if lang == "en" else self.consequence

    @property
    def overdue_days(self) -> int:
        if self.due is None:
            return 0
        end = self.done_on if self.status == self.Status.MET else clock.today()
        return max((end - self.due).days, 0) if end else 0


class Feed(models.Model):
    """A calendar address that a person can subscribe to and revoke. Only a digest of the token is kept."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="calendar_feeds")
    token_digest = models.CharField(max_length=64, unique=True)
    name = models.CharField(_("名称"), max_length=60)
    created_at = models.DateTimeField(default=clock.now)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("日历订阅")

    def __str__(self) -> str:
        return self.name

    @staticmethod
    def new_token() -> str:
        return secrets.token_urlsafe(32)
