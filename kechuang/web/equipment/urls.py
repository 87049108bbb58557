"""Addresses that are the equipment's own; lists and case pages come from their declarations."""

from django.urls import path

from kechuang.web.equipment import views

urlpatterns = [
    path("equipment-library/", views.library, name="equipment-library"),
    path("equipment-use/", views.use, name="equipment-use"),
    path("equipment-use/export.<str:kind>", views.uses_export, name="equipment-uses-export"),
]
