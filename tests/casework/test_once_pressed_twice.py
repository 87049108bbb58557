"""A button pressed twice at the same moment: the step is done once, and both are told that it was."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from django.db import connections

from kechuang.casework.cases.actions import find_action
from kechuang.casework.cases.engine import perform
from kechuang.core.permissions import Refused
from tests.casework.office import AGREEMENT, agreement_data, drafted, make_office, registered

PRESSED = 4


@pytest.mark.django_db(transaction=True)
def test_pressed_four_times_at_once_it_is_done_once_and_all_are_told_so() -> None:
    office = make_office()
    draft = drafted(office, registered(office))
    action, by = find_action(AGREEMENT, "redraft"), office["kq-park-clerk"]
    data = agreement_data(draft.platform, title="改过的名称")
    found: list[Any] = []
    ready = threading.Barrier(PRESSED)

    def press() -> None:
        try:
            ready.wait()
            found.append(perform(action, draft.pk, data, by=by, expected_version=draft.version, key="one-form"))
        except Refused as refused:
            found.append(refused)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=press) for _ in range(PRESSED)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not [one for one in found if isinstance(one, Refused)]
    assert len({done.entry.pk for done in found}) == 1
    assert sum(done.repeated for done in found) == PRESSED - 1
    assert draft.timeline.filter(action="redraft").count() == 1
