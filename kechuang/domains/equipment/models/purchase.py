"""What a platform wants to buy: looked for in the register first, reviewed, then bought or not."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kechuang.casework.cases.models import Case
from kechuang.casework.parties.models import Region
from kechuang.core import clock
from kechuang.core.audit.tracking import tracked
from kechuang.domains.equipment.models.register import Equipment
from kechuang.domains.platforms.models import Platform


@tracked()
class Purchase(Case):
    """A request to buy equipment. Its owner is the platform's organisation; its title names what is wanted. Yuan."""

    SERIES: ClassVar[str] = "GZ"
    STATES: ClassVar[Any] = (
        ("draft", _("起草")),
        ("submitted", pgettext_lazy("purchase", "待审查")),
        ("approved", _("同意购置")),
        ("declined", _("不同意购置")),
        ("bought", _("已购置登记")),
        ("withdrawn", _("撤回")),
    )
    INITIAL: ClassVar[str] = "draft"
    FINAL: ClassVar[frozenset[str]] = frozenset({"declined", "bought", "withdrawn"})

    case_ptr = models.OneToOneField(
        Case, parent_link=True, primary_key=True, on_delete=models.PROTECT, related_name="as_purchase"
    )
    platform = models.ForeignKey(Platform, verbose_name=_("平台"), on_delete=models.PROTECT, related_name="purchases")
    specification = models.TextField(_("主要技术要求"))
    budget = models.DecimalField(_("预算（元）"), max_digits=18, decimal_places=2)
    need = models.TextField(_("购置理由和用途"))
    why_none_fits = models.TextField(_("已有仪器为什么不能满足"), blank=True)
    submitted_on = models.DateField(_("提交日"), null=True, blank=True, editable=False)
    decided_on = models.DateField(_("审查日"), null=True, blank=True, editable=False)
    opinion = models.TextField(_("审查意见"), blank=True)
    equipment = models.OneToOneField(
        Equipment, verbose_name=_("购置的仪器"), null=True, blank=True, on_delete=models.PROTECT, related_name="purchase",
        editable=False,
    )  # fmt: skip

    class Meta:
        verbose_name = _("仪器购置申请")
        constraints = (
            models.CheckConstraint(name="equipment_purchase_budget_above_zero", condition=Q(budget__gt=0)),
            models.CheckConstraint(
                name="equipment_purchase_decided_with_opinion", condition=Q(decided_on=None) | ~Q(opinion="")
            ),
        )

    def search_text(self) -> str:
        """Also its platform and what is wanted."""
        return " ".join((super().search_text(), self.platform.title, self.specification))[:4_000]


@tracked()
class RegisterSearch(models.Model):
    """One look into the register for a purchase: the words, where, on which day, and how many of how many were found."""

    purchase = models.ForeignKey(Purchase, on_delete=models.PROTECT, related_name="searches")
    words = models.CharField(_("检索词"), max_length=200)
    region = models.ForeignKey(
        Region, verbose_name=_("地域"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    searched_on = models.DateField(_("检索日"), default=clock.today)
    looked_through = models.PositiveIntegerField(_("库内开放仪器（台）"))

    class Meta:
        verbose_name = _("查重检索")
        ordering = ("purchase_id", "pk")

    def __str__(self) -> str:
        return f"{self.searched_on} {self.words}"


@tracked()
class SearchHit(models.Model):
    """A piece of equipment that a search found, as it stood that day: the evidence of the search."""

    search = models.ForeignKey(RegisterSearch, on_delete=models.PROTECT, related_name="hits")
    equipment = models.ForeignKey(Equipment, verbose_name=_("找到的仪器"), on_delete=models.PROTECT, related_name="+")
    title = models.CharField(_("名称"), max_length=200)
    model_name = models.CharField(_("规格型号"), max_length=100)
    holder = models.CharField(_("单位"), max_length=200)
    price = models.DecimalField(_("对外收费（元/小时）"), max_digits=18, decimal_places=2, null=True, blank=True)
    openness = models.CharField(_("开放情况"), max_length=20, choices=Equipment.Openness.choices)

    class Meta:
        verbose_name = _("检索结果")
        ordering = ("search_id", "pk")
        constraints = (models.UniqueConstraint(name="equipment_hit_once", fields=("search", "equipment")),)

    def __str__(self) -> str:
        return f"{self.title} {self.model_name}"
