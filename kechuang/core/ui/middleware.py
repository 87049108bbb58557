"""The language of a page: what the link or the reader says, never what the browser happens to send."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.cache import patch_vary_headers

PARAMETER = "lang"
ALIASES = {"zh": "zh-hans", "zh-cn": "zh-hans", "zh-hans": "zh-hans", "en": "en"}


def chosen_language(request: HttpRequest) -> str:
    """The code in ?lang= (zh, en), else in the cookie, else Chinese: the law's own words are the default."""
    asked = request.GET.get(PARAMETER, "").lower() or request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "").lower()
    return ALIASES.get(asked, settings.LANGUAGE_CODE)


class LanguageMiddleware:
    """Stands in for Django's LocaleMiddleware, which would answer a browser set to English in English unasked."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with translation.override(chosen_language(request)):
            request.LANGUAGE_CODE = translation.get_language()
            response = self.get_response(request)
            response.headers.setdefault("Content-Language", translation.get_language() or settings.LANGUAGE_CODE)
        patch_vary_headers(response, ("Cookie",))
        return response
