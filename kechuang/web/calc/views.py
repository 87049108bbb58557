"""The calculators. All are GET: the address is the case, and opening it again gives the same answer."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kechuang.core.ui.parts import Crumb
from kechuang.core.words import either, language
from kechuang.law import REGISTRY, LawError
from kechuang.web.calc import answers
from kechuang.web.calc.case import CaseForm, query_of
from kechuang.web.calc.definitions import DATES, IDLE, QUOTA, REWARD, Calculator
from kechuang.web.calc.results import VIEWS, api_link, compute
from kechuang.web.calculators import CALCULATORS


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    return render(request, "web/calc/index.html", {"calculators": CALCULATORS, "rules": len(REGISTRY)})


@require_safe
def reward(request: HttpRequest) -> HttpResponse:
    return _page(request, REWARD)


@require_safe
def dates(request: HttpRequest) -> HttpResponse:
    return _page(request, DATES)


@require_safe
def idle(request: HttpRequest) -> HttpResponse:
    return _page(request, IDLE)


@require_safe
def quota(request: HttpRequest) -> HttpResponse:
    return _page(request, QUOTA)


@require_safe
def rule(request: HttpRequest, name: str) -> HttpResponse:
    """Any rule as a calculator."""
    if name not in REGISTRY:
        raise Http404(_("没有名为 %(name)s 的规则。") % {"name": name})
    found = REGISTRY[name]
    single = Calculator(
        url_name="", title=either(found.zh, found.en), lead=either(found.about_zh, found.about_en), rules=(name,), first=(),
        example={}, answer="web/calc/answer_any.html",
    )  # fmt: skip
    return _page(request, single, reverse("calc-rule", args=[name]))


def _page(request: HttpRequest, calculator: Calculator, url: str = "") -> HttpResponse:
    rules = calculator.present
    here = url or reverse(calculator.url_name)
    asked = request.GET if any(key not in ("lang", "view") for key in request.GET) else None
    form = CaseForm(
        asked, rules=rules, first=calculator.first, initial=calculator.initial, labels=calculator.labels, hidden=calculator.hidden,
    )  # fmt: skip
    view = request.GET.get("view", "steps")
    result, trouble = None, ""
    if asked is not None and rules and form.is_valid():
        case = form.case()
        try:
            result = compute(case, query_of(case), rules, view if view in VIEWS else "steps", calculator.main)
        except LawError as wrong:
            trouble = wrong.text(language())
    front, more = form.groups(
        ["territory", *(["on"] if "on" in form.fields else []), *(calculator.first or list(form.fields))]
    )
    context: dict[str, Any] = {
        "calculator": calculator, "form": form, "front": front, "more": more, "result": result, "trouble": trouble,
        "here": here, "view": view if view in VIEWS else "steps", "rules": rules,
        "example": f"{here}?{urlencode(calculator.example)}" if calculator.example else "",
        "pinned": [form["known_on"], form["simulate"]],
        "trail": [Crumb(_("测算"), reverse("calc-index")), Crumb(str(calculator.title))],
    }  # fmt: skip
    if result is not None:
        order = {name: at for at, name in enumerate(calculator.first)}
        result.missing.sort(key=lambda fact: order.get(fact[0], len(order)))
        context["share"] = f"{here}?{result.query}"
        context["api"] = api_link(result.case, result.main.rule)
        context["answer"] = answers.answer(calculator.url_name, result)
    response = render(request, "web/calc/page.html", context)
    response["Cache-Control"] = "private, no-cache"
    return response
