"""One's own account: posts, ways in, what happened at the door, and the tokens that act in one's name."""

from __future__ import annotations

from typing import Any

from allauth.mfa.models import Authenticator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kechuang.casework.accounts import second_factor, tokens, unmasking
from kechuang.casework.accounts.models import ApiToken, LoginEvent
from kechuang.casework.parties.models import Membership, Person
from kechuang.core import clock
from kechuang.core.permissions import Ground, Refused
from kechuang.core.words import in_clauses
from kechuang.web.account.forms import TokenForm
from kechuang.web.account.guard import signed_in
from kechuang.web.navigation import Entry

TABS = (
    Entry(_("我的账户"), "account"),
    Entry(_("二次验证"), "mfa_index", under="/account/2fa/"),
    Entry(_("消息设置"), "message-preferences"),
    Entry(_("登录中的设备"), "usersessions_list"),
    Entry(_("修改密码"), "account_change_password"),
    Entry(_("外部身份"), "socialaccount_connections"),
    Entry(_("接口令牌"), "account-tokens"),
)
SHOWN = 20


def _pk(request: HttpRequest) -> int:
    """The account signed in; pages here are for no one else."""
    found = request.user.pk
    assert isinstance(found, int)
    return found


@never_cache
@require_safe
@signed_in
def account(request: HttpRequest) -> HttpResponse:
    """Who one is here, and what happened at the door lately."""
    context = {
        "posts": Membership.objects.on(clock.today()).filter(user_id=_pk(request)).select_related("organisation"),
        "factors": Authenticator.objects.filter(user_id=_pk(request), type__in=second_factor.FACTORS).count(),
        "events": LoginEvent.objects.filter(user_id=_pk(request))[:SHOWN],
        "missing": second_factor.missing(request.user),
    }
    return render(request, "account/mine.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def api_tokens(request: HttpRequest) -> HttpResponse:
    """The list; a POST makes one and shows its text this once, on the page that answers and nowhere else."""
    if reason := second_factor.missing(request.user):
        return render(request, "account/tokens.html", _tokens(request, None) | {"missing": reason}, status=403)
    form = TokenForm(request.POST if request.method == "POST" else None)
    made, text = None, ""
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            data = form.cleaned_data
            made, text = tokens.make(
                request.user, data["name"], scope=data["scope"], days=data["days"], kinds=data["kinds"], request=request
            )
            form, status = TokenForm(), 201
    return render(request, "account/tokens.html", _tokens(request, form) | {"made": made, "text": text}, status=status)


def _tokens(request: HttpRequest, form: TokenForm | None) -> dict[str, Any]:
    now = clock.now()
    rows = [(token, token.lives(now)) for token in ApiToken.objects.filter(user_id=_pk(request))]
    return {"rows": rows, "form": form}


@require_POST
@signed_in
def revoke_token(request: HttpRequest, pk: int) -> HttpResponse:
    """End one of one's own tokens."""
    tokens.revoke(get_object_or_404(ApiToken, pk=pk, user_id=_pk(request)), request)
    return HttpResponseRedirect(reverse("account-tokens"))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def person(request: HttpRequest, pk: int) -> HttpResponse:
    """A person with personal data masked; a POST with a reason shows one value and keeps who looked, when and why."""
    found = Person.objects.filter(pk=pk).first()
    if found is None or not unmasking.may_unmask(request.user, found):
        raise Http404
    shown: dict[str, str] = {}
    errors: dict[str, list[str]] = {}
    if request.method == "POST":
        field = request.POST.get("field", "")
        try:
            value = unmasking.unmask(found, field, by=request.user, reason=request.POST.get("reason", ""))
            shown[field] = value
        except Refused as refused:
            if refused.refusal.ground is not Ground.INPUT:
                raise Http404 from None
            errors = refused.refusal.errors
    context = {
        "person": found, "reason": request.POST.get("reason", ""),
        "error": in_clauses(words for found_ in errors.values() for words in found_),
        "id_number": shown.get("id_number") or found.masked_id_number,
        "phone": shown.get("phone") or found.masked_phone,
        "looks": found.unmaskings.select_related("by")[:SHOWN],
    }  # fmt: skip
    return render(request, "account/person.html", context, status=422 if errors else 200)
