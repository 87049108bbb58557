"""Text among many, as one array."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kechuang.casework.parties.models import User
from kechuang.core.among import among

AWKWARD = ['a"b', "{a,b}", "a'b", "甲，乙", "NULL", "\\", "%s", ""]


@pytest.mark.django_db
def test_as_in_whatever_the_text() -> None:
    for name in [*AWKWARD, "丙"]:
        User.objects.create(username=name)
    with CaptureQueriesContext(connection) as asked:
        found = list(User.objects.filter(among("username", AWKWARD)).order_by("pk").values_list("username", flat=True))
    assert found == AWKWARD
    assert "= ANY (" in asked[0]["sql"]
    others = User.objects.exclude(among("username", AWKWARD))
    assert set(others) == set(User.objects.exclude(username__in=AWKWARD))
    assert "丙" in {user.username for user in others}
    assert not User.objects.filter(among("username", [])).exists()
