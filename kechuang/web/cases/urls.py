"""Addresses of lists and cases. A list lives under its site's slug, and is named by it."""

from django.urls import path, register_converter

from kechuang.core.ui.sites import sites
from kechuang.web.cases import board, bulk, choosing, documents, drafts, lists, pages, papers, steps


class SlugOfSite:
    """The slugs of the registered sites, and nothing else."""

    regex = "|".join(site.slug for site in sites()) or "-"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(SlugOfSite, "site")

urlpatterns = [
    *(path(f"{site.slug}/", lists.case_list, {"slug": site.slug}, name=site.slug) for site in sites()),
    path("<site:slug>/", lists.case_list, name="case-list"),
    path("<site:slug>/export.xlsx", lists.case_export, {"kind": "xlsx"}, name="case-export-xlsx"),
    path("<site:slug>/export.csv", lists.case_export, {"kind": "csv"}, name="case-export-csv"),
    path("<site:slug>/saved/", lists.save_list, name="case-list-save"),
    path("<site:slug>/saved/<int:pk>/forget/", lists.forget_list, name="case-list-forget"),
    path("<site:slug>/bulk/", bulk.bulk, name="case-bulk"),
    path("<site:slug>/bulk/<slug:name>/", bulk.bulk_action, name="case-bulk-action"),
    path("new/<site:slug>/<slug:name>/", pages.new_case, name="case-new"),
    path("new/<site:slug>/<slug:name>/draft/", drafts.keep_new, name="case-new-draft"),
    path("obligations/", board.board, name="obligations"),
    path("case/<str:number>/", pages.case_page, name="case"),
    path("case/<str:number>/follow/", pages.follow_case, name="case-follow"),
    path("case/<str:number>/documents/<int:pk>/", documents.download, name="case-document"),
    path("case/<str:number>/papers/<slug:name>.<str:kind>", papers.case_paper, name="case-paper"),
    path("case/<str:number>/steps/<int:pk>/", steps.progress, name="case-step"),
    path("case/<str:number>/steps/<int:pk>/resume/", steps.resume, name="case-step-resume"),
    path("case/<str:number>/<slug:name>/draft/", drafts.keep_action, name="case-action-draft"),
    path("case/<str:number>/<slug:name>/choose/<slug:field>/", choosing.of_action, name="case-action-choose"),
    path("new/<site:slug>/<slug:name>/choose/<slug:field>/", choosing.of_new, name="case-new-choose"),
    path("case/<str:number>/<slug:name>/", pages.case_action, name="case-action"),
]
