"""Mail about accounts, sent by a worker."""

from __future__ import annotations

from django.core.mail import send_mail
from django.utils.translation import gettext as _
from django.utils.translation import override

from kechuang.casework.accounts.services import password_link
from kechuang.casework.parties.models import User
from kechuang.core.jobs import job


@job("accounts.invite")
def invite(user: int) -> None:
    """Send the owner of a new account the link that sets its password. Nothing once the password is set."""
    found = User.objects.get(pk=user)
    if not found.email or found.has_usable_password():
        return
    with override(found.language or "zh-hans"):
        text = _("%(name)s：你在科创有了账户 %(username)s。打开下面的链接设置密码，只能用一次：") % {
            "name": found, "username": found.username,
        }  # fmt: skip
        send_mail(_("设置科创账户的密码"), f"{text}\n{password_link(found)}\n", None, [found.email])
