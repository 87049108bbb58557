"""Addresses of the records of security and audit."""

from django.urls import path

from kechuang.web.security import views

urlpatterns = [path("security/", views.security, name="security")]
