"""Figures that pages read instead of counting, and where each registered achievement stands on the idle ladder.

Neither is a record of anything: both can be made anew from the tables they tell of at any time (nightly.py does).
"""

from __future__ import annotations

from django.contrib.postgres.indexes import OpClass
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kechuang.casework.parties.models import Organisation
from kechuang.domains.achievements.models import Achievement


class Figure(models.Model):
    """So many more (or fewer) of something: what is asked for is a sum of these.

    Triggers add a row whenever something changes and change none, so that no two people wait for each other over a figure;
    a night's work folds them into one row of each kind. What is confined is never counted.

    owner: only of what is idle. state: of the case, or the step of the ladder. year: of the contract, or of the receipt.
    amount: yuan.
    """

    class What(models.TextChoices):
        ACHIEVEMENT = "achievement", _("科技成果")
        DEAL = "deal", _("成果转化")
        RECEIPT = "receipt", _("到账")
        INCOME = "income", _("净收入")
        IDLE = "idle", _("闲置")

    what = models.CharField(max_length=12, choices=What.choices)
    region = models.CharField(max_length=6)
    owner = models.ForeignKey(Organisation, null=True, on_delete=models.CASCADE, related_name="+")
    state = models.CharField(max_length=40, blank=True)
    mode = models.CharField(max_length=24, blank=True)
    year = models.PositiveSmallIntegerField(null=True)
    n = models.IntegerField()
    amount = models.DecimalField(max_digits=20, decimal_places=2, default=0)

    class Meta:
        verbose_name = _("统计数")
        indexes = (models.Index(F("what"), OpClass("region", name="varchar_pattern_ops"), name="figure_of_region"),)

    def __str__(self) -> str:
        return f"{self.what} {self.region} {self.n}"


class IdleStanding(models.Model):
    """Where an achievement stood on the idle ladder when the law was last asked (LadderNight), and from which days its steps open.

    opened_on: the day its present step opened. next_on: the day the next opens, if no use or agreement comes before.
    """

    class Step(models.TextChoices):
        NONE = "none", _("没有开放")
        COMPLETER = "completer", _("完成人可以实施")
        LISTING = "listing", _("公开挂牌")
        LICENCE = "licence", _("可以许可")

    achievement = models.OneToOneField(
        Achievement, primary_key=True, on_delete=models.CASCADE, related_name="idle_standing"
    )
    region = models.CharField(max_length=6)
    owner = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    step = models.CharField(max_length=10, choices=Step.choices)
    opened_on = models.DateField(null=True)
    next_on = models.DateField(null=True)

    class Meta:
        verbose_name = _("闲置状况")
        indexes = (
            models.Index(fields=("owner", "opened_on"), name="idle_of_owner", condition=~Q(step="none")),
            models.Index(fields=("step", "opened_on", "achievement"), name="idle_longest", condition=~Q(step="none")),
            models.Index(fields=("owner", "next_on"), name="idle_next", condition=Q(next_on__isnull=False)),
        )

    def __str__(self) -> str:
        return f"{self.achievement_id} {self.step}"


class LadderNight(models.Model):
    """A night in which the ladder was asked of every registered achievement, and what that changed."""

    day = models.DateField(primary_key=True)
    asked = models.PositiveIntegerField()
    changed = models.PositiveIntegerField()

    class Meta:
        verbose_name = _("闲置台阶的一次计算")

    def __str__(self) -> str:
        return f"{self.day} {self.changed}/{self.asked}"
