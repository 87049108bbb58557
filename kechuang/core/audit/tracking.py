"""Which rows have a history, and who is behind a change."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pghistory
import pgtrigger
from django.http import HttpRequest, HttpResponse

from kechuang.core.logs import request_id


def tracked(*, in_bulk: bool = False, **options: Any) -> Callable[[Any], Any]:
    """Class decorator: keep every insert, update and delete of a model, by triggers, in an append-only event table.

    in_bulk: rows come by the hundred thousand, so that one statement writes the history of all it inserts.
    """
    decorate: Callable[[Any], Any] = pghistory.track(
        pghistory.InsertEvent(level=pgtrigger.Statement if in_bulk else None),
        pghistory.UpdateEvent(),
        pghistory.DeleteEvent(),
        append_only=True,
        context_field=pghistory.ContextJSONField(),
        obj_field=pghistory.ObjForeignKey(related_name="+", related_query_name="+"),
        **options,
    )
    return decorate


@contextmanager
def acting(**about: Any) -> Iterator[None]:
    """Within the block, events carry this: user, action, request ... Blocks nest; inner values win."""
    with pghistory.context(**{key: value for key, value in about.items() if value is not None}):
        yield


class AuditMiddleware:
    """Gives every request an id, and every change made in it the person and the address."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        ident = str(uuid.uuid4())
        request.request_id = ident  # type: ignore[attr-defined]  # read by error pages
        mark = request_id.set(ident)
        try:
            return self._answer(request, ident)
        finally:
            request_id.reset(mark)

    def _answer(self, request: HttpRequest, ident: str) -> HttpResponse:
        if request.method in ("GET", "HEAD", "OPTIONS"):
            response = self.get_response(request)
        else:
            user = getattr(request, "user", None)
            with acting(user=getattr(user, "pk", None), request=ident, path=request.path):
                response = self.get_response(request)
        response["X-Request-Id"] = ident
        return response
