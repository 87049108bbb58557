"""Which subject at the identity provider is which account: recorded by an administrator, one subject to one account."""

from __future__ import annotations

from typing import Any

from allauth.socialaccount.models import SocialAccount
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from kechuang.casework.accounts import events
from kechuang.casework.accounts.models import LoginEvent
from kechuang.casework.parties.models import User


def link_subject(user: User, provider: str, subject: str) -> Any:
    """Let whoever the provider names by this subject sign in as the account. Raises ValidationError when taken."""
    taken = SocialAccount.objects.filter(provider=provider, uid=subject).exclude(user=user).first()
    if taken is not None:
        raise ValidationError(_("这个身份已绑定账户 %(user)s") % {"user": taken.user})
    found, created = SocialAccount.objects.get_or_create(provider=provider, uid=subject, defaults={"user": user})
    if created:
        events.record(LoginEvent.Kind.LINKED, user, None, method=f"oidc:{provider}")
    return found


def unlink_subject(user: User, provider: str, subject: str) -> bool:
    """Let a subject no longer sign in as the account; whether it could."""
    gone, _rows = SocialAccount.objects.filter(user=user, provider=provider, uid=subject).delete()
    if gone:
        events.record(LoginEvent.Kind.UNLINKED, user, None, method=f"oidc:{provider}")
    return bool(gone)
