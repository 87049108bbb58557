"""Completing the OpenAPI document: bodies of actions from their forms, problem media type, how to sign in."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from kechuang.casework.cases.actions import Action, actions_of
from kechuang.core.api.forms import example_of, has_files, schema_of
from kechuang.core.api.problems import MEDIA_TYPE
from kechuang.web.api.kinds import kinds
from kechuang.web.api.notices import objection_body

Document = dict[str, Any]
GENERIC, OBJECT = "cases_act", "notice_object"
SECURITY: list[Document] = [{"token": []}, {"session": []}]
OPEN: tuple[list[Document], ...] = ([{"Open": []}], [{"Anybody": []}])


def completed(document: Document) -> Document:
    """The document ninja made, with what only the declarations know."""
    known = {f"{slug}_{name}": action for slug, model in kinds().items() for name, action in actions_of(model).items()}
    for path in document["paths"].values():
        for operation in path.values():
            _problems(operation)
            if "security" in operation:
                operation["security"] = [*SECURITY, {}] if operation["security"] in OPEN else SECURITY
            if operation["operationId"] in known:
                _action(operation, known[operation["operationId"]])
            elif operation["operationId"] == OBJECT:
                operation["requestBody"] = objection_body()
            elif operation["operationId"] == GENERIC:
                operation["requestBody"] = _body({"type": "object"}, {"note": "…"}, "application/json")
    document["components"]["securitySchemes"] = {
        "token": {
            "type": "http", "scheme": "bearer",
            "description": _("接口令牌，在“我的账户”里创建；有权限范围，会到期，可以撤销"),
        },
        "session": {"type": "apiKey", "in": "cookie", "name": "sessionid", "description": _("登录后的会话；写入时带 X-CSRFToken")},
    }  # fmt: skip
    return document


def _action(operation: Document, action: Action) -> None:
    form = action.form(case=None, by=None)
    operation["summary"] = f"{action.label}"
    words = [str(action.hint), str(action.who), (action.run.__doc__ or "").strip()]
    states = dict(action.model.STATES)
    moves = [
        f"{states[start]} → {' / '.join(str(states[end]) for end in ends)}" for start, ends in action.moves.items()
    ]
    words += ["；".join(moves), "、".join(str(c) for c in action.cites)]
    operation["description"] = "\n\n".join(word for word in words if word)
    kind = "multipart/form-data" if has_files(form) else "application/json"
    operation["requestBody"] = _body(schema_of(form), example_of(form), kind)


def _body(schema: Document, example: Document, kind: str) -> Document:
    return {"required": bool(schema.get("required")), "content": {kind: {"schema": schema, "example": example}}}


def _problems(operation: Document) -> None:
    for status, answer in operation["responses"].items():
        content = answer.get("content", {})
        told = content.get("application/json", {}).get("schema", {})
        if int(status) >= 400 and told.get("$ref", told.get("title", "")).endswith("ProblemOut"):
            answer["content"] = {MEDIA_TYPE: content["application/json"]}
