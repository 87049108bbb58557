"""Lists of what follows from results cost as many queries for twelve rows as for one."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from kechuang.domains.evaluation.models import Rectification
from tests.casework.office import Office, registered
from tests.domains.evaluation.results import fact, published

pytestmark = pytest.mark.django_db


def failing(office: Office, count: int, year: int) -> None:
    platforms = [registered(office, title=f"{year} 第{n}家") for n in range(count)]
    for platform in platforms:
        fact(platform, "unit.cobuilt_platform")
    published(office, dict.fromkeys(platforms, "unqualified"), year=year)


def test_lists_cost_the_same_however_long(office: Office) -> None:
    client = Client()
    client.force_login(office["kq-st_department-clerk"], backend="django.contrib.auth.backends.ModelBackend")

    def costs() -> list[int]:
        found = []
        for slug in ("rectifications", "terminations", "teams"):
            with CaptureQueriesContext(connection) as asked:
                assert client.get(f"/{slug}/").status_code == 200
            found.append(len(asked))
        return found

    failing(office, 1, 2025)
    costs()
    one = costs()
    failing(office, 11, 2026)
    assert Rectification.objects.count() == 12
    assert costs() == one
    assert max(one) <= 16
