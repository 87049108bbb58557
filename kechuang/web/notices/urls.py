"""Addresses of the public board and of objections."""

from django.urls import path

from kechuang.web.notices import board, feed, objecting, page

urlpatterns = [
    path("public/notices/", board.board, name="notice-board"),
    path("public/notices/feed.atom", feed.feed, name="notice-feed"),
    path("public/notices/<str:number>/", page.notice, name="public-notice"),
    path("public/notices/<str:number>/notice.<slug:form>", page.paper, name="public-notice-paper"),
    path("public/notices/<str:number>/object/", objecting.object_to, name="notice-object"),
    path("public/objections/", objecting.mine, name="my-objections"),
    path("public/objections/<str:token>/", objecting.follow, name="objection-follow"),
    path("public/objections/<str:token>/answer.<slug:form>", objecting.answer, name="objection-answer"),
]
