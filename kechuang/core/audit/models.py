"""Seals: one for each finished day, and under it the digest of every event of that day."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Seal(models.Model):
    """A day's events bound to all days before: digest = H(previous, day, columns, every leaf in order).

    columns: what the event tables were made of that day, each in order: {table: [column, ...]}. A column added later is no
    part of what was sealed. None on seals of before this was kept: they are of all columns there are.
    """

    day = models.DateField(_("日期"), unique=True)
    algorithm = models.CharField(max_length=20, default="sha256")
    previous = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)
    rows = models.PositiveIntegerField()
    columns = models.JSONField(null=True, editable=False)
    sealed_at = models.DateTimeField()

    class Meta:
        ordering = ("day",)
        verbose_name = _("封存")

    def __str__(self) -> str:
        return f"{self.day} {self.digest[:12]}"


class Leaf(models.Model):
    """The digest of one event row, so that a seal that no longer fits can name the row."""

    seal = models.ForeignKey(Seal, on_delete=models.PROTECT, related_name="leaves")
    table = models.CharField(max_length=63)
    event = models.BigIntegerField()
    digest = models.CharField(max_length=64)

    class Meta:
        ordering = ("table", "event")
        constraints = (models.UniqueConstraint(name="leaf_once", fields=("table", "event")),)

    def __str__(self) -> str:
        return f"{self.table} {self.event}"
