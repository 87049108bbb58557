"""The registry of platforms and their co-building agreements."""

from __future__ import annotations

import datetime as dt
from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q, Sum
from django.utils.translation import gettext_lazy as _

from kechuang.casework.cases.models import Case
from kechuang.casework.parties.models import Organisation, Person, User
from kechuang.core import clock
from kechuang.core.audit.tracking import tracked

LEVELS = (("county", _("县级")), ("city", _("市级")), ("province", _("省级")), ("national", _("国家级")))
CLASSES = (
    ("basic_research", _("基础研究型")),
    ("technology_innovation", _("技术创新型")),
    ("innovation_service", _("创新服务型")),
)


@tracked()
class Platform(Case):
    """A sci-tech innovation platform in the registry; its owner is its own organisation."""

    SERIES: ClassVar[str] = "PT"
    STATES: ClassVar[Any] = (
        ("preparing", _("筹建")),
        ("operating", _("运行")),
        ("exited", _("退出")),
    )
    INITIAL: ClassVar[str] = "preparing"
    FINAL: ClassVar[frozenset[str]] = frozenset({"exited"})

    class Origin(models.TextChoices):
        PUBLICLY_FUNDED = "publicly_funded", _("利用财政性资金设立")
        SOCIALLY_FOUNDED = "socially_founded", _("社会力量设立")
        MIXED = "mixed", _("财政与社会资金共同")

    class LegalForm(models.TextChoices):
        PUBLIC_INSTITUTION = "public_institution", _("事业单位")
        PRIVATE_NONPROFIT = "private_nonprofit", _("科技类民办非企业单位（社会服务机构）")
        ENTERPRISE = "enterprise", _("企业")
        NONE = "none", _("不具独立法人资格")

    case_ptr = models.OneToOneField(
        Case, parent_link=True, primary_key=True, on_delete=models.PROTECT, related_name="as_platform"
    )
    platform_class = models.CharField(_("类型"), max_length=30, choices=CLASSES)
    origin = models.CharField(_("设立资金"), max_length=30, choices=Origin.choices)
    legal_form = models.CharField(_("法人形式"), max_length=30, choices=LegalForm.choices)
    fields = ArrayField(models.CharField(max_length=60), verbose_name=_("产业领域"), default=list, blank=True)
    directions = models.TextField(_("主攻方向"), blank=True)
    introducing_entity = models.ForeignKey(
        Organisation, verbose_name=_("引进责任主体"), null=True, blank=True, on_delete=models.PROTECT,
        related_name="introduced_platforms",
    )  # fmt: skip
    founded_on = models.DateField(_("设立日"))
    operating_since = models.DateField(_("约定运营起算日"), null=True, blank=True)
    website = models.URLField(_("网址"), blank=True)
    address = models.CharField(_("地址"), max_length=200, blank=True)
    floor_area = models.PositiveIntegerField(_("场地面积（平方米）"), null=True, blank=True)

    class Meta:
        verbose_name = _("科创平台")
        constraints = (
            models.CheckConstraint(
                name="platform_operates_after_founding",
                condition=Q(operating_since=None) | Q(operating_since__gte=F("founded_on")),
            ),
        )

    def search_text(self) -> str:
        """Also its fields, directions, English name, credit code, introducing entity and address."""
        introducing = self.introducing_entity.name if self.introducing_entity else ""
        parts = (
            super().search_text(), *self.fields, self.directions, self.owner.name_en, self.owner.credit_code, introducing,
            self.address,
        )  # fmt: skip
        return " ".join(parts)[:4_000]


@tracked()
class Founder(models.Model):
    """An organisation that set a platform up, with others or alone."""

    platform = models.ForeignKey(Platform, on_delete=models.PROTECT, related_name="founders")
    organisation = models.ForeignKey(
        Organisation, verbose_name=_("共建主体"), on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = _("共建主体")
        constraints = (models.UniqueConstraint(name="founder_once", fields=("platform", "organisation")),)

    def __str__(self) -> str:
        return str(self.organisation)


@tracked()
class Recognition(models.Model):
    """A recognition (认定) a platform holds: its type, level, authority and dates."""

    platform = models.ForeignKey(Platform, on_delete=models.PROTECT, related_name="recognitions")
    name = models.CharField(_("认定类型"), max_length=100)
    level = models.CharField(_("级别"), max_length=20, choices=LEVELS)
    authority = models.CharField(_("认定机关"), max_length=200)
    document = models.CharField(_("文号"), max_length=100, blank=True)
    valid_from = models.DateField(_("认定日"))
    valid_to = models.DateField(_("有效期至"), null=True, blank=True)

    class Meta:
        verbose_name = _("认定")
        ordering = ("valid_from",)
        constraints = (
            models.CheckConstraint(
                name="recognition_dates_in_order", condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from"))
            ),
        )

    def __str__(self) -> str:
        return f"{self.name}（{self.get_level_display()}）"


@tracked()
class Staff(models.Model):
    """Someone who works for a platform, in which capacity, for a time."""

    class Capacity(models.TextChoices):
        DIRECTOR = "director", _("院长（主任）")
        MANAGEMENT = "management", _("管理人员")
        RESEARCHER = "researcher", _("科研人员")
        TECHNOLOGY_MANAGER = "technology_manager", _("技术经理人")

    platform = models.ForeignKey(Platform, on_delete=models.PROTECT, related_name="staff")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="platform_posts")
    capacity = models.CharField(_("岗位"), max_length=30, choices=Capacity.choices)
    valid_from = models.DateField(_("起"))
    valid_to = models.DateField(_("止"), null=True, blank=True)

    class Meta:
        verbose_name = _("人员")
        constraints = (
            models.UniqueConstraint(
                name="one_director_at_a_time", fields=("platform",), condition=Q(capacity="director", valid_to=None)
            ),
        )

    def __str__(self) -> str:
        return f"{self.person} · {self.get_capacity_display()}"


@tracked()
class Agreement(Case):
    """A co-building agreement (共建协议). Its owner is the introducing entity that drafts and files it."""

    SERIES: ClassVar[str] = "XY"
    STATES: ClassVar[Any] = (
        ("draft", _("起草")),
        ("consulting", _("征求意见")),
        ("signing", _("签署")),
        ("signed", _("已签署")),
        ("filed", _("已备案")),
        ("ended", _("终止")),
        ("withdrawn", _("撤回")),
    )
    INITIAL: ClassVar[str] = "draft"
    FINAL: ClassVar[frozenset[str]] = frozenset({"ended", "withdrawn"})

    class SupportMode(models.TextChoices):
        FIXED_SUPPORT = "fixed_support", _("定额保障")
        BASE_PLUS_INCENTIVE = "base_plus_incentive", _("保底+激励")
        MATCHING = "matching", _("配套保障")
        PURCHASED_SERVICE = "purchased_service", _("购买服务")

    case_ptr = models.OneToOneField(
        Case, parent_link=True, primary_key=True, on_delete=models.PROTECT, related_name="as_agreement"
    )
    platform = models.ForeignKey(Platform, verbose_name=_("平台"), on_delete=models.PROTECT, related_name="agreements")
    renews = models.ForeignKey(
        "self", verbose_name=_("续签自"), null=True, blank=True, on_delete=models.PROTECT, related_name="renewals"
    )
    amends = models.ForeignKey(
        "self", verbose_name=_("变更自"), null=True, blank=True, on_delete=models.PROTECT, related_name="amendments"
    )
    topics = models.JSONField(_("约定事项"), default=dict)
    support_mode = models.CharField(_("保障方式"), max_length=30, choices=SupportMode.choices)
    starts_on = models.DateField(_("共建期起"))
    ends_on = models.DateField(_("共建期止"))
    special_reason = models.TextField(_("特殊情况和要求"), blank=True)
    consulted_on = models.DateField(_("征求意见结束"), null=True, blank=True, editable=False)
    signed_on = models.DateField(_("最后签署日"), null=True, blank=True, editable=False)
    filed_on = models.DateField(_("备案日"), null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("共建协议")
        indexes = (models.Index(fields=("ends_on",)),)
        constraints = (
            models.CheckConstraint(name="agreement_term_in_order", condition=Q(ends_on__gt=F("starts_on"))),
            models.CheckConstraint(
                name="agreement_filed_after_signing", condition=Q(filed_on=None) | Q(signed_on__isnull=False)
            ),
        )

    def search_text(self) -> str:
        """Also its platform and what was agreed."""
        return " ".join((super().search_text(), self.platform.title, *map(str, self.topics.values())))[:4_000]

    @property
    def total(self) -> Any:
        """The agreed support in yuan over all years."""
        return self.amounts.aggregate(total=Sum("amount"))["total"] or 0

    def earlier(self) -> list[Agreement]:
        """The agreements this one renews, nearest first."""
        found: list[Agreement] = []
        before = self.renews
        while before is not None and before not in found:
            found.append(before)
            before = before.renews
        return found


@tracked()
class AgreementAmount(models.Model):
    """Support agreed for one calendar year."""

    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="amounts")
    year = models.PositiveSmallIntegerField(_("年度"))
    amount = models.DecimalField(_("金额（元）"), max_digits=18, decimal_places=2)

    class Meta:
        verbose_name = _("年度金额")
        ordering = ("year",)
        constraints = (
            models.UniqueConstraint(name="agreement_amount_once_a_year", fields=("agreement", "year")),
            models.CheckConstraint(name="agreement_amount_not_negative", condition=Q(amount__gte=0)),
        )

    def __str__(self) -> str:
        return f"{self.year} {self.amount}"


@tracked()
class Signature(models.Model):
    """A party that must sign, and when it did. The last signature is the day of signing (A25)."""

    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="signatures")
    organisation = models.ForeignKey(Organisation, verbose_name=_("签署方"), on_delete=models.PROTECT, related_name="+")
    signed_on = models.DateField(_("签署日"), null=True, blank=True)
    signatory = models.CharField(_("签署人"), max_length=60, blank=True)
    recorded_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("签署")
        constraints = (
            models.UniqueConstraint(name="signature_once", fields=("agreement", "organisation")),
            models.CheckConstraint(name="signature_names_signatory", condition=Q(signed_on=None) | ~Q(signatory="")),
        )

    def __str__(self) -> str:
        return f"{self.organisation} {self.signed_on or ''}"


@tracked()
class Consultation(models.Model):
    """A department asked for its opinion on a draft agreement, by when, and what it said."""

    class Opinion(models.TextChoices):
        AGREE = "agree", _("同意")
        CHANGES = "changes", _("修改后同意")
        OBJECT = "object", _("不同意")

    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="consultations")
    department = models.CharField(_("部门职能"), max_length=40, choices=Organisation.Department.choices)
    organisation = models.ForeignKey(Organisation, verbose_name=_("部门"), on_delete=models.PROTECT, related_name="+")
    asked_on = models.DateField(_("发出"), default=clock.today)
    reply_by = models.DateField(_("请于此日前答复"))
    replied_on = models.DateField(_("答复日"), null=True, blank=True)
    opinion = models.CharField(_("意见"), max_length=10, choices=Opinion.choices, blank=True)
    text = models.TextField(_("意见内容"), blank=True)
    replied_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("征求意见")
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(name="consultation_once", fields=("agreement", "organisation")),
            models.CheckConstraint(
                name="consultation_reply_complete",
                condition=Q(replied_on=None, opinion="") | Q(replied_on__isnull=False) & ~Q(opinion=""),
            ),
        )

    def __str__(self) -> str:
        return f"{self.organisation} {self.get_opinion_display()}"

    def timed_out(self, day: dt.date) -> bool:
        """Whether the day to reply has passed without a reply."""
        return self.replied_on is None and self.reply_by < day

    def settled(self, day: dt.date) -> bool:
        return self.replied_on is not None or self.timed_out(day)
