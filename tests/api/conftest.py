"""Callers of the API: nobody, a stranger, a member, someone in office; by session and by token."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.test import Client

from kechuang.casework.accounts import tokens
from kechuang.casework.parties.models import Role
from tests.casework.office import Office, make_office


@dataclass
class Calls:
    """One caller; every answer comes as (status, body)."""

    client: Client = field(default_factory=Client)
    headers: dict[str, str] = field(default_factory=dict)
    last: Any = None

    def get(self, path: str, **query: Any) -> tuple[int, Any]:
        self.last = self.client.get(f"/api{path}", query, headers=self.headers)
        return self.last.status_code, self.last.json()

    def post(self, path: str, body: Any = None, **headers: str) -> tuple[int, Any]:
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        self.last = self.client.post(
            f"/api{path}", json.dumps(body or {}), content_type="application/json", headers=self.headers | sent
        )
        return self.last.status_code, self.last.json()


@pytest.fixture
def office(db: None) -> Office:
    office = make_office()
    elsewhere = office.organisation("滨江企业", "330108", kind="enterprise")
    office.user("stranger", elsewhere, Role.FIRM_MEMBER)
    return office


def session(user: Any) -> Calls:
    client = Client()
    client.force_login(user)
    return Calls(client)


def bearer(user: Any, scope: str = "act", days: int = 30, kinds: tuple[str, ...] = ()) -> Calls:
    _token, text = tokens.make(user, "test", scope=scope, days=days, kinds=kinds)
    return Calls(headers={"Authorization": f"Bearer {text}"})


@pytest.fixture
def nobody() -> Calls:
    return Calls()
