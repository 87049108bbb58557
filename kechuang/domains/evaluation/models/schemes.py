"""Evaluation schemes: what platforms of a class are judged by in a year, as a weighted tree of indicators."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kechuang.casework.cases.models import Case
from kechuang.core.audit.tracking import tracked
from kechuang.core.labels import Labelled
from kechuang.domains.platforms.models import CLASSES, Platform

SCHEME_CLASSES = (*CLASSES, ("all", _("不分类型")))
"""The three classes of the law; `all` where a regime does not tell classes apart."""


@tracked()
class Scheme(Case):
    """The indicators for one class of platforms in a region and year (评价指标体系). Its owner is the science department.

    Editions of a year follow each other; the newest adopted one is in use. carried_from: the scheme of an earlier year that it
    carries over, empty when drafted anew; changed: whether anything differs from that. place: the region's code again, for
    the database's own checks. Once adopted, neither the scheme nor its tree changes: triggers hold that, and that the
    weights of siblings sum to 100.
    """

    SERIES: ClassVar[str] = "PB"
    STATES: ClassVar[Any] = (
        ("draft", _("起草")),
        ("adopted", _("已审定")),
        ("replaced", _("已被新版替代")),
        ("withdrawn", _("撤回")),
    )
    INITIAL: ClassVar[str] = "draft"
    FINAL: ClassVar[frozenset[str]] = frozenset({"replaced", "withdrawn"})

    case_ptr = models.OneToOneField(
        Case, parent_link=True, primary_key=True, on_delete=models.PROTECT, related_name="as_scheme"
    )
    place = models.CharField(max_length=6, editable=False)
    platform_class = models.CharField(_("平台类型"), max_length=30, choices=SCHEME_CLASSES)
    year = models.PositiveSmallIntegerField(_("年度"))
    edition = models.PositiveSmallIntegerField(_("版次"))
    carried_from = models.ForeignKey(
        "self", verbose_name=_("沿用自"), null=True, blank=True, on_delete=models.PROTECT, related_name="carried_to"
    )
    changed = models.BooleanField(_("与上年不同"), default=True)
    document = models.CharField(_("文号"), max_length=100, blank=True)
    adopted_on = models.DateField(_("审定日"), null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("评价指标体系")
        constraints = (
            models.UniqueConstraint(name="scheme_edition_once", fields=("place", "platform_class", "year", "edition")),
        )

    def search_text(self) -> str:
        """Also the names of its indicators."""
        names = [] if self.pk is None else list(self.nodes.values_list("name", flat=True))
        return " ".join((super().search_text(), str(self.get_platform_class_display()), *names))[:4_000]


@tracked(in_bulk=True)
class SchemeNode(Labelled):
    """One node of a scheme's tree: a group of indicators, or an indicator that is read from records or scored by experts.

    weight: per cent of its parent's part (of the whole for a root). platform: the one platform it is set for, none when it
    is common; under one parent all are common or all are set for platforms, and those of each platform sum to 100.
    indicator: the register's code (kechuang.domains.platforms.queries.indicators). measure: what a recorded value is held
    against: the platform's own target, or full_at, the value that earns full marks. direction: whether more or less is better.
    """

    class Kind(models.TextChoices):
        GROUP = "group", pgettext_lazy("scheme", "指标组")
        RECORD = "record", _("定量指标")
        SCORED = "scored", _("专家评分")

    class Measure(models.TextChoices):
        TARGET = "target", _("按年度目标")
        FIXED = "fixed", _("按满分值")

    class Direction(models.TextChoices):
        UP = "up", _("越高越好")
        DOWN = "down", _("越低越好")

    scheme = models.ForeignKey(Scheme, on_delete=models.PROTECT, related_name="nodes")
    parent = models.ForeignKey(
        "self", verbose_name=_("上级"), null=True, blank=True, on_delete=models.PROTECT, related_name="children"
    )
    position = models.PositiveSmallIntegerField(_("序号"), default=0)
    code = models.CharField(_("代码"), max_length=20)
    name = models.CharField(_("指标"), max_length=100)
    name_en = models.CharField(_("英文名称"), max_length=100, blank=True)
    weight = models.DecimalField(_("权重（%）"), max_digits=7, decimal_places=4)
    kind = models.CharField(_("取值方式"), max_length=10, choices=Kind.choices)
    indicator = models.CharField(_("系统指标"), max_length=40, blank=True)
    measure = models.CharField(_("计分依据"), max_length=10, choices=Measure.choices, blank=True)
    full_at = models.DecimalField(_("满分值"), max_digits=18, decimal_places=2, null=True, blank=True)
    direction = models.CharField(_("方向"), max_length=4, choices=Direction.choices, default=Direction.UP)
    criteria = models.TextField(_("评分标准"), blank=True)
    platform = models.ForeignKey(
        Platform, verbose_name=_("专设平台"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = _("评价指标")
        ordering = ("scheme_id", "position", "pk")
        constraints = (
            models.UniqueConstraint(name="scheme_node_code_once", fields=("scheme", "code")),
            models.CheckConstraint(name="scheme_node_weight", condition=Q(weight__gt=0, weight__lte=Decimal(100))),
            models.CheckConstraint(
                name="scheme_node_record_measured",
                condition=(
                    Q(kind="record", measure="target", full_at=None)
                    | Q(kind="record", measure="fixed", full_at__gt=0)
                    | ~Q(kind="record") & Q(indicator="", measure="", full_at=None)
                ),
            ),
            models.CheckConstraint(name="scheme_node_own_indicator", condition=~Q(kind="record") | ~Q(indicator="")),
        )

    def __str__(self) -> str:
        return f"{self.code} {self.name}"
