"""What was sent: a JSON object or a form, and the headers that make a request safe to repeat and to race."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, QueryDict
from django.http.multipartparser import MultiPartParserError
from django.utils.translation import gettext as _

from kechuang.core.api.problems import Problem, wrong_input

KEY_LENGTH = 120
_ETAG = re.compile(r'(?:W/)?"(\d{1,9})"|(\d{1,9})')


@dataclass(frozen=True, slots=True)
class Body:
    """The input of an action: fields by name, and files by name when sent as a form."""

    data: Mapping[str, Any]
    files: Mapping[str, Any] | None = None


def read(request: HttpRequest) -> Body:
    """The body as a JSON object of plain values, or as multipart or urlencoded form. Raises Problem 400, 415 or 422."""
    kind = request.content_type
    if kind in ("multipart/form-data", "application/x-www-form-urlencoded"):
        return _form(request)
    if not request.body:
        return Body({})
    if kind != "application/json":
        raise Problem(415, "media_type", _("请用 application/json 或者 multipart/form-data"))
    try:
        sent = json.loads(request.body)
    except (ValueError, RecursionError):
        raise Problem(400, "body", _("正文不是 JSON")) from None
    if not isinstance(sent, dict):
        raise Problem(422, "input", _("正文应为 JSON 对象"))
    for name, value in sent.items():
        _plain(name, value)
    return Body(sent)


def _form(request: HttpRequest) -> Body:
    try:
        data: QueryDict = request.POST
    except (MultiPartParserError, UnicodeDecodeError):
        raise Problem(400, "body", _("表单读不懂")) from None
    for name, values in data.lists():
        _plain(name, values)
    return Body(data, request.FILES)


def _plain(name: str, value: Any) -> None:
    """Scalars and lists of scalars, in text that the database can hold; anything else is no input of a form."""
    if not _holds(name):
        raise wrong_input("", _("字段名含有不能保存的字符"))
    for one in value if isinstance(value, list) else [value]:
        if isinstance(one, dict | list):
            raise wrong_input(name, _("只能填一个值，或者一列值"))
        if isinstance(one, str) and not _holds(one):
            raise wrong_input(name, _("含有不能保存的字符"))


def _holds(text: str) -> bool:
    return "\x00" not in text and not any("\ud800" <= c <= "\udfff" for c in text)


def text(name: str, value: str) -> str:
    """A query parameter that the database can be asked for. Raises Problem 422."""
    if not _holds(value):
        raise wrong_input(name, _("含有不能保存的字符"))
    return value


def idempotency_key(value: str) -> str:
    """The Idempotency-Key header, at most 120 printable characters. Raises Problem 422."""
    key = value.strip()
    if len(key) > KEY_LENGTH or not key.isprintable():
        raise wrong_input("Idempotency-Key", _("幂等键至多 %(n)d 个可见字符") % {"n": KEY_LENGTH})
    return key


def expected_version(value: str) -> int | None:
    """The version in an If-Match header, as "7", W/"7" or 7; None for no header or *. Raises Problem 422."""
    sent = value.strip()
    if sent in ("", "*"):
        return None
    found = _ETAG.fullmatch(sent)
    if not found:
        raise wrong_input("If-Match", _('应为案件的版本，例如 "7"'))
    return int(found[1] or found[2])
