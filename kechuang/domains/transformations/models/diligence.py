"""What shows that a unit was diligent: evidence for each condition under which nobody is blamed."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from kechuang.casework.parties.models import User
from kechuang.core import clock
from kechuang.core.audit.tracking import tracked
from kechuang.domains.transformations.models.deal import Transformation


@tracked()
class Evidence(models.Model):
    """A piece of evidence in the due-diligence file. condition: an item of one of the law's lists of conditions, list:item."""

    transformation = models.ForeignKey(Transformation, on_delete=models.PROTECT, related_name="evidence")
    condition = models.CharField(_("免责条件"), max_length=80)
    text = models.TextField(_("证据"))
    on = models.DateField(_("形成日"))
    recorded_on = models.DateField(_("入卷日"), default=clock.today)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("尽职证据")
        ordering = ("transformation_id", "pk")

    def __str__(self) -> str:
        return self.text[:60]
