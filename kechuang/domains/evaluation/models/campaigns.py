"""Campaigns: one evaluation of a region's platforms, its phases with their days, and who is left out of it and why."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from kechuang.casework.cases.models import Case
from kechuang.casework.parties.models import User
from kechuang.core.audit.tracking import tracked
from kechuang.core.words import day_words, with_note
from kechuang.domains.platforms.models import Platform


@tracked()
class Campaign(Case):
    """One evaluation of the platforms of a region (评价工作): of a year, or of a cycle. Its owner is the science department.

    year: the year that is evaluated. place: the region's code again, so that the database holds one yearly campaign a place
    and year. simulation: the text it rests on is a draft; nothing of it takes effect.
    """

    SERIES: ClassVar[str] = "PJ"
    STATES: ClassVar[Any] = (
        ("prepared", pgettext_lazy("evaluation", "筹备")),
        ("self_evaluation", _("自评")),
        ("scoring", _("专家评分")),
        ("contest", _("申辩")),
        ("joint_review", _("联合审定")),
        ("in_notice", pgettext_lazy("evaluation", "公示中")),
        ("published", _("已公布")),
        ("closed", _("已结束")),
        ("withdrawn", _("撤回")),
    )
    INITIAL: ClassVar[str] = "prepared"
    FINAL: ClassVar[frozenset[str]] = frozenset({"closed", "withdrawn"})

    class Kind(models.TextChoices):
        """As the law's evaluation.kind."""

        YEARLY = "yearly", _("年度评价")
        MID_TERM = "mid_term", _("中期评价")
        CYCLE = "cycle", _("周期综合评价")

    case_ptr = models.OneToOneField(
        Case, parent_link=True, primary_key=True, on_delete=models.PROTECT, related_name="as_campaign"
    )
    place = models.CharField(max_length=6, editable=False)
    kind_of = models.CharField(_("评价种类"), max_length=10, choices=Kind.choices, default=Kind.YEARLY)
    year = models.PositiveSmallIntegerField(_("评价年度"))
    held_on = models.DateField(_("评价日"))
    document = models.CharField(_("文号"), max_length=100, blank=True)
    simulation = models.BooleanField(_("模拟"), default=False, editable=False)
    settled_on = models.DateField(_("审定日"), null=True, blank=True, editable=False)
    published_on = models.DateField(_("公布日"), null=True, blank=True, editable=False)
    withdrawn_on = models.DateField(_("撤回日"), null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("评价工作")
        constraints = (
            models.UniqueConstraint(
                name="yearly_campaign_once", fields=("place", "year"), condition=Q(kind_of="yearly", withdrawn_on=None)
            ),
        )


@tracked()
class CampaignPhase(models.Model):
    """The first and the last day of one phase of a campaign."""

    class Phase(models.TextChoices):
        """Named as the campaign's states."""

        SELF_EVALUATION = "self_evaluation", _("自评")
        SCORING = "scoring", _("专家评分")
        CONTEST = "contest", _("申辩")
        JOINT_REVIEW = "joint_review", _("联合审定")

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="phases")
    phase = models.CharField(_("阶段"), max_length=20, choices=Phase.choices)
    starts_on = models.DateField(_("起"))
    ends_on = models.DateField(_("止"))

    class Meta:
        verbose_name = _("阶段")
        ordering = ("starts_on", "pk")
        constraints = (
            models.UniqueConstraint(name="campaign_phase_once", fields=("campaign", "phase")),
            models.CheckConstraint(name="campaign_phase_in_order", condition=Q(ends_on__gte=F("starts_on"))),
        )

    def __str__(self) -> str:
        return f"{self.get_phase_display()} {self.starts_on} – {self.ends_on}"


@tracked(in_bulk=True)
class Exclusion(models.Model):
    """A platform that a campaign leaves out, and why: by the law (its finding is kept) or by a decision (its reason is)."""

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="exclusions")
    platform = models.ForeignKey(Platform, verbose_name=_("平台"), on_delete=models.PROTECT, related_name="+")
    by_law = models.BooleanField(_("依规定不参评"), default=False)
    reason = models.TextField(_("理由"), blank=True)
    finding = models.JSONField(null=True)
    """The law's answer in both languages, where it is the law that leaves it out."""
    recorded_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("不参评")
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(name="exclusion_once", fields=("campaign", "platform")),
            models.CheckConstraint(
                name="exclusion_has_reason", condition=~Q(reason="") | Q(by_law=True, finding__isnull=False)
            ),
        )

    def __str__(self) -> str:
        return f"{self.platform} {self.words}"

    @property
    def words(self) -> str:
        """Why, in the language of the page: what a person wrote as it was written, what the law says from its finding."""
        if not self.by_law:
            return self.reason
        first = first_day(self.finding or {})
        words = gettext("还没有到可以评价的日期")
        return words if first is None else with_note(words, day_words(first, weekday=False, year=True))


def first_day(finding: Mapping[str, Any]) -> dt.date | None:
    """The first day on which the law has a platform evaluated, as its kept finding says."""
    told = (finding.get("outputs") or {}).get("first_day") or {}
    return dt.date.fromisoformat(str(told["value"])) if told.get("value") else None
