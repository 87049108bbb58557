"""Addresses of the workbench."""

from django.urls import path

from kechuang.web.workbench import calendars, messages, views

urlpatterns = [
    path("calendars/", calendars.calendars, name="calendars"),
    path("calendars/<int:pk>/revoke/", calendars.revoke, name="calendar-revoke"),
    path("calendars/<str:token>.ics", calendars.feed, name="calendar-feed"),
    path("workbench/", views.workbench, name="workbench"),
    path("messages/", messages.messages, name="messages"),
    path("messages/read/", messages.read, name="messages-read"),
    path("messages/<int:pk>/open/", messages.follow, name="message-open"),
]
