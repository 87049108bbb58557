"""How allauth behaves in this house: nobody signs up, every refusal at the door is written down, secrets are sealed."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django import forms
from django.contrib.auth import get_user_model
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from kechuang.casework.accounts import events
from kechuang.casework.accounts.lockout import key_of
from kechuang.casework.accounts.models import LoginEvent
from kechuang.core.crypto import seal, unseal


class AccountAdapter(DefaultAccountAdapter):
    """Accounts are made by an administrator."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "username_password_mismatch": _("账号或者密码不对，两项都区分大小写"),
        "too_many_login_attempts": _("失败次数太多，已暂时锁定，请五分钟后再试"),
        "incorrect_password": _("密码不对"),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        try:
            super().pre_authenticate(request, **credentials)
        except forms.ValidationError:
            user = get_user_model().objects.filter(username=credentials.get("username", "")).first()
            events.record(LoginEvent.Kind.LOCKED, user, request, method="password")
            raise

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        return key_of(str(credentials.get("username", credentials.get("email", ""))))

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """Pages here say what happened by what they show; allauth's own messages are left out."""


class SocialAdapter(DefaultSocialAccountAdapter):
    """By OpenID Connect comes in whose subject is known already: recorded by an administrator or by the person."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        return False

    def on_authentication_error(
        self, request: HttpRequest, provider: Any, error: Any = None, exception: Any = None, extra_context: Any = None
    ) -> None:
        events.record(LoginEvent.Kind.FAILED, None, request, method=f"oidc:{getattr(provider, 'id', provider)}")


class SecondFactorAdapter(DefaultMFAAdapter):
    """Secrets of authenticator apps and recovery codes stand sealed in the database."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": _("验证码不对，或者已经用过"),
        "cannot_delete_authenticator": _("这项二次验证不能停用"),
    }

    def get_totp_issuer(self) -> str:
        return "Kechuang"

    def encrypt(self, text: str) -> str:
        return seal(text)

    def decrypt(self, encrypted_text: str) -> str:
        return unseal(encrypted_text)
