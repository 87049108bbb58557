"""Addresses that are the platforms' own; lists and case pages come from their declarations."""

from django.urls import path

from kechuang.web.platforms import views

urlpatterns = [
    path("directory/", views.directory, name="directory"),
    path("indicators/<str:number>/<slug:name>/<int:year>/", views.indicator, name="indicator"),
]
