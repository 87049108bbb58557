"""What a person keeps about lists: filters, order and columns under a name."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from kechuang.casework.parties.models import User
from kechuang.core import clock


class SavedList(models.Model):
    """A list as a person likes it: the query of its address, under a name. `standing` opens when nothing is asked."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="saved_lists")
    slug = models.CharField(max_length=40)
    name = models.CharField(_("名称"), max_length=40)
    query = models.CharField(max_length=1000)
    standing = models.BooleanField(_("打开时就用"), default=False)
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name = _("常用列表")
        ordering = ("name",)
        constraints = (
            models.UniqueConstraint(name="saved_list_name_once", fields=("user", "slug", "name")),
            models.UniqueConstraint(
                name="saved_list_one_standing", fields=("user", "slug"), condition=models.Q(standing=True)
            ),
        )

    def __str__(self) -> str:
        return self.name
