"""To-dos, which code opens and the settling action closes, and messages, which tell and are read."""

from __future__ import annotations

from typing import Any, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kechuang.casework.parties.models import Organisation, User
from kechuang.casework.parties.reach import reach_of
from kechuang.core import clock
from kechuang.core.words import in_english


class TodoQuerySet(models.QuerySet["Todo"]):
    def open(self) -> Self:
        return self.filter(closed_at=None)

    def for_user(self, user: Any) -> Self:
        """Open to any member of the organisation, or only to those in the roles it names, or to one person alone."""
        query = Q(user_id=user.pk) if getattr(user, "pk", None) is not None else Q(pk__in=())
        for post in reach_of(user).posts:
            mine = Q(roles=[]) | Q(roles__contains=[post.role])
            query |= Q(organisation_id=post.organisation, user=None) & mine
        return self.filter(query).exclude(barred__contains=[getattr(user, "pk", None) or 0])


class Todo(models.Model):
    """Something an organisation is asked to do in a case, or one person by name; `name` is the action that settles it.

    barred: members of the organisation (ids of users) who may not do it, so that it is not theirs.
    """

    case_id = models.BigIntegerField(db_index=True)
    name = models.CharField(max_length=60)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="todos")
    roles = ArrayField(models.CharField(max_length=30), default=list)
    user = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    barred = ArrayField(models.BigIntegerField(), default=list)
    text = models.CharField(_("事项"), max_length=300)
    text_en = models.CharField(_("事项（英文）"), max_length=300, blank=True)
    opened_at = models.DateTimeField(default=clock.now)
    closed_at = models.DateTimeField(null=True)

    objects = TodoQuerySet.as_manager()

    class Meta:
        verbose_name = _("待办")
        ordering = ("-opened_at",)
        indexes = (models.Index(fields=("name", "case_id"), condition=Q(closed_at=None), name="todo_open_by_name"),)
        constraints = (
            models.UniqueConstraint(
                name="todo_open_once",
                fields=("case_id", "name", "organisation"),
                condition=Q(closed_at=None, user=None),
            ),
            models.UniqueConstraint(
                name="todo_open_once_for_a_person",
                fields=("case_id", "name", "user"),
                condition=Q(closed_at=None, user__isnull=False),
            ),
        )

    def __str__(self) -> str:
        return self.text

    @property
    def words(self) -> str:
        """What is asked, in the language of the page; empty in English where none was kept."""
        return self.text_en if in_english() else self.text


class Message(models.Model):
    """Something a person is told: about a case, an obligation or the law."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="messages_received")
    case_id = models.BigIntegerField(null=True, db_index=True)
    topic = models.CharField(max_length=40)
    text = models.CharField(_("内容"), max_length=500)
    text_en = models.CharField(_("内容（英文）"), max_length=500, blank=True)
    link = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField(default=clock.now)
    read_at = models.DateTimeField(null=True)
    mailed_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("消息")
        ordering = ("-at", "-pk")
        indexes = (
            models.Index(fields=("user", "read_at")),
            models.Index(fields=("at",), name="message_not_mailed", condition=Q(mailed_at=None, read_at=None)),
        )

    def __str__(self) -> str:
        return self.text

    @property
    def words(self) -> str:
        """What was told, in the language of the page; in the one language that was kept where it has no other."""
        return (self.text_en if in_english() else "") or self.text


class Preference(models.Model):
    """How a person wants to be told about a topic; without a row: in the inbox, and by daily digest."""

    class Mail(models.TextChoices):
        AT_ONCE = "at_once", _("站内，并即时发邮件")
        DIGEST = "digest", _("站内，并汇入每日邮件")
        NONE = "none", _("只在站内")
        NEVER = "never", _("不告诉我")

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="inbox_preferences")
    topic = models.CharField(max_length=40)
    mail = models.CharField(max_length=10, choices=Mail.choices, default=Mail.DIGEST)

    class Meta:
        constraints = (models.UniqueConstraint(name="inbox_preference_once", fields=("user", "topic")),)

    def __str__(self) -> str:
        return f"{self.user_id} {self.topic} {self.mail}"


class Following(models.Model):
    """Who wants to hear what happens in a case; whoever acts in it follows it."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="followings")
    case_id = models.BigIntegerField(db_index=True)

    class Meta:
        constraints = (models.UniqueConstraint(name="following_once", fields=("user", "case_id")),)

    def __str__(self) -> str:
        return f"{self.user_id} {self.case_id}"
