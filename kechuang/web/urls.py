"""Addresses of the shell. Every name here is a word of docs/glossary.md or the page it shows."""

from django.urls import include, path

from kechuang.web import errors, organisations, portal, preferences
from kechuang.web.api import api
from kechuang.web.calc import views as calc
from kechuang.web.law import views as law
from kechuang.web.search import views as search

urlpatterns = [
    path("", portal.portal, name="portal"),
    path("search/", search.search, name="search"),
    path("search/suggest/", search.suggest, name="search-suggest"),
    path("organisation/<int:pk>/", organisations.organisation, name="organisation"),
    path("preferences/", preferences.set_preferences, name="preferences"),
    path("law/", law.index, name="law-index"),
    path("law/interpretations/", law.interpretations, name="law-interpretations"),
    path("law/rules/", law.rules, name="law-rules"),
    path("law/rules/<slug:name>/", law.rule, name="law-rule"),
    path("law/coverage/", law.where, name="law-coverage"),
    path("law/<slug:ident>/", law.instrument, name="law-instrument"),
    path("law/<slug:ident>/<str:place>/", law.clause, name="law-clause"),
    path("calc/", calc.index, name="calc-index"),
    path("calc/reward/", calc.reward, name="calc-reward"),
    path("calc/dates/", calc.dates, name="calc-dates"),
    path("calc/idle/", calc.idle, name="calc-idle"),
    path("calc/quota/", calc.quota, name="calc-quota"),
    path("calc/rule/<slug:name>/", calc.rule, name="calc-rule"),
    path("api/", api.urls),
    path("", include("kechuang.web.account.urls")),
    path("", include("kechuang.web.demonstration.urls")),
    path("", include("kechuang.web.workbench.urls")),
    path("", include("kechuang.web.security.urls")),
    path("", include("kechuang.web.sheets.urls")),
    path("", include("kechuang.web.ledger.urls")),
    path("", include("kechuang.web.notices.urls")),
    path("", include("kechuang.web.reviews.urls")),
    path("", include("kechuang.web.transformations.urls")),
    path("", include("kechuang.web.funding.urls")),
    path("", include("kechuang.web.rewards.urls")),
    path("", include("kechuang.web.equipment.urls")),
    path("", include("kechuang.web.cases.urls")),
    path("", include("kechuang.web.platforms.urls")),
    path("", include("kechuang.web.evaluation.urls")),
]

handler400 = errors.bad_request
handler403 = errors.permission_denied
handler404 = errors.page_not_found
handler500 = errors.server_error
