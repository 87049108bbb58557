"""What the timeline of a unit file says of members and facts, which are rows of the organisation and not of the case."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from kechuang.casework.cases.actions import ActionForm
from kechuang.casework.parties.models import Role
from kechuang.core.words import in_chinese


def told(form: ActionForm, data: dict[str, Any], words: Callable[[], str]) -> None:
    """What the timeline says of a step whose rows are none of the case's own: who, what, from when, in Chinese.

    A reason that was typed follows it.
    """
    if form.errors:
        return
    with in_chinese():
        said = words()
    data["note"] = "：".join(part for part in (said, data.get("note", "").strip()) if part)


def times(start: dt.date | None, end: dt.date | None) -> str:
    return f"{start or ''} – {end or ''}".strip()


def post(who: Any, role: str, start: dt.date, end: dt.date | None) -> str:
    return f"{who}，{dict(Role.choices)[Role(role)]}，{times(start, end)}"
