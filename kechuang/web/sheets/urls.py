"""Addresses of imports and exports."""

from django.urls import path

from kechuang.web.sheets import exports, imports

urlpatterns = [
    path("imports/", imports.index, name="imports"),
    path("imports/<int:pk>/", imports.report, name="import-run"),
    path("imports/<int:pk>/progress/", imports.progress, name="import-progress"),
    path("imports/<int:pk>/confirm/", imports.confirm, name="import-confirm"),
    path("imports/<int:pk>/resume/", imports.resume, name="import-resume"),
    path("imports/<int:pk>/annotated.xlsx", imports.annotated, name="import-annotated"),
    path("imports/<str:key>/", imports.new, name="import-new"),
    path("imports/<str:key>/template.xlsx", imports.template, {"kind": "xlsx"}, name="import-template-xlsx"),
    path("imports/<str:key>/template.csv", imports.template, {"kind": "csv"}, name="import-template-csv"),
    path("imports/<str:key>/filled/<str:number>.xlsx", imports.filled, name="import-filled"),
    path("exports/<str:kind>.xlsx", exports.export, {"form": "xlsx"}, name="export-xlsx"),
    path("exports/<str:kind>.csv", exports.export, {"form": "csv"}, name="export-csv"),
]
