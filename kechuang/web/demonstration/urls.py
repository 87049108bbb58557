"""Addresses of the demonstration. They answer 404 outside one."""

from django.urls import path

from kechuang.web.demonstration import views

urlpatterns = [
    path("demo/people/", views.people, name="demo-people"),
    path("demo/people/<int:pk>/", views.become, name="demo-become"),
    path("demo/clock/", views.demo_clock, name="demo-clock"),
]
