"""Ids of rows as they come in addresses and forms: only what the database can take is one."""

from __future__ import annotations

import re

_ID = re.compile(r"[0-9]{1,18}")


def row_id(text: str) -> int | None:
    """The id a text is; None for anything else: ², １２, a number longer than any id."""
    return int(text) if _ID.fullmatch(text) else None
