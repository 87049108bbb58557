"""Accounts as an administrator looks through them."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount

from kechuang.casework.accounts.lockout import is_locked
from kechuang.casework.parties.models import Membership, Organisation, User
from kechuang.core import clock


def accounts(organisation: Organisation | None = None) -> list[dict[str, Any]]:
    """Every account (or those of an organisation today): its roles, how it gets in, and whether it is locked."""
    posts: dict[int, list[str]] = defaultdict(list)
    for post in Membership.objects.on(clock.today()).select_related("organisation").order_by("pk"):
        posts[post.user_id].append(f"{post.organisation} · {post.get_role_display()}")
    ways: dict[int, list[str]] = defaultdict(list)
    for user_id, kind in Authenticator.objects.order_by("pk").values_list("user_id", "type"):
        ways[user_id].append(str(kind))
    for user_id, subject in SocialAccount.objects.order_by("pk").values_list("user_id", "uid"):
        ways[user_id].append(f"oidc:{subject}")
    rows = User.objects.order_by("username")
    if organisation is not None:
        members = Membership.objects.on(clock.today()).filter(organisation=organisation).values("user_id")
        rows = rows.filter(pk__in=members)
    return [
        {
            "username": user.username,
            "name": user.display_name,
            "roles": posts[user.pk],
            "ways": [*(["password"] if user.password and user.has_usable_password() else []), *ways[user.pk]],
            "last_login": user.last_login.astimezone(clock.CHINA).isoformat(timespec="minutes")
            if user.last_login
            else "",
            "locked": is_locked(user),
            "inactive": not user.is_active,
        }
        for user in rows
    ]
