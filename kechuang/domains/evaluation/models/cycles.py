"""What is decided after the evaluation of a cycle: whether there is a next round of cooperation, and in what form."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kechuang.casework.parties.models import User
from kechuang.core.audit.tracking import tracked
from kechuang.domains.evaluation.models.evaluations import Evaluation
from kechuang.domains.platforms.models import Agreement


@tracked()
class CycleDecision(models.Model):
    """Whether a platform passed its cycle evaluation, and what the next round is to look like. Decided once, never changed.

    agreement: whose round ends. other_exit_case: another exit case on record, as far as the texts let one act (A24).
    barred: the law allows no next round, by `finding`. form, support: of the next round; empty where there is none.
    """

    evaluation = models.OneToOneField(Evaluation, on_delete=models.PROTECT, related_name="decision")
    agreement = models.ForeignKey(
        Agreement, verbose_name=_("共建协议"), null=True, on_delete=models.PROTECT, related_name="cycle_decisions"
    )
    passed = models.BooleanField(_("周期综合评价符合条件"))
    other_exit_case = models.BooleanField(_("有其他退出情形的记录"), default=False)
    barred = models.BooleanField(_("不再开展下一轮合作"), default=False)
    form = models.TextField(_("下一轮合作形式"), blank=True)
    support = models.TextField(_("下一轮支持内容"), blank=True)
    reasons = models.TextField(_("理由"))
    finding = models.JSONField()
    decided_on = models.DateField(_("决定日"))
    decided_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("周期评价决定")
        constraints = (
            models.CheckConstraint(name="cycle_decision_has_reasons", condition=~Q(reasons="")),
            models.CheckConstraint(
                name="cycle_decision_next_round_told", condition=Q(barred=True) | ~Q(form="") & ~Q(support="")
            ),
        )

    def __str__(self) -> str:
        return f"{self.evaluation_id} {self.passed}"
