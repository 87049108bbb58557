"""An achievement and those who completed it."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kechuang.casework.cases.models import Case
from kechuang.casework.parties.models import Organisation, Person
from kechuang.core.audit.tracking import tracked
from kechuang.domains.platforms.models import Platform

WHOLE = 1_000_000
"""A whole in millionths: contribution and ownership shares are whole millionths and sum to it."""


@tracked()
class Achievement(Case):
    """A sci-tech achievement (科技成果); its owner is the unit that holds it. The fields are those of the national registration form."""

    SERIES: ClassVar[str] = "CG"
    STATES: ClassVar[Any] = (
        ("disclosed", _("已披露")),
        ("screening", _("保密审查")),
        ("registered", _("已登记")),
        ("restricted", _("涉密另行管理")),
        ("written_off", _("已核销")),
        ("withdrawn", _("已撤回")),
    )
    INITIAL: ClassVar[str] = "disclosed"
    FINAL: ClassVar[frozenset[str]] = frozenset({"restricted", "written_off", "withdrawn"})

    class Form(models.TextChoices):
        """体现形式."""

        TECHNOLOGY = "technology", _("新技术、新工艺")
        PRODUCT = "product", _("新产品、新装备")
        MATERIAL = "material", _("新材料")
        SOFTWARE = "software", _("计算机软件")
        LAYOUT = "layout", _("集成电路布图设计")
        VARIETY = "variety", _("植物新品种")
        DATA = "data", _("数据、图纸")
        SAMPLE = "sample", _("样品、样机")
        OTHER = "other", _("其他")

    class Attribute(models.TextChoices):
        """属性."""

        ORIGINAL = "original", _("原始创新")
        ABSORBED = "absorbed", _("引进消化吸收")
        DEVELOPED = "developed", _("二次开发")

    class Stage(models.TextChoices):
        """阶段."""

        EARLY = "early", _("初期")
        MIDDLE = "middle", _("中期")
        MATURE = "mature", _("成熟")

    class Level(models.TextChoices):
        """水平."""

        INTERNATIONAL_LEADING = "international_leading", _("国际领先")
        INTERNATIONAL_ADVANCED = "international_advanced", _("国际先进")
        NATIONAL_LEADING = "national_leading", _("国内领先")
        NATIONAL_ADVANCED = "national_advanced", _("国内先进")
        OTHER = "other", _("其他")

    class Search(models.TextChoices):
        """What the public may find of it, by its latest screening."""

        HIDDEN = "hidden", _("不公开")
        NEUTRAL = "neutral", _("公开中性摘要")
        OPEN = "open", _("公开查询")

    class Kind(models.TextChoices):
        """Whether it is applied, as the idle ladder asks."""

        BASIC = "basic", _("基础理论成果")
        APPLIED = "applied", _("应用类成果")
        SOFT = "soft", _("软科学成果")

    case_ptr = models.OneToOneField(
        Case, parent_link=True, primary_key=True, on_delete=models.PROTECT, related_name="as_achievement"
    )
    platform = models.ForeignKey(
        Platform, verbose_name=_("平台"), null=True, blank=True, on_delete=models.PROTECT, related_name="achievements"
    )
    title_en = models.CharField(_("英文名称"), max_length=200, blank=True)
    abstract = models.TextField(_("摘要"), blank=True)
    keywords = ArrayField(models.CharField(max_length=40), verbose_name=_("关键词"), default=list, blank=True, size=3)
    industries = ArrayField(models.CharField(max_length=60), verbose_name=_("产业领域"), default=list, blank=True)
    kind_of_achievement = models.CharField(_("成果类别"), max_length=10, choices=Kind.choices)
    form = models.CharField(_("体现形式"), max_length=12, choices=Form.choices)
    attribute = models.CharField(_("成果属性"), max_length=10, choices=Attribute.choices)
    stage = models.CharField(_("所处阶段"), max_length=10, choices=Stage.choices)
    level = models.CharField(_("水平"), max_length=24, choices=Level.choices, blank=True)
    trl = models.PositiveSmallIntegerField(_("技术成熟度（1–9）"), null=True, blank=True)
    started_on = models.DateField(_("研究起"), null=True, blank=True)
    completed_on = models.DateField(_("完成日"))
    service = models.BooleanField(_("职务成果"), default=True)
    fiscal = models.BooleanField(_("利用财政性资金形成"), default=False)
    programme = models.CharField(_("来源计划"), max_length=200, blank=True)
    project_number = models.CharField(_("项目编号"), max_length=60, blank=True)
    government_project = models.BooleanField(_("执行政府科技计划项目形成"), null=True, blank=True)
    state_rule = models.BooleanField(_("国家对归属另有规定"), null=True, blank=True)
    project_agreement = models.BooleanField(_("与项目主管部门对归属另有书面约定"), null=True, blank=True)
    unit_means = models.BooleanField(_("利用本单位物质技术条件完成"), null=True, blank=True)
    unit_agreement = models.BooleanField(_("单位与完成人有权益归属协议"), null=True, blank=True)
    recommended_by = models.ForeignKey(
        Organisation, verbose_name=_("推荐单位"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    registration_number = models.CharField(_("成果登记号"), max_length=30, blank=True, editable=False)
    registered_on = models.DateField(_("登记日"), null=True, blank=True, editable=False)
    search = models.CharField(
        _("公开范围"), max_length=8, choices=Search.choices, default=Search.HIDDEN, editable=False
    )
    neutral_abstract = models.TextField(_("中性摘要"), blank=True, editable=False)
    separate_on = models.DateField(_("列入单列管理"), null=True, blank=True, editable=False)
    use_first_on = models.DateField(_("纳入省“先用后转”清单"), null=True, blank=True, editable=False)
    told_on = models.DateField(_("告知完成人"), null=True, blank=True, editable=False)
    listed_on = models.DateField(_("公开挂牌"), null=True, blank=True, editable=False)
    licensed_on = models.DateField(_("因闲置许可"), null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("科技成果")
        indexes = (
            models.Index(fields=("case_ptr",), name="achievement_separate", condition=Q(separate_on__isnull=False)),
            models.Index(fields=("registered_on", "case_ptr"), name="achievement_registered"),
        )
        constraints = (
            models.CheckConstraint(name="achievement_trl_1_to_9", condition=Q(trl=None) | Q(trl__range=(1, 9))),
            models.CheckConstraint(
                name="achievement_completed_after_start",
                condition=Q(started_on=None) | Q(completed_on__gte=F("started_on")),
            ),
            models.CheckConstraint(
                name="achievement_registered_after_completion",
                condition=Q(registered_on=None) | Q(registered_on__gte=F("completed_on")),
            ),
            models.UniqueConstraint(
                name="achievement_registration_number_once",
                fields=("registration_number",), condition=~Q(registration_number=""),
            ),
        )  # fmt: skip

    def search_text(self) -> str:
        """Also its abstract, keywords, industries, completers and rights."""
        people = [c.person.name for c in self.completers.all()] if self.pk else []
        numbers = [r.number for r in self.rights.all()] if self.pk else []
        parts = (
            super().search_text(),
            self.title_en,
            *self.keywords,
            *self.industries,
            *people,
            *numbers,
            self.abstract,
        )
        return " ".join(parts)[:4_000]


@tracked()
class Completer(models.Model):
    """Someone who completed an achievement: the order of names, and the share of the contribution.

    share: whole millionths; a deferred trigger refuses shares of one achievement that do not sum to WHOLE at commit.
    """

    achievement = models.ForeignKey(Achievement, on_delete=models.PROTECT, related_name="completers")
    person = models.ForeignKey(Person, verbose_name=_("完成人"), on_delete=models.PROTECT, related_name="completed")
    organisation = models.ForeignKey(
        Organisation, verbose_name=_("单位"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    position = models.PositiveSmallIntegerField(_("排名"))
    share = models.PositiveIntegerField(_("贡献份额（百万分之）"))
    main = models.BooleanField(_("主要完成人"), default=False)

    class Meta:
        verbose_name = _("完成人")
        ordering = ("achievement_id", "position")
        constraints = (
            models.UniqueConstraint(name="completer_once", fields=("achievement", "person")),
            models.UniqueConstraint(name="completer_position_once", fields=("achievement", "position")),
            models.CheckConstraint(name="completer_share_within_whole", condition=Q(share__range=(1, WHOLE))),
        )

    def __str__(self) -> str:
        return str(self.person)
