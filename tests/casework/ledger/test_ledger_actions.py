"""Money moved and reversed by actions: the entry names the action's own line of the timeline."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from typer.testing import CliRunner

from kechuang.casework.cases import actions as registry
from kechuang.casework.cases.engine import perform
from kechuang.casework.cases.predicates import member_of_owner
from kechuang.casework.ledger import queries
from kechuang.casework.ledger.actions import reversal_for
from kechuang.casework.ledger.models import Entry
from kechuang.casework.parties.models import Role
from kechuang.core.permissions import Refused
from kechuang.domains.platforms.models import Platform
from tests.casework.ledger.books import Books


@pytest.fixture
def reversal() -> Iterator[Any]:
    """The action as a domain would define it, taken away again so that no other test meets it."""
    kept = registry._ACTIONS[Platform.kind_name()]
    yield reversal_for(Platform, member_of_owner(Role.FINANCE))
    del kept["reverse_entry"]


def test_an_entry_is_reversed_by_an_action_of_its_case(books: Books, reversal: Any) -> None:
    books.receive(50_00)
    out = books.spend(20_00)
    done = perform(reversal, books.case.pk, {"entry": out.pk, "reason": "付错"}, by=books.by)
    back = Entry.objects.get(reverses=out)
    assert back.step == done.entry
    assert done.entry.action == "reverse_entry"
    assert queries.use(books.fund).spent == 0
    with pytest.raises(Refused) as caught:  # it no longer stands, so it is not offered
        perform(reversal, books.case.pk, {"entry": out.pk, "reason": "再来"}, by=books.by)
    assert list(caught.value.refusal.errors) == ["entry"]
    with pytest.raises(Refused):
        perform(reversal, books.case.pk, {"entry": back.pk, "reason": "x"}, by=books.office["kq-manager"])


def test_a_reversal_that_would_leave_too_little_is_refused_whole(books: Books, reversal: Any) -> None:
    came = books.receive(50_00)
    books.spend(20_00)
    with pytest.raises(Refused, match=r"差 20\.00 元"):
        perform(reversal, books.case.pk, {"entry": came.pk, "reason": "退回"}, by=books.by)
    assert not Entry.objects.filter(reverses=came).exists()
    assert not books.case.timeline.filter(action="reverse_entry").exists()


def test_the_command_derives_everything_anew(books: Books, monkeypatch: pytest.MonkeyPatch) -> None:
    from contextlib import nullcontext

    from kechuang.casework.ledger import checking, cli

    books.receive(50_00)
    monkeypatch.setattr(cli, "database_up", nullcontext)
    monkeypatch.setattr(cli, "set_up", lambda: None)
    done = CliRunner().invoke(cli.app, ["verify"])
    assert (done.exit_code, done.output.strip()) == (0, "whole: 2 postings")
    monkeypatch.setitem(checking.CHECKS, "never", "SELECT 'PZ-1', 'x'")
    done = CliRunner().invoke(cli.app, ["verify"])
    assert done.exit_code == 1
    assert "never: PZ-1 (x)" in done.output
