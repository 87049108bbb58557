"""A file from its upload to the word to go. Everybody sees their own imports and no one else's."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kechuang.casework.parties.reach import reach_of
from kechuang.casework.sheets import runs
from kechuang.casework.sheets.declare import SheetImport, all_imports, import_of
from kechuang.casework.sheets.filled import filled_xlsx
from kechuang.casework.sheets.models import ImportProblem, ImportRun
from kechuang.core.sheets.reading import MOST_BYTES
from kechuang.core.sheets.template import csv_template, xlsx_template
from kechuang.core.sheets.writing import CSV, XLSX
from kechuang.core.ui.citing import cite_of
from kechuang.core.ui.parts import Badge, Crumb
from kechuang.core.ui.sites import site_of
from kechuang.core.words import labelled
from kechuang.law.library import load
from kechuang.web.account.guard import signed_in
from kechuang.web.sheets.exports import disposition

PAGE = 100
State = ImportRun.State


def _declared(key: str) -> SheetImport:
    try:
        return import_of(key)
    except KeyError:
        raise Http404 from None


def _own(request: HttpRequest, pk: int) -> ImportRun:
    return get_object_or_404(ImportRun.objects.defer("content"), pk=pk, user=request.user)


@require_safe
@signed_in
def index(request: HttpRequest) -> HttpResponse:
    """What can be imported, and one's own imports, latest first."""
    own = ImportRun.objects.defer("content").filter(user=request.user)  # type: ignore[misc]  # signed in
    page = Paginator(own, PAGE).get_page(request.GET.get("page"))
    rows = [{"run": run, "title": _title(run)} for run in page]
    return render(request, "web/sheets/index.html", {"sheets": all_imports(), "page": page, "rows": rows})


def _title(run: ImportRun) -> str:
    try:
        declared = import_of(run.action)
    except KeyError:
        return run.action
    return labelled(str(declared.title), str(declared.action.label))


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def new(request: HttpRequest, key: str) -> HttpResponse:
    """The template, and a file to be checked. Nothing is written yet."""
    declared = _declared(key)
    if not reach_of(request.user).posts:
        raise Http404
    problem = ""
    if request.method == "POST":
        file = request.FILES.get("file")
        if file is None:
            problem = _("请选一个文件")
        elif (file.size or 0) > MOST_BYTES:
            problem = _("文件超过 %(n)d MB，请分成几个文件") % {"n": MOST_BYTES // 2**20}
        else:
            run = runs.upload(declared, file.name or "", file.read(), request.user)
            return HttpResponseRedirect(reverse("import-run", args=[run.pk]))
    context = {
        "declared": declared, "columns": declared.sheet_columns, "problem": problem, "identity": _identity(declared),
        "trail": [Crumb(_("导入"), reverse("imports")), Crumb(str(declared.title), "")],
    }  # fmt: skip
    return render(request, "web/sheets/new.html", context, status=422 if problem else 200)


def _identity(declared: SheetImport) -> str:
    """By which columns a row is known again, in words."""
    ways = [
        "＋".join(str(column.label) for name in names if (column := declared.column(name)))
        for names in declared.identity
    ]
    return _("；没有填时以").join(f"“{way}”" for way in ways)


@require_safe
@signed_in
def template(request: HttpRequest, key: str, kind: str) -> HttpResponse:
    """The empty table."""
    declared = _declared(key)
    columns = declared.sheet_columns
    body = csv_template(columns) if kind == "csv" else xlsx_template(columns, str(declared.title))
    made = HttpResponse(body, content_type=CSV if kind == "csv" else XLSX)
    made["Content-Disposition"] = disposition(f"{declared.title}-{_('模板')}.{kind}")
    return made


@require_safe
@signed_in
def filled(request: HttpRequest, key: str, number: str) -> HttpResponse:
    """The table with the rows of a case as they stand; it may be uploaded again, as it is or changed."""
    declared = _declared(key)
    case = declared.action.model.objects.visible_to(request.user).filter(number=number).first()
    if case is None or declared.filled is None:
        raise Http404
    made = HttpResponse(filled_xlsx(declared, case, request.user), content_type=XLSX)
    made["Content-Disposition"] = disposition(f"{declared.title}-{case.number}.xlsx")
    return made


@require_safe
@signed_in
def report(request: HttpRequest, pk: int) -> HttpResponse:
    """What was found, or how far it has come."""
    run = _own(request, pk)
    return render(request, "web/sheets/report.html", _context(request, run))


@require_safe
@signed_in
def progress(request: HttpRequest, pk: int) -> HttpResponse:
    """The line of progress alone; when there is no more of it, the page is asked for anew."""
    run = _own(request, pk)
    answer = render(request, "web/sheets/progress.html", {"run": run})
    if not run.running or run.stale:
        answer["HX-Refresh"] = "true"
    return answer


def _context(request: HttpRequest, run: ImportRun) -> dict[str, Any]:
    declared = _declared(run.action)
    library = load()
    page = Paginator(run.problems.all(), PAGE).get_page(request.GET.get("page"))
    rows = [{"of": problem, "cites": [cite_of(c, library) for c in problem.cites]} for problem in page]
    return {
        "run": run, "declared": declared, "page": page, "rows": rows, "badges": _badges(run),
        "identity": _identity(declared), "again": reverse("import-new", args=[run.action]),
        "wrong": ImportProblem.Level.WRONG, "left": run.total - run.before, **_came(request, run, declared),
        "trail": [
            Crumb(_("导入"), reverse("imports")),
            Crumb(str(declared.title), reverse("import-new", args=[run.action])),
            Crumb(run.name, ""),
        ],
    }  # fmt: skip


def _came(request: HttpRequest, run: ImportRun, declared: SheetImport) -> dict[str, Any]:
    """What an import that is done brought: the first of its cases, and the list they all stand in."""
    if run.state != State.DONE:
        return {}
    model = declared.action.model
    try:
        site = site_of(model.kind_name())
    except KeyError:
        return {}
    cases = model._default_manager.visible_to(request.user).filter(pk__in=run.notes.get("cases", [])).order_by("pk")
    return {"came": list(cases.select_related("owner", "region")), "site": site, "whole": f"{reverse(site.slug)}?all=1"}


def _badges(run: ImportRun) -> list[Badge]:
    found = []
    if run.state == State.DONE:
        found.append(Badge("met", _("已导入 %(n)d 行") % {"n": run.written}))
    if run.good:
        found.append(Badge("met", _("%(n)d 行可导入") % {"n": run.good}))
    if run.wrong:
        found.append(Badge("breach", _("%(n)d 行有错") % {"n": run.wrong}))
    if run.doubtful:
        found.append(Badge("open", _("%(n)d 行要你判断") % {"n": run.doubtful}))
    if run.before:
        found.append(Badge("na", _("%(n)d 行此前已导入") % {"n": run.before}))
    return found


@require_POST
@signed_in
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """The word to go. A second one changes nothing."""
    run = get_object_or_404(ImportRun, pk=pk, user=request.user)
    runs.confirm(run, take_doubtful="doubtful" in request.POST)
    return HttpResponseRedirect(reverse("import-run", args=[pk]))


@require_POST
@signed_in
def resume(request: HttpRequest, pk: int) -> HttpResponse:
    """Go on with an import whose process died."""
    runs.resume(get_object_or_404(ImportRun, pk=pk, user=request.user))
    return HttpResponseRedirect(reverse("import-run", args=[pk]))


@require_safe
@signed_in
def annotated(request: HttpRequest, pk: int) -> FileResponse:
    """The file as uploaded with its problems in it; ?only=1 the rows that have one."""
    run = get_object_or_404(ImportRun, pk=pk, user=request.user)
    if run.running or run.state == State.FAILED:
        raise Http404
    made = FileResponse(runs.annotated_file(run, only_noted="only" in request.GET), content_type=XLSX)
    stem = run.name.rpartition(".")[0] or run.name
    made["Content-Disposition"] = disposition(f"{stem}-{_('批注')}.xlsx")
    return made
