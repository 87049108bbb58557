"""Root URLs. Pages belong to kechuang.web; here stand only what a machine asks."""

from django.db import connection
from django.http import HttpRequest, JsonResponse
from django.urls import include, path
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from kechuang import __version__
from kechuang.core.metrics import metrics


@never_cache
@require_GET
def healthz(request: HttpRequest) -> JsonResponse:
    """Answer 200 when this process serves and the database answers; a failure shows as a 500 to the one who watches."""
    with connection.cursor() as cursor:
        cursor.execute("select 1")
    return JsonResponse({"status": "ok", "version": __version__})


urlpatterns = [
    path("healthz/", healthz, name="healthz"),
    path("metrics", metrics, name="metrics"),
    path("", include("kechuang.web.urls")),
]

# Django looks for these here, not in the module included.
handler400 = "kechuang.web.errors.bad_request"
handler403 = "kechuang.web.errors.permission_denied"
handler404 = "kechuang.web.errors.page_not_found"
handler500 = "kechuang.web.errors.server_error"
