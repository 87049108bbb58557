"""A small but real OpenID Connect provider, run as a process of its own: uvicorn tests.accounts.provider:app.

Discovery, the authorization code flow with PKCE (required), client secret, RS256 id_token, userinfo, JWKS. Whoever comes
is signed in as the subject last put to /subject; every step it refused is counted at /refused.
"""

from __future__ import annotations

import json
import os
import secrets
import time
from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import parse_qsl, urlencode

from authlib.jose import JsonWebKey, jwt
from authlib.oauth2.rfc7636 import create_s256_code_challenge

ISSUER = os.environ.get("TEST_ISSUER", "http://127.0.0.1:0")
CLIENT, SECRET = "kechuang", "test-secret"
KEY = JsonWebKey.generate_key("RSA", 2048, {"kid": "test-key", "alg": "RS256", "use": "sig"}, is_private=True)
STATE: dict[str, Any] = {"subject": "", "refused": [], "codes": {}, "tokens": {}}


def discovery() -> dict[str, Any]:
    return {
        "issuer": ISSUER,
        "authorization_endpoint": f"{ISSUER}/authorize",
        "token_endpoint": f"{ISSUER}/token",
        "userinfo_endpoint": f"{ISSUER}/userinfo",
        "jwks_uri": f"{ISSUER}/jwks",
        "response_types_supported": ["code"],
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["RS256"],
        "token_endpoint_auth_methods_supported": ["client_secret_post"],
        "code_challenge_methods_supported": ["S256"],
    }


class Wrong(Exception):
    pass


def authorize(query: dict[str, str]) -> str:
    """The address to send the browser back to."""
    if query.get("client_id") != CLIENT or query.get("response_type") != "code":
        raise Wrong("client")
    if query.get("code_challenge_method") != "S256" or not query.get("code_challenge"):
        raise Wrong("pkce")
    if "openid" not in query.get("scope", "").split() or not query.get("state"):
        raise Wrong("scope or state")
    code = secrets.token_urlsafe(16)
    STATE["codes"][code] = {
        "subject": STATE["subject"], "challenge": query["code_challenge"], "redirect_uri": query["redirect_uri"],
        "nonce": query.get("nonce"),
    }  # fmt: skip
    return f"{query['redirect_uri']}?{urlencode({'code': code, 'state': query['state']})}"


def token(form: dict[str, str]) -> dict[str, Any]:
    """One token for one code, to whoever holds its verifier and the client's secret."""
    kept = STATE["codes"].pop(form.get("code", ""), None)
    if kept is None or form.get("redirect_uri") != kept["redirect_uri"]:
        raise Wrong("code")
    if (form.get("client_id"), form.get("client_secret")) != (CLIENT, SECRET):
        raise Wrong("secret")
    if create_s256_code_challenge(form.get("code_verifier", "")) != kept["challenge"]:
        raise Wrong("verifier")
    now = int(time.time())  # noqa: TID251  # the world outside
    claims = {"iss": ISSUER, "sub": kept["subject"], "aud": CLIENT, "iat": now, "exp": now + 300}
    if kept["nonce"]:
        claims["nonce"] = kept["nonce"]
    access = secrets.token_urlsafe(16)
    STATE["tokens"][access] = kept["subject"]
    signed = jwt.encode({"alg": "RS256", "kid": "test-key"}, claims, KEY).decode()
    return {"access_token": access, "token_type": "Bearer", "expires_in": 300, "id_token": signed}


Send = Callable[[dict[str, Any]], Awaitable[None]]


async def app(scope: dict[str, Any], receive: Callable[[], Awaitable[dict[str, Any]]], send: Send) -> None:
    if scope["type"] != "http":
        return
    query = dict(parse_qsl(scope["query_string"].decode()))
    body = b""
    while True:
        message = await receive()
        body += message.get("body", b"")
        if not message.get("more_body"):
            break
    form = dict(parse_qsl(body.decode()))
    headers = {name.decode(): value.decode() for name, value in scope["headers"]}
    try:
        status, answer, extra = respond(scope["path"], query, form, headers)
    except Wrong as wrong:
        STATE["refused"].append(str(wrong))
        status, answer, extra = 400, {"error": str(wrong)}, []
    raw = json.dumps(answer).encode()
    await send(
        {"type": "http.response.start", "status": status, "headers": [(b"content-type", b"application/json"), *extra]}
    )
    await send({"type": "http.response.body", "body": raw})


def respond(
    path: str, query: dict[str, str], form: dict[str, str], headers: dict[str, str]
) -> tuple[int, Any, list[tuple[bytes, bytes]]]:
    if path == "/.well-known/openid-configuration":
        return 200, discovery(), []
    if path == "/jwks":
        return 200, {"keys": [KEY.as_dict(is_private=False)]}, []
    if path == "/authorize":
        return 302, {}, [(b"location", authorize(query).encode())]
    if path == "/token":
        return 200, token(form), []
    if path == "/userinfo":
        subject = STATE["tokens"].get(headers.get("authorization", "").removeprefix("Bearer "))
        if subject is None:
            raise Wrong("access token")
        return 200, {"sub": subject, "name": "王某"}, []
    if path == "/subject":
        STATE["subject"] = form["subject"]
        return 200, {}, []
    if path == "/refused":
        return 200, STATE["refused"], []
    return 404, {}, []
