"""What stands beyond a form: a value the law cannot read, a bound of the database, somebody who was a moment faster."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError
from django.utils.translation import gettext as _
from psycopg import errors

from kechuang.casework.cases.actions import Action
from kechuang.core.permissions import Ground, Refusal
from kechuang.core.words import either
from kechuang.law import FactError

TRIES = 5
"""How often a step is tried while others write what it would write too."""


def unreadable(action: Action, wrong: FactError) -> Refusal:
    """A value the law cannot read (a day after 2100, say), told at its field where the form has one of that name."""
    words = either(wrong.reason_zh, wrong.reason_en)
    name = wrong.name.rpartition(".")[2]
    errors_of = {name: [words]} if name in action.form.base_fields else {}
    reason = _("有 %(n)d 处要改") % {"n": 1} if errors_of else words
    return Refusal(Ground.INPUT, reason, errors=errors_of)


def was_faster(error: IntegrityError) -> bool:
    """Whether the same was written meanwhile by somebody else: tried again, the form itself sees it and says so."""
    return isinstance(error.__cause__, errors.UniqueViolation | errors.ExclusionViolation)


def rewound(files: Mapping[str, Any] | None) -> None:
    """Uploads ready to be read from their beginning once more."""
    for name in files or ():
        found = files.getlist(name) if hasattr(files, "getlist") else [files[name]]  # type: ignore[union-attr,index]
        for upload in found:
            upload.seek(0)


def out_of_bounds(error: Exception) -> Refusal:
    """What the database or the arithmetic refused and no form had asked about; nothing was written."""
    if isinstance(error, OverflowError):
        return Refusal(Ground.INPUT, _("日期或者数值太大，无法计算，没有写入"))
    return Refusal(Ground.INPUT, _("填写的内容超出可以保存的范围，没有写入"))
