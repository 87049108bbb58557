"""Objecting to a notice, with or without an account; the receipt, and following the objection by its secret link."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.contrib import messages
from django.db import IntegrityError, transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from kechuang.casework.accounts.events import address_of
from kechuang.casework.cases.actions import find_action
from kechuang.casework.cases.engine import perform
from kechuang.casework.documents.papers import FORMATS, media_type, written
from kechuang.casework.documents.queries import files_of
from kechuang.casework.notices import following, panels, sources
from kechuang.casework.notices.mailing import link_of, path_of
from kechuang.casework.notices.models import Notice, Objection, Objector
from kechuang.casework.notices.papers import answer_paper
from kechuang.casework.obligations.models import Obligation
from kechuang.core.permissions import Ground, Refused
from kechuang.web.account.guard import person, signed_in
from kechuang.web.cases import basis
from kechuang.web.cases.downloads import guarded
from kechuang.web.cases.found import missing
from kechuang.web.notices.page import closed_words, readable


def source_of(request: HttpRequest) -> str:
    """Who counts as one when objections are counted: an account, or an address."""
    if request.user.is_authenticated:
        return f"user:{request.user.pk}"
    return address_of(request) or str(request.META.get("REMOTE_ADDR", ""))


def file(request: HttpRequest, data: Any, files: Any, submission: str = "") -> Objection:
    """File an objection for whoever asks; the same submission twice is one. Raises Refused (TooMany for a flood)."""
    old = sources.earlier(submission)
    if old is not None:
        return old
    action = find_action(Objection.kind_name(), "file")
    try:
        with transaction.atomic():
            source = sources.admit(source_of(request), submission)
            made: Objection = perform(action, None, data, by=request.user, files=files).case
            source.objection = made
            source.save()
            return made
    except IntegrityError:
        old = sources.earlier(submission)
        if old is None:
            raise
        return old


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def object_to(request: HttpRequest, number: str) -> HttpResponseBase:
    """The form of an objection; once filed, the page under its secret link."""
    notice = readable(request, number)
    if notice is None:
        return missing(request)
    if request.method != "POST":
        return _form_page(request, notice, _form(request, notice), uuid.uuid4().hex)
    typed = request.POST.copy()
    key = str(typed.pop("key", [""])[0])[:64]
    typed.pop("csrfmiddlewaretoken", None)
    typed["notice"] = notice.number
    try:
        made = file(request, typed, request.FILES, key)
    except Refused as refused:
        status = 429 if isinstance(refused, sources.TooMany) else 200
        return _form_page(request, notice, _form(request, notice, typed), key, refused.refusal, status)
    messages.success(request, _("收到异议，回执编号 %(number)s") % {"number": made.number})
    return HttpResponseRedirect(link_of(made))


def _form(request: HttpRequest, notice: Notice, typed: Any = None) -> Any:
    action = find_action(Objection.kind_name(), "file")
    files = request.FILES if typed is not None else None
    form = action.form(data=typed, files=files, initial={"notice": notice.number}, by=request.user)
    form.fields["notice"].widget = forms.HiddenInput()
    return form


def _form_page(
    request: HttpRequest, notice: Notice, form: Any, key: str, refusal: Any = None, status: int = 200
) -> HttpResponse:
    shown = None
    if refusal is not None and refusal.ground is not Ground.INPUT:
        shown = basis.blocked(refusal, _("提出异议"), region=notice.region_id)
    context = {
        "notice": notice, "form": form, "key": key, "refusal": shown, "closed": closed_words(notice),
        "said": panels.said(notice), "wide_bar": True,
    }  # fmt: skip
    return render(request, "public/object.html", context, status=status)


# -- following -------------------------------------------------------------------------------------------


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def follow(request: HttpRequest, token: str) -> HttpResponseBase:
    """Where the objection stands, for whoever holds the link; a POST takes it back."""
    objection = following.find(token)
    if objection is None:
        raise Http404(_("没有这个链接。核对是不是完整的地址。"))
    if request.method == "POST":
        try:
            following.take_back(token)
            messages.success(request, _("异议已撤回"))
        except Refused as refused:
            messages.error(request, str(refused.refusal.reason))
        return HttpResponseRedirect(reverse("objection-follow", args=[token]))
    due = (
        Obligation.objects.filter(case_id=objection.pk, rule=objection.notice.what.answer_clock).order_by("-pk").first()
    )
    context = {
        "objection": objection, "notice": objection.notice, "badge": panels.objection_badge(objection), "due": due,
        "files": files_of(objection.pk), "may_take_back": objection.state in following.TAKEN_BACK, "token": token,
        "address": request.build_absolute_uri(reverse("objection-follow", args=[token])), "forms": FORMATS,
        "wide_bar": True,
    }  # fmt: skip
    answer_page = render(request, "public/follow.html", context)
    answer_page["Referrer-Policy"] = "no-referrer"
    answer_page["X-Robots-Tag"] = "noindex"
    return answer_page


@never_cache
@require_safe
def answer(request: HttpRequest, token: str, form: str) -> HttpResponseBase:
    """The written answer, for whoever holds the link."""
    objection = following.find(token)
    if objection is None or not objection.outcome or form not in FORMATS:
        raise Http404(_("还没有书面答复。"))
    content, name = written(answer_paper, objection, form)
    return guarded(HttpResponse(content, content_type=media_type(form)), f"{objection.number} {name}")


@never_cache
@require_safe
@signed_in
def mine(request: HttpRequest) -> HttpResponse:
    """The objections one has filed while signed in."""
    rows = Objector.objects.filter(user=person(request)).select_related("objection__notice").order_by("-pk")
    lines = [
        {"objection": row.objection, "url": path_of(row), "badge": panels.objection_badge(row.objection)}
        for row in rows[:200]
    ]
    return render(request, "public/mine.html", {"lines": lines, "wide_bar": True})
