"""Addresses that are the platforms' own; lists and case pages come from their declarations."""

from django.urls import path

from kechuang.domains.platforms import views

urlpatterns = [path("directory/", views.directory, name="directory")]
