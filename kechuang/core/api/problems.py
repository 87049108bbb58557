"""Refusals as JSON (RFC 9457): a status, a sentence, and what a program needs to react to it."""

from __future__ import annotations

import json
from http import HTTPStatus
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from ninja import Field, Schema

from kechuang.core.permissions import Ground, Refusal
from kechuang.law.present import as_dict

MEDIA_TYPE = "application/problem+json"
STATUS = {
    Ground.PERMISSION: 403,
    Ground.STATE: 409,
    Ground.CHANGED: 409,
    Ground.INPUT: 422,
    Ground.LAW: 422,
    Ground.DETERMINATION: 422,
}
"""Well-formed requests that input or law refuse are 422; those that come at the wrong moment are 409."""


class RefusalOut(Schema):
    """Why an action is blocked."""

    ground: str = Field(
        description="permission, state, changed, input, law or determination", examples=["determination"]
    )
    reason: str
    cites: list[str] = Field(default_factory=list, examples=[["quzhou-2024:art9.p2"]])
    opens_on: str | None = Field(None, description="the day it becomes possible, ISO 8601")
    questions: list[str] = Field(default_factory=list, description="what a person may determine to open it")
    errors: dict[str, list[str]] = Field(default_factory=dict, description="by field")
    finding: dict[str, Any] | None = Field(None, description="the law's answer behind it, with its steps")


class ProblemOut(Schema):
    """An error by RFC 9457 (application/problem+json)."""

    type: str = Field(examples=["urn:kechuang:problem:input"])
    title: str
    status: int
    detail: str
    instance: str = Field("", description="the id of the request, as in the log")
    errors: dict[str, list[str]] = Field(default_factory=dict, description="by field, query parameter or header")
    refusal: RefusalOut | None = None


class Problem(Exception):
    """Raised by an endpoint; answered as application/problem+json.

    kind: the last part of the type, a stable word for programs. errors: by field, parameter or header.
    """

    def __init__(
        self,
        status: int,
        kind: str,
        detail: str,
        *,
        errors: dict[str, list[str]] | None = None,
        refusal: dict[str, Any] | None = None,
        headers: dict[str, str] | None = None,
    ) -> None:
        super().__init__(detail)
        self.status, self.kind, self.detail = status, kind, str(detail)
        self.errors, self.refusal, self.headers = errors or {}, refusal, headers or {}

    def to_dict(self, request: HttpRequest) -> dict[str, Any]:
        return {
            "type": f"urn:kechuang:problem:{self.kind}",
            "title": HTTPStatus(self.status).phrase,
            "status": self.status,
            "detail": self.detail,
            "instance": getattr(request, "request_id", ""),
            "errors": self.errors,
            "refusal": self.refusal,
        }

    def response(self, request: HttpRequest) -> HttpResponse:
        body = json.dumps(self.to_dict(request), ensure_ascii=False, cls=DjangoJSONEncoder)
        return HttpResponse(body, status=self.status, content_type=MEDIA_TYPE, headers=self.headers)


def refused(refusal: Refusal) -> Problem:
    """The problem that tells a refusal of the action engine."""
    said = refusal_dict(refusal)
    return Problem(
        STATUS[refusal.ground], str(refusal.ground), str(refusal.reason), errors=said["errors"], refusal=said
    )


def refusal_dict(refusal: Refusal) -> dict[str, Any]:
    """A refusal with the law's finding behind it, as JSON values."""
    lang = "en" if (get_language() or "").startswith("en") else "zh"
    return refusal.to_dict() | {"finding": as_dict(refusal.finding, lang) if refusal.finding is not None else None}


def wrong_input(field: str, reason: str) -> Problem:
    """One field, parameter or header that cannot be taken."""
    return Problem(422, "input", _("有 %(n)d 处要改") % {"n": 1}, errors={field: [str(reason)]})


def unseen() -> Problem:
    """What does not exist and what one may not see answer alike."""
    return Problem(404, "unseen", _("没有这一项，或者不归你看"))


def sign_in_first() -> Problem:
    """A request that needs a person behind it."""
    return Problem(
        401, "sign_in", _("先登录，或者带上接口令牌"), headers={"WWW-Authenticate": 'Bearer realm="kechuang"'}
    )


def refused_token(reason: str) -> Problem:
    """A token that is unknown, expired or revoked."""
    header = 'Bearer realm="kechuang", error="invalid_token"'
    return Problem(401, "token", reason, headers={"WWW-Authenticate": header})


def out_of_scope(reason: str) -> Problem:
    """A token that does not reach so far."""
    header = 'Bearer realm="kechuang", error="insufficient_scope"'
    return Problem(403, "scope", reason, headers={"WWW-Authenticate": header})
