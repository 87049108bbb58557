"""What follows from a published evaluation, each with its clause: award, cut, rectification, assessment, priority ..."""

from __future__ import annotations

from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kechuang.casework.parties.reach import reach_of, under
from kechuang.core.audit.tracking import tracked
from kechuang.domains.evaluation.models.evaluations import Evaluation
from kechuang.domains.platforms.models import Platform

MEASURES = (
    ("reduce", _("减少经费资助")),
    ("suspend", _("暂停经费资助")),
    ("reclassify", _("调整平台类别或者层级")),
    ("exit", _("退出")),
)
"""The law's measures (kechuang.law.rules.rectification.MEASURE) but for none."""


class EffectQuerySet(models.QuerySet["Effect"]):
    def visible_to(self, user: Any) -> Self:
        """Those of a person's organisations, and those in the regions they hold office in."""
        reach = reach_of(user)
        own = Q(platform__owner_id__in=reach.organisations)
        return self.filter(own | under(reach.prefixes, "evaluation__region__code"))


@tracked(in_bulk=True)
class Effect(models.Model):
    """One thing that the law makes of an evaluation's result. Made when it is published; never deleted.

    amount: yuan, of an award or a cut; none where it is not about a sum, and while a cut waits for the approved budget.
    year: of the money. open: the law waits for a fact or a determination; waived: what was open does not follow after all.
    simulation: the text behind it is a draft, so that nothing is to be carried out. measure: which, once somebody settled
    it. done_on: when it was carried out.
    """

    class Kind(models.TextChoices):
        AWARD = "award", _("奖励")
        CUT = "cut", _("削减下一年度预算")
        FUNDING_MEASURE = "funding_measure", _("暂停或者减少经费")
        RECTIFICATION = "rectification", _("责令整改")
        ADJUSTMENT = "adjustment", _("动态调整")
        ASSESSMENT = "assessment", _("综合评估研判")
        PRIORITY = "priority", _("加大扶持、优先推荐")
        EXIT = "exit", _("不再开展下一轮合作")

    evaluation = models.ForeignKey(Evaluation, on_delete=models.PROTECT, related_name="effects")
    platform = models.ForeignKey(Platform, verbose_name=_("平台"), on_delete=models.PROTECT, related_name="effects")
    kind = models.CharField(_("效果"), max_length=20, choices=Kind.choices)
    rule = models.CharField(max_length=80)
    year = models.PositiveSmallIntegerField(_("年度"))
    amount = models.DecimalField(_("金额（元）"), max_digits=18, decimal_places=2, null=True, blank=True)
    measure = models.CharField(_("措施"), max_length=20, choices=MEASURES, blank=True)
    open = models.BooleanField(_("待认定"), default=False)
    waived = models.BooleanField(_("经认定不发生"), default=False)
    simulation = models.BooleanField(_("模拟"), default=False)
    clauses = models.JSONField(default=list)
    finding = models.JSONField()
    """The law's answer that it rests on, in both languages."""
    made_on = models.DateField(_("作出日"))
    done_on = models.DateField(_("执行日"), null=True, blank=True)
    done_note = models.CharField(_("执行情况"), max_length=300, blank=True)

    objects = EffectQuerySet.as_manager()

    class Meta:
        verbose_name = _("评价结果的效果")
        ordering = ("evaluation_id", "pk")
        indexes = (models.Index(fields=("platform", "year", "kind")),)
        constraints = (
            models.UniqueConstraint(name="effect_once", fields=("evaluation", "kind")),
            models.CheckConstraint(name="effect_amount_positive", condition=Q(amount=None) | Q(amount__gt=0)),
            models.CheckConstraint(name="effect_open_or_settled", condition=~Q(open=True, waived=True)),
            models.CheckConstraint(
                name="effect_carried_out_with_words",
                condition=Q(done_on=None) | Q(simulation=False, waived=False) & ~Q(done_note=""),
            ),
        )

    def __str__(self) -> str:
        return f"{self.evaluation_id} {self.kind}"
