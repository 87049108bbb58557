"""The records of security and audit, a tab for each."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from kechuang.casework.accounts.models import LoginEvent
from kechuang.core.ui.parts import Tab
from kechuang.web.account.guard import signed_in
from kechuang.web.security import records

PAGE = 50


@never_cache
@require_safe
@signed_in
def security(request: HttpRequest) -> HttpResponse:
    """Sealed history, sign-ins, looks at sealed data, living tokens. For others than auditors and guards there is no such page."""
    prefixes = records.prefixes_of(request.user)
    if not prefixes:
        raise Http404
    names = {
        "history": _("封存的历史"), "sign-ins": _("登录记录"), "looks": _("查看敏感信息"), "tokens": _("接口令牌"),
    }  # fmt: skip
    view = request.GET.get("view", "history")
    view = view if view in names else "history"
    kind = request.GET.get("kind", "")
    rows: Any = {
        "history": records.seals,
        "sign-ins": lambda: records.sign_ins(prefixes, kind),
        "looks": lambda: records.looks(prefixes),
        "tokens": lambda: records.tokens(prefixes),
    }[view]()
    kept = {k: v for k, v in (("view", view), ("kind", kind)) if v}
    context = {
        "view": view,
        "title": names[view],
        "tabs": [Tab(label, f"?view={name}", name == view) for name, label in names.items()],
        "page": Paginator(rows, PAGE).get_page(request.GET.get("page")),
        "query": f"?{urlencode(kept)}&",
        "kinds": [
            Tab(str(label), f"?{urlencode({'view': view, 'kind': value})}", value == kind)
            for value, label in [("", _("全部")), *LoginEvent.Kind.choices]
        ],
    }
    return render(request, "security/security.html", context)
