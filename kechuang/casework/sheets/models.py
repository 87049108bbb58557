"""A file somebody wants imported: what was found in it, how far it has come, and what is to be mended."""

from __future__ import annotations

import datetime as dt

from django.db import models
from django.utils.translation import gettext_lazy as _

from kechuang.casework.parties.models import User
from kechuang.core import clock
from kechuang.core.crypto import SealedBytesField, SealedTextField

STALE = dt.timedelta(seconds=90)
"""A run that says nothing for so long has died with its process; it may be taken up again."""
MOST_NAMED = 50
"""So many of the cases that came in are kept with the run, to be shown when it is done."""


class ImportRun(models.Model):
    """One upload. Nothing is written before its owner confirms; good rows may then go first."""

    class State(models.TextChoices):
        CHECKING = "checking", _("正在检查")
        CHECKED = "checked", _("已检查，尚未写入")
        WRITING = "writing", _("正在写入")
        DONE = "done", _("已导入")
        FAILED = "failed", _("没有读成")

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="import_runs")
    action = models.CharField(max_length=120)
    name = models.CharField(_("文件名"), max_length=200)
    content = SealedBytesField()
    """The file as it was uploaded: sheets of people carry numbers that are sealed wherever they stand."""
    state = models.CharField(_("状态"), max_length=10, choices=State.choices, default=State.CHECKING)
    language = models.CharField(max_length=10, default="zh-hans")
    at = models.DateTimeField(_("上传"), default=clock.now)
    beat_at = models.DateTimeField(default=clock.now)
    total = models.PositiveIntegerField(_("行数"), default=0)
    done = models.PositiveIntegerField(default=0)
    good = models.PositiveIntegerField(_("可导入"), default=0)
    wrong = models.PositiveIntegerField(_("有错"), default=0)
    doubtful = models.PositiveIntegerField(_("要判断"), default=0)
    before = models.PositiveIntegerField(_("此前已导入"), default=0)
    written = models.PositiveIntegerField(_("已写入"), default=0)
    take_doubtful = models.BooleanField(default=False)
    sheet = models.CharField(max_length=60, blank=True)
    notes = models.JSONField(default=dict)
    """extra: columns not read; other_sheets: sheets not read; problem and remedy of a file that could not be read; cases: the
    ids of the first cases that its rows opened or went to, at most MOST_NAMED."""

    class Meta:
        ordering = ("-pk",)
        verbose_name = _("导入")
        indexes = (models.Index(fields=("user", "-at")),)

    def __str__(self) -> str:
        return self.name

    @property
    def running(self) -> bool:
        return self.state in (self.State.CHECKING, self.State.WRITING)

    @property
    def stale(self) -> bool:
        return self.running and clock.now() - self.beat_at > STALE

    @property
    def percent(self) -> int:
        return 100 * self.done // self.total if self.total else 0


class ImportProblem(models.Model):
    """What is to be said of one row: where, what stood there, what is wrong, how to mend it, under which clause."""

    class Level(models.TextChoices):
        WRONG = "wrong", _("有错")
        DOUBTFUL = "doubtful", _("要判断")

    run = models.ForeignKey(ImportRun, on_delete=models.CASCADE, related_name="problems")
    number = models.PositiveIntegerField(_("行"))
    level = models.CharField(max_length=10, choices=Level.choices)
    column = models.CharField(max_length=80, blank=True)
    label = models.CharField(_("栏"), max_length=200, blank=True)
    typed = SealedTextField(_("表里写的"), blank=True)
    problem = models.TextField(_("问题"))
    remedy = models.TextField(_("怎么改"), blank=True)
    cites = models.JSONField(_("依据"), default=list)
    standard = models.CharField(max_length=40, blank=True)

    class Meta:
        ordering = ("number", "pk")
        verbose_name = _("导入问题")
        indexes = (models.Index(fields=("run", "number")),)

    def __str__(self) -> str:
        return f"{self.number} {self.label} {self.problem}"
