"""The language of a page: what the link says, else what the reader chose, else what the browser asks for, else Chinese;
and addresses that name nothing."""

from collections.abc import Callable

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.translation.trans_real import parse_accept_lang_header

PARAMETER = "lang"
ALIASES = {"zh": "zh-hans", "zh-cn": "zh-hans", "zh-hans": "zh-hans", "en": "en"}


def chosen_language(request: HttpRequest) -> str:
    """The code in ?lang= (zh, en), else in the cookie, else the first of ours in Accept-Language, else Chinese."""
    asked = request.GET.get(PARAMETER, "").lower() or request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "").lower()
    return ALIASES.get(asked) or accepted_language(request.headers.get("Accept-Language", ""))


def accepted_language(header: str) -> str:
    """Of the languages a browser accepts the one it wants most that is ours; zh-TW is Chinese, en-GB English."""
    for code, wanted in parse_accept_lang_header(header.lower()):
        if wanted and (found := ALIASES.get(code.partition("-")[0])):
            return found
    return settings.LANGUAGE_CODE


class LanguageMiddleware:
    """Stands in for Django's LocaleMiddleware, which knows no ?lang=."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with translation.override(chosen_language(request)):
            request.LANGUAGE_CODE = translation.get_language()
            response = self.get_response(request)
            response.headers.setdefault("Content-Language", translation.get_language() or settings.LANGUAGE_CODE)
        patch_vary_headers(response, ("Accept-Language", "Cookie"))
        return response


class PlainPathMiddleware:
    """An address with a null character names nothing: the database can hold none, and would refuse the question."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if "\x00" in request.path:
            raise Http404
        return self.get_response(request)
