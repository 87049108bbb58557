"""Addresses of the workbench."""

from django.urls import path

from kechuang.web.workbench import views

urlpatterns = [
    path("workbench/", views.workbench, name="workbench"),
    path("workbench/read/", views.read, name="messages-read"),
]
