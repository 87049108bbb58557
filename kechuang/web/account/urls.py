"""Addresses of signing in and out, and of one's own account."""

from django.urls import include, path

from kechuang.web.account import messages, mine, views

urlpatterns = [
    path("account/", mine.account, name="account"),
    path("account/sign-in/", views.SignIn.as_view(), name="sign-in"),
    path("account/login/", views.SignIn.as_view()),  # allauth sends people here
    path("account/sign-out/", views.sign_out, name="sign-out"),
    path("account/messages/", messages.preferences, name="message-preferences"),
    path("account/tokens/", mine.api_tokens, name="account-tokens"),
    path("account/tokens/<int:pk>/revoke/", mine.revoke_token, name="account-token-revoke"),
    path("people/<int:pk>/", mine.person, name="person"),
    path("account/", include("allauth.urls")),
]
