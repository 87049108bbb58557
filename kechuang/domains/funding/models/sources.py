"""Where money comes from: the kinds of funds a place gives, and what each may not be spent on, by date."""

from __future__ import annotations

import datetime as dt
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kechuang.casework.cases.models import Case
from kechuang.casework.ledger.models import Earmark
from kechuang.casework.parties.models import Organisation
from kechuang.core.audit.tracking import tracked
from kechuang.domains.platforms.models import LEVELS


@tracked()
class FundSource(Case):
    """A kind of funds given in a place (经费渠道): who gives it, of which level, how it is controlled. Its owner records it.

    money: the kind of money, as the ledger's earmarks know it. agreed: it is what co-building agreements promise, so that
    a year's budget from it stays within the agreement. lump_sum: given in a lump (包干), controlled by its negative list.
    """

    SERIES: ClassVar[str] = "JF"
    STATES: ClassVar[Any] = (("open", _("在用")), ("closed", _("停用")))
    INITIAL: ClassVar[str] = "open"
    FINAL: ClassVar[frozenset[str]] = frozenset({"closed"})

    class Use(models.TextChoices):
        """What the funds are for."""

        OPERATING = "operating", _("运行经费")
        CONSTRUCTION = "construction", _("建设经费")
        RESEARCH = "research", _("科研经费")
        MATCHING = "matching", _("配套资金")
        INCENTIVE = "incentive", _("激励和奖励资金")
        SERVICE = "service", _("政府购买服务")
        TALENT = "talent", _("人才经费")
        OTHER = "other", _("其他经费")

    case_ptr = models.OneToOneField(
        Case, parent_link=True, primary_key=True, on_delete=models.PROTECT, related_name="as_fund_source"
    )
    use = models.CharField(_("经费种类"), max_length=20, choices=Use.choices)
    money = models.CharField(_("资金来源"), max_length=20, choices=Earmark.Source.choices)
    level = models.CharField(_("财政层级"), max_length=20, choices=LEVELS, blank=True)
    funder = models.ForeignKey(
        Organisation, verbose_name=_("拨款单位"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    agreed = models.BooleanField(_("属于共建协议约定的支持"), default=False)
    lump_sum = models.BooleanField(_("实行包干制"), default=False)
    document = models.CharField(_("文号"), max_length=100, blank=True)
    valid_from = models.DateField(_("起"))
    valid_to = models.DateField(_("止"), null=True, blank=True)

    class Meta:
        verbose_name = _("经费渠道")
        constraints = (
            models.CheckConstraint(
                name="fund_source_dates", condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from"))
            ),
            models.CheckConstraint(name="fund_source_of_fiscal_level", condition=~Q(money="fiscal") | ~Q(level="")),
        )

    def search_text(self) -> str:
        """Also its funder and its document."""
        funder = self.funder.name if self.funder is not None else ""
        return " ".join((super().search_text(), str(self.get_use_display()), funder, self.document))[:4_000]


class NegativeListQuerySet(models.QuerySet["NegativeListItem"]):
    def in_force(self, day: dt.date) -> Self:
        """The items that hold on a day: both ends count."""
        return self.filter(Q(valid_to=None) | Q(valid_to__gte=day), valid_from__lte=day)


@tracked()
class NegativeListItem(models.Model):
    """Something funds of a kind may not be spent on (负面清单), from when to when, by which document. Ended, never rewritten."""

    source = models.ForeignKey(
        FundSource, verbose_name=_("经费渠道"), on_delete=models.PROTECT, related_name="negative_list"
    )
    code = models.CharField(_("项号"), max_length=20)
    text = models.CharField(_("不得列支的事项"), max_length=300)
    document = models.CharField(_("文号"), max_length=100)
    valid_from = models.DateField(_("起"))
    valid_to = models.DateField(_("止"), null=True, blank=True)

    objects = NegativeListQuerySet.as_manager()

    class Meta:
        verbose_name = _("负面清单")
        ordering = ("source_id", "code", "valid_from")
        constraints = (
            models.UniqueConstraint(name="negative_item_begins_once", fields=("source", "code", "valid_from")),
            models.UniqueConstraint(
                name="negative_item_runs_once", fields=("source", "code"), condition=Q(valid_to=None)
            ),
            models.CheckConstraint(
                name="negative_item_dates", condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from"))
            ),
            models.CheckConstraint(name="negative_item_says_what", condition=~Q(text="") & ~Q(code="")),
        )

    def __str__(self) -> str:
        return f"{self.code} {self.text}"
