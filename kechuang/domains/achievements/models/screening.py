"""The secrecy and security screen: each answer a fact the law asks for; the latest counts."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from kechuang.casework.parties.models import User
from kechuang.core import clock
from kechuang.core.audit.tracking import tracked
from kechuang.domains.achievements.models.achievement import Achievement


@tracked()
class Screening(models.Model):
    """One screening of an achievement, and why. Its three outcomes (search, disposal, empowerment) follow by law."""

    achievement = models.ForeignKey(Achievement, on_delete=models.PROTECT, related_name="screenings")
    state_secrets = models.BooleanField(_("涉及国家秘密"))
    national_security = models.BooleanField(_("可能影响国家安全"))
    national_interest = models.BooleanField(_("可能影响国家利益"))
    public_interest = models.BooleanField(_("可能影响重大社会公共利益"))
    trade_secrets = models.BooleanField(_("含商业秘密"))
    owner_consents = models.BooleanField(_("商业秘密权利人同意公开"), null=True, blank=True)
    basis = models.TextField(_("依据"))
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    on = models.DateField(_("审查日"), default=clock.today)

    class Meta:
        verbose_name = _("保密和安全审查")
        ordering = ("achievement_id", "-pk")

    def __str__(self) -> str:
        return f"{self.achievement_id} {self.on}"
