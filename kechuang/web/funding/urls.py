"""Addresses of these pages; they stand before the lists, whose addresses begin alike."""

from django.urls import path

from kechuang.web.funding import overview, projection, trace

urlpatterns = [
    path("budgets/overview/", overview.year, name="funding-overview"),
    path("budgets/overview/<int:year>/statement.<str:form>", overview.statement_file, name="funding-place-statement"),
    path("budgets/projection/", projection.projection, name="funding-projection"),
    path("budgets/trace/<str:number>/", trace.trace, name="funding-trace"),
    path("budgets/trace/<str:number>/statement.<str:form>", trace.statement, name="funding-statement"),
]
