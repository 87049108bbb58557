"""The API as a whole: its routers, how it tells what went wrong, and its OpenAPI with the forms of all actions."""

from __future__ import annotations

import json
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError
from ninja.openapi.docs import DocsBase

from kechuang import __version__
from kechuang.core.api.problems import Problem, refused, unseen
from kechuang.core.permissions import Refused
from kechuang.law import FactError, LawError
from kechuang.web.api import actions, cases, documents, ledger, lists, notices, people, reviews, search
from kechuang.web.api.law import law
from kechuang.web.api.openapi import completed


class HouseDocs(DocsBase):
    """Swagger from this server's own files, inside the house's page: nothing is fetched from elsewhere."""

    def render_page(self, request: HttpRequest, api: NinjaAPI, **kwargs: Any) -> HttpResponse:
        settings = {
            "url": reverse("api:openapi-json"),
            "layout": "BaseLayout",
            "deepLinking": True,
            "validatorUrl": None,
        }
        return render(request, "web/api_docs.html", {"swagger_settings": json.dumps(settings), "api": api})


class HouseAPI(NinjaAPI):
    """Whose OpenAPI is completed when asked for, in the language asked in: forms may change with the law."""

    def get_openapi_schema(self, **kwargs: Any) -> Any:
        return completed(super().get_openapi_schema(**kwargs))


api = HouseAPI(
    title="Kechuang", version=__version__, urls_namespace="api", docs=HouseDocs(), docs_url="/docs",
    description="法规、条款、规则和逐步解释；案件和办理。法规接口金额单位为分，案件接口金额为元（两位小数的文字），"
    "比例写作 80%，日期 ISO 8601。"
    "出错答 application/problem+json。"
    " The law and its explained findings; cases and their actions. Money in fen under /law, in yuan as text with two"
    " decimals in cases; shares as 80%, dates ISO 8601. Errors are application/problem+json.",
)  # fmt: skip
api.add_router("/law", law)
for router in (
    cases.router,
    documents.router,
    search.router,
    lists.router,
    ledger.router,
    notices.router,
    people.router,
    reviews.router,
    actions.router,
):
    api.add_router("", router)


@api.exception_handler(LawError)
def law_error(request: HttpRequest, wrong: LawError) -> HttpResponse:
    body = {"detail": wrong.zh, "detail_en": wrong.en, "fact": wrong.name if isinstance(wrong, FactError) else ""}
    return api.create_response(request, body, status=422)


@api.exception_handler(Problem)
def problem(request: HttpRequest, found: Problem) -> HttpResponse:
    return found.response(request)


@api.exception_handler(Refused)
def refusal(request: HttpRequest, found: Refused) -> HttpResponse:
    return refused(found.refusal).response(request)


def _of_law(request: HttpRequest) -> bool:
    """The law's endpoints keep ninja's plain errors, which their callers know."""
    return request.path.startswith(reverse("api:api-root") + "law/")


@api.exception_handler(ValidationError)
def invalid(request: HttpRequest, wrong: ValidationError) -> HttpResponse:
    if _of_law(request):
        return api.create_response(request, {"detail": wrong.errors}, status=422)
    errors: dict[str, list[str]] = {}
    for error in wrong.errors:
        errors.setdefault(str(error["loc"][-1]), []).append(str(error["msg"]))
    return Problem(422, "input", _("有 %(n)d 处要改") % {"n": len(errors)}, errors=errors).response(request)


@api.exception_handler(HttpError)
def failed(request: HttpRequest, wrong: HttpError) -> HttpResponse:
    if _of_law(request):
        return api.create_response(request, {"detail": str(wrong)}, status=wrong.status_code)
    return Problem(wrong.status_code, "request", str(wrong)).response(request)


@api.exception_handler(Http404)
def missing(request: HttpRequest, wrong: Http404) -> HttpResponse:
    return unseen().response(request)
