"""Addresses of signing in and out."""

from django.urls import path

from kechuang.web.account import views

urlpatterns = [
    path("account/sign-in/", views.sign_in, name="sign-in"),
    path("account/sign-out/", views.sign_out, name="sign-out"),
]
