"""A yearly report as a workbook."""

from __future__ import annotations

from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from kechuang.casework.cases.predicates import takes_part
from kechuang.core.sheets.writing import XLSX
from kechuang.domains.rewards.actions.who import sees_records
from kechuang.domains.rewards.models import TransformationReport
from kechuang.domains.rewards.papers.report import workbook as written
from kechuang.web.account.guard import person, signed_in
from kechuang.web.cases.downloads import guarded


@never_cache
@require_safe
@signed_in
def workbook(request: HttpRequest, number: str) -> HttpResponseBase:
    """The figures of a report, and its record by person for those who read that."""
    user = person(request)
    report = TransformationReport.objects.visible_to(user).select_related("unit").filter(number=number).first()
    if report is None or not takes_part(user, report):
        raise Http404(_("没有这份报告，或者不归你看。"))
    file = written(report, people=sees_records(user, report))
    return guarded(FileResponse(file, content_type=XLSX), f"{report.number} {report.title}.xlsx")
