"""Pages for what went wrong: what happened, what was kept, what to do."""

import uuid
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kechuang.core.api.problems import Problem


@dataclass(frozen=True, slots=True)
class Trouble:
    title: Promise
    what: Promise
    kept: Promise
    todo: Promise


TROUBLES = {
    400: Trouble(
        gettext_lazy("这个请求读不懂"),
        gettext_lazy("地址或表单里有服务器不认的内容，没有处理。"),
        gettext_lazy("没有写入任何数据。"),
        gettext_lazy("回到上一页，从页面上的链接或按钮重新进入。"),
    ),
    403: Trouble(
        gettext_lazy("不能办理"),
        gettext_lazy("你的身份或这个表单的凭证不允许这样做。"),
        gettext_lazy("没有写入任何数据。"),
        gettext_lazy("刷新上一页再试；需要权限的，向本单位管理员申请。"),
    ),
    404: Trouble(
        gettext_lazy("没有这一页"),
        gettext_lazy("地址写错了，或者这一页已经移走。"),
        gettext_lazy("没有改动任何数据。"),
        gettext_lazy("从法规或检索找要找的条款。"),
    ),
    500: Trouble(
        gettext_lazy("这一步没有办成"),
        gettext_lazy("程序出了错，已记入日志。"),
        gettext_lazy("没有写入一半的数据；已保存的内容都在。"),
        gettext_lazy("稍后再试；仍不行的，把下面的编号告诉管理员。"),
    ),
}


def page(request: HttpRequest, status: int, detail: str = "") -> HttpResponse:
    number = uuid.uuid4().hex[:10].upper() if status == 500 else ""
    context = {"trouble": TROUBLES[status], "status": status, "number": number, "detail": detail}
    return render(request, "web/error.html", context, status=status)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return page(request, 400)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """With the reason where one was given, as every refusal is told."""
    detail = exception.args[0] if exception.args and isinstance(exception.args[0], str) else ""
    return page(request, 403, detail)


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """A page; to programs, under /api/, the API's own answer."""
    if request.path.startswith("/api/"):
        return Problem(404, "unseen", _("没有这一页")).response(request)
    detail = exception.args[0] if exception.args and isinstance(exception.args[0], str) else ""
    return page(request, 404, detail)


def server_error(request: HttpRequest) -> HttpResponse:
    return page(request, 500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return page(request, 403)
