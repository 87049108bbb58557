"""People who sign in, and an OpenID Connect provider in a process of its own."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import requests

from kechuang.casework.parties.models import User
from tests.casework.office import Office, make_office

PASSWORD = "一句够长的口令 2026"


@pytest.fixture
def office(db: None) -> Office:
    return make_office()


@pytest.fixture
def clerk(office: Office) -> User:
    user = office["kq-park-clerk"]
    user.set_password(PASSWORD)
    user.save()
    return user


@pytest.fixture(scope="session")
def provider() -> Iterator[str]:
    """The provider's issuer address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    issuer = f"http://127.0.0.1:{port}"
    command = [
        sys.executable,
        "-m",
        "uvicorn",
        "tests.accounts.provider:app",
        "--port",
        str(port),
        "--log-level",
        "error",
    ]
    root = Path(__file__).resolve().parents[2]
    environment = {**os.environ, "TEST_ISSUER": issuer, "PYTHONPATH": str(root)}
    process = subprocess.Popen(command, cwd=root, env=environment)
    try:
        for _ in range(100):
            try:
                requests.get(f"{issuer}/.well-known/openid-configuration", timeout=1)
                break
            except requests.ConnectionError:
                time.sleep(0.1)
        yield issuer
    finally:
        process.terminate()
        process.wait(timeout=10)


@pytest.fixture
def oidc(provider: str, settings: Any) -> str:
    """The site set up for that provider, by the same function that reads the environment."""
    from kechuang.settings.sign_in import oidc as configured

    settings.SOCIALACCOUNT_PROVIDERS, _origins = configured(
        {
            "KECHUANG_OIDC_ISSUER": provider,
            "KECHUANG_OIDC_CLIENT_ID": "kechuang",
            "KECHUANG_OIDC_CLIENT_SECRET": "test-secret",
        }
    )
    return provider
