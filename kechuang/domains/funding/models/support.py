"""What a co-building agreement comes to in money: the way it is given, and how much of it in each year."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kechuang.casework.cases.models import Case
from kechuang.core.audit.tracking import tracked
from kechuang.domains.platforms.models import Agreement, Platform


@tracked()
class SupportProgramme(Case):
    """How a platform is supported under its agreement (保障方案). Its owner is the department that draws it up.

    mode: fixed support, base plus incentive, matching, or purchased service; as agreed.
    """

    SERIES: ClassVar[str] = "BZ"
    STATES: ClassVar[Any] = (
        ("draft", _("拟订")),
        ("in_force", _("执行中")),
        ("ended", _("已结束")),
        ("withdrawn", _("撤回")),
    )
    INITIAL: ClassVar[str] = "draft"
    FINAL: ClassVar[frozenset[str]] = frozenset({"ended", "withdrawn"})

    case_ptr = models.OneToOneField(
        Case, parent_link=True, primary_key=True, on_delete=models.PROTECT, related_name="as_support_programme"
    )
    platform = models.ForeignKey(
        Platform, verbose_name=_("平台"), on_delete=models.PROTECT, related_name="support_programmes"
    )
    agreement = models.ForeignKey(
        Agreement, verbose_name=_("共建协议"), on_delete=models.PROTECT, related_name="support_programmes"
    )
    mode = models.CharField(_("保障方式"), max_length=30, choices=Agreement.SupportMode.choices)
    adopted_on = models.DateField(_("生效日"), null=True, blank=True, editable=False)
    ended_on = models.DateField(_("结束日"), null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("保障方案")
        constraints = (
            models.UniqueConstraint(name="support_programme_once", fields=("agreement",), condition=Q(ended_on=None)),
        )

    def search_text(self) -> str:
        """Also its platform and agreement."""
        return " ".join((super().search_text(), self.platform.title, self.agreement.number))[:4_000]


@tracked()
class SupportYear(models.Model):
    """The support of one year, in yuan; together never more than the agreement promises for it.

    base: what is given in any case (fixed support, the base, running costs, the price of the service). incentive: what is
    given once the year's targets are reached. ceiling: the most that is matched. targets_met: whether they were, none
    while nobody has said.
    """

    programme = models.ForeignKey(SupportProgramme, on_delete=models.PROTECT, related_name="years")
    year = models.PositiveSmallIntegerField(_("年度"))
    base = models.DecimalField(_("基础保障（元）"), max_digits=18, decimal_places=2, default=0)
    incentive = models.DecimalField(_("激励资金（元）"), max_digits=18, decimal_places=2, default=0)
    ceiling = models.DecimalField(_("配套上限（元）"), max_digits=18, decimal_places=2, default=0)
    targets_met = models.BooleanField(_("年度目标已达到"), null=True, blank=True)
    basis = models.CharField(_("认定依据"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("年度保障")
        ordering = ("programme_id", "year")
        constraints = (
            models.UniqueConstraint(name="support_year_once", fields=("programme", "year")),
            models.CheckConstraint(
                name="support_year_not_negative", condition=Q(base__gte=0, incentive__gte=0, ceiling__gte=0)
            ),
            models.CheckConstraint(
                name="support_year_targets_with_basis", condition=Q(targets_met=None) | ~Q(basis="")
            ),
        )

    def __str__(self) -> str:
        return f"{self.programme_id} {self.year}"

    @property
    def total(self) -> Any:
        """The most that may be given in the year, in yuan."""
        return self.base + self.incentive + self.ceiling
