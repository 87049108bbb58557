"""Clients signed in as people of the small office."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from tests.casework.office import Office


@pytest.fixture
def as_(office: Office) -> Callable[[str], Client]:
    """A client signed in as a person of the office: as_("kq-park-clerk")."""

    def sign_in(name: str) -> Client:
        client = Client()
        client.force_login(office[name], backend="django.contrib.auth.backends.ModelBackend")
        return client

    return sign_in
