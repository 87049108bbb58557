"""Use and idleness: what ended the idle state, why it lasts, and the agreement under which completers implement."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kechuang.casework.cases.models import Case
from kechuang.casework.parties.models import User
from kechuang.core import clock
from kechuang.core.audit.tracking import tracked
from kechuang.domains.achievements.models.achievement import Achievement


@tracked()
class Use(models.Model):
    """The achievement was put to use: transferred, licensed, invested or implemented, from a day on."""

    class Mode(models.TextChoices):
        """The modes of transformation, by the law's own names."""

        TRANSFER = "transfer", _("转让")
        LICENCE = "licence", _("许可")
        EQUITY = "equity", _("作价投资")
        SELF = "self_implementation", _("自行实施")
        JOINT = "joint_implementation", _("合作实施")

    achievement = models.ForeignKey(Achievement, on_delete=models.PROTECT, related_name="uses")
    mode = models.CharField(_("方式"), max_length=24, choices=Mode.choices)
    used_on = models.DateField(_("实施、转让、许可或者作价投资之日"))
    by_completer = models.BooleanField(_("完成人自行实施"), default=False)
    note = models.TextField(_("说明"), blank=True)
    case = models.ForeignKey(Case, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("使用")
        ordering = ("achievement_id", "used_on")

    def __str__(self) -> str:
        return f"{self.used_on} {self.mode}"


@tracked()
class ImplementationAgreement(models.Model):
    """Completers implement by agreement with the unit; the title does not change."""

    achievement = models.ForeignKey(Achievement, on_delete=models.PROTECT, related_name="implementations")
    signed_on = models.DateField(_("签订日"))
    ends_on = models.DateField(_("期限至"), null=True, blank=True)
    title_stays = models.BooleanField(_("权属不变更"))
    terms = models.TextField(_("约定"))

    class Meta:
        verbose_name = _("实施协议")
        ordering = ("achievement_id", "signed_on")
        constraints = (
            models.CheckConstraint(
                name="implementation_term_in_order", condition=Q(ends_on=None) | Q(ends_on__gt=F("signed_on"))
            ),
        )

    def __str__(self) -> str:
        return f"{self.achievement_id} {self.signed_on}"


@tracked()
class IdleReason(models.Model):
    """Why an achievement is not used, and what the science department says to that. One is open or in force at a time."""

    achievement = models.ForeignKey(Achievement, on_delete=models.PROTECT, related_name="idle_reasons")
    reason = models.TextField(_("未实施的理由"))
    recorded_on = models.DateField(_("记录日"), default=clock.today)
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    accepted = models.BooleanField(_("认可"), null=True, blank=True)
    answer = models.TextField(_("答复"), blank=True)
    decided_on = models.DateField(_("答复日"), null=True, blank=True)
    decided_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("闲置理由")
        ordering = ("achievement_id", "pk")
        constraints = (
            models.CheckConstraint(
                name="idle_reason_decided_whole",
                condition=Q(accepted=None, decided_on=None, decided_by=None)
                | Q(accepted__isnull=False, decided_on__isnull=False, decided_by__isnull=False) & ~Q(answer=""),
            ),
            models.UniqueConstraint(
                name="idle_reason_one_open", fields=("achievement",), condition=Q(accepted=None)
            ),
        )  # fmt: skip

    def __str__(self) -> str:
        return self.reason[:60]
