"""How people sign in: django-allauth with password, second factor, passkeys and OpenID Connect. Read by `base`.

KECHUANG_OIDC_ISSUER         address of the OpenID Connect provider; unset: no such way in
KECHUANG_OIDC_CLIENT_ID      what the provider knows this site as
KECHUANG_OIDC_CLIENT_SECRET
KECHUANG_OIDC_NAME           what the button says (default: 统一身份认证)
KECHUANG_OIDC_ORIGIN         where the provider's own pages are, when not at the issuer's origin
"""

import os
from typing import Any
from urllib.parse import urlsplit

SIGN_IN_APPS = [
    "django.contrib.humanize",  # for the pages of allauth
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
]
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
LOGIN_URL = "sign-in"
LOGIN_REDIRECT_URL = "/"

# --- password -----------------------------------------------------------------------------------------------------
ACCOUNT_ADAPTER = "kechuang.casework.accounts.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"  # accounts are made by an administrator, who knows whose they are
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_REAUTHENTICATION_TIMEOUT = 900
# Five failures for one account lock it for five minutes; ten a minute from one address slow guessing over many names.
# allauth counts password, second factor and confirmations alike, in the shared cache below, so that several server
# processes count together.
ACCOUNT_RATE_LIMITS = {"login_failed": "10/m/ip,5/300s/key"}
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if os.environ.get("KECHUANG_BEHIND_PROXY") == "1" else 0
CACHES: dict[str, Any] = {
    "default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "accounts_counts"}
}

# --- second factor and passkeys -----------------------------------------------------------------------------------
MFA_ADAPTER = "kechuang.casework.accounts.adapters.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_TOTP_TOLERANCE = 1
# Browsers offer passkeys over plain http on localhost alone; elsewhere the origin must be https.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = os.environ.get("KECHUANG_PLAIN_HTTP") == "1"
KECHUANG_SECOND_FACTOR_ROLES: tuple[str, ...] = ("system_admin", "security_admin")

# --- sessions -----------------------------------------------------------------------------------------------------
USERSESSIONS_TRACK_ACTIVITY = False  # reading a page writes nothing

# --- OpenID Connect -----------------------------------------------------------------------------------------------
SOCIALACCOUNT_ADAPTER = "kechuang.casework.accounts.adapters.SocialAdapter"
SOCIALACCOUNT_EMAIL_AUTHENTICATION = False  # an address proves nothing: the subject does
SOCIALACCOUNT_LOGIN_ON_GET = False
SOCIALACCOUNT_STORE_TOKENS = False
OPENID_CONNECT_URL_PREFIX = "oidc"
OIDC_PROVIDER_ID = "office"


def oidc(environment: "os._Environ[str] | dict[str, str]") -> tuple[dict[str, Any], list[str]]:
    """The provider as allauth wants it, and the origins a sign-in form may lead to. Nothing without an issuer."""
    issuer = environment.get("KECHUANG_OIDC_ISSUER", "").rstrip("/")
    if not issuer:
        return {"openid_connect": {"APPS": []}}, []
    parts = urlsplit(issuer)
    if parts.scheme != "https" and parts.hostname not in ("localhost", "127.0.0.1", "::1"):
        raise ValueError("KECHUANG_OIDC_ISSUER must be https: the provider's answer is trusted by its certificate")
    app = {
        "provider_id": OIDC_PROVIDER_ID,
        "name": environment.get("KECHUANG_OIDC_NAME", "统一身份认证"),
        "client_id": environment.get("KECHUANG_OIDC_CLIENT_ID", ""),
        "secret": environment.get("KECHUANG_OIDC_CLIENT_SECRET", ""),
        "settings": {"server_url": issuer},
    }
    origin = environment.get("KECHUANG_OIDC_ORIGIN", "") or f"{parts.scheme}://{parts.netloc}"
    return {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "SCOPE": ["openid", "profile"], "APPS": [app]}}, [origin]


SOCIALACCOUNT_PROVIDERS, OIDC_ORIGINS = oidc(os.environ)
