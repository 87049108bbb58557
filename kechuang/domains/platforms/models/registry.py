"""The registry: platforms, who founded them, what they are recognised as, who works there."""

from __future__ import annotations

import datetime as dt
from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kechuang.casework.cases.models import Case
from kechuang.casework.parties.models import Organisation, Person
from kechuang.core.audit.tracking import tracked
from kechuang.core.words import with_note

LEVELS = (("county", _("县级")), ("city", _("市级")), ("province", _("省级")), ("national", _("国家级")))
CLASSES = (
    ("basic_research", _("基础研究型")),
    ("technology_innovation", _("技术创新型")),
    ("innovation_service", _("创新服务型")),
)

EXPIRY_WARNING = 90
"""How many days before a recognition runs out its platform and the department of its place are told."""


@tracked(in_bulk=True)
class Platform(Case):
    """A sci-tech innovation platform in the registry; its owner is its own organisation.

    The entry is the first dated record of its class, funding and legal form: since founded_on, by established_by. What
    changed on a later day is a UnitFact of the organisation (see facts.registry).
    """

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
    established_by = models.CharField(_("设立依据"), max_length=300, blank=True)
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


@tracked(in_bulk=True)
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
    recognition_type = models.CharField(_("类型代码"), max_length=60, blank=True)
    application = models.OneToOneField(
        "platforms.RecognitionApplication", verbose_name=_("认定申报"), null=True, on_delete=models.PROTECT,
        related_name="recognition",
    )  # fmt: skip
    withdrawn_on = models.DateField(_("撤销日"), null=True, blank=True)
    withdrawn_because = models.TextField(_("撤销理由"), blank=True)
    warned_on = models.DateField(null=True, editable=False)

    class Meta:
        verbose_name = _("认定")
        ordering = ("valid_from",)
        constraints = (
            models.CheckConstraint(
                name="recognition_dates_in_order", condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from"))
            ),
            models.CheckConstraint(
                name="recognition_withdrawn_with_reasons",
                condition=Q(withdrawn_on=None) | Q(withdrawn_on__gte=F("valid_from")) & ~Q(withdrawn_because=""),
            ),
        )

    def __str__(self) -> str:
        return with_note(self.name, str(self.get_level_display()))

    @staticmethod
    def valid_on(day: dt.date) -> Q:
        """Rows that hold on a day: begun, not run out, not withdrawn by then."""
        return (
            Q(valid_from__lte=day)
            & (Q(valid_to=None) | Q(valid_to__gte=day))
            & (Q(withdrawn_on=None) | Q(withdrawn_on__gt=day))
        )

    def holds_on(self, day: dt.date) -> bool:
        """The same as valid_on, of this row."""
        ended = self.valid_to is not None and day > self.valid_to
        withdrawn = self.withdrawn_on is not None and day >= self.withdrawn_on
        return self.valid_from <= day and not ended and not withdrawn


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
