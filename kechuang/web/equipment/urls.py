"""Addresses that are the equipment's own; lists and case pages come from their declarations."""

from django.urls import path

from kechuang.web.equipment import views

urlpatterns = [
    path("equipment-library/", views.library, name="equipment-library"),
    path("equipment-use/", views.use, name="equipment-use"),
]
