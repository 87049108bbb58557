"""The switches of the masthead: language, theme, size of type. Each is a cookie; the language stands with the account as well."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from kechuang.core.ui.middleware import ALIASES, PARAMETER
from kechuang.core.ui.preferences import SIZE_COOKIE, SIZES, THEME_COOKIE, THEMES, YEAR

CHOICES = {
    "theme": (THEME_COOKIE, THEMES),
    "size": (SIZE_COOKIE, SIZES),
    "language": (settings.LANGUAGE_COOKIE_NAME, tuple(ALIASES)),
}


@require_POST
def set_preferences(request: HttpRequest) -> HttpResponse:
    """Keep what was chosen and go back to the page it was chosen on; a value that is no choice changes nothing."""
    target = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=request.is_secure()):
        target = "/"
    if "language" in request.POST:
        target = _without_language(target)
    _remember_language(request)
    response = HttpResponseRedirect(target)
    for name, (cookie, allowed) in CHOICES.items():
        value = request.POST.get(name)
        if value in allowed:
            response.set_cookie(cookie, value, max_age=YEAR, samesite="Lax", secure=request.is_secure(), httponly=True)
    return response


def _remember_language(request: HttpRequest) -> None:
    """Messages and mail are written in the language somebody chose last."""
    chosen, user = ALIASES.get(request.POST.get("language", "")), request.user
    if chosen is not None and user.is_authenticated and user.language != chosen:
        user.language = chosen
        user.save(update_fields=("language",))


def _without_language(target: str) -> str:
    """A link's own ?lang= would overrule the choice just made."""
    path, _, query = target.partition("?")
    kept = [part for part in query.split("&") if part and not part.startswith(f"{PARAMETER}=")]
    return f"{path}?{'&'.join(kept)}" if kept else path
