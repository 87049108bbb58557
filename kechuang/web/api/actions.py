"""Carrying out actions: one endpoint for each, made from its declaration, and one that takes any by name."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Annotated, Any

from django.core.exceptions import ObjectDoesNotExist
from django.db import DataError, IntegrityError
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from ninja import Header, Router, Status

from kechuang.casework.cases.actions import Action, actions_of
from kechuang.casework.cases.engine import Done, perform
from kechuang.casework.cases.predicates import may_see
from kechuang.core.api import bodies
from kechuang.core.api.problems import Problem, ProblemOut, unseen, wrong_input
from kechuang.core.permissions import Refused
from kechuang.core.words import listed
from kechuang.law import LawError
from kechuang.web.api import cases, present, schemas
from kechuang.web.api.callers import SIGNED, caller
from kechuang.web.api.kinds import kinds, slug_of

router = Router()
log = logging.getLogger(__name__)

IdempotencyKey = Annotated[
    str,
    Header(
        alias="Idempotency-Key",
        description="your own name for this request: sent again with it, nothing is done twice and the answer is the same",
    ),
]
IfMatch = Annotated[
    str, Header(alias="If-Match", description="the version you saw; refused with 409 when someone was faster")
]


def run(
    request: HttpRequest, response: HttpResponse, action: Action, number: str | None, key: str, match: str
) -> dict[str, Any]:
    """Carry out an action by its engine and answer with the case as it now is. Raises Problem or Refused."""
    who = caller(request)
    who.must_reach(slug_of(action.model.kind_name()))
    sent = bodies.read(request)
    case = None if number is None else cases.visible(who, number)
    if case is not None and type(case) is not action.model:
        raise unseen()
    form = action.form(case=case, by=who.user)
    unknown = [name for name in sent.data if name not in form.fields]
    if unknown:
        raise wrong_input(unknown[0], _("没有这一栏；有：%(names)s") % {"names": listed(form.fields) or "—"})
    done = _carried_out(
        action, case.pk if case is not None else None, sent,
        by=who.user, key=bodies.idempotency_key(key), version=bodies.expected_version(match),
    )  # fmt: skip
    found = action.model._default_manager.select_related("region", "owner").get(pk=done.case.pk)
    response["ETag"] = f'"{found.version}"'
    response["Location"] = f"{reverse('api:api-root')}cases/{found.number}/"
    if done.repeated:
        response["Idempotency-Replayed"] = "true"
    return present.whole(found, who.user) if may_see(who.user, found) else present.row(found)


def _carried_out(action: Action, pk: int | None, sent: bodies.Body, *, by: Any, key: str, version: int | None) -> Done:
    try:
        return perform(action, pk, sent.data, by=by, files=sent.files, expected_version=version, key=key)
    except (Refused, LawError):
        raise
    except ObjectDoesNotExist:
        raise unseen() from None
    except (DataError, IntegrityError) as wrong:
        # A bound that stands in the database and not in the form; the transaction was rolled back.
        log.warning("%s refused by the database: %s", action.key, wrong)
        raise Problem(422, "input", _("填写的内容超出可以保存的范围，没有写入")) from None
    except OverflowError as wrong:
        log.warning("%s: %s", action.key, wrong)
        raise Problem(422, "input", _("日期或者数值太大，无法计算，没有写入")) from None


# -- one endpoint for each action ------------------------------------------------------------------------


def _creating(action: Action) -> Callable[..., Any]:
    def create(request: HttpRequest, response: HttpResponse, idempotency_key: IdempotencyKey = "") -> Status:
        return Status(201, run(request, response, action, None, idempotency_key, ""))

    return create


def _acting(action: Action) -> Callable[..., Any]:
    def act(
        request: HttpRequest, response: HttpResponse, number: str, idempotency_key: IdempotencyKey = "",
        if_match: IfMatch = "",
    ) -> Status:  # fmt: skip
        return Status(200, run(request, response, action, number, idempotency_key, if_match))

    return act


def operation_id(slug: str, action: Action) -> str:
    return f"{slug}_{action.name}"


for _slug, _model in kinds().items():
    for _action in actions_of(_model).values():
        _path = f"/{_slug}/actions/{_action.name}" if _action.creates else f"/{_slug}/{{number}}/actions/{_action.name}"
        router.post(
            _path,
            auth=SIGNED,
            tags=[_slug],
            operation_id=operation_id(_slug, _action),
            response={201 if _action.creates else 200: schemas.CaseOut, **schemas.PROBLEMS, 400: ProblemOut},
        )(_creating(_action) if _action.creates else _acting(_action))


@router.post(
    "/cases/{number}/actions/{name}", auth=SIGNED, tags=["cases"], summary="Carry out any action of a case by name",
    response={200: schemas.CaseOut, **schemas.PROBLEMS, 400: ProblemOut}, operation_id="cases_act",
)  # fmt: skip
def act(
    request: HttpRequest, response: HttpResponse, number: str, name: str, idempotency_key: IdempotencyKey = "",
    if_match: IfMatch = "",
) -> dict[str, Any]:  # fmt: skip
    """The body is what the action of that kind of case takes: see its own endpoint, or GET /kinds/."""
    found = cases.visible(caller(request), number)
    action = actions_of(found).get(name)
    if action is None or action.creates:
        raise unseen()
    return run(request, response, action, number, idempotency_key, if_match)
