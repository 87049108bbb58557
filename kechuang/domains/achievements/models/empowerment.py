"""Empowerment: completers given a share of the ownership or the long-term use, as agreed in writing."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kechuang.casework.parties.models import Person, User
from kechuang.core.audit.tracking import tracked
from kechuang.domains.achievements.models.achievement import WHOLE, Achievement


@tracked()
class Empowerment(models.Model):
    """An empowerment of an achievement: which right, for how long, what was agreed."""

    class Right(models.TextChoices):
        OWNERSHIP = "ownership", _("所有权（份额）")
        LONG_TERM_USE = "long_term_use", _("长期使用权")

    achievement = models.ForeignKey(Achievement, on_delete=models.PROTECT, related_name="empowerments")
    right = models.CharField(_("赋权类型"), max_length=16, choices=Right.choices)
    starts_on = models.DateField(_("生效日（使用权首日）"))
    ends_on = models.DateField(_("使用权末日（含）"), null=True, blank=True)
    matters = models.JSONField(_("约定事项"), default=dict)
    agreed_on = models.DateField(_("书面约定日"))
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("赋权")
        ordering = ("achievement_id", "pk")
        constraints = (
            models.CheckConstraint(
                name="empowerment_use_has_its_term",
                condition=Q(right="ownership", ends_on=None) | Q(right="long_term_use", ends_on__gt=F("starts_on")),
            ),
        )

    def __str__(self) -> str:
        return f"{self.achievement_id} {self.get_right_display()}"


@tracked()
class Empowered(models.Model):
    """A completer who is given the right. share: millionths of the ownership, none for a use right.

    takes_reward: the choice between the share and the reward from the income; one of the two.
    """

    empowerment = models.ForeignKey(Empowerment, on_delete=models.PROTECT, related_name="holders")
    person = models.ForeignKey(Person, verbose_name=_("完成人"), on_delete=models.PROTECT, related_name="empowered")
    share = models.PositiveIntegerField(_("所有权份额（百万分之）"), null=True, blank=True)
    takes_reward = models.BooleanField(_("参加收益奖励"), default=False)

    class Meta:
        verbose_name = _("被赋权人")
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(name="empowered_once", fields=("empowerment", "person")),
            models.CheckConstraint(
                name="empowered_share_within_whole", condition=Q(share=None) | Q(share__range=(1, WHOLE))
            ),
            models.CheckConstraint(
                name="empowered_share_or_reward", condition=Q(share=None) | Q(takes_reward=False)
            ),
        )  # fmt: skip

    def __str__(self) -> str:
        return str(self.person)
