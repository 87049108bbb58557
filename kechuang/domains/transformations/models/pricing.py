"""How a price came about, each time, and whether the completers want what is transferred on the same terms."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kechuang.casework.parties.models import Person, User
from kechuang.core.audit.tracking import tracked
from kechuang.domains.transformations.models.deal import Transformation


@tracked()
class Pricing(models.Model):
    """One pricing: agreed, or the outcome of a listing or an auction (yuan). price None: nobody bought. The last one counts."""

    Method = Transformation.Method

    transformation = models.ForeignKey(Transformation, on_delete=models.PROTECT, related_name="pricings")
    method = models.CharField(_("定价方式"), max_length=14, choices=Method.choices)
    on = models.DateField(_("定价日"))
    base_price = models.DecimalField(_("底价（元）"), max_digits=18, decimal_places=2, null=True, blank=True)
    base_reasons = models.TextField(_("底价的依据"), blank=True)
    price = models.DecimalField(_("价格（元）"), max_digits=18, decimal_places=2, null=True, blank=True)
    price_words = models.CharField(_("价格的其他约定"), max_length=200, blank=True)
    venue = models.CharField(_("交易场所或者拍卖人"), max_length=200, blank=True)
    bidders = models.PositiveSmallIntegerField(_("应价人数"), null=True, blank=True)
    basis = models.TextField(_("依据和决策经过"))
    evidence = models.CharField(_("凭证"), max_length=300)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("定价")
        ordering = ("transformation_id", "pk")
        constraints = (
            models.CheckConstraint(
                name="pricing_base_of_a_sale",
                condition=Q(method="agreed_price", base_price=None)
                | ~Q(method="agreed_price") & Q(base_price__isnull=False, base_price__gt=0),
            ),
            models.CheckConstraint(name="pricing_price_not_negative", condition=Q(price=None) | Q(price__gte=0)),
            models.CheckConstraint(name="pricing_with_evidence", condition=~Q(evidence="")),
        )

    def __str__(self) -> str:
        return f"{self.on} {self.method}"


@tracked()
class Preemption(models.Model):
    """A completer asked whether they take it on equal terms: the terms of one pricing. answer empty: not answered yet."""

    class Answer(models.TextChoices):
        WAIVED = "waived", _("放弃")
        TAKEN = "taken", _("行使")
        LAPSED = "lapsed", _("逾期未答，视为放弃")

    transformation = models.ForeignKey(Transformation, on_delete=models.PROTECT, related_name="preemptions")
    pricing = models.ForeignKey(Pricing, on_delete=models.PROTECT, related_name="preemptions")
    person = models.ForeignKey(Person, verbose_name=_("完成人"), on_delete=models.PROTECT, related_name="+")
    offered_on = models.DateField(_("询问日"))
    answer_by = models.DateField(_("答复期限"))
    terms = models.TextField(_("同等条件"))
    answer = models.CharField(_("答复"), max_length=6, choices=Answer.choices, blank=True)
    answered_on = models.DateField(_("答复日"), null=True, blank=True)
    evidence = models.CharField(_("答复的凭证"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("优先受让的询问")
        ordering = ("transformation_id", "pk")
        constraints = (
            models.UniqueConstraint(name="preemption_asked_once", fields=("pricing", "person")),
            models.CheckConstraint(
                name="preemption_answered_whole",
                condition=Q(answer="", answered_on=None)
                | ~Q(answer="") & ~Q(evidence="") & Q(answered_on__isnull=False, answered_on__gte=F("offered_on")),
            ),
            models.CheckConstraint(name="preemption_time_to_answer", condition=Q(answer_by__gt=F("offered_on"))),
            models.CheckConstraint(
                name="preemption_lapsed_after_time", condition=~Q(answer="lapsed") | Q(answered_on__gt=F("answer_by"))
            ),
        )

    def __str__(self) -> str:
        return f"{self.person_id} {self.answer}"
