"""Personal data at rest: text encrypted before it reaches the database, and a keyed digest to find it again.

The keys come from KECHUANG_DATA_KEYS (comma-separated Fernet keys, the first encrypts, all decrypt), or are made once
under var/. The cipher stands behind two functions so that SM4 can take its place (GB/T 39786).
"""

from __future__ import annotations

import hashlib
import hmac
from functools import lru_cache
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.db import models


class SealedTextError(ValueError):
    """A stored value that none of the keys opens."""


@lru_cache(maxsize=1)
def _cipher() -> MultiFernet:
    return MultiFernet([Fernet(key) for key in settings.DATA_KEYS])


def seal(text: str) -> str:
    """Encrypt."""
    return _cipher().encrypt(text.encode()).decode()


def unseal(token: str) -> str:
    """Decrypt. Raises SealedTextError."""
    try:
        return _cipher().decrypt(token.encode()).decode()
    except InvalidToken:
        raise SealedTextError("no key opens this value: was KECHUANG_DATA_KEYS changed?") from None


def digest(text: str) -> str:
    """A keyed digest: equal texts have equal digests, and without the key nothing can be learnt from one."""
    key = hashlib.sha256(b"digest" + settings.DATA_KEYS[-1].encode()).digest()
    return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()


class SealedTextField(models.TextField):
    """Text that only ever stands encrypted in the database, its dumps and its history."""

    def get_prep_value(self, value: Any) -> Any:
        return value if value in (None, "") else seal(str(value))

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:
        return value if value in (None, "") else unseal(value)


class SealedBytesField(models.BinaryField):
    """Bytes, a file for instance, that only ever stand encrypted in the database and its dumps."""

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        sealed = value if value is None else _cipher().encrypt(bytes(value))
        return super().get_db_prep_value(sealed, connection, prepared)

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:
        if value is None:
            return None
        try:
            return _cipher().decrypt(bytes(value))
        except InvalidToken:
            raise SealedTextError("no key opens this value: was KECHUANG_DATA_KEYS changed?") from None
