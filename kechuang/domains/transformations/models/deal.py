"""A transformation: which achievements, by what mode, at what price, with whom, on what terms."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kechuang.casework.cases.models import Case
from kechuang.casework.parties.models import Organisation
from kechuang.core.audit.tracking import tracked
from kechuang.core.words import with_note
from kechuang.domains.achievements.models import Achievement, Use


@tracked()
class Transformation(Case):
    """A transformation of one or several achievements (成果转化); its owner is the unit that holds them."""

    SERIES: ClassVar[str] = "ZH"
    STATES: ClassVar[Any] = (
        ("planned", _("拟定")),
        ("priced", _("已定价")),
        ("in_notice", pgettext_lazy("state of a deal", "公示中")),
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

        AGREED = "agreed_price", pgettext_lazy("way of pricing", "协议定价")
        LISTING = "listing", _("技术市场挂牌交易")
        AUCTION = "auction", _("拍卖")

    class Contract(models.TextChoices):
        """技术合同类型: the five of the Civil Code."""

        DEVELOPMENT = "development", _("技术开发")
        TRANSFER = "transfer", _("技术转让")
        LICENCE = "licence", _("技术许可")
        CONSULTING = "consulting", _("技术咨询")
        SERVICE = "service", _("技术服务")

    class Relation(models.TextChoices):
        """受让方与完成人的关系, by the law's own names."""

        NONE = "none", _("没有关系")
        COMPLETER = "completer", _("完成人本人")
        SPOUSE = "spouse", _("配偶")
        PARENT = "parent", _("父母")
        CHILD = "child", _("子女")
        SIBLING = "sibling", _("兄弟姐妹")
        GRANDPARENT = "grandparent", _("祖父母、外祖父母")
        GRANDCHILD = "grandchild", _("孙子女、外孙子女")
        COMPLETER_COMPANY = "completer_company", _("完成人控制或者任职管理的企业")
        FAMILY_COMPANY = "family_company", _("配偶、父母、子女、兄弟姐妹控制或者任职管理的企业")
        WIDER_COMPANY = "wider_family_company", _("祖孙辈近亲属控制或者任职管理的企业")

    BY_THE_UNIT: ClassVar[frozenset[str]] = frozenset({Mode.SELF, Mode.JOINT})
    """Modes in which the unit implements itself: nothing is priced, and no notice stands."""

    case_ptr = models.OneToOneField(
        Case, parent_link=True, primary_key=True, on_delete=models.PROTECT, related_name="as_transformation"
    )
    mode = models.CharField(_("转化方式"), max_length=24, choices=Mode.choices)
    licence = models.CharField(_("许可方式"), max_length=10, choices=Licence.choices, blank=True)
    method = models.CharField(_("定价方式"), max_length=14, choices=Method.choices, blank=True)
    base_price = models.DecimalField(_("底价（元）"), max_digits=18, decimal_places=2, null=True, blank=True)
    price = models.DecimalField(_("成交价（元）"), max_digits=18, decimal_places=2, null=True, blank=True)
    price_words = models.CharField(_("价格的其他约定"), max_length=200, blank=True)
    priced_on = models.DateField(_("定价日"), null=True, blank=True)
    partner = models.ForeignKey(
        Organisation, verbose_name=_("受让、被许可或者合作单位"), null=True, blank=True, on_delete=models.PROTECT,
        related_name="+",
    )  # fmt: skip
    partner_name = models.CharField(_("对方名称（未登记的）"), max_length=200, blank=True)
    relation = models.CharField(_("对方与完成人的关系"), max_length=20, choices=Relation.choices, blank=True)
    relation_text = models.CharField(_("关系说明"), max_length=300, blank=True)
    equity_manager = models.CharField(_("统一管理股权的部门"), max_length=100, blank=True)
    started_on = models.DateField(_("开始实施日"), null=True, blank=True)
    contract_on = models.DateField(_("合同签订日"), null=True, blank=True)
    contract_kind = models.CharField(_("技术合同类型"), max_length=12, choices=Contract.choices, blank=True)
    contract_number = models.CharField(_("技术合同登记编号"), max_length=20, blank=True)
    contract_registered_on = models.DateField(_("合同登记日"), null=True, blank=True)

    class Meta:
        verbose_name = _("成果转化")
        indexes = (
            models.Index(
                fields=("case_ptr",),
                name="transformation_unregistered",
                condition=Q(contract_on__isnull=False, contract_number=""),
            ),
            models.Index(fields=("case_ptr",), name="transformation_insider", condition=~Q(relation__in=("", "none"))),
        )
        constraints = (
            models.CheckConstraint(
                name="transformation_price_not_negative", condition=Q(price=None) | Q(price__gte=0)
            ),
            models.CheckConstraint(
                name="transformation_registered_after_signing",
                condition=Q(contract_registered_on=None) | Q(contract_registered_on__gte=F("contract_on")),
            ),
            models.CheckConstraint(
                name="transformation_licence_has_kind",
                condition=Q(mode="licence") & ~Q(licence="") | ~Q(mode="licence") & Q(licence=""),
            ),
            models.CheckConstraint(
                name="transformation_registration_whole",
                condition=Q(contract_number="", contract_registered_on=None)
                | ~Q(contract_number="") & Q(contract_registered_on__isnull=False, contract_on__isnull=False),
            ),
            models.CheckConstraint(
                name="transformation_priced_whole",
                condition=Q(method="", priced_on=None) | ~Q(method="") & Q(priced_on__isnull=False),
            ),
            models.CheckConstraint(
                name="transformation_contract_of_a_kind",
                condition=Q(contract_on=None, contract_kind="") | Q(contract_on__isnull=False) & ~Q(contract_kind=""),
            ),
        )  # fmt: skip

    def search_text(self) -> str:
        """Also its partner, the achievements and the number of its contract."""
        items = [i.achievement for i in self.items.select_related("achievement")] if self.pk else []
        titles = [f"{a.number} {a.title}" for a in items]
        return " ".join((super().search_text(), self.partner_words, self.contract_number, *titles))[:4_000]

    @property
    def partner_words(self) -> str:
        """The other side: the organisation, or the name of one that is not registered here."""
        return str(self.partner) if self.partner_id is not None else self.partner_name

    @property
    def mode_words(self) -> str:
        """许可（普通许可）; the mode alone where it is no licence."""
        if not self.licence:
            return str(self.get_mode_display())
        return with_note(str(self.get_mode_display()), str(self.get_licence_display()))


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
        ordering = ("transformation_id", "position")
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
    evidence = models.CharField(_("达成的凭证"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("支付约定")
        ordering = ("transformation_id", "position")
        constraints = (
            models.UniqueConstraint(name="term_position_once", fields=("transformation", "position")),
            models.CheckConstraint(name="term_amount_positive", condition=Q(amount=None) | Q(amount__gt=0)),
            models.CheckConstraint(name="term_rate_within_whole", condition=Q(rate=None) | Q(rate__range=(1, 1_000_000))),
            models.CheckConstraint(
                name="term_reached_with_evidence", condition=Q(reached_on=None) | Q(kind="milestone") & ~Q(evidence="")
            ),
        )  # fmt: skip

    def __str__(self) -> str:
        return self.text
