"""Admission: calls, and applications with their budget."""

from __future__ import annotations

import datetime as dt
from typing import Any, ClassVar, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q, Sum
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kechuang.casework.cases.models import Case
from kechuang.casework.parties.models import Organisation, User
from kechuang.casework.parties.reach import reach_of, under
from kechuang.core import clock
from kechuang.core.audit.tracking import tracked
from kechuang.core.crypto import SealedTextField
from kechuang.domains.platforms.models.agreements import Agreement
from kechuang.domains.platforms.models.consultation import ExpertConsultation
from kechuang.domains.platforms.models.registry import CLASSES, Platform


@tracked()
class Call(Case):
    """A department's call (征集) for platforms: in which fields, on which criteria, from when to when, with which papers."""

    SERIES: ClassVar[str] = "ZM"
    STATES: ClassVar[Any] = (
        ("draft", _("起草")),
        ("open", _("征集中")),
        ("closed", _("已截止")),
        ("withdrawn", _("撤回")),
    )
    INITIAL: ClassVar[str] = "draft"
    FINAL: ClassVar[frozenset[str]] = frozenset({"closed", "withdrawn"})

    case_ptr = models.OneToOneField(
        Case, parent_link=True, primary_key=True, on_delete=models.PROTECT, related_name="as_call"
    )
    industries = ArrayField(models.CharField(max_length=60), verbose_name=_("产业领域"), default=list, blank=True)
    purpose = models.TextField(_("征集内容"))
    conditions = models.TextField(_("申请条件"))
    criteria = models.TextField(_("评审要点"), blank=True)
    documents = ArrayField(models.CharField(max_length=120), verbose_name=_("申请材料"), default=list, blank=True)
    contact = models.CharField(_("联系方式"), max_length=200)
    opens_on = models.DateField(_("开始受理"))
    closes_on = models.DateField(_("截止日"))
    published_on = models.DateField(_("发布日"), null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("平台征集")
        constraints = (
            models.CheckConstraint(name="call_window_in_order", condition=Q(closes_on__gte=F("opens_on"))),
            models.CheckConstraint(
                name="call_published_before_its_end",
                condition=Q(published_on=None) | Q(published_on__lte=F("closes_on")),
            ),
        )

    def search_text(self) -> str:
        """Also what is called for, on which conditions."""
        return " ".join((super().search_text(), self.purpose, self.conditions, self.criteria))[:4_000]

    def takes_on(self, day: dt.date) -> bool:
        """Whether applications are taken on a day; its last day counts to 24:00."""
        return self.state == "open" and self.opens_on <= day <= self.closes_on


@tracked()
class Admission(Case):
    """An application to bring a platform in (准入), from the first line typed to the platform it becomes.

    Its owner is the applicant. What it says of construction, talent, transformation and incubation becomes the agreement.
    """

    SERIES: ClassVar[str] = "ZR"
    STATES: ClassVar[Any] = (
        ("draft", _("填写")),
        ("submitted", _("已提交")),
        ("returned", _("退回补正")),
        ("reviewing", _("论证评审")),
        ("deciding", _("待决定")),
        ("noticed", pgettext_lazy("state", "公示")),
        ("admitted", _("准入")),
        ("refused", _("不予准入")),
        ("withdrawn", _("撤回")),
    )
    INITIAL: ClassVar[str] = "draft"
    FINAL: ClassVar[frozenset[str]] = frozenset({"admitted", "refused", "withdrawn"})

    class Route(models.TextChoices):
        CALL = "call", _("应征集申请")
        DIRECT = "direct", _("直接申请")
        INCLUSION = "inclusion", _("申请比照共建平台纳入")

    class Decision(models.TextChoices):
        ADMIT = "admit", _("准入")
        REFUSE = "refuse", _("不予准入")

    case_ptr = models.OneToOneField(
        Case, parent_link=True, primary_key=True, on_delete=models.PROTECT, related_name="as_admission"
    )
    route = models.CharField(_("申请方式"), max_length=20, choices=Route.choices)
    call = models.ForeignKey(
        Call, verbose_name=_("征集"), null=True, blank=True, on_delete=models.PROTECT, related_name="admissions"
    )
    platform_class = models.CharField(_("类型"), max_length=30, choices=CLASSES, blank=True)
    origin = models.CharField(_("设立资金"), max_length=30, choices=Platform.Origin.choices, blank=True)
    legal_form = models.CharField(_("法人形式"), max_length=30, choices=Platform.LegalForm.choices, blank=True)
    industries = ArrayField(models.CharField(max_length=60), verbose_name=_("产业领域"), default=list, blank=True)
    other_industries = models.CharField(_("清单以外的产业"), max_length=200, blank=True)
    directions = models.TextField(_("主攻方向"), blank=True)
    need = models.TextField(_("产业需求"), blank=True)
    introducing_entity = models.ForeignKey(
        Organisation, verbose_name=_("引进责任主体"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    origins = ArrayField(models.CharField(max_length=60), verbose_name=_("引进对象类别"), default=list, blank=True)
    leader_name = models.CharField(_("院长（主任）人选"), max_length=60, blank=True)
    contact_name = models.CharField(_("联系人"), max_length=60, blank=True)
    contact_phone = SealedTextField(_("联系电话"), blank=True)
    team = models.TextField(_("团队"), blank=True)
    construction = models.TextField(_("建设要求"), blank=True)
    talent = models.TextField(_("人才引育"), blank=True)
    transformation = models.TextField(_("成果转化"), blank=True)
    incubation = models.TextField(_("企业孵化"), blank=True)
    term_years = models.PositiveSmallIntegerField(_("拟共建年限"), null=True, blank=True)
    requested = models.DecimalField(_("申请支持（元）"), max_digits=18, decimal_places=2, null=True, blank=True)
    self_raised = models.DecimalField(_("自筹（元）"), max_digits=18, decimal_places=2, null=True, blank=True)
    address = models.CharField(_("拟选址"), max_length=200, blank=True)
    floor_area = models.PositiveIntegerField(_("场地面积（平方米）"), null=True, blank=True)

    submitted_on = models.DateField(_("提交日"), null=True, blank=True, editable=False)
    accepted_on = models.DateField(_("受理日"), null=True, blank=True, editable=False)
    consultation = models.ForeignKey(
        ExpertConsultation, verbose_name=_("专家征询"), null=True, blank=True, on_delete=models.PROTECT,
        related_name="admissions",
    )  # fmt: skip
    support_mode = models.CharField(_("保障方式"), max_length=30, choices=Agreement.SupportMode.choices, blank=True)
    decision = models.CharField(_("决定"), max_length=10, choices=Decision.choices, blank=True, editable=False)
    decided_on = models.DateField(_("决定日"), null=True, blank=True, editable=False)
    decided_by = models.ForeignKey(
        User, verbose_name=_("决定人"), null=True, on_delete=models.PROTECT, related_name="+", editable=False
    )
    reasons = models.TextField(_("决定理由"), blank=True, editable=False)
    grounds = ArrayField(models.CharField(max_length=80), verbose_name=_("依据"), default=list, blank=True)
    exception_reason = models.TextField(_("例外理由"), blank=True, editable=False)
    platform = models.OneToOneField(
        Platform, verbose_name=_("平台"), null=True, on_delete=models.PROTECT, related_name="admission", editable=False
    )

    class Meta:
        verbose_name = _("准入申请")
        constraints = (
            models.CheckConstraint(
                name="admission_call_with_its_route",
                condition=Q(route="call", call__isnull=False) | ~Q(route="call") & Q(call=None),
            ),
            models.CheckConstraint(
                name="admission_decided_with_reasons",
                condition=Q(decision="", decided_on=None)
                | Q(decided_on__isnull=False, decided_by__isnull=False) & ~Q(decision="") & ~Q(reasons=""),
            ),
            models.CheckConstraint(
                name="admission_refused_by_clause", condition=~Q(decision="refuse") | Q(grounds__len__gt=0)
            ),
            models.CheckConstraint(
                name="admission_opens_what_was_admitted", condition=Q(platform=None) | Q(decision="admit")
            ),
            models.CheckConstraint(
                name="admission_money_not_negative",
                condition=(Q(requested=None) | Q(requested__gte=0)) & (Q(self_raised=None) | Q(self_raised__gte=0)),
            ),
        )

    def search_text(self) -> str:
        """Also what it is to work on, why, and its decision."""
        parts = (super().search_text(), self.directions, self.need, self.team, self.other_industries, self.reasons)
        return " ".join(parts)[:4_000]

    @property
    def support_total(self) -> Any:
        """The support arranged, in yuan over all years: what the applicant raises itself is none."""
        own = AdmissionBudget.Source.SELF_RAISED
        return self.budget.exclude(source=own).aggregate(total=Sum("amount"))["total"] or 0


@tracked()
class AdmissionPartner(models.Model):
    """An organisation that would build the platform with others (共建主体)."""

    admission = models.ForeignKey(Admission, on_delete=models.PROTECT, related_name="partners")
    organisation = models.ForeignKey(
        Organisation, verbose_name=_("共建主体"), on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = _("拟共建主体")
        constraints = (models.UniqueConstraint(name="admission_partner_once", fields=("admission", "organisation")),)

    def __str__(self) -> str:
        return str(self.organisation)


class WeighedQuerySet(models.QuerySet[Any]):
    """Rows on which a decision is weighed: the offices over its place see them, the applicant once it is decided."""

    def visible_to(self, user: Any) -> Self:
        reach = reach_of(user)
        told = Q(admission__owner_id__in=reach.organisations) & ~Q(admission__decision="")
        return self.filter(under(reach.prefixes, "admission__region__code") | told)


@tracked()
class AdmissionAssessment(models.Model):
    """What the argument came to in one of the aspects the law lists."""

    admission = models.ForeignKey(Admission, on_delete=models.PROTECT, related_name="assessments")
    aspect = models.CharField(_("方面"), max_length=30)
    text = models.TextField(_("论证意见"))

    objects = WeighedQuerySet.as_manager()

    class Meta:
        verbose_name = _("论证意见")
        ordering = ("pk",)
        constraints = (models.UniqueConstraint(name="admission_assessed_once", fields=("admission", "aspect")),)

    def __str__(self) -> str:
        return self.aspect


@tracked()
class AdmissionBudget(models.Model):
    """Money arranged for one year from one source, in the same step as the argument for the platform."""

    class Source(models.TextChoices):
        DISTRICT = "district", _("区（县、市）财政预算")
        CITY = "city", _("市级财政预算")
        PROVINCE = "province", _("省级以上专项")
        PARK = "park", _("园区资金")
        FUND = "fund", _("产业基金")
        SELF_RAISED = "self_raised", _("申请方自筹")

    admission = models.ForeignKey(Admission, on_delete=models.PROTECT, related_name="budget")
    year = models.PositiveSmallIntegerField(_("年度"))
    source = models.CharField(_("来源"), max_length=20, choices=Source.choices)
    amount = models.DecimalField(_("金额（元）"), max_digits=18, decimal_places=2)
    arranged_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    arranged_on = models.DateField(_("安排日"), default=clock.today)

    objects = WeighedQuerySet.as_manager()

    class Meta:
        verbose_name = _("准入预算")
        ordering = ("year", "source")
        constraints = (
            models.UniqueConstraint(name="admission_budget_once", fields=("admission", "year", "source")),
            models.CheckConstraint(name="admission_budget_positive", condition=Q(amount__gt=0)),
        )

    def __str__(self) -> str:
        return f"{self.year} {self.get_source_display()} {self.amount}"
