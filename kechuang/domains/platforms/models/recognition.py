"""Recognition (认定): rounds with what they publish, and the applications of platforms in them."""

from __future__ import annotations

import datetime as dt
from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kechuang.casework.cases.models import Case
from kechuang.casework.parties.models import User
from kechuang.core import clock
from kechuang.core.audit.tracking import tracked
from kechuang.domains.platforms.models.registry import LEVELS, Platform


@tracked()
class RecognitionRound(Case):
    """One round of recognising platforms as a type at a level. Its owner is the authority that recognises.

    It opens once conditions and procedure are published, and closes once the results are: the database holds it to that.
    """

    SERIES: ClassVar[str] = "RD"
    STATES: ClassVar[Any] = (
        ("preparing", _("筹备")),
        ("open", _("受理申报")),
        ("reviewing", _("评审")),
        ("noticed", pgettext_lazy("state", "公示")),
        ("closed", _("办结")),
        ("withdrawn", _("撤回")),
    )
    INITIAL: ClassVar[str] = "preparing"
    FINAL: ClassVar[frozenset[str]] = frozenset({"closed", "withdrawn"})

    case_ptr = models.OneToOneField(
        Case, parent_link=True, primary_key=True, on_delete=models.PROTECT, related_name="as_recognition_round"
    )
    recognition_type = models.CharField(_("认定类型"), max_length=60)
    type_name = models.CharField(_("证书上的名称"), max_length=100)
    level = models.CharField(_("级别"), max_length=20, choices=LEVELS)
    opens_on = models.DateField(_("开始受理"))
    closes_on = models.DateField(_("截止日"))
    valid_years = models.PositiveSmallIntegerField(_("有效年数"), null=True, blank=True)
    needs_review = models.BooleanField(_("须经专家评审"), default=True)
    document = models.CharField(_("认定文号"), max_length=100, blank=True, editable=False)

    conditions_on = models.DateField(_("申报条件公开日"), null=True, blank=True, editable=False)
    procedure_on = models.DateField(_("评审程序公开日"), null=True, blank=True, editable=False)
    results_on = models.DateField(_("认定结果公开日"), null=True, blank=True, editable=False)
    taking_since = models.DateField(_("实际受理日"), null=True, blank=True, editable=False)
    finished_on = models.DateField(_("实际办结日"), null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("认定批次")
        constraints = (
            models.CheckConstraint(name="round_window_in_order", condition=Q(closes_on__gte=F("opens_on"))),
            models.CheckConstraint(
                name="round_opens_after_conditions",
                condition=Q(taking_since=None)
                | Q(conditions_on__isnull=False) & Q(conditions_on__lte=F("taking_since")),
            ),
            models.CheckConstraint(
                name="round_opens_after_procedure",
                condition=Q(taking_since=None) | Q(procedure_on__isnull=False) & Q(procedure_on__lte=F("taking_since")),
            ),
            models.CheckConstraint(
                name="round_closes_after_results",
                condition=Q(finished_on=None) | Q(results_on__isnull=False) & Q(results_on__lte=F("finished_on")),
            ),
            models.CheckConstraint(name="round_valid_for_a_time", condition=Q(valid_years=None) | Q(valid_years__gt=0)),
        )

    def search_text(self) -> str:
        """Also the name on the certificate and what was published."""
        published = [p.text for p in self.publications.all()] if self.pk else []
        return " ".join((super().search_text(), self.type_name, *published))[:4_000]

    def takes_on(self, day: dt.date) -> bool:
        """Whether applications are taken on a day; its last day counts to 24:00."""
        return self.state == "open" and self.opens_on <= day <= self.closes_on


@tracked()
class RoundPublication(models.Model):
    """What a round published, and when; a changed text is a new row, so that what stood before can still be read."""

    round = models.ForeignKey(RecognitionRound, on_delete=models.PROTECT, related_name="publications")
    item = models.CharField(_("公开事项"), max_length=20)
    text = models.TextField(_("内容"))
    published_on = models.DateField(_("公开日"), default=clock.today)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("认定公开事项")
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.item} {self.published_on}"


@tracked()
class RecognitionApplication(Case):
    """A platform's application in a round. Its owner is the platform's own organisation."""

    SERIES: ClassVar[str] = "RS"
    STATES: ClassVar[Any] = (
        ("draft", _("填写")),
        ("submitted", _("已申报")),
        ("returned", _("退回补正")),
        ("reviewing", _("评审")),
        ("proposed", _("拟认定")),
        ("recognised", _("已认定")),
        ("refused", _("不予认定")),
        ("withdrawn", _("撤回")),
    )
    INITIAL: ClassVar[str] = "draft"
    FINAL: ClassVar[frozenset[str]] = frozenset({"recognised", "refused", "withdrawn"})

    case_ptr = models.OneToOneField(
        Case, parent_link=True, primary_key=True, on_delete=models.PROTECT, related_name="as_recognition_application"
    )
    round = models.ForeignKey(
        RecognitionRound, verbose_name=_("批次"), on_delete=models.PROTECT, related_name="applications"
    )
    platform = models.ForeignKey(
        Platform, verbose_name=_("平台"), on_delete=models.PROTECT, related_name="recognition_applications"
    )
    statement = models.TextField(_("符合条件的说明"), blank=True)
    staff_count = models.PositiveIntegerField(_("全职科研人员（人）"), null=True, blank=True)
    research_spending = models.DecimalField(
        _("上年研发投入（元）"), max_digits=18, decimal_places=2, null=True, blank=True
    )
    submitted_on = models.DateField(_("申报日"), null=True, blank=True, editable=False)
    decided_on = models.DateField(_("审定日"), null=True, blank=True, editable=False)
    reasons = models.TextField(_("审定理由"), blank=True, editable=False)
    grounds = ArrayField(models.CharField(max_length=80), verbose_name=_("依据"), default=list, blank=True)

    class Meta:
        verbose_name = _("认定申报")
        constraints = (
            models.UniqueConstraint(name="recognition_application_once", fields=("round", "platform")),
            models.CheckConstraint(
                name="recognition_spending_not_negative",
                condition=Q(research_spending=None) | Q(research_spending__gte=0),
            ),
            models.CheckConstraint(
                name="recognition_decided_with_reasons", condition=Q(decided_on=None) | ~Q(reasons="")
            ),
        )

    def search_text(self) -> str:
        """Also its platform, its round and its statement."""
        return " ".join((super().search_text(), self.platform.title, self.round.title, self.statement))[:4_000]
