"""What a person keeps for themself: lists under a name, and forms not sent yet."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from kechuang.casework.cases.models import Case
from kechuang.casework.parties.models import User
from kechuang.core import clock
from kechuang.core.crypto import SealedTextField


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


class FormDraft(models.Model):
    """What somebody has typed into the form of an action and not sent: theirs alone, sealed, gone once it is sent."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="form_drafts")
    action = models.CharField(max_length=120)
    case = models.ForeignKey(Case, null=True, on_delete=models.CASCADE, related_name="+")
    typed = SealedTextField()
    saved_at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name = _("草稿")
        constraints = (
            models.UniqueConstraint(name="form_draft_once", fields=("user", "action", "case"), nulls_distinct=False),
        )

    def __str__(self) -> str:
        return self.action
