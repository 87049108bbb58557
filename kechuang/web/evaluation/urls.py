"""Addresses that are evaluation's own; lists and case pages come from their declarations."""

from django.urls import path

from kechuang.web.evaluation import views

urlpatterns = [
    path("evaluation-evidence/<str:number>/<str:code>/", views.evidence, name="evaluation-evidence"),
    path("evaluation-simulator/<str:number>/", views.simulator, name="evaluation-simulator"),
]
