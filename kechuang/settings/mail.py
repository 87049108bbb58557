"""How mail goes out. Read by `base`.

KECHUANG_SMTP    smtps://user:password@host:465 (TLS from the start), smtp+tls://...:587 (STARTTLS) or smtp://...:25
                 (plain, for a relay on this machine); unset: no mail is sent
KECHUANG_SENDER  what mails say they come from (default: kechuang@localhost)
KECHUANG_ORIGIN  this site's address as people type it, https://kechuang.example; unset: mails carry no links
"""

import os
from collections.abc import Mapping
from typing import Any
from urllib.parse import unquote, urlsplit

_PORTS = {"smtps": 465, "smtp+tls": 587, "smtp": 25}


def smtp(url: str) -> dict[str, Any]:
    """Django's EMAIL_ settings for an address; those that send nothing for an empty one. ValueError when unreadable."""
    if not url:
        return {"EMAIL_BACKEND": "django.core.mail.backends.dummy.EmailBackend"}
    parts = urlsplit(url)
    if parts.scheme not in _PORTS or not parts.hostname:
        raise ValueError("KECHUANG_SMTP must be smtps://, smtp+tls:// or smtp:// with a host")
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": parts.port or _PORTS[parts.scheme],
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        "EMAIL_USE_TLS": parts.scheme == "smtp+tls",
        "EMAIL_TIMEOUT": 20,
    }


def mail(environment: Mapping[str, str]) -> dict[str, Any]:
    """All settings of mail from the environment."""
    return {
        **smtp(environment.get("KECHUANG_SMTP", "")),
        "DEFAULT_FROM_EMAIL": environment.get("KECHUANG_SENDER", "kechuang@localhost"),
        "KECHUANG_ORIGIN": environment.get("KECHUANG_ORIGIN", "").rstrip("/"),
    }


globals().update(mail(os.environ))
