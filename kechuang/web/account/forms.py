"""What is typed to sign in."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.forms import AuthenticationForm
from django.utils.translation import gettext_lazy as _


class SignInForm(AuthenticationForm):
    """Name and password. What was wrong is not told apart, so that nobody learns who has an account."""

    error_messages = {
        "invalid_login": _("账号或者密码不对，两项都区分大小写"),
        "inactive": _("账号或者密码不对，两项都区分大小写"),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].label = _("账号")
        self.fields["password"].label = _("密码")
