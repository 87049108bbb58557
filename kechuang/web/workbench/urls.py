"""Addresses of the workbench."""

from django.urls import path

from kechuang.web.workbench import messages, views

urlpatterns = [
    path("workbench/", views.workbench, name="workbench"),
    path("messages/", messages.messages, name="messages"),
    path("messages/read/", messages.read, name="messages-read"),
    path("messages/<int:pk>/open/", messages.follow, name="message-open"),
]
