"""A transformation: which achievements, by what mode, at what price, with whom, on what terms."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kechuang.casework.cases.models import Case
from kechuang.casework.parties.models import Organisation
from kechuang.core.audit.tracking import tracked
from kechuang.domains.achievements.models import Achievement, Use


@tracked()
class Transformation(Case):
    """A transformation of one or several achievements (成果转化); its owner is the unit that holds them."""

    SERIES: ClassVar[str] = "ZH"
    STATES: ClassVar[Any] = (
        ("planned", _("拟定")),
        ("priced", _("已定价")),
        ("in_notice", _("公示中")),
        ("performing", _("履行中")),
        ("completed", _("已完成")),
        ("ended", _("已终止")),
        ("withdrawn", _("已撤回")),
    )
    INITIAL: ClassVar[str] = "planned"
    FINAL: ClassVar[frozenset[str]] = frozenset({"completed", "ended", "withdrawn"})

    Mode = Use.Mode

    class Licence(models.TextChoices):
        """许可方式."""

        EXCLUSIVE = "exclusive", _("独占许可")
        SOLE = "sole", _("排他许可")
        ORDINARY = "ordinary", _("普通许可")
        OPEN = "open", _("开放许可")

    class Method(models.TextChoices):
        """定价方式, by the law's own names."""

        AGREED = "agreed_price", _("协议定价")
        LISTING = "listing", _("技术市场挂牌交易")
        AUCTION = "auction", _("拍卖")

    class Contract(models.TextChoices):
        """技术合同类型: the five of the Civil Code."""

        DEVELOPMENT = "development", _("技术开发")
        TRANSFER = "transfer", _("技术转让")
        LICENCE = "licence", _("技术许可")
        CONSULTING = "consulting", _("技术咨询")
        SERVICE = "service", _("技术服务")

    case_ptr = models.OneToOneField(
        Case, parent_link=True, primary_key=True, on_delete=models.PROTECT, related_name="as_transformation"
    )
    mode = models.CharField(_("转化方式"), max_length=24, choices=Mode.choices)
    licence = models.CharField(_("许可方式"), max_length=10, choices=Licence.choices, blank=True)
    method = models.CharField(_("定价方式"), max_length=14, choices=Method.choices, blank=True)
    base_price = models.DecimalField(_("底价（元）"), max_digits=18, decimal_places=2, null=True, blank=True)
    price = models.DecimalField(_("成交价（元）"), max_digits=18, decimal_places=2, null=True, blank=True)
    priced_on = models.DateField(_("定价日"), null=True, blank=True)
    partner = models.ForeignKey(
        Organisation, verbose_name=_("受让、被许可或者合作单位"), null=True, blank=True, on_delete=models.PROTECT,
        related_name="+",
    )  # fmt: skip
    partner_name = models.CharField(_("对方名称（未登记的）"), max_length=200, blank=True)
    contract_on = models.DateField(_("合同签订日"), null=True, blank=True)
    contract_kind = models.CharField(_("技术合同类型"), max_length=12, choices=Contract.choices, blank=True)
    contract_number = models.CharField(_("技术合同登记编号"), max_length=20, blank=True)
    contract_registered_on = models.DateField(_("合同登记日"), null=True, blank=True)

    class Meta:
        verbose_name = _("成果转化")
        constraints = (
            models.CheckConstraint(
                name="transformation_price_not_negative", condition=Q(price=None) | Q(price__gte=0)
            ),
            models.CheckConstraint(
                name="transformation_registered_after_signing",
                condition=Q(contract_registered_on=None) | Q(contract_registered_on__gte=F("contract_on")),
            ),
        )  # fmt: skip


@tracked()
class TransformedAchievement(models.Model):
    """An achievement that a transformation is about."""

    transformation = models.ForeignKey(Transformation, on_delete=models.PROTECT, related_name="items")
    achievement = models.ForeignKey(
        Achievement, verbose_name=_("科技成果"), on_delete=models.PROTECT, related_name="transformed"
    )
    position = models.PositiveSmallIntegerField(_("序号"))

    class Meta:
        verbose_name = _("转化的成果")
        ordering = ("transformation", "position")
        constraints = (
            models.UniqueConstraint(name="transformed_once", fields=("transformation", "achievement")),
            models.UniqueConstraint(name="transformed_position_once", fields=("transformation", "position")),
        )

    def __str__(self) -> str:
        return str(self.achievement_id)


@tracked()
class Term(models.Model):
    """A payment the contract names: once, an instalment, on a milestone, or a royalty on sales."""

    class Kind(models.TextChoices):
        ONCE = "once", _("一次总付")
        INSTALMENT = "instalment", _("分期支付")
        MILESTONE = "milestone", _("里程碑支付")
        ROYALTY = "royalty", _("提成支付")

    transformation = models.ForeignKey(Transformation, on_delete=models.PROTECT, related_name="terms")
    position = models.PositiveSmallIntegerField(_("序号"))
    kind = models.CharField(_("支付方式"), max_length=10, choices=Kind.choices)
    text = models.CharField(_("约定"), max_length=300)
    due_on = models.DateField(_("应付日"), null=True, blank=True)
    amount = models.DecimalField(_("金额（元）"), max_digits=18, decimal_places=2, null=True, blank=True)
    rate = models.PositiveIntegerField(_("提成比例（百万分之）"), null=True, blank=True)
    reached_on = models.DateField(_("里程碑达成日"), null=True, blank=True)

    class Meta:
        verbose_name = _("支付约定")
        ordering = ("transformation", "position")
        constraints = (
            models.UniqueConstraint(name="term_position_once", fields=("transformation", "position")),
            models.CheckConstraint(name="term_amount_positive", condition=Q(amount=None) | Q(amount__gt=0)),
            models.CheckConstraint(name="term_rate_within_whole", condition=Q(rate=None) | Q(rate__range=(1, 1_000_000))),
        )  # fmt: skip

    def __str__(self) -> str:
        return self.text
