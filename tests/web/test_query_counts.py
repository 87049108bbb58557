"""What a list costs does not grow with its rows: the public directory, the workbench and the lists of the API.

The lists of cases and the board are held to it in tests/web/cases/test_lists.py.
"""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.casework.office import AGREEMENT, Office, act, drafted, make_office, registered


@pytest.fixture
def office(db: None) -> Office:
    return make_office()


def queries(client: Client, url: str) -> int:
    with CaptureQueriesContext(connection) as asked:
        answer = client.get(url)
    assert answer.status_code == 200, (url, answer.status_code)
    return len(asked)


def another(office: Office, n: int) -> None:
    """A platform with an agreement out for consultation: a row in every list, and a to-do and a message for the clerk."""
    agreement = drafted(office, registered(office, title=f"第{n}家"), title=f"第{n}份")
    act(f"{AGREEMENT}.consult", agreement, {"reply_by": "2999-01-20"}, office["kq-park-clerk"])


@pytest.mark.parametrize(
    ("url", "most"),
    [
        ("/directory/", 10),
        ("/workbench/", 14),
        ("/api/cases/", 6),
        ("/api/cases/?kind=agreements", 6),
        ("/api/obligations/", 6),
        ("/api/todos/", 6),
        ("/api/organisations/", 5),
        ("/search/?q=纺织", 12),
        ("/search/?q=纺织&kind=cases", 13),
    ],
)
def test_thirty_rows_cost_as_many_queries_as_one(office: Office, url: str, most: int) -> None:
    client = Client()
    client.force_login(office["kq-st_department-clerk"])
    another(office, 0)
    queries(client, url)  # what is kept between requests is warm
    one = queries(client, url)
    for n in range(1, 30):
        another(office, n)
    assert (queries(client, url), one <= most) == (one, True), one
