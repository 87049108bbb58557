"""Addresses of the pages of reviews."""

from django.urls import path

from kechuang.web.reviews import views

urlpatterns = [
    path("draws/<str:number>/", views.draw, name="draw"),
    path("draws/<str:number>/pool.csv", views.pool, name="draw-pool"),
    path("fairness/", views.fairness, name="fairness"),
]
