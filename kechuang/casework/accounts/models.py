"""API tokens, of which only a digest is kept, and the record of who signed in, tried to, or was turned away."""

from __future__ import annotations

import datetime as dt
from typing import Self

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kechuang.casework.parties.models import User
from kechuang.core import clock
from kechuang.core.audit.tracking import tracked

LONGEST = dt.timedelta(days=366)
"""No token outlives a year."""


class ApiTokenQuerySet(models.QuerySet["ApiToken"]):
    def living(self, now: dt.datetime) -> Self:
        return self.filter(revoked_at=None, expires_at__gt=now)


@tracked(exclude=["digest", "last_used_at"])
class ApiToken(models.Model):
    """A token that acts for its owner within its scope until it expires or is revoked.

    hint: its first characters, to tell tokens apart. kinds: kinds of case it is limited to; empty for all.
    """

    class Scope(models.TextChoices):
        READ = "read", _("查看")
        ACT = "act", _("查看和办理")

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="api_tokens")
    name = models.CharField(_("用途"), max_length=60)
    hint = models.CharField(max_length=12, editable=False)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    scope = models.CharField(_("权限"), max_length=10, choices=Scope.choices, default=Scope.READ)
    kinds = ArrayField(models.CharField(max_length=60), verbose_name=_("限于"), default=list, blank=True)
    created_at = models.DateTimeField(_("创建"), default=clock.now, editable=False)
    expires_at = models.DateTimeField(_("到期"))
    last_used_at = models.DateTimeField(_("最近使用"), null=True, editable=False)
    revoked_at = models.DateTimeField(_("撤销"), null=True, editable=False)

    objects = ApiTokenQuerySet.as_manager()

    class Meta:
        verbose_name = _("接口令牌")
        ordering = ("-created_at", "-pk")
        constraints = (
            models.CheckConstraint(
                name="api_token_a_year_at_most",
                condition=Q(expires_at__gt=F("created_at")) & Q(expires_at__lte=F("created_at") + LONGEST),
            ),
        )

    def __str__(self) -> str:
        return f"{self.name} {self.hint}…"

    @property
    def scopes(self) -> frozenset[str]:
        """What it may do: whoever may act may read."""
        return frozenset({"read", "act"} if self.scope == self.Scope.ACT else {"read"})

    def lives(self, now: dt.datetime) -> bool:
        return self.revoked_at is None and now < self.expires_at


class LoginEvent(models.Model):
    """One thing that happened at the door. Written once; the database refuses to change or delete it."""

    class Kind(models.TextChoices):
        SIGNED_IN = "signed_in", _("登录")
        SIGNED_OUT = "signed_out", _("退出")
        FAILED = "failed", _("登录未成")
        LOCKED = "locked", _("暂时锁定")
        UNLOCKED = "unlocked", _("解除锁定")
        LINKED = "linked", _("绑定统一身份")
        UNLINKED = "unlinked", _("解除绑定")
        SECOND_FACTOR = "second_factor", _("第二因素变动")
        PASSWORD = "password", _("密码变动")  # a word, not a password
        ENDED = "ended", _("结束其他会话")
        TOKEN_MADE = "token_made", _("创建令牌")
        TOKEN_REVOKED = "token_revoked", _("撤销令牌")

    user = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="login_events")
    kind = models.CharField(_("事项"), max_length=20, choices=Kind.choices)
    method = models.CharField(_("方式"), max_length=60, blank=True)
    address = models.GenericIPAddressField(_("地址"), null=True)
    agent = models.CharField(_("设备"), max_length=200, blank=True)
    at = models.DateTimeField(_("时间"), default=clock.now)

    class Meta:
        verbose_name = _("登录记录")
        ordering = ("-at", "-pk")
        indexes = (models.Index(fields=("user", "-at")),)
        triggers = (pgtrigger.Protect(name="login_event_stands", operation=pgtrigger.Update | pgtrigger.Delete),)

    def __str__(self) -> str:
        return f"{self.user_id} {self.kind}"
